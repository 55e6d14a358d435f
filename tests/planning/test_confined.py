"""Who accepts few sites keeps a place, and a bed."""

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.confined import MOST_SETS, SPARE, Confined
from safepassage.planning.problem import Floats


def crowd(number: int, stretcher: int = 0) -> Household:
    return Household("H1", "school", seated=number, stretcher=stretcher)


def with_beds(*places: float, beds: float = 0.0) -> Floats:
    """Places of each site, and as many beds at each; at the first also those that are always kept free."""
    return np.array([[of, beds] for of in places]) + np.outer(np.arange(len(places)) == 0, SPARE)


def test_a_place_is_kept_for_whoever_accepts_no_other_site() -> None:
    waiting = Confined([(0,), (0, 1)], sites=2)
    nobody = Confined([(0,), (0, 1)], sites=2)
    waiting.count((0,), crowd(3), 1)
    waiting.count((0, 1), crowd(2), 1)
    left = with_beds(4.0, 9.0)
    assert waiting.room(0, (0, 1), left, nobody)[0] == 1
    assert waiting.room(1, (0, 1), left, nobody)[0] == np.inf


def test_a_bed_is_kept_for_whoever_accepts_no_other_site() -> None:
    waiting = Confined([(0,), (0, 1)], sites=2)
    nobody = Confined([(0,), (0, 1)], sites=2)
    waiting.count((0,), crowd(1, stretcher=2), 1)
    assert waiting.room(0, (0, 1), with_beds(4.0, 4.0, beds=3), nobody) == (3, 1)


def test_two_sites_are_kept_for_those_who_accept_either() -> None:
    choices = [(0, 1), (0, 1, 2)]
    waiting, coming = Confined(choices, sites=3), Confined(choices, sites=3)
    waiting.count((0, 1), crowd(5), 1)
    coming.count((0, 1), crowd(2), 1)
    left = with_beds(4.0, 4.0, 50.0)
    assert waiting.room(0, (0, 1, 2), left, coming)[0] == 1
    coming.count((0, 1), crowd(2), -1)
    assert waiting.room(0, (0, 1, 2), left, coming)[0] == 3


def test_what_two_choices_make_together_is_kept_too() -> None:
    choices = [(0, 1), (1, 2), (0, 1, 2, 3)]
    waiting = Confined(choices, sites=4)
    waiting.count((0, 1), crowd(10), 1)
    waiting.count((1, 2), crowd(10), 1)
    left = with_beds(3.0, 9.0, 9.0, 50.0)
    assert waiting.room(1, (0, 1, 2, 3), left, Confined(choices, sites=4))[0] == 1


def test_of_very_many_choices_the_frequent_ones_are_looked_at() -> None:
    """A thousand households, each with its own pair of sites, and two that accept site 0 only."""
    choices = [(0,), (0,), *((i, j) for i in range(1, 46) for j in range(i + 1, 46))]
    confined = Confined(choices, 46)
    assert len(confined.sets) == MOST_SETS
    confined.count((0,), crowd(7), 1)
    assert confined.room(0, (0, 1), with_beds(*[10.0] * 46), Confined(choices, 46))[0] == 3.0

"""Who accepts few sites keeps a place."""

import numpy as np

from safepassage.planning.confined import MOST_SETS, Confined


def test_a_place_is_kept_for_whoever_accepts_no_other_site() -> None:
    waiting = Confined([(0,), (0, 1)], sites=2)
    nobody = Confined([(0,), (0, 1)], sites=2)
    waiting.count((0,), 3)
    waiting.count((0, 1), 2)
    places = np.array([4.0, 9.0])
    assert waiting.room(0, (0, 1), places, nobody) == 1
    assert waiting.room(1, (0, 1), places, nobody) == np.inf


def test_two_sites_are_kept_for_those_who_accept_either() -> None:
    choices = [(0, 1), (0, 1, 2)]
    waiting, coming = Confined(choices, sites=3), Confined(choices, sites=3)
    waiting.count((0, 1), 5)
    coming.count((0, 1), 2)
    places = np.array([4.0, 4.0, 50.0])
    assert waiting.room(0, (0, 1, 2), places, coming) == 1
    coming.count((0, 1), -2)
    assert waiting.room(0, (0, 1, 2), places, coming) == 3


def test_what_two_choices_make_together_is_kept_too() -> None:
    choices = [(0, 1), (1, 2), (0, 1, 2, 3)]
    waiting = Confined(choices, sites=4)
    waiting.count((0, 1), 4)
    waiting.count((1, 2), 4)
    places = np.array([3.0, 3.0, 3.0, 50.0])
    assert waiting.room(1, (0, 1, 2, 3), places, Confined(choices, sites=4)) == 1


def test_of_very_many_choices_the_frequent_ones_are_looked_at() -> None:
    """A thousand households, each with its own pair of sites, and two that accept site 0 only."""
    choices = [(0,), (0,), *((i, j) for i in range(1, 46) for j in range(i + 1, 46))]
    confined = Confined(choices, 46)
    assert len(confined.sets) == MOST_SETS
    confined.count((0,), 7)
    places = np.full(46, 10.0)
    assert confined.room(0, (0, 1), places, Confined(choices, 46)) == 3.0

"""Who accepts few sites keeps a place."""

import numpy as np

from safepassage.planning.confined import Confined


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

"""Ways that share no road: by hand, and against losing every set of pieces of a small town."""

from itertools import combinations

import numpy as np
import pytest

from safepassage.roads.checking.alternatives import second_best, ways_apart
from safepassage.roads.checking.connectivity import Reach
from safepassage.roads.checking.failure_points import losses
from safepassage.roads.checking.ways import JOINT, Ways, ways
from safepassage.roads.network import Floats
from tests.roads.plain_ways import Places, places_on
from tests.roads.towns import Road, grid, network_of, river_town

CORNERS: Places = {
    "west": [(0, 0.0)],
    "next-door": [(0, 0.0)],
    "east": [(5, 0.0)],
    "camp": [(4, 0.5)],
    "island": [(12, 0.5)],
}


def number(found: Ways, length: Floats, origin: str, destination: str) -> int:
    apart = ways_apart(found, length, [origin], destination)
    assert apart is not None
    return apart.number


def test_two_bridges_are_two_ways() -> None:
    town = river_town()
    found = ways(town, CORNERS)
    length = found.on_arcs(town.length_m)
    assert number(found, length, "west", "east") == 2
    assert number(found, length, "west", "camp") == 2
    assert number(found, length, "west", "island") == 0
    assert ways_apart(found, length, ["west", "next-door"], "west") is None
    assert second_best(found, length, "west", "east", ()) == 7000
    assert second_best(found, length, "west", "island", ()) == np.inf


def test_what_all_ways_have_in_common_is_no_reason_against_a_second_one() -> None:
    town = river_town()
    found = ways(town, {"dead-end": [(12, 0.5)], "far": [(12, 1.0)]})
    length = found.on_arcs(town.length_m)
    assert number(found, length, "dead-end", "far") == 1
    (door,) = losses(found, length, [("dead-end", "far")]).after
    assert second_best(found, length, "dead-end", "far", ()) == np.inf
    assert second_best(found, length, "dead-end", "far", [door]) == np.inf  # there is no other way at all
    quay = network_of(
        {"a": (0.0, 0.0), "b": (0.01, 0.0), "c": (0.02, 0.0)},
        [Road("a", "b", 100), Road("b", "c", 100), Road("b", "c", 300)],
    )
    found = ways(quay, {"a": [(0, 0.0)], "c": [(2, 1.0)]})
    (neck,) = losses(found, found.on_arcs(quay.length_m), [("a", "c")], notable=1000.0).after
    assert second_best(found, found.on_arcs(quay.length_m), "a", "c", ()) == np.inf
    assert second_best(found, found.on_arcs(quay.length_m), "a", "c", [neck]) == 400


@pytest.mark.parametrize("seed", range(15))
def test_as_many_ways_as_pieces_must_be_lost(seed: int) -> None:
    town = grid(3, 3, seed, one_way=0.3)
    rng = np.random.default_rng(seed)
    found = ways(town, places_on(town, 3, rng))
    length = found.on_arcs(np.where(rng.random(town.segments) < 0.9, town.length_m, np.inf))
    pieces = sorted(set(found.piece.tolist()) - {JOINT})

    def cuts(lost: tuple[int, ...]) -> bool:
        reach = Reach(found, np.where(np.isin(found.piece, lost), np.inf, length))
        return not any(reach.joins(origin, "place-2") for origin in ("place-0", "place-1"))

    apart = ways_apart(found, length, ["place-0", "place-1"], "place-2")
    if apart is None:
        assert not cuts(tuple(pieces))
        return
    assert len(apart.narrowest) == apart.number
    assert cuts(apart.narrowest)
    assert apart.number == next(k for k in range(9) if any(cuts(lost) for lost in combinations(pieces, k)))

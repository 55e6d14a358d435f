"""The graph of ways against the network itself, walked segment by segment."""

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from safepassage.domain.fleet import RoadUse
from safepassage.roads.checking.ways import JOINT, Ways, spots, ways
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.road_graph import road_graph
from safepassage.roads.driving.routing import Router
from safepassage.roads.driving.snapping import Snapped, Snapper
from safepassage.roads.network import Network
from safepassage.roads.speeds import Speeds, milliseconds
from tests.roads.plain_ways import Places, best_s, places_on
from tests.roads.towns import Road, grid, network_of, river_town


def best(found: Ways, cost: np.ndarray, origin: str, destination: str) -> float:
    return float(dijkstra(found.matrix(cost), indices=found.starts[origin])[found.ends[destination]])


@pytest.mark.parametrize("seed", range(25))
def test_best_ways_are_those_of_the_network_with_its_forbidden_turns(seed: int) -> None:
    town = grid(5, 6, seed, one_way=0.4)
    rng = np.random.default_rng(seed)
    open_ = rng.random(town.segments) < 0.85
    seconds = np.where(open_, town.length_m, np.inf)
    lies = places_on(town, 8, rng)
    found = ways(town, lies)
    for origin in lies:
        for destination in lies:
            if origin != destination:
                expected = best_s(town, seconds, lies, origin, destination)
                assert best(found, found.on_arcs(seconds), origin, destination) == pytest.approx(expected)


def test_a_stretch_is_cut_where_places_lie_on_it() -> None:
    town = river_town()
    lies: Places = {"a": [(0, 0.25)], "b": [(1, 0.25)], "c": [(0, 0.25)]}
    found = ways(town, lies)
    length = found.on_arcs(town.length_m)
    assert best(found, length, "a", "b") == pytest.approx(500)
    assert best(found, length, "b", "a") == pytest.approx(500)
    assert best(found, length, "a", "c") == 0
    on_market_street = np.isin(found.segment, [0, 1])
    assert sorted(found.share[on_market_street].tolist()) == [0.25, 0.25, 0.25, 0.25, 0.5, 0.5]
    assert len(set(found.piece[on_market_street].tolist())) == 3


def test_no_two_arcs_have_both_ends_in_common() -> None:
    square = {"a": (0.0, 0.0), "b": (0.01, 0.0)}
    town = network_of(square, [Road("a", "b", 1000), Road("a", "b", 800), Road("a", "b", 900, one_way=True)])
    found = ways(town, {"here": [(0, 0.0)], "there": [(1, 0.0)]})
    assert len(np.unique(np.column_stack([found.tail, found.head]), axis=0)) == len(found.tail)
    assert best(found, found.on_arcs(town.length_m), "here", "there") == 800
    assert sorted(found.segment[found.segment != JOINT].tolist()) == list(range(town.segments))


def test_a_forbidden_turn_is_taken_by_nobody_but_from_a_place_at_the_crossing() -> None:
    at = {"w": (0.0, 0.0), "m": (0.01, 0.0), "e": (0.02, 0.0)}
    town: Network = network_of(at, [Road("w", "m", 10), Road("m", "e", 20)], forbidden=[("w", "m", "e")])
    found = ways(town, {"w": [(0, 0.0)], "m": [(0, 1.0)], "e": [(2, 1.0)]})
    length = found.on_arcs(town.length_m)
    assert best(found, length, "w", "e") == np.inf
    assert best(found, length, "w", "m") == 10
    assert best(found, length, "m", "e") == 20
    assert best(found, length, "e", "w") == 30


@pytest.mark.parametrize("seed", range(25))
def test_ways_are_as_long_as_the_routes_that_vehicles_take(seed: int) -> None:
    town = grid(5, 6, seed, one_way=0.3)
    rng = np.random.default_rng(seed)
    use = RoadUse.CAR
    roads = RoadLines(town)
    snapper = Snapper(roads, use)
    west, south, east, north = town.bounds
    snapped: dict[str, Snapped] = {}
    for i in range(9):
        lon, lat = float(rng.uniform(west, east)), float(rng.uniform(south, north))
        if i in (0, 1, 5):  # at a crossing, and two of them at the same one
            lon, lat = float(town.lon[7 + i // 4]), float(town.lat[7 + i // 4])
        spot = snapper.snap(lon, lat, both_carriageways=i < 3)
        assert spot is not None
        snapped[f"place-{i}"] = spot
    gates = ["place-0", "place-2"]
    ms = np.where(rng.random(town.segments) < 0.9, milliseconds(town, Speeds().kph(town, use)), np.inf)
    router = Router(road_graph(town, use, snapped, gates), ms)
    found = ways(town, spots(snapped), gates)
    pairs = [(a, b) for a in snapped for b in snapped if a != b]
    for pair, expected in zip(pairs, router.quickest(pairs).ms, strict=True):
        assert best(found, found.on_arcs(ms), *pair) == pytest.approx(expected, abs=3)

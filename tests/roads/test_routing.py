"""Quickest routes: exactly those of a plain search, with forbidden turns, gates, and ends partway along segments."""

import itertools

import numpy as np
import pytest

from safepassage.domain.fleet import RoadUse
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.matrix import Matrix, matrix, updated
from safepassage.roads.driving.road_graph import RoadGraph, road_graph
from safepassage.roads.driving.routing import Router, cover, seconds
from safepassage.roads.driving.snapping import Snapped, Snapper
from safepassage.roads.network import Floats, Network
from safepassage.roads.speeds import Speeds, milliseconds
from tests.roads.oracle import Oracle
from tests.roads.towns import Road, grid, network_of, river_town

BUS = RoadUse.BUS


def town(seed: int, count: int = 8) -> tuple[Network, dict[str, Snapped], tuple[str, ...]]:
    """A grid with places, some at crossings, and the ids of those that are gates."""
    rng = np.random.default_rng(seed)
    network = grid(int(rng.integers(3, 7)), int(rng.integers(3, 7)), seed)
    snapper = Snapper(RoadLines(network), BUS)
    west, south, east, north = network.bounds
    found: dict[str, Snapped] = {}
    for number in range(count):
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if rng.random() < 0.3:
            node = int(rng.integers(network.nodes))
            lon, lat = float(network.lon[node]), float(network.lat[node])
        snapped = snapper.snap(lon, lat)
        assert snapped is not None
        found[f"p{number}"] = snapped
    return network, found, tuple(f"p{number}" for number in range(int(rng.integers(0, 3))))


def usual(network: Network) -> Floats:
    """Milliseconds of a bus without overlays."""
    return milliseconds(network, Speeds().kph(network, BUS))


def changed(of_segment: Floats, rng: np.random.Generator, share: float) -> Floats:
    """Some segments closed, some slower."""
    hit = rng.random(len(of_segment))
    slower = np.where(hit < 2 * share, of_segment * 2, of_segment)
    return np.asarray(np.where(hit < share, np.inf, slower))


def all_pairs(places: dict[str, Snapped]) -> list[tuple[str, str]]:
    return list(itertools.permutations(places, 2))


@pytest.mark.parametrize("seed", range(150))
def test_routes_are_those_of_a_plain_search(seed: int) -> None:
    network, places, gates = town(seed)
    of_segment = changed(usual(network), np.random.default_rng(seed + 1000), 0.1)
    graph = road_graph(network, BUS, places, gates)
    router, oracle = Router(graph, of_segment), Oracle(network, of_segment, places, gates)
    pairs = all_pairs(places)
    found = router.quickest(pairs)
    assert list(found.ms) == [oracle.quickest_ms(*pair) for pair in pairs]
    for (origin, destination), ms, arcs in zip(pairs, found.ms, found.arcs, strict=True):
        if np.isinf(ms):
            assert len(arcs) == 0
            continue
        route = router.route(arcs, network)
        assert route.ms.sum() == ms
        assert route.travel_s == seconds(ms)
        driven = route.segments[route.to_share > route.from_share]
        oracle.walk(driven)
        assert np.isfinite(of_segment[driven]).all()
        if ms > 0:
            assert driven[0] in [position.segment for position in places[origin].leaving]
            assert driven[-1] in [position.segment for position in places[destination].arriving]


def keep(graph: RoadGraph, of_segment: Floats, pairs: list[tuple[str, str]], network: Network) -> Matrix:
    ends = np.array([(graph.leave[a], graph.arrive[b]) for a, b in pairs])
    return matrix(Router(graph, of_segment), (ends[:, 0], ends[:, 1]), network)


@pytest.mark.parametrize("seed", range(60))
def test_routes_found_anew_after_a_change_are_those_found_from_nothing(seed: int) -> None:
    network, places, gates = town(seed, count=10)
    rng = np.random.default_rng(seed)
    graph = road_graph(network, BUS, places, gates)
    pairs = all_pairs(places)
    kept = keep(graph, usual(network), pairs, network)
    for share in (0.02, 0.0, 0.1, 0.05, 0.01):
        now = changed(usual(network), rng, share)
        kept, fresh = updated(kept, now, network), keep(graph, now, pairs, network)
        assert (kept.ms == fresh.ms).all()
        for pair in range(len(pairs)):
            if np.isfinite(kept.ms[pair]):
                route = kept.router.route(kept.way(pair), network)
                assert route.ms.sum() == kept.ms[pair]
                assert route.distance_m == pytest.approx(kept.metres[pair])


def test_a_forbidden_turn_is_gone_round() -> None:
    at = {"a": (0.0, 0.0), "b": (0.01, 0.0), "c": (0.01, 0.01), "d": (0.02, 0.0)}
    streets = [Road("a", "b", 1000), Road("b", "c", 1000, one_way=True), Road("b", "d", 500)]
    snapped = Snapper(RoadLines(network_of(at, streets)), BUS)
    assert snapped.snap(0.01, 0.02) is not None
    town_ = network_of(at, [*streets, Road("c", "a", 100, one_way=True)], forbidden=[("a", "b", "c")])
    snapper = Snapper(RoadLines(town_), BUS)
    places = {name: snapper.snap(*at[name]) for name in at}
    graph = road_graph(town_, BUS, {name: place for name, place in places.items() if place})
    router = Router(graph, milliseconds(town_, np.full(town_.segments, 36.0)))
    found = router.quickest([("a", "c"), ("d", "c")])
    assert [seconds(ms) for ms in found.ms] == [100 + 50 + 50 + 100, 150]


def test_two_streets_between_the_same_crossings_are_one_choice() -> None:
    at = {"a": (0.0, 0.0), "b": (0.01, 0.0)}
    town_ = network_of(at, [Road("a", "b", 1200), Road("a", "b", 1000, via=((0.005, 0.001),))])
    snapper = Snapper(RoadLines(town_), BUS)
    places = {name: place for name in at if (place := snapper.snap(*at[name]))}
    graph = road_graph(town_, BUS, places)
    ms = milliseconds(town_, np.full(town_.segments, 36.0))
    assert Router(graph, ms).quickest([("a", "b")]).ms[0] == 100_000
    closed = np.where(np.arange(town_.segments) == 2, np.inf, ms)
    found = Router(graph, closed).quickest([("a", "b")])
    assert found.ms[0] == 120_000
    assert Router(graph, closed).route(found.arcs[0], town_).segments.tolist() == [0]


def test_places_on_the_same_stretch_are_driven_between_directly() -> None:
    network = river_town()
    snapper = Snapper(RoadLines(network), BUS)
    places = {str(share): snapper.snap(share * float(network.lon[1]), 0.0) for share in (0.25, 0.75)}
    graph = road_graph(network, BUS, {name: place for name, place in places.items() if place})
    router = Router(graph, milliseconds(network, np.full(network.segments, 36.0)))
    found = router.quickest([("0.25", "0.75"), ("0.75", "0.25")])
    assert found.ms.tolist() == [50_000, 50_000]
    assert router.route(found.arcs[1], network).segments.tolist() == [1]


def test_few_roots_reach_every_pair() -> None:
    tails, heads = np.repeat(np.arange(50), 2), np.tile([100, 101], 50)
    forward, backward = cover(tails, heads)
    assert len(forward) == 0
    assert backward.tolist() == [100, 101]
    assert [len(roots) for roots in cover(np.array([], dtype=int), np.array([], dtype=int))] == [0, 0]

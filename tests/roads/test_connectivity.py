"""Which place reaches which, and the fewest closures that keep them apart: by hand, and against trying all of them."""

from itertools import combinations

import numpy as np
import pytest

from safepassage.roads.checking.connectivity import Bar, BarKind, Barriers, Gap, Reach
from safepassage.roads.checking.ways import ways
from safepassage.roads.network import Network
from tests.roads.plain_ways import Places, best_s, places_on
from tests.roads.towns import Road, grid, network_of, river_town

RIVER: Places = {"market": [(0, 0.5)], "camp": [(4, 0.5)], "island": [(12, 0.5)]}
OLD, NEW = np.array([2, 3]), np.array([8, 9])
"""The segments of the two bridges of the river town."""


def closed(town: Network, *bars: Bar) -> np.ndarray:
    seconds = town.length_m.astype(float)
    for bar in bars:
        seconds[bar.segments] = np.inf
    return seconds


def test_one_bridge_is_enough() -> None:
    town = river_town()
    found = ways(town, RIVER)
    reach = Reach(found, found.on_arcs(closed(town, Bar(BarKind.CLOSURE, "old", OLD))))
    assert reach.joins("market", "camp")
    assert reach.joins("camp", "market")


def test_either_bridge_would_do_where_both_are_closed() -> None:
    town = river_town()
    found = ways(town, RIVER)
    bars = [Bar(BarKind.WEIGHT, "1", OLD), Bar(BarKind.CLOSURE, "mines", NEW)]
    assert not Reach(found, found.on_arcs(closed(town, *bars))).joins("market", "camp")
    apart = Barriers(found, bars).between("market", "camp")
    assert apart.gap is Gap.BARS
    assert apart.lift == ((1,), (0,))  # a closure is lifted more easily than a bridge is made stronger
    assert apart.smallest


def test_a_bar_counts_once_however_often_it_is_met() -> None:
    at = {name: (i / 100, 0.0) for i, name in enumerate("abcd")} | {"x": (0.01, 0.01)}
    street = [Road("a", "b", 100), Road("b", "c", 100), Road("c", "d", 100)]
    town = network_of(at, [*street, Road("a", "x", 100), Road("x", "d", 100)])
    found = ways(town, {"a": [(0, 0.0)], "d": [(4, 1.0)]})
    along = Bar(BarKind.CLOSURE, "along", np.arange(6))
    around = [Bar(BarKind.CLOSURE, "here", np.array([6, 7])), Bar(BarKind.CLOSURE, "there", np.array([8, 9]))]
    assert Barriers(found, [*around, along]).between("a", "d").lift == ((2,),)


def test_an_island_has_no_road() -> None:
    town = river_town()
    found = ways(town, RIVER)
    assert not Reach(found, found.on_arcs(town.length_m)).joins("market", "island")
    assert Barriers(found, []).between("market", "island").gap is Gap.NO_ROAD
    bars = [Bar(BarKind.CLOSURE, "old", OLD), Bar(BarKind.CLOSURE, "new", NEW)]
    assert Barriers(found, bars).between("market", "island").gap is Gap.NO_ROAD


def test_a_one_way_street_is_told_from_no_road() -> None:
    town = network_of({"a": (0.0, 0.0), "b": (0.01, 0.0)}, [Road("a", "b", 100, one_way=True)])
    found = ways(town, {"a": [(0, 0.0)], "b": [(0, 1.0)]})
    assert Reach(found, found.on_arcs(town.length_m)).joins("a", "b")
    assert Barriers(found, []).between("b", "a").gap is Gap.ONE_WAY


def some_bars(town: Network, rng: np.random.Generator) -> list[Bar]:
    """Closures of a few streets each, that overlap: together they close most of the town."""
    kinds = list(BarKind)
    return [
        Bar(kinds[int(rng.integers(len(kinds)))], str(i), np.flatnonzero(rng.random(town.segments) < 0.22))
        for i in range(6)
    ]


@pytest.mark.parametrize("seed", range(30))
def test_the_fewest_bars_are_those_found_by_trying_all(seed: int) -> None:
    town = grid(4, 4, seed, one_way=0.3)
    rng = np.random.default_rng(seed)
    lies = places_on(town, 4, rng)
    bars = some_bars(town, rng)
    found = ways(town, lies)
    reach, barriers = Reach(found, found.on_arcs(closed(town, *bars))), Barriers(found, bars)
    for origin, destination in [(a, b) for a in lies for b in lies if a != b]:

        def opens(lifted: tuple[int, ...], ends: tuple[str, str] = (origin, destination)) -> bool:
            left = [bar for i, bar in enumerate(bars) if i not in lifted]
            return bool(np.isfinite(best_s(town, closed(town, *left), lies, *ends)))

        assert reach.joins(origin, destination) == opens(())
        if opens(()):
            continue
        apart = barriers.between(origin, destination)
        sizes = (k for k in range(1, len(bars) + 1) if any(map(opens, combinations(range(len(bars)), k))))
        fewest = next(sizes, None)
        if fewest is None:
            assert apart.gap is not Gap.BARS
            continue
        assert apart.smallest
        smallest = [lifted for lifted in combinations(range(len(bars)), fewest) if opens(lifted)]
        smallest.sort(key=lambda lifted: sum(bars[i].kind.trouble for i in lifted))
        assert set(apart.lift) <= set(smallest)
        assert len(apart.lift) == min(len(smallest), 4)
        trouble = [sum(bars[i].kind.trouble for i in lifted) for lifted in apart.lift]
        assert trouble == [sum(bars[i].kind.trouble for i in lifted) for lifted in smallest[:4]]


@pytest.mark.parametrize("seed", range(10))
def test_a_search_that_is_given_up_still_names_bars_that_open_a_way(seed: int) -> None:
    town = grid(4, 4, seed, one_way=0.0)
    rng = np.random.default_rng(seed)
    lies = places_on(town, 3, rng)
    bars = some_bars(town, rng)
    barriers = Barriers(ways(town, lies), bars, most_labels=0)
    for origin, destination in [(a, b) for a in lies for b in lies if a != b]:
        if np.isfinite(best_s(town, closed(town, *bars), lies, origin, destination)):
            continue
        apart = barriers.between(origin, destination)
        assert not apart.smallest
        left = [bar for i, bar in enumerate(bars) if i not in apart.lift[0]]
        assert np.isfinite(best_s(town, closed(town, *left), lies, origin, destination))

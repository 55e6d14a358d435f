"""What the loss of a piece of road does: by hand, and against driving anew without each piece."""

import time
from collections.abc import Iterator

import numpy as np
import pytest

from safepassage.roads.checking.failure_points import losses
from safepassage.roads.checking.ways import JOINT, Ways, ways
from safepassage.roads.network import Network
from tests.roads.plain_ways import Places, best_s, places_on
from tests.roads.towns import grid, river_town

RIVER: Places = {"market": [(0, 0.5)], "north": [(0, 0.0)], "camp": [(4, 0.5)], "island": [(12, 0.5)]}


def names(town: Network, found: Ways, pieces: Iterator[int]) -> set[str]:
    return {town.names[town.name[found.stretch(piece).segment]] for piece in pieces}


def test_the_old_bridge_costs_a_way_round_and_no_more() -> None:
    town = river_town()
    found = ways(town, RIVER)
    lost = losses(found, found.on_arcs(town.length_m), [("market", "camp")])
    assert lost.times == {("market", "camp"): 1500}
    by_name = {
        (town.names[town.name[found.stretch(piece).segment]]): after[("market", "camp")]
        for piece, after in lost.after.items()
    }
    assert by_name["Old bridge"] == 500 + 2000 + 3000 + 2000 + 500
    assert lost.unexamined == 0


def test_the_last_bridge_cuts() -> None:
    town = river_town()
    found = ways(town, RIVER)
    metres = town.length_m.astype(float)
    metres[[2, 3]] = np.inf
    lost = losses(found, found.on_arcs(metres), [("market", "camp"), ("north", "camp")])
    cuts = {piece for piece, after in lost.after.items() if np.inf in after.values()}
    assert names(town, found, iter(cuts)) == {"New bridge", "Market street", "Camp street", ""}
    of_market = {piece for piece, after in lost.after.items() if after.get(("market", "camp")) == np.inf}
    assert names(town, found, iter(of_market)) == {"New bridge", "Market street", "Camp street", ""}
    of_north = {piece for piece, after in lost.after.items() if after.get(("north", "camp")) == np.inf}
    assert names(town, found, iter(of_north)) == {"New bridge", "Camp street", ""}


def test_what_cannot_be_reached_has_nothing_to_lose() -> None:
    town = river_town()
    found = ways(town, RIVER)
    lost = losses(found, found.on_arcs(town.length_m), [("market", "island")])
    assert lost.times == {("market", "island"): np.inf}
    assert lost.after == {}


def without(found: Ways, piece: int) -> list[tuple[int, float, float]]:
    """The parts of segments that a piece is, in both directions."""
    parts = []
    for segment in set(found.segment[found.piece == piece].tolist()):
        stops = 0.0
        of = np.flatnonzero(found.segment == segment)
        at = {int(found.tail[arc]): arc for arc in of}
        heads = set(found.head[of].tolist())
        (vertex,) = [tail for tail in at if tail not in heads]
        while vertex in at:
            arc = at[vertex]
            if found.piece[arc] == piece:
                parts.append((segment, round(stops, 9) - 1e-9, round(stops + float(found.share[arc]), 9) + 1e-9))
            stops += float(found.share[arc])
            vertex = int(found.head[arc])
    return parts


@pytest.mark.parametrize("seed", range(20))
def test_each_loss_is_what_driving_without_the_piece_takes(seed: int) -> None:
    town = grid(4, 4, seed, one_way=0.3)
    rng = np.random.default_rng(seed)
    seconds = np.where(rng.random(town.segments) < 0.9, town.length_m, np.inf)
    lies = places_on(town, 5, rng)
    found = ways(town, lies)
    stages = [("place-0", "place-4"), ("place-1", "place-4"), ("place-2", "place-4"), ("place-4", "place-3")]
    notable = float(rng.choice([0.0, 300.0]))
    lost = losses(found, found.on_arcs(seconds), stages, notable=notable)
    expected: dict[int, dict[tuple[str, str], float]] = {}
    for stage in stages:
        before = best_s(town, seconds, lies, *stage)
        assert lost.times[stage] == pytest.approx(before)
        for piece in sorted(set(found.piece.tolist()) - {JOINT}):
            after = best_s(town, seconds, lies, *stage, without(found, piece))
            if np.isfinite(before) and after > before + notable + 1e-6:
                expected.setdefault(piece, {})[stage] = after
    near = {
        piece: {s: t for s, t in of.items() if t > lost.times[s] + notable + 1e-6} for piece, of in lost.after.items()
    }
    near = {piece: of for piece, of in near.items() if of}
    assert near.keys() == expected.keys()
    for piece, times in expected.items():
        assert near[piece] == pytest.approx(times)


def test_cuts_are_told_however_much_there_is_to_work_out(monkeypatch: pytest.MonkeyPatch) -> None:
    town = grid(12, 12, 3)
    rng = np.random.default_rng(3)
    seconds = np.where(rng.random(town.segments) < 0.75, town.length_m, np.inf)
    found = ways(town, places_on(town, 12, rng))
    stages = [(f"place-{i}", "place-0") for i in range(1, 12)]
    all_told = losses(found, found.on_arcs(seconds), stages)
    monkeypatch.setattr("safepassage.roads.checking.failure_points.MOST_VERTICES", 0)
    hasty = losses(found, found.on_arcs(seconds), stages)
    assert (all_told.unexamined, hasty.unexamined > 0) == (0, True)
    cuts = {piece: after for piece, after in all_told.after.items() if np.inf in after.values()}
    assert cuts
    assert {piece: after for piece, after in hasty.after.items() if np.inf in after.values()} == cuts
    only = losses(found, found.on_arcs(seconds), stages, notable=np.inf)
    assert only.after == {
        piece: {stage: time for stage, time in after.items() if time == np.inf} for piece, after in cuts.items()
    }


def test_a_city_of_ten_thousand_crossings_takes_seconds() -> None:
    town = grid(100, 100, 1, step_m=80.0)
    rng = np.random.default_rng(1)
    found = ways(town, places_on(town, 200, rng))
    seconds = np.where(rng.random(town.segments) < 0.97, town.length_m / 7.0, np.inf)
    stages = [(f"place-{i}", f"place-{j}") for i in range(2, 200) for j in range(2)]
    begins = time.perf_counter()
    lost = losses(found, found.on_arcs(seconds), stages)
    assert time.perf_counter() - begins < 30  # it takes about a second
    assert lost.unexamined == 0

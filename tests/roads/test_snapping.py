"""Where on the roads places are."""

import numpy as np
import pytest

from safepassage.domain.fleet import RoadUse
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.snapping import Position, Snapper, largest_part
from tests.roads.towns import METRES_PER_DEGREE, Road, grid, network_of, only, river_town

METRE = 1 / METRES_PER_DEGREE
BUS = RoadUse.BUS


def test_a_place_beside_a_street_lies_on_both_directions_of_it() -> None:
    town = river_town()
    snapped = Snapper(RoadLines(town), BUS).snap(250 * METRE, 30 * METRE)
    assert snapped is not None
    assert snapped.distance_m == pytest.approx(30, abs=0.2)
    assert (snapped.lon, snapped.lat) == pytest.approx((250 * METRE, 0.0), abs=1e-9)
    assert snapped.node is None
    assert [p.segment for p in snapped.leaving] == [0, 1]
    assert [p.share for p in snapped.leaving] == pytest.approx([0.25, 0.75])
    assert snapped.arriving == snapped.leaving


def test_a_place_at_a_crossing_leaves_it_in_every_direction() -> None:
    town = river_town()
    snapped = Snapper(RoadLines(town), BUS).snap(1000.4 * METRE, -5 * METRE)
    assert snapped is not None
    assert snapped.node == 1
    assert snapped.leaving == (Position(1, 0.0), Position(2, 0.0))
    assert snapped.arriving == (Position(0, 1.0), Position(3, 1.0))


def test_an_island_is_not_where_a_place_is() -> None:
    town = river_town()
    far1 = (float(town.lon[6]), 0.0)
    snapped = Snapper(RoadLines(town), BUS).snap(*far1)
    assert snapped is not None
    assert snapped.node == 3
    assert snapped.distance_m == pytest.approx(2500, rel=0.01)


def test_a_street_that_vehicles_may_not_drive_is_not_where_they_snap() -> None:
    at = {"a": (0.0, 0.0), "b": (0.01, 0.0), "c": (0.01, 0.001), "d": (0.0, 0.001)}
    lane = Road("a", "b", 1113, access=only(RoadUse.CAR))
    town = network_of(at, [lane, Road("b", "c", 111), Road("c", "d", 1113), Road("d", "a", 111)])
    for use, north in ((RoadUse.CAR, 0.0), (BUS, 0.001)):
        snapped = Snapper(RoadLines(town), use).snap(0.005, 0.0001)
        assert snapped is not None
        assert snapped.lat == pytest.approx(north, abs=1e-9)


def test_nowhere_to_drive_is_nowhere_to_snap() -> None:
    town = network_of({"a": (0.0, 0.0), "b": (0.01, 0.0)}, [Road("a", "b", 1113, access=only(RoadUse.CAR))])
    assert Snapper(RoadLines(town), BUS).snap(0.005, 0.0) is None


def test_a_gate_stands_on_both_carriageways() -> None:
    at = {"a": (0.0, 0.0), "b": (0.01, 0.0), "c": (0.0, 12 * METRE), "d": (0.01, 12 * METRE)}
    roads = [Road("a", "b", 1113, one_way=True), Road("d", "c", 1113, one_way=True)]
    town = network_of(at, [*roads, Road("b", "d", 12), Road("c", "a", 12)])
    snapper = Snapper(RoadLines(town), BUS)
    one = snapper.snap(0.004, -1 * METRE)
    gate = snapper.snap(0.004, -1 * METRE, both_carriageways=True)
    assert one is not None
    assert gate is not None
    assert [p.segment for p in one.leaving] == [0]
    assert [p.segment for p in gate.leaving] == [0, 1]
    assert [p.share for p in gate.leaving] == pytest.approx([0.4, 0.6])


def test_the_largest_part_is_the_one_with_the_most_road_whose_segments_reach_each_other() -> None:
    town = river_town()
    inside = largest_part(RoadLines(town), BUS)
    assert inside.tolist() == [True] * 12 + [False] * 2


@pytest.mark.parametrize("seed", range(20))
def test_no_segment_that_may_be_driven_is_nearer(seed: int) -> None:
    town = grid(6, 6, seed)
    roads = RoadLines(town)
    snapper, inside = Snapper(roads, BUS), largest_part(RoadLines(town), BUS)
    rng = np.random.default_rng(seed)
    west, south, east, north = town.bounds
    for _ in range(20):
        lon, lat = rng.uniform(west - 0.01, east + 0.01), rng.uniform(south - 0.01, north + 0.01)
        snapped = snapper.snap(lon, lat)
        assert snapped is not None
        point = roads.metres(np.array([lon]), np.array([lat]))[0]
        distances = [_distance(point, np.array(line.coords)) for line in roads.lines[inside]]
        assert snapped.distance_m == pytest.approx(min(distances), abs=1e-6)


def _distance(point: np.ndarray, line: np.ndarray) -> float:
    a, b = line[0], line[1]
    along = np.clip((point - a) @ (b - a) / ((b - a) @ (b - a)), 0, 1)
    return float(np.hypot(*(a + along * (b - a) - point)))

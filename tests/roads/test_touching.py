"""On which segments an overlay lies: told on a town that one can check by hand."""

import numpy as np
import pytest
import shapely

from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.touching import segments_touched
from safepassage.roads.network import Network
from safepassage.roads.overlays import At, Closure, Direction, SpeedZone
from tests.roads.towns import METRES_PER_DEGREE, Road, network_of, river_town

METRE = 1 / METRES_PER_DEGREE
TOWN = river_town()
NODE = {name: (float(TOWN.lon[i]), float(TOWN.lat[i])) for i, name in enumerate(["w2", "w1", "e1", "e2", "w3", "e3"])}
WEST, EAST = {("w2", "w1")}, {("e1", "e2")}


def named(segments: np.ndarray, town: Network = TOWN) -> set[tuple[str, str]]:
    names = [*NODE, "far1", "far2"]
    return {(names[town.tail[s]], names[town.head[s]]) for s in segments}


def both(*roads: tuple[str, str]) -> set[tuple[str, str]]:
    return {*roads, *((b, a) for a, b in roads)}


def touched(geometry: shapely.Geometry | None, **more: object) -> set[tuple[str, str]]:
    return named(segments_touched(SpeedZone(id="z", geometry=geometry, **more), RoadLines(TOWN)))  # type: ignore[arg-type]


def line(*points: tuple[float, float], north_m: float = 0.0) -> shapely.LineString:
    return shapely.LineString([(lon, lat + north_m * METRE) for lon, lat in points])


def test_a_line_lies_on_the_road_that_it_runs_along_in_both_directions() -> None:
    assert touched(line(NODE["w2"], NODE["w1"], north_m=12)) == both(("w2", "w1"))
    assert touched(line(NODE["w2"], NODE["w1"], north_m=25)) == set()


def test_along_the_line_means_the_direction_in_which_it_is_drawn() -> None:
    drawn = line(NODE["e2"], NODE["e1"])
    assert touched(drawn, direction=Direction.ALONG) == {("e2", "e1")}
    assert touched(drawn.reverse(), direction=Direction.ALONG) == {("e1", "e2")}


def test_a_line_over_several_roads_lies_on_all_of_them_and_not_on_those_that_join() -> None:
    assert touched(line(NODE["w2"], NODE["e2"])) == both(("w2", "w1"), ("w1", "e1"), ("e1", "e2"))


def test_a_line_across_a_road_is_not_on_it() -> None:
    lon = (NODE["w2"][0] + NODE["w1"][0]) / 2
    assert touched(line((lon, -200 * METRE), (lon, 200 * METRE))) == set()


def test_a_piece_drawn_on_a_long_road_lies_on_it() -> None:
    lon = NODE["w3"][0] + 1500 * METRE
    assert touched(line((lon, NODE["w3"][1]), (lon + 70 * METRE, NODE["w3"][1]))) == both(("w3", "e3"))
    short = line((lon, NODE["w3"][1]), (lon + 8 * METRE, NODE["w3"][1]))
    assert touched(short) == both(("w3", "e3"))


def test_a_line_that_ends_a_little_beyond_the_crossing_is_not_on_the_next_road() -> None:
    east = (NODE["w1"][0] + 15 * METRE, 0.0)
    assert touched(line(NODE["w2"], east)) == both(("w2", "w1"))


def test_an_area_lies_on_what_is_in_it_and_what_enters_it() -> None:
    around_bridge = shapely.box(NODE["w1"][0] + 100 * METRE, -50 * METRE, NODE["w1"][0] + 200 * METRE, 50 * METRE)
    assert touched(around_bridge) == both(("w1", "e1"))
    assert touched(shapely.box(-1, -1, 1, 1)) == named(np.arange(TOWN.segments))


def test_a_point_near_a_crossing_means_all_roads_there() -> None:
    near = shapely.Point(NODE["w1"][0] + 20 * METRE, 0.0)
    assert touched(near) == both(("w2", "w1"), ("w1", "e1"))
    assert touched(near, at=At.SEGMENT) == both(("w1", "e1"))


def test_a_point_away_from_crossings_means_the_road() -> None:
    middle = shapely.Point(NODE["w1"][0] + 250 * METRE, 40 * METRE)
    assert touched(middle) == both(("w1", "e1"))
    assert touched(middle, at=At.CROSSING) == set()
    assert touched(shapely.Point(NODE["w1"][0] + 250 * METRE, 150 * METRE)) == set()


def test_ways_say_it_by_number_and_the_whole_network_without_a_shape() -> None:
    assert touched(None, ways=(1,)) == both(("w1", "e1"))
    drawn = line(NODE["e1"], NODE["w1"])
    assert touched(drawn, ways=(1, 2), direction=Direction.ALONG) == {("e1", "w1")}
    assert touched(None) == named(np.arange(TOWN.segments))


@pytest.mark.parametrize("direction", [1, -1])
def test_of_two_carriageways_along_means_one(direction: int) -> None:
    at = {"a": (0.0, 0.0), "b": (0.01, 0.0), "c": (0.0, 12 * METRE), "d": (0.01, 12 * METRE)}
    town = network_of(at, [Road("a", "b", 1113, one_way=True), Road("d", "c", 1113, one_way=True)])
    drawn = line(at["a"], at["b"], north_m=6)
    drawn = drawn if direction > 0 else drawn.reverse()
    closure = Closure(id="c", geometry=drawn, direction=Direction.ALONG)
    assert segments_touched(closure, RoadLines(town)).tolist() == [0 if direction > 0 else 1]
    assert segments_touched(Closure(id="c", geometry=drawn), RoadLines(town)).tolist() == [0, 1]


def test_a_curved_line_follows_a_curved_road() -> None:
    angles = np.linspace(0, np.pi, 30)
    arc = [(float(np.cos(a)) * 300 * METRE, float(np.sin(a)) * 300 * METRE) for a in angles]
    town = network_of({"a": arc[0], "b": arc[-1]}, [Road("a", "b", 942, via=tuple(arc[1:-1]))])
    drawn = shapely.LineString([(lon * 1.02, lat * 1.02) for lon, lat in arc[3:-3]])
    closure = Closure(id="c", geometry=drawn, direction=Direction.ALONG)
    assert segments_touched(closure, RoadLines(town)).tolist() == [0]

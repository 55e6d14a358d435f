"""From ways to a network: cut at junctions and barriers, in the directions in which somebody may drive."""

import numpy as np
import pytest
import shapely

from safepassage.domain.fleet import RoadUse
from safepassage.roads.making.building import build
from safepassage.roads.making.tags_access import EVERYBODY
from safepassage.roads.network import RoadClass
from tests.roads.osm_towns import OsmWay
from tests.roads.surveys import KM, built, cross, gathered, segments
from tests.roads.towns import only

STREET = {"highway": "residential"}
ONE_WAY = STREET | {"oneway": "yes"}


def lines(*ways: tuple[int, tuple[int, ...]]) -> set[tuple[int, tuple[tuple[float, float], ...]]]:
    """Segments as `segments` tells them, for nodes of the cross."""
    at = {id_: (round(lon, 7), round(lat, 7)) for id_, (lon, lat) in cross().items()}
    return {(way, tuple(at[node] for node in nodes)) for way, nodes in ways}


def test_a_way_is_cut_where_another_meets_it() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 3]), OsmWay(20, [4, 2])]).network
    assert segments(network) == lines(
        (10, (1, 2)), (10, (2, 1)), (10, (2, 3)), (10, (3, 2)), (20, (4, 2)), (20, (2, 4))
    )
    assert network.length_m == pytest.approx(1000)
    assert network.nodes == 4


def test_a_way_is_not_cut_at_a_bend() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 4], ONE_WAY)]).network
    assert segments(network) == lines((10, (1, 2, 4)))
    assert network.length_m.tolist() == [pytest.approx(2000)]
    assert network.reverse.tolist() == [-1]


def test_against_the_order_of_its_nodes() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 4], STREET | {"oneway": "-1"})]).network
    assert segments(network) == lines((10, (4, 2, 1)))


def test_what_the_tags_say_arrives_at_each_direction() -> None:
    tags = {
        "highway": "secondary", "maxspeed:forward": "70", "maxspeed:backward": "50", "lanes:forward": "2", "lanes": "3",
        "lanes:backward": "1", "hgv:backward": "no", "surface": "gravel", "bridge": "yes", "maxweight": "12",
        "maxheight": "4", "maxwidth": "3", "name": "طريق الجسر",
    }  # fmt: skip
    network = built(cross(), [OsmWay(10, [1, 2], tags)]).network
    along = int(np.flatnonzero(network.point_lon[network.first_point[:-1]] < -KM / 2)[0])
    back = int(network.reverse[along])
    assert network.reverse[back] == along
    assert (network.max_speed_kph[along], network.max_speed_kph[back]) == (70, 50)
    assert (network.lanes[along], network.lanes[back]) == (2, 1)
    assert network.access[along] == EVERYBODY
    assert network.access[back] == only(RoadUse.CAR, RoadUse.BUS, RoadUse.AMBULANCE)
    assert (network.max_weight_t[back], network.max_height_m[back], network.max_width_m[back]) == (12, 4, 3)
    assert network.bridge.all()
    assert not network.tunnel.any()
    assert network.names[network.name[back]] == "طريق الجسر"
    assert network.road_class[back] == RoadClass.SECONDARY


def test_a_ferry_drives_as_fast_as_its_timetable_over_all_its_pieces() -> None:
    ferry = {"route": "ferry", "motor_vehicle": "yes", "duration": "00:10"}
    network = built(cross(), [OsmWay(10, [1, 2, 3], ferry), OsmWay(20, [4, 2])]).network
    on_ferry = network.way == 10
    assert network.max_speed_kph[on_ferry] == pytest.approx(12.0)  # 2 km in 10 minutes
    assert np.isnan(network.max_speed_kph[~on_ferry]).all()


def test_a_roundabout_with_no_road_is_a_loop() -> None:
    ring = STREET | {"junction": "roundabout"}
    network = built(cross(), [OsmWay(10, [1, 4, 3, 5, 1], ring)]).network
    assert network.segments == 1
    assert network.tail[0] == network.head[0]
    assert network.roundabout.all()


def test_a_way_that_crosses_itself_is_cut_there() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 3, 4, 2, 5], ONE_WAY)]).network
    assert segments(network) == lines((10, (1, 2)), (10, (2, 3, 4, 2)), (10, (2, 5)))


def test_parallel_roads_both_stay() -> None:
    network = built(cross(), [OsmWay(10, [1, 2], ONE_WAY), OsmWay(20, [1, 4, 2], ONE_WAY)]).network
    assert network.segments == 2
    assert len(set(network.tail.tolist())) == len(set(network.head.tolist())) == 1


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (OsmWay(20, [1, 2, 3]), 2),
        (OsmWay(20, [3, 2, 1]), 2),
        (OsmWay(20, [1, 2, 3], {"highway": "primary"}), 8),
        (OsmWay(20, [1, 2]), 4 + 2),
    ],
)
def test_a_way_drawn_twice_counts_once(other: OsmWay, kept: int) -> None:
    found = built(cross(), [OsmWay(10, [1, 2, 3]), other])
    assert found.network.segments == kept
    assert found.left_out["ways drawn twice"] == (1 if kept == 2 else 0)


def test_opposite_one_way_streets_are_no_duplicates() -> None:
    assert built(cross(), [OsmWay(10, [1, 2], ONE_WAY), OsmWay(20, [2, 1], ONE_WAY)]).network.segments == 2


def test_a_way_is_cut_where_a_node_is_missing() -> None:
    found = built(cross(), [OsmWay(10, [1, 2, 99, 4, 3], ONE_WAY), OsmWay(20, [98, 1, 97])])
    assert segments(found.network) == lines((10, (1, 2)), (10, (4, 3)))
    assert found.left_out["ways cut where a node is missing"] == 2
    assert found.left_out["ways of which no two points are left"] == 1


def test_a_node_that_comes_twice_in_a_row_counts_once() -> None:
    found = built(cross(), [OsmWay(10, [1, 1, 2, 2], ONE_WAY), OsmWay(20, [3, 3])])
    assert segments(found.network) == lines((10, (1, 2)))
    assert found.left_out["ways of which no two points are left"] == 1


def test_nothing_gives_a_network_of_nothing() -> None:
    network = built({}, []).network
    assert (network.nodes, network.segments, len(network.forbidden_turns)) == (0, 0, 0)


def test_the_edge_of_what_is_wanted_is_one_node_further() -> None:
    nodes = {i: (i * KM, 0.0) for i in range(1, 7)} | {10: (3 * KM, 5 * KM), 11: (4 * KM, 5 * KM)}
    survey = gathered(nodes, [OsmWay(1, [1, 2, 3, 4, 5, 6], ONE_WAY), OsmWay(2, [10, 11])]).survey()
    inside = shapely.intersects_xy(shapely.box(2.5 * KM, -KM, 3.5 * KM, KM), survey.lon, survey.lat)
    found = build(survey, inside)
    assert [found.network.line(0)[0][i] for i in (0, -1)] == [2 * KM, 4 * KM]
    assert found.network.segments == 1
    assert found.left_out["ways outside the area"] == 1


def test_a_barrier_is_a_gate_of_no_length_that_lets_some_pass() -> None:
    ways = [OsmWay(10, [1, 2, 3], {"highway": "service"})]
    network = built(cross(), ways, node_tags={2: {"barrier": "bollard", "emergency": "yes"}}).network
    gates = np.flatnonzero(network.length_m == 0)
    assert len(gates) == 2
    assert network.reverse[gates].tolist() == gates[::-1].tolist()
    assert network.access[gates].tolist() == [only(RoadUse.AMBULANCE)] * 2
    assert network.road_class[gates].tolist() == [RoadClass.SERVICE] * 2
    assert (network.nodes, network.segments) == (4, 6)
    assert (network.lon[network.tail[gates]] == 0).all()


def test_a_barrier_at_a_junction_stands_between_each_two_of_its_roads() -> None:
    ways = [OsmWay(10, [1, 2, 3]), OsmWay(20, [4, 2, 5])]
    network = built(cross(), ways, node_tags={2: {"barrier": "gate", "maxwidth": "2"}}).network
    gates = network.length_m == 0
    assert gates.sum() == 2 * 3
    assert (network.max_width_m[gates] == 2).all()
    assert np.isinf(network.max_width_m[~gates]).all()
    away = network.tail[~gates & (network.lon[network.tail] == 0) & (network.lat[network.tail] == 0)]
    assert len(set(away.tolist())) == 4


def test_where_nobody_passes_there_is_no_gate() -> None:
    network = built(cross(), [OsmWay(10, [1, 2, 3])], node_tags={2: {"barrier": "jersey_barrier"}}).network
    assert (network.nodes, network.segments) == (4, 4)
    ends = {(int(tail), int(head)) for tail, head in zip(network.tail, network.head, strict=True)}
    assert len({frozenset(pair) for pair in ends}) == 2
    assert not set.intersection(*(set(pair) for pair in {frozenset(pair) for pair in ends}))

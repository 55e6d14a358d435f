"""Lines that were drawn apart are joined where one of them ends."""

import numpy as np

from safepassage.exchange.roads.gathering import Gathering
from safepassage.roads.making.building import build
from safepassage.roads.network import Network
from tests.roads.surveys import KM

METRE = KM / 1000
Line = list[tuple[float, float]]


def drawn(*lines: Line) -> Network:
    """The network of lines in metres from the origin."""
    gathering = Gathering()
    for number, line in enumerate(lines, start=1):
        at = np.array(line) * METRE
        nodes = gathering.add_places(at[:, 0], at[:, 1]).tolist()
        gathering.put_way(number, (("highway", "residential"),), "", nodes, joined=True)
    return build(gathering.survey()).network


def neighbours(network: Network) -> int:
    """The most segments that leave a node."""
    return int(np.bincount(network.tail).max())


def test_ends_at_the_same_place_meet() -> None:
    network = drawn([(0, 0), (100, 0)], [(100, 0), (200, 0)])
    assert (network.nodes, network.segments) == (3, 4)


def test_ends_less_than_a_metre_apart_meet() -> None:
    assert drawn([(0, 0), (100, 0)], [(100.6, 0.6), (200, 0)]).nodes == 3
    assert drawn([(0, 0), (100, 0)], [(101, 1), (200, 0)]).nodes == 4


def test_a_chain_of_near_ends_is_one_junction() -> None:
    network = drawn([(0, 0), (100, 0)], [(100.7, 0), (200, 50)], [(101.4, 0), (200, -50)])
    assert network.nodes == 4
    assert neighbours(network) == 3


def test_an_end_at_a_bend_of_another_line_is_a_junction() -> None:
    network = drawn([(0, 0), (100, 0), (200, 50)], [(100, 0.5), (100, 90)])
    assert (network.nodes, network.segments) == (4, 6)


def test_an_end_on_another_line_is_a_junction() -> None:
    network = drawn([(0, 0), (200, 0)], [(120, 0.4), (120, 90)], [(40, -0.4), (40, -90)])
    assert (network.nodes, network.segments) == (6, 10)
    assert sorted(np.round(network.length_m).astype(int).tolist()) == sorted([40, 80, 80, 90, 90] * 2)


def test_lines_that_cross_do_not_meet() -> None:
    network = drawn([(0, 0), (200, 0)], [(100, -100), (100, 100)])
    assert (network.nodes, network.segments) == (4, 4)


def test_lines_that_share_a_point_within_both_meet() -> None:
    network = drawn([(0, 0), (100, 0), (200, 0)], [(100, -100), (100, 0), (100, 100)])
    assert (network.nodes, network.segments) == (5, 8)

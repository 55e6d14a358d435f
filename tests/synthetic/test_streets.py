"""Streets drawn from a seed: the same for the same seed, and good enough to plan on."""

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from safepassage.domain.fleet import RoadUse
from safepassage.roads.network import Network
from safepassage.synthetic.geography import positions, straight_m
from safepassage.synthetic.shapes import SHAPES, synthesize
from safepassage.synthetic.streets import BLOCK_M, streets


def drawn(shape: str, seed: int = 1) -> Network:
    return streets(positions(synthesize(500, 1, shape).places), seed)


def test_the_same_seed_draws_the_same_streets_and_another_seed_others() -> None:
    one, again, other = drawn("flood"), drawn("flood"), drawn("flood", seed=2)
    assert one.names == again.names
    assert all((getattr(one, axis) == getattr(again, axis)).all() for axis in ("lon", "lat", "tail", "head", "way"))
    assert len(one.lon) != len(other.lon) or (one.lon != other.lon).any()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_place_lies_within_a_block_and_can_be_reached_from_every_other(shape: str) -> None:
    operation, network = synthesize(500, 1, shape), drawn(shape)
    ways = coo_array((np.ones(network.segments), (network.tail, network.head)), shape=(network.nodes, network.nodes))
    parts, _ = connected_components(ways, connection="strong")
    assert parts == 1
    for lat, lon in positions(operation.places).values():
        nearest_m = min(straight_m((lat, lon), (y, x)) for y, x in zip(network.lat, network.lon, strict=True))
        assert nearest_m <= 1.2 * BLOCK_M


def test_segments_are_whole() -> None:
    network = drawn("aleppo-2016")
    for segment, reverse in enumerate(network.reverse):
        lon, lat = network.line(segment)
        assert (lon[0], lat[0]) == (network.lon[network.tail[segment]], network.lat[network.tail[segment]])
        assert (lon[-1], lat[-1]) == (network.lon[network.head[segment]], network.lat[network.head[segment]])
        assert reverse < 0 or network.reverse[reverse] == segment
    assert network.may_drive(RoadUse.BUS).all()
    assert network.bridge.any()
    assert (network.length_m > 0).all()

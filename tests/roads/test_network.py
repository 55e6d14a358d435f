"""The network itself: segments, their lines, and who may drive."""

import numpy as np

from safepassage.domain.fleet import RoadUse
from tests.roads.towns import Road, grid, network_of, only, river_town


def test_a_stretch_both_ways_is_two_segments_with_opposite_lines() -> None:
    town = river_town()
    for segment, opposite in enumerate(town.reverse):
        if opposite >= 0:
            lon, lat = town.line(segment)
            back_lon, back_lat = town.line(int(opposite))
            assert (lon == back_lon[::-1]).all()
            assert (lat == back_lat[::-1]).all()
            assert (town.tail[segment], town.head[segment]) == (town.head[opposite], town.tail[opposite])
    assert town.segments == 14


def test_who_may_drive_is_told_by_use() -> None:
    places = {"a": (0.0, 0.0), "b": (0.01, 0.0)}
    lane = network_of(places, [Road("a", "b", 1000, access=only(RoadUse.BUS, RoadUse.AMBULANCE))])
    assert lane.may_drive(RoadUse.BUS).all()
    assert not lane.may_drive(RoadUse.CAR).any()


def test_a_grid_is_the_same_for_the_same_seed_and_forbids_turns_that_exist() -> None:
    one, again, other = grid(6, 7, seed=1), grid(6, 7, seed=1), grid(6, 7, seed=2)
    assert (one.length_m == again.length_m).all()
    assert one.segments != other.segments or (one.length_m != other.length_m).any()
    assert len(one.forbidden_turns)
    assert (one.head[one.forbidden_turns[:, 0]] == one.tail[one.forbidden_turns[:, 1]]).all()
    assert np.isfinite(one.length_m).all()

"""What somebody wrote into the table goes before what was found on roads."""

from dataclasses import replace

import pytest

from safepassage.domain.travel import Leg
from safepassage.roads.over_table import over_table
from safepassage.roads.travel_times import TravelTimes, travel_times
from tests.situations import hours, m, small_town

ROAD = (Leg("school", "bridge", 600), Leg("bridge", "school", 660))
BY_CLASS = tuple(replace(leg, vehicle_class=of) for leg in ROAD for of in ("bus", "car"))


def _times(*rows: Leg, roads: tuple[Leg, ...] = ROAD) -> TravelTimes:
    return travel_times(replace(small_town(), legs=over_table(rows, roads)))


@pytest.mark.parametrize("roads", [ROAD, BY_CLASS])
def test_a_row_hides_the_road_in_both_directions(roads: tuple[Leg, ...]) -> None:
    times = _times(Leg("school", "bridge", 900), roads=roads)
    assert times.seconds("school", "bridge", "bus", 0) == 900
    assert times.seconds("bridge", "school", "bus", 0) == 900


@pytest.mark.parametrize("roads", [ROAD, BY_CLASS])
def test_a_row_for_one_class_leaves_the_road_to_the_others(roads: tuple[Leg, ...]) -> None:
    times = _times(Leg("school", "bridge", 900, vehicle_class="bus"), roads=roads)
    assert times.seconds("school", "bridge", "bus", 0) == 900
    assert times.seconds("bridge", "school", "bus", 0) == 900
    assert times.seconds("school", "bridge", "car", 0) == 600
    assert times.seconds("bridge", "school", "car", 0) == 660


@pytest.mark.parametrize("roads", [ROAD, BY_CLASS])
def test_a_row_for_some_hours_leaves_the_others_to_the_road(roads: tuple[Leg, ...]) -> None:
    times = _times(Leg("school", "bridge", 900, hours=hours(7, 9)), roads=roads)
    assert times.seconds("school", "bridge", "bus", m(60)) == 900
    assert times.seconds("school", "bridge", "bus", 0) == 600
    assert times.seconds("bridge", "school", "car", m(60)) == 900
    assert times.seconds("bridge", "school", "car", 0) == 660


@pytest.mark.parametrize("closed", [(), (Leg("school", "bridge", None, from_s=m(100), until_s=m(200)),)])
def test_a_row_for_a_stretch_of_time_goes_before_the_road_that_changes_over_time(closed: tuple[Leg, ...]) -> None:
    roads = (
        Leg("school", "bridge", 600, until_s=m(100)),
        *closed,
        Leg("school", "bridge", 600, from_s=m(200) if closed else m(100)),
    )
    times = _times(Leg("school", "bridge", 900, from_s=m(150), until_s=m(180)), roads=roads)
    assert times.seconds("school", "bridge", "bus", m(160)) == 900
    assert times.seconds("school", "bridge", "bus", m(190)) == (None if closed else 600)


def test_without_a_table_the_roads_tell() -> None:
    assert over_table((), ROAD) == ROAD

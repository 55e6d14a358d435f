"""Which row of the table gives a leg's travel time."""

from dataclasses import replace

import pytest

from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.roads.travel_times import TravelTimes, travel_times
from tests.situations import everything, hours, m, small_town

MORNING_S = m(60)
"""07:00 in the small town, which starts at 06:00 and reads UTC."""


def _table(*rows: Leg, operation: Operation | None = None) -> TravelTimes:
    return travel_times(replace(operation or small_town(), legs=rows))


def test_a_row_serves_both_directions() -> None:
    times = _table(Leg("school", "bridge", 600))
    assert times.seconds("school", "bridge", "bus", 0) == 600
    assert times.seconds("bridge", "school", "bus", 0) == 600


def test_a_row_of_its_own_goes_before_the_opposite_direction() -> None:
    times = _table(Leg("school", "bridge", 600), Leg("bridge", "school", 700))
    assert times.seconds("school", "bridge", "bus", 0) == 600
    assert times.seconds("bridge", "school", "bus", 0) == 700


def test_a_row_for_all_classes_in_its_own_direction_goes_before_one_for_the_class_in_the_other() -> None:
    times = _table(Leg("school", "bridge", 600, vehicle_class="bus"), Leg("bridge", "school", 700))
    assert times.seconds("bridge", "school", "bus", 0) == 700


def test_a_direction_that_serves_only_another_class_falls_back_to_the_opposite() -> None:
    times = _table(Leg("school", "bridge", 600), Leg("bridge", "school", 700, vehicle_class="ambulance"))
    assert times.seconds("bridge", "school", "bus", 0) == 600
    assert times.seconds("bridge", "school", "ambulance", 0) == 700


def test_a_row_for_the_class_goes_before_one_for_all() -> None:
    times = _table(Leg("school", "bridge", 600), Leg("school", "bridge", 900, vehicle_class="bus"))
    assert times.seconds("school", "bridge", "bus", 0) == 900
    assert times.seconds("school", "bridge", "car", 0) == 600


def test_a_row_for_the_class_is_none_of_the_others() -> None:
    times = _table(Leg("school", "bridge", 900, vehicle_class="bus"))
    assert times.seconds("school", "bridge", "car", 0) is None
    assert times.shortest("school", "bridge", "car") is None


@pytest.mark.parametrize(
    ("departs_s", "travel_s"),
    [(MORNING_S - 1, 600), (MORNING_S, 1500), (MORNING_S + 7199, 1500), (MORNING_S + 7200, 600)],
)
def test_a_row_for_these_hours_goes_before_the_whole_day(departs_s: int, travel_s: int) -> None:
    times = _table(Leg("school", "bridge", 600), Leg("school", "bridge", 1500, hours=hours(7, 9)))
    assert times.seconds("school", "bridge", "bus", departs_s) == travel_s


def test_hours_may_wrap_over_midnight() -> None:
    times = _table(Leg("school", "bridge", 600), Leg("school", "bridge", 500, hours=hours(22, 5)))
    at = {hour: times.seconds("school", "bridge", "bus", m(60 * (hour - 6))) for hour in (21, 22, 24, 28, 29)}
    assert at == {21: 600, 22: 500, 24: 500, 28: 500, 29: 600}


def test_outside_the_hours_of_its_class_the_row_for_all_classes_counts() -> None:
    times = _table(Leg("school", "bridge", 600), Leg("school", "bridge", 1500, vehicle_class="bus", hours=hours(7, 9)))
    assert times.seconds("school", "bridge", "bus", MORNING_S) == 1500
    assert times.seconds("school", "bridge", "bus", 0) == 600


def test_a_road_may_be_there_at_some_hours_only() -> None:
    times = _table(Leg("school", "bridge", 600, hours=hours(7, 9)))
    assert times.seconds("school", "bridge", "bus", MORNING_S) == 600
    assert times.seconds("school", "bridge", "bus", 0) is None


def test_hours_are_local_over_a_change_of_clocks() -> None:
    times = _table(Leg("school", "ferry", 600), Leg("school", "ferry", 900, hours=hours(7, 9)), operation=everything())
    saturday_at_seven, sunday_at_seven = m(60), m(60) + 23 * 3600
    assert times.seconds("school", "ferry", "bus", saturday_at_seven) == 900
    assert times.seconds("school", "ferry", "bus", sunday_at_seven) == 900
    assert times.seconds("school", "ferry", "bus", sunday_at_seven - 1) == 600


def test_there_is_no_road_where_no_row_says_so() -> None:
    times = travel_times(small_town())
    assert times.seconds("school", "camp", "bus", 0) is None
    assert times.seconds("nowhere", "camp", "bus", 0) is None


def test_staying_takes_no_time() -> None:
    times = travel_times(small_town())
    assert times.seconds("school", "school", "bus", 0) == 0
    assert times.shortest("school", "school", "bus") == 0


def test_shortest_is_the_least_of_all_rows_that_serve_at_some_hour() -> None:
    times = _table(
        Leg("school", "bridge", 600),
        Leg("school", "bridge", 1500, vehicle_class="bus", hours=hours(7, 9)),
        Leg("school", "bridge", 900, vehicle_class="bus"),
        Leg("school", "bridge", 1200, vehicle_class="truck", hours=hours(7, 9)),
    )
    for vehicle_class, shortest_s in (("car", 600), ("bus", 900), ("truck", 600)):
        seen = {times.seconds("school", "bridge", vehicle_class, m(30 * half)) for half in range(48)}
        assert times.shortest("school", "bridge", vehicle_class) == shortest_s
        assert shortest_s in seen
        assert all(seconds is not None and seconds >= shortest_s for seconds in seen)


def test_it_varies_only_where_hours_matter() -> None:
    times = _table(
        Leg("school", "bridge", 600),
        Leg("school", "bridge", 1500, vehicle_class="bus", hours=hours(7, 9)),
        Leg("market", "bridge", 600, hours=hours(7, 9)),
        Leg("market", "bridge", 900, vehicle_class="bus"),
    )
    assert not times.varies("market", "bridge", "bus")
    assert times.varies("school", "bridge", "bus")
    assert times.varies("bridge", "school", "bus")
    assert not times.varies("school", "bridge", "car")


def test_metres_along_a_way() -> None:
    times = travel_times(everything())
    way = ("school", "checkpoint-1", "checkpoint-2", "camp-north")
    assert times.path_m(way) == 9_000 + 6_000 + 8_000
    assert times.path_m(way[::-1]) == 9_000 + 6_000 + 8_000
    assert times.path_m(("checkpoint-2", "depot-north")) is None


@pytest.mark.parametrize(("departs_s", "travel_s"), [(m(99), 600), (m(100), None), (m(119), None), (m(120), 900)])
def test_a_leg_for_a_stretch_of_time_goes_before_the_whole_operation(departs_s: int, travel_s: int | None) -> None:
    times = _table(
        Leg("school", "bridge", 600),
        Leg("school", "bridge", None, from_s=m(100), until_s=m(120)),
        Leg("school", "bridge", 900, from_s=m(120)),
    )
    assert times.seconds("school", "bridge", "bus", departs_s) == travel_s
    assert times.shortest("school", "bridge", "bus") == 600
    assert times.varies("school", "bridge", "bus")


def test_when_a_road_opens_again_is_told() -> None:
    times = _table(
        Leg("school", "bridge", 600, until_s=m(100)),
        Leg("school", "bridge", 900, from_s=m(120), until_s=m(130)),
    )
    assert times.opens_s("school", "bridge", "bus", m(10)) == m(10)
    assert times.opens_s("school", "bridge", "bus", m(110)) == m(120)
    assert times.opens_s("school", "bridge", "bus", m(130)) is None


def test_a_closed_road_of_the_class_is_no_road_for_it() -> None:
    times = _table(
        Leg("school", "bridge", 600),
        Leg("school", "bridge", None, vehicle_class="bus", from_s=m(100)),
    )
    assert times.seconds("school", "bridge", "bus", m(99)) == 600
    assert times.seconds("school", "bridge", "bus", m(100)) is None
    assert times.seconds("school", "bridge", "car", m(100)) == 600

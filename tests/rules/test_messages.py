"""How the rules speak: local times, durations, lists."""

import pytest

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.roads.travel_times import travel_times
from safepassage.rules import check
from safepassage.rules.case import Case
from safepassage.rules.words import counted, lasting, listed
from tests.rules.situation import with_convoy_rule, with_trip
from tests.situations import everything, m, small_town, small_town_plan


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (150, "2 min 30 s"),
        (3600, "1 h"),
        (4800, "1 h 20 min"),
        (-60, "1 min"),
        (90_000, "1 d 1 h"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: int, said: str) -> None:
    assert lasting(seconds) == said


def test_long_lists_are_cut_short() -> None:
    assert listed(["b", "a", "a"]) == "a, b"
    assert listed(f"T{number}" for number in range(1, 10)) == "T1, T2, T3, T4, T5 and 4 more"
    assert listed([]) == "nothing"


def test_one_lane_and_two_lanes() -> None:
    assert (counted(1, "lane"), counted(2, "lane"), counted(2, "person", "people")) == ("1 lane", "2 lanes", "2 people")


def _case(operation: Operation) -> Case:
    return Case(operation, Plan(operation.name), travel_times(operation))


def test_times_are_local() -> None:
    case = _case(everything())
    assert case.when(0) == "2030-03-30 06:00"
    assert case.when(m(1440)) == "2030-03-31 07:00"
    assert case.when(5) == "2030-03-30 06:00:05"


def test_the_hour_that_clocks_show_twice_is_told_apart() -> None:
    case = _case(everything())
    first = everything().clock.seconds(everything().clock.at(0).replace(month=10, day=27, hour=3, minute=30))
    assert case.when(first) == "2030-10-27 03:30 (EEST)"
    assert case.when(first + 3600) == "2030-10-27 03:30 (EET)"


def test_an_overfull_bus_is_told_in_full() -> None:
    plan = with_trip(small_town_plan(), "T1", layout=0)
    (violation,) = check(small_town(), plan)
    assert violation.message == (
        "trip T1 (bus-1), 2030-05-06 07:20 from 'school', is short of 1 wheelchair place in layout 0; "
        "take a household off or choose another layout"
    )


def test_a_departure_off_the_clock_is_told_with_the_times_around_it() -> None:
    operation = with_convoy_rule(small_town(), clock_s=m(45))
    first, *_ = check(operation, small_town_plan())
    assert first.message == (
        "convoy C1 departs at 2030-05-06 07:40, but convoys of route 'main-road' depart every 45 min: "
        "before that at 2030-05-06 07:30, after it at 2030-05-06 08:15; depart 35 min later or 10 min earlier"
    )

"""Figures as a coordinator reads them."""

from datetime import UTC, datetime

import pytest

from safepassage.cli.words import counted, duration, moment, people, person_hours, share
from safepassage.domain.clock import Clock


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d 0 h"),
        (604_000, "6 d 23 h"),
    ],
)
def test_a_duration_tells_its_two_largest_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_moment_is_told_in_the_time_of_the_place() -> None:
    clock = Clock(datetime(2016, 12, 15, 22, 30, tzinfo=UTC), "Asia/Damascus")
    assert moment(clock, 0) == "Fri 16 Dec 00:30"


def test_a_gap_is_rounded_up_so_that_it_is_never_less_than_said() -> None:
    assert share(0.0) == "0.0 %"
    assert share(0.02101) == "2.2 %"
    assert share(0.021) == "2.1 %"


def test_one_is_not_plural() -> None:
    assert (counted(1, "household"), counted(8_000, "household")) == ("1 household", "8,000 households")
    assert (people(1), people(35_000)) == ("1 person", "35,000 people")


def test_time_in_danger_is_told_in_person_hours() -> None:
    assert person_hours(3600 * 1_234_567) == "1,234,567 person-hours"

"""Bays and lanes are never booked twice, and no gap is overlooked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.planning.calendar import Calendar, closed_until
from safepassage.planning.intervals import Intervals, union

wishes = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=12)
closures = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4).map(union)


def most_at_once(booked: list[tuple[int, int]]) -> int:
    return max((sum(1 for b, e in booked if b <= t < e) for t, _ in booked), default=0)


def booked_in_turn(calendar: Calendar, asked: list[tuple[int, int]]) -> list[tuple[int, int]]:
    booked = []
    for from_s, length_s in asked:
        start_s = calendar.earliest(from_s, length_s)
        assert start_s is not None
        assert start_s >= from_s
        calendar.book(start_s, length_s)
        booked.append((start_s, start_s + length_s))
    return booked


@given(st.integers(1, 3), wishes)
def test_no_more_are_served_at_once_than_there_are_servers(servers: int, asked: list[tuple[int, int]]) -> None:
    assert most_at_once(booked_in_turn(Calendar(servers), asked)) <= servers


@given(wishes, st.integers(0, 30), st.integers(1, 8))
def test_the_earliest_gap_of_one_server_is_found(asked: list[tuple[int, int]], from_s: int, length_s: int) -> None:
    calendar = Calendar(1)
    booked = booked_in_turn(calendar, asked)
    taken = {t for begins, ends in booked for t in range(begins, ends)}
    free = next(t for t in range(from_s, 1000) if not taken.intersection(range(t, t + length_s)))
    assert calendar.earliest(from_s, length_s) == free


@given(st.integers(1, 3), wishes, st.integers(0, 30), st.integers(1, 8))
def test_what_is_cancelled_is_free_again(
    servers: int, asked: list[tuple[int, int]], from_s: int, length_s: int
) -> None:
    calendar = Calendar(servers)
    booked_in_turn(calendar, asked)
    start_s = calendar.earliest(from_s, length_s)
    assert start_s is not None
    calendar.book(start_s, length_s)
    calendar.cancel(start_s, length_s)
    assert calendar.earliest(from_s, length_s) == start_s


def test_a_full_server_is_not_booked() -> None:
    calendar = Calendar(1)
    calendar.book(10, 10)
    with pytest.raises(ValueError, match="no server is free from 15 s for 2 s"):
        calendar.book(15, 2)


def test_without_servers_there_is_no_time() -> None:
    assert Calendar(0).earliest(5, 1) is None
    assert Calendar(0).earliest(5, 0) is None


def test_a_stay_of_no_length_needs_no_server() -> None:
    calendar = Calendar(1)
    calendar.book(0, 10)
    assert calendar.earliest(5, 0) == 5


@given(closures, st.integers(0, 30), st.integers(1, 8))
def test_a_stay_waits_until_it_touches_no_closure(closed: Intervals, from_s: int, length_s: int) -> None:
    shut = {t for begins, ends in closed for t in range(begins, ends)}
    first = next(t for t in range(from_s, 100) if not shut.intersection(range(t, t + length_s)))
    assert closed_until(closed, from_s, length_s) == first

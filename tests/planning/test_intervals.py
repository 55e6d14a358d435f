"""Intervals behave like sets of whole seconds."""

from hypothesis import given
from hypothesis import strategies as st

from safepassage.planning.intervals import Intervals, difference, intersection, union

raw = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=6)
proper = raw.map(union)


def seconds(intervals: Intervals) -> set[int]:
    return {t for begins, ends in intervals for t in range(begins, ends)}


def in_order_and_apart(intervals: Intervals) -> bool:
    edges = [edge for interval in intervals for edge in interval]
    return edges == sorted(set(edges))


@given(raw)
def test_a_union_covers_the_same_seconds(intervals: list[tuple[int, int]]) -> None:
    assert seconds(union(intervals)) == seconds(tuple(intervals))
    assert in_order_and_apart(union(intervals))


@given(proper, proper)
def test_an_intersection_lies_in_both(a: Intervals, b: Intervals) -> None:
    assert seconds(intersection(a, b)) == seconds(a) & seconds(b)
    assert in_order_and_apart(intersection(a, b))


@given(proper, proper)
def test_a_difference_lies_in_the_first_only(a: Intervals, b: Intervals) -> None:
    assert seconds(difference(a, b)) == seconds(a) - seconds(b)
    assert in_order_and_apart(difference(a, b))

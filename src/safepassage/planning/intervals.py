"""Half-open intervals [from, until) of whole seconds, kept in order and apart."""

from collections.abc import Iterable

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


def union(intervals: Iterable[Interval]) -> Intervals:
    """In order, apart, and without empty ones."""
    merged: list[Interval] = []
    for begins, ends in sorted(i for i in intervals if i[0] < i[1]):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ends, merged[-1][1]))
        else:
            merged.append((begins, ends))
    return tuple(merged)


def intersection(a: Intervals, b: Intervals) -> Intervals:
    """What lies in both."""
    return union((max(p[0], q[0]), min(p[1], q[1])) for p in a for q in b)


def difference(a: Intervals, b: Intervals) -> Intervals:
    """What lies in `a` and not in `b`."""
    left = list(a)
    for begins, ends in b:
        left = [part for p, q in left for part in ((p, min(q, begins)), (max(p, ends), q)) if part[0] < part[1]]
    return union(left)

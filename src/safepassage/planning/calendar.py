"""When bays and lanes are free: k alike servers, each serving one vehicle at a time."""

from bisect import bisect_right, insort
from collections.abc import Iterable


class Calendar:
    """Bookings of k servers; finds the earliest gap and books it."""

    def __init__(self, servers: int) -> None:
        self._booked: list[list[tuple[int, int]]] = [[] for _ in range(servers)]

    @property
    def bookings(self) -> list[tuple[int, int]]:
        """(from, until) of every booking, server by server."""
        return [booking for booked in self._booked for booking in booked]

    def earliest(self, from_s: int, length_s: int) -> int | None:
        """The earliest start, not before `from_s`, at which some server is free for so long; None without servers."""
        if length_s <= 0:
            return from_s if self._booked else None
        earliest_s = None
        for booked in self._booked:
            start_s = _gap(booked, from_s, length_s)
            if start_s == from_s:
                return from_s
            earliest_s = start_s if earliest_s is None else min(earliest_s, start_s)
        return earliest_s

    def book(self, start_s: int, length_s: int) -> None:
        """Book a server that is free then; of several, the one that has been free for the shortest time."""
        if length_s <= 0:
            return
        free = [booked for booked in self._booked if _gap(booked, start_s, length_s) == start_s]
        if not free:
            raise ValueError(f"no server is free from {start_s} s for {length_s} s")
        latest = max(range(len(free)), key=lambda i: _last_end(free[i], start_s))
        insort(free[latest], (start_s, start_s + length_s))

    def cancel(self, start_s: int, length_s: int) -> None:
        """Take a booking back."""
        if length_s > 0:
            next(booked for booked in self._booked if (start_s, start_s + length_s) in booked).remove(
                (start_s, start_s + length_s)
            )


def _gap(booked: list[tuple[int, int]], from_s: int, length_s: int) -> int:
    start_s, i = from_s, bisect_right(booked, (from_s, 1 << 62))
    if i and booked[i - 1][1] > start_s:
        start_s = booked[i - 1][1]
    while i < len(booked):
        begins, ends = booked[i]
        if start_s + length_s <= begins:
            break
        if ends > start_s:
            start_s = ends
        i += 1
    return start_s


def _last_end(booked: list[tuple[int, int]], at_s: int) -> int:
    """When the booking that begins last, at `at_s` or before, ends; 0 if there is none."""
    i = bisect_right(booked, (at_s, 1 << 62))
    return booked[i - 1][1] if i else 0


def closed_until(closures: Iterable[tuple[int, int]], from_s: int, length_s: int) -> int:
    """The earliest time, not before `from_s`, from which so many seconds touch none of the closures [from, until).

    The closures are in order and apart. A stay of no length touches nothing.
    """
    for begins, ends in closures:
        if from_s < ends and begins < from_s + length_s:
            from_s = ends
    return from_s

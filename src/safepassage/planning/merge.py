"""Departures that follow each other put together, so that the programme of a large operation stays small.

Only the programme is made coarser by it. Its prices are spread over all departures again, and `bound` certifies them
at each, so that a bound from merged departures holds like any other; it is a little weaker.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from safepassage.planning.cycle import Cycle
from safepassage.planning.problem import Floats, Ints, Problem, Way
from safepassage.planning.steps import BEFORE_S, busy_bins, window_of

MOST_COLUMNS = 200_000
COLUMNS_A_PAIR = 25
"""About so many columns has a programme whose departures are merged, and so many more for each assembly point with each
site: there a slot takes more columns, and a day should still have some."""


@dataclass(frozen=True)
class Merged:
    """The departures of a way, and the slots that they make.

    Attributes:
        departures: crossing times, sorted.
        of: [departure] its slot.
        day: [slot] the window, and time of quotas, to which it belongs.
        rate: convoys for each departure that headway and escorts can keep up.
        windows: how many windows of the rule that keeps convoys apart a departure lies in.
        by_escorts: whether that rule is that of the escorts; else it is the headway.
    """

    departures: Ints
    of: Ints
    day: Ints
    rate: float = 1.0
    windows: int = 1
    by_escorts: bool = False

    @cached_property
    def size(self) -> Ints:
        """[slot] how many departures."""
        return np.asarray(np.bincount(self.of))

    @cached_property
    def last(self) -> Ints:
        """[slot] the last departure."""
        return np.asarray(self.departures[np.cumsum(self.size) - 1])

    @cached_property
    def middle(self) -> Ints:
        """[slot] the departures on the average."""
        return np.asarray(np.bincount(self.of, self.departures).astype(np.int64) // self.size)

    @property
    def is_coarse(self) -> bool:
        """True if some slot has several departures."""
        return len(self.size) < len(self.departures)

    @property
    def convoys(self) -> Floats:
        """[slot] how many depart at the most, on the average."""
        return np.asarray(self.size * self.rate)

    def between(self, price: Floats) -> Floats:
        """[departure] of a price per vehicle in each slot, so that each departure pays what lies between.

        Within a window only: prices of two days have nothing to do with each other.
        """
        found = np.empty(len(self.departures))
        for slots in _runs(self.day):
            here = np.flatnonzero(self.day[self.of] == self.day[slots[0]])
            found[here] = np.interp(self.departures[here], self.middle[slots], price[slots])
        return found / self.windows


def spread(price: Floats, moments: Ints, over: Ints) -> Floats:
    """[..., moment of `over`] prices at some moments, each divided among those from there on that lie nearest to it.

    Of several ways that were tried this one lost least of the bound where people are counted who have crossed so far.

    Args:
        price: [..., moment].
        moments: sorted.
        over: sorted, all of these moments among them.
    """
    nearest = np.searchsorted((moments[1:] + moments[:-1]) / 2, over)
    later = over >= moments[nearest]
    share = 1.0 / np.bincount(nearest[later], minlength=len(moments))
    return np.asarray(np.where(later, (price * share)[..., nearest], 0.0))


def falling(price: Floats, moments: Ints, over: Ints) -> Floats:
    """[moment of `over`] prices at some moments, so that the sum of all from a moment on falls evenly.

    That sum is linear between the middles of the parts that end at `moments`, and goes on so before and after.

    Args:
        price: [moment].
        moments: sorted.
        over: sorted, all of these moments among them, and none after the last.
    """
    part = np.searchsorted(moments, over)
    middle, since = np.bincount(part, over) / np.bincount(part), np.cumsum(price[::-1])[::-1]
    if len(moments) > 1:
        at = np.clip(np.searchsorted(middle, over, side="right") - 1, 0, len(moments) - 2)
        share = (over - middle[at]) / (middle[at + 1] - middle[at])
        since = since[at] * (1 - share) + since[at + 1] * share
    since = np.maximum.accumulate(np.maximum(np.broadcast_to(since, over.shape), 0.0)[::-1])[::-1]
    return np.asarray(since - np.append(since[1:], 0.0))


def _runs(values: Ints) -> list[Ints]:
    """Indices of values in a row that are equal."""
    return list(np.split(np.arange(len(values)), np.flatnonzero(np.diff(values)) + 1)) if len(values) else []


def is_coarse(merged: Sequence[Merged]) -> bool:
    """True if departures of some way are merged."""
    return any(each.is_coarse for each in merged)


def merged(problem: Problem, kinds: int, slots: Sequence[Ints], loads: Sequence[Ints]) -> tuple[Merged, ...]:
    """Merge as many departures as it takes; none where the programme is small, or some way keeps no clock.

    Args:
        problem: the operation.
        kinds: of people.
        slots: [way] crossing times.
        loads: [class] what its vehicles carry.
    """
    points, every_load = len(problem.assembly), sum(map(len, loads))
    columns = sum(
        len(t) * (points + len(way.sites)) * (kinds + every_load) for t, way in zip(slots, problem.ways, strict=True)
    )
    allowed = MOST_COLUMNS + COLUMNS_A_PAIR * points * len(problem.reception)
    most = -(-columns // allowed) if all(way.clock_s for way in problem.ways) else 1
    return tuple(_merged(problem, way, t, most) for t, way in zip(slots, problem.ways, strict=True))


def _merged(problem: Problem, way: Way, t: Ints, most: int) -> Merged:
    """So many departures in a slot at the most, within a window and while the same quotas hold."""
    if most == 1 or not len(t) or way.rule is None:
        return Merged(t, np.arange(len(t)), np.zeros(len(t), dtype=np.int64))
    edges = np.array([e for quota in problem.quotas for e in (quota.from_s, quota.until_s)], dtype=np.int64)
    opens = np.array([opens for opens, _ in way.windows], dtype=np.int64)
    parts = np.stack([window_of(t, opens), window_of(t, way.lanes_open_s), window_of(t, np.unique(edges))])
    begins = np.flatnonzero(np.append(True, (parts[:, 1:] != parts[:, :-1]).any(axis=0)))
    found, days = np.zeros(len(t), dtype=np.int64), list[int]()
    for number, (begin, end) in enumerate(zip(begins, np.append(begins[1:], len(t)), strict=True)):
        slots = -(-(end - begin) // most)
        found[begin:end] = len(days) + np.arange(end - begin) * slots // (end - begin)
        days += [number] * int(slots)
    day = np.array(days, dtype=np.int64)
    apart, cycle = (-(-max(1, s) // way.clock_s) for s in (way.rule.headway_s, way.rule.escort_cycle_s))
    teams = way.rule.escorts or 0
    if teams and teams / cycle < 1 / apart:
        return Merged(t, found, day, teams / cycle, cycle, by_escorts=True)
    return Merged(t, found, day, 1 / apart, apart)


def coarse_bins(problem: Problem, cycles: Sequence[Cycle | None], merged: Sequence[Merged]) -> tuple[Ints, ...]:
    """[class] Edges of the bins in which vehicle-seconds are counted where departures are merged; none for own cars."""
    last_s = min(
        max((int(each.departures[-1]) for each in merged if len(each.departures)), default=0) + BEFORE_S,
        problem.horizon_s,
    )
    longest_s = max(
        (way.clock_s * int(each.size.max(initial=1)) for way, each in zip(problem.ways, merged, strict=True)), default=1
    )
    return tuple(
        np.empty(0, dtype=np.int64) if cycle is None else busy_bins(problem, c, cycle, last_s, longest_s)
        for c, cycle in enumerate(cycles)
    )

"""The time axis that all charts share: how far it goes, its ticks, its bins, and when the corridor is open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from safepassage.domain.clock import DAY_S, Clock
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan

Span = tuple[int, int]
Seconds = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]

MOST_BINS = 168
_AFTER_THE_LAST = 1.02
_BINS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, DAY_S, 2 * DAY_S, 7 * DAY_S)
_TICK_DAYS = (1, 2, 3, 4, 7, 14, 28)
_TICKS_S = (300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, *(days * DAY_S for days in _TICK_DAYS))


@dataclass(frozen=True)
class Timeline:
    """Seconds [0, ends_s) of the operation, as the charts show them.

    Attributes:
        open: when at least one route may be travelled by loaded vehicles, in order and apart; None means always.
    """

    clock: Clock
    ends_s: int
    bin_s: int
    open: tuple[Span, ...] | None

    @cached_property
    def edges(self) -> Seconds:
        """The ends of the bins, from 0 to `ends_s`."""
        return np.arange(0, self.ends_s + 1, self.bin_s, dtype=np.int64)

    def tick_s(self, most: int) -> int:
        """The seconds between two ticks, of which there are about `most`."""
        return next((step_s for step_s in _TICKS_S if self.ends_s / step_s <= most), _TICKS_S[-1])

    def ticks(self, most: int) -> tuple[int, ...]:
        """At most about `most` round local times, in order."""
        step_s = self.tick_s(most)
        days = self.clock.days(self.ends_s + 1)
        if step_s >= DAY_S:
            found = [day.starts_s for day in days[:: step_s // DAY_S]]
        else:
            found = [t for day in days for t in range(day.starts_s, day.ends_s, step_s)]
        return tuple(t for t in found if 0 <= t <= self.ends_s)

    def periods(self, most: int) -> tuple[Span, ...]:
        """The timeline cut into local days, or into hours where it is short: the rows of a table."""
        cuts = (0, *(t for t in self.ticks(most) if 0 < t < self.ends_s), self.ends_s)
        return tuple(pairwise(cuts))

    @property
    def open_spans(self) -> tuple[Span, ...]:
        """When the corridor is open within the timeline."""
        if self.open is None:
            return ((0, self.ends_s),)
        return tuple((a, min(b, self.ends_s)) for a, b in self.open if a < self.ends_s)


def timeline(operation: Operation, plan: Plan) -> Timeline:
    """From the start to a little after the last movement; to the horizon where nothing moves."""
    last_s = max((trip.empty_s for trip in plan.trips), default=0)
    wanted_s = max(round(last_s * _AFTER_THE_LAST) or operation.horizon_s, 1)
    bin_s = next((step for step in _BINS_S if wanted_s / step <= MOST_BINS), -(-wanted_s // MOST_BINS))
    ends_s = -(-wanted_s // bin_s) * bin_s
    return Timeline(operation.clock, ends_s, bin_s, open_spans(operation))


def open_spans(operation: Operation) -> tuple[Span, ...] | None:
    """When at least one route may be travelled; None means always. Night hours without movement are taken out."""
    whole: tuple[Span, ...] = ((0, operation.horizon_s),)
    routes = operation.corridor.routes
    gate_spans = [route_spans(operation, route.gates) for route in routes] or [whole]
    spans = _union([span for spans in gate_spans for span in spans])
    if operation.agreement.night is not None:
        night = operation.clock.recurrences(operation.agreement.night, operation.horizon_s)
        spans = _without(spans, night)
    return None if spans == whole else spans


def route_spans(operation: Operation, gates: Iterable[str]) -> tuple[Span, ...]:
    """When all these gates are open, within the horizon."""
    spans: tuple[Span, ...] = ((0, operation.horizon_s),)
    for gate in gates:
        windows = operation.gate_windows(gate) if gate in operation.gate else operation.agreement.windows
        if windows is not None:
            both = [(max(a, w.opens_s), min(b, w.closes_s)) for a, b in spans for w in windows]
            spans = tuple(sorted((a, b) for a, b in both if a < b))
    return spans


def _union(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return tuple(merged)


def _without(spans: Sequence[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    left = list(spans)
    for from_s, until_s in taken:
        pieces = [piece for a, b in left for piece in ((a, min(b, from_s)), (max(a, until_s), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return tuple(left)


@dataclass(frozen=True)
class Intervals:
    """Half-open intervals [from, until), each with a weight: vehicles, people, lanes in use."""

    from_s: Seconds
    until_s: Seconds
    weights: Values

    @staticmethod
    def of(entries: Sequence[tuple[int, int, int]]) -> "Intervals":
        """From (from_s, until_s, weight); an interval that ends before it begins counts nothing."""
        kept = [entry for entry in entries if entry[1] > entry[0]]
        table = np.array(kept, dtype=np.int64).reshape(-1, 3)
        return Intervals(table[:, 0], table[:, 1], table[:, 2].astype(np.float64))

    def until(self, times_s: npt.ArrayLike) -> Values:
        """Weighted seconds spent within the intervals before each time."""
        return _ramp(self.from_s, self.weights, times_s) - _ramp(self.until_s, self.weights, times_s)

    def mean(self, edges_s: Seconds) -> Values:
        """The mean weight in progress in each bin."""
        mean: Values = np.diff(self.until(edges_s)) / np.diff(edges_s)
        return mean

    def within(self, spans: Sequence[Span]) -> float:
        """Weighted seconds within `spans`, which lie apart."""
        if not spans:
            return 0.0
        ends = self.until(np.array(spans, dtype=np.int64).ravel()).reshape(-1, 2)
        return float((ends[:, 1] - ends[:, 0]).sum())


def _ramp(starts_s: Seconds, weights: Values, times_s: npt.ArrayLike) -> Values:
    """The sum of weight x max(0, t - start) at each time."""
    order = np.argsort(starts_s, kind="stable")
    starts, ordered = starts_s[order], weights[order]
    weight: Values = np.concatenate(([0.0], np.cumsum(ordered)))
    moment: Values = np.concatenate(([0.0], np.cumsum(ordered * starts)))
    times = np.asarray(times_s, dtype=np.float64)
    begun = np.searchsorted(starts, times, side="right")
    return weight[begun] * times - moment[begun]


def cumulative(at_s: Sequence[int], amounts: Sequence[int], times_s: npt.ArrayLike) -> Values:
    """The sum of the amounts that came at or before each time."""
    moments = np.array(at_s, dtype=np.int64)
    order = np.argsort(moments, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(np.array(amounts, dtype=np.float64)[order])))
    summed: Values = total[np.searchsorted(moments[order], np.asarray(times_s, dtype=np.int64), side="right")]
    return summed

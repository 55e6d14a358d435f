"""A lower bound on the makespan from prices, in whole numbers throughout.

Give every source i a price pi[i] that a bus earns for a load from it, and every sink j a price sigma[j] >= 0 that it
pays for the place. Let V_y(T) be the most that one bus of yard y can earn by time T, whichever way it drives
(sources may be visited more often than they have loads: that only makes V larger). If every load is carried by T
then

    sum_i pi[i] loads[i] - sum_j sigma[j] capacities[j]  <=  sum_y buses[y] V_y(T).

V grows with T, so the earliest T at which this holds is a lower bound for any prices whatever; good ones come from
the linear programmes of `transport` and `timed`. It is Lagrange's bound of the covering of loads by tours, whose
linear relaxation is that of Dantzig and Wolfe. V is computed backwards in time: with r units left at source i

    W[i, r] = max_j  pi[i] - sigma[j] + max(0, max_i' W[i', r - d(i, j) - e(j, i')]).

Prices may also hang on single drives (`Extra`), for the case distinctions of `cases`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from safepassage.planning.busloads.instance import Busloads

Ints = NDArray[np.int64]

SCALE = 1_000_000
"""Prices are whole multiples of one part in so many of the largest."""

NOTHING = -(1 << 60)
"""What can never be earned: below every sum of prices, and far from overflow."""


@dataclass(frozen=True)
class Prices:
    """What a load earns and a place costs.

    Attributes:
        source: pi, of any sign.
        sink: sigma, at least 0.
    """

    source: Ints
    sink: Ints

    def of_all(self, problem: Busloads) -> int:
        """The left-hand side: what all loads earn together, less all places."""
        earned = sum(int(p) * n for p, n in zip(self.source, problem.loads, strict=True))
        return earned - sum(int(p) * n for p, n in zip(self.sink, problem.capacities, strict=True))


@dataclass(frozen=True)
class Extra:
    """Earnings of single drives beside `Prices`; negative ones are costs.

    Attributes:
        first: [yard, source] for the first drive of a bus.
        loaded_at, empty_at: by time of leaving, [source, sink] of loaded and [sink, source] of empty drives.
    """

    first: Ints
    loaded_at: Mapping[int, Ints]
    empty_at: Mapping[int, Ints]


def whole_prices(source: ArrayLike, sink: ArrayLike) -> Prices | None:
    """Prices rounded to whole numbers; None where they say nothing."""
    pi, sigma = np.asarray(source, dtype=float), np.maximum(np.asarray(sink, dtype=float), 0.0)
    largest = float(np.abs(pi).max(initial=0.0))
    if not largest or not np.isfinite(largest + sigma.sum()):
        return None
    return Prices(np.rint(pi * SCALE / largest).astype(np.int64), np.rint(sigma * SCALE / largest).astype(np.int64))


def earnings(problem: Busloads, prices: Prices, until: int, extra: Extra | None = None) -> Ints:
    """[yard, r]: the most that a bus can earn that has r units of time from time 0 on, for r = 0 to `until`.

    With deadlines or earnings of a moment only r = `until` is right.
    """
    out, home, starts = (np.array(a, dtype=np.int64) for a in (problem.out, problem.home, problem.starts))
    deadlines = None if problem.deadlines is None else np.array(problem.deadlines)
    gain = prices.source[:, None] - prices.sink[None, :]
    gain, bonus = np.where(out < problem.far, gain, NOTHING), np.where(home < problem.far, 0, NOTHING)
    sources, sinks = out.shape
    roads = max(int(out[out < problem.far].max(initial=0)), int(home[home < problem.far].max(initial=0)))
    # So many rows of NOTHING go before r = 0, that a drive for which no time is left leads there.
    pad = 1 + min(until, roads)
    at_source = np.full((pad + until + 1) * sources, NOTHING, dtype=np.int64)
    at_sink = np.full((pad + until + 1) * sinks, NOTHING, dtype=np.int64)
    arrive = (pad - np.minimum(out, pad)) * sinks + np.arange(sinks)[None, :]
    reach = (pad - np.minimum(home, pad)) * sources + np.arange(sources)[None, :]
    for r in range(until + 1):
        now_gain, now_bonus = _at(gain, bonus, extra, until - r)
        best = (now_gain + at_sink[arrive + r * sinks]).max(axis=1)
        if deadlines is not None:
            best = np.where(until - r > deadlines, NOTHING, best)
        at_source[(pad + r) * sources : (pad + r + 1) * sources] = np.maximum(best, NOTHING)
        onward = (now_bonus + at_source[reach + r * sources]).max(axis=1)
        at_sink[(pad + r) * sinks : (pad + r + 1) * sinks] = np.maximum(onward, 0)
    by_time = at_source.reshape(-1, sources)[pad:]
    found = np.zeros((len(starts), until + 1), dtype=np.int64)
    for y, row in enumerate(starts):
        for i, begins in enumerate(row):
            if begins <= until:
                first = 0 if extra is None else int(extra.first[y, i])
                found[y, begins:] = np.maximum(found[y, begins:], first + by_time[: until + 1 - begins, i])
    return found


def _at(gain: Ints, bonus: Ints, extra: Extra | None, t: int) -> tuple[Ints, Ints]:
    if extra is None:
        return gain, bonus
    return gain + extra.loaded_at.get(t, 0), bonus + extra.empty_at.get(t, 0)


def refutes(problem: Busloads, prices: Prices, until: int) -> bool:
    """True if the prices prove that not every load can be carried by `until`."""
    buses = np.array([yard.buses for yard in problem.yards], dtype=np.int64)
    return prices.of_all(problem) > int(buses @ earnings(problem, prices, until)[:, until])


def bound_from(problem: Busloads, prices: Prices, until: int) -> int:
    """The earliest time that the prices do not refute, and `until` + 1 if they refute all up to `until`."""
    if problem.deadlines is not None:
        return _bound_with_deadlines(problem, prices, until)
    buses = np.array([yard.buses for yard in problem.yards], dtype=np.int64)
    enough = buses @ earnings(problem, prices, until) >= prices.of_all(problem)
    return int(np.argmax(enough)) if enough.any() else until + 1


def _bound_with_deadlines(problem: Busloads, prices: Prices, until: int) -> int:
    """By bisection: with deadlines each time needs its own computation."""
    refuted, open_at = -1, until + 1
    while open_at - refuted > 1:
        middle = (refuted + open_at) // 2
        if refutes(problem, prices, middle):
            refuted = middle
        else:
            open_at = middle
    return open_at

"""Proof by cases that not every load can be carried by T, each case closed by whole numbers.

Where the relaxation of `timed` is feasible at T although no tours are, something in it is fractional: how often a
drive is made in all, how often a source is left at a moment, or how often a drive is made at a moment. Either it is
at most its floor or at least its ceiling; so the tree of cases covers all tours, and T is refuted when every leaf
is. A leaf brings its own certificate: a limit `low <= n <= high` on how often drives are made has a dual rho, which
is earned on each of them (rho > 0, the limit below counts) or paid (rho < 0, the limit above counts), and

    sum pi loads - sum sigma capacities + sum rho (low or high)  >  sum_y buses[y] V_y(T)

with V from `certificate.earnings` cannot hold if tours within the limits carry everything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.planning.busloads.certificate import SCALE, Extra, Ints, Prices, earnings
from safepassage.planning.busloads.instance import Tour
from safepassage.planning.busloads.programme import Floats, Relaxed, Verdict
from safepassage.planning.busloads.timed import FAR, PROOF, Network, Timed, timed

FRACTION = 1e-6

Limits = Mapping[int, tuple[int, int]]
"""Counter -> how often at least and at most; see `programme.Session` for counters."""

UNLIMITED = 1 << 30


def settle(
    net: Network, *, cases: int, certified: bool = True, stop: Callable[[], bool] = lambda: False
) -> tuple[Verdict, list[Tour]]:
    """IMPOSSIBLE if every case is refuted, FOUND with tours where one is whole, OPEN after so many cases or a stop.

    Without `certified` cases are closed at the word of the solver, which is enough where only tours are looked for.
    """
    tree = _Tree(net, stop)
    waiting: list[Limits] = [{}]
    for _ in range(cases):
        if not waiting or stop():
            break
        limits = waiting.pop()
        relaxed = tree.solve(limits)
        if relaxed is None and (certified or stop()):
            return Verdict.OPEN, []
        if relaxed is None:
            continue
        if relaxed.objective > PROOF and (not certified or tree.is_refuted(limits, relaxed)):
            continue
        counter = tree.fractional(relaxed)
        if counter is None:
            found = relaxed.objective < PROOF
            return (Verdict.FOUND, tree.timed.tours(relaxed.values)) if found else (Verdict.OPEN, [])
        waiting.extend(tree.halves(limits, counter, relaxed))
    return (Verdict.OPEN if waiting else Verdict.IMPOSSIBLE), []


@dataclass(frozen=True)
class _Group:
    """Drives that are counted together in one row."""

    columns: Ints
    counter: int


class _Tree:
    """The programme with its counters, and what a case says."""

    def __init__(self, net: Network, stop: Callable[[], bool]) -> None:
        self.net = net
        self.timed: Timed = timed(net, elastic=True)
        lp, self.groups = self.timed.programme, list[list[_Group]]()
        sources, sinks, span = len(net.problem.loads), len(net.problem.capacities), net.until + 1
        levels = [
            (columns, *np.unique(keys, return_inverse=True))
            for columns, keys in (
                (self.timed.loaded, net.loaded_i * sinks + net.loaded_j),
                (self.timed.empty, net.empty_j * sources + net.empty_i),
                (self.timed.loaded, net.loaded_i * span + net.loaded_t),
            )
            if len(columns)
        ]
        self.columns = net.columns + sources + sum(len(names) for _, names, _ in levels)
        for columns, names, group in levels:
            rows, short = lp.rows(-FAR, FAR, (len(names),)), lp.columns(np.ones(len(names)))
            lp.add(rows[group], columns, 1.0)
            # What is short of a limit below counts as a missing load, so that no case is without an optimum and duals.
            lp.add(rows, short, 1.0)
            members = np.split(columns[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1])
            self.groups.append([_Group(m, self.columns + int(r)) for m, r in zip(members, rows, strict=True)])
        self.session = lp.session(stop)
        self.applied: Limits = {}
        loads = np.array(net.problem.loads, dtype=np.int64)
        self.most = np.full(self.columns, UNLIMITED, dtype=np.int64)
        self.most[self.timed.loaded], self.most[self.timed.empty] = loads[net.loaded_i], loads[net.empty_i]
        for column in (*self.timed.loaded, *self.timed.empty):
            self.session.limit(int(column), 0, int(self.most[column]))

    def solve(self, limits: Limits) -> Relaxed | None:
        """The relaxation of a case; None if it is stopped."""
        for counter in self.applied.keys() - limits.keys():
            self.session.limit(counter, *self._usual(counter))
        for counter, (low, high) in limits.items():
            self.session.limit(counter, low, high)
        self.applied = limits
        return self.session.relax()

    def _usual(self, counter: int) -> tuple[int, int]:
        return (0, int(self.most[counter])) if counter < self.columns else (0, UNLIMITED)

    def fractional(self, relaxed: Relaxed) -> int | None:
        """The counter to decide next: pairs first, then moments, then single drives; None if all are whole."""
        for level in self.groups:
            counts = relaxed.counts[[group.counter - self.columns for group in level]]
            if (worst := _least_whole(counts)) is not None:
                return level[worst].counter
        return _least_whole(relaxed.values[: self.net.columns])

    def halves(self, limits: Limits, counter: int, relaxed: Relaxed) -> tuple[Limits, Limits]:
        """The two cases below and above a fractional count; the one that is looked at next comes last."""
        is_column = counter < self.columns
        count = float(relaxed.values[counter] if is_column else relaxed.counts[counter - self.columns])
        low, high = limits.get(counter, self._usual(counter))
        below, above = {**limits, counter: (low, int(count))}, {**limits, counter: (int(count) + 1, high)}
        return (below, above) if count % 1 > 0.5 else (above, below)

    def is_refuted(self, limits: Limits, relaxed: Relaxed) -> bool:
        """True if whole prices, rounded from the duals, prove that the case holds no tours."""
        pi, sigma = relaxed.duals[self.timed.carried], np.maximum(-relaxed.duals[self.timed.places], 0.0)
        largest = float(np.abs(pi).max(initial=0.0))
        if not largest:
            return False
        scale = SCALE / largest
        prices = Prices(np.rint(pi * scale).astype(np.int64), np.rint(sigma * scale).astype(np.int64))
        rho = np.rint(relaxed.reduced * scale).astype(np.int64)
        rho[self.net.columns :] = 0
        limited, earned = prices.of_all(self.net.problem), 0
        counted: list[tuple[Ints, int, int]] = []
        for column in np.flatnonzero(rho):
            counted.append((np.array([column]), int(column), int(rho[column])))
        for level in self.groups:
            for group in level:
                if group.counter in limits:
                    dual = int(np.rint(relaxed.duals[group.counter - self.columns] * scale))
                    counted.append((group.columns, group.counter, dual))
        on_column = np.zeros(self.columns, dtype=np.int64)
        for columns, counter, dual in counted:
            low, high = limits.get(counter, self._usual(counter))
            if (dual > 0 and low > 0) or (dual < 0 and high < UNLIMITED):
                earned += dual * (low if dual > 0 else high)
                on_column[columns] += dual
        buses = np.array([yard.buses for yard in self.net.problem.yards], dtype=np.int64)
        most = earnings(self.net.problem, prices, self.net.until, self._extra(on_column))[:, self.net.until]
        return limited + earned > int(buses @ most)

    def _extra(self, on_column: Ints) -> Extra:
        net, t = self.net, self.timed
        sources, sinks = len(net.problem.loads), len(net.problem.capacities)
        first = np.zeros((len(net.problem.yards), sources), dtype=np.int64)
        first[net.start_y, net.start_i] = on_column[t.start]
        return Extra(
            first,
            _by_moment(net.loaded_t, net.loaded_i, net.loaded_j, on_column[t.loaded], (sources, sinks)),
            _by_moment(net.empty_t, net.empty_j, net.empty_i, on_column[t.empty], (sinks, sources)),
        )


def _by_moment(t: Ints, a: Ints, b: Ints, earned: Ints, shape: tuple[int, int]) -> dict[int, Ints]:
    found: dict[int, Ints] = {}
    for k in np.flatnonzero(earned):
        found.setdefault(int(t[k]), np.zeros(shape, dtype=np.int64))[a[k], b[k]] = earned[k]
    return found


def _least_whole(counts: Floats) -> int | None:
    """Index of the count farthest from a whole number; None where all are whole."""
    away = np.abs(counts - np.rint(counts))
    worst = int(np.argmax(away)) if len(away) else 0
    return worst if len(away) and away[worst] > FRACTION else None

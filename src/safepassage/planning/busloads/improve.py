"""Local search: tours that are done by an earlier time than the best so far, again and again.

For a target T the cost of tours is the time by which they miss it, plus a little of all driving,

    sum_b max(0, end_b - T) + sum_b lateness_b + driving x sum_b end_b,

and simulated annealing changes one or two tours at a time: a load goes to another place or bus, two loads change
places, loads change sinks, two buses change the rest of their tours. Every state carries every load and respects the
sinks; only time is in question. The target is below the best makespan, by how much `pressure` says.

Annealing: Kirkpatrick, Gelatt and Vecchi 1983, "Optimization by simulated annealing", Science 220.
"""

import math
from collections.abc import Callable, Sequence
from random import Random

from safepassage.planning.busloads.instance import Busloads, Tour, Trip

COOLED = 0.05
"""The temperature at the end of a run, as a part of that at its beginning."""

ASK_EVERY = 256
"""Moves between two questions whether to stop."""


class Search:
    """Tours under change."""

    def __init__(self, problem: Busloads, tours: Sequence[Tour], seed: int) -> None:
        self.problem, self.random = problem, Random(seed)  # noqa: S311 -- a search, no secret
        self.driving = 0.0
        by_yard = {y: [list(t.trips) for t in tours if t.yard == y] for y in range(len(problem.yards))}
        self.yard = [y for y, yard in enumerate(problem.yards) for _ in range(yard.buses)]
        self.tours: list[list[Trip]] = []
        for y, yard in enumerate(problem.yards):
            self.tours += [*by_yard[y], *([] for _ in range(yard.buses - len(by_yard[y])))]
        self.room = list(problem.capacities)
        for trips in self.tours:
            for _, j in trips:
                self.room[j] -= 1
        self.ends, self.late = [0] * len(self.tours), [0] * len(self.tours)
        for b, trips in enumerate(self.tours):
            self.ends[b], self.late[b] = self._times(b, trips)
        self.best = self._now()
        self.best_cost = max(self.ends, default=0) + sum(self.late)

    def _now(self) -> list[Tour]:
        return [Tour(y, tuple(trips)) for y, trips in zip(self.yard, self.tours, strict=True) if trips]

    def _times(self, b: int, trips: list[Trip]) -> tuple[int, int]:
        """When a tour ends, and by how much it misses deadlines."""
        if not trips:
            return 0, 0
        out, home, deadlines = self.problem.out, self.problem.home, self.problem.deadlines
        t = self.problem.starts[self.yard[b]][trips[0][0]]
        if deadlines is None:
            i, j = trips[0]
            t += out[i][j]
            for n in range(1, len(trips)):
                i, then = trips[n]
                t += home[j][i] + out[i][then]
                j = then
            return t, 0
        late, at = 0, -1
        for i, j in trips:
            t += home[at][i] if at >= 0 else 0
            late += max(0, t - deadlines[i])
            t += out[i][j]
            at = j
        return t, late

    def run(
        self,
        least: int,
        moves: int,
        *,
        heat: float,
        driving: float,
        pressure: float,
        stop: Callable[[], bool] = lambda: False,
    ) -> int:
        """Anneal for so many moves or until `least` is met; the best makespan (with lateness) so far.

        The target lies between the best makespan (`pressure` 0) and `least` (1).
        """
        self.driving = driving
        if len(self.tours) == 0 or not sum(self.problem.loads):
            return self.best_cost
        target = self._target(least, pressure)
        temperature, cooling = heat, COOLED ** (1 / max(moves, 1))
        for move in range(moves):
            if move % ASK_EVERY == 0 and stop():
                break
            temperature *= cooling
            changed = self._propose(target)
            if changed is None:
                continue
            tours, times, added = changed
            if added > 0 and self.random.random() >= math.exp(-added / temperature):
                continue
            for (b, trips), (end, late) in zip(tours, times, strict=True):
                self.tours[b], self.ends[b], self.late[b] = trips, end, late
            for j, n in self.moved:
                self.room[j] -= n
            if max(self.ends) < self.best_cost and not any(self.late):
                self.best, self.best_cost = self._now(), max(self.ends)
                if self.best_cost <= least:
                    break
                target = self._target(least, pressure)
        return self.best_cost

    def _target(self, least: int, pressure: float) -> int:
        return max(least, round(self.best_cost - 1 - pressure * (self.best_cost - 1 - least)))

    moved: Sequence[tuple[int, int]] = ()

    def _propose(self, target: int) -> tuple[list[tuple[int, list[Trip]]], list[tuple[int, int]], float] | None:
        rnd, buses = self.random.random, len(self.tours)
        # The later of two buses more often: it is the one that misses the target.
        a, other = int(rnd() * buses), int(rnd() * buses)
        if self.ends[other] > self.ends[a]:
            a = other
        b = int(rnd() * buses)
        if not self.tours[a]:
            return None
        s = int(rnd() * len(self.tours[a]))
        choice = rnd()
        self.moved = ()
        if choice < 0.25:
            tours = self._relocate(a, s, b)
        elif choice < 0.45:
            tours = self._exchange(a, s, b)
        elif choice < 0.6:
            tours = self._new_sink(a, s)
        elif choice < 0.75:
            tours = self._exchange_sinks(a, s, b)
        else:
            tours = self._exchange_rests(a, s, b)
        if tours is None:
            return None
        times = [self._times(c, trips) for c, trips in tours]
        added = 0.0
        for (c, _), (end, late) in zip(tours, times, strict=True):
            was = self.ends[c]
            added += max(0, end - target) - max(0, was - target) + self.driving * (end - was) + late - self.late[c]
        return tours, times, added

    def _relocate(self, a: int, s: int, b: int) -> list[tuple[int, list[Trip]]] | None:
        """A load goes elsewhere, now and then to another sink."""
        trips = self.tours[a].copy()
        trip = trips.pop(s)
        if self.random.random() < 0.4:
            j = int(self.random.random() * len(self.room))
            if j != trip[1] and self.room[j] > 0:
                self.moved = ((trip[1], -1), (j, 1))
                trip = (trip[0], j)
        if a == b:
            trips.insert(int(self.random.random() * (len(trips) + 1)), trip)
            return [(a, trips)]
        into = self.tours[b].copy()
        into.insert(int(self.random.random() * (len(into) + 1)), trip)
        return [(a, trips), (b, into)]

    def _exchange(self, a: int, s: int, b: int) -> list[tuple[int, list[Trip]]] | None:
        """Two loads change places; now and then each leaves its sink to the other."""
        second = self.tours[b]
        if not second:
            return None
        q = int(self.random.random() * len(second))
        one, two = self.tours[a][s], second[q]
        if one == two:
            return None
        if self.random.random() < 0.4:
            one, two = (one[0], two[1]), (two[0], one[1])
        trips = self.tours[a].copy()
        trips[s] = two
        if a == b:
            trips[q] = one
            return [(a, trips)]
        into = second.copy()
        into[q] = one
        return [(a, trips), (b, into)]

    def _new_sink(self, a: int, s: int) -> list[tuple[int, list[Trip]]] | None:
        i, j = self.tours[a][s]
        then = int(self.random.random() * len(self.room))
        if then == j or self.room[then] <= 0:
            return None
        self.moved = ((j, -1), (then, 1))
        trips = self.tours[a].copy()
        trips[s] = (i, then)
        return [(a, trips)]

    def _exchange_sinks(self, a: int, s: int, b: int) -> list[tuple[int, list[Trip]]] | None:
        second = self.tours[b]
        if not second:
            return None
        q = int(self.random.random() * len(second))
        (i, j), (k, m) = self.tours[a][s], second[q]
        if j == m:
            return None
        trips = self.tours[a].copy()
        trips[s] = (i, m)
        if a == b:
            trips[q] = (k, j)
            return [(a, trips)]
        into = second.copy()
        into[q] = (k, j)
        return [(a, trips), (b, into)]

    def _exchange_rests(self, a: int, s: int, b: int) -> list[tuple[int, list[Trip]]] | None:
        """Two buses change what comes after a load; often after loads for one sink, which adds no driving."""
        if a == b:
            return None
        first, second = self.tours[a], self.tours[b]
        q = int(self.random.random() * (len(second) + 1))
        if self.random.random() < 0.5:
            sink = first[s][1]
            same = [n for n, trip in enumerate(second, 1) if trip[1] == sink]
            if same:
                q, s = same[int(self.random.random() * len(same))], s + 1
        return [(a, first[:s] + second[q:]), (b, second[:q] + first[s:])]

"""How many people any plan can have out by a time, and so how early it can be done.

A small linear programme over whole trips, with no hours in it: by time T no more trips of a class can have been made
than its vehicles have time for, the gate lanes, headways and escorts let pass, and places receive. Its value, taken
from the duals in the safe form of `LinearProgramme.safe_bound`, bounds the people out at T from above.
"""

import math
from dataclasses import dataclass

import numpy as np

from safepassage.domain.corridor import ConvoyRule
from safepassage.planning.commodities import CAPACITY_OF_NEED, Commodities
from safepassage.planning.cycle import Cycle
from safepassage.planning.intervals import union
from safepassage.planning.linear_programme import LinearProgramme
from safepassage.planning.problem import Problem


@dataclass(frozen=True)
class _Trip:
    """A kind of whole trip: class, layout, assembly point, reception site."""

    c: int
    capacity: tuple[int, int, int]
    a: int
    r: int
    cycle_s: int


@dataclass(frozen=True)
class Totals:
    """Bounds on totals of one operation; ask it for people out by a time."""

    problem: Problem
    people: Commodities
    cycles: tuple[Cycle | None, ...]

    def people_out(self, by_s: int) -> int:
        """No plan has more people out at `by_s`."""
        everybody = int(self.people.at.sum())
        trips = self._trips()
        if by_s <= 0 or everybody == 0 or not trips:
            return 0
        programme = self._programme(trips, by_s, everybody)
        optimum = programme.minimise(simplex=True)
        if optimum is None:
            return everybody
        return max(0, min(everybody, math.floor(-programme.safe_bound(optimum.duals) + 1e-6)))

    def earliest_s(self, people: int) -> int | None:
        """No plan has so many people out before this time; None if no plan can carry so many by the horizon."""
        if people <= 0:
            return 0
        low, high = 0, self.problem.horizon_s
        if self.people_out(high) < people:
            return None
        while high - low > 60:
            middle = (low + high) // 2
            low, high = (low, middle) if self.people_out(middle) >= people else (middle, high)
        return low

    def _trips(self) -> list[_Trip]:
        problem = self.problem
        return [
            _Trip(c, (int(cap[0]), int(cap[1]), int(cap[2])), a, r, self._cycle_s(c, a, r))
            for c in range(len(problem.classes))
            for cap in problem.capacity[c]
            for a in range(len(problem.assembly))
            for r in range(len(problem.reception))
            if problem.possible(c, a, r)
        ]

    def _cycle_s(self, c: int, a: int, r: int) -> int:
        """Seconds from beginning to beginning, with nobody waiting; 0 for own cars."""
        cycle = self.cycles[c]
        return 0 if cycle is None else cycle.whole_s(a, r)

    def _programme(self, trips: list[_Trip], by_s: int, everybody: int) -> LinearProgramme:
        problem, people = self.problem, self.people
        most = [self._most(trip, everybody) for trip in trips]
        lp = LinearProgramme()
        made = lp.columns(np.zeros(len(trips)), most)
        needs = tuple(range(3))
        at = np.array([[people.at[a, self._kinds(n)].sum() for n in needs] for a in range(len(problem.assembly))])
        left = lp.columns(-1.0, at)
        chosen = np.array(
            [[people.choosing[d, self._kinds(n)].sum() for n in needs] for d in range(len(people.choices))]
        )
        goes = {(d, r): lp.columns(np.zeros(3), chosen[d]) for d, choice in enumerate(people.choices) for r in choice}
        lp_rows = lp.rows(-np.inf, 0.0, left.shape)
        seats = lp.rows(-np.inf, 0.0, (len(problem.reception), 3))
        choosing = lp.rows(-np.inf, chosen)
        total = lp.rows(0.0, 0.0, (3,))
        lp.add(lp_rows, left, 1.0)
        lp.add(total[None, :], left, 1.0)
        for (d, r), columns in goes.items():
            lp.add(seats[r], columns, 1.0)
            lp.add(choosing[d], columns, 1.0)
            lp.add(total, columns, -1.0)
        for j, trip in enumerate(trips):
            lp.add(lp_rows[trip.a], made[j], [-float(x) for x in trip.capacity])
            lp.add(seats[trip.r], made[j], [-float(x) for x in trip.capacity])
        self._resources(lp, trips, made, by_s)
        self._sites(lp, goes)
        return lp

    def _kinds(self, capacity: int) -> list[int]:
        return [k for k, kind in enumerate(self.people.kinds) if CAPACITY_OF_NEED[kind.need] == capacity]

    def _most(self, trip: _Trip, everybody: int) -> int:
        """No plan makes more trips of this kind: cars leave once, and no vehicle needs to go empty."""
        if self.cycles[trip.c] is None:
            return int(self.problem.cars[trip.c, trip.a])
        return everybody

    def _resources(self, lp: LinearProgramme, trips: list[_Trip], made: np.ndarray, by_s: int) -> None:
        problem = self.problem
        for c, cycle in enumerate(self.cycles):
            mine = [j for j, trip in enumerate(trips) if trip.c == c]
            if not mine:
                continue
            if cycle is None:
                cars = lp.rows(-np.inf, problem.cars[c])
                for j in mine:
                    lp.add(cars[trips[j].a], made[j], 1.0)
                continue
            row = lp.rows(-np.inf, float(self._vehicle_s(cycle, [trips[j] for j in mine], by_s)))
            lp.add(row, made[mine], [float(trips[j].cycle_s) for j in mine])
        for w, way in enumerate(problem.ways):
            mine = [j for j, trip in enumerate(trips) if problem.way_of[trip.r] == w]
            if not mine:
                continue
            down_s = min(int(problem.down_s[trips[j].c, trips[j].a, trips[j].r]) for j in mine)
            open_s = [min(closes, by_s - down_s) - opens for opens, closes in way.windows if opens <= by_s - down_s]
            if way.rule is not None:
                row = lp.rows(-np.inf, float(way.rule.max_vehicles * sum(_convoys(way.rule, s) for s in open_s)))
                lp.add(row, made[mine], 1.0)
            if way.lanes:
                working_s = [min(closes, by_s - down_s) - opens for opens, closes in way.inspecting]
                row = lp.rows(-np.inf, float(way.lanes * sum(max(0, s) for s in working_s)))
                lp.add(row, made[mine], [float(problem.inspection_s[trips[j].c, w]) for j in mine])

    def _vehicle_s(self, cycle: Cycle, trips: list[_Trip], by_s: int) -> int:
        """Vehicle-seconds for trips that arrive by then; the way home from the last trip is not counted.

        Two counts hold, the whole time and the open time: trips that cross in one window follow each other a cycle
        apart, so they take no longer than the window and one cycle.
        """
        longest_s, vehicles = max(trip.cycle_s for trip in trips), len(cycle.available)
        whole_s = int(np.maximum(by_s - cycle.available, 0).sum()) + vehicles * longest_s
        windows = union(window for way in self.problem.ways for window in way.windows)
        open_s = sum(min(closes, by_s) - opens + longest_s for opens, closes in windows if opens <= by_s)
        return min(whole_s, vehicles * open_s)

    def _sites(self, lp: LinearProgramme, goes: dict[tuple[int, int], np.ndarray]) -> None:
        for r, site in enumerate(self.problem.reception):
            into = [columns for (_, at), columns in goes.items() if at == r]
            if not into:
                continue
            if site.places is not None:
                row = lp.rows(-np.inf, float(site.places))
                lp.add(row, np.concatenate([columns[:2] for columns in into]), 1.0)
            if site.beds is not None:
                row = lp.rows(-np.inf, float(site.beds))
                lp.add(row, np.array([columns[2] for columns in into]), 1.0)


def _convoys(rule: ConvoyRule, open_s: int) -> int:
    """Convoys that can depart within a window of so many seconds, both ends included."""
    by_headway = open_s // rule.headway_s + 1 if rule.headway_s else math.inf
    by_escort = rule.escorts * (open_s // rule.escort_cycle_s + 1) if rule.escorts and rule.escort_cycle_s else math.inf
    return int(min(by_headway, by_escort, 10**9))

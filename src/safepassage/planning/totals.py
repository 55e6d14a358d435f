"""How many people any plan can have out by a time, and so how early it can be done.

A small linear programme over whole trips, with no hours in it: by time T no more trips of a class can have been made
than its vehicles have time for, the gate lanes, headways, escorts and quotas let pass, places receive, and people are
ready for (`limits`). Its value, taken from the duals in the safe form of `LinearProgramme.safe_bound`, bounds the
people out at T from above. What vehicles drive empty from one trip to the next is a flow (`chains`).
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from safepassage.planning.chains import Chain, chain, loaded_s
from safepassage.planning.commodities import CAPACITY_OF_NEED, Commodities
from safepassage.planning.cycle import Cycle
from safepassage.planning.limits import (
    Arrivals,
    Fleet,
    Lanes,
    TripKind,
    arrivals,
    convoy_departures,
    entering,
    fleet,
    lanes,
    trip_kinds,
)
from safepassage.planning.linear_programme import LinearProgramme
from safepassage.planning.problem import Ints, Problem

Columns = dict[tuple[int, int], np.ndarray]


@dataclass(frozen=True)
class Totals:
    """Bounds on totals of one operation; ask it for people out by a time."""

    problem: Problem
    people: Commodities
    cycles: tuple[Cycle | None, ...]

    def people_out(self, by_s: int) -> int:
        """No plan has more people out at `by_s`."""
        everybody = self._everybody
        if by_s <= 0 or everybody == 0 or all(kind.arrives_s > by_s for kind in self._kinds):
            return 0
        programme = self._programme(by_s, everybody)
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
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.people_out(middle) >= people else (middle, high)
        return high

    @cached_property
    def _everybody(self) -> int:
        return int(self.people.at.sum())

    @cached_property
    def _kinds(self) -> tuple[TripKind, ...]:
        return trip_kinds(self.problem, self.cycles)

    @cached_property
    def _of_class(self) -> dict[int, list[int]]:
        return {
            c: found for c in range(len(self.cycles)) if (found := [j for j, k in enumerate(self._kinds) if k.c == c])
        }

    @cached_property
    def _of_way(self) -> dict[int, list[int]]:
        ways = range(len(self.problem.ways))
        return {w: found for w in ways if (found := [j for j, k in enumerate(self._kinds) if k.w == w])}

    @cached_property
    def _arrivals(self) -> Arrivals:
        return arrivals(self.problem, self._kinds)

    @cached_property
    def _fleets(self) -> dict[int, Fleet]:
        kinds = self._kinds
        return {
            c: fleet(self.problem, cycle, [kinds[j] for j in mine])
            for c, mine in self._of_class.items()
            if (cycle := self.cycles[c]) is not None
        }

    @cached_property
    def _chains(self) -> dict[int, Chain]:
        return {c: chain(self.problem, c) for c in self._fleets}

    @cached_property
    def _loaded(self) -> dict[int, Ints]:
        """Of each class, how long each kind of its trips is loaded at the least."""
        return {
            c: np.array([loaded_s(self.problem, self._kinds[j]) for j in mine], dtype=np.int64)
            for c, mine in self._of_class.items()
        }

    @cached_property
    def _ending(self) -> dict[int, list[tuple[int, list[int]]]]:
        """Of each class (second, trips that none crosses after), in order: deadlines."""
        return {c: _nested([(self._kinds[j].ends_s, j) for j in mine]) for c, mine in self._of_class.items()}

    @cached_property
    def _convoys(self) -> dict[int, Ints]:
        """When the convoys of each way can depart at the earliest, where they are limited."""
        found = {}
        for w, mine in self._of_way.items():
            way, first_s = self.problem.ways[w], min(self._kinds[j].crosses_s for j in mine)
            if way.rule is not None:
                departures = convoy_departures(way, way.rule, first_s, self.problem.horizon_s)
                if departures is not None:
                    found[w] = departures
        return found

    @cached_property
    def _lanes(self) -> dict[int, Lanes]:
        kinds, ways = self._kinds, self.problem.ways
        return {
            w: lanes(self.problem, w, [kinds[j] for j in mine]) for w, mine in self._of_way.items() if ways[w].lanes
        }

    def _programme(self, by_s: int, everybody: int) -> LinearProgramme:
        problem, people, kinds = self.problem, self.people, self._kinds
        lp = LinearProgramme()
        made = lp.columns(np.zeros(len(kinds)), [self._most(kind, by_s, everybody) for kind in kinds])
        left = lp.columns(-1.0, self._ready_at(by_s))
        chosen = self._ready_choosing(by_s)
        goes = {(d, r): lp.columns(np.zeros(3), chosen[d]) for d, choice in enumerate(people.choices) for r in choice}
        boarding = lp.rows(-np.inf, 0.0, left.shape)
        seats = lp.rows(-np.inf, 0.0, (len(problem.reception), 3))
        choosing = lp.rows(-np.inf, chosen)
        total = lp.rows(0.0, 0.0, (3,))
        lp.add(boarding, left, 1.0)
        lp.add(total[None, :], left, 1.0)
        for (d, r), columns in goes.items():
            lp.add(seats[r], columns, 1.0)
            lp.add(choosing[d], columns, 1.0)
            lp.add(total, columns, -1.0)
        for j, kind in enumerate(kinds):
            lp.add(boarding[kind.a], made[j], [-float(x) for x in kind.capacity])
            lp.add(seats[kind.r], made[j], [-float(x) for x in kind.capacity])
        self._vehicles(lp, made, by_s)
        self._passing(lp, made, by_s)
        self._quotas(lp, made, left, by_s)
        self._sites(lp, goes)
        return lp

    def _ready_at(self, by_s: int) -> Ints:
        """[assembly point, capacity] people who can have arrived by then."""
        at = [[self.people.at[a, self._of_need(n)].sum() for n in range(3)] for a in range(len(self.problem.assembly))]
        ready = [[Arrivals.by(self._arrivals.at.get((a, n)), by_s) for n in range(3)] for a in range(len(at))]
        return np.minimum(np.array(at, dtype=np.int64), np.array(ready, dtype=np.int64))

    def _ready_choosing(self, by_s: int) -> Ints:
        """[choice, capacity] people who can have arrived by then."""
        choices = self.people.choices
        all_ = [[self.people.choosing[d, self._of_need(n)].sum() for n in range(3)] for d in range(len(choices))]
        ready = [[Arrivals.by(self._arrivals.choosing.get((choice, n)), by_s) for n in range(3)] for choice in choices]
        return np.minimum(np.array(all_, dtype=np.int64), np.array(ready, dtype=np.int64))

    def _of_need(self, capacity: int) -> list[int]:
        return [k for k, kind in enumerate(self.people.kinds) if CAPACITY_OF_NEED[kind.need] == capacity]

    def _most(self, kind: TripKind, by_s: int, everybody: int) -> int:
        """No plan makes more trips of this kind: cars leave once, and no vehicle needs to go empty."""
        if kind.arrives_s > by_s:
            return 0
        return int(self.problem.cars[kind.c, kind.a]) if self.cycles[kind.c] is None else everybody

    def _vehicles(self, lp: LinearProgramme, made: np.ndarray, by_s: int) -> None:
        for c, mine in self._of_class.items():
            if c not in self._fleets:
                cars = lp.rows(-np.inf, self.problem.cars[c])
                for j in mine:
                    lp.add(cars[self._kinds[j].a], made[j], 1.0)
                continue
            levels = [(last_s, some) for last_s, some in self._ending[c] if self._arrive_by(some, last_s) < by_s]
            for last_s, some in levels:
                self._cross(lp, made, c, some, last_s)
            if not levels or len(levels[-1][1]) < len(mine):
                vehicles = self._fleets[c]
                self._count(lp, made, mine, vehicles.seconds(by_s), vehicles.trips(by_s))
                self._chain(lp, made[mine], c, by_s)

    def _cross(self, lp: LinearProgramme, made: np.ndarray, c: int, some: list[int], last_s: int) -> None:
        """None of these trips of a class crosses after a deadline; vehicles may make others before."""
        mine, vehicles, by_s = self._of_class[c], self._fleets[c], self._arrive_by(some, last_s)
        self._count(lp, made, some, vehicles.seconds(by_s), vehicles.trips(last_s + vehicles.down_s))
        among = lp.columns(np.zeros(len(mine)), float(self._everybody))
        among[np.isin(mine, some)] = made[some]
        self._chain(lp, among, c, by_s)

    def _arrive_by(self, some: list[int], last_s: int) -> int:
        """When they have arrived that cross by then, with every way as short as it can be."""
        return last_s + max(self._kinds[j].down_s for j in some)

    def _count(self, lp: LinearProgramme, made: np.ndarray, some: list[int], seconds: int, trips: int | None) -> None:
        """These trips take no longer in all, and are no more."""
        row = lp.rows(-np.inf, float(seconds))
        lp.add(row, made[some], [float(self._kinds[j].cycle_s) for j in some])
        _at_most(lp, made[some], trips)

    def _chain(self, lp: LinearProgramme, made: np.ndarray, c: int, by_s: int) -> None:
        kinds = [self._kinds[j] for j in self._of_class[c]]
        self._chains[c].limit(lp, made, kinds, self._loaded[c], by_s, self._everybody)

    def _passing(self, lp: LinearProgramme, made: np.ndarray, by_s: int) -> None:
        """Convoys and lanes."""
        for w, mine in self._of_way.items():
            rule, down_s = self.problem.ways[w].rule, min(self._kinds[j].down_s for j in mine)
            if rule is not None and w in self._convoys:
                convoys = int(np.searchsorted(self._convoys[w], by_s - down_s, side="right"))
                _at_most(lp, made[mine], rule.max_vehicles * convoys)
            if w in self._lanes:
                row = lp.rows(-np.inf, float(self._lanes[w].seconds(by_s)))
                lp.add(row, made[mine], [float(self.problem.inspection_s[self._kinds[j].c, w]) for j in mine])
                _at_most(lp, made[mine], self._lanes[w].trips(by_s))

    def _quotas(self, lp: LinearProgramme, made: np.ndarray, left: np.ndarray, by_s: int) -> None:
        down_s = min(kind.down_s for kind in self._kinds)
        for people, vehicles in entering(self.problem, by_s - down_s):
            _at_most(lp, left.ravel(), people)
            _at_most(lp, made, vehicles)

    def _sites(self, lp: LinearProgramme, goes: Columns) -> None:
        for r, site in enumerate(self.problem.reception):
            into = [columns for (_, at), columns in goes.items() if at == r]
            if not into:
                continue
            if site.places is not None:
                _at_most(lp, np.concatenate([columns[:2] for columns in into]), site.places)
            if site.beds is not None:
                _at_most(lp, np.array([columns[2] for columns in into]), site.beds)


def _at_most(lp: LinearProgramme, columns: np.ndarray, most: int | None) -> None:
    """These columns are no more than so many together; None is no limit."""
    if most is not None:
        lp.add(lp.rows(-np.inf, float(most)), columns, 1.0)


def _nested(ending: list[tuple[int, int]]) -> list[tuple[int, list[int]]]:
    """For each end, in order, all that end by then."""
    found: dict[int, list[int]] = {}
    so_far: list[int] = []
    for ends_s, j in sorted(ending):
        so_far.append(j)
        found[ends_s] = list(so_far)
    return list(found.items())

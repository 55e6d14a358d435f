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
from safepassage.planning.linear_programme import Index, LinearProgramme
from safepassage.planning.problem import Ints, Problem

MOST_CHOICES = 300
"""Sets of acceptable sites that are told apart: those that most people chose."""


@dataclass(frozen=True)
class Totals:
    """Bounds on totals of one operation; ask it for people out by a time."""

    problem: Problem
    people: Commodities
    cycles: tuple[Cycle | None, ...]

    def people_out(self, by_s: int) -> int:
        """No plan has more people out at `by_s`.

        Where as many can be out before as after, nothing is to be worked out.
        """
        if by_s not in self._known:
            before = max((n for t, n in self._known.items() if t < by_s), default=0)
            after = min((n for t, n in self._known.items() if t > by_s), default=-1)
            self._known[by_s] = after if before == after else self._most_out(by_s)
        return self._known[by_s]

    @cached_property
    def _known(self) -> dict[int, int]:
        """Answers so far."""
        return {}

    def _most_out(self, by_s: int) -> int:
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

    @cached_property
    def _table(self) -> Ints:
        """[kind, (class, assembly point, site, arrival, cycle, seats, wheelchairs, stretchers)]."""
        rows = [(k.c, k.a, k.r, k.arrives_s, k.cycle_s, *k.capacity) for k in self._kinds]
        return np.array(rows, dtype=np.int64).reshape(-1, 8)

    @cached_property
    def _choices(self) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
        """(sites, choices that are counted as if they were these): the rare ones are taken to accept every site."""
        people = self.people.choosing.sum(axis=1)
        order = np.argsort(-people, kind="stable").tolist()
        often, rare = sorted(order[:MOST_CHOICES]), tuple(order[MOST_CHOICES:])
        every = tuple(sorted({r for d in rare for r in self.people.choices[d]}))
        return (*((self.people.choices[d], (d,)) for d in often), *(((every, rare),) if rare else ()))

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        """Indices of `_choices`, and of the sites of each."""
        pairs = [(d, r) for d, (sites, _) in enumerate(self._choices) for r in sites]
        choice, site = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return choice, site

    def _programme(self, by_s: int, everybody: int) -> LinearProgramme:
        problem, (c, a, r, arrives_s, _, *capacity) = self.problem, self._table.T
        lp = LinearProgramme()
        own = np.array([cycle is None for cycle in self.cycles], dtype=bool)[c]
        made = lp.columns(np.zeros(len(c)), np.where(arrives_s > by_s, 0, np.where(own, problem.cars[c, a], everybody)))
        left = lp.columns(-1.0, self._ready_at(by_s))
        chosen = self._ready_choosing(by_s)
        choice, site = self._pairs
        goes = lp.columns(np.zeros((len(choice), 3)), chosen[choice])
        boarding = lp.rows(-np.inf, 0.0, left.shape)
        seats = lp.rows(-np.inf, 0.0, (len(problem.reception), 3))
        choosing = lp.rows(-np.inf, chosen)
        total = lp.rows(0.0, 0.0, (3,))
        lp.add(boarding, left, 1.0)
        lp.add(total[None, :], left, 1.0)
        lp.add(seats[site], goes, 1.0)
        lp.add(choosing[choice], goes, 1.0)
        lp.add(total[None], goes, -1.0)
        places = -np.stack(capacity, axis=1).astype(float)
        lp.add(boarding[a], made[:, None], places)
        lp.add(seats[r], made[:, None], places)
        self._vehicles(lp, made, by_s)
        self._passing(lp, made, by_s)
        self._quotas(lp, made, left, by_s)
        self._sites(lp, goes)
        return lp

    def _ready_at(self, by_s: int) -> Ints:
        """[assembly point, capacity] people who can have arrived by then."""
        ready = [[Arrivals.by(self._arrivals.at.get((a, n)), by_s) for n in range(3)] for a in range(len(self._at))]
        return np.minimum(self._at, np.array(ready, dtype=np.int64))

    @cached_property
    def _at(self) -> Ints:
        """[assembly point, capacity] people."""
        return np.stack([self.people.at[:, self._of_need(n)].sum(axis=1) for n in range(3)], axis=1)

    @cached_property
    def _choosing(self) -> Ints:
        """[choice, capacity] people."""
        return np.stack([self.people.choosing[:, self._of_need(n)].sum(axis=1) for n in range(3)], axis=1)

    @cached_property
    def _arrive_choosing(self) -> tuple[tuple[Ints | None, ...], ...]:
        """[of `_choices`][capacity] the arrivals of all who are counted together, in order."""
        found, choices = self._arrivals.choosing, self.people.choices
        parts = [[[found.get((choices[d], n)) for d in alike] for n in range(3)] for _, alike in self._choices]
        return tuple(
            tuple(
                np.sort(np.concatenate(real)) if (real := [times for times in some if times is not None]) else None
                for some in of
            )
            for of in parts
        )

    def _ready_choosing(self, by_s: int) -> Ints:
        """[of `_choices`, capacity] people who can have arrived by then."""
        every = [self._choosing[list(alike)].sum(axis=0) for _, alike in self._choices]
        ready = [[Arrivals.by(times, by_s) for times in of] for of in self._arrive_choosing]
        return np.minimum(np.array(every, dtype=np.int64), np.array(ready, dtype=np.int64)).reshape(-1, 3)

    def _of_need(self, capacity: int) -> list[int]:
        return [k for k, kind in enumerate(self.people.kinds) if CAPACITY_OF_NEED[kind.need] == capacity]

    def _vehicles(self, lp: LinearProgramme, made: np.ndarray, by_s: int) -> None:
        for c, mine in self._of_class.items():
            if c not in self._fleets:
                cars = lp.rows(-np.inf, self.problem.cars[c])
                lp.add(cars[self._table[mine, 1]], made[mine], 1.0)
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
                lp.add(row, made[mine], self.problem.inspection_s[self._table[mine, 0], w])
                _at_most(lp, made[mine], self._lanes[w].trips(by_s))

    def _quotas(self, lp: LinearProgramme, made: np.ndarray, left: np.ndarray, by_s: int) -> None:
        down_s = min(kind.down_s for kind in self._kinds)
        for people, vehicles in entering(self.problem, by_s - down_s):
            _at_most(lp, left.ravel(), people)
            _at_most(lp, made, vehicles)

    def _sites(self, lp: LinearProgramme, goes: Index) -> None:
        for r, site in enumerate(self.problem.reception):
            into = goes[self._pairs[1] == r]
            if not len(into):
                continue
            if site.places is not None:
                _at_most(lp, into[:, :2].ravel(), site.places)
            if site.beds is not None:
                _at_most(lp, into[:, 2], site.beds)


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

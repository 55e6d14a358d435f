"""How long a vehicle is bound by a trip, at the least: from when it could have begun until it can begin another.

A vehicle's time is cut where it stands ready to load. What it drives empty to assembly point a depends on where it
comes from; the part that it drives in any case, `approach_s[a]`, is charged to the trip that it comes for, and
`nearest_s[r]` to the trip that it comes from, so that for every r and a

    nearest_s[r] + approach_s[a] <= seconds from r to a.

All trips of a class are then intervals [begins_s, ends_s) of which no more overlap than there are vehicles.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from safepassage.domain.fleet import Vehicle, VehicleClass
from safepassage.planning.problem import NEVER, Ints, Problem


@dataclass(frozen=True)
class Cycle:
    """The cycle of one class.

    Attributes:
        approach_s: [a].
        nearest_s: [r]; NEVER where it reaches no assembly point from r.
        available: when each vehicle counts from, sorted; before that none of its trips can begin.
    """

    problem: Problem
    c: int
    approach_s: Ints
    nearest_s: Ints
    available: Ints

    @property
    def _class(self) -> VehicleClass:
        return self.problem.classes[self.c]

    def whole_s(self, a: int, r: int) -> int:
        """Seconds from beginning to beginning of a trip from a to r, for the smallest load, with nobody waiting.

        The way home is left out where there is none.
        """
        problem, c = self.problem, self.c
        fixed_s = self._class.loading.fixed_s + self._class.unloading.fixed_s
        out_s = self.approach_s[a] + problem.up_s[c, a, problem.way_of[r]] + problem.down_s[c, a, r]
        return int(fixed_s + out_s + (0 if self._one_way(r) else problem.back_s[c, r] + self.nearest_s[r]))

    def begins_s(self, a: int, w: int, crossings: Ints) -> Ints:
        """The latest that a vehicle can begin a trip that crosses then, for the smallest load."""
        loaded_s = np.minimum(crossings - self.problem.up_s[self.c, a, w], self.problem.closed_from_s[a])
        return np.asarray(loaded_s - self._class.loading.fixed_s - self.approach_s[a])

    def ends_s(self, r: int, arrivals: Ints) -> Ints:
        """The earliest that a vehicle that arrives then can begin another, for the smallest load."""
        if self._one_way(r):
            return np.full_like(arrivals, self.problem.horizon_s)
        empty_s = arrivals + self._class.unloading.fixed_s
        return np.asarray(np.minimum(self.next_inward_s(r, empty_s) + self.nearest_s[r], self.problem.horizon_s))

    def ends_on_way_s(self, w: int, arrivals: Ints) -> Ints:
        """The same for all sites of a way at once: arrivals and answer are [..., site of the way]."""
        sites = list(self.problem.ways[w].sites)
        back_s, nearest_s = self.problem.back_s[self.c, sites], self.nearest_s[sites]
        at_gate_s = arrivals + self._class.unloading.fixed_s + back_s
        windows = self._inward[w]
        if windows is not None:
            opens_s, closes_s = np.append(windows[0], self.problem.horizon_s), windows[1]
            at_gate_s = np.maximum(at_gate_s, opens_s[np.searchsorted(closes_s, at_gate_s)])
        ends_s = np.minimum(at_gate_s + nearest_s, self.problem.horizon_s)
        return np.where((back_s == NEVER) | (nearest_s == NEVER), self.problem.horizon_s, ends_s)

    def next_inward_s(self, r: int, empty_s: Ints) -> Ints:
        """When a vehicle that is empty at r then can enter the gate inwards; where there is none, at once."""
        at_gate_s = empty_s + self.problem.back_s[self.c, r]
        windows = self.inward_windows(r)
        if windows is None:
            return np.asarray(at_gate_s)
        opens_s, closes_s = windows
        opens_s = np.append(opens_s, self.problem.horizon_s)
        return np.asarray(np.maximum(at_gate_s, opens_s[np.searchsorted(closes_s, at_gate_s)]))

    def spare_s(self, r: int, arrivals: Ints) -> Ints:
        """Seconds that a vehicle may be late at the gate inwards before it closes; negative where it is closed."""
        windows = self.inward_windows(r)
        if windows is None or self._one_way(r):
            return np.full_like(arrivals, self.problem.horizon_s)
        at_gate_s = arrivals + self._class.unloading.fixed_s + self.problem.back_s[self.c, r]
        opens_s, closes_s = (np.append(edge, 4 * self.problem.horizon_s) for edge in windows)
        nxt = np.searchsorted(closes_s, at_gate_s)
        return np.where(opens_s[nxt] <= at_gate_s, closes_s[nxt] - at_gate_s, -1)

    def _one_way(self, r: int) -> bool:
        return NEVER in (int(self.nearest_s[r]), int(self.problem.back_s[self.c, r]))

    def inward_windows(self, r: int) -> tuple[Ints, Ints] | None:
        """Opening and closing times of the first gate on the way in from r; None where none restricts."""
        return self._inward[self.problem.way_of[r]]

    @cached_property
    def _inward(self) -> tuple[tuple[Ints, Ints] | None, ...]:
        """[way] see `inward_windows`."""
        found: list[tuple[Ints, Ints] | None] = []
        for way in self.problem.ways:
            windows = self.problem.operation.gate_windows(way.gates[-1]) if way.gates else None
            edges = [(window.opens_s, window.closes_s) for window in windows or ()]
            opens_s, closes_s = np.array(edges, dtype=np.int64).reshape(-1, 2).T
            found.append(None if windows is None else (opens_s, closes_s))
        return tuple(found)


def first_crossing_s(problem: Problem, cycle: Cycle | None, c: int, a: int, w: int) -> int:
    """The first second in which a vehicle of the class can cross, coming from a; the horizon if there is none."""
    up_s = int(problem.up_s[c, a, w]) + problem.classes[c].loading.fixed_s
    if cycle is None:
        return int(problem.cars_ready_s[c, a][0]) + up_s if problem.cars[c, a] else problem.horizon_s
    return int(cycle.available.min(initial=problem.horizon_s) + cycle.approach_s[a]) + up_s


def cars_by(problem: Problem, c: int, a: int, moments: Ints) -> Ints:
    """How many own cars from an assembly point can have crossed by each of these seconds, on whatever way."""
    ready_s, up_s = problem.cars_ready_s.get((c, a), np.empty(0, dtype=np.int64)), problem.up_s[c, a]
    if not (up_s != NEVER).any():
        return np.zeros(len(moments), dtype=np.int64)
    lead_s = int(up_s[up_s != NEVER].min()) + problem.classes[c].loading.fixed_s
    return np.asarray(np.searchsorted(ready_s + lead_s, moments, side="right"))


def cycles(problem: Problem) -> tuple[Cycle | None, ...]:
    """The cycle of each class; None for own cars, which leave once."""
    return tuple(
        None if vehicle_class.own_car else _cycle(problem, c) for c, vehicle_class in enumerate(problem.classes)
    )


def _cycle(problem: Problem, c: int) -> Cycle:
    inward_s = np.where(problem.inward_s[c] == NEVER, np.iinfo(np.int64).max // 4, problem.inward_s[c])
    nearest_s = inward_s.min(axis=1, initial=np.iinfo(np.int64).max // 4)
    approach_s = (inward_s - nearest_s[:, None]).min(axis=0, initial=problem.horizon_s)
    approach_s = np.minimum(approach_s, problem.horizon_s)
    nearest_s = np.where(nearest_s > problem.horizon_s, NEVER, nearest_s)
    available = sorted(
        _first_begins_s(problem, c, vehicle, approach_s)
        for vehicle in problem.operation.vehicles.values()
        if vehicle.vehicle_class == problem.classes[c].id
    )
    return Cycle(problem, c, approach_s, nearest_s, np.array(available, dtype=np.int64))


def _first_begins_s(problem: Problem, c: int, vehicle: Vehicle, approach_s: Ints) -> int:
    """When a vehicle counts from: the earliest that it can be at an assembly point, less `approach_s` of that."""
    arrives_s = [
        problem.arrives_s(problem.classes[c].id, vehicle.start, place.id, vehicle.available_from_s)
        for place in problem.assembly
    ]
    found = [at_s - int(approach_s[a]) for a, at_s in enumerate(arrives_s) if at_s != NEVER]
    return min(found, default=vehicle.available_from_s + problem.horizon_s)

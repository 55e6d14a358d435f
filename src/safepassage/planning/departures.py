"""Departures of a way, and how long before and after each its vehicles are under way, in the traffic of that hour."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from safepassage.planning.calendar import closed_until
from safepassage.planning.cycle import Cycle
from safepassage.planning.intervals import Intervals
from safepassage.planning.problem import NEVER, Ints, Problem, Way, closures, has_no_bay

FREE_STEP_S = 600
"""In free running, vehicles that cross within so many seconds count as one departure."""

TURNS = 4
"""At most so many turns of the lanes are told apart before a convoy departs."""


@dataclass(frozen=True)
class Departures:
    """Departures of one way and what goes with them.

    Attributes:
        t_s: [departure] seconds at which vehicles cross.
        up_s: [class][assembly point, departure] from loaded to crossing, inspected last; NEVER where there is no way.
        down_s: [class][site of the way, departure] from crossing to arrival; NEVER where there is no way.
        ends_s: [class][site of the way, departure] when the vehicle stands ready again after a minimal unloading.
        turn_s: seconds of a turn of the lanes; who is inspected a turn earlier leaves so much earlier.
        turn: [departure, turn] its number; an earlier turn of one departure may be a later one of the departure before.
    """

    t_s: Ints
    up_s: tuple[Ints, ...]
    down_s: tuple[Ints, ...]
    ends_s: tuple[Ints, ...]
    turn_s: float
    turn: Ints


def free_slots(problem: Problem, w: int) -> Ints:
    """Departures in free running: evenly through each window."""
    inspection_s = int(problem.inspection_s[:, w].min(initial=0))
    found = [
        t for opens, closes in problem.ways[w].windows for t in range(opens + inspection_s, closes + 1, FREE_STEP_S)
    ]
    return np.array(found, dtype=np.int64)


def leads_s(problem: Problem) -> Ints:
    """[assembly point] seconds before a crossing by when whoever crosses must be ready: loading, the way, inspection.

    For the slowest of the vehicles that come to it, with nobody aboard who lies; patients may take longer to load.
    """
    found = np.zeros(len(problem.assembly), dtype=np.int64)
    for c, vehicle_class in enumerate(problem.classes):
        up_s = np.where(problem.up_s[c] == NEVER, 0, problem.up_s[c]).max(axis=1, initial=0)
        sitting = [layout for layout in vehicle_class.layouts if not layout.stretchers] or vehicle_class.layouts
        load_s = max(vehicle_class.loading.seconds(layout.capacity) for layout in sitting)
        found = np.maximum(found, np.where(up_s > 0, up_s + load_s, 0))
    return found


@dataclass(frozen=True)
class Roads:
    """What is between assembly points, gates and sites at an hour; closed where a hazard closes it."""

    problem: Problem
    cycles: tuple[Cycle | None, ...]

    @cached_property
    def closed(self) -> dict[str | frozenset[str], Intervals]:
        return closures(self.problem.operation)

    def departures(self, w: int, t_s: Ints) -> Departures:
        """Work out what goes with departures of a way."""
        way, classes = self.problem.ways[w], range(len(self.problem.classes))
        down_s = tuple(
            np.array([[self._down_s(c, r, way, int(t)) for t in t_s] for r in way.sites], dtype=np.int64).reshape(
                len(way.sites), len(t_s)
            )
            for c in classes
        )
        turn_s, turn = _turns(self.problem, w, t_s)
        return Departures(
            t_s=t_s,
            up_s=tuple(
                np.array(
                    [[self._up_s(c, a, w, int(t)) for t in t_s] for a in range(len(self.problem.assembly))],
                    dtype=np.int64,
                ).reshape(len(self.problem.assembly), len(t_s))
                for c in classes
            ),
            down_s=down_s,
            ends_s=tuple(self._ends_s(c, way, t_s + down_s[c]) for c in classes),
            turn_s=turn_s,
            turn=turn,
        )

    def _up_s(self, c: int, a: int, w: int, t: int) -> int:
        way, place, vehicle_class = self.problem.ways[w], self.problem.assembly[a].id, self.problem.classes[c].id
        shortest_s = int(self.problem.up_s[c, a, w])
        if shortest_s == NEVER or not way.gates:
            return shortest_s
        inspection_s = self.problem.operation.gate[way.gates[0]].inspects(vehicle_class).loaded_s
        travel_s = self._drive_s(place, way.gates[0], vehicle_class, t - shortest_s)
        if travel_s == NEVER:
            return NEVER
        leaves_s = t - inspection_s - travel_s
        return NEVER if closed_until(self.closed.get(place, ()), leaves_s - 1, 1) >= leaves_s else t - leaves_s

    def _down_s(self, c: int, r: int, way: Way, t: int) -> int:
        site, vehicle_class = self.problem.reception[r], self.problem.classes[c].id
        shortest = self.problem.down_s[c, :, r]
        if has_no_bay(site, vehicle_class) or not (shortest != NEVER).any():
            return NEVER
        now_s = t if way.gates else t + int(shortest[shortest != NEVER].min())
        for origin, destination in pairwise((*way.gates, site.id) if way.gates else ()):
            travel_s = self._drive_s(origin, destination, vehicle_class, now_s)
            if travel_s == NEVER:
                return NEVER
            now_s += travel_s
            if destination != site.id:
                now_s += self.problem.operation.gate[destination].inspects(vehicle_class).loaded_s
        received = not site.open or any(window.opens_s <= now_s < window.closes_s for window in site.open)
        return now_s - t if received and now_s <= self.problem.horizon_s else NEVER

    def _ends_s(self, c: int, way: Way, arrives_s: Ints) -> Ints:
        cycle = self.cycles[c]
        if cycle is None:
            return np.full_like(arrives_s, 4 * self.problem.horizon_s)
        rows = [cycle.ends_s(r, arrives_s[i]) for i, r in enumerate(way.sites)]
        return np.array(rows, dtype=np.int64).reshape(arrives_s.shape)

    def _drive_s(self, origin: str, destination: str, vehicle_class: str, departs_s: int) -> int:
        """Seconds of driving; NEVER without a road, or where it or the place at its end is closed then."""
        travel_s = self.problem.times.seconds(origin, destination, vehicle_class, departs_s)
        if travel_s is None:
            return NEVER
        arrives_s = departs_s + travel_s
        on_road, there = self.closed.get(frozenset((origin, destination)), ()), self.closed.get(destination, ())
        free = (
            closed_until(on_road, departs_s, max(travel_s, 1)) == departs_s
            and closed_until(there, arrives_s, 1) == arrives_s
        )
        return travel_s if free else NEVER


def _turns(problem: Problem, w: int, t_s: Ints) -> tuple[float, Ints]:
    """Seconds of a turn of the lanes, and the number of each turn before each departure."""
    way = problem.ways[w]
    if way.rule is None:
        return FREE_STEP_S, np.arange(len(t_s))[:, None]
    inspection_s = int(problem.inspection_s[:, w].max(initial=0))
    whole_s = way.rule.max_vehicles * inspection_s / max(1, way.lanes)
    turn_s = max(1.0, inspection_s, whole_s / TURNS)
    step_s = float(np.diff(t_s).min(initial=whole_s))
    if step_s < whole_s:
        turn_s = step_s / max(1, round(step_s / turn_s))
    turns = max(1, min(TURNS, math.ceil(whole_s / turn_s)))
    last = np.rint((t_s - t_s[:1]) / turn_s).astype(np.int64)
    return turn_s, last[:, None] - np.arange(turns)

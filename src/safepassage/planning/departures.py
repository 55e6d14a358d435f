"""Departures of a way, and how long before and after each its vehicles are under way, in the traffic of that hour."""

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

TURNS = 3
"""Turns of the lanes that are told apart before a convoy departs."""

SHORTEST_TURN_S = 300


@dataclass(frozen=True)
class Departures:
    """Departures of one way and what goes with them.

    Attributes:
        t_s: [departure] seconds at which vehicles cross.
        up_s: [class][assembly point, departure] from loaded to crossing, inspected last; NEVER where there is no way.
        down_s: [class][site of the way, departure] from crossing to arrival; NEVER where there is no way.
        ends_s: [class][site of the way, departure] when the vehicle stands ready again after a minimal unloading.
        turn_s: seconds of a turn of the lanes; who is inspected a turn earlier leaves so much earlier.
        turns: how many are told apart.
    """

    t_s: Ints
    up_s: tuple[Ints, ...]
    down_s: tuple[Ints, ...]
    ends_s: tuple[Ints, ...]
    turn_s: int
    turns: int


def free_slots(problem: Problem, w: int) -> Ints:
    """Departures in free running: evenly through each window."""
    inspection_s = int(problem.inspection_s[:, w].min(initial=0))
    found = [
        t for opens, closes in problem.ways[w].windows for t in range(opens + inspection_s, closes + 1, FREE_STEP_S)
    ]
    return np.array(found, dtype=np.int64)


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
        turn_s, turns = _turns(self.problem, w)
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
            turns=turns,
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


def _turns(problem: Problem, w: int) -> tuple[int, int]:
    """Seconds of a turn of the lanes, and how many turns it takes to inspect a whole convoy."""
    way = problem.ways[w]
    if way.rule is None:
        return FREE_STEP_S, 1
    whole_s = way.rule.max_vehicles * int(problem.inspection_s[:, w].max(initial=0)) // max(1, way.lanes)
    return max(SHORTEST_TURN_S, whole_s // TURNS), TURNS

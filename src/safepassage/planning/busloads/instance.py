"""The bus evacuation problem: what is given, and what is asked for.

Identical buses stand in yards. Loads of people, each one full bus, wait at sources; sinks take so many loads in all. A
bus drives from its yard to a source, takes one load to a sink, drives empty to a source, and so on; it ends at a sink.
Every load is carried once, and the last arrival at a sink, the makespan, is to be as early as possible:

    min max_b  a_b + p(b, i1) + d(i1, j1) + e(j1, i2) + d(i2, j2) + ... + d(in, jn)

over tours (i1, j1), ..., (in, jn) for each bus b that together take `loads[i]` loads from source i and no more than
`capacities[j]` to sink j. There is no triangle inequality: a bus drives what the table says.

Sources: Bish 2011, "Planning for a bus-based evacuation", OR Spectrum 33, who shows that it is NP-hard; Goerigk, Gruen
and Hessler 2013, "Branch and bound algorithms for the bus evacuation problem", Computers & Operations Research 40(12).
Both have symmetric distances; here the way back may differ (`back`), buses may be free only later (`Yard.available`),
roads may be missing (None), and a source may have to be left by a certain time (`leave_by`), as before a fire.

Not covered, and refused by `from_operation` (see `operation`): buses of different sizes, loads that are not full buses,
bays and gates that bind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import gcd

Trip = tuple[int, int]
"""(source, sink) of one load."""

Distance = int | None
"""Whole units of time, whichever the caller uses; None where there is no road."""


@dataclass(frozen=True, slots=True)
class Yard:
    """Buses that start at one place at one time.

    Attributes:
        to_source: for each source the driving time from here.
        available: when the buses may drive off.
    """

    buses: int
    to_source: tuple[Distance, ...]
    available: int = 0


@dataclass(frozen=True, slots=True)
class Tour:
    """What one bus of a yard does, in order."""

    yard: int
    trips: tuple[Trip, ...]


@dataclass(frozen=True)
class Busloads:
    """One bus evacuation problem. Raises ValueError where it contradicts itself.

    Attributes:
        loads: for each source the loads that wait there.
        capacities: for each sink the loads that it can take.
        to_sink: [source][sink] driving time of a loaded bus, at least 1.
        back: [sink][source] driving time of an empty bus; None where it is that of `to_sink`.
        leave_by: for each source the time after which no bus may leave it with a load, or None; empty for none at all.
    """

    yards: tuple[Yard, ...]
    loads: tuple[int, ...]
    capacities: tuple[int, ...]
    to_sink: tuple[tuple[Distance, ...], ...]
    back: tuple[tuple[Distance, ...], ...] | None = None
    leave_by: tuple[Distance, ...] = ()

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)

    @property
    def buses(self) -> int:
        return sum(yard.buses for yard in self.yards)

    @cached_property
    def far(self) -> int:
        """More than any tour takes that drives on roads only; stands for a missing road."""
        longest = max((d for row in (*self.to_sink, *self._back) for d in row if d is not None), default=0)
        starts = max((yard.available + d for yard in self.yards for d in yard.to_source if d is not None), default=0)
        return 1 + starts + 2 * longest * sum(self.loads)

    @cached_property
    def starts(self) -> tuple[tuple[int, ...], ...]:
        """[yard][source] when a bus can be there first."""
        return tuple(
            tuple(self.far if d is None else yard.available + d for d in yard.to_source) for yard in self.yards
        )

    @cached_property
    def out(self) -> tuple[tuple[int, ...], ...]:
        """[source][sink] driving time, `far` where there is no road."""
        return tuple(tuple(self.far if d is None else d for d in row) for row in self.to_sink)

    @cached_property
    def home(self) -> tuple[tuple[int, ...], ...]:
        """[sink][source] driving time of an empty bus, `far` where there is no road."""
        return tuple(tuple(self.far if d is None else d for d in row) for row in self._back)

    @cached_property
    def deadlines(self) -> tuple[int, ...] | None:
        """For each source when it must be left, `far` where it need not; None where no source has one."""
        if all(t is None for t in self.leave_by):
            return None
        return tuple(self.far if t is None else t for t in self.leave_by)

    def arrivals(self, tour: Tour) -> list[int]:
        """When each trip of a tour is at its sink."""
        return [t + self.out[i][j] for t, (i, j) in zip(self.departures(tour), tour.trips, strict=True)]

    def departures(self, tour: Tour) -> list[int]:
        """When each trip of a tour leaves its source."""
        if not tour.trips:
            return []
        found = [self.starts[tour.yard][tour.trips[0][0]]]
        for (i, j), (then, _) in pairwise(tour.trips):
            found.append(found[-1] + self.out[i][j] + self.home[j][then])
        return found

    def in_coarsest_units(self) -> tuple["Busloads", int]:
        """The same problem with all times divided by what divides them all, and that divisor.

        Deadlines are rounded down: a bus leaves at multiples of the divisor only.
        """
        rows = (*self.to_sink, *self._back, *(yard.to_source for yard in self.yards))
        unit = gcd(*(d for row in rows for d in row if d is not None), *(yard.available for yard in self.yards)) or 1

        def whole(row: tuple[Distance, ...]) -> tuple[Distance, ...]:
            return tuple(None if d is None else d // unit for d in row)

        yards = (Yard(yard.buses, whole(yard.to_source), yard.available // unit) for yard in self.yards)
        return replace(
            self,
            yards=tuple(yards),
            to_sink=tuple(map(whole, self.to_sink)),
            back=None if self.back is None else tuple(map(whole, self.back)),
            leave_by=whole(self.leave_by),
        ), unit

    @property
    def _back(self) -> tuple[tuple[Distance, ...], ...]:
        return self.back if self.back is not None else tuple(zip(*self.to_sink, strict=True))


def makespan(problem: Busloads, tours: Sequence[Tour]) -> int | None:
    """The last arrival of tours that carry every load and break nothing; None if they do not. 0 without loads."""
    if any(breaches(problem, tours)):
        return None
    return max((problem.arrivals(tour)[-1] for tour in tours if tour.trips), default=0)


def breaches(problem: Busloads, tours: Sequence[Tour]) -> Iterator[str]:
    """What is wrong with tours, one sentence each."""
    left, room = list(problem.loads), list(problem.capacities)
    free = [yard.buses for yard in problem.yards]
    for tour in tours:
        free[tour.yard] -= 1
        for (i, j), leaves in zip(tour.trips, problem.departures(tour), strict=True):
            left[i] -= 1
            room[j] -= 1
            if problem.deadlines is not None and leaves > problem.deadlines[i]:
                yield f"source {i} is left at {leaves}, after {problem.deadlines[i]}"
        if tour.trips and problem.arrivals(tour)[-1] >= problem.far:
            yield f"a tour of yard {tour.yard} drives where there is no road"
    yield from (f"source {i}: {n} loads too few are carried" for i, n in enumerate(left) if n)
    yield from (f"sink {j}: {-n} loads too many" for j, n in enumerate(room) if n < 0)
    yield from (f"yard {y}: {-n} buses too many" for y, n in enumerate(free) if n < 0)


def _faults(problem: Busloads) -> Iterator[str]:
    sources, sinks = len(problem.loads), len(problem.capacities)
    if not problem.yards or not sources or not sinks:
        yield "a bus evacuation problem needs a yard, a source and a sink at least"
    yield from _misshapen("to_sink", problem.to_sink, (sources, sinks))
    if problem.back is not None:
        yield from _misshapen("back", problem.back, (sinks, sources))
    yield from _misshapen("yards", [yard.to_source for yard in problem.yards], (len(problem.yards), sources))
    if problem.leave_by and len(problem.leave_by) != sources:
        yield f"leave_by has {len(problem.leave_by)} entries for {sources} sources"
    numbers = [
        *problem.loads,
        *problem.capacities,
        *(n for yard in problem.yards for n in (yard.buses, yard.available)),
    ]
    if min(numbers, default=0) < 0 or any(t is not None and t < 0 for t in problem.leave_by):
        yield "loads, capacities, buses and times must not be negative"
    if any(d is not None and d < 1 for row in problem.to_sink for d in row):
        yield "every driving time from a source to a sink must be at least 1"
    others = [*(problem.back or ()), *(yard.to_source for yard in problem.yards)]
    if any(d is not None and d < 0 for row in others for d in row):
        yield "driving times must not be negative"
    if sum(problem.loads) > sum(problem.capacities):
        yield f"{sum(problem.loads)} loads do not fit into sinks for {sum(problem.capacities)}"
    if sum(problem.loads) and not problem.buses:
        yield "there are loads but no buses"


def _misshapen(name: str, rows: Sequence[Sequence[Distance]], shape: tuple[int, int]) -> Iterator[str]:
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        yield f"{name} must have {shape[0]} rows of {shape[1]} times"

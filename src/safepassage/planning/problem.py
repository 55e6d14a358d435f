"""The operation as the arrays that bound and dispatcher work on.

Everything here is a *relaxed* reading of the operation: shortest travel times, nobody waiting. What is derived from
it is a bound; what is planned is placed second by second in `timetable`.

A trip is cut where it enters the corridor: at its first gate, or where its route has none at its assembly point. The
time of that moment is called its *crossing*, t. Before it lies the part that depends on the assembly point
(`up_s`), behind it the part that depends on the reception site (`down_s`, `back_s`).
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.corridor import ConvoyRule, Route, Window
from safepassage.domain.fleet import ServiceTime, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import Place
from safepassage.planning.intervals import Intervals, difference, intersection, union
from safepassage.roads.travel_times import TravelTimes, travel_times

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NEVER = -1
"""Where there is no way, in arrays of seconds."""


@dataclass(frozen=True)
class Way:
    """A route as the relaxation sees it; the near side, where no route leads, is a way without gates.

    Attributes:
        route: its id; None for the near side.
        windows: when a vehicle may cross, from the first to the last second, both included: the gate, the agreement,
            stages, night and closures taken together.
        inspecting: when the lanes of the first gate work, likewise; a vehicle may be inspected before it may cross.
        lanes: of the first gate on the way out.
        sites: indices of the reception sites that it reaches.
    """

    route: str | None
    gates: tuple[str, ...]
    rule: ConvoyRule | None
    windows: Intervals
    inspecting: Intervals
    lanes: int
    sites: tuple[int, ...]

    @property
    def lanes_open_s(self) -> Ints:
        """When the lanes begin to work, window by window."""
        return np.array([opens for opens, _ in self.inspecting], dtype=np.int64)

    @property
    def clock_s(self) -> int:
        """Convoys depart at whole multiples of it; 0 if at any second."""
        return self.rule.clock_s if self.rule is not None else 0

    @property
    def convoy_step_s(self) -> int:
        """An even spacing of convoys that headway, escorts and clock can keep up for ever; 0 in shuttle running."""
        if self.rule is None:
            return 0
        step_s = self.rule.headway_s
        if self.rule.escorts:
            step_s = max(step_s, -(-self.rule.escort_cycle_s // self.rule.escorts))
        return -(-max(step_s, 1) // self.clock_s) * self.clock_s if self.clock_s else step_s


@dataclass(frozen=True)
class Quota:
    """At most so many people and vehicles cross in [from_s, until_s), of these streams only (empty: all)."""

    subject: str
    from_s: int
    until_s: int
    people: int | None
    vehicles: int | None
    streams: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """All arrays. Axes: c class, a assembly point, r reception site, w way; seconds, with NEVER where there is no way.

    Attributes:
        capacity: for each class, layouts x (seats, wheelchairs, stretchers).
        up_s: [c, a, w] from loaded to crossing, inspection included.
        down_s: [c, a, r] from crossing to arrival.
        back_s: [c, r] from empty to the first gate inwards; 0 where there is none.
        inward_s: [c, r, a] from entering that gate to the assembly point.
        inspection_s: [c, w] loaded, at the first gate.
        cars_ready_s: (c, a) -> when each own car there can be loaded, with its household ready, sorted.
        closed_from_s: [a] from when the assembly point stays closed; the horizon if it does not.
    """

    operation: Operation
    times: TravelTimes
    classes: tuple[VehicleClass, ...]
    assembly: tuple[Place, ...]
    reception: tuple[Place, ...]
    ways: tuple[Way, ...]
    way_of: tuple[int, ...]
    quotas: tuple[Quota, ...]
    capacity: tuple[Ints, ...]
    up_s: Ints
    down_s: Ints
    back_s: Ints
    inward_s: Ints
    inspection_s: Ints
    cars_ready_s: dict[tuple[int, int], Ints]
    closed_from_s: Ints

    @property
    def horizon_s(self) -> int:
        return self.operation.horizon_s

    def arrives_s(self, vehicle_class: str, origin: str, destination: str, leaves_s: int) -> int:
        """When an empty vehicle can be there if only closed gates stop it; NEVER without a road or an open gate."""
        here, now_s = origin, leaves_s
        for gate in self.operation.gates_between(origin, destination):
            leg_s = self.times.shortest(here, gate, vehicle_class)
            opens_s = None if leg_s is None else self._opens_s(gate, now_s + leg_s)
            if opens_s is None:
                return NEVER
            here, now_s = gate, opens_s + self.operation.gate[gate].inspects(vehicle_class).empty_s
        leg_s = self.times.shortest(here, destination, vehicle_class)
        return NEVER if leg_s is None else now_s + leg_s

    def _opens_s(self, gate: str, from_s: int) -> int | None:
        """When a gate can be entered, not before `from_s`; None if it stays closed."""
        windows = self._windows[gate]
        if windows is None:
            return from_s
        return next((max(from_s, window.opens_s) for window in windows if from_s <= window.closes_s), None)

    @cached_property
    def _windows(self) -> dict[str, tuple[Window, ...] | None]:
        return {gate: self.operation.gate_windows(gate) for gate in self.operation.gate}

    @cached_property
    def _index_r(self) -> dict[str, int]:
        return {place.id: r for r, place in enumerate(self.reception)}

    def accepted(self, household: Household) -> tuple[int, ...]:
        """Indices of the reception sites that a household accepts, sorted."""
        return tuple(sorted({self._index_r[d] for d in household.destinations if d in self._index_r}))

    @cached_property
    def cars(self) -> Ints:
        """[c, a] own cars."""
        found = np.zeros((len(self.classes), len(self.assembly)), dtype=np.int64)
        for at, times in self.cars_ready_s.items():
            found[at] = len(times)
        return found

    def possible(self, c: int, a: int, r: int) -> bool:
        """True if the class can carry somebody from a to r at some time."""
        return bool(self.up_s[c, a, self.way_of[r]] != NEVER and self.down_s[c, a, r] != NEVER)


def state(operation: Operation) -> Problem:
    """State an operation as arrays."""
    times = travel_times(operation)
    used = {vehicle.vehicle_class for vehicle in operation.vehicles.values()}
    classes = tuple(vehicle_class for vehicle_class in operation.fleet if vehicle_class.id in used)
    assembly, reception = operation.assembly_points, operation.reception_sites
    ways, way_of = _ways(operation)
    roads = _Roads(operation, times)
    return Problem(
        operation=operation,
        times=times,
        classes=classes,
        assembly=assembly,
        reception=reception,
        ways=ways,
        way_of=way_of,
        quotas=_quotas(operation),
        capacity=tuple(
            np.array([(x.seats, x.wheelchairs, x.stretchers) for x in vehicle_class.layouts], dtype=np.int64)
            for vehicle_class in classes
        ),
        up_s=_table([[[roads.up_s(c, a, way) for way in ways] for a in assembly] for c in classes], 3),
        down_s=_table([[[roads.down_s(c, a, r) for r in reception] for a in assembly] for c in classes], 3),
        back_s=_table([[roads.back_s(c, r) for r in reception] for c in classes], 2),
        inward_s=_table([[[roads.inward_s(c, r, a) for a in assembly] for r in reception] for c in classes], 3),
        inspection_s=_table(
            [
                [operation.gate[way.gates[0]].inspects(c.id).loaded_s if way.gates else 0 for way in ways]
                for c in classes
            ],
            2,
        ),
        cars_ready_s=_own_cars(operation, classes, assembly),
        closed_from_s=np.array([closed_for_good_s(operation, place.id) for place in assembly], dtype=np.int64),
    )


def closed_for_good_s(operation: Operation, place: str) -> int:
    """From when a site stays closed to the end of the operation; the horizon if it does not."""
    return min(
        (
            h.from_s
            for h in operation.hazards
            if h.place == place and (h.until_s or operation.horizon_s) >= operation.horizon_s
        ),
        default=operation.horizon_s,
    )


def closures(operation: Operation) -> dict[str | frozenset[str], Intervals]:
    """When each place (by id) and each stretch of road (by its ends) is closed, as [from, until)."""
    found: dict[str | frozenset[str], list[tuple[int, int]]] = defaultdict(list)
    for hazard in operation.hazards:
        until_s = 2 * operation.horizon_s if hazard.until_s is None else hazard.until_s
        if hazard.place is not None:
            found[hazard.place].append((hazard.from_s, until_s))
        if hazard.leg is not None:
            found[frozenset(hazard.leg)].append((hazard.from_s, until_s))
    return {where: union(times) for where, times in found.items()}


@dataclass(frozen=True)
class _Roads:
    """Shortest seconds along legs and gates, where no closure lasts for the whole operation."""

    operation: Operation
    times: TravelTimes

    def up_s(self, vehicle_class: VehicleClass, origin: Place, way: Way) -> int:
        if has_no_bay(origin, vehicle_class.id):
            return NEVER
        if not way.gates:
            return 0
        travel_s = self._leg_s(vehicle_class, origin.id, way.gates[0])
        return NEVER if travel_s == NEVER else travel_s + self._inspects(vehicle_class, way.gates[0])

    def down_s(self, vehicle_class: VehicleClass, origin: Place, site: Place) -> int:
        if has_no_bay(site, vehicle_class.id):
            return NEVER
        gates = self.operation.gates_between(origin.id, site.id)
        travel_s = self._path_s(vehicle_class, (*gates, site.id) if gates else (origin.id, site.id))
        return NEVER if travel_s == NEVER else travel_s + sum(self._inspects(vehicle_class, g) for g in gates[1:])

    def back_s(self, vehicle_class: VehicleClass, site: Place) -> int:
        route = self.operation.route_beyond.get(site.id)
        if route is None or not route.gates:
            return 0
        inward = route.gates[::-1]
        travel_s = self._path_s(vehicle_class, (site.id, *inward))
        inspected_s = sum(self.operation.gate[g].inspects(vehicle_class.id).empty_s for g in inward[:-1])
        return NEVER if travel_s == NEVER else travel_s + inspected_s

    def inward_s(self, vehicle_class: VehicleClass, site: Place, to: Place) -> int:
        gates = self.operation.gates_between(site.id, to.id)
        if not gates:
            return self._leg_s(vehicle_class, site.id, to.id)
        travel_s = self._leg_s(vehicle_class, gates[-1], to.id)
        inspected_s = self.operation.gate[gates[-1]].inspects(vehicle_class.id).empty_s
        return NEVER if travel_s == NEVER else travel_s + inspected_s

    def _inspects(self, vehicle_class: VehicleClass, gate: str) -> int:
        return self.operation.gate[gate].inspects(vehicle_class.id).loaded_s

    def _path_s(self, vehicle_class: VehicleClass, stops: tuple[str, ...]) -> int:
        legs = [self._leg_s(vehicle_class, a, b) for a, b in pairwise(stops)]
        return NEVER if NEVER in legs else sum(legs)

    def _leg_s(self, vehicle_class: VehicleClass, origin: str, destination: str) -> int:
        for hazard in self.operation.hazards:
            until_s = self.operation.horizon_s if hazard.until_s is None else hazard.until_s
            on_it = hazard.leg in ((origin, destination), (destination, origin)) or hazard.place in (
                origin,
                destination,
            )
            if on_it and hazard.from_s <= 0 and until_s >= self.operation.horizon_s:
                return NEVER
        travel_s = self.times.shortest(origin, destination, vehicle_class.id)
        return NEVER if travel_s is None else travel_s


def per_need_s(service: ServiceTime) -> Ints:
    """[need] seconds of loading or unloading for each person."""
    return np.array([service.per_seated_s, service.per_wheelchair_s, service.per_stretcher_s], dtype=np.int64)


def has_no_bay(place: Place, vehicle_class: str) -> bool:
    """True if no vehicle of the class can load or unload there."""
    pool = place.bay_pool(vehicle_class)
    return pool is not None and pool[1] == 0


def _table(rows: list[list[list[int]]] | list[list[int]], axes: int) -> Ints:
    table = np.array(rows, dtype=np.int64)
    return table if table.ndim == axes else table.reshape((*table.shape, *([0] * axes))[:axes])


def _own_cars(
    operation: Operation, classes: tuple[VehicleClass, ...], assembly: tuple[Place, ...]
) -> dict[tuple[int, int], Ints]:
    ready: dict[tuple[int, int], list[int]] = defaultdict(list)
    index_c = {vehicle_class.id: c for c, vehicle_class in enumerate(classes)}
    index_a = {place.id: a for a, place in enumerate(assembly)}
    for vehicle in operation.vehicles.values():
        if vehicle.owner is not None and vehicle.start in index_a:
            at = index_c[vehicle.vehicle_class], index_a[vehicle.start]
            ready[at].append(max(vehicle.available_from_s, operation.household[vehicle.owner].ready_s))
    return {at: np.array(sorted(times), dtype=np.int64) for at, times in ready.items()}


def _ways(operation: Operation) -> tuple[tuple[Way, ...], tuple[int, ...]]:
    """The ways that reach a reception site, and for each site the index of its way."""
    routes = [operation.route_beyond.get(site.id) for site in operation.reception_sites]
    distinct = list(dict.fromkeys(route.id if route else None for route in routes))
    way_of = tuple(distinct.index(route.id if route else None) for route in routes)
    ways = []
    for w, route_id in enumerate(distinct):
        route = operation.route[route_id] if route_id is not None else None
        gates = route.gates if route else ()
        ways.append(
            Way(
                route=route_id,
                gates=gates,
                rule=route.convoy if route else None,
                windows=() if _has_no_escort(route) else _to_last_second(_crossing_times(operation, gates)),
                inspecting=_to_last_second(_gate_times(operation, gates)),
                lanes=operation.gate[gates[0]].lanes_out if gates else 0,
                sites=tuple(r for r, at in enumerate(way_of) if at == w),
            )
        )
    return tuple(ways), way_of


def _has_no_escort(route: Route | None) -> bool:
    """True if convoys of the route need an escort and there is none."""
    return route is not None and route.convoy is not None and route.convoy.escorts == 0


def _gate_times(operation: Operation, gates: tuple[str, ...]) -> Intervals:
    """When the first gate works, as [from, until): a window's last second belongs to it, a closure's first does not."""
    horizon_s = operation.horizon_s
    windows = operation.gate_windows(gates[0]) if gates else None
    open_s = ((0, horizon_s + 1),) if windows is None else union((w.opens_s, w.closes_s + 1) for w in windows)
    shut = union(
        (h.from_s, horizon_s + 1 if h.until_s is None else h.until_s)
        for h in operation.hazards
        if gates and h.place == gates[0]
    )
    return difference(open_s, shut)


def _crossing_times(operation: Operation, gates: tuple[str, ...]) -> Intervals:
    """When a vehicle may enter the corridor, as [from, until)."""
    open_s, agreement = _gate_times(operation, gates), operation.agreement
    if agreement.stages:
        stages = agreement.stage_windows(operation.horizon_s)
        open_s = intersection(open_s, union((w.opens_s, w.closes_s) for _, w in stages))
    if agreement.night is not None:
        open_s = difference(open_s, operation.clock.recurrences(agreement.night, operation.horizon_s))
    return open_s


def _to_last_second(intervals: Intervals) -> Intervals:
    return tuple((begins, ends - 1) for begins, ends in intervals)


def _quotas(operation: Operation) -> tuple[Quota, ...]:
    """Stages and daily caps, as one kind of thing."""
    agreement = operation.agreement
    stages = [
        Quota(stage.id, window.opens_s, window.closes_s, stage.people, stage.vehicles, stage.streams)
        for stage, window in agreement.stage_windows(operation.horizon_s)
    ]
    cap = agreement.daily_cap
    days = operation.clock.days(operation.horizon_s) if cap is not None else ()
    caps = [Quota("daily-cap", day.starts_s, day.ends_s, cap.people, cap.vehicles) for day in days if cap is not None]
    return (*stages, *caps)

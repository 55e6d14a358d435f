"""Plans made without the planner: every way, or a random way, to send tiny operations off, each at its earliest.

A plan is a sequence of *movements*: vehicles that enter the corridor together (on free routes one vehicle, or the two
or more among which a household with patients is split). Movements are placed one after the other, each at the earliest
times that those before it leave. What comes out is judged by `check` alone.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import permutations, product
from random import Random

from safepassage.domain.fleet import VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household, Needs
from safepassage.domain.places import Place
from safepassage.domain.plan import Approach, Boarding, Convoy, Crossing, NotCarried, Plan, Reason, Trip
from safepassage.roads.travel_times import TravelTimes, travel_times


@dataclass(frozen=True)
class Load:
    """One vehicle of a movement: who rides from where to where; loaded, and in the corridor, no earlier than so."""

    vehicle: str
    origin: str
    destination: str
    boardings: tuple[Boarding, ...]
    not_before_s: int = 0
    crosses_from_s: int = 0

    @property
    def needs(self) -> Needs:
        return sum((boarding.needs for boarding in self.boardings), Needs())


Movement = tuple[Load, ...]
Ride = tuple[tuple[tuple[str, Needs], ...], str]
"""How a household might ride: (vehicle and part, ...), and where to."""


class TooLate(Exception):  # noqa: N818
    """A movement that cannot be placed any more."""


@dataclass
class Timeline:
    """What has been placed so far."""

    operation: Operation
    travel: TravelTimes
    at: dict[str, str]
    free_s: dict[str, int]
    held: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    departures: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    trips: list[Trip] = field(default_factory=list)
    convoys: list[Convoy] = field(default_factory=list)

    @classmethod
    def of(cls, operation: Operation) -> "Timeline":
        """Nothing has been placed."""
        vehicles = operation.vehicles.values()
        return cls(
            operation,
            travel_times(operation),
            {vehicle.id: vehicle.start for vehicle in vehicles},
            {vehicle.id: vehicle.available_from_s for vehicle in vehicles},
        )

    def branch(self) -> "Timeline":
        """A copy that may go on differently."""
        return Timeline(
            self.operation, self.travel, dict(self.at), dict(self.free_s), {k: list(v) for k, v in self.held.items()},
            deepcopy(self.departures), list(self.trips), list(self.convoys),
        )  # fmt: skip

    def send(self, movement: Movement) -> None:
        """Place a movement.

        Raises:
            TooLate: it cannot be placed.
        """
        ready = [self._to_corridor(load) for load in movement]
        route = self.operation.route_beyond.get(movement[0].destination)
        if route is not None and route.convoy is not None:
            departs_s, team = self._departure(route.id, max(crosses_s for *_, crosses_s in ready))
            self.departures.setdefault(route.id, []).append((departs_s, team))
            convoy = Convoy(f"C{len(self.convoys) + 1}", route.id, departs_s, team or None)
            crosses = [departs_s] * len(movement)
        elif len(movement) > 1:
            latest_s = max(crosses_s for *_, crosses_s in ready)
            convoy = Convoy(f"C{len(self.convoys) + 1}", route.id if route else "", latest_s)
            crosses = [max(crosses_s, latest_s - 900) for *_, crosses_s in ready]
        else:
            convoy, crosses = None, [ready[0][-1]]
        if convoy is not None:
            self.convoys.append(convoy)
        for load, (approach, loads_s, leaves_s, enters_s, _), crosses_s in zip(movement, ready, crosses, strict=True):
            self._beyond(load, approach, loads_s, leaves_s, enters_s, crosses_s, convoy.id if convoy else None)

    def plan(self, carried: set[str]) -> Plan:
        """The plan; whoever is not carried is on its list."""
        return Plan(
            self.operation.name, tuple(self.trips), tuple(self.convoys),
            tuple(NotCarried(h.id, Reason.NO_VEHICLE_TIME) for h in self.operation.leaving if h.id not in carried),
        )  # fmt: skip

    def _class(self, load: Load) -> VehicleClass:
        return self.operation.vehicle_class[self.operation.vehicles[load.vehicle].vehicle_class]

    def _to_corridor(self, load: Load) -> tuple[Approach | None, int, int, int | None, int]:
        """Approach, loading, leaving, entering the first gate if there is one, and the earliest time to leave it."""
        vehicle_class, here, now_s = self._class(load), self.at[load.vehicle], self.free_s[load.vehicle]
        approach = None
        if here != load.origin:
            starts_s, crossings = now_s, []
            stop = here
            for gate in self.operation.gates_between(here, load.origin):
                enters_s, now_s = self._pass(gate, "in", self._drive(vehicle_class, stop, gate, now_s), vehicle_class)
                crossings.append(Crossing(gate, enters_s, now_s))
                stop = gate
            now_s = self._drive(vehicle_class, stop, load.origin, now_s)
            approach = Approach(here, starts_s, tuple(crossings), now_s)
        ready_s = max(self.operation.household[boarding.household].ready_s for boarding in load.boardings)
        gates = self.operation.gates_between(load.origin, load.destination)
        first_s = max(now_s, ready_s, load.not_before_s)
        loads_s, leaves_s = self._bay(
            self.operation.place[load.origin], vehicle_class, first_s, vehicle_class.loading.seconds(load.needs)
        )
        if not gates:
            return approach, loads_s, leaves_s, None, max(leaves_s, load.crosses_from_s)
        reaches_s = self._drive(vehicle_class, load.origin, gates[0], leaves_s)
        enters_s, crosses_s = self._pass(gates[0], "out", reaches_s, vehicle_class)
        return approach, loads_s, leaves_s, enters_s, max(crosses_s, load.crosses_from_s)

    def _beyond(
        self, load: Load, approach: Approach | None, loads_s: int, leaves_s: int, enters_s: int | None, crosses_s: int,
        convoy: str | None,
    ) -> None:  # fmt: skip
        vehicle_class = self._class(load)
        gates = self.operation.gates_between(load.origin, load.destination)
        crossings: list[Crossing] = []
        here, now_s = load.origin, crosses_s
        for gate in gates:
            if crossings or enters_s is None:
                arrives_s = self._drive(vehicle_class, here, gate, now_s)
                enters_s, now_s = self._pass(gate, "out", arrives_s, vehicle_class)
            crossings.append(Crossing(gate, enters_s, now_s))
            here = gate
        if not gates:
            leaves_s = crosses_s
        arrives_s = self._drive(vehicle_class, here, load.destination, now_s)
        if arrives_s > self.operation.horizon_s:
            raise TooLate
        unloads_s, empty_s = self._bay(
            self.operation.place[load.destination],
            vehicle_class,
            arrives_s,
            vehicle_class.unloading.seconds(load.needs),
        )
        layout = next(i for i, each in enumerate(vehicle_class.layouts) if load.needs.fits_in(each.capacity))
        self.trips.append(
            Trip(
                f"T{len(self.trips) + 1}",
                load.vehicle,
                layout,
                load.origin,
                load.destination,
                load.boardings,
                loads_s,
                leaves_s,
                tuple(crossings),
                arrives_s,
                unloads_s,
                empty_s,
                approach,
                convoy,
            )
        )
        self.at[load.vehicle], self.free_s[load.vehicle] = load.destination, empty_s

    def _departure(self, route: str, from_s: int) -> tuple[int, int]:
        """The convoy's departure, and its escort team; 0 where the rule needs none."""
        rule = self.operation.route[route].convoy
        assert rule is not None
        before = self.departures.get(route, [])
        from_s = max([from_s, *(t + rule.headway_s for t, _ in before)])
        clock_s = rule.clock_s or 1
        if not rule.escorts:
            return -(-from_s // clock_s) * clock_s, 0
        back_s = {
            team: max((t + rule.escort_cycle_s for t, of in before if of == team), default=0)
            for team in range(1, rule.escorts + 1)
        }
        team = min(back_s, key=lambda each: (back_s[each], each))
        return -(-max(from_s, back_s[team]) // clock_s) * clock_s, team

    def _drive(self, vehicle_class: VehicleClass, origin: str, destination: str, from_s: int) -> int:
        travel_s = self.travel.seconds(origin, destination, vehicle_class.id, from_s)
        if travel_s is None or from_s > self.operation.horizon_s:
            raise TooLate
        return from_s + travel_s

    def _pass(self, gate: str, way: str, from_s: int, vehicle_class: VehicleClass) -> tuple[int, int]:
        """When it enters the earliest free lane of an open gate, and leaves it."""
        described = self.operation.gate[gate]
        inspection = described.inspects(vehicle_class.id)
        length_s = inspection.loaded_s if way == "out" else inspection.empty_s
        lanes = described.lanes_out if way == "out" else described.lanes_in
        windows = self.operation.gate_windows(gate)
        for opens_s, closes_s in ((0, 1 << 40),) if windows is None else ((w.opens_s, w.closes_s) for w in windows):
            enters_s = self._earliest((gate, way), lanes, max(from_s, opens_s), length_s)
            if enters_s + length_s <= closes_s:
                self.held.setdefault((gate, way), []).append((enters_s, enters_s + length_s))
                return enters_s, enters_s + length_s
        raise TooLate

    def _bay(self, place: Place, vehicle_class: VehicleClass, from_s: int, length_s: int) -> tuple[int, int]:
        pool = place.bay_pool(vehicle_class.id)
        if pool is None:
            return from_s, from_s + length_s
        if not pool[1]:
            raise TooLate
        starts_s = self._earliest((place.id, f"bay {pool[0]}"), pool[1], from_s, length_s)
        self.held.setdefault((place.id, f"bay {pool[0]}"), []).append((starts_s, starts_s + length_s))
        return starts_s, starts_s + length_s

    def _earliest(self, what: tuple[str, str], most: int, from_s: int, length_s: int) -> int:
        """The earliest start from which fewer than `most` hold it for so long."""
        held = [each for each in self.held.get(what, ()) if each[0] < each[1]]
        for starts_s in sorted({from_s, *(end for _, end in held if end > from_s)}):
            moments = [starts_s, *(begin for begin, _ in held if starts_s < begin < starts_s + length_s)]
            if length_s == 0 or all(sum(b <= t < e for b, e in held) < most for t in moments):
                return starts_s
        raise AssertionError("after the last one has gone there is room")


def ways_to_ride(household: Household) -> tuple[tuple[Needs, ...], ...]:
    """The parts in which a household may travel: whole; or its patients in one or more vehicles, the others in one."""
    found: list[tuple[Needs, ...]] = [(household.needs,)]
    if household.stretcher and household.people > household.stretcher:
        for companions in range(household.seated + 1):
            beside = Needs(companions, 0, household.stretcher)
            found.append((beside, household.needs - beside))
    if household.stretcher == 2:
        for first, second in product(range(household.seated + 1), repeat=2):
            if first + second <= household.seated:
                rest = household.needs - Needs(first + second, 0, 2)
                found.append((Needs(first, 0, 1), Needs(second, 0, 1), *((rest,) if rest.people else ())))
    return tuple(tuple(part for part in parts if part.people) for parts in found)


def _choices(operation: Operation, household: Household) -> list[Ride]:
    """Every way in which the household might ride in one movement."""
    vehicles = operation.vehicles.values()
    found = []
    for parts in ways_to_ride(household):
        able = [
            [v.id for v in vehicles if _fits(operation, v.vehicle_class, part)
             and (v.owner is None or v.start == household.at)]
            for part in parts
        ]  # fmt: skip
        for chosen in product(*able):
            if len(set(chosen)) == len(chosen):
                found += [(tuple(zip(chosen, parts, strict=True)), site) for site in household.destinations]
    return found


def _fits(operation: Operation, vehicle_class: str, needs: Needs) -> bool:
    return any(needs.fits_in(layout.capacity) for layout in operation.vehicle_class[vehicle_class].layouts)


def _movement(
    operation: Operation, chosen: list[tuple[Household, Ride]], not_before_s: int = 0, crosses_from_s: int = 0
) -> Movement | None:
    """The movement in which these households ride so; None if they cannot go together."""
    aboard: dict[str, list[tuple[Household, Needs, str]]] = {}
    for household, (parts, site) in chosen:
        for vehicle, needs in parts:
            aboard.setdefault(vehicle, []).append((household, needs, site))
    loads = []
    for vehicle, riders in aboard.items():
        total = sum((needs for _, needs, _ in riders), Needs())
        owner = operation.vehicles[vehicle].owner
        if (
            len({(h.at, h.stream, site) for h, _, site in riders}) > 1
            or not _fits(operation, operation.vehicles[vehicle].vehicle_class, total)
            or (owner is not None and not any(h.id == owner and needs.seated for h, needs, _ in riders))
        ):
            return None
        boardings = tuple(Boarding(h.id, n.seated, n.wheelchair, n.stretcher) for h, n, _ in riders)
        loads.append(Load(vehicle, riders[0][0].at, riders[0][2], boardings, not_before_s, crosses_from_s))
    return tuple(loads) if _together(operation, loads, chosen) else None


def _together(operation: Operation, loads: list[Load], chosen: list[tuple[Household, Ride]]) -> bool:
    """True if the loads make one convoy, or where vehicles run free, if it takes them all to bring one household."""
    routes = {operation.route_beyond.get(load.destination) for load in loads}
    if len(routes) != 1:
        return False
    route = next(iter(routes))
    if route is not None and route.convoy is not None:
        return len(loads) <= route.convoy.max_vehicles
    return len(loads) == 1 or any(len(parts) == len(loads) for _, (parts, _) in chosen)


def movements(operation: Operation, waiting: tuple[Household, ...], used_cars: set[str]) -> Iterator[Movement]:
    """Every next movement, its vehicles in every order at the lanes and bays."""
    options = [[None, *_choices(operation, household)] for household in waiting]
    for picks in product(*options):
        chosen = [(household, pick) for household, pick in zip(waiting, picks, strict=True) if pick is not None]
        movement = _movement(operation, chosen) if chosen else None
        if movement is not None and not any(load.vehicle in used_cars for load in movement):
            yield from permutations(movement)


def every_plan(operation: Operation) -> Iterator[Plan]:
    """Every plan of movements at their earliest."""
    yield from _go_on(Timeline.of(operation), operation.leaving, set())


def _go_on(timeline: Timeline, waiting: tuple[Household, ...], carried: set[str]) -> Iterator[Plan]:
    yield timeline.plan(carried)
    cars = {t.vehicle for t in timeline.trips if timeline.operation.vehicles[t.vehicle].owner is not None}
    for movement in movements(timeline.operation, waiting, cars):
        branch = timeline.branch()
        try:
            branch.send(movement)
        except TooLate:
            continue
        aboard = {boarding.household for load in movement for boarding in load.boardings}
        yield from _go_on(branch, tuple(h for h in waiting if h.id not in aboard), carried | aboard)


def random_plans(operation: Operation, seed: int, count: int) -> Iterator[Plan]:
    """So many plans drawn at random; some of their movements wait for a moment at which something changes."""
    chance = Random(seed)
    choices = {household.id: _choices(operation, household) for household in operation.leaving}
    moments = [0, 0, 0, 0, *_moments(operation)]
    for _ in range(count):
        timeline, waiting, carried = Timeline.of(operation), list(operation.leaving), set[str]()
        for _ in range(8 * len(waiting)):
            some = chance.sample(waiting, chance.randint(1, len(waiting))) if waiting else []
            chosen = [(h, chance.choice(choices[h.id])) for h in some if choices[h.id]]
            movement = _movement(operation, chosen, chance.choice(moments), chance.choice(moments)) if chosen else None
            if movement is None or any(
                operation.vehicles[load.vehicle].owner and load.vehicle in {t.vehicle for t in timeline.trips}
                for load in movement
            ):
                continue
            branch = timeline.branch()
            try:
                branch.send(movement)
            except TooLate:
                continue
            timeline = branch
            aboard = {boarding.household for load in movement for boarding in load.boardings}
            carried |= aboard
            waiting = [household for household in waiting if household.id not in aboard]
        yield timeline.plan(carried)


def _moments(operation: Operation) -> list[int]:
    """When something opens, closes, ends or begins."""
    agreement, end_s = operation.agreement, operation.horizon_s
    found = {t for _, window in agreement.stage_windows(end_s) for t in (window.opens_s, window.closes_s)}
    found |= {hazard.until_s or 0 for hazard in operation.hazards}
    found |= {window.opens_s for place in operation.places for window in place.open}
    found |= (
        {until_s for _, until_s in operation.clock.recurrences(agreement.night, end_s)} if agreement.night else set()
    )
    return sorted(t for t in found if 0 < t < end_s)

"""An operation that is a bus evacuation problem, as one; its tours as a plan; and the way back.

An operation is one if nothing but driving and places decides when it is complete: one class of vehicles with one
layout, from any start places and times; every household that wishes to leave fills a vehicle exactly and accepts
every site; no gates, routes, agreement, ready times, drivers' hours, opening hours or times of day; bays for every
vehicle at once. Time to load is added to the drive before it, time to unload to the drive after it. An assembly
point that a hazard closes for good has to be left by then (`Busloads.leave_by`). The horizon is not looked at:
compare the makespan with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import safepassage
from safepassage.domain.agreement import Agreement
from safepassage.domain.corridor import Corridor
from safepassage.domain.fleet import Layout, Pool, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import Approach, Boarding, Plan, Trip
from safepassage.domain.travel import Leg
from safepassage.planning.busloads.instance import Busloads, Distance, Tour, Yard
from safepassage.roads.travel_times import TravelTimes, travel_times

START = datetime(2030, 1, 1, tzinfo=UTC)
LONGEST_S = 300_000_000
"""No operation of ours is longer: calendars end."""


def from_operation(operation: Operation) -> Busloads | None:
    """The bus evacuation problem that the operation is, in seconds; None if it is more than that."""
    if any(_more(operation)):
        return None
    vehicles, seats = operation.fleet[0], operation.fleet[0].layouts[0].seats
    travel, points, sites = travel_times(operation), operation.assembly_points, operation.reception_sites
    if any(travel.varies(a, b, vehicles.id) for a, b in _roads(operation)):
        return None
    loads = {point.id: sum(1 for household in operation.leaving if household.at == point.id) for point in points}
    most, needs = sum(loads.values()), operation.leaving[0].needs
    loading_s, unloading_s = vehicles.loading.seconds(needs), vehicles.unloading.seconds(needs)
    rooms = tuple(most if site.places is None else min(most, site.places // seats) for site in sites)
    to_sink = tuple(tuple(travel.shortest(point.id, site.id, vehicles.id) for site in sites) for point in points)
    if sum(rooms) < most or any(d == 0 for row in to_sink for d in row):
        return None
    return Busloads(
        yards=tuple(
            Yard(
                pool.count,
                tuple(_drive(travel, pool.start, point.id, vehicles.id, loading_s) for point in points),
                pool.available_from_s,
            )
            for pool in vehicles.pools
        ),
        loads=tuple(loads.values()),
        capacities=rooms,
        to_sink=to_sink,
        back=tuple(
            tuple(_drive(travel, site.id, point.id, vehicles.id, unloading_s + loading_s) for point in points)
            for site in sites
        ),
        leave_by=tuple(_leave_by(operation, point, loading_s) for point in points),
    )


def to_plan(operation: Operation, tours: Sequence[Tour], seed: int | None = None) -> Plan:
    """The tours of `from_operation(operation)` as a plan: vehicles and households in the order of the operation."""
    vehicles = operation.fleet[0]
    travel, needs = travel_times(operation), operation.leaving[0].needs
    scene = _Scene(operation, travel, vehicles, vehicles.loading.seconds(needs), vehicles.unloading.seconds(needs))
    numbers, first = [], 1
    for pool in vehicles.pools:
        numbers.append(iter(range(first, first + pool.count)))
        first += pool.count
    waiting = {p.id: iter([h for h in operation.leaving if h.at == p.id]) for p in operation.assembly_points}
    trips = [
        trip
        for tour in tours
        for trip in scene.trips(tour, f"{vehicles.id}-{next(numbers[tour.yard])}", lambda at: next(waiting[at]))
    ]
    trips.sort(key=lambda trip: (trip.leaves_s, trip.vehicle))
    numbered = tuple(_numbered(trip, number) for number, trip in enumerate(trips, 1))
    return Plan(operation.name, numbered, made_by=f"safepassage {safepassage.__version__}", seed=seed)


def to_operation(problem: Busloads, name: str = "busloads", unit_s: int = 60) -> Operation:
    """An operation that is the problem: one household of one person for each load, one seat in each bus.

    Raises ValueError where only one direction of a road is missing, which the travel times of operations cannot say.
    """
    points = [f"source-{i}" for i in range(1, len(problem.loads) + 1)]
    sites = [f"sink-{j}" for j in range(1, len(problem.capacities) + 1)]
    yards = [f"yard-{y}" for y in range(1, len(problem.yards) + 1)]
    return Operation(
        name=name,
        start=START,
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=min(problem.far * unit_s, LONGEST_S),
        places=(
            *(Place(p, PlaceKind.ASSEMBLY, p) for p in points),
            *(Place(s, PlaceKind.RECEPTION, s, places=n) for s, n in zip(sites, problem.capacities, strict=True)),
            *(Place(y, PlaceKind.DEPOT, y) for y in yards),
        ),
        fleet=(
            VehicleClass(
                "bus",
                (Layout(1),),
                tuple(Pool(y.buses, id_, y.available * unit_s) for id_, y in zip(yards, problem.yards, strict=True)),
            ),
        ),
        households=tuple(
            Household(f"H{i + 1}-{n + 1}", at, seated=1, destinations=tuple(sites))
            for i, at in enumerate(points)
            for n in range(problem.loads[i])
        ),
        corridor=Corridor(),
        legs=tuple(_legs(problem, points, sites, yards, unit_s)),
        hazards=tuple(
            Hazard(f"closes-{at}", "fire", place=at, from_s=t * unit_s + 1)
            for at, t in zip(points, problem.leave_by, strict=False)
            if t is not None
        ),
        synthetic=True,
    )


@dataclass(frozen=True)
class _Scene:
    operation: Operation
    travel: TravelTimes
    vehicles: VehicleClass
    loading_s: int
    unloading_s: int

    def trips(self, tour: Tour, vehicle: str, board: Callable[[str], Household]) -> Iterator[Trip]:
        """The trips of one vehicle, each as early as it can be."""
        pool = self.vehicles.pools[tour.yard]
        at, free_s = pool.start, pool.available_from_s
        for i, j in tour.trips:
            point, site = self.operation.assembly_points[i].id, self.operation.reception_sites[j].id
            loads_s = free_s + self._seconds(at, point, free_s)
            leaves_s = loads_s + self.loading_s
            arrives_s = leaves_s + self._seconds(point, site, leaves_s)
            yield Trip(
                id="",
                vehicle=vehicle,
                layout=0,
                origin=point,
                destination=site,
                boardings=(_boarding(board(point)),),
                loads_s=loads_s,
                leaves_s=leaves_s,
                crossings=(),
                arrives_s=arrives_s,
                unloads_s=arrives_s,
                empty_s=arrives_s + self.unloading_s,
                approach=None if at == point else Approach(at, free_s, (), loads_s),
            )
            at, free_s = site, arrives_s + self.unloading_s

    def _seconds(self, origin: str, destination: str, departs_s: int) -> int:
        found = self.travel.seconds(origin, destination, self.vehicles.id, departs_s)
        if found is None:
            raise ValueError(f"no road from '{origin}' to '{destination}', which a tour drives")
        return found


def _boarding(household: Household) -> Boarding:
    return Boarding(household.id, household.seated, household.wheelchair, household.stretcher)


def _numbered(trip: Trip, number: int) -> Trip:
    return replace(trip, id=f"T-{number}")


def _more(operation: Operation) -> Iterator[bool]:
    """True for each thing by which an operation is more than a bus evacuation problem, or less."""
    yield len(operation.fleet) != 1 or len(operation.fleet[0].layouts) != 1 or not operation.fleet[0].count
    yield not operation.leaving or not operation.reception_sites
    vehicles = operation.fleet[0]
    seats = vehicles.layouts[0].capacity
    sites = {site.id for site in operation.reception_sites}
    yield vehicles.own_car or vehicles.duty is not None
    yield any(h.needs != seats or h.ready_s > 0 or h.own_car is not None for h in operation.leaving)
    yield any(not sites <= set(h.destinations) for h in operation.leaving)
    yield bool(operation.corridor.gates or operation.corridor.routes)
    yield _restricts(operation.agreement)
    yield any(site.open for site in operation.reception_sites)
    yield any(_binds(place, vehicles) for place in (*operation.assembly_points, *operation.reception_sites))
    # Stretcher patients would need beds; a layout that is all seats has none of them.
    yield bool(seats.wheelchair or seats.stretcher)
    points = {point.id for point in operation.assembly_points}
    yield any(hazard.place not in points or hazard.until_s is not None for hazard in operation.hazards)


def _restricts(agreement: Agreement) -> bool:
    return bool(
        agreement.windows is not None
        or agreement.stages
        or agreement.daily_cap is not None
        or agreement.night is not None
    )


def _binds(place: Place, vehicles: VehicleClass) -> bool:
    pool = place.bay_pool(vehicles.id)
    return pool is not None and pool[1] < vehicles.count


def _roads(operation: Operation) -> Iterator[tuple[str, str]]:
    starts = [pool.start for pool in operation.fleet[0].pools]
    for point in operation.assembly_points:
        for site in operation.reception_sites:
            yield point.id, site.id
            yield site.id, point.id
        yield from ((start, point.id) for start in starts)


def _drive(travel: TravelTimes, origin: str, destination: str, vehicle_class: str, more_s: int) -> Distance:
    found = travel.shortest(origin, destination, vehicle_class)
    return None if found is None else found + more_s


def _leave_by(operation: Operation, point: Place, loading_s: int) -> int | None:
    """A vehicle is in danger until the second before it leaves, and for one second if it loads in no time."""
    closes = [hazard.from_s for hazard in operation.hazards if hazard.place == point.id]
    return max(0, min(closes) - (0 if loading_s else 1)) if closes else None


def _legs(problem: Busloads, points: list[str], sites: list[str], yards: list[str], unit_s: int) -> Iterator[Leg]:
    for y, yard in enumerate(problem.yards):
        yield from (
            Leg(yards[y], at, d * unit_s) for at, d in zip(points, yard.to_source, strict=True) if d is not None
        )
    for i, row in enumerate(problem.to_sink):
        for j, there in enumerate(row):
            back = there if problem.back is None else problem.back[j][i]
            if (there is None) != (back is None):
                raise ValueError(f"the road between source {i} and sink {j} is missing in one direction only")
            if there is not None and back is not None:
                yield Leg(points[i], sites[j], there * unit_s)
                if back != there:
                    yield Leg(sites[j], points[i], back * unit_s)

"""Whether a household could be carried if nobody else were there: by one vehicle, or by a few that go together.

The question is put to the timetable of the planner itself, in an operation that holds nothing but the household, what
lies on its ways, and the vehicles. So a yes is a trip that is placed to the second.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from safepassage.domain.corridor import ConvoyRule, Corridor
from safepassage.domain.fleet import Layout, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household, Needs
from safepassage.domain.places import Place
from safepassage.planning.problem import Problem, state
from safepassage.planning.timetable import Order, Proposal, Timetable, VehicleState
from safepassage.rules.convoys import TOGETHER_S

NEIGHBOURS = 4
"""Own cars of others in which the household might ride along, of each class."""

GRID_S = 300
"""Parts of a household that go in one convoy are tried at departures so far apart."""

ROUNDS = 12
"""How often parts that do not meet are put off."""


class _Part(NamedTuple):
    """Members of a household aboard one vehicle."""

    vehicle_class: str
    needs: Needs


@dataclass(frozen=True, slots=True)
class Ride:
    """One vehicle with members of the household aboard.

    Attributes:
        needs: of the members aboard.
        neighbour: card number of the household whose own car it is and who is aboard too; None if it is nobody else's.
    """

    proposal: Proposal
    needs: Needs
    neighbour: str | None = None


def only(operation: Operation, household: Household) -> Operation:
    """The operation with that household alone, which stands first, and neighbours who might take it along."""
    sites = {site.id for site in chosen_sites(operation, household)} or {site.id for site in operation.reception_sites}
    gates = {gate for site in sites for gate in operation.gates_between(household.at, site)}
    starts = {pool.start for vehicle_class in operation.fleet for pool in vehicle_class.pools}
    gates |= {gate for start in starts for gate in operation.gates_between(start, household.at)}
    near = {household.at} | sites | gates | starts
    vehicles = household.stretcher + 1
    return replace(
        operation,
        places=tuple(place for place in operation.places if place.id in near),
        fleet=tuple(_few(vehicle_class, vehicles) for vehicle_class in operation.fleet),
        households=(household, *_neighbours(operation, household, sites)),
        corridor=Corridor(
            tuple(gate for gate in operation.corridor.gates if gate.place in gates),
            tuple(
                replace(route, beyond=tuple(place for place in route.beyond if place in near))
                for route in operation.corridor.routes
                if any(place in near for place in route.beyond)
            ),
        ),
        legs=tuple(leg for leg in operation.legs if leg.origin in near and leg.destination in near),
        hazards=tuple(h for h in operation.hazards if h.place in near or (h.leg is not None and set(h.leg) <= near)),
    )


def chosen_sites(operation: Operation, household: Household) -> tuple[Place, ...]:
    """The reception sites that it accepts, in order of wish."""
    places = (operation.place.get(destination) for destination in household.destinations)
    return tuple(place for place in places if place is not None and place.receives)


def _few(vehicle_class: VehicleClass, most: int) -> VehicleClass:
    """No more vehicles than the household needs, from each place and time."""
    counts: dict[tuple[str, int], int] = {}
    for pool in vehicle_class.pools:
        key = pool.start, pool.available_from_s
        counts[key] = counts.get(key, 0) + pool.count
    first = {(pool.start, pool.available_from_s): pool for pool in reversed(vehicle_class.pools)}
    pools = tuple(replace(first[key], count=min(count, most)) for key, count in counts.items() if count)
    return replace(vehicle_class, pools=pools)


def _neighbours(operation: Operation, household: Household, sites: set[str]) -> Iterator[Household]:
    """Households with a car and a seat to spare, from the same place to one of the sites; those ready first."""
    found: dict[str, list[Household]] = {}
    for other in operation.leaving:
        if other.own_car is None or other.id == household.id or not other.seated:
            continue
        if (other.at, other.stream) == (household.at, household.stream) and not sites.isdisjoint(other.destinations):
            layouts = operation.vehicle_class[other.own_car].layouts
            if any((other.needs + household.needs).fits_in(layout.capacity) for layout in layouts):
                found.setdefault(other.own_car, []).append(other)
    for others in found.values():
        yield from sorted(others, key=lambda other: (other.ready_s, other.id))[:NEIGHBOURS]


def can_go(operation: Operation) -> bool:
    """True if the first household can be carried with nobody else about.

    Where its patients need several vehicles and none of the ways tried here serves, the planner is asked.
    """
    if next(rides(operation), None) is not None:
        return True
    if not operation.leaving or not operation.leaving[0].stretcher:
        return False
    from safepassage.planning.solve import solve

    left = {entry.household for entry in solve(operation, seed=1).plan.not_carried}
    return operation.leaving[0].id not in left


def carriers(operation: Operation) -> Iterator[str]:
    """Ids of the vehicle classes that could carry the first household, as they are found; some more than once.

    Where its patients go in other vehicles than the rest, those of the patients.
    """
    return (found[0].proposal.vehicle.vehicle_class.id for found in rides(operation))


def rides(operation: Operation) -> Iterator[tuple[Ride, ...]]:
    """Ways in which the first household could be carried, as they are found: the vehicles that go together."""
    household = operation.households[0]
    sites = [site for site in chosen_sites(operation, household) if _has_room(site, household.needs)]
    if not sites or not household.people:
        return
    yield from _whole(state(_with_rule(operation, together=False)), household, sites)
    if household.stretcher:
        yield from _apart(state(_with_rule(operation, together=True)), household, sites)


def patient_vehicles(operation: Operation, household: Household) -> int:
    """The fewest vehicles in which its patients can ride at once, by their layouts; 0 where there are no stretchers.

    A layout that takes no companion is none where there is somebody to ride along.
    """
    layouts = [layout for c in operation.fleet if c.pools for layout in c.layouts]
    splits = [_split(household.needs, layout) for layout in layouts] if household.stretcher else []
    return min((len(split[0]) for split in splits if split is not None), default=0)


def _has_room(site: Place, needs: Needs) -> bool:
    seated, patients = needs.seated + needs.wheelchair, needs.stretcher
    return (site.places is None or seated <= site.places) and (site.beds is None or patients <= site.beds)


def _with_rule(operation: Operation, *, together: bool) -> Operation:
    """With nobody else on the road, neither headway nor escorts hold up a convoy."""
    routes = tuple(replace(route, convoy=_rule(route.convoy, together)) for route in operation.corridor.routes)
    return replace(operation, corridor=replace(operation.corridor, routes=routes))


def _rule(rule: ConvoyRule | None, together: bool) -> ConvoyRule | None:
    """A clock is kept. Without one a vehicle may depart at any second, and several meet at departures of a fine one."""
    if rule is None or not (together or rule.clock_s):
        return None
    return ConvoyRule(rule.max_vehicles, rule.clock_s or GRID_S, clock_s=rule.clock_s)


def _whole(problem: Problem, household: Household, sites: Iterable[Place]) -> Iterator[tuple[Ride, ...]]:
    """One vehicle takes the whole household, and where it is a neighbour's car its owners too."""
    timetable = Timetable(problem)
    for site in sites:
        for vehicle in timetable.vehicles.values():
            load, ready_s, neighbour = household.needs, household.ready_s, None
            owner = problem.operation.household.get(problem.operation.vehicles[vehicle.id].owner or "")
            if owner is not None and owner.id != household.id:
                load, ready_s, neighbour = load + owner.needs, max(ready_s, owner.ready_s), owner.id
                if site.id not in owner.destinations or not _has_room(site, load):
                    continue
            if owner is household and not household.seated:
                continue
            if any(load.fits_in(layout.capacity) for layout in vehicle.vehicle_class.layouts):
                proposal = timetable.place(_order(problem, vehicle, household, site, load, ready_s))
                if proposal is not None:
                    yield (Ride(proposal, household.needs, neighbour),)


def _apart(problem: Problem, household: Household, sites: Iterable[Place]) -> Iterator[tuple[Ride, ...]]:
    """Patients ride in vehicles of one class, each with a companion, while one more vehicle takes who is left."""
    for site in sites:
        for vehicle_class in problem.classes:
            for layout in vehicle_class.layouts:
                split = None if vehicle_class.own_car else _split(household.needs, layout)
                if split is None:
                    continue
                patients, rest = split
                parts = [_Part(vehicle_class.id, needs) for needs in patients]
                for others in [[_Part(c, rest)] for c in _takes(problem, household, rest)] if rest.people else [[]]:
                    found = _meet(problem, household, site, [*parts, *others])
                    if found is not None:
                        yield found
                        break


def _takes(problem: Problem, household: Household, rest: Needs) -> list[str]:
    """Classes of which a vehicle takes the rest of a household; of own cars only its own, with somebody to drive."""
    return [
        c.id
        for c in problem.classes
        if any(rest.fits_in(layout.capacity) for layout in c.layouts)
        and (not c.own_car or (c.id == household.own_car and rest.seated))
    ]


def _split(needs: Needs, layout: Layout) -> tuple[list[Needs], Needs] | None:
    """What each vehicle of the layout takes when all patients ride in such, and who is left; None if that is no way."""
    if not layout.stretchers or (needs.seated and not layout.seats):
        return None
    patients, seated, wheelchairs = needs.stretcher, needs.seated, needs.wheelchair
    parts: list[Needs] = []
    count = -(-patients // layout.stretchers)
    for number in range(count):
        companions_to_come = min(count - number - 1, max(0, seated - 1))
        seats = min(layout.seats, seated - companions_to_come)
        part = Needs(seats, min(layout.wheelchairs, wheelchairs), min(layout.stretchers, patients))
        parts.append(part)
        seated, wheelchairs, patients = seated - part.seated, wheelchairs - part.wheelchair, patients - part.stretcher
    return parts, Needs(seated, wheelchairs)


def _meet(problem: Problem, household: Household, site: Place, parts: list[_Part]) -> tuple[Ride, ...] | None:
    """The parts on their way so that they enter the corridor together: those that could be first wait for the last.

    None if they do not meet.
    """
    chosen = _first_vehicles(problem, household, site, parts)
    if chosen is None:
        return None
    convoys = problem.ways[problem.way_of[_site_index(problem, site)]].rule is not None
    slack_s = 0 if convoys else TOGETHER_S
    from_s = 0
    for _ in range(ROUNDS):
        timetable, found = Timetable(problem), list[Ride]()
        for vehicle_id, part in zip(chosen, parts, strict=True):
            order = _order(problem, timetable.vehicles[vehicle_id], household, site, part.needs, household.ready_s)
            proposal = timetable.place(replace(order, from_s=from_s))
            if proposal is None:
                return None
            timetable.book(proposal)
            found.append(Ride(proposal, part.needs))
        crosses_s = [ride.proposal.crosses_s for ride in found]
        if max(crosses_s) - min(crosses_s) <= slack_s:
            return tuple(found)
        from_s = max(crosses_s) - slack_s
    return None


def _first_vehicles(problem: Problem, household: Household, site: Place, parts: list[_Part]) -> list[str] | None:
    """For each part a vehicle of its own: of its class the one that could cross first."""
    timetable, chosen = Timetable(problem), list[str]()
    for part in parts:
        free: list[tuple[int, str]] = []
        for vehicle in timetable.vehicles.values():
            owner = problem.operation.vehicles[vehicle.id].owner
            if vehicle.vehicle_class.id == part.vehicle_class and vehicle.id not in chosen:
                if owner not in (None, household.id):
                    continue
                order = _order(problem, vehicle, household, site, part.needs, household.ready_s)
                proposal = timetable.place(order)
                if proposal is not None:
                    free.append((proposal.crosses_s, vehicle.id))
        if not free:
            return None
        chosen.append(min(free)[1])
    return chosen


def _order(
    problem: Problem, vehicle: VehicleState, household: Household, site: Place, load: Needs, ready_s: int
) -> Order:
    w = problem.way_of[_site_index(problem, site)]
    return Order(vehicle, household.at, site.id, w, load, household.stream, ready_s)


def _site_index(problem: Problem, site: Place) -> int:
    return next(r for r, place in enumerate(problem.reception) if place.id == site.id)

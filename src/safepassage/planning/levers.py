"""What could be changed about an operation so that people are out sooner: one more of something, or one obstacle less.

A lever is a small value that names a change; `apply` makes the changed operation. Every change is written so that, as
far as it only adds or allows, a plan for the operation is also one for the changed operation: new vehicles are counted
after those that there are, and windows only grow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from safepassage.domain.agreement import Agreement, DailyCap
from safepassage.domain.corridor import ConvoyRule, Gate, Route, Window
from safepassage.domain.fleet import Pool, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.plan import Plan
from safepassage.domain.travel import Leg

HOUR_S = 3600
MORE_PLACES = 10
MORE_VEHICLES = 5
CONVOY_STEP = 5
HEADWAY_PERCENT = 25
QUOTA_PERCENT = 10
DAILY_CAP = "daily-cap"


class LeverKind(StrEnum):
    """What is changed, in the order in which levers without an estimate are tried."""

    HAZARD = "hazard"
    ROAD = "road"
    NIGHT = "night"
    ESCORT = "escort"
    LANE = "lane"
    WINDOW = "window"
    ALL_WINDOWS = "all-windows"
    VEHICLE = "vehicle"
    SHUTTLE = "shuttle"
    HEADWAY = "headway"
    CONVOY_SIZE = "convoy-size"
    QUOTA = "quota"
    BEDS = "beds"
    PLACES = "places"
    BAY = "bay"


@dataclass(frozen=True, slots=True)
class Lever:
    """A named change.

    Attributes:
        subject: id of what is changed: hazard, closure of a road, route, gate place, vehicle class, place, stage or
            ``daily-cap``; empty for night movement and for the windows of all gates.
        amount: how much: vehicles, teams, lanes, bays, beds, places, vehicles in each convoy (less than 0: fewer),
            seconds (windows), percent (headway and quotas); 0 where something is taken away as a whole.
        pool: of bays, the vehicle class that they are for, or ``*``.
        legs: where a road is opened again, all legs of the operation with it.
    """

    kind: LeverKind
    subject: str = ""
    amount: int = 0
    pool: str = ""
    legs: tuple[Leg, ...] = field(default=(), repr=False)

    @property
    def restricts(self) -> bool:
        """True if it takes something away from the plan, so that it is tried for what it costs."""
        return self.amount < 0 and self.kind is LeverKind.CONVOY_SIZE


def apply(lever: Lever, operation: Operation) -> Operation:
    """The operation with one thing changed.

    Raises:
        KeyError: the operation does not have what the lever changes.
    """
    return _CHANGES[lever.kind](operation, lever)


def levers(operation: Operation, plan: Plan) -> tuple[Lever, ...]:
    """Every lever that applies to the operation; more beds and places only where `plan` fills a site.

    Roads that are opened again are not among them: an operation does not know its roads, whoever read them does.
    """
    return (
        *(Lever(LeverKind.HAZARD, hazard.id) for hazard in operation.hazards),
        *_of_agreement(operation),
        *_of_routes(operation),
        *_of_gates(operation),
        *_of_fleet(operation),
        *_of_sites(operation, plan),
        *_of_bays(operation),
    )


# ---- which apply --------------------------------------------------------------------------------------------------


def _of_agreement(operation: Operation) -> Iterator[Lever]:
    agreement = operation.agreement
    if agreement.night is not None:
        yield Lever(LeverKind.NIGHT)
    cap = agreement.daily_cap
    if cap is not None and (cap.people or cap.vehicles):
        yield Lever(LeverKind.QUOTA, DAILY_CAP, QUOTA_PERCENT)
    for stage in agreement.stages:
        if stage.people or stage.vehicles:
            yield Lever(LeverKind.QUOTA, stage.id, QUOTA_PERCENT)


def _of_routes(operation: Operation) -> Iterator[Lever]:
    for route in operation.corridor.routes:
        rule = route.convoy
        if rule is None:
            continue
        if rule.escorts is not None:
            yield Lever(LeverKind.ESCORT, route.id, 1)
        yield Lever(LeverKind.SHUTTLE, route.id)
        if rule.headway_s:
            yield Lever(LeverKind.HEADWAY, route.id, HEADWAY_PERCENT)
        yield Lever(LeverKind.CONVOY_SIZE, route.id, CONVOY_STEP)
        if rule.max_vehicles > CONVOY_STEP:
            yield Lever(LeverKind.CONVOY_SIZE, route.id, -CONVOY_STEP)


def _of_gates(operation: Operation) -> Iterator[Lever]:
    on_routes = {gate for route in operation.corridor.routes for gate in route.gates}
    gates = [gate for gate in operation.corridor.gates if gate.place in on_routes]
    for gate in gates:
        if gate.inspection:
            yield Lever(LeverKind.LANE, gate.place, 1)
    windowed = [gate.place for gate in gates if operation.gate_windows(gate.place)]
    for gate_id in windowed:
        yield Lever(LeverKind.WINDOW, gate_id, HOUR_S)
    if len(windowed) > 1:
        yield Lever(LeverKind.ALL_WINDOWS, "", HOUR_S)


def _of_fleet(operation: Operation) -> Iterator[Lever]:
    """One more vehicle of each class, and five more of the class that takes most people at once."""
    pooled = [c for c in operation.fleet if c.pools and not c.own_car]
    for vehicle_class in pooled:
        yield Lever(LeverKind.VEHICLE, vehicle_class.id, 1)
    if pooled:
        largest = max(pooled, key=lambda c: c.count * max((x.capacity.people for x in c.layouts), default=0))
        yield Lever(LeverKind.VEHICLE, largest.id, MORE_VEHICLES)


def _of_sites(operation: Operation, plan: Plan) -> Iterator[Lever]:
    """A site binds where the largest household that accepts it finds no room in what the plan leaves."""
    seated: dict[str, int] = {}
    beds: dict[str, int] = {}
    for trip in plan.trips:
        load = trip.load
        seated[trip.destination] = seated.get(trip.destination, 0) + load.seated + load.wheelchair
        beds[trip.destination] = beds.get(trip.destination, 0) + load.stretcher
    wanted: dict[str, list[Household]] = {}
    for household in operation.leaving:
        for destination in household.destinations:
            wanted.setdefault(destination, []).append(household)
    for site in operation.reception_sites:
        accepts = wanted.get(site.id, [])
        most = max((h.seated + h.wheelchair for h in accepts), default=0)
        if site.places is not None and site.places - seated.get(site.id, 0) < most:
            yield Lever(LeverKind.PLACES, site.id, MORE_PLACES)
        most = max((h.stretcher for h in accepts), default=0)
        if site.beds is not None and site.beds - beds.get(site.id, 0) < most:
            yield Lever(LeverKind.BEDS, site.id, MORE_PLACES)


def _of_bays(operation: Operation) -> Iterator[Lever]:
    """Of each pool of bays that some class of the fleet uses."""
    classes = [c.id for c in operation.fleet]
    for place in operation.places:
        if place.bays is None or not (place.receives or place.kind is PlaceKind.ASSEMBLY):
            continue
        for pool in place.bays:
            users = [c for c in classes if (c == pool if pool != ANY_CLASS else c not in place.bays)]
            if users:
                yield Lever(LeverKind.BAY, place.id, 1, pool)


# ---- what they change ---------------------------------------------------------------------------------------------


def _hazard(operation: Operation, lever: Lever) -> Operation:
    left = tuple(hazard for hazard in operation.hazards if hazard.id != lever.subject)
    if len(left) == len(operation.hazards):
        raise KeyError(lever.subject)
    return replace(operation, hazards=left)


def _road(operation: Operation, lever: Lever) -> Operation:
    return replace(operation, legs=lever.legs)


def _night(operation: Operation, _: Lever) -> Operation:
    return _agreed(operation, replace(operation.agreement, night=None))


def _quota(operation: Operation, lever: Lever) -> Operation:
    agreement = operation.agreement
    if lever.subject == DAILY_CAP and agreement.daily_cap is not None:
        cap = agreement.daily_cap
        raised = DailyCap(_raised(cap.people, lever), _raised(cap.vehicles, lever), cap.agreed_in)
        return _agreed(operation, replace(agreement, daily_cap=raised))
    stages = tuple(
        replace(stage, people=_raised(stage.people, lever), vehicles=_raised(stage.vehicles, lever))
        if stage.id == lever.subject
        else stage
        for stage in agreement.stages
    )
    if stages == agreement.stages:
        raise KeyError(lever.subject)
    return _agreed(operation, replace(agreement, stages=stages))


def _raised(limit: int | None, lever: Lever) -> int | None:
    """By so many percent, rounded up: by one at the least."""
    return None if limit is None else limit + -(-limit * lever.amount // 100)


def _escort(operation: Operation, lever: Lever) -> Operation:
    return _ruled(operation, lever, lambda rule: replace(rule, escorts=(rule.escorts or 0) + lever.amount))


def _shuttle(operation: Operation, lever: Lever) -> Operation:
    return _ruled(operation, lever, lambda _: None)


def _headway(operation: Operation, lever: Lever) -> Operation:
    return _ruled(operation, lever, lambda rule: replace(rule, headway_s=rule.headway_s * (100 - lever.amount) // 100))


def _convoy_size(operation: Operation, lever: Lever) -> Operation:
    return _ruled(operation, lever, lambda rule: replace(rule, max_vehicles=rule.max_vehicles + lever.amount))


def _lane(operation: Operation, lever: Lever) -> Operation:
    gate = replace(operation.gate[lever.subject], lanes_out=operation.gate[lever.subject].lanes_out + lever.amount)
    return _gated(operation, (gate,))


def _window(operation: Operation, lever: Lever) -> Operation:
    return _open_longer(operation, (operation.gate[lever.subject].place,), lever.amount)


def _all_windows(operation: Operation, lever: Lever) -> Operation:
    return _open_longer(operation, operation.gate, lever.amount)


def _open_longer(operation: Operation, gates: Iterable[str], longer_s: int) -> Operation:
    """Each window of these gates closes so much later, the agreement allowing it; the other gates keep theirs.

    Where the agreement has windows they are all lengthened, and what that would open elsewhere is kept closed.
    """
    longer, windows = set(gates), operation.agreement.windows
    changed = []
    for gate in operation.corridor.gates:
        effective = operation.gate_windows(gate.place)
        if gate.place in longer and effective is not None:
            changed.append(replace(gate, windows=_longer(effective, longer_s)))
        elif windows is not None:
            changed.append(replace(gate, windows=effective))
    found = _gated(operation, changed)
    if windows is None:
        return found
    return _agreed(found, replace(operation.agreement, windows=_longer(windows, longer_s)))


def _longer(windows: tuple[Window, ...], longer_s: int) -> tuple[Window, ...]:
    """In order and apart as before: no window grows into the next one."""
    in_order = sorted(windows, key=lambda window: window.opens_s)
    opens = [window.opens_s for window in in_order[1:]]
    return tuple(
        replace(window, closes_s=max(window.closes_s, min([window.closes_s + longer_s, *opens[i : i + 1]])))
        for i, window in enumerate(in_order)
    )


def _vehicle(operation: Operation, lever: Lever) -> Operation:
    """In a pool of their own where the largest one starts, so that the vehicles that there are keep their ids."""

    def more(vehicle_class: VehicleClass) -> VehicleClass:
        largest = max(vehicle_class.pools, key=lambda pool: pool.count)
        added = Pool(lever.amount, largest.start, largest.available_from_s)
        return replace(vehicle_class, pools=(*vehicle_class.pools, added))

    changed = more(operation.vehicle_class[lever.subject])
    return replace(operation, fleet=tuple(changed if c.id == lever.subject else c for c in operation.fleet))


def _beds(operation: Operation, lever: Lever) -> Operation:
    site = operation.place[lever.subject]
    return _placed(operation, replace(site, beds=(site.beds or 0) + lever.amount))


def _places(operation: Operation, lever: Lever) -> Operation:
    site = operation.place[lever.subject]
    return _placed(operation, replace(site, places=(site.places or 0) + lever.amount))


def _bay(operation: Operation, lever: Lever) -> Operation:
    place = operation.place[lever.subject]
    bays = dict(place.bays or {})
    return _placed(operation, replace(place, bays=bays | {lever.pool: bays[lever.pool] + lever.amount}))


_CHANGES: Mapping[LeverKind, Callable[[Operation, Lever], Operation]] = {
    LeverKind.HAZARD: _hazard,
    LeverKind.ROAD: _road,
    LeverKind.NIGHT: _night,
    LeverKind.ESCORT: _escort,
    LeverKind.LANE: _lane,
    LeverKind.WINDOW: _window,
    LeverKind.ALL_WINDOWS: _all_windows,
    LeverKind.VEHICLE: _vehicle,
    LeverKind.SHUTTLE: _shuttle,
    LeverKind.HEADWAY: _headway,
    LeverKind.CONVOY_SIZE: _convoy_size,
    LeverKind.QUOTA: _quota,
    LeverKind.BEDS: _beds,
    LeverKind.PLACES: _places,
    LeverKind.BAY: _bay,
}


def _agreed(operation: Operation, agreement: Agreement) -> Operation:
    return replace(operation, agreement=agreement)


def _placed(operation: Operation, changed: Place) -> Operation:
    return replace(operation, places=tuple(changed if place.id == changed.id else place for place in operation.places))


def _gated(operation: Operation, changed: Iterable[Gate]) -> Operation:
    by_id = {gate.place: gate for gate in changed}
    gates = tuple(by_id.get(gate.place, gate) for gate in operation.corridor.gates)
    return replace(operation, corridor=replace(operation.corridor, gates=gates))


def _ruled(operation: Operation, lever: Lever, change: Callable[[ConvoyRule], ConvoyRule | None]) -> Operation:
    def changed(route: Route) -> Route:
        return replace(route, convoy=change(route.convoy)) if route.id == lever.subject and route.convoy else route

    if lever.subject not in operation.route:
        raise KeyError(lever.subject)
    routes = tuple(changed(route) for route in operation.corridor.routes)
    return replace(operation, corridor=replace(operation.corridor, routes=routes))

"""What may keep a household from being carried, each with what the operation would be without it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from safepassage.domain.agreement import Agreement, Stage
from safepassage.domain.clock import DAY_S
from safepassage.domain.fleet import Layout, Pool, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.planning.alone import chosen_sites
from safepassage.roads.travel_times import travel_times

NEW_ROAD_S = 60
"""Seconds of driving on a road that is imagined."""


class Cause(StrEnum):
    """A kind of restriction, in the order in which they are looked at."""

    CHOICE = "choice"
    VEHICLE = "vehicle"
    LAYOUT = "layout"
    ROAD = "road"
    HAZARD = "hazard"
    BAY = "bay"
    PLACES = "places"
    BEDS = "beds"
    STREAM = "stream"
    QUOTA = "quota"
    CONVOY_SIZE = "convoy-size"
    DUTY = "duty"
    NIGHT = "night"
    SITE_HOURS = "site-hours"
    AVAILABLE = "available"
    READY = "ready"
    STAGE = "stage"
    WINDOWS = "windows"
    HORIZON = "horizon"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One thing that restricts a household.

    Attributes:
        subject: id of the hazard, or of the place (bay); empty where it is about all that the household could use.
    """

    cause: Cause
    subject: str = ""


def restrictions(operation: Operation) -> tuple[Restriction, ...]:
    """Everything that restricts the first household of an operation that is made for it alone."""
    household = operation.households[0]
    near = [household.at, *(site.id for site in chosen_sites(operation, household))]
    every: list[Restriction] = []
    for cause in Cause:
        if cause is Cause.HAZARD:
            every += [Restriction(cause, hazard.id) for hazard in operation.hazards]
        elif cause is Cause.BAY:
            every += [Restriction(cause, place) for place in near]
        else:
            every.append(Restriction(cause))
    return tuple(restriction for restriction in every if relaxed(operation, (restriction,)) != operation)


def relaxed(operation: Operation, away: Iterable[Restriction]) -> Operation:
    """The operation without these restrictions, in the order of their causes."""
    for restriction in sorted(away, key=lambda one: (list(Cause).index(one.cause), one.subject)):
        operation = _RELAXED[restriction.cause](operation, restriction.subject)
    return operation


def _household(operation: Operation, change: Callable[[Household], Household]) -> Operation:
    return replace(operation, households=(change(operation.households[0]), *operation.households[1:]))


def _choice(operation: Operation, _: str) -> Operation:
    """Only where it has chosen nothing that exists: what a household has chosen is no restriction."""
    if chosen_sites(operation, operation.households[0]):
        return operation
    every = tuple(site.id for site in operation.reception_sites)
    return _household(operation, lambda household: replace(household, destinations=every))


def _vehicle(operation: Operation, _: str) -> Operation:
    """Only where the fleet has none of its own: one that stands beside the household and takes all of it."""
    if any(vehicle_class.count for vehicle_class in operation.fleet):
        return operation
    household = operation.households[0]
    needs = household.needs
    layout = Layout(needs.seated, needs.wheelchair, needs.stretcher)
    imagined = VehicleClass("an imagined vehicle", (layout,), (Pool(1, household.at),))
    return replace(operation, fleet=(*operation.fleet, imagined))


def _layout(operation: Operation, _: str) -> Operation:
    """Every vehicle of the fleet can be set up for the household."""
    needs = operation.households[0].needs
    layout = Layout(needs.seated, needs.wheelchair, needs.stretcher)
    return replace(
        operation,
        fleet=tuple(
            replace(c, layouts=(*c.layouts, layout))
            if c.count and not any(needs.fits_in(x.capacity) for x in c.layouts)
            else c
            for c in operation.fleet
        ),
    )


def _road(operation: Operation, _: str) -> Operation:
    """A road wherever one is missing on the ways of the vehicles and of the household."""
    times = travel_times(operation)
    added = [
        Leg(p, q, NEW_ROAD_S, vehicle_class=vehicle_class.id)
        for vehicle_class in operation.fleet
        for p, q in dict.fromkeys(_stretches(operation, vehicle_class))
        if times.shortest(p, q, vehicle_class.id) is None
    ]
    missing = {(leg.origin, leg.destination) for leg in added}
    others = (leg for leg in operation.legs if leg.travel_s is not None or (leg.origin, leg.destination) not in missing)
    return replace(operation, legs=(*others, *added)) if added else operation


def _stretches(operation: Operation, vehicle_class: VehicleClass) -> list[tuple[str, str]]:
    household = operation.households[0]
    ways = [(household.at, site.id) for site in chosen_sites(operation, household)]
    ways += [(pool.start, household.at) for pool in vehicle_class.pools if pool.start != household.at]
    return [pair for p, q in ways for pair in pairwise((p, *operation.gates_between(p, q), q))]


def _hazard(operation: Operation, subject: str) -> Operation:
    return replace(operation, hazards=tuple(hazard for hazard in operation.hazards if hazard.id != subject))


def _places(operation: Operation, change: Callable[[Place], Place]) -> Operation:
    places = tuple(change(place) for place in operation.places)
    return replace(operation, places=places) if places != operation.places else operation


def _bay(operation: Operation, subject: str) -> Operation:
    return _places(operation, lambda place: replace(place, bays=None) if place.id == subject else place)


def _site_places(operation: Operation, _: str) -> Operation:
    return _places(operation, lambda place: replace(place, places=None) if place.receives else place)


def _beds(operation: Operation, _: str) -> Operation:
    return _places(operation, lambda place: replace(place, beds=None) if place.receives else place)


def _site_hours(operation: Operation, _: str) -> Operation:
    return _places(operation, lambda place: replace(place, open=()) if place.kind is not PlaceKind.GATE else place)


def _agreement(operation: Operation, change: Callable[[Agreement], Agreement]) -> Operation:
    return replace(operation, agreement=change(operation.agreement))


def _stages(operation: Operation, change: Callable[[Stage], Stage]) -> Operation:
    stages = tuple(change(stage) for stage in operation.agreement.stages)
    return _agreement(operation, lambda agreement: replace(agreement, stages=stages))


def _stream(operation: Operation, _: str) -> Operation:
    return _stages(operation, lambda stage: replace(stage, streams=()))


def _quota(operation: Operation, _: str) -> Operation:
    without = _stages(operation, lambda stage: replace(stage, people=None, vehicles=None))
    return _agreement(without, lambda agreement: replace(agreement, daily_cap=None))


def _stage(operation: Operation, _: str) -> Operation:
    """Any stage that lets the household's stream pass, or else the first, is in force from beginning to end."""
    stages, stream = operation.agreement.stages, operation.households[0].stream
    if not stages:
        return operation
    may = [stage for stage in stages if not stage.streams or stream in stage.streams] or list(stages)
    widest = max(may, key=lambda stage: (_most(stage.people), _most(stage.vehicles)))
    always = replace(widest, opens_s=0, closes_s=None, after=None)
    return _agreement(operation, lambda agreement: replace(agreement, stages=(always,)))


def _most(limit: int | None) -> float:
    return float("inf") if limit is None else limit


def _convoy_size(operation: Operation, _: str) -> Operation:
    """As many vehicles as the household needs may go in one convoy."""
    needed = operation.households[0].stretcher + 1
    routes = tuple(
        replace(route, convoy=replace(route.convoy, max_vehicles=max(needed, route.convoy.max_vehicles)))
        if route.convoy is not None
        else route
        for route in operation.corridor.routes
    )
    return replace(operation, corridor=replace(operation.corridor, routes=routes))


def _duty(operation: Operation, _: str) -> Operation:
    return replace(operation, fleet=tuple(replace(c, duty=None) for c in operation.fleet))


def _night(operation: Operation, _: str) -> Operation:
    return _agreement(operation, lambda agreement: replace(agreement, night=None))


def _available(operation: Operation, _: str) -> Operation:
    """Every vehicle is there from the start."""
    return replace(
        operation,
        fleet=tuple(
            replace(c, pools=tuple(replace(pool, available_from_s=0) for pool in c.pools)) for c in operation.fleet
        ),
    )


def _ready(operation: Operation, _: str) -> Operation:
    return _household(operation, lambda household: replace(household, ready_s=0))


def _windows(operation: Operation, _: str) -> Operation:
    gates = tuple(replace(gate, windows=None) for gate in operation.corridor.gates)
    always = replace(operation, corridor=replace(operation.corridor, gates=gates))
    return _agreement(always, lambda agreement: replace(agreement, windows=None))


def _horizon(operation: Operation, _: str) -> Operation:
    """Twice as long and two days more: whoever cannot be carried then is not kept by the horizon."""
    return replace(operation, horizon_s=2 * operation.horizon_s + 2 * DAY_S)


_RELAXED: Mapping[Cause, Callable[[Operation, str], Operation]] = {
    Cause.CHOICE: _choice,
    Cause.VEHICLE: _vehicle,
    Cause.LAYOUT: _layout,
    Cause.ROAD: _road,
    Cause.HAZARD: _hazard,
    Cause.BAY: _bay,
    Cause.PLACES: _site_places,
    Cause.BEDS: _beds,
    Cause.STREAM: _stream,
    Cause.QUOTA: _quota,
    Cause.CONVOY_SIZE: _convoy_size,
    Cause.DUTY: _duty,
    Cause.NIGHT: _night,
    Cause.SITE_HOURS: _site_hours,
    Cause.AVAILABLE: _available,
    Cause.READY: _ready,
    Cause.STAGE: _stage,
    Cause.WINDOWS: _windows,
    Cause.HORIZON: _horizon,
}

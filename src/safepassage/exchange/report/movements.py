"""A plan as the report counts it: people by tier and place, with every card number left behind here."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from safepassage.domain.fleet import Layout
from safepassage.domain.operation import Operation
from safepassage.domain.people import TIERS, Household, Needs
from safepassage.domain.plan import Convoy, Plan, Reason, Trip

TierCounts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Movement:
    """A trip with what it carries, in numbers.

    Attributes:
        trip: without its boardings, so that nothing behind this module can print a card number.
        vehicle_class: id; empty where the plan names a vehicle that the operation does not have.
        layout: None where the plan names one that the class does not have.
        loaded_s: the last person is aboard.
        people: by tier; boardings of unknown households are not counted.
    """

    trip: Trip
    vehicle_class: str
    layout: Layout | None
    loaded_s: int
    needs: Needs
    people: TierCounts


@dataclass(frozen=True, slots=True)
class Wait:
    """People of one assembly point who were ready at `from_s` and are loaded at `until_s`; None: never."""

    place: str
    from_s: int
    until_s: int | None
    people: int


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """People who wish to leave and are not carried.

    Attributes:
        reason: None where the plan does not say.
    """

    reason: Reason | None
    place: str
    tier: int
    people: int


@dataclass(frozen=True)
class Digest:
    """All that the report shows of a plan, without anybody's card number."""

    movements: tuple[Movement, ...]
    convoys: tuple[Convoy, ...]
    waits: tuple[Wait, ...]
    left_behind: tuple[LeftBehind, ...]


def digest(operation: Operation, plan: Plan) -> Digest:
    """Read a plan once, and keep numbers only."""
    aboard: Counter[str] = Counter()
    waits: Counter[tuple[str, int, int | None]] = Counter()
    movements = tuple(_movement(operation, trip, aboard, waits) for trip in plan.trips)
    reasons = {entry.household: entry.reason for entry in plan.not_carried}
    left: Counter[tuple[Reason | None, str, int]] = Counter()
    for household in operation.leaving:
        people = household.people - aboard[household.id]
        if people > 0:
            left[reasons.get(household.id), household.at, household.tier] += people
            waits[household.at, household.ready_s, None] += people
    return Digest(
        movements,
        plan.convoys,
        tuple(Wait(*key, people) for key, people in waits.items()),
        tuple(LeftBehind(*key, people) for key, people in left.items()),
    )


def _movement(
    operation: Operation, trip: Trip, aboard: Counter[str], waits: Counter[tuple[str, int, int | None]]
) -> Movement:
    tiers = dict.fromkeys(TIERS, 0)
    seated = wheelchair = stretcher = 0
    for boarding in trip.boardings:
        household = operation.household.get(boarding.household)
        if household is None or household.stays:
            continue
        people = boarding.seated + boarding.wheelchair + boarding.stretcher
        seated, wheelchair, stretcher = (
            seated + boarding.seated,
            wheelchair + boarding.wheelchair,
            stretcher + boarding.stretcher,
        )
        tiers[household.tier] += people
        aboard[household.id] += people
        waits[_wait_key(household, trip)] += people
    needs = Needs(seated, wheelchair, stretcher)
    vehicle = operation.vehicles.get(trip.vehicle)
    vehicle_class = operation.vehicle_class.get(vehicle.vehicle_class) if vehicle else None
    if vehicle_class is None:
        class_id, layout, loaded_s = "", None, trip.leaves_s
    else:
        class_id = vehicle_class.id
        layout = vehicle_class.layouts[trip.layout] if 0 <= trip.layout < len(vehicle_class.layouts) else None
        loaded_s = trip.loads_s + vehicle_class.loading.seconds(needs)
    return Movement(replace(trip, boardings=()), class_id, layout, loaded_s, needs, (tiers[1], tiers[2], tiers[3]))


def _wait_key(household: Household, trip: Trip) -> tuple[str, int, int | None]:
    return household.at, household.ready_s, max(trip.loads_s, household.ready_s)


def people_by_leg(digest: Digest, places: Container[str]) -> Mapping[tuple[str, str], int]:
    """People over each stretch that loaded vehicles take from one of `places` to the next on their way."""
    by_way: Counter[tuple[str, ...]] = Counter()
    for movement in digest.movements:
        trip = movement.trip
        by_way[trip.origin, *(c.gate for c in trip.crossings), trip.destination] += movement.needs.people
    found: Counter[tuple[str, str]] = Counter()
    for way, people in by_way.items():
        for leg in pairwise(place for place in way if place in places):
            found[leg] += people
    return found

"""What must be true of a trip or convoy by itself before any rule can judge it: it names only what exists."""

from collections import Counter
from collections.abc import Iterable, Iterator

from safepassage.domain.clock import DAY_S
from safepassage.domain.operation import Operation
from safepassage.domain.places import PlaceKind
from safepassage.domain.plan import Boarding, Convoy, Crossing, Plan, Trip
from safepassage.rules.words import listed

LATEST_S = 3_650 * DAY_S
"""No time of a plan lies ten years after the operation's start; beyond it calendars fail."""

NEAR_SIDE = ""
"""The route of a convoy whose trips use no route, because their destination lies before all gates."""


def repeats(ids: Iterable[str]) -> set[str]:
    """The ids that occur more than once."""
    return {entry for entry, times in Counter(ids).items() if times > 1}


def trip_faults(operation: Operation, plan: Plan, trip: Trip) -> Iterator[str]:
    """What keeps a trip from being judged, each with what to do."""
    yield from _vehicle_faults(operation, trip)
    yield from _place_faults(operation, trip)
    if trip.convoy is not None and trip.convoy not in plan.convoy:
        yield f"names convoy '{trip.convoy}', which the plan does not have; add the convoy or take the name off"
    if not trip.boardings:
        yield "carries nobody; give it a household or take it off the plan"
    for boarding in trip.boardings:
        yield from _boarding_faults(operation, boarding)
    if any(not 0 <= t_s <= LATEST_S for t_s in _times(trip)):
        yield "has a time before the operation's start or ten years after it; correct its times"


def convoy_faults(operation: Operation, convoy: Convoy) -> Iterator[str]:
    """What keeps a convoy from being judged, each with what to do."""
    if convoy.route != NEAR_SIDE and convoy.route not in operation.route:
        yield f"goes by route '{convoy.route}', which the corridor does not have; routes are {listed(operation.route)}"
    if not 0 <= convoy.departs_s <= LATEST_S:
        yield "departs before the operation's start or ten years after it; correct its departure"


def _vehicle_faults(operation: Operation, trip: Trip) -> Iterator[str]:
    vehicle = operation.vehicles.get(trip.vehicle)
    if vehicle is None:
        yield f"uses vehicle '{trip.vehicle}', which the operation does not have; use one of the fleet's"
        return
    layouts = len(operation.vehicle_class[vehicle.vehicle_class].layouts)
    if not 0 <= trip.layout < layouts:
        yield (
            f"sets {trip.vehicle} up in layout {trip.layout}, but class '{vehicle.vehicle_class}' has {layouts}, "
            "counted from 0; choose one of them"
        )


def _place_faults(operation: Operation, trip: Trip) -> Iterator[str]:
    origin, destination = operation.place.get(trip.origin), operation.place.get(trip.destination)
    if origin is None or origin.kind is not PlaceKind.ASSEMBLY:
        yield f"starts at '{trip.origin}', which is not an assembly point of the operation; start it at one"
    if destination is None or not destination.receives:
        yield f"goes to '{trip.destination}', which is no reception site or hospital of the operation; send it to one"
    if trip.approach is not None and trip.approach.origin not in operation.place:
        yield f"comes from '{trip.approach.origin}', which is no place of the operation; correct its approach"
    for gate in sorted({crossing.gate for crossing in _crossings(trip)} - operation.gate.keys()):
        yield f"crosses '{gate}', which is no gate of the corridor; correct its crossings"


def _boarding_faults(operation: Operation, boarding: Boarding) -> Iterator[str]:
    if boarding.household not in operation.household:
        yield f"carries household {boarding.household}, which is not on the register; register it or take it off"
    if min(boarding.seated, boarding.wheelchair, boarding.stretcher) < 0 or not (
        boarding.seated or boarding.wheelchair or boarding.stretcher
    ):
        yield f"carries nobody, or less than nobody, of household {boarding.household}; correct its numbers"


def _crossings(trip: Trip) -> Iterator[Crossing]:
    yield from trip.crossings
    if trip.approach is not None:
        yield from trip.approach.crossings


def _times(trip: Trip) -> Iterator[int]:
    yield from (trip.loads_s, trip.leaves_s, trip.arrives_s, trip.unloads_s, trip.empty_s)
    if trip.approach is not None:
        yield from (trip.approach.leaves_s, trip.approach.arrives_s)
    for crossing in _crossings(trip):
        yield crossing.enters_s
        yield crossing.leaves_s

"""A vehicle is in one place at a time, and goes on from where it is."""

from collections.abc import Iterator

from safepassage.rules.case import Case, Journey
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """Of an own car only the first trip: that it makes no other is named by ``own-car``."""
    for journeys in case.by_vehicle.values():
        vehicle = journeys[0].vehicle
        place, free_s = vehicle.start, vehicle.available_from_s
        for journey in journeys[:1] if vehicle.owner is not None else journeys:
            yield from _findings(case, journey, place, free_s)
            place, free_s = journey.trip.destination, max(free_s, journey.trip.empty_s)


def _findings(case: Case, journey: Journey, place: str, free_s: int) -> Iterator[Finding]:
    trip = journey.trip
    origin = trip.origin if trip.approach is None else trip.approach.origin
    if origin != place:
        yield (
            trip.id,
            f"trip {trip.id} starts with {trip.vehicle} at '{origin}' at {case.when(journey.starts_s)}, but the "
            f"vehicle is at '{place}'; start from there with an approach, or take another vehicle",
        )
    if journey.starts_s < free_s:
        yield (
            trip.id,
            f"trip {trip.id} needs {trip.vehicle} at {case.when(journey.starts_s)}, but the vehicle is free only at "
            f"{case.when(free_s)}; start {lasting(free_s - journey.starts_s)} later or take another vehicle",
        )
    if trip.approach is not None and trip.loads_s < trip.approach.arrives_s:
        yield (
            trip.id,
            f"trip {trip.id} loads at {case.when(trip.loads_s)}, but {trip.vehicle} arrives at '{trip.origin}' only at "
            f"{case.when(trip.approach.arrives_s)}; load {lasting(trip.approach.arrives_s - trip.loads_s)} later",
        )


RULE = Rule(
    name="one-place-at-a-time",
    source="planning problem: vehicle in one place at a time, with real travel between",
    summary=(
        "A vehicle starts where and when it is available, and each next movement from where it was emptied, not before."
    ),
    examine=_examine,
)

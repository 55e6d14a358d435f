"""A household's own car leaves once, with its household, from where they wait."""

from collections.abc import Iterator

from safepassage.rules.case import Case, Journey
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    """That it starts at its household's assembly point, once they are ready, is named by ``one-place-at-a-time``."""
    for journeys in case.by_vehicle.values():
        vehicle = journeys[0].vehicle
        if vehicle.owner is None:
            continue
        if len(journeys) > 1:
            yield (
                vehicle.id,
                f"{vehicle.id} is household {vehicle.owner}'s own car, but makes {len(journeys)} trips "
                f"({listed(journey.id for journey in journeys)}); it leaves once and does not come back",
            )
        for journey in journeys:
            yield from _trip_faults(journey, vehicle.owner)


def _trip_faults(journey: Journey, owner: str) -> Iterator[Finding]:
    trip = journey.trip
    if trip.approach is not None:
        yield trip.id, f"trip {trip.id} has an approach, but {trip.vehicle} stands where its household waits; remove it"
    if not any(boarding.household == owner and boarding.seated > 0 for boarding in trip.boardings):
        yield (
            trip.id,
            f"trip {trip.id} takes {trip.vehicle} without a seated member of household {owner}, whose own car it is; "
            "put them aboard or leave the car",
        )


RULE = Rule(
    name="own-car",
    source="planning problem: vehicle class, own car",
    summary="An own car makes one trip, without an approach, with a seated member of its household aboard.",
    examine=_examine,
)

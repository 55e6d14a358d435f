"""A household travels together."""

from collections.abc import Iterator

from safepassage.domain.people import Household
from safepassage.domain.plan import Boarding, Trip
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    for card, aboard in case.boardings.items():
        household = case.operation.household.get(card)
        if household is not None and len(aboard) > 1:
            for fault in _faults(household, aboard):
                yield card, f"household {card} {fault}"


def _faults(household: Household, aboard: list[tuple[Trip, Boarding]]) -> Iterator[str]:
    trips = {trip.id for trip, _ in aboard}
    if len(trips) == 1:
        return
    if not household.stretcher:
        yield f"is split over trips {listed(trips)}; put it in one vehicle"
        return
    apart = trips - {trip.id for trip, boarding in aboard if boarding.stretcher > 0}
    if len(apart) > 1:
        yield f"is split over trips {listed(apart)} beside its patients; put those who ride apart in one vehicle"
    convoys = {trip.convoy for trip, _ in aboard}
    if len(convoys) > 1 or None in convoys:
        yield f"is split over trips {listed(trips)} that are not in one convoy; put them in one"
    places = {trip.destination for trip, _ in aboard}
    if len(places) > 1:
        yield f"is split between {listed(places)} by trips {listed(trips)}; take it to one place"


RULE = Rule(
    name="household-together",
    source="Guiding Principles on Internal Displacement, 7 and 17; Geneva Convention IV, Art. 49; protection rule 6",
    summary=(
        "A household rides in one vehicle; or, with stretcher patients, in theirs and at most one further vehicle, in "
        "one convoy to one place."
    ),
    examine=_examine,
)

"""Nobody is taken to a place that the household did not choose."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        for boarding in journey.trip.boardings:
            household = case.operation.household[boarding.household]
            if not household.stays and journey.trip.destination not in household.destinations:
                yield (
                    household.id,
                    f"household {household.id} is taken to '{journey.trip.destination}' by trip {journey.id}, but "
                    f"accepts {listed(household.destinations)}; take it there, or ask it again",
                )


RULE = Rule(
    name="destination-chosen",
    source="UN Security Council resolution 2328 (2016), op. 2: final destinations of their choice; protection rule 2",
    summary="A household goes only to a destination that it accepts.",
    examine=_examine,
)

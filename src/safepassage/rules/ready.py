"""Nobody is called before being ready."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        for boarding in journey.trip.boardings:
            household = case.operation.household[boarding.household]
            early_s = household.ready_s - journey.trip.loads_s
            if early_s > 0:
                yield (
                    household.id,
                    f"household {household.id} is ready at {case.when(household.ready_s)}, but trip {journey.id} loads "
                    f"at {case.when(journey.trip.loads_s)}; load {lasting(early_s)} later "
                    "or give it a later trip",
                )


RULE = Rule(
    name="ready",
    source="planning problem: household, ready time",
    summary="Loading starts when every household of the trip is ready.",
    examine=_examine,
)

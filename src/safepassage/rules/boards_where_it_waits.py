"""A household is fetched from the assembly point where it waits."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        for boarding in journey.trip.boardings:
            household = case.operation.household[boarding.household]
            if household.at != journey.trip.origin:
                yield (
                    household.id,
                    f"household {household.id} waits at '{household.at}', but trip {journey.id} takes it aboard at "
                    f"'{journey.trip.origin}'; fetch it where it waits",
                )


RULE = Rule(
    name="boards-where-it-waits",
    source="planning problem: household",
    summary="A household boards at its own assembly point.",
    examine=_examine,
)

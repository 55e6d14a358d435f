"""No patient on a stretcher rides without someone of the household while there is someone to ride along."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    for card, aboard in case.boardings.items():
        household = case.operation.household.get(card)
        if household is None or not household.stretcher or not household.seated:
            continue
        with_patient = {trip.id for trip, boarding in aboard if boarding.stretcher > 0}
        alone = with_patient - {trip.id for trip, boarding in aboard if boarding.seated > 0}
        lacking = min(len(with_patient), household.seated) - len(with_patient - alone)
        if lacking > 0:
            yield (
                card,
                f"household {card} has {household.seated} seated members, but its patients ride without one on trip "
                f"{listed(alone)}; put a companion beside {lacking} of them",
            )


RULE = Rule(
    name="companion",
    source="protection rule 6: a companion beside the patient; Guiding Principles on Internal Displacement, 17",
    summary=(
        "Each vehicle with stretcher patients of a household carries a seated member of it, as far as there are enough."
    ),
    examine=_examine,
)

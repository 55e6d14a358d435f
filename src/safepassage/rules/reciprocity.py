"""A stage that is tied to the other side's movement waits for it."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """As long as an earlier stage stays in force until then, its trips may go on: see `Agreement.stage_windows`."""
    for journey in case.journeys:
        enters_s = journey.trip.enters_corridor_s
        awaited = case.awaited_at(enters_s)
        if awaited is not None:
            stage, movement = awaited
            yield (
                journey.id,
                f"{journey.who} enters the corridor at {case.when(enters_s)}, but stage "
                f"'{stage.id}' waits for '{movement.name}', expected at {case.when(movement.expected_s)}; enter "
                f"{lasting(movement.expected_s - enters_s)} later",
            )


RULE = Rule(
    name="reciprocity",
    source="planning problem: agreement, reciprocity; the operation's agreement",
    summary=(
        "No trip enters the corridor in a stage before the counter-movement it depends on is expected to be confirmed."
    ),
    examine=_examine,
)

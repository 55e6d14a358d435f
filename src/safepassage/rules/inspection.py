"""A vehicle stays at a gate for as long as its inspection takes."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    for journey, passage in case.passages:
        short_s = passage.enters_s + passage.inspection_s - passage.leaves_s
        if short_s > 0:
            yield (
                journey.id,
                f"{journey.who} enters '{passage.gate}' at {case.when(passage.enters_s)} for an "
                f"inspection of {lasting(passage.inspection_s)}, but leaves at {case.when(passage.leaves_s)}; leave "
                f"{lasting(short_s)} later",
            )


RULE = Rule(
    name="inspection",
    source="planning problem: gate, inspection seconds by vehicle class",
    summary=(
        "Between entering and leaving a gate there is time for the inspection of the vehicle's class, loaded or empty."
    ),
    examine=_examine,
)

"""No more vehicles are inspected at a gate at once than it has lanes."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.sweep import overloads
from safepassage.rules.words import counted, lasting, listed


def _examine(case: Case) -> Iterator[Finding]:
    """A lane is held from entering for the inspection's seconds; who then waits for a convoy waits beyond the lane."""
    held: dict[tuple[str, bool], list[tuple[int, int, str]]] = {}
    for journey, passage in case.passages:
        hold = (passage.enters_s, passage.enters_s + passage.inspection_s, journey.id)
        held.setdefault((passage.gate, passage.outward), []).append(hold)
    for (place, outward), holds in held.items():
        gate = case.operation.gate[place]
        lanes, direction = (gate.lanes_out, "out") if outward else (gate.lanes_in, "in")
        for over in overloads(holds, lanes):
            yield (
                place,
                f"gate '{place}' has {counted(lanes, 'lane')} {direction}, but {over.most} vehicles are inspected at "
                f"once from {case.when(over.from_s)} for {lasting(over.until_s - over.from_s)} (trips "
                f"{listed(over.holders)}); let {over.most - lanes} enter later",
            )


RULE = Rule(
    name="lanes",
    source="planning problem: gate, lanes in each direction",
    summary="In each direction no more vehicles are inspected at a gate at once than it has lanes.",
    examine=_examine,
)

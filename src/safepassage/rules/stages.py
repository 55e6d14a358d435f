"""A trip enters the corridor in a stage that is in force and open to it."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    """A trip that only waits for the other side's movement is named by ``reciprocity`` instead."""
    if not case.stages:
        return
    for journey in case.journeys:
        enters_s = journey.trip.enters_corridor_s
        who = f"{journey.who} enters the corridor at {case.when(enters_s)}"
        stage = case.stage_at(enters_s)
        if stage is None:
            if case.awaited_at(enters_s) is None:
                yield journey.id, f"{who}, when no stage is in force; {_next_stage(case, enters_s)}"
        elif stage.streams:
            streams = {case.operation.household[boarding.household].stream for boarding in journey.trip.boardings}
            if refused := streams.difference(stage.streams):
                yield (
                    journey.id,
                    f"{who} in stage '{stage.id}'{f' ({stage.agreed_in})' if stage.agreed_in else ''}, which does not "
                    f"admit {listed(refused)}; move it to a stage that does",
                )


def _next_stage(case: Case, t_s: int) -> str:
    later = next(((stage, window) for stage, window in case.stages if window.opens_s > t_s), None)
    if later is None:
        return "the last stage is over; move it to an earlier one"
    return f"stage '{later[0].id}' opens at {case.when(later[1].opens_s)}; move it there or to an earlier one"


RULE = Rule(
    name="stages",
    source="planning problem: agreement, stages; the operation's agreement",
    summary="A trip enters the corridor while a stage of the agreement is in force that admits the streams aboard.",
    examine=_examine,
)

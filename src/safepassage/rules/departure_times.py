"""Where the route keeps a clock, convoys depart at its times only."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """Convoys without vehicles do not count: nobody departs."""
    for convoy_id in case.by_convoy:
        convoy = case.convoys[convoy_id]
        route = case.operation.route.get(convoy.route)
        if route is None or route.convoy is None or route.convoy.clock_s <= 0:
            continue
        clock_s = route.convoy.clock_s
        past_s = convoy.departs_s % clock_s
        if past_s:
            wait_s = clock_s - past_s
            before, after = case.when(convoy.departs_s - past_s), case.when(convoy.departs_s + wait_s)
            yield (
                convoy_id,
                f"convoy {convoy_id} departs at {case.when(convoy.departs_s)}, but convoys of route '{route.id}' "
                f"depart every {lasting(clock_s)}: before that at {before}, after it at {after}; "
                f"depart {lasting(wait_s)} later or {lasting(past_s)} earlier",
            )


RULE = Rule(
    name="departure-times",
    source=(
        "planning problem: corridor, convoy rule, clock; practice of humanitarian notification: the parties are told "
        "the times of movements beforehand (OCHA, UN-CMCoord Field Handbook)"
    ),
    summary="Where the route keeps a clock each convoy departs at a whole multiple of it from the operation's start.",
    examine=_examine,
)

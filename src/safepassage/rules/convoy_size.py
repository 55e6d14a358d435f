"""A convoy is no longer than agreed."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    for convoy_id, journeys in case.by_convoy.items():
        convoy = case.convoys[convoy_id]
        route = case.operation.route.get(convoy.route)
        if route is None or route.convoy is None:
            continue
        over = len(journeys) - route.convoy.max_vehicles
        if over > 0:
            yield (
                convoy_id,
                f"convoy {convoy_id} ({case.when(convoy.departs_s)}) has {len(journeys)} vehicles, {over} "
                f"more than route '{route.id}' allows; move {over} to another convoy",
            )


RULE = Rule(
    name="convoy-size",
    source="planning problem: corridor, convoy rule, at most n vehicles",
    summary="A convoy has at most as many vehicles as the route's convoy rule allows.",
    examine=_examine,
)

"""Each convoy has an escort team that is free."""

from collections.abc import Iterator

from safepassage.domain.corridor import ConvoyRule
from safepassage.domain.plan import Convoy
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """Convoys without vehicles take no team."""
    for route in case.operation.corridor.routes:
        if route.convoy is not None and route.convoy.escorts is not None:
            convoys = [case.convoys[convoy] for convoy in case.by_convoy if case.convoys[convoy].route == route.id]
            yield from _findings(case, convoys, route.convoy, route.convoy.escorts)


def _findings(case: Case, convoys: list[Convoy], rule: ConvoyRule, teams: int) -> Iterator[Finding]:
    last: dict[int, Convoy] = {}
    for convoy in convoys:
        if convoy.escort is None or not 1 <= convoy.escort <= teams:
            which = "no escort team" if convoy.escort is None else f"escort team {convoy.escort}"
            yield (
                convoy.id,
                f"convoy {convoy.id} ({case.when(convoy.departs_s)}) has {which}, but route '{convoy.route}' has teams "
                f"1 to {teams}; give it one of them",
            )
            continue
        before = last.get(convoy.escort)
        last[convoy.escort] = convoy
        if before is None:
            continue
        short_s = before.departs_s + rule.escort_cycle_s - convoy.departs_s
        if short_s > 0:
            yield (
                convoy.id,
                f"convoy {convoy.id} departs at {case.when(convoy.departs_s)} with escort team {convoy.escort}, which "
                f"is back from convoy {before.id} at {case.when(before.departs_s + rule.escort_cycle_s)}; depart "
                f"{lasting(short_s)} later or take another team",
            )


RULE = Rule(
    name="escorts",
    source="planning problem: corridor, convoy rule, escort teams",
    summary="Where the route has escort teams each convoy takes one of them, which is back from its convoy before.",
    examine=_examine,
)

"""Convoys keep their distance in time."""

from collections.abc import Iterator
from itertools import pairwise

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """Convoys without vehicles do not count: nobody departs."""
    for route in case.operation.corridor.routes:
        if route.convoy is None:
            continue
        convoys = [case.convoys[convoy] for convoy in case.by_convoy if case.convoys[convoy].route == route.id]
        for before, after in pairwise(convoys):
            short_s = before.departs_s + route.convoy.headway_s - after.departs_s
            if short_s > 0:
                yield (
                    after.id,
                    f"convoy {after.id} departs at {case.when(after.departs_s)}, "
                    f"{lasting(after.departs_s - before.departs_s)} after convoy {before.id} on route '{route.id}', "
                    f"which keeps {lasting(route.convoy.headway_s)} between convoys; depart {lasting(short_s)} later",
                )


RULE = Rule(
    name="headway",
    source="planning problem: corridor, convoy rule, at least h seconds between convoys",
    summary="Two convoys of a route depart at least the headway apart.",
    examine=_examine,
)

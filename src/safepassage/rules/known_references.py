"""A plan names only what the operation has, and gives each trip and convoy an id of its own."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.form import convoy_faults, repeats, trip_faults
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    for trip in case.plan.trips:
        for fault in trip_faults(case.operation, case.plan, trip):
            yield trip.id, f"trip {trip.id} {fault}"
    for convoy in case.plan.convoys:
        for fault in convoy_faults(case.operation, convoy):
            yield convoy.id, f"convoy {convoy.id} {fault}"
    for entry in case.plan.not_carried:
        if entry.household not in case.operation.household:
            yield (
                entry.household,
                f"household {entry.household} is listed as not carried, but is not on the register; "
                "register it or take it off the list",
            )
    for trip_id in repeats(trip.id for trip in case.plan.trips):
        yield trip_id, f"trip {trip_id} is in the plan more than once; give each trip an id of its own"
    for convoy_id in repeats(convoy.id for convoy in case.plan.convoys):
        yield convoy_id, f"convoy {convoy_id} is in the plan more than once; give each convoy an id of its own"


RULE = Rule(
    name="known-references",
    source="planning problem: a plan, judged against one operation",
    summary=(
        "A plan names only vehicles, layouts, places, gates, routes and households of the operation, and no id twice."
    ),
    examine=_examine,
)

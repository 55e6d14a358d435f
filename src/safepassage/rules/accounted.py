"""Whoever wishes to leave is aboard in full or listed as not carried; whoever stays is neither."""

from collections import Counter
from collections.abc import Iterator

from safepassage.domain.people import Household, Needs
from safepassage.rules.case import Case
from safepassage.rules.form import repeats
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import listed


def _examine(case: Case) -> Iterator[Finding]:
    listings = Counter(entry.household for entry in case.plan.not_carried)
    for household in case.operation.households:
        trips = [trip.id for trip, _ in case.boardings.get(household.id, ())]
        for fault in _faults(household, _aboard(case, household.id), trips, listings[household.id]):
            yield household.id, f"household {household.id} {fault}"


def _aboard(case: Case, household: str) -> Needs:
    found = [boarding for _, boarding in case.boardings.get(household, ())]
    return found[0].needs if len(found) == 1 else sum((boarding.needs for boarding in found), Needs())


def _faults(household: Household, aboard: Needs, trips: list[str], listings: int) -> Iterator[str]:
    if household.stays:
        if trips or listings:
            where = f"aboard trip {listed(trips)}" if trips else "listed as not carried"
            yield f"chose to stay, yet is {where}; take it off"
        return
    if listings > 1:
        yield f"is listed {listings} times as not carried; list it once"
    if twice := repeats(trips):
        yield f"boards trip {listed(twice)} more than once; put its members in one entry"
    if listings and trips:
        yield f"is aboard trip {listed(trips)} and listed as not carried; decide which"
    elif not listings and not trips and household.people:
        yield f"wishes to leave and is nowhere: {_described(household.needs)}; carry it or list it with a reason"
    elif trips and aboard != household.needs:
        yield (
            f"is {_described(household.needs)}, but {_described(aboard)} are aboard trip {listed(trips)}; "
            "carry each member once, or nobody and list it"
        )


def _described(needs: Needs) -> str:
    return f"{needs.seated} seated, {needs.wheelchair} in wheelchairs, {needs.stretcher} on stretchers"


RULE = Rule(
    name="accounted",
    source="planning problem: a plan; UN Security Council resolution 2328 (2016), op. 2: those who opt to remain",
    summary=(
        "Every household that wishes to leave is aboard in full, each member once, or listed once as not carried; "
        "nobody who chose to stay is either."
    ),
    examine=_examine,
)

"""What a plan is worth, and what it achieves: the figures that stand beside every plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from safepassage.domain.operation import Operation
from safepassage.domain.people import TIERS
from safepassage.domain.plan import Plan

LEFT_BEHIND_HORIZONS = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan achieves.

    Attributes:
        people: who wish to leave.
        carried, not_carried: of them.
        households_not_carried: households of which somebody is not carried.
        stays: people who chose to stay; not counted in `people`.
        worth: weighted person-time in danger, in person-seconds: weight(tier) x (arrival - start), summed over people;
            who is not carried is charged twice the horizon. Less is better.
        completion_s: the last arrival; None if nobody is carried.
        mean_arrival_s, last_arrival_s: by tier, of those carried; None where nobody of the tier is.
    """

    people: int
    carried: int
    not_carried: int
    households_not_carried: int
    stays: int
    worth: int
    completion_s: int | None
    mean_arrival_s: Mapping[int, float | None]
    last_arrival_s: Mapping[int, int | None]


def weight(operation: Operation, tier: int) -> int:
    """What a second in danger of one person of the tier weighs."""
    return operation.weights[tier - 1]


def outcome(operation: Operation, plan: Plan) -> Outcome:
    """Count what a plan achieves. Boardings of unknown households are ignored; `check` names them."""
    arrived = dict.fromkeys(TIERS, 0)
    person_s = dict.fromkeys(TIERS, 0)
    last: dict[int, int | None] = dict.fromkeys(TIERS)
    aboard: dict[str, int] = {}
    for trip in plan.trips:
        for boarding in trip.boardings:
            household = operation.household.get(boarding.household)
            if household is None or household.stays:
                continue
            people = boarding.needs.people
            aboard[household.id] = aboard.get(household.id, 0) + people
            arrived[household.tier] += people
            person_s[household.tier] += people * trip.arrives_s
            last[household.tier] = max(last[household.tier] or 0, trip.arrives_s)
    left = {household.id: household.people - aboard.get(household.id, 0) for household in operation.leaving}
    worth = sum(weight(operation, tier) * person_s[tier] for tier in TIERS) + sum(
        weight(operation, household.tier) * LEFT_BEHIND_HORIZONS * operation.horizon_s * left[household.id]
        for household in operation.leaving
    )
    return Outcome(
        people=sum(household.people for household in operation.leaving),
        carried=sum(arrived.values()),
        not_carried=sum(left.values()),
        households_not_carried=sum(1 for people in left.values() if people),
        stays=sum(household.people for household in operation.households if household.stays),
        worth=worth,
        completion_s=max((t for t in last.values() if t is not None), default=None),
        mean_arrival_s={t: person_s[t] / arrived[t] if arrived[t] else None for t in TIERS},
        last_arrival_s=last,
    )

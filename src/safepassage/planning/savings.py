"""What a lever saves: estimated from the prices of the programme, and then planned for.

A price says what one more would save at the margin in a relaxation. What it saves in truth is known when the changed
operation has been planned as the operation was. The planner is a heuristic, so the changed operation may by chance be
planned worse; but a plan that serves the operation and breaks no rule of the changed one serves that too, and then
stands for it. So a saving is below 0 only where the change takes something away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.planning.levers import DAILY_CAP, Lever, LeverKind, apply, levers
from safepassage.planning.solution import Price, Resource, Solution
from safepassage.rules import check
from safepassage.rules.outcome import Outcome, outcome

PRICED: Mapping[LeverKind, Resource] = {
    LeverKind.ESCORT: Resource.ESCORT,
    LeverKind.LANE: Resource.LANE,
    LeverKind.WINDOW: Resource.WINDOW_HOUR,
    LeverKind.ALL_WINDOWS: Resource.WINDOW_HOUR,
    LeverKind.VEHICLE: Resource.VEHICLE,
    LeverKind.CONVOY_SIZE: Resource.CONVOY_SIZE,
    LeverKind.QUOTA: Resource.QUOTA,
    LeverKind.ROAD: Resource.ROAD,
    LeverKind.BEDS: Resource.BEDS,
    LeverKind.PLACES: Resource.PLACES,
}
"""The resource whose price tells about a lever."""

WORTH_TRYING = 1000
"""Levers that by their estimate save less than one part in so many are tried after those without an estimate."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What a lever saves, found by planning the changed operation.

    Attributes:
        estimate_s: weighted person-seconds by the prices of the programme; None where there is no price.
        saved_s: weighted person-seconds that the plan is worth less; below 0: it costs.
        completion_saved_s: seconds by which the last arrival is earlier; below 0: later, as when more are carried. None
            if nobody arrives in one of the plans.
        carried_more: people.
    """

    lever: Lever
    estimate_s: int | None
    saved_s: int
    completion_saved_s: int | None
    carried_more: int


def ranked(operation: Operation, base: Solution, roads: Sequence[Lever] = ()) -> tuple[Lever, ...]:
    """Every lever that applies, and `roads` that may be opened again, in the order in which they are worth trying.

    First those with an estimate, the largest saving first; then those that the programme cannot price; then those that
    by its prices save next to nothing; last those that take something away.
    """

    def key(lever: Lever) -> tuple[int, int]:
        estimate = estimate_s(operation, lever, base.bound.prices)
        if lever.restricts:
            return 3, 0
        if estimate is None:
            return 1, list(LeverKind).index(lever.kind)
        return (0, -estimate) if estimate * WORTH_TRYING >= base.worth else (2, -estimate)

    return tuple(sorted((*levers(operation, base.plan), *roads), key=key))


def estimate_s(operation: Operation, lever: Lever, prices: tuple[Price, ...]) -> int | None:
    """What a lever saves by the prices of the programme, in weighted person-seconds; None where they say nothing.

    At most so much by the programme, but for windows: there the price is an average of the hours that are open; and for
    roads, where it is about this plan's drives (`reopening`).
    """
    resource = PRICED.get(lever.kind)
    if resource is None or not prices or lever.restricts:
        return None
    price = {price.subject: price.saves for price in prices if price.resource is resource}
    if lever.kind is LeverKind.QUOTA:
        people = _quota_people(operation, lever.subject)
        return None if people is None else price.get(lever.subject, 0) * -(-people * lever.amount // 100)
    if lever.kind in (LeverKind.WINDOW, LeverKind.ALL_WINDOWS):
        gates = [lever.subject] if lever.subject else list(operation.gate)
        return sum(price.get(gate, 0) * len(operation.gate_windows(gate) or ()) for gate in gates)
    return price.get(lever.subject, 0) * lever.amount


def _quota_people(operation: Operation, subject: str) -> int | None:
    """The people of a quota; None where it has none, or a quota of vehicles too, which has no price."""
    agreement = operation.agreement
    limits = {stage.id: (stage.people, stage.vehicles) for stage in agreement.stages}
    if agreement.daily_cap is not None:
        limits[DAILY_CAP] = agreement.daily_cap.people, agreement.daily_cap.vehicles
    people, vehicles = limits.get(subject, (None, None))
    return people if vehicles is None else None


def pull(operation: Operation, lever: Lever, base: Solution, plan: Callable[[Operation], Solution]) -> Saving | None:
    """Plan the changed operation, and tell what that saves.

    Args:
        operation: as it is.
        lever: the change.
        base: the operation's own solution.
        plan: plans an operation as the base was planned: the same seed, the same effort.

    Returns:
        None if no plan is found that breaks no rule of the changed operation.
    """
    changed = apply(lever, operation)
    objective = base.aimed.objective
    before = outcome(operation, base.plan)
    after = _legal(changed, plan(changed).plan)
    if after is None or _key(objective, after) > _key(objective, before):
        after = _legal(changed, base.plan) or after
    if after is None:
        return None
    both = before.completion_s, after.completion_s
    return Saving(
        lever=lever,
        estimate_s=estimate_s(operation, lever, base.bound.prices),
        saved_s=before.worth - after.worth,
        completion_saved_s=None if both[0] is None or both[1] is None else both[0] - both[1],
        carried_more=after.carried - before.carried,
    )


def _key(objective: Objective, achieved: Outcome) -> tuple[int, int, int]:
    """What has to be less for the old plan not to stand."""
    if objective is Objective.COMPLETION:
        return -achieved.carried, achieved.completion_s or 0, achieved.worth
    return 0, 0, achieved.worth


def _legal(operation: Operation, plan: Plan) -> Outcome | None:
    return None if check(operation, plan) else outcome(operation, plan)

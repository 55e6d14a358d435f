"""A register of situations: for each rule, plans that it allows and plans that it names."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from safepassage.domain.corridor import ConvoyRule
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Approach, Plan, Trip

Judged = tuple[Operation, Plan]


@dataclass(frozen=True)
class Situation:
    """A plan for an operation, and whom the rule is to name in it: nobody, where it allows the plan."""

    rule: str
    subjects: frozenset[str]
    tell: Callable[[], Judged]

    @property
    def title(self) -> str:
        return f"{self.rule}: {self.tell.__name__.replace('_', ' ')}"


SITUATIONS: list[Situation] = []


def allows(rule: str) -> Callable[[Callable[[], Judged]], Callable[[], Judged]]:
    """Register a legal plan, as close to breaking the rule as may be."""
    return _register(rule, frozenset())


def names(rule: str, *subjects: str) -> Callable[[Callable[[], Judged]], Callable[[], Judged]]:
    """Register a plan that breaks this rule only, by these subjects."""
    assert subjects
    return _register(rule, frozenset(subjects))


def _register(rule: str, subjects: frozenset[str]) -> Callable[[Callable[[], Judged]], Callable[[], Judged]]:
    def add(tell: Callable[[], Judged]) -> Callable[[], Judged]:
        SITUATIONS.append(Situation(rule, subjects, tell))
        return tell

    return add


def trip(plan: Plan, trip_id: str) -> Trip:
    """One trip of a plan."""
    return next(entry for entry in plan.trips if entry.id == trip_id)


def approach(plan: Plan, trip_id: str) -> Approach:
    """The approach of one trip, which has one."""
    found = trip(plan, trip_id).approach
    assert found is not None
    return found


def with_trip(plan: Plan, trip_id: str, **changes: Any) -> Plan:
    """The plan with one trip changed."""
    assert any(entry.id == trip_id for entry in plan.trips)
    return replace(
        plan, trips=tuple(replace(entry, **changes) if entry.id == trip_id else entry for entry in plan.trips)
    )


def with_approach(plan: Plan, trip_id: str, **changes: Any) -> Plan:
    """The plan with the approach of one trip changed."""
    return with_trip(plan, trip_id, approach=replace(approach(plan, trip_id), **changes))


def without_trip(plan: Plan, trip_id: str) -> Plan:
    """The plan without one trip."""
    return replace(plan, trips=tuple(entry for entry in plan.trips if entry.id != trip_id))


def with_convoy(plan: Plan, convoy_id: str, **changes: Any) -> Plan:
    """The plan with one convoy changed."""
    return replace(
        plan, convoys=tuple(replace(entry, **changes) if entry.id == convoy_id else entry for entry in plan.convoys)
    )


def with_household(operation: Operation, card: str, **changes: Any) -> Operation:
    """The operation with one household changed."""
    return replace(
        operation,
        households=tuple(replace(entry, **changes) if entry.id == card else entry for entry in operation.households),
    )


def with_place(operation: Operation, place_id: str, **changes: Any) -> Operation:
    """The operation with one place changed."""
    return replace(
        operation,
        places=tuple(replace(entry, **changes) if entry.id == place_id else entry for entry in operation.places),
    )


def with_class(operation: Operation, class_id: str, **changes: Any) -> Operation:
    """The operation with one vehicle class changed."""
    return replace(
        operation,
        fleet=tuple(replace(entry, **changes) if entry.id == class_id else entry for entry in operation.fleet),
    )


def with_gate(operation: Operation, gate: str, **changes: Any) -> Operation:
    """The operation with one gate changed."""
    gates = tuple(replace(entry, **changes) if entry.place == gate else entry for entry in operation.corridor.gates)
    return replace(operation, corridor=replace(operation.corridor, gates=gates))


def with_convoy_rule(operation: Operation, **changes: Any) -> Operation:
    """The operation with the convoy rule of every route that has one changed."""
    routes = tuple(
        replace(route, convoy=replace(route.convoy, **changes)) if isinstance(route.convoy, ConvoyRule) else route
        for route in operation.corridor.routes
    )
    return replace(operation, corridor=replace(operation.corridor, routes=routes))


def with_agreement(operation: Operation, **changes: Any) -> Operation:
    """The operation with its agreement changed."""
    return replace(operation, agreement=replace(operation.agreement, **changes))


def with_stage(operation: Operation, stage: str, **changes: Any) -> Operation:
    """The operation with one stage of its agreement changed."""
    stages = tuple(replace(entry, **changes) if entry.id == stage else entry for entry in operation.agreement.stages)
    return with_agreement(operation, stages=stages)

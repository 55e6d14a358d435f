"""What a plan must obey: RULES and check(operation, plan); one rule, one file, one source."""

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.roads.travel_times import travel_times
from safepassage.rules import (
    accounted,
    beds,
    boards_where_it_waits,
    closures,
    companion,
    convoy_size,
    convoys,
    daily_caps,
    departure_times,
    destination_chosen,
    drivers_hours,
    escorts,
    gate_order,
    gate_windows,
    headway,
    horizon,
    household_together,
    inspection,
    known_references,
    lanes,
    loading_bays,
    loading_time,
    night,
    one_place_at_a_time,
    own_car,
    ready,
    reception_open,
    reception_places,
    reciprocity,
    seats,
    stage_quotas,
    stages,
    streams,
    travel_time,
    unloading_bays,
    unloading_time,
)
from safepassage.rules.case import Case
from safepassage.rules.rule import Rule, Violation

RULES: tuple[Rule, ...] = (
    known_references.RULE,
    accounted.RULE,
    boards_where_it_waits.RULE,
    destination_chosen.RULE,
    ready.RULE,
    seats.RULE,
    household_together.RULE,
    companion.RULE,
    streams.RULE,
    own_car.RULE,
    loading_time.RULE,
    unloading_time.RULE,
    loading_bays.RULE,
    unloading_bays.RULE,
    gate_order.RULE,
    inspection.RULE,
    lanes.RULE,
    gate_windows.RULE,
    convoys.RULE,
    convoy_size.RULE,
    departure_times.RULE,
    headway.RULE,
    escorts.RULE,
    one_place_at_a_time.RULE,
    travel_time.RULE,
    drivers_hours.RULE,
    reception_places.RULE,
    beds.RULE,
    reception_open.RULE,
    stages.RULE,
    stage_quotas.RULE,
    reciprocity.RULE,
    daily_caps.RULE,
    night.RULE,
    closures.RULE,
    horizon.RULE,
)
"""Every rule, in the order in which violations are reported."""

__all__ = ["RULES", "Rule", "Violation", "check"]


def check(operation: Operation, plan: Plan) -> tuple[Violation, ...]:
    """Every violation of every rule; empty if the plan is legal. Judges any plan, from whomever, and never raises."""
    case = Case(operation, plan, travel_times(operation))
    return tuple(violation for rule in RULES for violation in rule.violations(case))

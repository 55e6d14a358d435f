"""Busloads as operations and plans: the rules judge the plan legal, and agree on when it is complete."""

from dataclasses import replace

import pytest

from safepassage.domain.agreement import Agreement
from safepassage.domain.corridor import Corridor, Route, Window
from safepassage.domain.fleet import DutyLimit, Layout, ServiceTime
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.planning.busloads import Busloads, Yard, from_operation, makespan, solve, to_operation, to_plan
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from tests.planning.busloads.tiny import WORKED, drawn
from tests.situations import everything, small_town


def planned(operation: Operation) -> tuple[Plan, int]:
    problem = from_operation(operation)
    assert problem is not None
    answer = solve(problem, rounds=2)
    assert answer.makespan is not None
    return to_plan(operation, answer.tours, seed=0), answer.makespan


def test_the_worked_example_is_legal_and_complete_after_23_minutes() -> None:
    operation = to_operation(WORKED)
    plan, makespan_s = planned(operation)
    assert not check(operation, plan)
    assert outcome(operation, plan).completion_s == makespan_s == 23 * 60
    assert outcome(operation, plan).carried == 7


@pytest.mark.parametrize("seed", range(20))
def test_plans_of_drawn_problems_are_legal(seed: int) -> None:
    problem = drawn(seed, features=seed % 2 == 1)
    try:
        operation = to_operation(problem, unit_s=1)
    except ValueError as refused:
        assert "one direction" in str(refused)  # noqa: PT017
        return
    again = from_operation(operation)
    assert again is not None
    answer = solve(problem, rounds=2)
    if answer.makespan is None:
        return
    assert makespan(again, answer.tours) == answer.makespan
    plan = to_plan(operation, answer.tours)
    assert not check(operation, plan)
    assert outcome(operation, plan).completion_s == answer.makespan


def test_loading_and_unloading_take_their_time() -> None:
    operation = to_operation(WORKED)
    slow = replace(operation.fleet[0], loading=ServiceTime(60, 30), unloading=ServiceTime(0, 45))
    operation = replace(operation, fleet=(slow,))
    plan, makespan_s = planned(operation)
    assert not check(operation, plan)
    assert outcome(operation, plan).completion_s == makespan_s > 23 * 60


@pytest.mark.parametrize("loading_s", [0, 60])
def test_a_point_that_a_fire_closes_is_left_in_time(loading_s: int) -> None:
    problem = Busloads((Yard(1, (1, 9)),), (1, 1), (2,), ((5,), (5,)), leave_by=(None, 10))
    operation = to_operation(problem)
    operation = replace(operation, fleet=(replace(operation.fleet[0], loading=ServiceTime(loading_s)),))
    plan, _ = planned(operation)
    assert not check(operation, plan)
    assert [trip.origin for trip in plan.trips] == ["source-2", "source-1"]


def changed(**changes: object) -> Operation:
    return replace(to_operation(WORKED), **changes)  # type: ignore[arg-type]


def with_place(index: int, **changes: object) -> Operation:
    places = list(to_operation(WORKED).places)
    places[index] = replace(places[index], **changes)  # type: ignore[arg-type]
    return changed(places=tuple(places))


def with_household(**changes: object) -> Operation:
    first, *others = to_operation(WORKED).households
    return changed(households=(replace(first, **changes), *others))  # type: ignore[arg-type]


def with_class(**changes: object) -> Operation:
    return changed(fleet=(replace(to_operation(WORKED).fleet[0], **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        small_town(),
        everything(),
        changed(households=()),
        changed(corridor=Corridor(routes=(Route("road"),))),
        changed(agreement=Agreement(windows=(Window(0, 100),))),
        changed(hazards=(Hazard("h", "flood", leg=("source-1", "sink-1")),)),
        changed(hazards=(Hazard("h", "flood", place="source-1", until_s=60),)),
        with_household(ready_s=1),
        with_household(seated=2),
        with_household(destinations=("sink-1",)),
        with_class(layouts=(Layout(1), Layout(2))),
        with_class(duty=DutyLimit(1, 1, 1)),
        with_place(0, bays={"bus": 2}),
        with_place(3, bays={"*": 1}),
        with_place(3, open=(Window(0, 10_000),)),
        with_place(3, places=1),
    ],
)
def test_an_operation_that_is_more_is_not_taken_for_one(more: Operation) -> None:
    assert from_operation(more) is None


def test_bays_for_every_bus_do_not_bind() -> None:
    places = tuple(replace(place, bays={"*": 3}) for place in changed().places)
    assert from_operation(changed(places=places)) == from_operation(changed())

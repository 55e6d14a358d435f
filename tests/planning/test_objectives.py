"""Plans for the person-time, the last arrival, and every hour: where they differ, and what is certain of each."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safepassage.domain.corridor import Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, VehicleClass
from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.planning import Progress, Solution, solve
from safepassage.planning.busloads import from_operation, to_operation
from safepassage.planning.judge import evenly
from safepassage.planning.levers import Lever, LeverKind
from safepassage.planning.savings import pull
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic import synthesize
from tests.planning.busloads.tiny import WORKED
from tests.planning.effort import examples
from tests.planning.every_plan import random_plans
from tests.planning.ferry import ferry
from tests.planning.tiny import tiny_operations
from tests.situations import legs, m, small_town

NEAR, FAR = "near", "far"


def one_bus_between(
    start: str, *, far_min: float, across_min: float, far_tier: int = 3, gate: bool = True
) -> Operation:
    """Ten people near the camp (10 minutes) and ten far from it, and one bus of ten; only driving takes time.

    The gate stands at the camp's door and is always open: it changes nothing but the kind of problem.
    """
    doors = [(at, "door", minutes) for at, minutes in ((NEAR, 10), (FAR, far_min))]
    roads = [*doors, ("door", "camp", 0)] if gate else [(at, "camp", minutes) for at, _, minutes in doors]
    return Operation(
        name="one bus",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=m(600),
        places=(
            Place(NEAR, PlaceKind.ASSEMBLY, "Near"),
            Place(FAR, PlaceKind.ASSEMBLY, "Far"),
            Place("camp", PlaceKind.RECEPTION, "Camp"),
            *((Place("door", PlaceKind.GATE, "Door"),) if gate else ()),
        ),
        fleet=(VehicleClass("bus", (Layout(10),), (Pool(1, start),)),),
        households=(
            Household("N", NEAR, seated=10, destinations=("camp",)),
            Household("F", FAR, seated=10, tier=far_tier, destinations=("camp",)),
        ),
        corridor=Corridor((Gate("door"),), (Route("road", ("door",), ("camp",)),)) if gate else Corridor(),
        legs=legs([*roads, (NEAR, FAR, across_min)]),
    )


def arrivals_min(solution: Solution) -> dict[str, float]:
    return {b.household: trip.arrives_s / 60 for trip in solution.plan.trips for b in trip.boardings}


@pytest.mark.parametrize("gate", [True, False], ids=["in general", "as busloads"])
def test_who_is_last_is_earlier_when_the_bus_goes_far_first(*, gate: bool) -> None:
    """The bus stands near. Near first: out at 10 and, camp to far and back, 130. Far first: at 90 and 110.

    The person-time of the first is 10 x 140 minutes, and of the second 10 x 200; but the second is complete sooner.
    """
    town = one_bus_between(NEAR, far_min=60, across_min=30, gate=gate)
    assert (from_operation(town) is None) == gate
    assert arrivals_min(solve(town)) == {"N": 10, "F": 130}
    assert arrivals_min(solve(town, objective=Objective.COMPLETION)) == {"F": 90, "N": 110}


def test_most_are_out_at_every_hour_when_the_bus_goes_near_first() -> None:
    """The bus stands at the camp, and those who are far are urgent.

    Far first: out at 60 and 80, so that ten times a tier-1 hour is spared. Near first: at 20 and 80, and at no moment
    are fewer people out.
    """
    town = one_bus_between("camp", far_min=30, across_min=300, far_tier=1)
    assert arrivals_min(solve(town)) == {"F": 60, "N": 80}
    solution = solve(town, objective=Objective.EARLIEST)
    assert arrivals_min(solution) == {"N": 20, "F": 80}
    assert [(hour.hour_s, hour.people) for hour in solution.aimed.by_hour] == [(m(60), 10), (m(120), 20)]
    assert all(hour.people <= hour.bound for hour in solution.aimed.by_hour)
    assert solution.aimed.value == 10 * m(20) + 10 * m(80)


def test_where_an_operation_is_busloads_the_last_arrival_is_proved() -> None:
    solution = solve(to_operation(WORKED), objective=Objective.COMPLETION)
    assert (solution.aimed.value, solution.aimed.bound, solution.aimed.gap) == (m(23), m(23), 0.0)
    assert solution.bound.completion_s == m(23)
    assert check(to_operation(WORKED), solution.plan) == ()
    assert solution.worth >= solution.bound.worth > 0


def rounds_told(operation: Operation, doing: str = "dispatching, round", **limits: float) -> list[str]:
    """What the planner says that it does, each thing once."""
    told: list[Progress] = []
    solve(operation, tell=told.append, **limits)  # type: ignore[arg-type]
    return [each for each in dict.fromkeys(progress.doing for progress in told) if each.startswith(doing)]


@pytest.mark.parametrize(
    ("effort", "rounds", "taken_up"), [(0, 0, 0), (1, 1, 0), (5, 2, 1), (50, 23, 23), (90, 32, 54)]
)
def test_effort_counts_rounds_and_plans_taken_up_again(effort: int, rounds: int, taken_up: int) -> None:
    """Besides two programmes of an effort of 5, and four of more, one for each stretch."""
    town = small_town()
    assert len(rounds_told(town, effort=effort)) == rounds
    assert len(rounds_told(town, "taking trips back", effort=effort)) == taken_up


def test_more_effort_than_usual_goes_on_looking() -> None:
    town = synthesize(100, seed=3)
    usual, more = solve(town, seed=1), solve(town, seed=1, effort=60)
    assert check(town, more.plan) == ()
    assert more.worth <= usual.worth


def test_a_gap_that_is_reached_ends_the_search() -> None:
    town = small_town()
    assert len(rounds_told(town)) > 10
    assert rounds_told(town, gap=5.0) == []
    assert solve(town, gap=5.0).gap <= 5.0


@pytest.mark.parametrize("objective", Objective)
def test_the_same_effort_makes_the_same_plan(objective: Objective) -> None:
    town = synthesize(100, seed=3)
    asked = {"objective": objective, "seed": 4, "effort": 9}
    assert solve(town, **asked) == solve(town, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("limits", [{"gap": -0.1}, {"gap": float("nan")}, {"gap": float("inf")}, {"effort": -1}])
def test_what_is_no_limit_is_refused(limits: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="at least 0"):
        solve(small_town(), **limits)  # type: ignore[arg-type]


@pytest.mark.parametrize("objective", Objective)
def test_whatever_the_objective_everybody_is_told_of(objective: Objective) -> None:
    town = small_town()
    solution = solve(town, objective=objective, effort=8)
    assert check(town, solution.plan) == ()
    assert outcome(town, solution.plan).worth == solution.worth >= solution.bound.worth > 0
    assert solution.aimed.objective is objective
    assert solution.aimed.gap >= 0


@pytest.mark.parametrize("objective", Objective)
def test_where_nobody_leaves_there_is_nothing_to_aim_at(objective: Objective) -> None:
    town = small_town()
    town = replace(town, households=tuple(replace(household, stays=True) for household in town.households))
    solution = solve(town, objective=objective)
    assert (solution.plan.trips, solution.aimed.by_hour, solution.aimed.least_ratio) == ((), (), None)


@pytest.mark.parametrize("objective", Objective)
def test_whoever_has_no_time_gets_a_plan_and_no_claim(objective: Objective) -> None:
    solution = solve(small_town(), objective=objective, stop=lambda: True)
    assert solution.plan.trips
    if objective is Objective.EARLIEST:
        assert solution.aimed.gap == float("inf")


def test_a_change_counts_by_the_last_arrival_where_that_is_the_objective() -> None:
    """A second bus beside the first: one goes far at once, and is out after 30 + 60 minutes instead of 110."""
    town = one_bus_between(NEAR, far_min=60, across_min=30)

    def plan(operation: Operation) -> Solution:
        return solve(operation, objective=Objective.COMPLETION)

    saving = pull(town, Lever(LeverKind.VEHICLE, "bus", 1), plan(town), plan)
    assert saving is not None
    assert saving.completion_saved_s == m(110 - 90)


@settings(max_examples=examples(10), deadline=None)
@given(tiny_operations(most_households=4), st.integers(0, 1000))
def test_no_plan_is_below_what_is_certified_for_an_objective(operation: Operation, seed: int) -> None:
    legal = [plan for plan in random_plans(operation, seed, 30) if plan.trips and not check(operation, plan)]
    assume(legal)
    last = solve(operation, objective=Objective.COMPLETION, effort=6)
    hourly = solve(operation, objective=Objective.EARLIEST, effort=6)
    carried = outcome(operation, last.plan).carried
    assert hourly.aimed.bound is not None
    for plan in legal:
        achieved = outcome(operation, plan)
        assert outcome(evenly(operation), plan).worth >= hourly.aimed.bound
        if achieved.carried >= carried > 0 and achieved.completion_s is not None:
            assert last.aimed.bound is not None
            assert achieved.completion_s >= last.aimed.bound
        for hour in hourly.aimed.by_hour:
            assert sum(trip.load.people for trip in plan.trips if trip.arrives_s <= hour.hour_s) <= hour.bound


def test_an_operation_in_which_all_count_alike_needs_no_other() -> None:
    crossing = replace(ferry(), weights=(1, 1, 1))
    solution = solve(crossing, objective=Objective.EARLIEST)
    assert (solution.aimed.value, solution.aimed.bound) == (solution.worth, solution.bound.worth)

"""What holds of `check` for any plan: it never raises, and order makes no difference."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import Approach, Boarding, Convoy, Crossing, NotCarried, Plan, Reason, Trip
from safepassage.rules import RULES, Violation, check
from safepassage.rules.sweep import Overload, overloads
from tests.rules.situation import with_trip
from tests.situations import everything, everything_plan, small_town, small_town_plan

OPERATION = everything()
PLAN = everything_plan()

TIMES = st.one_of(
    st.integers(-(10**6), 3 * 86_400), st.sampled_from([0, -1, 10**9, 10**18, -(10**18), OPERATION.horizon_s])
)
COUNTS = st.integers(-2, 60)
PLACES = st.sampled_from([*OPERATION.place, "", "nowhere"])
GATES = st.sampled_from([*OPERATION.gate, "camp-north", "nowhere"])
VEHICLES = st.sampled_from([*OPERATION.vehicles, "", "bus-99", "cart-1"])
CARDS = st.sampled_from([*OPERATION.household, "", "E99"])
CONVOYS = st.sampled_from([*PLAN.convoy, "", "N99"])
CROSSINGS = st.lists(st.builds(Crossing, GATES, TIMES, TIMES), max_size=3).map(tuple)
BOARDINGS = st.lists(st.builds(Boarding, CARDS, COUNTS, COUNTS, COUNTS), max_size=4).map(tuple)
APPROACHES = st.none() | st.builds(Approach, PLACES, TIMES, CROSSINGS, TIMES)
TRIP_CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from([*(trip.id for trip in PLAN.trips), ""]),
    "vehicle": VEHICLES,
    "layout": st.integers(-3, 5),
    "origin": PLACES,
    "destination": PLACES,
    "boardings": BOARDINGS,
    "loads_s": TIMES,
    "leaves_s": TIMES,
    "crossings": CROSSINGS,
    "arrives_s": TIMES,
    "unloads_s": TIMES,
    "empty_s": TIMES,
    "approach": APPROACHES,
    "convoy": st.none() | CONVOYS,
}


@st.composite
def changed_trips(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Trip:
    """A trip of the plan with a few fields changed to anything."""
    trip: Trip = draw(st.sampled_from(PLAN.trips))
    fields = draw(st.sets(st.sampled_from(sorted(TRIP_CHANGES)), max_size=4))
    return replace(trip, **{field: draw(TRIP_CHANGES[field]) for field in sorted(fields)})


@st.composite
def mutated_plans(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Plan:
    """The legal plan with trips, convoys and the list of those not carried kept, dropped, changed and made up."""
    kept = draw(st.lists(st.sampled_from(PLAN.trips), unique_by=lambda trip: trip.id))
    convoys = draw(
        st.lists(
            st.sampled_from(PLAN.convoys)
            | st.builds(
                Convoy,
                CONVOYS,
                st.sampled_from([*OPERATION.route, "", "track"]),
                TIMES,
                st.none() | st.integers(-1, 4),
            ),
            max_size=6,
        )
    )
    return replace(
        PLAN,
        trips=(*kept, *draw(st.lists(changed_trips(), max_size=5))),
        convoys=tuple(convoys),
        not_carried=tuple(draw(st.lists(st.builds(NotCarried, CARDS, st.sampled_from(Reason)), max_size=4))),
    )


@settings(max_examples=400, deadline=None)
@given(mutated_plans())
def test_check_never_raises_and_says_something_of_each_violation(plan: Plan) -> None:
    rules = [rule.name for rule in RULES]
    for violation in check(OPERATION, plan):
        assert isinstance(violation, Violation)
        assert violation.rule in rules
        assert violation.message


def test_people_are_not_made_up_for_by_less_than_nobody() -> None:
    boardings = (Boarding("H10", seated=5), Boarding("H10", seated=-1))
    violations = check(small_town(), with_trip(small_town_plan(), "T7", boardings=boardings))
    assert ("known-references", "T7") in {(violation.rule, violation.subject) for violation in violations}


def _owners_in_order(households: list[Household]) -> tuple[Household, ...]:
    """The households in this order, but owners of cars in that of the register: it numbers the cars."""
    owners = iter([household for household in OPERATION.households if household.own_car is not None])
    return tuple(next(owners) if household.own_car is not None else household for household in households)


@settings(max_examples=400, deadline=None)
@given(mutated_plans(), st.randoms(use_true_random=False))
def test_violations_do_not_depend_on_order(plan: Plan, chance: Any) -> None:
    def shuffled(entries: tuple[Any, ...]) -> list[Any]:
        return chance.sample(entries, len(entries))  # type: ignore[no-any-return]

    operation: Operation = replace(OPERATION, households=_owners_in_order(shuffled(OPERATION.households)))
    other = replace(
        plan,
        trips=tuple(replace(trip, boardings=tuple(shuffled(trip.boardings))) for trip in shuffled(plan.trips)),
        convoys=tuple(shuffled(plan.convoys)),
        not_carried=tuple(shuffled(plan.not_carried)),
    )
    assert check(operation, other) == check(OPERATION, plan)


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from("abcdef")), max_size=12),
    st.integers(0, 4),
)
def test_overloads_are_where_too_many_hold(holds: list[tuple[int, int, str]], limit: int) -> None:
    def holding(second: int) -> int:
        return sum(1 for from_s, until_s, _ in holds if from_s <= second < until_s)

    over: dict[int, Overload] = {}
    for overload in overloads(holds, limit):
        over.update(dict.fromkeys(range(overload.from_s, overload.until_s), overload))
        assert overload.most == max(holding(second) for second in range(overload.from_s, overload.until_s))
        assert overload.holders == {
            holder for from_s, until_s, holder in holds if max(from_s, overload.from_s) < min(until_s, overload.until_s)
        }
    assert set(over) == {second for second in range(13) if holding(second) > limit}

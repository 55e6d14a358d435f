from dataclasses import replace

from safepassage.domain.plan import Boarding, Reason
from safepassage.exchange.report.movements import digest, people_by_leg
from tests.exchange.report.rough import rough_plan
from tests.exchange.report.situations import stuck
from tests.situations import everything, everything_plan, m, small_town, small_town_plan


def test_nothing_behind_the_digest_knows_a_card_number() -> None:
    known = repr(digest(everything(), everything_plan()))
    assert not [household.id for household in everything().households if household.id in known]


def test_no_one_is_lost() -> None:
    for operation, plan in (
        (small_town(), small_town_plan()),
        (everything(), everything_plan()),
        (everything(), rough_plan(everything())),
        (small_town(), stuck(small_town())),
    ):
        counted = digest(operation, plan)
        carried = sum(movement.needs.people for movement in counted.movements)
        left = sum(entry.people for entry in counted.left_behind)
        assert carried + left == sum(household.people for household in operation.leaving)
        assert carried == sum(sum(movement.people) for movement in counted.movements)
        assert carried + left == sum(wait.people for wait in counted.waits)


def test_the_first_bus_is_loaded_after_six_minutes() -> None:
    first = digest(small_town(), small_town_plan()).movements[0]
    assert first.loaded_s == m(77)
    assert first.people == (1, 4, 0)


def test_people_whom_the_plan_forgets_are_left_behind_without_a_reason() -> None:
    plan = small_town_plan()
    forgetful = replace(plan, trips=plan.trips[:-1])
    assert [(entry.reason, entry.people) for entry in digest(small_town(), forgetful).left_behind] == [(None, 4)]


def test_people_left_behind_are_counted_by_their_reason() -> None:
    left = digest(everything(), everything_plan()).left_behind
    assert {(entry.reason, entry.people) for entry in left} == {(Reason.NO_DESTINATION, 2), (Reason.NO_LAYOUT, 3)}


def test_a_plan_that_names_what_does_not_exist_is_still_counted() -> None:
    plan = small_town_plan()
    odd = replace(plan.trips[0], vehicle="tram-1", layout=9, boardings=(Boarding("nobody", seated=3),))
    movement = digest(small_town(), replace(plan, trips=(odd,))).movements[0]
    assert (movement.vehicle_class, movement.layout, movement.needs.people) == ("", None, 0)


def test_everybody_of_the_small_town_passes_the_bridge() -> None:
    town = small_town()
    legs = people_by_leg(digest(town, small_town_plan()), town.place)
    assert legs == {
        ("school", "bridge"): 16,
        ("market", "bridge"): 16,
        ("bridge", "camp"): 22,
        ("bridge", "clinic"): 10,
    }


def test_a_place_without_a_position_is_passed_over() -> None:
    legs = people_by_leg(digest(small_town(), small_town_plan()), {"school", "camp"})
    assert legs == {("school", "camp"): 9}

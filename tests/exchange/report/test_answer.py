from dataclasses import replace

import pytest

from safepassage.exchange.report.answer import answer
from safepassage.planning.solution import Bound
from tests.exchange.report.reading import text
from tests.exchange.report.situations import beside, nobody, report, stuck, town_bound
from tests.situations import everything, everything_plan, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()


def test_the_answer_comes_in_one_sentence() -> None:
    said = text(report(TOWN, PLAN, town_bound()))
    assert "All 32 people who wish to leave can be out by Mon 6 May 09:50 ." in said
    assert "It keeps all 36 rules that were checked." in said
    assert "2 people more chose to stay" in said


def test_who_cannot_be_carried_is_part_of_the_answer() -> None:
    said = text(report(everything(), everything_plan()))
    assert "27 of the 32 people who wish to leave can be out by Sun 31 Mar 08:15 . 5 cannot be carried." in said
    assert "no vehicle layout can take the household together" in said


def test_a_plan_without_trips_says_that_it_carries_nobody() -> None:
    assert "32 people wish to leave. This plan carries nobody." in text(report(TOWN, stuck(TOWN)))


def test_a_place_that_nobody_wishes_to_leave() -> None:
    assert "Nobody wishes to leave: there is nothing to plan." in text(report(nobody()))


def test_a_plan_that_breaks_rules_must_not_be_used() -> None:
    late = replace(PLAN.trips[0], arrives_s=PLAN.trips[0].arrives_s + 1)
    said = text(report(TOWN, replace(PLAN, trips=(late, *PLAN.trips[1:]))))
    assert "do not use it as it is" in said
    assert "It keeps all" not in said


def test_what_another_plan_could_spare_is_never_said_too_small() -> None:
    worth = beside(TOWN, PLAN).worth
    found = answer(TOWN, beside(TOWN, PLAN, Bound(worth - worth // 8)), 0)
    assert found.beatable == pytest.approx(1 / 8, rel=1e-4)
    said = text(report(TOWN, PLAN, Bound(worth - worth // 3)))
    assert "could spare them more than 33.4 % of" in said


def test_a_plan_that_meets_its_bound_is_the_best() -> None:
    worth = beside(TOWN, PLAN).worth
    assert "No plan whatsoever could be better." in text(report(TOWN, PLAN, Bound(worth)))


def test_a_bound_of_nothing_proves_nothing() -> None:
    found = answer(TOWN, beside(TOWN, PLAN, Bound(0)), 0)
    assert (found.beatable, found.gap, found.completion_bound_s) == (None, None, None)
    said = text(report(TOWN, PLAN, Bound(0)))
    assert "is not known" in said
    assert "No bound was computed" in said

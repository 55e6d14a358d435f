"""The page as a whole: for whom it is, what it may not hold, and that it can be made of anything."""

import re
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import Plan
from safepassage.exchange.audience import Audience
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.report import write_report
from safepassage.exchange.report.page import page
from safepassage.exchange.report.texts import english
from safepassage.planning.conflicts import Causes, Conflict, Shape, Shared, UsedUp
from safepassage.planning.levers import Lever, LeverKind
from safepassage.planning.restrictions import Cause, Restriction
from safepassage.planning.savings import Saving
from safepassage.planning.solution import Bound, Solution
from safepassage.rules import RULES, Violation, check
from safepassage.synthetic import synthesize
from tests.exchange.report.reading import text
from tests.exchange.report.rough import rough_solution
from tests.exchange.report.situations import (
    beside,
    nobody,
    report,
    savings_of_every_kind,
    stuck,
    town_bound,
    town_with_names,
    without_gates,
)
from tests.situations import everything, everything_plan, m, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()
card_numbers = st.lists(
    st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=6, max_size=9), min_size=10, max_size=10, unique=True
)


@given(card_numbers)
@settings(max_examples=12, deadline=None)
def test_no_card_number_stands_on_the_page(ids: list[str]) -> None:
    operation, plan = town_with_names(*ids)
    whole = report(operation, replace(plan, trips=plan.trips[:-1]), town_bound())
    assert not [id_ for id_ in ids if id_ in whole]


def test_no_card_number_of_a_drawn_operation_stands_on_the_page() -> None:
    operation = synthesize(2_000, seed=5)
    solution = rough_solution(operation)
    whole = page(operation, solution, Audience.CONVOY, check(operation, solution.plan), english())
    assert not [household.id for household in operation.households if re.search(rf"\b{household.id}\b", whole)]


def test_what_a_rule_says_of_a_household_is_counted_and_not_repeated() -> None:
    found = (Violation("ready", "H01", "household H01 is not ready"), Violation("ready", "H02", "nor is H02"))
    said = text(report(TOWN, PLAN, violations=found))
    assert "broken 2 times" in said
    assert "H01" not in said


@pytest.mark.parametrize("audience", [Audience.PARTY, Audience.PUBLIC])
def test_the_report_is_refused_to_parties_and_the_public(audience: Audience, tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match=f"the audience '{audience}' sees totals only"):
        write_report(TOWN, beside(TOWN, PLAN), tmp_path / "report.html", audience, ())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("audience", "whom"), [("convoy", "coordination team"), ("custodian", "custodian")])
def test_the_page_says_for_whom_it_is(audience: str, whom: str, tmp_path: Path) -> None:
    write_report(TOWN, beside(TOWN, PLAN), tmp_path / "report.html", Audience(audience), ())
    assert f"For the {whom}" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_the_same_plan_makes_the_same_page() -> None:
    assert report(TOWN, PLAN, town_bound()) == report(small_town(), small_town_plan(), town_bound())


def test_the_page_names_no_address_and_allows_only_its_own_style_and_script() -> None:
    whole = report(everything(), everything_plan(), town_bound())
    assert not re.findall(r"https?:|//[a-z]|url\((?!#)|@import|src=|<link|<iframe|<img", whole)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', whole)
    assert policy is not None
    assert "default-src 'none'" in policy[1].replace("&#39;", "'")
    assert "unsafe" not in policy[1]
    assert " style=" not in whole
    assert not re.findall(r" on[a-z]+=", whole)


def test_names_of_places_cannot_become_markup() -> None:
    evil = "</script><script>alert(1)</script>"
    places = tuple(replace(place, name=evil, names={"ar": evil}) for place in TOWN.places)
    whole = report(replace(TOWN, places=places, name=evil, description=evil), PLAN, town_bound())
    assert whole.count("<script") == 2
    assert evil not in whole


def test_synthetic_data_and_exercises_are_told_at_the_top() -> None:
    assert "Synthetic data." in text(report(everything(), everything_plan()))[:400]
    assert "Exercise. This is not a real operation." in text(report(TOWN, PLAN))[:400]
    assert "Synthetic data." not in text(report(TOWN, PLAN))


def test_every_rule_is_there_with_its_source() -> None:
    said = text(report(TOWN, PLAN))
    for rule in RULES:
        assert rule.name in said
        assert " ".join(rule.source.split()) in said


def test_what_one_more_would_save_is_told_as_an_estimate() -> None:
    said = text(report(TOWN, PLAN, town_bound()))
    assert "One more escort team on main-road 10" in said
    assert "one more saves at most so much by the programme" in said
    assert "One more lane at" not in said


def test_what_was_planned_for_is_told_apart_from_what_is_only_a_price() -> None:
    said = text(report(TOWN, PLAN, town_bound(), savings=savings_of_every_kind()))
    assert "One more escort team on main-road : carries 3 people more and saves 100 weighted person-hours." in said
    assert "same seed and effort" in said
    replanned, priced = said.split("Not planned again: prices")[-2:]
    assert "costs 42" in replanned
    assert "Movement at night allowed nothing that the planner finds" in replanned
    assert "One more vehicle of class bus" not in priced.split("Who is not carried")[0]
    assert "These were not planned for." in text(report(TOWN, PLAN, town_bound()))


def test_it_is_said_where_nothing_that_was_planned_for_helps() -> None:
    saving = Saving(Lever(LeverKind.NIGHT), None, 0, 0, 0)
    said = text(report(TOWN, PLAN, Bound(0), savings=(saving,)))
    assert "None of the changes that were planned for saves anything that the planner finds." in said


def test_a_place_without_gates_has_no_corridor_that_opens() -> None:
    operation = without_gates()
    trip = replace(PLAN.trips[3], crossings=(), approach=None, convoy=None)
    said = text(report(operation, Plan("small-town", trips=(trip,)), town_bound()))
    assert "of the time" in said
    assert "corridor is open" not in said


def test_what_keeps_people_from_being_carried_is_told_with_what_would_help() -> None:
    layout, windows, night = Restriction(Cause.LAYOUT), Restriction(Cause.WINDOWS), Restriction(Cause.NIGHT)
    patients = Causes((layout, windows), (layout, windows))
    both = Causes((night,), (), (night, windows))
    full = Causes(used_up=(UsedUp(Shared.PLACES, "clinic"),))
    kept = (
        Conflict("school", Shape.STRETCHER, ("clinic",), "civilian", patients, 21, 42, 21, 0),
        Conflict("market", Shape.SEATED, ("camp",), "civilian", both, 1, 5, 0, 0),
        Conflict("market", Shape.WHEELCHAIR, ("camp", "clinic"), "civilian", full, 2, 6, 0, 2),
    )
    said = re.sub(r" ([:;,.)])", r"\1", text(report(TOWN, kept=kept))).replace("( ", "(")
    assert (
        "42 people in 21 households at School, of them 21 on stretchers, bound for Clinic: no vehicle that takes a "
        "household of them together gets out with it, because the windows do not last for it (Bridge). Any one of "
        "these would make a trip possible: another vehicle set up to take a household together; longer or other "
        "windows (Bridge)."
    ) in said
    assert "Only all of these together would make a trip possible: movement at night; longer or other windows" in said
    assert "bound for Camp or Clinic: they could go if nobody else did, but others use up the places at Clinic." in said


def test_the_stretch_without_a_road_is_named() -> None:
    road = Restriction(Cause.ROAD)
    conflict = Conflict("school", Shape.SEATED, ("clinic",), "civilian", Causes((road,), (road,)), 1, 5, 0, 0)
    operation = replace(TOWN, legs=tuple(leg for leg in TOWN.legs if leg.destination != "clinic"))
    said = text(report(operation, kept=(conflict,)))
    assert "a road from Bridge to Clinic is missing in the travel times" in said


def test_it_is_said_how_many_were_not_looked_into() -> None:
    conflict = Conflict("school", Shape.SEATED, (), "civilian", Causes(), 1, 5, 0, 0)
    assert "27 people more were not looked into." in text(report(TOWN, kept=(conflict,)))


def test_stages_quotas_and_reciprocity_are_told() -> None:
    said = text(report(everything(), everything_plan()))
    assert "22 of 60" in said
    assert "Buses of the other side , expected Sun 31 Mar 07:00" in said


def test_the_page_says_what_software_cannot_know_and_who_made_the_plan() -> None:
    said = text(report(everything(), everything_plan()))
    assert "It cannot prove that anybody consented freely" in said
    assert "Plan made by: by hand ; seed: 7" in said


@pytest.mark.parametrize(
    "operation",
    [
        without_gates(),
        nobody(),
        replace(TOWN, horizon_s=m(1)),
        replace(TOWN, horizon_s=m(60 * 24 * 90)),
        replace(TOWN, households=(Household("H1", "school", seated=1),)),
        replace(TOWN, households=()),
        replace(TOWN, fleet=()),
        replace(TOWN, places=(), fleet=(), corridor=replace(TOWN.corridor, gates=(), routes=())),
    ],
    ids=["no-gates", "nobody-leaves", "one-minute", "three-months", "one-person", "no-households", "no-fleet", "bare"],
)
@pytest.mark.parametrize("bound", [Bound(0), Bound(5, people_out=((0, 0),))], ids=["no-bound", "thin-bound"])
def test_a_report_can_be_made_of_any_operation(operation: Operation, bound: Bound) -> None:
    whole = page(operation, Solution(stuck(operation), 10, bound), Audience.CONVOY, (), english())
    assert whole.count("<h2") == 10


def test_a_plan_that_names_what_does_not_exist_is_shown_all_the_same() -> None:
    odd = replace(PLAN.trips[0], vehicle="tram-1", origin="nowhere", destination="beyond", crossings=())
    said = text(report(TOWN, Plan("small-town", trips=(odd,))))
    assert "nowhere" in said


def test_a_city_of_35_000_fits_in_a_small_file() -> None:
    operation = synthesize(35_000, seed=1)
    whole = page(operation, rough_solution(operation), Audience.CONVOY, (), english())
    assert len(whole.encode()) < 1_000_000


def test_a_million_people_take_seconds_and_two_megabytes() -> None:
    operation = synthesize(1_000_000, seed=1)
    solution = rough_solution(operation)
    begun_s = process_time()
    whole = page(operation, solution, Audience.CONVOY, (), english())
    assert process_time() - begun_s < 5
    assert len(whole.encode()) < 2_000_000

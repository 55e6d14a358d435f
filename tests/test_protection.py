"""The protection rules that hold over the whole product; those of a plan are tested with the rules."""

import dataclasses
import inspect
import pkgutil
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from safepassage import exchange
from safepassage.domain.people import Household
from safepassage.domain.plan import Approach, Boarding, Convoy, NotCarried, Plan, Trip
from safepassage.exchange.audience import Audience
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.plan_files import write_loads, write_movements, write_plan
from safepassage.exchange.report import write_report
from safepassage.planning.solution import Bound, Solution
from safepassage.rules.outcome import outcome
from tests.situations import small_town, small_town_plan

ROOT = Path(__file__).parent.parent

MAY_DECIDE = {
    "id": "the card number",
    "at": "where it waits",
    "seated": "mobility",
    "wheelchair": "mobility",
    "stretcher": "mobility",
    "tier": "medical priority",
    "ready_s": "waiting time",
    "destinations": "destination",
    "stream": "the agreement's streams",
    "own_car": "its means to leave",
    "stays": "its choice",
}
IDENTIFYING = re.compile(r"sex|gender|age|birth|ethnic|religio|affiliat|nationalit|phone|finger|face|first|last|family")


def test_nothing_else_of_a_household_reaches_the_planner() -> None:
    assert {field.name for field in dataclasses.fields(Household)} == set(MAY_DECIDE)


@pytest.mark.parametrize("noun", [Household, Boarding, Trip, Approach, Convoy, NotCarried, Plan])
def test_no_field_of_people_or_plans_identifies_a_person(noun: type) -> None:
    names = {field.name for field in dataclasses.fields(noun)}
    assert "name" not in names
    assert not [name for name in names if IDENTIFYING.fullmatch(name)]


def writers_of_plans() -> list[tuple[str, inspect.Signature]]:
    """Every function of the doors that writes what it is given of a plan or a solution."""
    found = []
    for module in pkgutil.walk_packages(exchange.__path__, f"{exchange.__name__}."):
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            if name.startswith("write_") and function.__module__ == module.name:
                signature = inspect.signature(function)
                if {"plan", "solution"} & set(signature.parameters):
                    found.append((f"{module.name}.{name}", signature))
    return found


def test_every_writer_of_a_plan_is_told_its_audience() -> None:
    writers = writers_of_plans()
    assert len(writers) >= 3
    assert not [name for name, signature in writers if "audience" not in signature.parameters]


@pytest.fixture
def solution() -> Solution:
    """The town's plan as a planner would give it."""
    plan = small_town_plan()
    worth = outcome(small_town(), plan).worth
    return Solution(plan, worth, Bound(worth))


def test_the_report_and_the_movements_show_no_card_number(solution: Solution, tmp_path: Path) -> None:
    write_report(small_town(), solution, tmp_path / "report.html", Audience.CONVOY, ())
    write_movements(small_town(), solution.plan, tmp_path / "movements.csv", Audience.CONVOY)
    page = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert not [card for card in small_town().household if re.search(rf"\b{card}\b", page)]


@pytest.mark.parametrize("audience", [Audience.PARTY, Audience.PUBLIC])
def test_parties_and_public_get_no_single_movement(audience: Audience, solution: Solution, tmp_path: Path) -> None:
    file = tmp_path / "file"
    writers: list[Callable[[], None]] = [
        lambda: write_plan(solution.plan, file, audience),
        lambda: write_movements(small_town(), solution.plan, file, audience),
        lambda: write_loads(solution.plan, file, audience),
        lambda: write_report(small_town(), solution, file, audience, ()),
    ]
    for write in writers:
        with pytest.raises((Mistakes, ValueError), match=r"audience|totals"):
            write()
        assert not file.exists()


def test_the_page_on_protection_names_tests_that_exist() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", (ROOT / "docs/protection.md").read_text(encoding="utf-8"))
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]

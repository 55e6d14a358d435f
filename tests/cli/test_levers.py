"""`safepassage plan --levers`: what would help most, on the terminal, for a program, and in the report."""

import json
import signal
from pathlib import Path

import pytest

from safepassage.cli.replanning import how_many, saving_words
from safepassage.planning.levers import Lever, LeverKind
from safepassage.planning.savings import Saving
from tests.cli.shell import safepassage
from tests.cli.test_interruption import terminal
from tests.exchange.report.reading import text


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small operation that `new` writes."""
    folder = tmp_path_factory.mktemp("operations") / "riverside"
    assert safepassage("new", folder, cwd=folder.parent).code == 0
    return folder


def test_the_best_changes_are_planned_for_and_told_everywhere(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path, "--levers", "3", "--json", cwd=tmp_path)
    assert ran.code == 0, ran.err
    savings = json.loads(ran.out)["levers"]
    assert len(savings) == 3
    assert [saving["saved_s"] for saving in savings] == sorted((s["saved_s"] for s in savings), reverse=True)
    assert all(saving["saved_s"] >= 0 for saving in savings)
    report = text((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "What would help most" in report
    assert all("".join(saving["words"].split()) in "".join(report.split()) for saving in savings)


def test_the_summary_says_what_would_help(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path, "--levers", "1", cwd=tmp_path)
    helps = ran.out.split("What would help most, each change planned for by itself:")[1].split("Written to")[0]
    assert "saves" in helps


def test_without_the_option_nothing_is_planned_again(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path, "--json", cwd=tmp_path)
    assert json.loads(ran.out)["levers"] == []
    assert "Planned again with one change each" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_ctrl_c_keeps_what_is_known_of_the_changes(operation: Path, tmp_path: Path) -> None:
    with terminal("safepassage", "plan", operation, "--out", tmp_path / "out", "--json", "--levers", "50") as screen:
        screen.wait_for("what would help, 2 of")
        screen.signal(signal.SIGINT)
        code, out = screen.end()
    assert code == 0, screen.shown
    figures = json.loads(out)
    assert not figures["stopped"]
    assert 1 <= len(figures["levers"]) < 10
    assert "Stopped on request: " in screen.shown
    assert "planned for" in screen.shown


@pytest.mark.parametrize(
    ("saved_s", "completion_saved_s", "carried_more", "said"),
    [
        (36_000, 1_800, 0, "saves 10 person-hours (10.0 %), last arrival 30 min 00 s earlier"),
        (36_000, -1_800, 3, "saves 10 person-hours (10.0 %), 3 people more carried, last arrival 30 min 00 s later"),
        (0, 0, 0, "saves nothing that the planner finds"),
        (-36_000, None, 0, "costs 10 person-hours"),
        (-36_000, 0, -1, "costs 10 person-hours, 1 person fewer carried"),
    ],
)
def test_a_saving_is_told_as_it_is(saved_s: int, completion_saved_s: int | None, carried_more: int, said: str) -> None:
    saving = Saving(Lever(LeverKind.NIGHT), None, saved_s, completion_saved_s, carried_more)
    assert saving_words(saving, 360_000) == said


def test_it_is_said_how_many_were_planned_for() -> None:
    assert how_many(1, 10) == "1 of 10 changes was planned for"
    assert how_many(3, 10) == "3 of 10 changes were planned for"

"""Who is not carried, told by `plan` and by `check` with what keeps them and what would help."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.shell import safepassage
from tests.exchange.report.reading import text


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """The small operation that `new` writes, but only ambulances may load at the market."""
    folder = tmp_path / "riverside"
    assert safepassage("new", folder, cwd=tmp_path).code == 0
    places = folder / "places.csv"
    written = places.read_text(encoding="utf-8")
    assert "bus=1; *=2" in written
    places.write_text(written.replace("bus=1; *=2", "ambulance=2"), encoding="utf-8")
    return folder


def test_the_summary_the_object_and_the_report_say_what_keeps_people(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path / "out", cwd=tmp_path)
    assert "What keeps them, and what would help:" in ran.out
    assert "no bay" in ran.out
    written = safepassage("plan", operation, "--out", tmp_path / "out", "--json", cwd=tmp_path).out
    figures = json.loads(written)
    assert sum(conflict["people"] for conflict in figures["conflicts"]) == figures["not_carried"] > 0
    first = figures["conflicts"][0]
    assert {"cause": "bay", "subject": "market"} in first["any_one"]
    assert not first["could_go_alone"]
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "What keeps them, and what would help" in report
    assert "a bay at Market" in text(report)
    cards = re.findall(r"^(C\d+),", (operation / "households.csv").read_text(encoding="utf-8"), re.MULTILINE)
    assert cards
    assert not [card for card in cards if card in ran.out + written + report]


def test_check_warns_of_those_whom_nobody_can_carry(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("check", operation, cwd=tmp_path)
    assert ran.code == 0
    assert "warning: nobody can carry" in ran.err
    assert "a bay at Market" in ran.err
    found = json.loads(safepassage("check", operation, "--json", cwd=tmp_path).out)["conflicts"]
    assert found
    assert all(conflict["at"] == "market" for conflict in found)


def test_what_a_warning_about_a_row_tells_is_not_told_twice(tmp_path: Path) -> None:
    assert safepassage("new", "riverside", cwd=tmp_path).code == 0
    households = tmp_path / "riverside" / "households.csv"
    told = households.read_text(encoding="utf-8").replace("C001,school,4", "C001,school,400")
    households.write_text(told, encoding="utf-8")
    ran = safepassage("check", "riverside", cwd=tmp_path)
    assert "no vehicle layout" in ran.err
    assert "nobody can carry" not in ran.err

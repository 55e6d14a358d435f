"""`safepassage plan --objective --gap --effort`: what a user asks for, and what the answer tells of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import safepassage
from tests.exchange.report.reading import text


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small operation that `new` writes."""
    folder = tmp_path_factory.mktemp("operations") / "riverside"
    assert safepassage("new", folder, cwd=folder.parent).code == 0
    return folder


def planned(operation: Path, out: Path, *options: str) -> dict[str, Any]:
    ran = safepassage("plan", operation, "--out", out, "--json", *options, cwd=out)
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_every_hour_is_told_with_its_bound(operation: Path, tmp_path: Path) -> None:
    figures = planned(operation, tmp_path, "--objective", "earliest", "--effort", "4")
    by_hour = figures["people_out_by_hour"]
    assert figures["objective_name"] == "earliest"
    assert [hour["hour_s"] for hour in by_hour] == [3600 * n for n in range(1, len(by_hour) + 1)]
    assert by_hour[-2]["people"] < by_hour[-1]["people"] == figures["carried"]
    assert all(hour["people"] <= hour["bound"] for hour in by_hour)
    assert figures["least_ratio"] == min(hour["ratio"] for hour in by_hour)
    report = text((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "This plan was made for the case that nobody knows when the corridor will close." in report


def test_the_summary_tells_the_hours_too(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path, "--objective", "earliest", "--effort", "0", cwd=tmp_path)
    table = ran.out.split("People out by the hour, and the most that any plan can have out:")[1].split("Written")[0]
    assert table.count(" of at most ") >= 2
    assert "Gap, all alike" in ran.out


def test_the_last_arrival_is_what_the_objective_counts(operation: Path, tmp_path: Path) -> None:
    figures = planned(operation, tmp_path, "--objective", "completion", "--effort", "4")
    assert figures["objective_value"] == figures["completion_s"]
    assert figures["objective_bound"] == figures["completion_bound_s"]
    assert figures["objective"] >= figures["bound"]
    assert figures["people_out_by_hour"] == []


def test_a_large_gap_is_soon_reached(operation: Path, tmp_path: Path) -> None:
    near, far = (planned(operation, tmp_path, "--gap", gap) for gap in ("0", "900"))
    assert near["objective"] <= far["objective"]
    assert far["gap"] <= 9.0


def test_the_same_effort_writes_the_same_plan(operation: Path, tmp_path: Path) -> None:
    plans = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        planned(operation, tmp_path / name, "--effort", "3")
        plans.append((tmp_path / name / "plan.json").read_bytes())
    assert plans[0] == plans[1]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--gap", "-1", "write 5 for five per cent"),
        ("--gap", "nan", "write 5 for five per cent"),
        ("--gap", "much", "'--gap'"),
        ("--effort", "-1", "'--effort'"),
        ("--effort", "1.5", "'--effort'"),
        ("--objective", "fast", "'person-time', 'completion', 'earliest'"),
    ],
)
def test_what_makes_no_sense_is_refused(operation: Path, tmp_path: Path, option: str, value: str, said: str) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path / "out", option, value, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("Error:") == 1
    assert said in ran.err
    assert not (tmp_path / "out").exists()

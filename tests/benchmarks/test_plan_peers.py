"""The comparison with other planners runs, and whatever they order obeys all rules when it is carried out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COMPARE = [sys.executable, "-m", "benchmarks.plan_peers"]


def test_every_planner_of_the_comparison_moves_people_and_breaks_no_rule() -> None:
    command = [*COMPARE, "--people", "200", "--seconds", "1.5", "--json"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["people"] == 200
    rows = {row["planner"]: row for row in found["rows"]}
    assert set(rows) == {"safepassage", "greedy dispatcher", "PyVRP", "OR-Tools routing", "VROOM", "OR-Tools CP-SAT"}
    for row in rows.values():
        assert row["violations"] == 0, row
        assert 0 < row["carried"] <= 200, row
        assert row["worth"] >= found["bound"], row
    assert rows["safepassage"]["worth"] <= rows["greedy dispatcher"]["worth"]


@pytest.mark.parametrize("wrong", [["--people", "1"], ["--seconds", "0"], ["no-such-folder"]])
def test_bad_input_is_told_without_a_traceback(wrong: list[str]) -> None:
    finished = subprocess.run([*COMPARE, *wrong], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert wrong[-1] in finished.stderr
    assert "Traceback" not in finished.stderr

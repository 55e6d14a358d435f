"""Bus evacuation problems from files: read, solved, written, and refused with one clear message."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bus_evacuation import main
from benchmarks.bus_evacuation_peers import PEERS, ask
from benchmarks.busloads_text import Malformed, crowd, read_busloads, recipe, write_busloads
from safepassage.planning.busloads import Busloads, Yard, solve

WORKED = """3 1
1 3
3 7 1 3 3
3 9 4 4 1

7 4 9

6 7 8
10 9 2
6 3 7
"""


def test_the_worked_example_is_solved_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "worked.txt").write_text(WORKED)
    command = [sys.executable, "-m", "benchmarks.bus_evacuation", str(tmp_path / "worked.txt")]
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1].split()[1:4] == ["23", "23", "yes"]


@pytest.mark.parametrize("size", [1, 2, 5, 10])
def test_what_is_written_is_read_again(size: int) -> None:
    problem = recipe(size, 3)
    assert read_busloads(write_busloads(problem)) == problem
    assert recipe(size, 3) == problem != recipe(size, 4)


def test_a_generated_file_is_solved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "four.txt"
    assert main(["--generate", "4", "1", "--out", str(file)]) == 0
    assert main([str(file), "--seconds", "20"]) == 0
    assert main(["--generate", "4", "1"]) == 0
    assert file.read_text() in capsys.readouterr().out


def test_people_fill_busloads() -> None:
    text = (
        WORKED.replace("3 1\n", "3 50\n", 1)
        .replace("3 7 1 3 3", "3 301 50 101 150")
        .replace("3 9 4 4 1", "3 450 200 199 51")
    )
    problem = read_busloads(text)
    assert problem.loads == (1, 3, 3)
    assert problem.capacities == (4, 3, 1)


def test_many_loads_come_within_a_few_per_cent_of_their_bound() -> None:
    problem = crowd(20, 10, 60, 25, 20, 1)
    answer = solve(problem, rounds=4)
    assert answer.gap is not None
    assert answer.gap < 0.1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("3 1\n", "3\n", "line 1: expected number of buses and bus capacity, 2 numbers"),
        ("3 1\n", "three 1\n", "line 1: expected number of buses and bus capacity, in whole numbers"),
        ("1 3\n", "1 2\n", "line 2: expected number of yards and the buses of each, 3 in all as line 1 says"),
        ("3 7 1", "3 8 1", "line 3: expected number of sources, total demand"),
        ("3 9 4 4 1", "3 5 4 0 1", "line 4: expected capacity for the 7 busloads of line 3"),
        ("7 4 9", "7 4", "line 6: expected distances from yard 1 to the sources, 3 numbers"),
        ("10 9 2", "10 0 2", "line 9: expected distances from source 2 to the sinks, 3 numbers, each at least 1"),
        ("6 3 7\n", "", "line 10: expected distances from source 3 to the sinks"),
        ("6 3 7\n", "6 3 7\n1\n", "line 11: expected the end of the file"),
    ],
)
def test_a_malformed_file_is_told_by_line(
    old: str, new: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WORKED.replace(old, new, 1)
    with pytest.raises(Malformed, match=says):
        read_busloads(text)
    file = tmp_path / "wrong.txt"
    file.write_text(text)
    assert main([str(file)]) == 2
    assert f"{file}, {says}" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-file.txt"]) == 2
    assert "no-such-file.txt: cannot be read" in capsys.readouterr().err


def test_what_the_format_cannot_say_is_not_written() -> None:
    with pytest.raises(ValueError, match="missing roads"):
        write_busloads(Busloads((Yard(1, (None,)),), (1,), (1,), ((1,),)))


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_finds_tours_that_the_judge_accepts(peer: str) -> None:
    problem = recipe(2, 4)
    best = solve(problem).makespan
    found, bound, version = ask(PEERS[peer], problem, 1.0, 1)
    assert version
    assert best is not None
    assert found is not None
    assert bound <= best <= found

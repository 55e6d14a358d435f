"""What goes wrong ends in one clear line and exit code 2, and never in a traceback or half a file."""

import errno
import json
import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from safepassage.cli.say import say_os_error
from tests.cli.shell import environment, run, safepassage


@pytest.fixture
def operation(tmp_path: Path) -> Path:
    """The small operation that `new` writes."""
    folder = tmp_path / "operation"
    assert safepassage("new", folder, cwd=tmp_path).code == 0
    return folder


@pytest.mark.parametrize("verb", ["check", "plan"])
def test_a_missing_folder_is_named(verb: str, tmp_path: Path) -> None:
    ran = safepassage(verb, "nowhere", cwd=tmp_path)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert "nowhere" in ran.err


@pytest.mark.parametrize("verb", ["check", "plan"])
def test_a_picture_in_place_of_a_folder_is_named(verb: str, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    ran = safepassage(verb, "photo.jpg", cwd=tmp_path)
    assert ran.code == 2
    assert "photo.jpg" in ran.err
    assert "Traceback" not in ran.err


def test_an_output_folder_that_is_a_file_is_told_before_planning(operation: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    ran = safepassage("plan", operation, "--out", "taken", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith("safepassage: taken: a folder is needed here")
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_plan_that_is_not_one_is_named(operation: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text('{"trips": 7}')
    ran = safepassage("check", operation, "plan.json", cwd=tmp_path)
    assert ran.code == 2
    assert "plan.json" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("people", ["49", "1000001", "many"])
def test_a_number_of_people_out_of_range_is_refused(people: str, tmp_path: Path) -> None:
    ran = safepassage("generate", "town", "--people", people, cwd=tmp_path)
    assert ran.code == 2
    assert "--people" in ran.err
    assert not (tmp_path / "town").exists()


def test_generating_into_a_folder_in_use_is_refused(operation: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in operation.iterdir()}
    ran = safepassage("generate", operation, "--people", "50", cwd=tmp_path)
    assert ran.code == 2
    assert "not empty" in ran.err
    assert {path: path.read_bytes() for path in operation.iterdir()} == before


def test_an_unknown_shape_is_answered_with_those_there_are(tmp_path: Path) -> None:
    ran = safepassage("generate", "town", "--people", "50", "--like", "atlantis", cwd=tmp_path)
    assert ran.code == 2
    assert "atlantis" in ran.err
    assert "aleppo-2016" in ran.err


def with_files_of_at_most(size: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command that can write no file longer than that, as on a disk that is full.

    It writes no bytecode either, which would be cut short beside the sources for everybody.
    """
    return subprocess.run(
        ["safepassage", *map(str, arguments)],
        env=environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        check=False,
    )


@pytest.mark.parametrize("size", [100, 20_000], ids=["before the plan", "at the report"])
def test_a_disk_that_fills_up_leaves_the_old_files_whole(size: int, operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert safepassage("plan", operation, "--out", out, cwd=tmp_path).code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    full = with_files_of_at_most(size, "plan", operation, "--out", out, "--seed", "2")
    assert full.returncode == 2, full.stderr
    assert full.stderr.splitlines()[-1].startswith(f"safepassage: {out}: the file is larger than the disk allows")
    assert "Traceback" not in full.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("size", [0, 100, 3000, 20_000])
@pytest.mark.parametrize("xlsx", [[], ["--xlsx"]], ids=["folder", "workbook"])
def test_a_disk_that_fills_up_while_generating_is_told_in_one_line(size: int, xlsx: list[str], tmp_path: Path) -> None:
    full = with_files_of_at_most(size, "generate", tmp_path / "town", "--people", "2000", *xlsx)
    assert full.returncode == 2
    assert len(full.stderr.splitlines()) == 1, full.stderr
    assert full.stderr.startswith("safepassage: ")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_where_a_file_of_the_plan_goes_is_named(operation: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "report.html").mkdir(parents=True)
    ran = safepassage("plan", operation, "--out", "out", cwd=tmp_path)
    assert ran.code == 2
    assert ran.err == "safepassage: out/report.html: a file is needed here, and this is a folder; name a file\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]


def test_a_closed_standard_output_is_no_failure_of_the_program(operation: Path, tmp_path: Path) -> None:
    ran = run(["sh", "-c", f"safepassage check {operation} >&-"], tmp_path)
    assert (ran.code, ran.err) == (0, "")


def test_a_reader_that_goes_away_is_not_taken_for_a_broken_rule(operation: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        ["safepassage", "check", str(operation), "--json"],
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (-signal.SIGPIPE, b"")


def test_what_steers_a_terminal_is_shown_and_not_obeyed(operation: Path, tmp_path: Path) -> None:
    for file, old, new in (
        ("operation.toml", '"riverside"', '"river\\u001b[31mside\\u202e"'),
        ("households.csv", "C001,school", 'C001,"sch\x1b[2J\noo\u202el"'),
    ):
        text = (operation / file).read_text(encoding="utf-8")
        assert old in text
        (operation / file).write_text(text.replace(old, new), encoding="utf-8")
    ran = safepassage("check", operation, cwd=tmp_path)
    assert ran.code == 2
    (line,) = ran.err.splitlines()
    assert "'sch\\x1b[2J\\noo\\u202el' is not an assembly point" in line
    text = (operation / "households.csv").read_text(encoding="utf-8")
    (operation / "households.csv").write_text(text.replace("sch\x1b[2J\noo\u202el", "school"), encoding="utf-8")
    assert safepassage("check", operation, cwd=tmp_path).out.startswith("river\\x1b[31mside\\u202e: ")


def test_of_thousands_of_mistakes_the_first_are_told_and_the_rest_counted(operation: Path, tmp_path: Path) -> None:
    with (operation / "households.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"X{number},nowhere-{number},1,,,3,,camp,,,\n" for number in range(3000))
    ran = safepassage("check", operation, cwd=tmp_path)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 501
    last = ran.err.splitlines()[-1]
    assert last == "and 2,500 more; mend these first, or see all of them with 'safepassage check --json'"
    assert len(json.loads(safepassage("check", operation, "--json", cwd=tmp_path).out)["mistakes"]) == 3000


def test_a_plan_for_another_operation_is_told_though_it_fits(operation: Path, tmp_path: Path) -> None:
    assert safepassage("plan", operation, "--out", "out", cwd=tmp_path).code == 0
    plan = tmp_path / "out" / "plan.json"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"riverside"', '"hillside"', 1), encoding="utf-8")
    ran = safepassage("check", operation, plan, cwd=tmp_path)
    assert ran.code == 0
    assert ran.err == (
        "warning: plan.json, column '$.operation': is a plan for 'hillside'; expected one for 'riverside'; "
        "look whether it is the right plan\n"
    )


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.EACCES, "ask its owner"), (errno.ENOSPC, "free some space"), (errno.EISDIR, "name a file")],
)
def test_the_system_s_refusals_are_told_with_what_to_do(
    number: int, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_os_error(OSError(number, os.strerror(number), "out/plan.json"))
    told = capsys.readouterr().err
    assert told.startswith("safepassage: out/plan.json: ")
    assert advice in told
    assert len(told.splitlines()) == 1

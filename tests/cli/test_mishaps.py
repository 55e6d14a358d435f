"""What goes wrong ends in one clear line and exit code 2, and never in a traceback or half a file."""

import errno
import os
import resource
import subprocess
from pathlib import Path

import pytest

from safepassage.cli.say import say_os_error
from tests.cli.shell import environment, safepassage


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


def test_a_disk_that_fills_up_leaves_the_old_files_whole(operation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert safepassage("plan", operation, "--out", out, cwd=tmp_path).code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    full = subprocess.run(
        ["safepassage", "plan", str(operation), "--out", str(out), "--seed", "2"],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        check=False,
    )
    assert full.returncode == 2, full.stderr
    assert full.stderr.splitlines()[-1].startswith("safepassage: ")
    assert "Traceback" not in full.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


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

"""Golden sessions: every line that a user sees. Written anew by `SAFEPASSAGE_GOLDEN=write pytest tests/cli`.

A session is a text file: a line that begins with ``$`` is run, and what follows is what it prints on the standard
output, then on the standard error with ``!`` before each line, then the exit code unless it is 0.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from safepassage import __version__
from tests.cli.shell import run

GOLDEN = sorted((Path(__file__).parent.parent / "golden" / "sessions").glob("*.txt"))
VARYING = (
    (re.compile(r"(Planned in +)[^,]+,"), r"\1TIME,"),
    (re.compile(r'("wall_s": )[\d.]+'), r"\1TIME"),
    (re.compile(re.escape(__version__)), "VERSION"),
)


def normalised(text: str) -> str:
    """Without what differs from run to run: times taken, and the version."""
    for pattern, instead in VARYING:
        text = pattern.sub(instead, text)
    return text


def replay(session: str, cwd: Path) -> str:
    """The session as it goes now."""
    lines = []
    for line in session.splitlines():
        if not line.startswith("$ "):
            continue
        ran = run(shlex.split(line[2:]), cwd)
        lines += [line, *ran.out.splitlines(), *(f"! {told}".rstrip() for told in ran.err.splitlines())]
        lines += [f"exit code {ran.code}"] if ran.code else []
    return normalised("\n".join(lines)) + "\n"


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_session_goes_as_written(golden: Path, tmp_path: Path) -> None:
    written = golden.read_text(encoding="utf-8")
    now = replay(written, tmp_path)
    assert "Traceback" not in now
    if os.environ.get("SAFEPASSAGE_GOLDEN") == "write":
        golden.write_text(now, encoding="utf-8")
    assert now == golden.read_text(encoding="utf-8")


def test_there_are_sessions_for_every_verb() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in GOLDEN)
    for verb in ("new", "check", "generate", "plan"):
        assert re.search(rf"^\$ safepassage {verb} ", said, re.MULTILINE)

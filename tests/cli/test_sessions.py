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
MOMENT = r"[A-Z][a-z]{2} \d+ [A-Z][a-z]{2} \d\d:\d\d"
VARYING = (
    (re.compile(r"(Planned in +)[^,]+,"), r"\1TIME,"),
    (re.compile(r'("wall_s": )[\d.]+'), r"\1TIME"),
    (re.compile(re.escape(__version__)), "VERSION"),
    (re.compile(rf"( arrive by ){MOMENT}, .+ after the start"), r"\1MOMENT, TIME after the start"),
    (re.compile(rf"((?:Last arrival|No plan is sooner than) +){MOMENT}"), r"\1MOMENT"),
    (re.compile(r"(Mean arrival, tier \d +).+ after the start"), r"\1TIME after the start"),
    (re.compile(r"((?:Time in danger, weighted|No plan is below) +)[\d,]+"), r"\1FIGURE"),
    (re.compile(r"(Gap +)[\d.]+"), r"\1FIGURE"),
    (
        re.compile(r'("(?:(?:objective_)?(?:value|bound|gap)|objective|completion_s|completion_bound_s)": )[\d.]+'),
        r"\1FIGURE",
    ),
    (re.compile(r'("[123]": )[\d.]+'), r"\1FIGURE"),
    (re.compile(r'("saves_s": )\d+'), r"\1FIGURE"),
    (re.compile(r"( of them in )\d+( trips;)"), r"\1NUMBER\2"),
    (re.compile(r"T-\d+"), "TRIP"),
)
"""What differs from run to run, and what differs with how well the planner does; whom it carries does not."""


def normalised(text: str) -> str:
    """Without what differs from run to run or with the quality of plans."""
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
    for verb in ("new", "check", "generate", "plan", "roads import"):
        assert re.search(rf"^\$ safepassage {verb} ", said, re.MULTILINE)

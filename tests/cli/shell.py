"""Runs the command line as a user does: another process, a working folder, what it prints and its exit code."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(sys.executable).parent
"""Where the console script `safepassage` was installed beside this Python."""


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    out: str
    err: str
    code: int


def environment() -> dict[str, str]:
    """A user's environment: the console script is on the path, and the terminal has 80 columns and no colours.

    Compiled modules are kept, as a user's Python keeps them, or every command would compile them again.
    """
    settings = {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **settings, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}


def safepassage(*arguments: str | Path, cwd: Path) -> Ran:
    """Run `safepassage` with these arguments in a folder."""
    return run(["safepassage", *map(str, arguments)], cwd)


def run(command: Sequence[str], cwd: Path) -> Ran:
    """Run a command in a folder."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return Ran(done.stdout, done.stderr, done.returncode)

"""Ctrl-C, SIGTERM and the live display, on a real terminal."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.cli.shell import environment, safepassage

FILES = {"plan.json", "movements.csv", "loads.csv", "report.html"}
PEOPLE = "2000"
"""So many that planning lasts long enough to be interrupted."""
PATIENCE_S = 100
CURSOR_HIDDEN, CURSOR_SHOWN = "\x1b[?25l", "\x1b[?25h"


class Terminal:
    """A terminal in which a command runs: its standard error is shown here, its standard output is piped."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self._screen = screen
        self.shown = ""

    def wait_for(self, words: str) -> None:
        """Read the screen until the words are on it."""
        until = monotonic() + PATIENCE_S
        while words not in self.shown:
            assert monotonic() < until, f"not shown: {words}\n{self.shown}"
            assert self.read(), f"ended before it showed: {words}\n{self.shown}"

    def read(self) -> bool:
        """Take in what is on the screen now; False once the command has left it."""
        ready, _, _ = select.select([self._screen], [], [], 0.1)
        try:
            got = os.read(self._screen, 65_536) if ready else None
        except OSError:
            return False
        self.shown += (got or b"").decode(errors="replace")
        return got is None or bool(got)

    def signal(self, number: int) -> None:
        """Send a signal to the command."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Wait for the end: exit code and standard output."""
        until = monotonic() + PATIENCE_S
        while self.read():
            assert monotonic() < until, self.shown
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out.decode()


def _listens() -> None:
    """Ctrl-C is heard in a terminal, even if these tests run in the background, where it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(*command: str | Path) -> Iterator[Terminal]:
    """Run a command in a terminal of its own."""
    screen, behind = pty.openpty()
    with subprocess.Popen(
        [str(word) for word in command],
        stdin=behind,
        stdout=subprocess.PIPE,
        stderr=behind,
        env=environment(),
        start_new_session=True,
        preexec_fn=_listens,
    ) as process:
        os.close(behind)
        try:
            yield Terminal(process, screen)
        finally:
            process.kill()
            os.close(screen)


@pytest.fixture(scope="module")
def operation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic operation that takes a while to plan."""
    folder = tmp_path_factory.mktemp("operations") / "long"
    assert safepassage("generate", folder, "--people", PEOPLE, cwd=folder.parent).code == 0
    return folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_best_plan_so_far(operation: Path, tmp_path: Path, number: int) -> None:
    with terminal("safepassage", "plan", operation, "--out", tmp_path / "out", "--json") as screen:
        screen.wait_for("planning")
        screen.signal(number)
        code, out = screen.end()
    assert code == 0, screen.shown
    figures = json.loads(out)
    assert figures["stopped"]
    assert figures["violations"] == 0
    assert figures["carried"] + figures["not_carried"] == figures["people"]
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert "Stopped on request" in screen.shown
    judged = safepassage("check", operation, tmp_path / "out" / "plan.json", cwd=tmp_path)
    assert judged.code == 0, judged.err


DEAF = """
import time
from safepassage import cli, planning
planning.solve = lambda operation, seed, stop, tell: time.sleep(1000)
cli.main()
"""


def test_a_second_ctrl_c_gives_up_though_the_planner_does_not_listen(operation: Path, tmp_path: Path) -> None:
    with terminal(sys.executable, "-c", DEAF, "plan", operation, "--out", tmp_path / "out") as screen:
        screen.wait_for("planning")
        screen.signal(signal.SIGINT)
        screen.wait_for("stopping")
        screen.signal(signal.SIGINT)
        code, out = screen.end()
    assert code == 128 + signal.SIGINT
    assert not out
    assert "Given up" in screen.shown
    assert screen.shown.rindex(CURSOR_SHOWN) > screen.shown.rindex(CURSOR_HIDDEN)
    assert not list((tmp_path / "out").iterdir())


def test_the_display_shows_plan_bound_and_gap(operation: Path, tmp_path: Path) -> None:
    with terminal("safepassage", "plan", operation, "--out", tmp_path / "out") as screen:
        for words in ("planning", "bound", "best plan", "gap"):
            screen.wait_for(words)
        screen.signal(signal.SIGINT)
        code, _ = screen.end()
    assert code == 0
    assert screen.shown.rindex(CURSOR_SHOWN) > screen.shown.rindex(CURSOR_HIDDEN)


def test_a_large_operation_shows_what_it_is_busy_with(tmp_path: Path) -> None:
    with terminal("safepassage", "generate", tmp_path / "large", "--people", "100000") as screen:
        for words in ("Drawing 100,000 people", "Writing 23,"):
            screen.wait_for(words)
        code, out = screen.end()
    assert code == 0
    assert out.startswith("Wrote a synthetic operation")
    assert screen.shown.rindex(CURSOR_SHOWN) > screen.shown.rindex(CURSOR_HIDDEN)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("xlsx", [[], ["--xlsx"]], ids=["folder", "workbook"])
def test_generating_is_given_up_without_a_trace(number: int, xlsx: list[str], tmp_path: Path) -> None:
    with terminal("safepassage", "generate", tmp_path / "large", "--people", "300000", *xlsx) as screen:
        screen.wait_for("Writing")
        screen.signal(number)
        code, out = screen.end()
    assert code == 128 + number
    assert not out
    assert "Given up" in screen.shown
    assert "Traceback" not in screen.shown
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


SAVING = """
import os, signal
from openpyxl import Workbook
Workbook.save = lambda self, path: os.kill(os.getpid(), signal.SIGINT)
from safepassage.cli import main
main()
"""


def test_a_workbook_given_up_while_it_is_put_together_leaves_no_word_of_its_library(tmp_path: Path) -> None:
    with terminal(sys.executable, "-c", SAVING, "new", tmp_path / "town", "--xlsx") as screen:
        code, out = screen.end()
    assert (code, out) == (130, "")
    assert screen.shown.splitlines() == ["Given up: no file was left half-written."]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


LOADING = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from safepassage.cli import main
main()
"""


def test_ctrl_c_while_the_program_still_loads_is_quiet() -> None:
    with terminal(sys.executable, "-c", LOADING, "--help") as screen:
        code, out = screen.end()
    assert (code, out, screen.shown) == (130, "", "")


def test_without_a_terminal_nothing_moves(operation: Path, tmp_path: Path) -> None:
    ran = safepassage("plan", operation, "--out", tmp_path / "out", "--seconds", "2", cwd=tmp_path)
    assert ran.code == 0
    assert "\x1b" not in ran.out + ran.err

"""A verb loads what it needs: nobody waits for a solver or a spreadsheet library to read a line of help."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.shell import environment

HEAVY = {"highspy", "scipy", "numpy", "openpyxl", "jinja2", "rich.live", "osmium", "pyogrio", "shapely"}
RUN = """
import sys
from safepassage.cli import main
sys.argv = ["safepassage", *sys.argv[1:]]
try:
    main()
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


def loaded(cwd: Path, *arguments: str) -> set[str]:
    """The heavy libraries that were loaded once the verb was done."""
    ran = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return HEAVY & set(ran.stderr.splitlines())


@pytest.mark.parametrize(
    "line",
    ["--help", "--version", "plan --help", "roads import --help", "new town", "generate town --people 50"],
    ids=lambda line: line,
)
def test_a_light_verb_loads_no_heavy_library(line: str, tmp_path: Path) -> None:
    assert not loaded(tmp_path, *line.split())


def test_checking_a_folder_loads_what_asks_whom_nobody_can_carry_and_no_more(tmp_path: Path) -> None:
    loaded(tmp_path, "new", "town")
    assert not loaded(tmp_path, "check", "town") & {"openpyxl", "jinja2", "rich.live"}


def test_a_workbook_and_a_plan_load_what_they_need(tmp_path: Path) -> None:
    new = loaded(tmp_path, "new", "book", "--xlsx")
    assert "openpyxl" in new
    assert not new & {"highspy", "scipy"}
    assert {"highspy", "numpy"} <= loaded(tmp_path, "plan", "book")

"""The documents tell what the commands are, and the commands in them run."""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from safepassage.cli.app import app
from tests.cli.shell import run

ROOT = Path(__file__).parent.parent.parent
REFERENCE = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
SHOWN_FILE = re.compile(r"^```json (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
"""A file that a page shows, and on which its commands work."""
BLOCK = re.compile(r"^```console(?: exit-(\d))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def section(verb: str) -> str:
    """What the reference says of a verb."""
    return REFERENCE.split(f"\n## {verb}\n")[1].split("\n## ")[0]


def verbs() -> dict[str, set[str]]:
    """Every verb with its options, as the program has them; `--help` is common to all."""
    return {
        name: {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        - {"--help"}
        for name, command in commands_of(typer.main.get_command(app))
    }


def commands_of(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The commands of a group by their words, those of its groups too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{before}{name} ")
        else:
            yield before + name, command


def test_the_program_has_the_verbs_of_the_first_version() -> None:
    assert set(verbs()) == {"new", "check", "generate", "plan", "roads import", "roads check", "roads tiles"}


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_the_reference_names_every_option_and_no_other(verb: str) -> None:
    named = set(re.findall(r"^\| `(--[\w-]+)` \|", section(verb), re.MULTILINE))
    assert named == verbs()[verb]


def test_the_reference_names_every_verb_and_no_other() -> None:
    assert set(re.findall(r"^## ([\w ]+)$", REFERENCE, re.MULTILINE)) == set(verbs())


def commands(block: str) -> list[tuple[str, str]]:
    """(command, what the document says it prints) of a block; nothing where the document shows no output."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    return [(command, shown) for command, shown in found]


PAGES = ("README.md", "docs/how-to/plan-an-operation.md", "docs/how-to/get-roads.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda name: Path(name).stem)
def test_the_commands_of_a_document_run_and_print_what_it_shows(page: str, tmp_path: Path) -> None:
    for name, content in SHOWN_FILE.findall((ROOT / page).read_text(encoding="utf-8")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    ran_any = False
    for code, block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for command, shown in commands(block):
            words = shlex.split(command)
            if words[0] == "python3":
                continue  # set-up, which has tests of its own and would run this one again
            ran = run([Path(words[0]).name, *words[1:]], tmp_path)
            ran_any = True
            assert ran.code == int(code or 0), f"{command}\n{ran.err}"
            says_it = doctest.OutputChecker().check_output(shown, ran.out + ran.err, doctest.ELLIPSIS)
            assert not shown or says_it, f"{command} now prints:\n{ran.out}{ran.err}"
    assert ran_any

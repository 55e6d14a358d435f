"""What the program says on stderr, and the exit codes that go with it."""

import errno
from collections.abc import Iterable, Sequence

import typer

from safepassage.cli.words import shown
from safepassage.exchange.mistakes import Mistake
from safepassage.rules import Violation

VIOLATIONS, UNREADABLE = 1, 2
MOST_LINES = 500
"""Nobody reads more; the rest is counted."""

_WHAT_TO_DO = {
    errno.ENOENT: "there is no such file or folder; check the name",
    errno.ENOTDIR: "a folder is needed here, and this is a file; name a folder",
    errno.EEXIST: "a folder is needed here, and this is a file; name another folder",
    errno.EISDIR: "a file is needed here, and this is a folder; name a file",
    errno.EACCES: "you may not read or write it; ask its owner, or name another place",
    errno.EPERM: "you may not read or write it; ask its owner, or name another place",
    errno.EROFS: "the disk can only be read; name a place on another disk",
    errno.ENOSPC: "the disk is full; free some space, then run this again",
    errno.EDQUOT: "your share of the disk is used up; free some space, then run this again",
    errno.EFBIG: "the file is larger than the disk allows; free some space, or name a place on another disk",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def say(line: str) -> None:
    """One line on stderr."""
    typer.echo(shown(line), err=True)


def say_all(lines: Sequence[str]) -> None:
    """Many lines on stderr; of very many the first."""
    for line in lines[:MOST_LINES]:
        say(line)
    if (rest := len(lines) - MOST_LINES) > 0:
        say(f"and {rest:,} more; mend these first, or see all of them with 'safepassage check --json'")


def say_mistakes(found: Iterable[Mistake]) -> None:
    """Every mistake or warning: where it is, what is wrong, what was expected, what to do."""
    say_all([f"{mistake.severity.value}: {mistake}" for mistake in found])


def say_violations(violations: Iterable[Violation]) -> None:
    """Every violation by the name of its rule."""
    say_all([f"violation of {violation.rule}: {violation.message}" for violation in violations])


def say_os_error(error: OSError) -> None:
    """A missing folder, a full disk, a file that may not be read: one line that says which and what to do."""
    known = "" if error.errno == errno.ENOENT and not error.filename else _WHAT_TO_DO.get(error.errno or 0)
    what = known or error.strerror or str(error)
    say(f"safepassage: {error.filename}: {what}" if error.filename else f"safepassage: {what}")

"""What is wrong or suspicious in a user's files: where it stands, what was expected, and what to do."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

SHOWN_CHOICES = 8
LONGEST_SHOWN = 60


class Severity(StrEnum):
    """Whether it keeps the operation from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend or to look at.

    Attributes:
        file: as the user knows it, e.g. ``households.csv`` or ``operation.xlsx [households]``.
        row: as a spreadsheet or an editor counts it, from 1, or number of a feature; None where it is not about one.
        column: header of the column, key of a TOML file or property of a feature; None where it is not about one.
        wrong: what is wrong, in words.
        expected: what would be right; empty where `wrong` says it.
        do: what to do next.
        more: further rows with the same mistake, which are not told one by one.
    """

    file: str
    row: int | None
    column: str | None
    wrong: str
    expected: str = ""
    do: str = ""
    severity: Severity = Severity.ERROR
    more: int = 0

    def __str__(self) -> str:
        row, column = words(self.file)
        where = [self.file]
        if self.row is not None:
            where.append(f"{row} {self.row}")
        if self.column is not None:
            where.append(f"{column} '{self.column}'")
        what = [self.wrong]
        if self.expected:
            what.append(f"expected {self.expected}")
        if self.do:
            what.append(self.do)
        more = f" (and {self.more:,} more like it)" if self.more else ""
        return f"{', '.join(where)}: {'; '.join(what)}{more}"


class Mistakes(Exception):  # noqa: N818 -- it is what it carries: all that is wrong, not one error
    """A file cannot be used. Carries every mistake that was found, warnings too.

    Attributes:
        all: at least one of them an error.
    """

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.all = tuple(found)
        super().__init__("\n".join(str(mistake) for mistake in self.all))

    @property
    def errors(self) -> tuple[Mistake, ...]:
        return tuple(mistake for mistake in self.all if mistake.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Mistake, ...]:
        return tuple(mistake for mistake in self.all if mistake.severity is Severity.WARNING)


@dataclass
class Collector:
    """Gathers mistakes while files are read. The same one in many rows is kept once, with the number of the others."""

    _found: dict[tuple[object, ...], Mistake] = field(default_factory=dict)

    def add(self, mistake: Mistake) -> None:
        key = (mistake.severity, mistake.file, mistake.column, mistake.wrong, mistake.expected, mistake.do)
        known = self._found.get(key)
        self._found[key] = mistake if known is None else replace(known, more=known.more + 1 + mistake.more)

    @property
    def all(self) -> tuple[Mistake, ...]:
        """Errors before warnings, else in the order in which they were found."""
        return tuple(sorted(self._found.values(), key=lambda mistake: mistake.severity is Severity.WARNING))

    @property
    def failed(self) -> bool:
        return any(mistake.severity is Severity.ERROR for mistake in self._found.values())

    def about(self, file: str) -> bool:
        """True if a mistake of a file was found."""
        return any(mistake.file == file for mistake in self._found.values())

    def raise_errors(self) -> None:
        """Raise Mistakes if there is an error among what was found."""
        if self.failed:
            raise Mistakes(self.all)


def words(file: str) -> tuple[str, str]:
    """What the rows and the columns of a file are called."""
    by_ending = {"toml": ("line", "key"), "geojson": ("feature", "property")}
    return by_ending.get(file.rpartition(".")[2], ("row", "column"))


def near(text: str, choices: Iterable[str]) -> str | None:
    """The choice that was probably meant; None if none is near."""
    by_folded = {choice.casefold(): choice for choice in choices}
    found = difflib.get_close_matches(text.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def one_of(choices: Iterable[str], meant: str | None = None) -> str:
    """``one of a, b, c``, cut short where there are many, the nearest first."""
    listed = sorted(choices, key=lambda choice: (choice != meant,))
    if not listed:
        return ""
    rest = len(listed) - SHOWN_CHOICES
    first = [
        choice if len(choice) <= LONGEST_SHOWN else choice[:LONGEST_SHOWN] + "..." for choice in listed[:SHOWN_CHOICES]
    ]
    return "one of " + ", ".join(first) + (f" and {rest:,} more" if rest > 0 else "")

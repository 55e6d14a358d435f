"""Cells of text, numbers, choices and references: read with Excel's habits in mind, written so that nothing is lost.

A text that a spreadsheet could take for a formula, or that would lose its blanks, is written with a mark before it: one
apostrophe before ``= + - @ #``, two before a text with blanks around it, and two alone for a text that is empty where a
blank cell means something else. The reader takes the mark off again, and leaves every other apostrophe alone.
"""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from safepassage.domain.clock import Clock
from safepassage.exchange.mistakes import near, one_of

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Cell = str | int | float

FORMULA_STARTS = "=+-@#"
EXACT_MARK = "''"
LARGEST = 10**12
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})

_NUMBER = re.compile(r"[+-]?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?")
_GROUPING = re.compile(r"(?<=\d)[\u00a0\u202f\u2009\u066c](?=\d)")
_YES = frozenset({"yes", "true", "1", "y", "x"})
_NO = frozenset({"no", "false", "0", "n"})


class BadCell(Exception):  # noqa: N818 -- the cell is bad; where it stands is known one level up
    """A cell cannot be read. The table adds where it stands."""

    def __init__(self, wrong: str, expected: str = "", do: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.expected, self.do = wrong, expected, do


@dataclass(frozen=True)
class Style:
    """How the cells of one file are to be read and written.

    Attributes:
        clock: of the operation, for moments.
        horizon_s: of the operation, for windows that repeat daily.
        decimal_comma: ``12,5`` is twelve and a half.
        exact: texts are as they stand, with no marks and no trimming (TOML).
        epoch: what serial day 0 is in this workbook; None outside workbooks.
        doubts: what was read and may be meant otherwise; the table makes warnings of them.
    """

    clock: Clock = field(default_factory=lambda: Clock(datetime(2000, 1, 1, tzinfo=UTC), "UTC"))
    horizon_s: int = 0
    decimal_comma: bool = False
    exact: bool = False
    epoch: datetime | None = None
    doubts: list[BadCell] = field(default_factory=list)


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of cell.

    Attributes:
        read: from what stands in the file (text, or a typed value of TOML or a workbook); raises BadCell.
        write: for a cell.
        toml: for TOML, where that has a better form than the cell's.
    """

    read: Callable[[object, Style], T]
    write: Callable[[T, Style], Cell]
    toml: Callable[[T, Style], object] | None = None


def shown(raw: object) -> str:
    """A cell's content in quotes, cut short."""
    try:
        text = str(raw)
    except ValueError:  # a number of more digits than the language converts
        text = "a very long number"
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def blank(raw: object) -> bool:
    """True for an empty cell or one that holds only blanks."""
    return raw is None or (isinstance(raw, str) and (not raw or raw.isspace()))


def unmark(text: str) -> str:
    """The text that a cell stands for."""
    begun = text.lstrip()
    if begun.startswith(EXACT_MARK):
        return begun[len(EXACT_MARK) :]
    text = begun.rstrip()
    if text[:1] == "'" and text[1:2] and text[1] in FORMULA_STARTS:
        return text[1:]
    return text


def mark(text: str) -> str:
    """The cell for a text; `unmark` takes it back."""
    if text and unmark(text) == text and text[0] not in FORMULA_STARTS:
        return text
    if text and text[0] in FORMULA_STARTS and text == text.strip():
        return "'" + text
    return EXACT_MARK + text


def _read_text(raw: object, style: Style) -> str:
    if isinstance(raw, str):
        if not style.exact and raw.strip() in EXCEL_ERRORS:
            raise BadCell(
                f"{shown(raw)} is an error of the spreadsheet", "a text", "mend the formula or type the value"
            )
        return raw if style.exact else unmark(raw)
    if isinstance(raw, bool | date | time | timedelta | list | dict):
        wrong = f"{shown(raw)} is not a text"
        raise BadCell(wrong, "a text", "format the cell as text and type it again, or put it in quotes")
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _read_id(raw: object, style: Style) -> str:
    text = _read_text(raw, style)
    if not text:
        raise BadCell("an empty id", "a short text without blanks", "give it an id")
    return text


def decimal(raw: object, style: Style, expected: str = "a number") -> Decimal:
    """The number in a cell: any script's digits, blanks between thousands, and decimal commas."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        number: Decimal | None = Decimal(max(-LARGEST - 1, min(raw, LARGEST + 1)))
    elif isinstance(raw, float):
        number = Decimal(repr(raw)) if math.isfinite(raw) else None
    else:
        number = _decimal_of_text(raw, style) if isinstance(raw, str) else None
    if number is None or abs(number) > LARGEST:
        wrong = "is not a number" if number is None else "is too large"
        raise BadCell(f"{shown(raw)} {wrong}", expected, "correct the cell")
    return number


def _decimal_of_text(raw: str, style: Style) -> Decimal | None:
    text = _GROUPING.sub("", raw.strip().removeprefix("'")).replace("\u2212", "-").replace("\u066b", ".")
    if style.decimal_comma:
        text = text.replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def whole(least: int = 0, most: int = LARGEST) -> Kind[int]:
    """Whole numbers from `least` to `most`."""
    limit = f" to {most:,}" if most < LARGEST else " or more"
    expected = f"a whole number, {least}{limit}"

    def read(raw: object, style: Style) -> int:
        number = decimal(raw, style, expected)
        if not least <= number <= most or number != number.to_integral_value():
            raise BadCell(f"{shown(raw)} is not possible", expected, "correct the number")
        return int(number)

    return Kind(read, lambda value, _: value)


def degrees(most: int) -> Kind[float]:
    """Degrees of latitude or longitude."""
    expected = f"degrees from -{most} to {most}, e.g. 36.1954"

    def read(raw: object, style: Style) -> float:
        number = decimal(raw, style, expected)
        if abs(number) > most:
            raise BadCell(f"{shown(raw)} is not on the globe", expected, "correct the position, or leave it blank")
        return float(number)

    return Kind(read, lambda value, _: value)


def measure(unit: str, most: int) -> Kind[float]:
    """A size in a unit, more than 0 and at most `most`."""
    expected = f"{unit}, more than 0 and at most {most}, e.g. 2.5"

    def read(raw: object, style: Style) -> float:
        number = decimal(raw, style, expected)
        if not 0 < number <= most:
            raise BadCell(f"{shown(raw)} is not possible", expected, "correct the number, or leave it blank")
        return float(number)

    return Kind(read, lambda value, _: value)


def limit() -> Kind[int | None]:
    """A whole number, or ``none`` where a limit is said not to be."""
    number = whole()

    def read(raw: object, style: Style) -> int | None:
        if isinstance(raw, str) and raw.strip().casefold() == "none":
            return None
        return number.read(raw, style)

    return Kind(read, lambda value, _: "none" if value is None else value)


def _read_yes_no(raw: object, _: Style) -> bool:
    word = str(raw).strip().casefold().removesuffix(".0")
    if word in _YES or word in _NO:
        return word in _YES
    raise BadCell(f"{shown(raw)} is neither yes nor no", "yes or no", "correct the cell")


def choice(choices: type[E]) -> Kind[E]:
    """One of a few words."""
    return word({member.value: member for member in choices})


def word(by_word: Mapping[str, T]) -> Kind[T]:
    """One of a few words that each stand for something."""
    words = {value: found for found, value in by_word.items()}

    def read(raw: object, style: Style) -> T:
        written = "-".join(_read_text(raw, style).casefold().replace("_", " ").split())
        if written in by_word:
            return by_word[written]
        meant = near(written, by_word)
        wrong = f"{shown(raw)} is not known"
        raise BadCell(wrong, one_of(by_word, meant), f"did you mean '{meant}'?" if meant else "choose one of them")

    return Kind(read, lambda value, _: words[value])


def reference(
    known: Collection[str] | None, what: str, where: str, others: Mapping[str, str] | None = None
) -> Kind[str]:
    """An id that must be among the known ones.

    Args:
        known: None where the file that would know them could not be read: then every id passes.
        what: what it must be, e.g. ``an assembly point``.
        where: the file to add it to.
        others: what other ids are, for those that name the wrong kind of thing.
    """

    def read(raw: object, style: Style) -> str:
        text = _read_id(raw, style)
        if known is None or text in known:
            return text
        other = (others or {}).get(text)
        wrong = f"{shown(text)} is {other}, not {what}" if other else f"{shown(text)} is not {what}"
        meant = near(text, known)
        hint = f"did you mean '{meant}'? " if meant else ""
        raise BadCell(wrong, one_of(known, meant), f"{hint}correct the id or add it to {where}")

    return Kind(read, ID.write, ID.toml)


TEXT = Kind(_read_text, lambda value, _: mark(value), lambda value, _: value)
ID = Kind(_read_id, lambda value, _: mark(value), lambda value, _: value)
YES_NO: Kind[bool] = Kind(_read_yes_no, lambda value, _: "yes" if value else "no", lambda value, _: value)

"""Finding the header row of a table that a person laid out: titles above it, merged headers, other spellings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.exchange.cells import blank
from safepassage.exchange.tables import Sheet

SEARCHED_ROWS = 30
COMMENT = "#"
_BETWEEN_WORDS = re.compile(r"[\s_\-.]+")


@dataclass(frozen=True)
class Header:
    """A header row.

    Attributes:
        index: of the row among the rows given.
        columns: column name to index of the cell.
        unknown: headers that the sheet does not know, to the index of the cell.
        twice: columns that are there more than once.
    """

    index: int
    columns: dict[str, int]
    unknown: dict[str, int]
    twice: tuple[str, ...]


def spelling(header: object) -> str:
    """A header as it is compared: case, blanks, hyphens and underscores make no difference."""
    return _BETWEEN_WORDS.sub("_", str(header).replace("\u00a0", " ").strip()).casefold()


def is_comment(row: Sequence[object]) -> bool:
    """True for a row whose first cell begins with ``#``."""
    return bool(row) and isinstance(row[0], str) and row[0].lstrip().startswith(COMMENT)


def find_header(sheet: Sheet, rows: Sequence[Sequence[object]]) -> Header | None:
    """The row that names most columns of the sheet; None if no row names two of them (or the only one)."""
    best: Header | None = None
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        if is_comment(row):
            continue
        above = rows[index - 1] if index and not is_comment(rows[index - 1]) else ()
        header = _read(sheet, index, row, above)
        if best is None or len(header.columns) > len(best.columns):
            best = header
    return best if best is not None and len(best.columns) >= min(2, len(sheet.columns)) else None


def _read(sheet: Sheet, index: int, row: Sequence[object], above: Sequence[object]) -> Header:
    known = {spelling(name): name for name in sheet.names}
    columns: dict[str, int] = {}
    unknown: dict[str, int] = {}
    twice: list[str] = []
    group = ""
    for position in range(max(len(row), len(above))):
        own = row[position] if position < len(row) else None
        over = above[position] if position < len(above) else None
        group = group if blank(over) else spelling(over)
        name = _name(sheet, known, own, group, vertical=not blank(over))
        if name is None:
            if not blank(own):
                unknown.setdefault(str(own).strip(), position)
        elif name in columns:
            twice.append(name)
        else:
            columns[name] = position
    return Header(index, columns, unknown, tuple(twice))


def _name(sheet: Sheet, known: dict[str, str], own: object, group: str, *, vertical: bool) -> str | None:
    """The column that a header cell names: by itself, with the merged header over it, or merged downwards."""
    if blank(own):
        return known.get(group) if vertical else None
    text = spelling(own)
    if text in known:
        return known[text]
    if f"{group}_{text}" in known:
        return known[f"{group}_{text}"]
    if sheet.family and text.startswith(sheet.family) and len(text) > len(sheet.family):
        return sheet.family + str(own).strip()[len(sheet.family) :].strip()
    return None

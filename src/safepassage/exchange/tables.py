"""Tables: what every file and every sheet of an operation is read into and written from.

A CSV file, a sheet of a workbook and an array of tables in a TOML file are the same thing here: named columns, rows,
and where each row stands in the user's file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safepassage.exchange.cells import TEXT, BadCell, Cell, Kind, Style, blank
from safepassage.exchange.mistakes import Collector, Mistake, Severity, near, one_of, words


@dataclass(frozen=True)
class Column:
    """A column of a table, or key of a TOML file.

    Attributes:
        blank: what an empty cell stands for; a value that equals it is written as an empty cell.
        required: an empty cell is a mistake.
        always: written even where the value equals `blank`.
        meaning: for the reader of a workbook, with the unit.
    """

    name: str
    kind: Kind[Any]
    meaning: str
    blank: object = None
    required: bool = False
    always: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table of the operation folder.

    Attributes:
        name: of the sheet in a workbook.
        file: of the folder in which it stands.
        columns: in the order in which they are written.
        key: of the array of tables in the TOML file; None for a CSV file, and for the top of a TOML file.
        single: one record: the top of a TOML file, a sheet of keys and values in a workbook.
        family: how further columns begin that are not named one by one, e.g. ``name:``.
        needed: an operation without it cannot be read.
        groups: how columns begin that stand in one table inside the record in TOML: ``convoy = { headway_s = ... }``.
        unwelcome: further columns that must not be there at all.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    key: str | None = None
    single: bool = False
    family: str | None = None
    needed: bool = False
    groups: tuple[str, ...] = ()
    unwelcome: re.Pattern[str] | None = None

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@dataclass
class Table:
    """What stands in the user's file for a sheet.

    Attributes:
        file: as named to the user.
        header: column name to index in the rows.
        rows: cells as they stand.
        numbers: of the rows in the user's file.
        style: how to read its cells.
        places: (row index, column) to the row in the user's file, where the cells of a record stand in several rows.
        present: False if the user's files hold no such table.
    """

    sheet: Sheet
    file: str
    header: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[Sequence[object]] = ()
    numbers: Sequence[int] = ()
    style: Style = field(default_factory=Style)
    places: Mapping[tuple[int, str], int] = field(default_factory=dict)
    present: bool = True

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, index: int, column: str | None = None) -> int | None:
        """The row in the user's file."""
        if column is not None and (index, column) in self.places:
            return self.places[index, column]
        return self.numbers[index] if index < len(self.numbers) else None

    def raw(self, index: int, column: str) -> object:
        """What stands in a cell; None where the table has no such column."""
        position = self.header.get(column)
        return None if position is None else self.rows[index][position]

    def mistake(self, index: int, column: str | None, bad: BadCell, severity: Severity = Severity.ERROR) -> Mistake:
        """A mistake in a cell of this table."""
        return Mistake(self.file, self.row(index, column), column, bad.wrong, bad.expected, bad.do, severity)

    def read(self, name: str, mistakes: Collector, kind: Kind[Any] | None = None) -> list[Any]:
        """The values of a column, one for each row; `blank` of the column where a cell cannot be read.

        `kind` is read instead of the column's own, e.g. one that knows which ids there are.
        """
        column = self.sheet.column(name)
        position = self.header.get(name)
        if position is None:
            return [column.blank] * len(self.rows)
        reader = _Reader(self, column, kind or column.kind, mistakes)
        return [reader.value(index, row[position]) for index, row in enumerate(self.rows)]

    def family(self, mistakes: Collector) -> list[dict[str, str]]:
        """For each row the filled cells of the sheet's family, by what follows the family's name."""
        prefix = self.sheet.family or ""
        found: list[dict[str, str]] = [{} for _ in self.rows]
        for name, position in self.header.items():
            if not (prefix and name.startswith(prefix)):
                continue
            reader = _Reader(self, Column(name, TEXT, ""), TEXT, mistakes)
            for index, row in enumerate(self.rows):
                if (value := reader.value(index, row[position])) is not None:
                    found[index][name[len(prefix) :]] = value
        return found


def absent(sheet: Sheet, style: Style, file: str | None = None, *, present: bool = False) -> Table:
    """The table of a file that is not there, or cannot be read: no rows, or a record in which nothing is said."""
    return Table(sheet, file or sheet.file, rows=[[]] if sheet.single else [], style=style, present=present)


class _Reader:
    """Reads the cells of one column; a text that comes again is not read again."""

    def __init__(self, table: Table, column: Column, kind: Kind[Any], mistakes: Collector) -> None:
        self._table, self._column, self._kind, self._mistakes = table, column, kind, mistakes
        self._known: dict[str, Any] = {}

    def value(self, index: int, raw: object) -> Any:
        if type(raw) is str and raw in self._known:
            return self._known[raw]
        if raw is None or raw == "" or (not self._table.style.exact and blank(raw)):
            if self._column.required:
                bad = BadCell("is empty", self._column.meaning, "fill it in")
                self._mistakes.add(self._table.mistake(index, self._column.name, bad))
            return self._column.blank
        return self._read(index, raw)

    def _read(self, index: int, raw: object) -> Any:
        style = self._table.style
        try:
            value = self._kind.read(raw, style)
        except BadCell as bad:
            self._mistakes.add(self._table.mistake(index, self._column.name, bad))
            return self._column.blank
        for doubt in style.doubts:
            self._mistakes.add(self._table.mistake(index, self._column.name, doubt, Severity.WARNING))
        style.doubts.clear()
        if type(raw) is str:
            self._known[raw] = value
        return value


def check_header(
    table: Table, unknown: Mapping[str, int | None], mistakes: Collector, further: Sequence[str] = ()
) -> None:
    """Name the columns that are missing, and those that nobody reads.

    `unknown` maps a header to the row in which it stands; `further` names are known beside the sheet's.
    """
    sheet = table.sheet
    names = (*sheet.names, *further)
    _, word = words(table.file)
    for name, row in unknown.items():
        if sheet.unwelcome is not None and sheet.unwelcome.search(name):
            wrong = "is about who people are, which this file must not hold; it is not read"
            do = "take the column away: identities are kept apart from movements"
            mistakes.add(Mistake(table.file, row, name, wrong, "card numbers only", do, Severity.WARNING))
            continue
        meant = near(name, names)
        do = f"did you mean '{meant}'?" if meant else "it is not read; take it away, or correct its name"
        expected = one_of(names, meant)
        mistakes.add(Mistake(table.file, row, name, f"is not a known {word}", expected, do, Severity.WARNING))
    for column in sheet.columns:
        if column.required and column.name not in table.header and (len(table) or sheet.key is None):
            row = table.row(0) if sheet.key else None
            wrong = f"the {word} is missing"
            mistakes.add(Mistake(table.file, row, column.name, wrong, column.meaning, f"add the {word}"))


def unique(table: Table, column: str, values: Sequence[str | None], mistakes: Collector) -> None:
    """Name the values that come twice."""
    first: dict[str, int] = {}
    for index, value in enumerate(values):
        if value is None:
            continue
        if value in first:
            where = f"{words(table.file)[0]} {table.row(first[value], column)}"
            do = "give one of the two another id, or take one away"
            bad = BadCell(f"'{value}' is there already, in {where}", "each id once", do)
            mistakes.add(table.mistake(index, column, bad))
        else:
            first[value] = index


@dataclass(frozen=True)
class Written:
    """The content of a sheet, to be written.

    Attributes:
        rows: column name to value, one mapping a record; what equals the column's blank may be left out.
        further: names of the columns of the family, in order.
    """

    sheet: Sheet
    rows: Sequence[Mapping[str, object]]
    further: tuple[str, ...] = ()

    def filled(self, row: Mapping[str, object]) -> dict[str, object]:
        """The values of a record that need to be written."""
        return {
            column.name: row[column.name]
            for column in self.sheet.columns
            if column.name in row and (column.always or column.required or row[column.name] != column.blank)
        }

    def cells(self, row: Mapping[str, object], style: Style) -> list[Cell | None]:
        """A record as cells, None for empty ones."""
        filled = self.filled(row)
        kinds = {column.name: column.kind for column in self.sheet.columns}
        found = [kinds[name].write(filled[name], style) if name in filled else None for name in kinds]
        return found + [TEXT.write(str(row[name]), style) if name in row else None for name in self.further]

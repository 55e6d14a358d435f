"""From rows of cells, of a CSV file or a sheet, to a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.exchange.cells import BadCell, Style, blank, shown
from safepassage.exchange.headers import Header, find_header, is_comment, spelling
from safepassage.exchange.mistakes import Collector, Mistake, Severity, near
from safepassage.exchange.tables import Sheet, Table, absent, check_header


@dataclass(frozen=True)
class Grid:
    """Rows as they stand, each with the number that the user's program shows; rows without content are left out."""

    file: str
    rows: Sequence[Sequence[object]]
    numbers: Sequence[int]
    style: Style


def table_of(sheet: Sheet, grid: Grid, mistakes: Collector) -> Table:
    """The table of a grid with a header row."""
    header = find_header(sheet, grid.rows)
    if header is None:
        wrong = "has no header row" if grid.rows else "is empty"
        first = ", ".join(sheet.names[:4])
        do = f"name the columns in the first row: {first} ..."
        mistakes.add(Mistake(grid.file, None, None, wrong, f"columns {', '.join(sheet.names)}", do))
        return absent(sheet, grid.style, grid.file, present=True)
    body = [(n, row) for n, row in list(zip(grid.numbers, grid.rows, strict=True))[header.index + 1 :]
            if not is_comment(row)]  # fmt: skip
    width = max([*header.columns.values(), *header.unknown.values()]) + 1
    table = Table(
        sheet, grid.file, header.columns, [_padded(row, width) for _, row in body], [n for n, _ in body], grid.style
    )
    _complain(table, header, grid, width, mistakes)
    return table


def _padded(row: Sequence[object], width: int) -> Sequence[object]:
    return row if len(row) >= width else [*row, *[None] * (width - len(row))]


def _complain(table: Table, header: Header, grid: Grid, width: int, mistakes: Collector) -> None:
    at = grid.numbers[header.index]
    for name in header.twice:
        do = "take one of them away"
        mistakes.add(Mistake(grid.file, at, name, "the column is there twice", "each column once", do))
    check_header(table, dict.fromkeys(header.unknown, at), mistakes)
    for index, row in enumerate(table.rows):
        if len(row) > width and (beyond := next((cell for cell in row[width:] if not blank(cell)), None)) is not None:
            wrong = f"{shown(beyond)} stands beyond the last column"
            do = "put a text that holds a separator in double quotes, or give the column a header"
            mistakes.add(table.mistake(index, None, BadCell(wrong, f"{width} cells in a row", do)))


def record_of(sheet: Sheet, grid: Grid, mistakes: Collector) -> Table:
    """The one record of a grid of keys in the first column and values in the second."""
    known = {spelling(name): name for name in sheet.names}
    header: dict[str, int] = {}
    cells: list[object] = []
    places: dict[tuple[int, str], int] = {}
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        key, value = row[0], row[1] if len(row) > 1 else None
        name = known.get(spelling(key))
        if is_comment(row) or blank(key) or blank(value) or (name is None and spelling(key) == "key"):
            continue
        if name is None:
            _unknown_key(sheet, grid.file, number, str(key), mistakes)
        elif name in header:
            mistakes.add(Mistake(grid.file, number, name, "the key is there twice", "each key once", "take one away"))
        else:
            header[name], places[0, name] = len(cells), number
            cells.append(value)
    table = Table(sheet, grid.file, header, [cells], style=grid.style, places=places)
    check_header(table, {}, mistakes)
    return table


def _unknown_key(sheet: Sheet, file: str, number: int, key: str, mistakes: Collector) -> None:
    meant = near(key, sheet.names)
    do = f"did you mean '{meant}'?" if meant else "it is not read; take it away, or correct its name"
    mistakes.add(Mistake(file, number, key, "is not a known key", f"one of {', '.join(sheet.names)}", do,
                         Severity.WARNING))  # fmt: skip

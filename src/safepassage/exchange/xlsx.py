"""The operation as one workbook: every table is a sheet. Read with care for what a stranger may send.

openpyxl is imported where it is used: it takes longer to load than most verbs take to run, and few operations are
workbooks.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from safepassage.domain.operation import Operation
from safepassage.exchange.atomic import replacing
from safepassage.exchange.cells import Cell, Style, blank
from safepassage.exchange.grids import Grid, record_of, table_of
from safepassage.exchange.headers import spelling
from safepassage.exchange.mistakes import Collector, Mistake, Mistakes, Severity, near
from safepassage.exchange.operation_table import STAND_IN
from safepassage.exchange.sheets import SHEETS, sheets_of
from safepassage.exchange.tables import Sheet, Table, Written, absent

LARGEST_UNPACKED_BYTES = 1024 * 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 300
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LARGEST_EXACT = 10**15
READ_ME = "read-me"
CHUNK_BYTES = 1 << 20

_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How .xls begins, and a workbook that Excel locked with a password ([MS-CFB] 2.2)."""

_ENCRYPTED = 1
"""Of the flags of a part in a ZIP archive (APPNOTE 4.4.4)."""

_TO_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_FORMULA = re.compile(rb"<f[\s>/]")
_WIDE = {"name": 28, "description": 40, "source": 28, "layouts": 40, "open": 40, "windows": 60, "destinations": 30,
         "inspection": 36, "text": 60, "bays": 24}  # fmt: skip


def read_workbook(path: Path, sheets: Sequence[Sheet], mistakes: Collector) -> dict[str, Table]:
    """The tables of a workbook by sheet name.

    Raises:
        Mistakes: it is no workbook, or too large to be one of an operation.
    """
    try:
        formulas = _inspect(path)
        with closing(_open(path, values=True)) as book:
            titles = {spelling(title): title for title in book.sheetnames}
            tables = {sheet.name: _table(path, book, sheet, titles, mistakes) for sheet in sheets}
            if formulas:
                _name_unknown_values(path, book, [titles[s] for s in map(_spelled, sheets) if s in titles], mistakes)
    except Mistakes:
        raise
    except OSError as error:
        if error.errno is None:
            raise _damaged(path, error) from None
        do = "look at its permissions, and whether it is a file"
        raise Mistakes([Mistake(path.name, None, None, f"cannot be opened ({error.strerror})", "", do)]) from None
    except Exception as error:  # a damaged workbook fails anywhere inside the library, with any exception
        raise _damaged(path, error) from None
    _name_unread(path, titles, sheets, mistakes)
    return tables


def _inspect(path: Path) -> bool:
    """Refuse what is locked, unpacks to more than an operation can be, or defines entities.

    True if a sheet holds formulas.
    """
    with path.open("rb") as stream:
        if stream.read(len(_COMPOUND)) == _COMPOUND:
            raise _locked(path, "is an old workbook (.xls), or has a password")
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise _locked(path, "has a password")
        size = sum(part.file_size for part in parts)
        if size > LARGEST_UNPACKED_BYTES or len(parts) > MOST_PARTS:
            wrong = f"unpacks to {size >> 20:,} MiB in {len(parts):,} parts, more than an operation needs"
            expected = f"at most {LARGEST_UNPACKED_BYTES >> 20:,} MiB in {MOST_PARTS:,} parts"
            do = "do not open it if you do not know who sent it; else split the households into a CSV folder"
            raise Mistakes([Mistake(path.name, None, None, wrong, expected, do)])
        xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        if any(b"<!DOCTYPE" in archive.open(part).read(CHUNK_BYTES // 1024) for part in xml):
            wrong, do = "defines XML entities, which no spreadsheet program writes", "do not open it"
            raise Mistakes([Mistake(path.name, None, None, wrong, "", do)])
        return any(_holds_formula(archive, part) for part in xml if part.filename.startswith("xl/worksheets/"))


def _damaged(path: Path, error: Exception) -> Mistakes:
    wrong = f"cannot be read as a workbook ({type(error).__name__}: {str(error)[:80]})"
    do = "open it in a spreadsheet program and save it again as .xlsx"
    return Mistakes([Mistake(path.name, None, None, wrong, "an Excel workbook (.xlsx)", do)])


def _locked(path: Path, wrong: str) -> Mistakes:
    do = "open it in a spreadsheet program and save it as .xlsx without a password"
    return Mistakes([Mistake(path.name, None, None, wrong, "an Excel workbook (.xlsx)", do)])


def _holds_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if _FORMULA.search(before + chunk):
                return True
            before = chunk[-2:]
    return False


def _open(path: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook

    return load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _spelled(sheet: Sheet) -> str:
    return spelling(sheet.name)


def _table(path: Path, book: Any, sheet: Sheet, titles: Mapping[str, str], mistakes: Collector) -> Table:
    title = titles.get(_spelled(sheet))
    file = f"{path.name} [{title or sheet.name}]"
    style = replace(STAND_IN, epoch=book.epoch, doubts=[])
    if title is None:
        return absent(sheet, style, file)
    rows: list[Sequence[object]] = []
    numbers: list[int] = []
    for number, row in _rows(book[title]):
        rows.append(row)
        numbers.append(number)
    return (record_of if sheet.single else table_of)(sheet, Grid(file, rows, numbers, style), mistakes)


def _rows(worksheet: Any) -> Iterator[tuple[int, list[object]]]:
    """Rows that hold something. The sheet's own word on its size is not believed: it may be wrong."""
    worksheet.reset_dimensions()
    known: dict[str, str] = {}
    for number, row in enumerate(worksheet.iter_rows(1, MOST_ROWS, 1, values_only=True), 1):
        cells = [_plain(cell, known) for cell in row[:MOST_COLUMNS]]
        if not all(blank(cell) for cell in cells):
            yield number, cells


def _plain(value: object, known: dict[str, str]) -> object:
    if isinstance(value, str):
        if "_x" in value:
            value = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value)
        return known.setdefault(value, value)
    if isinstance(value, datetime):
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    return value


def _name_unknown_values(path: Path, values: Any, titles: Sequence[str], mistakes: Collector) -> None:
    """Formulas that were never calculated: their cells would look empty."""
    from openpyxl.utils import get_column_letter

    with closing(_open(path, values=False)) as formulas:
        for title in titles:
            both = (formulas[title], values[title])
            for worksheet in both:
                worksheet.reset_dimensions()
            pairs = zip(*(worksheet.iter_rows(1, MOST_ROWS, 1, values_only=True) for worksheet in both), strict=False)
            for number, (row, known) in enumerate(pairs, 1):
                for position, formula in enumerate(row):
                    uncalculated = isinstance(formula, str) and formula.startswith("=") and known[position] is None
                    if uncalculated:
                        wrong = "holds a formula whose value was not stored"
                        do = "open the workbook in a spreadsheet program and save it, or type the value"
                        file, column = f"{path.name} [{title}]", get_column_letter(position + 1)
                        mistakes.add(Mistake(file, number, column, wrong, "a value", do))


def _name_unread(path: Path, titles: Mapping[str, str], sheets: Sequence[Sheet], mistakes: Collector) -> None:
    names = {spelling(sheet.name): sheet.name for sheet in sheets}
    for spelled, title in titles.items():
        if spelled not in names and spelled != spelling(READ_ME) and (meant := near(title, names.values())):
            wrong, do = "the sheet is not read", f"did you mean '{meant}'?"
            mistakes.add(Mistake(f"{path.name} [{title}]", None, None, wrong, "", do, Severity.WARNING))


def write_workbook(operation: Operation, file: Path) -> None:
    """Write an operation as one workbook. Reading it gives the same operation. A failure leaves what was there.

    Raises:
        Mistakes: it has more rows, or a longer text, than a workbook can hold.
    """
    from openpyxl import Workbook

    style = replace(STAND_IN, clock=operation.clock, horizon_s=operation.horizon_s)
    book = Workbook(write_only=True)
    try:
        for written in sheets_of(operation):
            _write_sheet(book, written, style, file)
        _write_read_me(book)
        with replacing(file) as part:
            book.save(part)
    except BaseException:
        for worksheet in book.worksheets:
            with suppress(Exception):  # on a full disk this fails too, and says nothing new
                worksheet.close()  # else its half-written temporary file stays open
        raise


def _write_sheet(book: Any, written: Written, style: Style, file: Path) -> None:
    if len(written.rows) >= MOST_ROWS:
        wrong = f"{len(written.rows):,} rows do not fit into a sheet"
        raise Mistakes([Mistake(file.name, None, None, wrong, "", "write a folder instead")])
    single = written.sheet.single
    rows = len(written.sheet.columns) if single else len(written.rows)
    worksheet = _sheet(book, written.sheet.name, _headings(written), rows, frozen=not single)
    for row in _record(written, style) if single else _records(written, style):
        worksheet.append([_stored(cell, file) for cell in row])


def _headings(written: Written) -> list[str]:
    return ["key", "value", "meaning"] if written.sheet.single else [*written.sheet.names, *written.further]


def _records(written: Written, style: Style) -> Iterator[list[Cell | None]]:
    return (written.cells(row, style) for row in written.rows)


def _record(written: Written, style: Style) -> Iterator[list[Cell | None]]:
    cells = written.cells(written.rows[0], style)
    for column, cell in zip(written.sheet.columns, cells, strict=True):
        yield [column.name, cell, column.meaning]


def _sheet(book: Any, title: str, headings: Sequence[str], rows: int, *, frozen: bool = True) -> Any:
    """A sheet with its header, to which `rows` rows will be added.

    Its size stands at its beginning, as in Excel's: openpyxl reads a sheet without one twice, and cannot know the size
    of one that is written row by row.
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    worksheet = book.create_sheet(title)
    worksheet.calculate_dimension = lambda: f"A1:{get_column_letter(len(headings))}{rows + 1}"
    if frozen:
        worksheet.freeze_panes = "B2"
    for position, heading in enumerate(headings, 1):
        width = _WIDE.get(heading, 60 if heading in ("value", "meaning") else max(12, len(heading) + 2))
        worksheet.column_dimensions[get_column_letter(position)].width = width
    cells = [WriteOnlyCell(worksheet, heading) for heading in headings]
    for cell in cells:
        cell.font = Font(bold=True)
    worksheet.append(cells)
    return worksheet


def _write_read_me(book: Any) -> None:
    rows = sum(len(sheet.columns) for sheet in SHEETS)
    worksheet = _sheet(book, READ_ME, ["sheet", "column", "meaning"], rows)
    for sheet in SHEETS:
        for column in sheet.columns:
            worksheet.append([sheet.name, column.name, column.meaning])


def _stored(cell: Cell | None, file: Path) -> Cell | None:
    """A cell as a workbook can hold it: numbers that it would round, and characters that XML has not, as text."""
    if isinstance(cell, float) and float(f"{cell:.16g}") != cell:
        return repr(cell)
    if isinstance(cell, int) and abs(cell) >= LARGEST_EXACT:
        return str(cell)
    if not isinstance(cell, str):
        return cell
    text = _TO_ESCAPE.sub(lambda match: f"_x{ord(match.group()):04X}_", cell)
    if len(text) > LONGEST_CELL:
        wrong = f"a text of {len(text):,} characters does not fit into a cell ('{cell[:40]}...')"
        raise Mistakes([Mistake(file.name, None, None, wrong, "", "write a folder instead")])
    return text

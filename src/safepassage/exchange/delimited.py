"""CSV files as spreadsheets write them: comma, semicolon or tab, any line end, UTF-8 or Excel's 'Unicode text'."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from safepassage.exchange.cells import Cell, Style, blank
from safepassage.exchange.grids import Grid, table_of
from safepassage.exchange.headers import find_header
from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.tables import Sheet, Table, Written, absent

DELIMITERS = ",;\t"
HEAD_CHARACTERS = 20_000
LARGEST_CELL = 1_000_000
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def text_of(content: bytes, file: str, mistakes: Collector) -> str | None:
    """The text of a file; None, with a mistake, where its encoding is not known."""
    encoding = next((name for bom, name in UTF_16.items() if content.startswith(bom)), "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1 if encoding == "utf-8-sig" else None
        wrong = "is not UTF-8 text; perhaps it was saved for one language of Windows only"
        do = "save it again as 'CSV UTF-8' (or 'Unicode text')"
        mistakes.add(Mistake(file, row, None, wrong, "UTF-8", do))
        return None
    if text.count("\0") * 4 > len(text):
        wrong = "is not plain text (it may be UTF-16 without its mark, or a workbook with another name)"
        mistakes.add(Mistake(file, None, None, wrong, "UTF-8", "save it again as 'CSV UTF-8'"))
        return None
    return text


def read_csv(sheet: Sheet, content: bytes, style: Style, mistakes: Collector) -> Table:
    """The table in a CSV file."""
    text = text_of(content, sheet.file, mistakes)
    if text is None:
        return absent(sheet, style, present=True)
    delimiter, skipped = _delimiter(sheet, text)
    rows: list[list[str]] = []
    numbers: list[int] = []
    try:
        for number, row in _rows(text, delimiter):
            if number > skipped:
                rows.append(row)
                numbers.append(number)
    except csv.Error as error:
        wrong = f"cannot be read as a table ({error})"
        do = "look for a quotation mark that is not closed"
        mistakes.add(Mistake(sheet.file, numbers[-1] + 1 if numbers else 1, None, wrong, "", do))
        return absent(sheet, style, present=True)
    style = replace(style, decimal_comma=delimiter != ",")
    return table_of(sheet, Grid(sheet.file, rows, numbers, style), mistakes)


def _delimiter(sheet: Sheet, text: str) -> tuple[str, int]:
    """The delimiter, and how many lines before the table only tell of it (Excel's ``sep=;``)."""
    first = text.partition("\n")[0].strip().strip('"').casefold()
    if first.startswith("sep=") and first[4:5] and first[4] in DELIMITERS:
        return first[4], 1
    if first == "sep=":
        return "\t", 1
    return max(DELIMITERS, key=lambda delimiter: _columns_known(sheet, text[:HEAD_CHARACTERS], delimiter)), 0


def _columns_known(sheet: Sheet, head: str, delimiter: str) -> int:
    try:
        header = find_header(sheet, [row for _, row in _rows(head, delimiter)])
    except csv.Error:
        return 0
    return len(header.columns) if header else 0


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with the number of their first line... as a spreadsheet counts: one a record."""
    csv.field_size_limit(LARGEST_CELL)
    known: dict[str, str] = {}
    same = known.setdefault
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if any(row) and not all(blank(cell) for cell in row):
            yield number, [same(cell, cell) for cell in row]


def write_csv(written: Written, stream: IO[str], style: Style) -> None:
    """Write a sheet as CSV with commas and CRLF (RFC 4180)."""
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*written.sheet.names, *written.further])
    for row in written.rows:
        writer.writerow(_text(cell) for cell in written.cells(row, style))


def _text(cell: Cell | None) -> str:
    return "" if cell is None else repr(cell) if isinstance(cell, float) else str(cell)

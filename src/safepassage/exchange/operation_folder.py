"""The operation folder: TOML and CSV files, or one workbook, read whole or refused with every mistake in it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from safepassage.domain.operation import Operation
from safepassage.exchange.atomic import replace_all
from safepassage.exchange.cells import Style
from safepassage.exchange.contents import content_of
from safepassage.exchange.delimited import read_csv, write_csv
from safepassage.exchange.mistakes import Collector, Mistake, Mistakes, Severity, near
from safepassage.exchange.operation_table import SHEET as OPERATION
from safepassage.exchange.operation_table import STAND_IN, Head, read_head
from safepassage.exchange.roads.names import network_path
from safepassage.exchange.sheets import FILES, SHEETS, Tables, operation_of, sheets_of
from safepassage.exchange.suspicions import suspicions
from safepassage.exchange.tables import Table, Written, absent
from safepassage.exchange.toml_file import read_toml, toml_text
from safepassage.exchange.travel_times_table import SHEET as TRAVEL_TIMES
from safepassage.exchange.xlsx import read_workbook

if TYPE_CHECKING:
    from safepassage.exchange.roads.operation_roads import OperationRoads

WORKBOOK = "operation.xlsx"
TOML = ".toml"
CSV = ".csv"


@dataclass(frozen=True, slots=True)
class Reading:
    """An operation as it was read.

    Attributes:
        warnings: what is suspicious; nothing that keeps the operation from being used.
        roads: what its legs were found on; None where no roads were imported.
    """

    operation: Operation
    warnings: tuple[Mistake, ...] = ()
    roads: "OperationRoads | None" = None


def read_operation(path: Path) -> Reading:
    """Read an operation from its folder, from a folder with ``operation.xlsx``, or from a workbook.

    Raises:
        Mistakes: with all that is wrong, if anything is.
    """
    mistakes = Collector()
    workbook = _workbook(path, mistakes)
    tables, head = _folder(path, mistakes) if workbook is None else _workbook_tables(workbook, mistakes)
    operation = operation_of(head, tables, mistakes)
    mistakes.raise_errors()
    roads = _roads(home(path), operation, head.style, mistakes)
    if roads is not None:
        operation = replace(operation, legs=roads.legs)
    for suspicion in suspicions(operation, tables):
        mistakes.add(suspicion)
    return Reading(operation, mistakes.all, roads)


def home(path: Path) -> Path:
    """The folder in which an operation's further files lie: itself, or where its workbook stands."""
    return path.parent if path.is_file() else path


def _roads(folder: Path, operation: Operation, style: Style, mistakes: Collector) -> "OperationRoads | None":
    """The roads of an operation, read only where there are any: what reads them takes a while to load."""
    if not network_path(folder).exists():
        return None
    from safepassage.exchange.roads.operation_roads import read_roads

    roads = read_roads(folder, operation, style, mistakes)
    mistakes.raise_errors()
    return roads


def _workbook(path: Path, mistakes: Collector) -> Path | None:
    """The workbook to read; None if it is a folder of files."""
    if path.is_file():
        return path
    if path.exists() and not path.is_dir():
        do = "name a folder, or a workbook"
        raise Mistakes([Mistake(str(path), None, None, "is a pipe or a device", "a folder with operation.toml", do)])
    if not path.is_dir():
        do = "name a folder or a workbook that exists; 'safepassage new' makes one to start from"
        raise Mistakes([Mistake(str(path), None, None, "does not exist", "a folder with operation.toml", do)])
    if not (path / WORKBOOK).is_file():
        return None
    both = [file for file in FILES if (path / file).exists()]
    if both:
        wrong = f"stands beside {', '.join(both)}: the folder holds two operations"
        do = "move the workbook or the other files to another folder"
        mistakes.add(Mistake(WORKBOOK, None, None, wrong, "one or the other", do))
    return path / WORKBOOK


def _workbook_tables(path: Path, mistakes: Collector) -> tuple[Tables, Head]:
    tables = read_workbook(path, SHEETS, mistakes)
    head = read_head(tables[OPERATION.name], mistakes)
    for table in tables.values():
        table.style = replace(head.style, epoch=table.style.epoch, doubts=[])
    _needed(tables, mistakes, roads=network_path(home(path)).exists())
    return Tables(tables), head


def _folder(path: Path, mistakes: Collector) -> tuple[Tables, Head]:
    tables = {table.sheet.name: table for table in _tables(path, OPERATION.file, STAND_IN, mistakes)}
    head = read_head(tables[OPERATION.name], mistakes)
    for file in FILES:
        if file != OPERATION.file:
            tables |= {table.sheet.name: table for table in _tables(path, file, head.style, mistakes)}
    _needed(tables, mistakes, roads=network_path(path).exists())
    _misnamed(path, mistakes)
    return Tables(tables), head


def _tables(path: Path, file: str, style: Style, mistakes: Collector) -> list[Table]:
    sheets = FILES[file]
    content = content_of(path / file, file, mistakes)
    if content is None:
        present = (path / file).exists()
        return [absent(sheet, style, present=present) for sheet in sheets]
    if file.endswith(TOML):
        return read_toml(sheets, content, replace(style, exact=True), mistakes)
    return [read_csv(sheets[0], content, style, mistakes)]


def _needed(tables: Mapping[str, Table], mistakes: Collector, *, roads: bool) -> None:
    """Name the files that are missing; whoever has roads needs no table of travel times."""
    for sheet in SHEETS:
        table = tables[sheet.name]
        if (
            sheet.needed
            and not (roads and sheet is TRAVEL_TIMES)
            and not table.present
            and not mistakes.about(table.file)
        ):
            do = "add it; 'safepassage new' writes one to start from"
            mistakes.add(Mistake(table.file, None, None, "is missing", "", do))


def _misnamed(path: Path, mistakes: Collector) -> None:
    """Files that look as if they were meant to be read."""
    for file in sorted(entry.name for entry in path.iterdir() if entry.is_file()):
        if file not in FILES and (meant := _meant(file.casefold())):
            wrong, do = "is not read", f"did you mean '{meant}'?"
            mistakes.add(Mistake(file, None, None, wrong, "", do, Severity.WARNING))


def _meant(file: str) -> str | None:
    """The file of an operation as which another one may be meant: another case, another spelling, one ending more."""
    names = (*FILES, WORKBOOK)
    if (whole := next((name for name in names if file == name or file.startswith(f"{name}.")), None)) is not None:
        return whole
    return near(file, FILES) if file.endswith((TOML, CSV)) else None


def write_operation(operation: Operation, folder: Path) -> None:
    """Write an operation as TOML and CSV files. Reading them gives the same operation.

    Files of another operation in the folder are replaced, optional ones by empty ones; nothing else is touched.
    A failure leaves what was there.

    Raises:
        Mistakes: the folder holds a workbook, which would be another operation.
    """
    if (folder / WORKBOOK).exists():
        do = "choose another folder, or move the workbook away"
        raise Mistakes([Mistake(WORKBOOK, None, None, "is there already", "a folder without a workbook", do)])
    style = replace(STAND_IN, clock=operation.clock, horizon_s=operation.horizon_s)
    written = sheets_of(operation)
    contents: dict[str, bytes] = {}
    for file, sheets in FILES.items():
        of_file = [sheet for sheet in written if sheet.sheet.file == file]
        empty = not any(sheet.filled(row) for sheet in of_file for row in sheet.rows)
        if not empty or (folder / file).exists() or any(sheet.needed for sheet in sheets):
            contents[file] = _bytes(of_file, style)
    replace_all(folder, contents)


def _bytes(sheets: list[Written], style: Style) -> bytes:
    if sheets[0].sheet.file.endswith(TOML):
        return toml_text(sheets, style).encode()
    stream = io.StringIO(newline="")
    write_csv(sheets[0], stream, style)
    return stream.getvalue().encode("utf-8-sig")

"""TOML files of an operation: read into tables that know their lines, written as a person would."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from safepassage.exchange.cells import Style
from safepassage.exchange.delimited import text_of
from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.tables import Sheet, Table, Written, absent, check_header

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_LONG_NUMBER = re.compile(r"[\d_]{1000}")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-.\"' ]+?)\s*=")


def read_toml(sheets: Sequence[Sheet], content: bytes, style: Style, mistakes: Collector) -> list[Table]:
    """The tables in one TOML file: the record at its top, and its arrays of tables."""
    file = sheets[0].file
    text = text_of(content, file, mistakes)
    tree = None if text is None else _tree(text, file, mistakes)
    if text is None or tree is None:
        return [absent(sheet, style, present=True) for sheet in sheets]
    lines = _Lines(text)
    arrays = {sheet.key: sheet for sheet in sheets if sheet.key is not None}
    return [_table(sheet, tree, arrays, lines, style, mistakes) for sheet in sheets]


def _tree(text: str, file: str, mistakes: Collector) -> dict[str, Any] | None:
    """What the TOML says; None, with a mistake, where it is none."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        wrong = f"is not valid TOML: {_AT_LINE.sub('', str(error))}"
        line = int(at.group(1)) if at else text.count("\n") + 1
        mistakes.add(Mistake(file, line, None, wrong, "key = value", "correct the line, or the one before it"))
    except ValueError:
        row = next((number for number, line in enumerate(text.splitlines(), 1) if _LONG_NUMBER.search(line)), None)
        mistakes.add(Mistake(file, row, None, "holds a number of thousands of digits", "", "correct the number"))
    except RecursionError:
        mistakes.add(Mistake(file, None, None, "is nested too deeply", "", "take the brackets away"))
    return None


def _table(
    sheet: Sheet, tree: Mapping[str, Any], arrays: Mapping[str, Sheet], lines: "_Lines", style: Style,
    mistakes: Collector,
) -> Table:  # fmt: skip
    top = "" if sheet.key is None else sheet.key
    records = _records(sheet, tree, arrays, lines, mistakes)
    _name_groups_that_are_none(sheet, records, lines, mistakes)
    flat = [_flat(sheet, record) for record in records]
    names = list(dict.fromkeys(name for record in flat for name in record))
    known = [name for name in names if name in sheet.names]
    places = {
        (i, name): line
        for i, record in enumerate(flat)
        for name in record
        if (line := lines.of(top, i, name)) is not None
    }
    table = Table(
        sheet,
        sheet.file,
        {name: position for position, name in enumerate(known)},
        [[record.get(name) for name in known] for record in flat],
        [lines.of(top, i, "") or 1 for i in range(len(flat))] if top else (),
        style,
        places,
    )
    unknown = {
        name: next((places[i, name] for i in range(len(flat)) if (i, name) in places), lines.of(name, 0, ""))
        for name in names
        if name not in sheet.names
    }
    check_header(table, unknown, mistakes, () if top else tuple(arrays))
    return table


def _records(
    sheet: Sheet, tree: Mapping[str, Any], arrays: Mapping[str, Sheet], lines: "_Lines", mistakes: Collector
) -> list[Mapping[str, Any]]:
    if sheet.key is None:
        return [{key: value for key, value in tree.items() if key not in arrays}]
    found = tree.get(sheet.key, [])
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        do = f"write [[{sheet.key}]] before each of them"
        mistakes.add(Mistake(sheet.file, lines.of("", 0, sheet.key), sheet.key, "is not a list of tables", "", do))
        return []
    return found


def _name_groups_that_are_none(
    sheet: Sheet, records: Sequence[Mapping[str, Any]], lines: "_Lines", mistakes: Collector
) -> None:
    """A rule that stands where a table belongs would be left out without a word."""
    for index, record in enumerate(records):
        for group in sheet.groups:
            if group in record and not isinstance(record[group], dict):
                do = f"write {group} = {{ ... }}, or its keys below one header in single brackets"
                line = lines.of(sheet.key or "", index, group)
                mistakes.add(Mistake(sheet.file, line, group, "is not one table", "", do))


def _flat(sheet: Sheet, record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the tables of the sheet's groups spread out: convoy.headway_s becomes convoy_headway_s."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        inside = key in sheet.groups and isinstance(value, dict)
        found.update({f"{key}_{name}": part for name, part in value.items()} if inside else {key: value})
    return found


class _Lines:
    """Where the keys of a TOML text stand. Only for messages: what it does not find has no line."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, int, str], int] = {}
        self._counts: dict[str, int] = {}
        self._table, self._prefix = "", ""
        inside: str | None = None
        for number, line in enumerate(text.splitlines(), 1):
            fence = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), None)
            if inside is None:
                self._note(line, number)
                inside = fence
            elif fence == inside:
                inside = None

    def of(self, table: str, index: int, name: str) -> int | None:
        """The line of a key, or of the table inside the record in which it stands; of the header for an empty name."""
        while (found := self._found.get((table, index, name))) is None and "_" in name:
            name = name.rpartition("_")[0]
        return found

    def _note(self, line: str, number: int) -> None:
        if header := _HEADER.match(line):
            path = [part.strip().strip("\"'") for part in header.group(2).split(".")]
            self._open(header.group(1) == "[[", path, number)
        elif key := _KEY.match(line):
            name = "_".join(part.strip().strip("\"'") for part in key.group(1).split("."))
            self._keep(self._prefix + name, number)

    def _open(self, array: bool, path: list[str], number: int) -> None:
        if array and len(path) == 1:
            self._counts[path[0]] = self._counts.get(path[0], -1) + 1
            self._table, self._prefix = path[0], ""
            self._keep("", number)
            return
        inside = path[0] in self._counts
        self._table = path[0] if inside else ""
        name = "_".join(path[1:] if inside else path)
        self._prefix = f"{name}_"
        self._keep(path[1] if inside and len(path) > 1 else name, number)

    def _keep(self, name: str, number: int) -> None:
        self._found.setdefault((self._table, self._counts.get(self._table, 0), name), number)


def toml_text(sheets: Sequence[Written], style: Style) -> str:
    """The TOML text of one file: the record at the top, then its arrays of tables."""
    blocks = []
    for written in sheets:
        for row in written.rows:
            head = [] if written.sheet.key is None else [f"[[{written.sheet.key}]]"]
            lines = [*head, *_record_lines(written, row, style)]
            if lines:
                blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _record_lines(written: Written, row: Mapping[str, object], style: Style) -> list[str]:
    kinds = {column.name: column.kind for column in written.sheet.columns}
    record: dict[str, Any] = {}
    for name, value in written.filled(row).items():
        kind = kinds[name]
        group = next((group for group in written.sheet.groups if name.startswith(f"{group}_")), None)
        inside = record if group is None else record.setdefault(group, {})
        inside[name if group is None else name[len(group) + 1 :]] = (
            kind.write(value, style) if kind.toml is None else kind.toml(value, style)
        )
    return [f"{name} = {_value(value)}" for name, value in record.items()]


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_literal(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        if any(isinstance(part, Mapping) for part in value):
            return "[\n" + "".join(f"    {_value(part)},\n" for part in value) + "]"
        return f"[{', '.join(_value(part) for part in value)}]"
    return _literal(value, key=False)


def _literal(value: object, *, key: bool = True) -> str:
    """A key or a scalar as TOML, by way of the library that knows how to escape it."""
    line = tomli_w.dumps({str(value): 0} if key else {"x": value}).rstrip("\n")
    return line[: -len(" = 0")] if key else line.removeprefix("x = ")

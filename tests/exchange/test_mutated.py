"""Folders and workbooks spoilt at random are refused with mistakes or read as an operation; nothing else happens."""

import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from safepassage.domain.operation import Profile
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.templates import new_operation
from safepassage.exchange.xlsx import write_workbook
from tests.situations import everything

FOLDERS, WORKBOOKS, ARCHIVES = 500, 60, 60
SHARDS = 10
UNSAID = Mistake("", None, None, "")
"""Stands for a refusal that names no mistake, which must not happen."""
ODD = [
    "", " ", "-1", "0", "1e400", "99999999999999999999", "NaN", "inf", "1,5", "٣", "=1+1", "'", "''", '"', "*", "*=*",
    ";", "none", "never", "yes", "2030-02-30 25:61", "0001-01-01 00:00", "9999-12-31 23:59", "2030-03-31 02:30",
    "2030-05-06 08:00 to 2030-05-06 07:00", "daily 10:00-10:00", "18:00-06:00", "24:00-24:00", "8 seats + + 2", "#REF!",
    "\u202emill", "\x00", "\ufeff", "school", "bus=1; bus=2", "a=b=c", "1/2/3", "[[gate]]", "[x]", "{}", "a\nb",
    "x" * 5000,
]  # fmt: skip
OTHER_KINDS = [
    "7", "-1", "1.5", "nan", "-inf", "true", "[]", "[[]]", "{ a = { b = [] } }", "2030-05-06", "07:00:00",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", '""', '"a\\nb"', '"\\u0000"', "9" * 30, '[1, "a", {}]',
]  # fmt: skip
KEY = re.compile(rb"(?m)^([a-z_]+) = [^\n#]*")
Files = dict[str, bytes]
Spoil = Callable[[random.Random, bytes], bytes]


@cache
def originals() -> tuple[Mapping[str, bytes], ...]:
    """The files of folders that are as they should be."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        for profile in Profile:
            new_operation(Path(name) / profile, profile, xlsx=False)
        write_operation(everything(), Path(name) / "everything")
        for folder in sorted(Path(name).iterdir()):
            found.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    return tuple(found)


def lines(change: Callable[[random.Random, list[bytes]], None]) -> Spoil:
    def spoil(chance: random.Random, content: bytes) -> bytes:
        split = content.split(b"\n")
        change(chance, split)
        return b"\n".join(split)

    return spoil


def cells(change: Callable[[random.Random, list[bytes]], None]) -> Spoil:
    """Change the cells of one line."""

    def in_line(chance: random.Random, split: list[bytes]) -> None:
        at = chance.randrange(len(split))
        row = split[at].split(b",")
        change(chance, row)
        split[at] = b",".join(row)

    return lines(in_line)


def put(chance: random.Random, row: list[bytes]) -> None:
    row[chance.randrange(len(row))] = chance.choice(ODD).encode()


def swap(chance: random.Random, row: list[bytes]) -> None:
    a, b = chance.randrange(len(row)), chance.randrange(len(row))
    row[a], row[b] = row[b], row[a]


def drop(chance: random.Random, row: list[bytes]) -> None:
    del row[chance.randrange(len(row))]


def double(chance: random.Random, row: list[bytes]) -> None:
    row.insert(chance.randrange(len(row) + 1), row[chance.randrange(len(row))])


def flip(chance: random.Random, content: bytes) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def replace_some(chance: random.Random, content: bytes) -> bytes:
    old, new = chance.sample([b",", b";", b"\t", b'"', b"\n", b"\r\n", b"=", b"[", b"]", b".", b":", b"2030", b" "], 2)
    return content.replace(old, new, chance.choice([1, 3, -1]))


def encode(chance: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8-sig").encode(
        chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1256", "utf-7"]), "replace"
    )


def put_in_toml(chance: random.Random, content: bytes) -> bytes:
    split = content.split(b"\n")
    at = chance.choice([i for i, line in enumerate(split) if b"=" in line] or [0])
    value = chance.choice([b"0", b"-1", b"1.5", b"true", b"[]", b"{}", b"[1, 2]", b"[[]]", b"{ a = 1 }", b"2030-05-06",
                           b"07:00:00", b"nan", b'"' + chance.choice(ODD).encode() + b'"', b"[" * 3000])  # fmt: skip
    split[at] = split[at].partition(b"=")[0] + b"= " + value
    return b"\n".join(split)


SPOILS: tuple[Spoil, ...] = (
    cells(put), cells(put), cells(swap), cells(drop), cells(double), lines(swap), lines(drop), lines(double),
    flip, cut, replace_some, encode, put_in_toml, put_in_toml,
)  # fmt: skip


def spoilt(chance: random.Random) -> Files:
    files = dict(chance.choice(originals()))
    for _ in range(chance.randint(1, 3)):
        name = chance.choice(sorted(files))
        if chance.random() < 0.03:
            del files[name]
            if not files:
                break
        else:
            fit = SPOILS if name.endswith(".toml") else SPOILS[:-2]
            try:
                files[name] = chance.choice(fit)(chance, files[name])
            except (IndexError, UnicodeDecodeError):
                continue  # nothing left to spoil in this file
    return files


def judge(path: Path, again: Path) -> bool:
    """True if it was read: then it can be written, and comes back the same. False if it was refused with mistakes."""
    refused: tuple[Mistake, ...] = ()
    try:
        operation = read_operation(path).operation
    except Mistakes as mistakes:
        refused = mistakes.errors or (UNSAID,)
    if refused:
        assert all(mistake.file and mistake.wrong for mistake in refused)
        return False
    write_operation(operation, again)
    assert read_operation(again).operation == operation
    return True


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_spoilt_folder_is_refused_or_read(shard: int, tmp_path: Path) -> None:
    read = 0
    for seed in range(shard, FOLDERS, SHARDS):
        print(f"seed {seed}")  # noqa: T201 -- shown by pytest when it fails
        folder = tmp_path / f"{seed}"
        folder.mkdir()
        for name, content in spoilt(random.Random(seed)).items():
            (folder / name).write_bytes(content)
        read += judge(folder, tmp_path / f"{seed}-again")
    assert 0 < read < FOLDERS / SHARDS, "both answers were given"


@pytest.mark.parametrize("file", ["operation.toml", "corridor.toml", "agreement.toml"])
def test_each_key_with_a_value_of_another_kind_is_refused_or_read(file: str, tmp_path: Path) -> None:
    files = next(files for files in originals() if "agreement.toml" in files)
    text = files[file]
    folder = tmp_path / "spoilt"
    folder.mkdir()
    answers = Counter[bool]()
    for key in KEY.finditer(text):
        for value in OTHER_KINDS:
            print(f"{key[1].decode()} = {value}")  # noqa: T201 -- shown by pytest when it fails
            spoilt_text = text[: key.start()] + key[1] + b" = " + value.encode() + text[key.end() :]
            for name, content in {**files, file: spoilt_text}.items():
                (folder / name).write_bytes(content)
            answers[judge(folder, tmp_path / "again")] += 1
    assert answers[False] > answers[True] > 0, "both answers were given"


def test_a_workbook_with_spoilt_cells_is_refused_or_read(tmp_path: Path) -> None:
    write_workbook(everything(), tmp_path / "good.xlsx")
    values = [*ODD, 0, -1, 1.5, 1e300, True, everything().start.replace(tzinfo=None), None]
    book = openpyxl.load_workbook(tmp_path / "good.xlsx")
    read = 0
    for seed in range(WORKBOOKS):
        print(f"seed {seed}")  # noqa: T201 -- shown by pytest when it fails
        chance = random.Random(seed)
        sheet = book[chance.choice(book.sheetnames)]
        row, column = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
        cell = sheet.cell(row, column)
        before, value = cell.value, chance.choice(values)
        cell.value = value.replace("\x00", "") if isinstance(value, str) else value
        book.save(tmp_path / "bad.xlsx")
        cell.value = before
        read += judge(tmp_path / "bad.xlsx", tmp_path / f"{seed}-again")
    assert 0 < read < WORKBOOKS, "both answers were given"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_workbook_is_refused_or_read(tmp_path: Path) -> None:
    write_workbook(everything(), tmp_path / "good.xlsx")
    content = (tmp_path / "good.xlsx").read_bytes()
    for seed in range(ARCHIVES):
        print(f"seed {seed}")  # noqa: T201 -- shown by pytest when it fails
        chance = random.Random(seed)
        (tmp_path / "bad.xlsx").write_bytes(chance.choice([flip, cut])(chance, content))
        judge(tmp_path / "bad.xlsx", tmp_path / f"{seed}-again")

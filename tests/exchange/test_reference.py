"""The reference of the operation folder names every file, sheet, column and key, and its examples can be read."""

import re
from pathlib import Path

import pytest

from safepassage.exchange.operation_folder import read_operation
from safepassage.exchange.sheets import FILES, SHEETS
from safepassage.exchange.tables import Sheet

PAGE = (Path(__file__).parent.parent.parent / "docs/reference/operation-folder.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^```(?:csv|toml) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def named(text: str) -> set[str]:
    """What stands in the first cells of the tables of a text, as code."""
    rows = [row.split("|") for row in text.splitlines() if row.startswith("|")]
    return {name for row in rows for cell in row[1:3] for name in re.findall(r"`([^`]+)`", cell)}


def section(file: str) -> str:
    return PAGE.split(f"\n## {file}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.name for sheet in SHEETS])
def test_every_column_of_a_sheet_is_explained(sheet: Sheet) -> None:
    assert set(sheet.names) - named(section(sheet.file)) == set()
    assert f"`{sheet.name}`" in PAGE
    assert sheet.key is None or f"`[[{sheet.key}]]`" in section(sheet.file)


@pytest.mark.parametrize("file", FILES)
def test_every_required_column_is_told_to_be(file: str) -> None:
    for sheet in FILES[file]:
        for column in sheet.columns:
            if column.required:
                rows = [row for row in section(file).splitlines() if re.search(rf"\| `{column.name}` \|", row)]
                assert any("must be there" in row for row in rows), column.name


def test_the_examples_make_an_operation(tmp_path: Path) -> None:
    examples = dict(EXAMPLE.findall(PAGE))
    assert set(examples) == set(FILES)
    for file, text in examples.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    reading = read_operation(tmp_path)
    assert reading.warnings == ()
    assert len(reading.operation.households) == 5
    assert len(reading.operation.agreement.stages) == 2


def test_the_columns_of_a_sheet_have_each_a_name_of_their_own() -> None:
    assert all(len(set(sheet.names)) == len(sheet.names) for sheet in SHEETS)
    assert len({sheet.name for sheet in SHEETS}) == len(SHEETS)

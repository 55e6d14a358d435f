"""Files are there whole or not at all, hold no formulas, and templates are good to start from."""

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from safepassage.domain.operation import Profile
from safepassage.domain.places import PlaceKind
from safepassage.exchange.atomic import replace_all, replacing
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.operation_folder import read_operation, write_operation
from safepassage.exchange.templates import new_operation
from safepassage.exchange.xlsx import write_workbook
from tests.situations import everything, small_town

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PROFILES = pytest.mark.parametrize("profile", list(Profile))
AS_WORKBOOK = pytest.mark.parametrize("xlsx", [False, True], ids=["folder", "workbook"])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("before")

    def fail_half_way() -> None:
        with replacing(path) as part:
            part.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        fail_half_way()
    assert content(tmp_path) == {"plan.json": b"before"}


def test_a_failure_leaves_the_folder_that_was_there(tmp_path: Path) -> None:
    write_operation(small_town(), tmp_path)
    before = content(tmp_path)
    with pytest.raises(OSError, match="No such file"):
        replace_all(tmp_path, {"places.csv": b"new", "no/such/folder.csv": b"new"})
    assert content(tmp_path) == before


def test_a_text_that_no_file_can_hold_leaves_the_folder_that_was_there(tmp_path: Path) -> None:
    write_operation(small_town(), tmp_path)
    before = content(tmp_path)
    with pytest.raises(UnicodeEncodeError):
        write_operation(replace(everything(), description="\ud800"), tmp_path)
    assert content(tmp_path) == before


def test_another_operation_in_the_same_folder_takes_its_place(tmp_path: Path) -> None:
    write_operation(everything(), tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    write_operation(small_town(), tmp_path)
    assert read_operation(tmp_path).operation == small_town()
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_optional_files_are_not_written_where_there_is_nothing_in_them(tmp_path: Path) -> None:
    write_operation(replace(small_town(), hazards=()), tmp_path)
    assert not (tmp_path / "hazards.csv").exists()


def test_a_folder_is_not_written_beside_a_workbook(tmp_path: Path) -> None:
    write_workbook(small_town(), tmp_path / "operation.xlsx")
    with pytest.raises(Mistakes, match="is there already"):
        write_operation(small_town(), tmp_path)
    assert list(content(tmp_path)) == ["operation.xlsx"]


def test_a_text_longer_than_a_cell_is_refused_by_a_workbook_only(tmp_path: Path) -> None:
    operation = replace(small_town(), description="x" * 40_000)
    with pytest.raises(Mistakes, match="does not fit into a cell"):
        write_workbook(operation, tmp_path / "operation.xlsx")
    write_operation(operation, tmp_path / "folder")
    assert read_operation(tmp_path / "folder").operation == operation


def test_no_cell_begins_as_a_formula_does(tmp_path: Path) -> None:
    evil = [start + "cmd|' /C calc'!A0" for start in FORMULA_STARTS]
    operation = small_town()
    places = tuple(
        replace(place, name=evil[i], source=evil[-1 - i], names={"ar": evil[i]})
        for i, place in enumerate(operation.places)
    )
    operation = replace(operation, places=places)
    write_operation(operation, tmp_path / "folder")
    write_workbook(operation, tmp_path / "operation.xlsx")
    for path in (tmp_path / "folder").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert not [cell for row in csv.reader(stream) for cell in row if cell.startswith(FORMULA_STARTS)]
    for sheet in openpyxl.load_workbook(tmp_path / "operation.xlsx"):
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert read_operation(tmp_path / "folder").operation == operation
    assert read_operation(tmp_path / "operation.xlsx").operation == operation


def test_every_sheet_says_its_size(tmp_path: Path) -> None:
    write_workbook(everything(), tmp_path / "operation.xlsx")
    book = openpyxl.load_workbook(tmp_path / "operation.xlsx", read_only=True)
    said = {sheet.title: sheet.calculate_dimension() for sheet in book}
    book.close()
    held = {sheet.title: sheet.dimensions for sheet in openpyxl.load_workbook(tmp_path / "operation.xlsx")}
    assert said == held


@PROFILES
@AS_WORKBOOK
def test_a_new_operation_reads_without_a_mistake_and_without_a_suspicion(
    profile: Profile, xlsx: bool, tmp_path: Path
) -> None:
    new_operation(tmp_path / "new", profile, xlsx)
    reading = read_operation(tmp_path / "new")
    operation = reading.operation
    kinds = [place.kind for place in operation.places]
    assert reading.warnings == ()
    assert operation.profile is profile
    assert operation.synthetic
    assert kinds.count(PlaceKind.ASSEMBLY) == 2
    assert (kinds.count(PlaceKind.RECEPTION), kinds.count(PlaceKind.HOSPITAL)) == (1, 1)
    assert kinds.count(PlaceKind.GATE) == (0 if profile is Profile.CIVIL_PROTECTION else 1)
    assert {"bus", "ambulance"} <= set(operation.vehicle_class)
    assert 5 <= len(operation.households) <= 20


@PROFILES
def test_a_new_operation_explains_itself(profile: Profile, tmp_path: Path) -> None:
    new_operation(tmp_path / "new", profile, xlsx=False)
    for path in (tmp_path / "new").iterdir():
        assert path.read_text(encoding="utf-8-sig").startswith("#"), path.name
    new_operation(tmp_path / "workbook", profile, xlsx=True)
    assert "read-me" in openpyxl.load_workbook(tmp_path / "workbook/operation.xlsx").sheetnames


@AS_WORKBOOK
def test_a_new_operation_never_takes_the_place_of_something(xlsx: bool, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(Mistakes, match="nothing was written"):
            new_operation(folder, Profile.CONFLICT, xlsx)
    assert content(tmp_path) == {"notes.txt": b"mine"}


def test_a_new_operation_may_go_into_an_empty_folder(tmp_path: Path) -> None:
    new_operation(tmp_path, Profile.CONFLICT, xlsx=False)
    assert read_operation(tmp_path).operation.profile is Profile.CONFLICT

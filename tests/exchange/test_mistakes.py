"""Each kind of mistake is named: file, row, column, what is wrong, what was expected, what to do."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from safepassage.exchange.mistakes import Mistake, Mistakes, Severity
from safepassage.exchange.operation_folder import read_operation
from safepassage.exchange.xlsx import write_workbook
from tests.exchange.folders import SMALLEST, Files, edited, error, errors, folder, read, warning

GATE = edited("places.csv", "yard,depot", "ford,gate,Ford,50.12,8.12,,,,\nyard,depot")
CORRIDOR = """\
[[gate]]
place = "ford"
inspection = { bus = { loaded_s = 60, empty_s = 0 } }
windows = [{ opens = "2030-05-06 09:00", closes = "2030-05-06 12:00" }]

[[route]]
id = "road"
gates = ["ford"]
beyond = ["hall"]

[route.convoy]
max_vehicles = 4
headway_s = 600
"""


def gate(old: str = "", new: str = "") -> Files:
    """The smallest folder with a gate, and something wrong in its corridor.toml."""
    assert old in CORRIDOR
    return (
        GATE
        | {"corridor.toml": CORRIDOR.replace(old, new, 1)}
        | edited("travel-times.csv", "mill,hall,15,9", "mill,ford,5,\nford,hall,10,")
    )


def agreement(text: str) -> Files:
    return {"agreement.toml": text}


# what is changed, and the whole line that is answered
ANSWERS: dict[str, tuple[Files, str]] = {
    "unknown assembly point": (
        edited("households.csv", "H2,mill", "H2,mil"),
        "households.csv, row 3, column 'at': 'mil' is not an assembly point; expected one of mill; "
        "did you mean 'mill'? correct the id or add it to places.csv",
    ),
    "a place of another kind": (
        edited("households.csv", "1,hall,car", "1,yard,car"),
        "households.csv, row 3, column 'destinations': 'yard' is a depot, not a reception site or hospital; "
        "expected one of hall; correct the id or add it to places.csv",
    ),
    "a card number twice": (
        edited("households.csv", "H2,mill", "H1,mill"),
        "households.csv, row 3, column 'id': 'H1' is there already, in row 2; expected each id once; "
        "give one of the two another id, or take one away",
    ),
    "a place twice": (
        edited("places.csv", "yard,depot", "mill,depot,,,,,,,\nyard,depot"),
        "places.csv, row 4, column 'id': 'mill' is there already, in row 2; expected each id once; "
        "give one of the two another id, or take one away",
    ),
    "a word for a number": (
        edited("households.csv", "H1,mill,4", "H1,mill,four"),
        "households.csv, row 2, column 'seated': 'four' is not a number; expected a whole number, 0 to 10,000; "
        "correct the cell",
    ),
    "a negative number": (
        edited("households.csv", "H1,mill,4", "H1,mill,-4"),
        "households.csv, row 2, column 'seated': '-4' is not possible; expected a whole number, 0 to 10,000; "
        "correct the number",
    ),
    "half a person": (
        edited("households.csv", "H1,mill,4", "H1,mill,4.5"),
        "households.csv, row 2, column 'seated': '4.5' is not possible; expected a whole number, 0 to 10,000; "
        "correct the number",
    ),
    "a comma that may be decimal or not": (
        edited("places.csv", ",200,", ',"1,200",'),
        "places.csv, row 3, column 'places': '1,200' is not a number; expected a whole number, 0 or more; "
        "correct the cell",
    ),
    "a tier that is not there": (
        edited("households.csv", "1,hall,car", "4,hall,car"),
        "households.csv, row 3, column 'tier': '4' is not possible; expected a whole number, 1 to 3; "
        "correct the number",
    ),
    "off the globe": (
        edited("places.csv", "50.10,", "95.10,"),
        "places.csv, row 2, column 'lat': '95.10' is not on the globe; expected degrees from -90 to 90, e.g. 36.1954; "
        "correct the position, or leave it blank",
    ),
    "an unknown kind": (
        edited("places.csv", "reception", "recepton"),
        "places.csv, row 3, column 'kind': 'recepton' is not known; "
        "expected one of reception, assembly, gate, hospital, depot; did you mean 'reception'?",
    ),
    "an empty id": (
        edited("places.csv", "yard,depot", ",depot,,,,,,,\nyard,depot"),
        "places.csv, row 4, column 'id': is empty; expected short name by which the other files know it; fill it in",
    ),
    "a column that is missing": (
        edited("households.csv", "at,seated", "where,seated"),
        "households.csv, column 'at': the column is missing; "
        "expected assembly point where the household waits; add the column",
    ),
    "a column twice": (
        edited("households.csv", "stretcher,", "seated,"),
        "households.csv, row 1, column 'seated': the column is there twice; expected each column once; "
        "take one of them away",
    ),
    "a cell beyond the last column": (
        edited("households.csv", "hall,car", "hall,car,Ali"),
        "households.csv, row 3: 'Ali' stands beyond the last column; expected 8 cells in a row; "
        "put a text that holds a separator in double quotes, or give the column a header",
    ),
    "no header": (
        {"travel-times.csv": "mill,hall,15,9\n"},
        "travel-times.csv: has no header row; expected columns from, to, minutes, km, class, hours, starts, ends; "
        "name the columns in the first row: from, to, minutes, km ...",
    ),
    "an empty file": (
        {"travel-times.csv": b""},
        "travel-times.csv: is empty; expected columns from, to, minutes, km, class, hours, starts, ends; "
        "name the columns in the first row: from, to, minutes, km ...",
    ),
    "a Windows code page": (
        {"places.csv": SMALLEST["places.csv"].replace("Mill", "Mühle").encode("cp1252")},
        "places.csv, row 2: is not UTF-8 text; perhaps it was saved for one language of Windows only; expected UTF-8; "
        "save it again as 'CSV UTF-8' (or 'Unicode text')",
    ),
    "UTF-16 without its mark": (
        {"places.csv": SMALLEST["places.csv"].encode("utf-16-le")},
        "places.csv: is not plain text (it may be UTF-16 without its mark, or a workbook with another name); "
        "expected UTF-8; save it again as 'CSV UTF-8'",
    ),
    "an error of the spreadsheet": (
        edited("places.csv", "Mill", "#REF!"),
        "places.csv, row 2, column 'name': '#REF!' is an error of the spreadsheet; expected a text; "
        "mend the formula or type the value",
    ),
    "a layout in other words": (
        edited("fleet.csv", "4 seats,yes", "four seats,yes"),
        "fleet.csv, row 3, column 'layouts': 'four seats' is not a layout; "
        "expected layouts like '48 seats | 40 seats + 2 wheelchairs'; write a number before each word",
    ),
    "a class that says two things": (
        edited("fleet.csv", "car,,,", "bus,1,mill,50 seats,\ncar,,,"),
        "fleet.csv, row 3, column 'layouts': '50 seats' differs from the first row of the class; "
        "expected a blank cell, or the same; correct it, or give the class another id",
    ),
    "a pool without a start": (
        edited("fleet.csv", "bus,2,yard", "bus,2,"),
        "fleet.csv, row 2, column 'start': is empty beside a count; expected how many start where; fill it in",
    ),
    "a car that is none": (
        edited("households.csv", "hall,car", "hall,bus"),
        "households.csv, row 3, column 'own_car': 'bus' is a class of the fleet's own vehicles, "
        "not a class of own cars; expected one of car; correct the id or add it to fleet.csv",
    ),
    "bays of an unknown class": (
        edited("places.csv", "8.10,2,", "8.10,buss=2,"),
        "places.csv, row 2, column 'bays': 'buss' is not a vehicle class; expected one of bus, car; "
        "did you mean 'bus'? correct the id or add it to fleet.csv",
    ),
    "minutes that may be hours": (
        edited("travel-times.csv", "hall,15", "hall,0:15"),
        "travel-times.csv, row 2, column 'minutes': '0:15' may be hours or minutes; expected minutes, or h:mm:ss; "
        "write 0:0:15 or 0:15:00",
    ),
    "a way twice": (
        edited("travel-times.csv", "yard,mill", "mill,hall,16,\nyard,mill"),
        "travel-times.csv, row 3: the way from 'mill' to 'hall' is there already, in row 2; "
        "expected one row for each way, class, hours and stretch of time; take one of the two away",
    ),
    "a date as people write it": (
        edited("operation.toml", "2030-05-06 20:00", "6.5.2030 20:00"),
        "operation.toml, line 5, key 'horizon': '6.5.2030 20:00' is not a date and time; "
        "expected a local time like 2016-12-15 13:00; write year-month-day hour:minute",
    ),
    "a day that is not in the calendar": (
        edited("operation.toml", "2030-05-06 20:00", "2030-02-30 20:00"),
        "operation.toml, line 5, key 'horizon': '2030-02-30 20:00' is not in the calendar "
        "(day is out of range for month); expected a local time like 2016-12-15 13:00; correct the date or the time",
    ),
    "a horizon before the start": (
        edited("operation.toml", "2030-05-06 20:00", "2030-05-06 07:00"),
        "operation.toml, line 5, key 'horizon': the horizon is not after the start; expected a time after the start; "
        "correct one of the two",
    ),
    "a zone that is none": (
        edited("operation.toml", "Europe/Berlin", "Berlin"),
        "operation.toml, line 3, key 'zone': 'Berlin' is not a time zone; "
        "expected an IANA time zone like Asia/Damascus; look it up and correct it",
    ),
    "a key that is missing": (
        edited("operation.toml", 'name = "ford"\n', ""),
        "operation.toml, key 'name': the key is missing; expected name of the operation; add the key",
    ),
    "no TOML": (
        edited("operation.toml", 'zone = "Europe/Berlin"', 'zone = "Europe/Berlin'),
        "operation.toml, line 3: is not valid TOML: Illegal character '\\n'; expected key = value; "
        "correct the line, or the one before it",
    ),
    "a window that closes before it opens": (
        gate("12:00", "08:00"),
        "corridor.toml, line 4, key 'windows': the window of '2030-05-06 09:00' closes at '2030-05-06 08:00', "
        "before it opens; expected a later time of closing; correct one of the two",
    ),
    "a gate that is no gate": (
        gate('place = "ford"', 'place = "mill"'),
        "corridor.toml, line 2, key 'place': 'mill' is an assembly point, not a gate; expected one of ford; "
        "correct the id or add it to places.csv",
    ),
    "no lane": (
        gate("[[route]]", "lanes_out = 0\n[[route]]"),
        "corridor.toml, line 6, key 'lanes_out': '0' is not possible; expected a whole number, 1 to 1,000; "
        "correct the number",
    ),
    "half a convoy rule": (
        gate("headway_s = 600", ""),
        "corridor.toml, line 6, key 'convoy_headway_s': is missing, but the route has a convoy rule; "
        "expected max_vehicles and headway_s; fill it in",
    ),
    "a stage after nothing": (
        agreement('[[stage]]\nid = "one"\nafter = "two"\n'),
        "agreement.toml, line 3, key 'after': 'two' is not a counter-movement; "
        "correct the id or add it to agreement.toml",
    ),
    "a number too long to be written": (
        agreement("[[stage]]\nid = 'one'\npeople = 0x" + "f" * 9000),
        "agreement.toml, line 3, key 'people': 'a very long number' is too large; "
        "expected a whole number, 0 or more; correct the cell",
    ),
    "a number too long to be read": (
        agreement("[[stage]]\nid = 'one'\npeople = 1" + "0" * 9000),
        "agreement.toml, line 3: holds a number of thousands of digits; correct the number",
    ),
    "a table that is a number": (
        agreement("party = 3\n"),
        "agreement.toml, line 1, key 'party': is not a list of tables; write [[party]] before each of them",
    ),
    "a hazard nowhere": (
        {"hazards.csv": "id,kind,place,from,to\nx,fire,,,\n"},
        "hazards.csv, row 2, column 'place': does not say what is closed; expected either a place, or from and to; "
        "fill in one or the other",
    ),
    "a hazard that ends before it starts": (
        {"hazards.csv": "id,kind,place,starts,ends\nx,fire,mill,2030-05-06 10:00,2030-05-06 09:00\n"},
        "hazards.csv, row 2, column 'ends': the hazard ends before it starts; expected a later time; "
        "correct one of the two",
    ),
}  # fmt: skip


# mistakes after which another file refers to what is not there
CONSEQUENCES = {"a gate that is no gate": 1}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_mistake_is_answered(name: str, tmp_path: Path) -> None:
    changed, answer = ANSWERS[name]
    first, *further = errors(tmp_path, changed)
    assert str(first) == answer
    assert len(further) == CONSEQUENCES.get(name, 0)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    spoilt = [files for name, (files, _) in ANSWERS.items() if name in ("an empty id", "half a person", "no TOML")]
    found = errors(tmp_path, {name: text for files in spoilt for name, text in files.items()})
    assert [(mistake.file, mistake.row) for mistake in found] == [
        ("operation.toml", 3),
        ("places.csv", 4),
        ("households.csv", 2),
    ]


def test_the_same_mistake_in_many_rows_is_told_once(tmp_path: Path) -> None:
    rows = "".join(f"C{number},mil,1,,,3,hall,\n" for number in range(5000))
    found = error(tmp_path, {"households.csv": SMALLEST["households.csv"].partition("\n")[0] + "\n" + rows})
    assert (found.row, found.more) == (2, 4999)
    assert str(found).endswith("(and 4,999 more like it)")


def test_every_file_that_is_needed_and_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Mistakes) as refused:
        read_operation(tmp_path)
    assert [mistake.file for mistake in refused.value.errors] == [
        "operation.toml", "places.csv", "fleet.csv", "households.csv", "travel-times.csv",
    ]  # fmt: skip


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="does not exist"):
        read_operation(tmp_path / "nowhere")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "hazards.csv").mkdir()
    with pytest.raises(Mistakes, match=r"hazards\.csv: cannot be opened"):
        read_operation(tmp_path)


@pytest.mark.parametrize(
    ("changed", "file", "row", "column", "hint"),
    [
        (edited("households.csv", "stretcher", "strecher"), "households.csv", 1, "strecher", "mean 'stretcher'?"),
        (edited("operation.toml", "zone", "nam = 'x'\nzone"), "operation.toml", 3, "nam", "mean 'name'?"),
        (gate("place = \"ford\"", "place = \"ford\"\nlanes = 2"), "corridor.toml", 3, "lanes", "'lanes_"),
        (gate() | {"agreement.toml": "[[parties]]\nid = 'a'\n"}, "agreement.toml", 1, "parties", "'party'"),
        ({"household.csv": "id\n"}, "household.csv", None, None, "did you mean 'households.csv'?"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_with_what_was_probably_meant(
    changed: Files, file: str, row: int | None, column: str | None, hint: str, tmp_path: Path
) -> None:
    found = warning(tmp_path, changed)
    assert (found.file, found.row, found.column, found.severity) == (file, row, column, Severity.WARNING)
    assert hint in found.do


def test_a_column_of_names_is_told_to_go(tmp_path: Path) -> None:
    households = SMALLEST["households.csv"].replace("id,at", "id,Family name,at").replace(",mill", ",x,mill")
    found = warning(tmp_path, {"households.csv": households})
    assert (found.file, found.column) == ("households.csv", "Family name")
    assert "take the column away" in found.do


@pytest.mark.parametrize(
    ("start", "opens", "says"),
    [
        ("2030-03-31 00:00", "2030-03-31 02:30", "does not exist, because clocks go forward"),
        ("2030-10-27 00:00", "2030-10-27 02:30", "comes twice, because clocks go back"),
    ],
)
def test_a_local_time_that_is_not_one_moment_is_named(start: str, opens: str, says: str, tmp_path: Path) -> None:
    changed = gate("2030-05-06 09:00", opens)
    changed["corridor.toml"] = str(changed["corridor.toml"]).replace("2030-05-06 12:00", opens[:11] + "12:00")
    toml = SMALLEST["operation.toml"].replace("2030-05-06 08:00", start).replace("2030-05-06", start[:10])
    found = warning(tmp_path, changed | {"operation.toml": toml})
    assert (found.file, found.row, found.column) == ("corridor.toml", 4, "windows")
    assert says in found.wrong
    assert "write it so, or another" in found.do


def workbook(path: Path) -> openpyxl.Workbook:
    write_workbook(read(path / "folder").operation, path / "book.xlsx")
    return openpyxl.load_workbook(path / "book.xlsx")


def refusal(path: Path, book: openpyxl.Workbook) -> Mistake:
    book.save(path / "book.xlsx")
    with pytest.raises(Mistakes) as refused:
        read_operation(path / "book.xlsx")
    (found,) = refused.value.errors
    return found


def test_a_mistake_in_a_sheet_is_found_where_it_stands(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["households"]["B3"] = "mil"
    assert str(refusal(tmp_path, book)).startswith("book.xlsx [households], row 3, column 'at': 'mil' is not")


def test_a_mistake_in_a_sheet_of_keys_is_found_where_it_stands(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["operation"]["B5"] = "Berlin"
    assert str(refusal(tmp_path, book)).startswith("book.xlsx [operation], row 5, column 'zone': 'Berlin' is not")


def test_an_id_that_a_spreadsheet_made_a_date_of(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["households"]["A2"] = read(tmp_path / "folder").operation.start.replace(tzinfo=None)
    found = refusal(tmp_path, book)
    assert (found.row, found.column) == (2, "id")
    assert found.do == "format the cell as text and type it again, or put it in quotes"


def test_a_formula_that_was_never_calculated(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["households"]["C2"] = "=2+2"
    found = refusal(tmp_path, book)
    assert (found.file, found.row, found.column) == ("book.xlsx [households]", 2, "C")
    assert "formula" in found.wrong


def test_an_error_cell_is_not_an_empty_one(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    headings = [cell.value for cell in book["households"][1]]
    book["households"].cell(2, headings.index("destinations") + 1, "#REF!").data_type = "e"
    assert str(refusal(tmp_path, book)).startswith(
        "book.xlsx [households], row 2, column 'destinations': '#REF!' is an error of the spreadsheet"
    )


def test_a_stray_cell_in_the_farthest_corner_of_a_sheet_costs_nothing(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["hazards"].cell(1_048_576, 16_384, " ")
    book.save(tmp_path / "book.xlsx")
    assert read_operation(tmp_path / "book.xlsx") == read(tmp_path / "folder")


def test_a_sheet_that_is_missing(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    book["households"].title = "household"
    assert str(refusal(tmp_path, book)).startswith("book.xlsx [households]: is missing")


def test_a_workbook_beside_the_files_of_a_folder(tmp_path: Path) -> None:
    write_workbook(read(tmp_path).operation, tmp_path / "operation.xlsx")
    with pytest.raises(Mistakes, match="the folder holds two operations"):
        read_operation(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_workbook(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "operation.xlsx").write_bytes(content)
    with pytest.raises(Mistakes, match="cannot be read as a workbook"):
        read_operation(tmp_path)


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "operation.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for _ in range(400):
                    part.write(bytes(1 << 20))
    with pytest.raises(Mistakes, match="unpacks to 1,200 MiB"):
        read_operation(tmp_path)


def test_a_workbook_with_entities_is_refused(tmp_path: Path) -> None:
    workbook(tmp_path).save(tmp_path / "good.xlsx")
    with zipfile.ZipFile(tmp_path / "good.xlsx") as good, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as bad:
        for part in good.infolist():
            text = good.read(part)
            if part.filename.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text
            bad.writestr(part, text)
    with pytest.raises(Mistakes, match="defines XML entities"):
        read_operation(tmp_path / "bad.xlsx")

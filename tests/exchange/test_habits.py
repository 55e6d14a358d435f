"""What people and spreadsheets do to tables is understood."""

import codecs
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from safepassage.domain.operation import Operation
from safepassage.exchange.operation_folder import read_operation
from safepassage.exchange.xlsx import write_workbook
from tests.exchange.folders import SMALLEST, Files, edited, read


@pytest.fixture
def plain(tmp_path: Path) -> Operation:
    """The smallest operation, read from a folder as it should be."""
    reading = read(tmp_path / "plain")
    assert reading.warnings == ()
    return reading.operation


def all_files(change: Callable[[str], str | bytes]) -> Files:
    return {name: change(text) for name, text in SMALLEST.items()}


def csv_files(change: Callable[[str], str | bytes]) -> Files:
    return {name: change(text) for name, text in SMALLEST.items() if name.endswith(".csv")}


def with_blank_rows_and_columns(text: str) -> str:
    return "\n\n" + "\n".join(f"{line}, ,\n,,,,, ,,\n" for line in text.splitlines()) + "\n\n"


def with_spaces_around_cells(text: str) -> str:
    return "\n".join("\u00a0" + " ,  ".join(line.split(",")) + " \t" for line in text.splitlines())


def quoted(text: str) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines())


def with_headers_shouted(text: str) -> str:
    header, _, body = text.partition("\n")
    return header.replace("_", " ").replace(",", " ,").upper() + "\n" + body


def with_columns_reversed(text: str) -> str:
    return "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines())


def with_a_title(text: str) -> str:
    return 'List of the coordination room,,,\nas of Monday,,,\n,,,\n# a note, with a comma and a "quote\n' + text


@pytest.mark.parametrize(
    "habit",
    [
        pytest.param(all_files(lambda text: codecs.BOM_UTF8 + text.encode()), id="byte order mark"),
        pytest.param(all_files(lambda text: text.encode("utf-16")), id="Excel's Unicode text"),
        pytest.param(all_files(lambda text: text.replace("\n", "\r\n")), id="CRLF"),
        pytest.param(csv_files(lambda text: text.replace("\n", "\r")), id="old Mac line ends"),
        pytest.param(csv_files(lambda text: text.replace(",", ";").replace(".1", ",1")), id="semicolon, decimal comma"),
        pytest.param(csv_files(lambda text: text.replace(",", "\t")), id="tab"),
        pytest.param(csv_files(lambda text: "sep=;\n" + text.replace(",", ";")), id="sep="),
        pytest.param(csv_files(with_blank_rows_and_columns), id="blank rows and columns"),
        pytest.param(csv_files(with_spaces_around_cells), id="blanks around cells"),
        pytest.param(csv_files(quoted), id="quoted"),
        pytest.param(csv_files(with_headers_shouted), id="headers in capitals with blanks"),
        pytest.param(csv_files(with_columns_reversed), id="columns in another order"),
        pytest.param(csv_files(with_a_title), id="title and notes above the header"),
        pytest.param(edited("households.csv", "H1,mill,4,", "H1,mill,٤,"), id="Arabic-Indic digits"),
        pytest.param(edited("households.csv", "H1,mill,4,", "H1,mill,4.0,"), id="a whole number with .0"),
        pytest.param(edited("households.csv", "H1,mill,4,", "H1,mill,'4,"), id="a number marked as text"),
        pytest.param(
            edited("places.csv", "50.10,8.10", "+5.01e1,\u0668\u066b\u0661"), id="exponents, Arabic decimal mark"
        ),
        pytest.param(edited("travel-times.csv", "hall,15,9", "hall,0:15:00,9.000"), id="h:mm:ss"),
        pytest.param(
            edited("fleet.csv", "40 seats | 30 seats + 2 stretchers", "40 | 2 Stretchers+30 SEATS"), id="layouts"
        ),
        pytest.param(edited("fleet.csv", "seats,yes", "seats,TRUE"), id="TRUE"),
        pytest.param(edited("places.csv", "8.10,2,", "8.10,*=2,"), id="bays by class"),
        pytest.param(edited("operation.toml", '"2030-05-06 20:00"', "12"), id="horizon in hours"),
        pytest.param(edited("operation.toml", '"2030-05-06 20:00"', "2030-05-06T20:00:00"), id="TOML's own local time"),
        pytest.param(edited("operation.toml", '"2030-05-06 08:00"', "2030-05-06T06:00:00Z"), id="UTC"),
        pytest.param(edited("operation.toml", '"2030-05-06 08:00"', '"2030-05-06 08:00+02:00"'), id="offset"),
        pytest.param(edited("operation.toml", '"civil-protection"', '"Civil Protection"'), id="a choice with a blank"),
    ],
)
def test_a_habit_changes_nothing(habit: Files, plain: Operation, tmp_path: Path) -> None:
    reading = read(tmp_path / "habit", habit)
    assert reading.operation == plain
    assert reading.warnings == ()


def test_a_number_with_a_thin_blank_between_thousands(tmp_path: Path) -> None:
    reading = read(tmp_path, edited("places.csv", ",200,", ",1\u202f200,"))
    assert reading.operation.place["hall"].places == 1200


def test_daily_windows_are_written_once(tmp_path: Path) -> None:
    daily = '{ daily = "10:00-12:00", from = "2030-05-06", until = "2030-05-08", agreed_in = "B 2" }'
    corridor = (
        f'[[gate]]\nplace = "ford"\nwindows = [{daily}]\n[[route]]\nid = "r"\ngates = ["ford"]\nbeyond = ["hall"]\n'
    )
    changed: Files = edited("places.csv", "yard,depot", "ford,gate,,,,,,,\nyard,depot") | {"corridor.toml": corridor}
    windows = read(
        tmp_path, changed | edited("travel-times.csv", "mill,hall,15,9", "mill,ford,5,\nford,hall,10,")
    ).operation
    assert [(w.opens_s, w.closes_s, w.agreed_in) for w in windows.gate["ford"].windows or ()] == [
        (2 * 3600, 4 * 3600, "B 2"),
        (26 * 3600, 28 * 3600, "B 2"),
    ]
    text = corridor.replace(
        f"[{daily}]", '"daily 10:00-12:00 from 2030-05-06 to 2030-05-08 ""B 2"""'.replace('""', '\\"')
    )
    assert read(tmp_path, changed | {"corridor.toml": text}).operation.corridor == windows.corridor


def test_a_single_table_counts_as_a_list_of_one(tmp_path: Path) -> None:
    party = '{} = "a"\nname = "First"\n'
    one = read(tmp_path, {"agreement.toml": "[party]\n" + party.format("id")}).operation.agreement
    assert one == read(tmp_path, {"agreement.toml": "[[party]]\n" + party.format("id")}).operation.agreement


EIGHT = datetime.fromisoformat("2030-05-06 08:00")


def by_hand(operation: Operation, path: Path) -> openpyxl.Workbook:
    """The operation's workbook, opened to be changed as a person would."""
    write_workbook(operation, path)
    return openpyxl.load_workbook(path)


def test_a_workbook_laid_out_by_a_person(plain: Operation, tmp_path: Path) -> None:
    path = tmp_path / "by hand.xlsx"
    book = by_hand(plain, path)
    fleet = book["fleet"]
    fleet.insert_rows(1, 3)
    fleet["A1"] = "Vehicles promised on Monday"
    fleet.merge_cells("A1:F1")
    for column in range(1, fleet.max_column + 1):
        heading = str(fleet.cell(4, column).value)
        group, _, rest = heading.partition("_")
        if group in ("loading", "unloading"):
            fleet.cell(3, column, group if rest == "fixed_s" else None)
            fleet.cell(4, column, rest)
        else:
            fleet.cell(3, column, heading)
            fleet.cell(4, column, None)
            fleet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    fleet.merge_cells("G3:J3")
    fleet.merge_cells("K3:N3")
    book["households"].insert_cols(1)
    book["households"].title = "Households "
    book["operation"]["B6"] = EIGHT
    book["operation"]["B7"] = 47609 + 20 / 24
    book["travel-times"]["C2"] = time(0, 15)
    book["travel-times"]["C3"] = timedelta(minutes=20)
    book["places"]["G3"] = "200"
    book["places"]["H3"] = 10.0
    assert [book["operation"][f"A{row}"].value for row in (6, 7)] == ["start", "horizon"]
    book.save(path)
    reading = read_operation(path)
    assert reading.operation == plain
    assert reading.warnings == ()


def test_a_workbook_that_counts_days_from_1904(plain: Operation, tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book = by_hand(plain, path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book["operation"]["B6"] = EIGHT
    book.save(path)
    assert read_operation(path).operation == plain


def test_a_workbook_in_its_folder_and_by_itself(plain: Operation, tmp_path: Path) -> None:
    write_workbook(plain, tmp_path / "operation.xlsx")
    assert read_operation(tmp_path).operation == plain
    assert read_operation(tmp_path / "operation.xlsx").operation == plain


def test_numbers_for_ids_are_read_as_texts(plain: Operation, tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    book = by_hand(plain, path)
    for row, number in ((2, 1), (3, 2.0)):
        book["households"][f"A{row}"] = number
    book.save(path)
    renamed = tuple(replace(h, id=h.id.removeprefix("H")) for h in plain.households)
    assert read_operation(path).operation == replace(plain, households=renamed)

"""What a careless or hostile hand may put into a folder is refused where it stands, and costs nobody any time."""

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.operation_folder import read_operation
from safepassage.exchange.plan_files import read_plan
from tests.exchange.folders import SMALLEST, Files, edited, error, errors, folder, read, warning
from tests.exchange.test_mistakes import gate

FAR = "1000000000000"


def operation(line: str) -> Files:
    """The smallest folder with one more line in operation.toml."""
    return {"operation.toml": SMALLEST["operation.toml"] + line + "\n"}


def locked() -> bytes:
    """An archive that says that its only part is encrypted."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    content = bytearray(stream.getvalue())
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


# a number that no operation has, and which would keep the planner busy for ever or pass what its arithmetic can hold
TOO_MUCH: dict[str, tuple[Files, str, int, str, str]] = {
    "vehicles of a pool": (edited("fleet.csv", "bus,2,", f"bus,{FAR},"), "fleet.csv", 2, "count", "0 to 20,000"),
    "vehicles in all": (
        edited("fleet.csv", "bus,2,yard,40 seats | 30 seats + 2 stretchers,\n",
               "bus,19999,yard,40 seats | 30 seats + 2 stretchers,\nbus,9,mill,,\n"),
        "fleet.csv", 3, "count", "at most 20,000 in all",
    ),
    "layouts": (
        edited("fleet.csv", "40 seats |", "|".join(f"{seats} seats" for seats in range(1, 99)) + "|"),
        "fleet.csv", 2, "layouts", "at most 50",
    ),
    "seats": (edited("fleet.csv", "40 seats |", "40000 seats |"), "fleet.csv", 2, "layouts", "layouts like"),
    "people of a household": (
        edited("households.csv", "H1,mill,4", f"H1,mill,{FAR}"), "households.csv", 2, "seated", "0 to 10,000",
    ),
    "bays": (edited("places.csv", "8.10,2,", f"8.10,{FAR},"), "places.csv", 2, "bays", "0 to 10,000"),
    "weights": (operation(f"weights = [{FAR}, 1, 1]"), "operation.toml", 6, "weights", "1 to 1,000"),
    "lanes": (gate("[[route]]", f"lanes_out = {FAR}\n[[route]]"), "corridor.toml", 6, "lanes_out", "1 to 1,000"),
    "escort teams": (
        gate("headway_s = 600", "headway_s = 600\nescorts = 1000000000"),
        "corridor.toml", 14, "convoy_escorts", "0 to 1,000",
    ),
    "headway": (
        gate("headway_s = 600", f"headway_s = {FAR}"), "corridor.toml", 13, "convoy_headway_s", "0 to 2,592,000",
    ),
    "clock of a convoy rule": (
        gate("headway_s = 600", f"headway_s = 600\nclock_s = {FAR}"),
        "corridor.toml", 14, "convoy_clock_s", "0 to 2,592,000",
    ),
    "inspection": (
        gate("loaded_s = 60", f"loaded_s = {FAR}"), "corridor.toml", 3, "inspection", "0 to 2,592,000",
    ),
    "windows": (
        gate("windows = [", 'windows = [{ daily = "08:00-18:00", from = "1900-05-06", until = "2199-05-06" }, '),
        "corridor.toml", 4, "windows", "at most 4,000",
    ),
    "loading": (
        {"fleet.csv": "class,count,start,layouts,own_car,loading_fixed_s\n"
                      f"bus,2,yard,40 seats + 2 stretchers,,{FAR}\ncar,,,4 seats,yes,\n"},
        "fleet.csv", 2, "loading_fixed_s", "0 to 2,592,000",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_number_that_no_operation_has_is_refused(name: str, tmp_path: Path) -> None:
    changed, file, row, column, limit = TOO_MUCH[name]
    found = error(tmp_path, changed)
    assert (found.file, found.row, found.column) == (file, row, column)
    assert limit in found.expected


@pytest.mark.parametrize("digits", [26, 31, 300])
def test_a_number_of_many_digits_is_too_large_rather_than_no_number(digits: int, tmp_path: Path) -> None:
    found = error(tmp_path, edited("households.csv", "H1,mill,4", "H1,mill," + "9" * digits))
    assert found.wrong.endswith("is too large")


def test_a_start_that_cannot_be_read_is_not_held_against_the_horizon(tmp_path: Path) -> None:
    found = error(tmp_path, edited("operation.toml", "2030-05-06 08:00", "0000-05-06 08:00"))
    assert found.column == "start"


def test_an_offset_that_is_none_is_told_in_words(tmp_path: Path) -> None:
    found = error(tmp_path, edited("operation.toml", "2030-05-06 08:00", "2030-05-06 08:00+99:00"))
    assert found.wrong.endswith("is not in the calendar (the offset from UTC is not one)")


@pytest.mark.parametrize("instead", ["[[route.convoy]]", "[route.convoys]"])
def test_a_convoy_rule_written_another_way_is_never_left_out_in_silence(instead: str, tmp_path: Path) -> None:
    changed = gate("[route.convoy]", instead)
    if instead == "[[route.convoy]]":
        found = error(tmp_path, changed)
        assert (found.file, found.row, found.column, found.wrong) == (
            "corridor.toml", 11, "convoy", "is not one table",
        )  # fmt: skip
    else:
        assert "convoys" in {warning.column for warning in read_operation(folder(tmp_path, changed)).warnings}


@pytest.mark.parametrize("file", ["operation.toml", "households.csv", "hazards.csv"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(file: str, tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / file).unlink(missing_ok=True)
    os.mkfifo(tmp_path / file)
    with pytest.raises(Mistakes, match=f"{file}: cannot be opened .it is a pipe or a device"):
        read_operation(tmp_path)


def test_a_device_in_place_of_a_folder_or_a_plan_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(Mistakes, match="is a pipe or a device"):
            read_operation(path)
        with pytest.raises(Mistakes, match="it is a pipe or a device"):
            read_plan(path)


def test_a_workbook_that_may_not_be_opened_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "operation.xlsx").write_bytes(b"PK")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "operation.xlsx"))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(Mistakes, match=r"operation\.xlsx: cannot be opened \(Permission denied\); look at its perm"):
        read_operation(tmp_path)


@pytest.mark.parametrize("name", ["households.csv", "operation.toml"])
def test_links_that_lead_in_a_circle_are_named(name: str, tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to(name)
    with pytest.raises(Mistakes, match=f"{name}: cannot be opened") as refused:
        read_operation(tmp_path)
    assert len(refused.value.errors) == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("mill", "mi\0ll", 1), id="NUL in a cell"),
        pytest.param(lambda text: text.replace("H1,mill", "H1," + "m" * 1_000_001), id="a cell of a megabyte"),
        pytest.param(lambda text: text.replace("H1,", 'H1,"'), id="a quotation mark that is not closed"),
        pytest.param(lambda text: text.replace(",", "|"), id="another separator"),
        pytest.param(lambda text: text.replace("H1,mill,4", "H1;mill;4"), id="a row with another separator"),
        pytest.param(lambda text: text.replace("mill", "\u200fmill"), id="a mark of direction in a reference"),
        pytest.param(lambda text: text.replace("mill,4", "mill,\u2163"), id="a Roman numeral"),
        pytest.param(lambda text: text.encode("utf-32"), id="UTF-32"),
        pytest.param(lambda text: text.replace("seated", "seated" + ",seated" * 10_000, 1), id="a header 10,000 times"),
    ],
)  # fmt: skip
def test_a_spoilt_table_is_refused_with_few_words(change: object, tmp_path: Path) -> None:
    assert callable(change)
    found = errors(tmp_path, {"households.csv": change(SMALLEST["households.csv"])})
    assert 1 <= len(found) <= 5
    assert {mistake.file for mistake in found} == {"households.csv"}


def test_an_id_of_a_megabyte_is_never_told_whole(tmp_path: Path) -> None:
    found = errors(tmp_path, edited("places.csv", "mill,assembly", "m" * 999_000 + ",assembly"))
    assert len(found) >= 2
    assert max(len(str(mistake)) for mistake in found) < 500
    changed = edited("households.csv", "H1,mill", "H" * 999_000 + ",mill")
    assert len(str(warning(tmp_path, changed))) < 500


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000), "is an old workbook (.xls), or has a password"),
        (locked(), "has a password"),
    ],
    ids=["locked by Excel", "locked archive"],
)
def test_a_workbook_with_a_password_is_named(content: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "operation.xlsx").write_bytes(content)
    with pytest.raises(Mistakes) as refused:
        read_operation(tmp_path)
    (found,) = refused.value.errors
    assert found.wrong == says
    assert "without a password" in found.do


@pytest.mark.parametrize("name", ["Hazards.csv", "HAZARDS.CSV", "hazards.csv.txt", "hazard.csv", "Operation.xlsx"])
def test_a_file_of_another_name_is_told(name: str, tmp_path: Path) -> None:
    found = warning(tmp_path, {name: b"id\n"})
    assert (found.file, found.wrong) == (name, "is not read")


def test_the_lock_file_of_a_spreadsheet_program_is_left_alone(tmp_path: Path) -> None:
    assert not read(tmp_path, {"~$operation.xlsx": b"x", ".~lock.hazards.csv#": b"x"}).warnings

"""A small operation to start from, with notes for people in every file."""

import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from safepassage.domain.operation import Profile
from safepassage.exchange.atomic import replace_all
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import WORKBOOK, read_operation
from safepassage.exchange.sheets import FILES
from safepassage.exchange.xlsx import write_workbook

FOLDER = "template_files"
SETS: Mapping[Profile, tuple[str, ...]] = {
    Profile.CONFLICT: ("conflict",),
    Profile.CIVIL_PROTECTION: ("civil-protection",),
    Profile.EXERCISE: ("conflict", "exercise"),
}


def new_operation(folder: Path, profile: Profile, xlsx: bool) -> None:
    """Write a small operation with two assembly points, one reception site and a hospital.

    Args:
        folder: made if it is not there; must be empty.
        profile: conflict has a gate with windows; an exercise is a conflict that says it is none; civil protection has
            no gate, and a deadline.
        xlsx: one workbook, whose sheet ``read-me`` explains each column, instead of text files with notes.

    Raises:
        Mistakes: the folder is not empty, or is a file.
    """
    _require_empty(folder)
    contents = _template(profile)
    if not xlsx:
        replace_all(folder, contents)
        return
    with tempfile.TemporaryDirectory() as name:
        replace_all(Path(name), contents)
        operation = read_operation(Path(name)).operation
    write_workbook(operation, folder / WORKBOOK)


def _require_empty(folder: Path) -> None:
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        wrong = "is a file" if folder.is_file() else "is not empty"
        do = "name a folder that is not there yet; nothing was written"
        raise Mistakes([Mistake(str(folder), None, None, wrong, "an empty folder, or none", do)])


def _template(profile: Profile) -> dict[str, bytes]:
    """The files of a profile. CSV files begin with the mark by which a spreadsheet knows UTF-8."""
    found: dict[str, bytes] = {}
    for name in SETS[profile]:
        for file in FILES:
            text = files(__package__).joinpath(FOLDER, name, file)
            if text.is_file():
                encoding = "utf-8-sig" if file.endswith(".csv") else "utf-8"
                found[file] = text.read_text(encoding="utf-8").encode(encoding)
    return found

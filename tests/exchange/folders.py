"""Folders to spoil: the smallest that can be read, and what is said about one that cannot."""

from pathlib import Path

import pytest

from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.operation_folder import Reading, read_operation

SMALLEST = {
    "operation.toml": """\
name = "ford"
profile = "civil-protection"
zone = "Europe/Berlin"
start = "2030-05-06 08:00"
horizon = "2030-05-06 20:00"
""",
    "places.csv": """\
id,kind,name,lat,lon,bays,places,beds,open
mill,assembly,Mill,50.10,8.10,2,,,
hall,reception,Hall,50.15,8.15,,200,10,
yard,depot,Yard,,,,,,
""",
    "fleet.csv": """\
class,count,start,layouts,own_car
bus,2,yard,40 seats | 30 seats + 2 stretchers,
car,,,4 seats,yes
""",
    "households.csv": """\
id,at,seated,wheelchair,stretcher,tier,destinations,own_car
H1,mill,4,,,3,hall,
H2,mill,2,,1,1,hall,car
""",
    "travel-times.csv": """\
from,to,minutes,km
mill,hall,15,9
yard,mill,20,
""",
}

Files = dict[str, str | bytes]


def folder(path: Path, changed: Files | None = None) -> Path:
    """The smallest folder with some files changed."""
    path.mkdir(exist_ok=True)
    for name, content in (SMALLEST | (changed or {})).items():
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def edited(file: str, old: str, new: str) -> Files:
    """One file of the smallest folder with something else in it."""
    assert old in SMALLEST[file]
    return {file: SMALLEST[file].replace(old, new)}


def read(path: Path, changed: Files | None = None) -> Reading:
    """Read the smallest folder with some files changed."""
    return read_operation(folder(path, changed))


def errors(path: Path, changed: Files) -> tuple[Mistake, ...]:
    """What is wrong with it."""
    with pytest.raises(Mistakes) as refused:
        read(path, changed)
    return refused.value.errors


def error(path: Path, changed: Files) -> Mistake:
    """The only thing that is wrong with it."""
    (found,) = errors(path, changed)
    return found


def warning(path: Path, changed: Files) -> Mistake:
    """The only thing that is suspicious about it."""
    (found,) = read(path, changed).warnings
    return found

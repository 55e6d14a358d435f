"""households.csv: card numbers and needs; never names."""

import re
from typing import Any

from safepassage.domain.operation import Operation
from safepassage.domain.people import CIVILIAN, TIERS, Household
from safepassage.domain.places import PlaceKind
from safepassage.exchange.cells import ID, TEXT, YES_NO, Kind, whole
from safepassage.exchange.known import Known
from safepassage.exchange.lists import ids
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import MOMENT, MOMENT_WORDS
from safepassage.exchange.tables import Column, Sheet, Table, Written, unique

PEOPLE = whole(most=10_000)
"""People of one household, which travels together; more than that is a misprint."""

SHEET = Sheet(
    "households",
    "households.csv",
    (
        Column("id", ID, "card number; never a name", required=True),
        Column("at", ID, "assembly point where the household waits", required=True),
        Column("seated", PEOPLE, "people who sit", 0, always=True),
        Column("wheelchair", PEOPLE, "people in wheelchairs", 0),
        Column("stretcher", PEOPLE, "people on stretchers", 0),
        Column("tier", whole(TIERS[0], TIERS[-1]), "medical priority, 1 (most urgent) to 3", TIERS[-1], always=True),
        Column("ready", MOMENT, f"nobody is loaded before: {MOMENT_WORDS}; blank = start", 0),
        Column("destinations", ids(), "reception sites or hospitals it accepts, in order of wish, with ; between", ()),
        Column("stream", TEXT, "group under the agreement; blank = civilian", CIVILIAN),
        Column("own_car", ID, "vehicle class of the car that it owns; blank = none"),
        Column("stays", YES_NO, "yes if it chose to stay", False),
    ),
    needed=True,
    unwelcome=re.compile(
        r"name|phone|birth|passport|\bsex\b|gender|\bage\b|address|nationality|religion", re.IGNORECASE
    ),
)


def read_households(table: Table, known: Known, mistakes: Collector) -> tuple[Household, ...]:
    """The households of a table."""
    receiving = known.place(PlaceKind.RECEPTION, PlaceKind.HOSPITAL, what="a reception site or hospital")
    kinds: dict[str, Kind[Any]] = {
        "at": known.place(PlaceKind.ASSEMBLY, what="an assembly point"),
        "destinations": ids(receiving),
        "own_car": known.vehicle_class(own_car=True),
    }
    columns = [table.read(name, mistakes, kinds.get(name)) for name in SHEET.names]
    unique(table, "id", columns[0], mistakes)
    return tuple(Household(*values) for values in zip(*columns, strict=True))


def write_households(operation: Operation) -> Written:
    """The sheet of households."""
    rows = [
        {name: getattr(household, "ready_s" if name == "ready" else name) for name in SHEET.names}
        for household in operation.households
    ]
    return Written(SHEET, rows)

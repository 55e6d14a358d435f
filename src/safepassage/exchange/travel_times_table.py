"""travel-times.csv: how long it takes from one place to the next."""

from dataclasses import fields

from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.exchange.cells import ID, BadCell
from safepassage.exchange.known import Known
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import DRIVE, HOURS, HOURS_WORDS, KM, MOMENT, MOMENT_WORDS
from safepassage.exchange.tables import Column, Sheet, Table, Written

SHEET = Sheet(
    "travel-times",
    "travel-times.csv",
    (
        Column("from", ID, "place, or gate", required=True),
        Column(
            "to", ID, "the next place or gate on the way; serves the way back too if that has no row", required=True
        ),
        Column("minutes", DRIVE, "minutes of driving, or h:mm:ss; 'closed' where there is no road then", required=True),
        Column("km", KM, "along the road; blank if not known"),
        Column("class", ID, "vehicle class; blank = all"),
        Column("hours", HOURS, f"departures in these local {HOURS_WORDS}; blank = all day"),
        Column("starts", MOMENT, f"departures from then on: {MOMENT_WORDS}; blank = start", 0),
        Column("ends", MOMENT, "departures before then; blank = to the end"),
    ),
    needed=True,
)


def read_legs(table: Table, known: Known, mistakes: Collector) -> tuple[Leg, ...]:
    """The legs of a table."""
    kinds = {"from": known.place(), "to": known.place(), "class": known.vehicle_class()}
    columns = [table.read(name, mistakes, kinds.get(name)) for name in SHEET.names]
    legs = tuple(Leg(*values) for values in zip(*columns, strict=True))
    first: dict[tuple[object, ...], int] = {}
    for index, leg in enumerate(legs):
        key = (leg.origin, leg.destination, leg.vehicle_class, leg.hours, leg.from_s, leg.until_s)
        if leg.origin is not None and first.setdefault(key, index) != index:
            wrong = (
                f"the way from '{leg.origin}' to '{leg.destination}' is there already, in row {table.row(first[key])}"
            )
            bad = BadCell(wrong, "one row for each way, class, hours and stretch of time", "take one of the two away")
            mistakes.add(table.mistake(index, None, bad))
        if leg.hours is not None and (leg.from_s or leg.until_s is not None):
            wrong = "is for hours of the day and for a stretch of time"
            bad = BadCell(wrong, "one or the other", "write a row for each stretch of time, or take the hours away")
            mistakes.add(table.mistake(index, "hours", bad))
        if leg.until_s is not None and leg.until_s <= leg.from_s:
            bad = BadCell("the row ends before it starts", "a later time", "correct one of the two")
            mistakes.add(table.mistake(index, "ends", bad))
    return legs


def write_legs(operation: Operation) -> Written:
    """The sheet of travel times."""
    names = [field.name for field in fields(Leg)]
    rows = [dict(zip(SHEET.names, (getattr(leg, name) for name in names), strict=True)) for leg in operation.legs]
    return Written(SHEET, rows)

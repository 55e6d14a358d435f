"""travel-times.csv: how long it takes from one place to the next."""

from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.exchange.cells import ID, BadCell
from safepassage.exchange.known import Known
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import DURATION_MIN, HOURS, HOURS_WORDS, KM
from safepassage.exchange.tables import Column, Sheet, Table, Written

SHEET = Sheet(
    "travel-times",
    "travel-times.csv",
    (
        Column("from", ID, "place, or gate", required=True),
        Column(
            "to", ID, "the next place or gate on the way; serves the way back too if that has no row", required=True
        ),
        Column("minutes", DURATION_MIN, "minutes of driving, or h:mm:ss", required=True),
        Column("km", KM, "along the road; blank if not known"),
        Column("class", ID, "vehicle class; blank = all"),
        Column("hours", HOURS, f"departures in these local {HOURS_WORDS}; blank = all day"),
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
        key = (leg.origin, leg.destination, leg.vehicle_class, leg.hours)
        if leg.origin is not None and first.setdefault(key, index) != index:
            wrong = (
                f"the way from '{leg.origin}' to '{leg.destination}' is there already, in row {table.row(first[key])}"
            )
            bad = BadCell(wrong, "one row for each way, class and hours", "take one of the two away")
            mistakes.add(table.mistake(index, None, bad))
    return legs


def write_legs(operation: Operation) -> Written:
    """The sheet of travel times."""
    rows = [
        dict(
            zip(
                SHEET.names,
                (leg.origin, leg.destination, leg.travel_s, leg.distance_m, leg.vehicle_class, leg.hours),
                strict=True,
            )
        )
        for leg in operation.legs
    ]
    return Written(SHEET, rows)

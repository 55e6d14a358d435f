"""roads/speeds.csv: how fast vehicles drive, from people who know better than the defaults."""

from pathlib import Path

from safepassage.exchange.cells import BadCell, Style, measure
from safepassage.exchange.contents import content_of
from safepassage.exchange.delimited import read_csv
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.roads.choices import ROAD_CLASS, ROAD_USE, SURFACE
from safepassage.exchange.tables import Column, Sheet, Table, Written
from safepassage.roads.speeds import SpeedRow, Speeds

MOST_KPH = 150

SHEET = Sheet(
    "speeds",
    "roads/speeds.csv",
    (
        Column("class", ROAD_CLASS, "class of the road, e.g. primary, track; blank = all"),
        Column("use", ROAD_USE, "car, bus, lorry or ambulance; blank = all"),
        Column("surface", SURFACE, "paved, unpaved, bad or unknown; blank = all"),
        Column("kmh", measure("km/h", MOST_KPH), "km/h on such roads, as it is driven", required=True),
    ),
)


def read_speeds(path: Path, mistakes: Collector) -> Speeds:
    """The speeds of a file; the defaults alone where there is none."""
    content = content_of(path, SHEET.file, mistakes)
    return Speeds() if content is None else speeds_of(read_csv(SHEET, content, Style(), mistakes), mistakes)


def speeds_of(table: Table, mistakes: Collector) -> Speeds:
    """The speeds of a table."""
    classes, uses, surfaces, kph = (table.read(name, mistakes) for name in SHEET.names)
    first: dict[tuple[object, ...], int] = {}
    for index, key in enumerate(zip(classes, uses, surfaces, strict=True)):
        if first.setdefault(key, index) != index:
            wrong = f"says the speed again that stands in row {table.row(first[key])}"
            bad = BadCell(wrong, "one row for each class, use and surface", "take one of the two away")
            mistakes.add(table.mistake(index, None, bad))
    rows = (SpeedRow(*row) for row in zip(kph, classes, uses, surfaces, strict=True) if row[0] is not None)
    return Speeds(tuple(rows))


def write_speeds(speeds: Speeds) -> Written:
    """The sheet of the speeds that are not the defaults."""
    rows = [dict(zip(SHEET.names, (row.road_class, row.use, row.surface, row.kph), strict=True)) for row in speeds.rows]
    return Written(SHEET, rows)

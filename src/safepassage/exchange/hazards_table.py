"""hazards.csv: what keeps a site or a stretch of road closed."""

from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation
from safepassage.exchange.cells import ID, TEXT, BadCell
from safepassage.exchange.known import Known
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.moments import MOMENT, MOMENT_WORDS
from safepassage.exchange.tables import Column, Sheet, Table, Written, unique

SHEET = Sheet(
    "hazards",
    "hazards.csv",
    (
        Column("id", ID, "of the hazard", required=True),
        Column("kind", TEXT, "in words: explosive, flood, fire, disposal ...", required=True),
        Column("place", ID, "the closed site; blank for a stretch of road"),
        Column("from", ID, "one end of the closed stretch, as in travel-times.csv"),
        Column("to", ID, "its other end; both directions are closed"),
        Column("starts", MOMENT, f"closed from: {MOMENT_WORDS}; blank = start", 0),
        Column("ends", MOMENT, "closed until; blank = not open again in this operation"),
        Column("source", TEXT, "who says so", ""),
    ),
)


def read_hazards(table: Table, known: Known, mistakes: Collector) -> tuple[Hazard, ...]:
    """The hazards of a table."""
    place = known.place()
    kinds = {"place": place, "from": place, "to": place}
    columns = [table.read(name, mistakes, kinds.get(name)) for name in SHEET.names]
    unique(table, "id", columns[0], mistakes)
    found = []
    for index, (id_, kind, site, origin, destination, from_s, until_s, source) in enumerate(zip(*columns, strict=True)):
        leg = (origin, destination) if origin is not None and destination is not None else None
        found.append(Hazard(id_, kind, site, leg, from_s, until_s, source))
        if until_s is not None and until_s <= from_s:
            bad = BadCell("the hazard ends before it starts", "a later time", "correct one of the two")
            mistakes.add(table.mistake(index, "ends", bad))
        _where(table, index, mistakes)
    return tuple(found)


def _where(table: Table, index: int, mistakes: Collector) -> None:
    site, *ends = (table.raw(index, name) not in (None, "") for name in ("place", "from", "to"))
    if site == any(ends) or any(ends) != all(ends):
        wrong = "does not say what is closed" if not (site or any(ends)) else "does not say one thing that is closed"
        bad = BadCell(wrong, "either a place, or from and to", "fill in one or the other")
        mistakes.add(table.mistake(index, "place", bad))


def write_hazards(operation: Operation) -> Written:
    """The sheet of hazards."""
    rows = []
    for hazard in operation.hazards:
        origin, destination = hazard.leg or (None, None)
        values = (
            hazard.id,
            hazard.kind,
            hazard.place,
            origin,
            destination,
            hazard.from_s,
            hazard.until_s,
            hazard.source,
        )
        rows.append(dict(zip(SHEET.names, values, strict=True)))
    return Written(SHEET, rows)

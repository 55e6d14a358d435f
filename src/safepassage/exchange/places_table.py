"""places.csv: where people wait, pass, are received, and where vehicles start."""

from safepassage.domain.operation import Operation
from safepassage.domain.places import Place, PlaceKind
from safepassage.exchange.cells import ID, TEXT, choice, degrees, whole
from safepassage.exchange.known import Known
from safepassage.exchange.lists import BAYS_WORDS, WINDOWS, WINDOWS_WORDS, counts
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.tables import Column, Sheet, Table, Written, unique

NAMES = "name:"

SHEET = Sheet(
    "places",
    "places.csv",
    (
        Column("id", ID, "short name by which the other files know it", required=True),
        Column("kind", choice(PlaceKind), "assembly, gate, reception, hospital or depot", required=True),
        Column("name", TEXT, "in the working language; further columns name:ar, name:uk ... hold other languages", ""),
        Column("lat", degrees(90), "latitude, WGS 84 degrees; blank if not known or not to be told"),
        Column("lon", degrees(180), "longitude, WGS 84 degrees"),
        Column("bays", counts(), f"vehicles that load or unload at once: {BAYS_WORDS}; blank = no limit"),
        Column("places", whole(), "people not on stretchers whom the site receives in all; blank = no limit"),
        Column("beds", whole(), "stretcher patients whom the site receives in all; blank = no limit"),
        Column("open", WINDOWS, f"when it receives vehicles: {WINDOWS_WORDS}; blank = always", ()),
        Column("source", TEXT, "where the entry comes from", ""),
    ),
    family=NAMES,
    needed=True,
)


def read_places(table: Table, known: Known, mistakes: Collector) -> tuple[Place, ...]:
    """The places of a table."""
    ids = table.read("id", mistakes)
    unique(table, "id", ids, mistakes)
    kinds = table.read("kind", mistakes)
    names = table.read("name", mistakes)
    further = table.family(mistakes)
    bays = table.read("bays", mistakes, counts(known.vehicle_class()))
    rest = [table.read(name, mistakes) for name in ("places", "beds", "open", "source")]
    positions = [table.read(name, mistakes) for name in ("lat", "lon")]
    return tuple(Place(*values) for values in zip(ids, kinds, names, further, *positions, bays, *rest, strict=True))


def write_places(operation: Operation) -> Written:
    """The sheet of places."""
    languages = tuple(dict.fromkeys(NAMES + tag for place in operation.places for tag in place.names))
    rows = [
        {name: getattr(place, name) for name in SHEET.names} | {NAMES + tag: name for tag, name in place.names.items()}
        for place in operation.places
    ]
    return Written(SHEET, rows, languages)

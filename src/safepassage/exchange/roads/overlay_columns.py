"""The properties of overlays in GeoJSON files, by kind of overlay."""

from collections.abc import Mapping

from safepassage.domain.fleet import RoadUse
from safepassage.exchange.cells import ID, TEXT, BadCell, Kind, Style, choice, decimal, measure, shown, whole
from safepassage.exchange.lists import ids
from safepassage.exchange.moments import HOURS, HOURS_WORDS, MOMENT, MOMENT_WORDS
from safepassage.exchange.roads.choices import ROAD_USE
from safepassage.exchange.roads.speeds_table import MOST_KPH
from safepassage.exchange.tables import Column, Sheet
from safepassage.roads.network import USES
from safepassage.roads.overlays import At, Closure, Direction, Hazard, Limit, Overlay, SpeedZone

ALL = "all"
INFINITE = float("inf")
FACTOR_WORDS = "what is left of the speed, more than 0 and at most 1, e.g. 0.5"


def _read_uses(raw: object, style: Style) -> frozenset[RoadUse] | None:
    if isinstance(raw, str) and raw.strip().casefold() == ALL:
        return None
    return frozenset(ROAD_USE.read(use, style) for use in ids().read(raw, style))


def _list_uses(value: frozenset[RoadUse] | None, _: Style) -> str | list[str]:
    return ALL if value is None else [use.value for use in USES if use in value]


def _read_ways(raw: object, style: Style) -> tuple[int, ...]:
    found = raw if isinstance(raw, list) else ids().read(raw, style)
    return tuple(whole().read(way, style) for way in found)


def _read_factor(raw: object, style: Style) -> float:
    number = decimal(raw, style, FACTOR_WORDS)
    if not 0 < number <= 1:
        raise BadCell(f"{shown(raw)} is not possible", FACTOR_WORDS, "correct the number")
    return float(number)


WHO: Kind[frozenset[RoadUse] | None] = Kind(_read_uses, lambda value, _: str(value), _list_uses)
WAYS: Kind[tuple[int, ...]] = Kind(_read_ways, lambda value, _: str(value), lambda value, _: list(value))
FACTOR: Kind[float] = Kind(_read_factor, lambda value, _: value)

OF_ALL = (
    Column("id", ID, "of the overlay", required=True),
    Column("from", MOMENT, f"in force from: {MOMENT_WORDS}; left out = start", 0),
    Column("until", MOMENT, "in force until; left out = until further notice"),
    Column("hours", HOURS, f"in force at these local {HOURS_WORDS} only; left out = all day"),
    Column("who", WHO, "whom it holds for: car, bus, lorry, ambulance; left out = all"),
    Column("direction", choice(Direction), "both, or along: as the line is drawn", Direction.BOTH),
    Column("at", choice(At), "for points: the whole crossing, or one segment; left out = the crossing if one is near"),
    Column("way", WAYS, "numbers of the ways it lies on, instead of the shape; left out = by the shape", ()),
    Column("source", TEXT, "who says so", ""),
    Column("evidence", TEXT, "what it rests on: a photograph, a report, a visit", ""),
)

FIELDS = {
    "id": "id", "from": "from_s", "until": "until_s", "hours": "hours", "who": "uses", "direction": "direction",
    "at": "at", "way": "ways", "source": "source", "evidence": "evidence", "kind": "kind", "factor": "factor",
    "kmh": "cap_kph", "weight_t": "weight_t", "height_m": "height_m", "width_m": "width_m",
}  # fmt: skip
"""Of which attribute of an overlay each property tells."""

KINDS: Mapping[type[Overlay], Sheet] = {
    Closure: Sheet("closures", "roads/closures.geojson", OF_ALL),
    Hazard: Sheet(
        "road-hazards",
        "roads/hazards.geojson",
        (*OF_ALL, Column("kind", TEXT, "in words: explosive, flood, fire ...", required=True)),
    ),
    SpeedZone: Sheet(
        "speed-zones",
        "roads/speed-zones.geojson",
        (
            *OF_ALL,
            Column("factor", FACTOR, FACTOR_WORDS, 1.0),
            Column("kmh", measure("km/h", MOST_KPH), "km/h at most", INFINITE),
        ),
    ),
    Limit: Sheet(
        "limits",
        "roads/limits.geojson",
        (
            *OF_ALL,
            Column("weight_t", measure("tonnes", 200), "tonnes at most, loaded", INFINITE),
            Column("height_m", measure("metres high", 20), "metres high at most", INFINITE),
            Column("width_m", measure("metres wide", 20), "metres wide at most", INFINITE),
        ),
    ),
}

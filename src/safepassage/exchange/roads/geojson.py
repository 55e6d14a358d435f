"""GeoJSON (RFC 7946): features read into tables of their properties with their shapes, and written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from safepassage.exchange.cells import BadCell, Style
from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.tables import Sheet, Table, Written, check_header

DEGREES = (180.0, 90.0)
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
SHAPES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
GEOMETRY = "geometry"
ESCAPE = "\\u"


@dataclass(frozen=True)
class Features:
    """The features of a file.

    Attributes:
        table: their properties, a row each.
        shapes: in WGS 84 degrees; None for a feature that has none, or whose shape cannot be read.
        unreadable: indices of the latter.
    """

    table: Table
    shapes: Sequence[BaseGeometry | None]
    unreadable: frozenset[int]


def read_features(sheet: Sheet, content: bytes, style: Style, mistakes: Collector) -> Features:
    """The features in a GeoJSON file."""
    found = _features(sheet.file, content, mistakes)
    records = [_properties(sheet, number, feature, mistakes) for number, feature in enumerate(found, 1)]
    table = Table(
        sheet,
        sheet.file,
        {name: position for position, name in enumerate(sheet.names)},
        [[record.get(name) for name in sheet.names] for record in records],
        range(1, len(records) + 1),
        style,
    )
    unknown: dict[str, int | None] = {}
    for number, record in enumerate(records, 1):
        unknown |= {name: number for name in record if name not in sheet.names and name not in unknown}
    check_header(table, unknown, mistakes)
    shapes = [_shape(table, index, feature, mistakes) for index, feature in enumerate(found)]
    given = (feature.get(GEOMETRY) for feature in found)
    lost = (index for index, raw in enumerate(given) if raw is not None and shapes[index] is None)
    return Features(table, shapes, frozenset(lost))


def _features(file: str, content: bytes, mistakes: Collector) -> list[Mapping[str, Any]]:
    tree = _tree(file, content, mistakes)
    if tree is None:
        return []
    kind = tree.get("type") if isinstance(tree, dict) else None
    features = [tree] if kind == "Feature" else tree.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        do = "save it again as GeoJSON"
        mistakes.add(Mistake(file, None, None, "is not a collection of features", "a FeatureCollection", do))
        return []
    _check_datum(file, tree, mistakes)
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            mistakes.add(Mistake(file, number, None, "is not a feature", 'an object of the type "Feature"', "mend it"))
    return [feature if isinstance(feature, dict) else {} for feature in features]


def _tree(file: str, content: bytes, mistakes: Collector) -> Any:
    """What the JSON says; None, with a mistake, where it is none."""
    wrong = "holds nothing"
    try:
        text = content.decode("utf-8-sig")
        tree = json.loads(text, parse_constant=_not_a_number)
        if ESCAPE in text:
            json.dumps(tree, ensure_ascii=False).encode()
        if tree is not None:
            return tree
    except UnicodeDecodeError:
        wrong = "is not UTF-8 text"
    except UnicodeEncodeError:
        wrong = "holds one half of a character that is written in two"
    except json.JSONDecodeError as error:
        wrong = f"is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}"
    except (ValueError, RecursionError) as error:
        wrong = "is nested too deeply" if isinstance(error, RecursionError) else f"is not valid JSON: {error}"
    mistakes.add(Mistake(file, None, None, wrong, "GeoJSON (RFC 7946)", "save it again as GeoJSON"))
    return None


def _not_a_number(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


def _check_datum(file: str, tree: Mapping[str, Any], mistakes: Collector) -> None:
    named = tree.get("crs")
    if named is not None and not str(named).rstrip("}'\" ").endswith(WGS84):
        do = "save it again with positions in WGS 84 (EPSG:4326)"
        mistakes.add(Mistake(file, None, "crs", "positions are not longitudes and latitudes", "WGS 84", do))


def _properties(sheet: Sheet, number: int, feature: Mapping[str, Any], mistakes: Collector) -> Mapping[str, Any]:
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        mistakes.add(Mistake(sheet.file, number, "properties", "is not an object", "", "write them in braces"))
        properties = None
    own = {"id": feature["id"]} if "id" in feature and "id" in sheet.names else {}
    return {**own, **(properties or {})}


def _shape(table: Table, index: int, feature: Mapping[str, Any], mistakes: Collector) -> BaseGeometry | None:
    try:
        return _geometry(feature.get(GEOMETRY))
    except BadCell as bad:
        mistakes.add(table.mistake(index, GEOMETRY, bad))
        return None


def _geometry(raw: Any) -> BaseGeometry | None:
    """A shape, without heights; None for null."""
    if raw is None:
        return None
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind not in SHAPES:
        do = "draw it as points, lines or areas of one kind"
        raise BadCell(f"{str(kind)[:40]!r} is not a shape that is understood", ", ".join(SHAPES), do)
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(raw)))
    except (shapely.errors.GEOSException, ValueError) as error:
        wrong = f"the shape cannot be read ({str(error).splitlines()[0][:100]})"
        raise BadCell(wrong, f"coordinates of a {kind}", "draw it again") from None
    _check_shape(shape)
    return shape


def _check_shape(shape: BaseGeometry) -> None:
    points = shapely.get_coordinates(shape)
    if shape.is_empty:
        raise BadCell("the shape is empty", "", "draw it, or take the feature away")
    beyond = next((p for p in points if not all(abs(v) <= most for v, most in zip(p, DEGREES, strict=True))), None)
    if beyond is not None:
        wrong = f"[{beyond[0]:g}, {beyond[1]:g}] is not on the globe"
        raise BadCell(wrong, "longitude and latitude in degrees", "save it again in WGS 84, longitude first")
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape).partition("[")[0].lower()
        raise BadCell(f"the shape is not sound ({reason})", "", "draw it again, without lines that cross")


def features_text(written: Written, shapes: Iterable[BaseGeometry | None], style: Style) -> str:
    """A GeoJSON file of features, one a line."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": _record(written, row, style),
                GEOMETRY: None if shape is None else mapping(shape),
            },
            ensure_ascii=False,
            allow_nan=False,
        )
        for row, shape in zip(written.rows, shapes, strict=True)
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n"


def _record(written: Written, row: Mapping[str, object], style: Style) -> dict[str, object]:
    kinds = {column.name: column.kind for column in written.sheet.columns}
    return {
        name: kinds[name].write(value, style) if (as_is := kinds[name].toml) is None else as_is(value, style)
        for name, value in written.filled(row).items()
    }

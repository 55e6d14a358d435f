"""The user's own layers of the map, from GeoJSON files (RFC 7946) in ``roads/layers`` of an operation folder.

Of a feature's properties these are read: ``name`` and ``name:ar``, ``name:uk`` ... as in the operation's own tables,
and the names and codes of administrative boundaries as OCHA publishes them: ``ADM3_EN``, ``ADM3_AR``, ``ADM3_PCODE``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.exchange.mistakes import Collector, Mistake
from safepassage.exchange.roads.layers import Feature, Layer, Shape
from safepassage.exchange.roads.map_marks import Degrees

LAYERS = Path("roads", "layers")

_NAMED = re.compile(r"name[:_]([a-z]{2,3}(?:-[A-Za-z0-9]+)*)")
_ADMINISTRATIVE = re.compile(r"ADM(\d)_([A-Z]{2})", re.IGNORECASE)
_CODE = re.compile(r"(?:ADM(\d)_)?P_?CODE", re.IGNORECASE)
_DEGREES = ("CRS84", "4326")
_KINDS = {Shape.POINT: ("Point",), Shape.LINE: ("LineString", "LinearRing"), Shape.AREA: ("Polygon",)}
_MEND = "open it in a program for maps, e.g. QGIS, and export it again as GeoJSON in WGS 84 degrees (EPSG:4326)"

Part = tuple[Degrees, Degrees]


class _BrokenError(Exception):
    """What is wrong in a file, in words."""


def read_layers(folder: Path) -> tuple[Layer, ...]:
    """The layers of an operation folder by the names of their files; none where there is no ``roads/layers``.

    Raises Mistakes, one for each file that is broken.
    """
    found: list[Layer] = []
    mistakes = Collector()
    for path in sorted((folder / LAYERS).glob("*.geojson")):
        try:
            found.append(Layer(path.stem, tuple(_features(path))))
        except _BrokenError as wrong:
            mistakes.add(Mistake((LAYERS / path.name).as_posix(), None, None, str(wrong), do=_MEND))
    mistakes.raise_errors()
    return tuple(found)


def _features(path: Path) -> Iterator[Feature]:
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _BrokenError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise _BrokenError("is not written in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _BrokenError(f"is no JSON: {error}") from None
    if not isinstance(whole, dict) or whole.get("type") not in ("FeatureCollection", "Feature"):
        raise _BrokenError("is no GeoJSON: neither a FeatureCollection nor a Feature")
    crs = json.dumps(whole.get("crs"))
    if whole.get("crs") is not None and not any(name in crs for name in _DEGREES):
        raise _BrokenError(f"is not in WGS 84 degrees but in {crs[:80]}")
    listed = whole.get("features") if whole["type"] == "FeatureCollection" else [whole]
    if not isinstance(listed, list):
        raise _BrokenError("is no GeoJSON: its 'features' are no list")
    for number, feature in enumerate(listed, start=1):
        try:
            yield from _feature(feature)
        except _BrokenError as wrong:
            raise _BrokenError(f"feature {number:,} {wrong}") from None


def _feature(feature: Any) -> Iterator[Feature]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _BrokenError("is no GeoJSON Feature")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise _BrokenError("has 'properties' that are no object")
    words = {key: str(value).strip() for key, value in properties.items() if isinstance(value, str | int)}
    names = _names(words)
    name, pcode = names.pop("", ""), _pcode(words)
    for shape, parts in _geometry(feature.get("geometry")):
        yield Feature(shape, parts, name, names, pcode)


def _names(words: Mapping[str, str]) -> dict[str, str]:
    """By language, the working language's under ''; the name of the smallest area before those that it lies in."""
    found: dict[str, str] = {}
    for key in sorted(words):
        match = _ADMINISTRATIVE.fullmatch(key)
        if match and words[key]:
            found[match[2].lower()] = words[key]
    if "en" in found:
        found[""] = found["en"]
    for key, value in words.items():
        match = _NAMED.fullmatch(key)
        if match and value:
            found[match[1]] = value
    named = next((words[key] for key in ("name", "Name", "NAME") if words.get(key)), None)
    if named is not None:
        found[""] = named
    if "" not in found and found:
        found[""] = next(iter(found.values()))
    return found


def _pcode(words: Mapping[str, str]) -> str:
    """The code of the smallest area."""
    codes = {key: match[1] or "" for key in words if (match := _CODE.fullmatch(key)) and words[key]}
    return words[max(codes, key=lambda key: codes[key] or "9")] if codes else ""


def _geometry(raw: Any) -> Iterator[tuple[Shape, tuple[Part, ...]]]:
    """What a geometry is drawn as; nothing for a feature without one."""
    if raw is None:
        return
    try:
        geometry = shapely.force_2d(shapely.from_geojson(json.dumps(raw)))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise _BrokenError(f"has a shape that cannot be read ({str(error).splitlines()[0][:100]})") from None
    beyond = next(
        (p for p in shapely.get_coordinates(geometry).tolist() if not (abs(p[0]) <= 180 and abs(p[1]) <= 90)), None
    )
    if beyond is not None:
        raise _BrokenError(f"has a position outside the globe, [{beyond[0]:g}, {beyond[1]:g}]: are these metres?")
    parts = [part for part in _parts(geometry) if not part.is_empty]
    for shape, kinds in _KINDS.items():
        lines = [line for part in parts if part.geom_type in kinds for line in _lines(part)]
        if lines:
            yield shape, tuple((points[:, 0], points[:, 1]) for points in map(shapely.get_coordinates, lines))


def _parts(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    """The points, lines and polygons that a geometry consists of."""
    if geometry.geom_type == "GeometryCollection":
        for each in shapely.get_parts(geometry):
            yield from _parts(each)
    else:
        yield from shapely.get_parts(geometry)


def _lines(part: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """Itself, or the rings of a polygon."""
    return (part.exterior, *part.interiors) if part.geom_type == "Polygon" else (part,)

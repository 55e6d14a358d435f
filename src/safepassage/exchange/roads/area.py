"""What part of a file of roads is wanted: a box, or an area from a GeoJSON file."""

from pathlib import Path
from typing import Any

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.exchange.mistakes import Mistake, Mistakes

_NO_GEOJSON = (AttributeError, KeyError, TypeError)
"""What looking into values of another shape raises."""


def box(text: str) -> BaseGeometry:
    """The box of a text ``W,S,E,N`` in degrees; raises ValueError with what is wrong."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError("four numbers with commas between are needed: west,south,east,north in degrees") from None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError("west must be less than east, south less than north, all in degrees")
    return shapely.box(west, south, east, north)


def read_area(path: Path) -> BaseGeometry:
    """The polygons of a GeoJSON file as one area."""
    try:
        found = [
            shapely.make_valid(shapely.from_geojson(msgspec.json.encode(geometry)))
            for geometry in _geometries(msgspec.json.decode(path.read_bytes()))
        ]
        area = shapely.union_all(found)
    except (msgspec.MsgspecError, UnicodeDecodeError, shapely.errors.GEOSException, *_NO_GEOJSON) as error:
        raise Mistakes([_no_area(path, f"is no GeoJSON ({error})")]) from error
    if area.area == 0:
        raise Mistakes([_no_area(path, "holds no polygon")])
    west, south, east, north = area.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise Mistakes([_no_area(path, "is not in degrees of longitude and latitude")])
    return area


def _geometries(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The geometries of a collection of features, a feature, or a geometry."""
    kind = found.get("type")
    if kind == "FeatureCollection":
        return [geometry for feature in found["features"] for geometry in _geometries(feature)]
    if kind == "Feature":
        return [found["geometry"]] if found.get("geometry") else []
    return [found]


def _no_area(path: Path, wrong: str) -> Mistake:
    expected = "one or more polygons, WGS 84 longitudes and latitudes"
    return Mistake(path.name, None, None, wrong, expected, "draw the area again and save it as GeoJSON")

"""Layers of lines from geographic information systems: GeoJSON, GeoPackage, Shapefile, FlatGeobuf."""

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from safepassage.exchange.mistakes import SHOWN_CHOICES, Mistake, Mistakes, one_of
from safepassage.exchange.roads.gathering import IN_SEVERAL_FILES, Gathering
from safepassage.exchange.roads.gis_columns import CLASS_COLUMNS, Columns, columns_of, tags_of, text_of
from safepassage.exchange.roads.gis_formats import begins_as_named
from safepassage.exchange.roads.tell import TELL_EVERY, Tell
from safepassage.roads.making.tags import KEYS

DEGREES = ("EPSG:4326", "OGC:CRS84")
_DIGITS = re.compile(r"\d+")
LINES = frozenset({"LineString", "MultiLineString", "Unknown", "2.5D", "3D", "Measured"})
_WARPED = (
    "<OGRVRTDataSource><OGRVRTWarpedLayer><OGRVRTLayer name={name}><SrcDataSource>{path}</SrcDataSource>"
    "</OGRVRTLayer><TargetSRS>EPSG:4326</TargetSRS></OGRVRTWarpedLayer></OGRVRTDataSource>"
)


@dataclass(frozen=True)
class LayerOptions:
    """What a user says of layers: which column holds the class, and what its values (folded) are of ``highway``."""

    class_column: str | None = None
    classes: Mapping[str, str] = field(default_factory=dict)


def read_layers(path: Path, gathering: Gathering, options: LayerOptions, tell: Tell) -> None:
    """Gather the roads of all layers of lines of a file that have a column with the class."""
    if not begins_as_named(path):
        raise Mistakes([_unreadable(path, "it does not begin as its name says")])
    reader = _Reader(path, gathering, options, tell)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library warns of, as measures beside heights, is not about roads
            for layer, geometry in pyogrio.list_layers(path):
                if geometry is not None and geometry.split(" ")[0] in LINES:
                    reader.read(layer)
    except (RuntimeError, ValueError, shapely.errors.GEOSException) as error:
        raise Mistakes([_unreadable(path, str(error).split(".;")[0].splitlines()[0])]) from error
    reader.tell_unread()


class _Reader:
    """Reads layer after layer of a file."""

    def __init__(self, path: Path, gathering: Gathering, options: LayerOptions, tell: Tell) -> None:
        self._path, self._gathering, self._options, self._tell = path, gathering, options, tell
        self._before = gathering.known
        self._unknown: Counter[str] = Counter()
        self._lacking: dict[str, None] = {}
        self._read = 0

    def read(self, layer: str) -> None:
        """Gather the roads of a layer."""
        self._tell(f"reading {self._path.name}", 0, None)
        info = pyogrio.read_info(self._path, layer=layer)
        columns = columns_of(list(info["fields"]), self._options.class_column)
        if columns is None:
            self._lacking |= dict.fromkeys(info["fields"])
            return
        source, layer = _in_degrees(self._path, layer, info)
        _, numbers, geometry, cells = pyogrio.raw.read(source, layer=layer, columns=columns.all, return_fids=True)
        fields = [name for name in info["fields"] if name in columns.all]
        lines, feature = shapely.get_parts(shapely.force_2d(shapely.from_wkb(geometry)), return_index=True)
        is_line = (shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(lines)
        lines, feature = lines[is_line], feature[is_line]
        at, of_line = shapely.get_coordinates(lines, return_index=True)
        nodes = self._gathering.add_places(at[:, 0], at[:, 1])
        first = np.searchsorted(of_line, np.arange(len(lines) + 1))
        for line, number in enumerate(feature.tolist()):
            if line % TELL_EVERY == 0:
                self._tell(f"reading {self._path.name}", line, len(lines))
            row = {name: column[number] for name, column in zip(fields, cells, strict=True)}
            self._take(columns, row, int(numbers[number]), nodes[first[line] : first[line + 1]].tolist())

    def tell_unread(self) -> None:
        """Say what could not be read; raise Mistakes if that is everything."""
        if not self._read and self._unknown:
            raise Mistakes([_no_class_known(self._path, self._unknown)])
        if not self._read and self._lacking:
            raise Mistakes([_no_class(self._path, self._options.class_column, list(self._lacking))])
        for value, many in self._unknown.items():
            self._gathering.left_out[f"lines of {self._path.name} of the class '{value}', which is not known"] += many

    def _take(self, columns: Columns, row: dict[str, Any], number: int, nodes: list[int]) -> None:
        tags = tags_of(columns, row, self._options.classes)
        if isinstance(tags, str):
            self._unknown[tags] += 1
            return
        self._read += 1
        written = text_of(row[columns.id]) if columns.id is not None else ""
        id_ = int(digits.group()) if (digits := _DIGITS.search(written)) else number
        if written and id_ in self._before:
            self._gathering.left_out[IN_SEVERAL_FILES] += 1
            return
        name = text_of(row[columns.name]) if columns.name is not None else ""
        read = tuple(sorted((key, value) for key, value in tags.items() if key in KEYS))
        self._gathering.put_way(id_, read, name, nodes, joined=True)


def _in_degrees(path: Path, layer: str, info: dict[str, Any]) -> tuple[str, str]:
    """The source and the layer to read so that positions are in WGS 84 degrees."""
    crs, bounds = info["crs"], info["total_bounds"]
    if crs is None:
        west, south, east, north = bounds if bounds is not None else (0, 0, 0, 0)
        if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
            raise Mistakes([_no_crs(path)])
    if crs is None or crs in DEGREES:
        return str(path), layer
    inside = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else str(path)
    return _WARPED.format(name=quoteattr(layer), path=escape(inside)), layer


def _unreadable(path: Path, why: str) -> Mistake:
    wrong = f"cannot be read as a layer of lines ({why})"
    do = (
        "get it again, it may be cut short; a Shapefile needs its .dbf, .shx and .prj beside it, or all of it in a .zip"
    )
    return Mistake(path.name, None, None, wrong, "GeoJSON, GeoPackage, Shapefile or FlatGeobuf", do)


def _no_crs(path: Path) -> Mistake:
    wrong = "does not say in what coordinates it is, and they are no degrees"
    do = "add its .prj file, or save it again in WGS 84"
    return Mistake(path.name, None, None, wrong, "a coordinate system", do)


def _no_class(path: Path, wanted: str | None, fields: list[str]) -> Mistake:
    wrong = "has no column with the class of a road" if wanted is None else f"has no column '{wanted}'"
    do = f"name the column with --class-column; it has {one_of(fields)}" if fields else "it has no columns at all"
    return Mistake(path.name, None, None, wrong, one_of(CLASS_COLUMNS), do)


def _no_class_known(path: Path, unknown: Counter[str]) -> Mistake:
    shown = ", ".join(f"'{value}'" for value, _ in unknown.most_common(SHOWN_CHOICES))
    wrong = f"has no class of a road that is known, but {shown}"
    do = "say what they are, e.g. --class 'Main road=primary', or name another column with --class-column"
    return Mistake(path.name, None, None, wrong, "values of OpenStreetMap's 'highway'", do)

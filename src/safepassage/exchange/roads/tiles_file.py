"""The ground of a map from vector tiles that a user has: water, green and built-up land from a PMTiles file.

Understood are the layers of the schemas of Protomaps, OpenMapTiles and Shortbread. What is in a layer with another name
is passed over, the roads of the file too: those of the map come from the network.
"""

import gzip
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from safepassage.domain.operation import Operation
from safepassage.exchange.mistakes import Collector, Mistake, Severity
from safepassage.exchange.roads.backdrop import Backdrop, Ring
from safepassage.exchange.roads.layers import Shape
from safepassage.roads.network import Network

FOLDER = "roads"
MOST_TILES = 24
_BESIDE, _LEAST_BESIDE = 0.4, 0.01

_WATER = {"water", "ocean", "waterway", "water_polygons", "water_lines"}
_BUILDINGS = {"building", "buildings"}
_LAYERS = _WATER | _BUILDINGS | {"park", "land", "landcover", "landuse", "natural"}
_GREEN = {
    "allotments", "cemetery", "farmland", "forest", "garden", "golf_course", "grass", "grassland", "heath", "meadow",
    "national_park", "nature_reserve", "orchard", "park", "recreation_ground", "scrub", "village_green", "vineyard",
    "wood",
}  # fmt: skip
_BUILT = {"commercial", "industrial", "neighbourhood", "residential", "retail", "suburb", "urban_area"}
_VECTOR = 1
_GZIP = b"\x1f\x8b"
_STEEPEST = 85.0
_PARTS: Mapping[str, tuple[Shape, Callable[[Any], list[Any]]]] = {
    "Point": (Shape.POINT, lambda point: [[point]]),
    "MultiPoint": (Shape.POINT, lambda points: [points]),
    "LineString": (Shape.LINE, lambda line: [line]),
    "MultiLineString": (Shape.LINE, lambda lines: lines),
    "Polygon": (Shape.AREA, lambda rings: rings),
    "MultiPolygon": (Shape.AREA, lambda areas: [ring for rings in areas for ring in rings]),
}
"""Of each type of geometry what it is, and its lists of positions."""

Bounds = tuple[float, float, float, float]


class _UnusableError(Exception):
    """Why a file of tiles gives no ground, in words."""


def read_backdrop(folder: Path, bounds: Bounds, mistakes: Collector) -> Backdrop | None:
    """The ground within bounds (west, south, east, north), of all PMTiles files in ``roads`` of an operation folder.

    None where there are none, or nothing is in them. A file that cannot be used is a warning: a map does without.
    """
    found: dict[str, list[tuple[Ring, ...]]] = {"water": [], "green": [], "built": [], "stream": []}
    credits_: dict[str, None] = {}
    for path in sorted((folder / FOLDER).glob("*.pmtiles")):
        try:
            pieces, attribution = _ground(path, bounds)
            for kind, lines in pieces:
                found[kind].append(lines)
                credits_[attribution] = None
        except _UnusableError as wrong:
            file, do = f"{FOLDER}/{path.name}", "take it away, or put a sound PMTiles file of vector tiles there"
            mistakes.add(Mistake(file, None, None, f"gives no ground for maps: {wrong}", "", do, Severity.WARNING))
    if not any(found.values()):
        return None
    streams = tuple(line for lines in found["stream"] for line in lines)
    attribution = ", ".join(words for words in credits_ if words)
    return Backdrop(tuple(found["water"]), tuple(found["green"]), tuple(found["built"]), streams, attribution)


def around(network: Network, operation: Operation) -> Bounds:
    """Bounds of a map that shows the places of an operation, and what lies beside them; of its network without any."""
    lon = [place.lon for place in operation.places if place.lon is not None]
    lat = [place.lat for place in operation.places if place.lat is not None]
    if not lon or not lat:
        return network.bounds
    beside = max(_BESIDE * max(max(lon) - min(lon), max(lat) - min(lat)), _LEAST_BESIDE)
    return min(lon) - beside, min(lat) - beside, max(lon) + beside, max(lat) + beside


def _ground(path: Path, bounds: Bounds) -> tuple[list[tuple[str, tuple[Ring, ...]]], str]:
    """(kind, rings or lines) of what a file has of the ground, and its attribution."""
    try:
        with open_tiles(path) as tiles:
            return list(_pieces(tiles, bounds)), tiles.attribution
    except ModuleNotFoundError as error:
        raise _UnusableError(str(error)) from None
    except PermissionError:
        raise _UnusableError("it may not be read") from None
    except _UnusableError:
        raise
    except Exception as error:  # the libraries have no error of their own for what is broken
        raise _UnusableError(f"it is no sound PMTiles file ({type(error).__name__})") from None


def _pieces(tiles: "Tiles", bounds: Bounds) -> Iterator[tuple[str, tuple[Ring, ...]]]:
    if not tiles.layers & _LAYERS:
        return
    zoom, columns, rows = _zoom(bounds, tiles)
    for x, y in product(columns, rows):
        for found in tiles.shapes(zoom, x, y):
            ground = _kind(found.layer, found.word)
            if ground is not None and found.shape is Shape.AREA:
                yield ground, found.parts
            elif ground == "water" and found.shape is Shape.LINE:
                yield "stream", found.parts


def _kind(layer: str, word: str) -> str | None:
    """What lies there by the name of the layer and the kind of the feature; None for what is not drawn."""
    if layer in _WATER:
        return "water"
    if layer in _BUILDINGS or word in _BUILT:
        return "built"
    return "green" if layer == "park" or word in _GREEN else None


def _zoom(bounds: Bounds, tiles: "Tiles") -> tuple[int, range, range]:
    """The deepest zoom at which not too many tiles cover the bounds, and their columns and rows."""
    west, south, east, north = bounds
    zoom = tiles.deepest
    while True:
        (left, top), (right, bottom) = tile_at(zoom, west, north), tile_at(zoom, east, south)
        if (right - left + 1) * (bottom - top + 1) <= MOST_TILES or zoom == 0:
            return zoom, range(left, right + 1), range(top, bottom + 1)
        zoom -= 1


def tile_at(zoom: int, lon: float, lat: float) -> tuple[int, int]:
    """Column and row of the tile that holds a point."""
    steep = math.tan(math.radians(min(max(lat, -_STEEPEST), _STEEPEST)))
    last = 2**zoom - 1
    across, down = (lon + 180) / 360, (1 - math.asinh(steep) / math.pi) / 2
    return min(max(int(across * 2**zoom), 0), last), min(max(int(down * 2**zoom), 0), last)


@dataclass(frozen=True, slots=True)
class TileShape:
    """One shape of a tile.

    Attributes:
        word: its ``kind`` or its ``class``.
        parts: (lon, lat): points, lines, or the rings of an area.
        properties: all that the tile says of it.
    """

    layer: str
    word: str
    shape: Shape
    parts: tuple[Ring, ...]
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Tiles:
    """The vector tiles of a file that is open.

    Attributes:
        deepest: the greatest zoom that it has.
    """

    reader: Any
    decode: Callable[..., Mapping[str, Any]]
    deepest: int

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """What the file says of itself."""
        about: Mapping[str, Any] = self.reader.metadata()
        return about

    @property
    def attribution(self) -> str:
        """Without markup."""
        return re.sub(r"<[^>]*>", "", str(self.about.get("attribution") or "")).strip()

    @property
    def layers(self) -> frozenset[str]:
        """The names of its layers."""
        return frozenset(str(layer.get("id")) for layer in self.about.get("vector_layers", ()))

    def shapes(self, zoom: int, x: int, y: int) -> Iterator[TileShape]:
        """The shapes of a tile, in degrees; none where there is no such tile."""
        content = self.reader.get(zoom, x, y)
        if not content:
            return
        plain = gzip.decompress(content) if content[:2] == _GZIP else content
        for layer, held in self.decode(plain, default_options={"y_coord_down": True}).items():
            for feature in held["features"]:
                kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
                shape, parts_of = _PARTS[kind]
                parts = tuple(_degrees(part, zoom, x, y, held["extent"]) for part in parts_of(coordinates))
                words = feature["properties"]
                word = str(words.get("kind") or words.get("class") or "")
                yield TileShape(layer, word, shape, parts, words)


@contextmanager
def open_tiles(path: Path) -> Iterator[Tiles]:
    """Open a file of vector tiles.

    Raises ModuleNotFoundError where the libraries are not installed, `_UnusableError` for tiles that are pictures, and
    whatever the library raises for a file that is broken.
    """
    try:
        library, decoder = import_module("pmtiles.reader"), import_module("mapbox_vector_tile")
    except ModuleNotFoundError:
        raise ModuleNotFoundError("what reads tiles is not installed: pip install 'safepassage[tiles]'") from None
    with path.open("rb") as file:
        reader = library.Reader(partial(_read, file))
        header = reader.header()
        if header["tile_type"].value != _VECTOR:
            raise _UnusableError("its tiles are pictures, and vector tiles are needed")
        if path.stat().st_size < header["tile_data_offset"] + header["tile_data_length"]:
            raise _UnusableError("it is no sound PMTiles file (it is cut short)")
        yield Tiles(reader, decoder.decode, int(header["max_zoom"]))


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _degrees(line: Any, zoom: int, x: int, y: int, extent: int) -> Ring:
    """From a tile's own units to longitudes and latitudes (spherical Mercator)."""
    points = np.array(line, dtype=float).reshape(-1, 2) / extent + np.array([x, y])
    share = points / 2**zoom
    return share[:, 0] * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * share[:, 1]))))

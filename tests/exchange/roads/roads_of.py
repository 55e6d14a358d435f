"""The same town as files of several formats, and how two networks of it are compared."""

import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely

from safepassage.roads.network import Network
from tests.roads.osm_towns import OsmRelation, OsmWay, write_osm
from tests.roads.surveys import KM

_AT = {
    1: (-KM, 0.0), 2: (0.0, 0.0), 3: (KM, 0.0), 4: (0.0, KM), 5: (0.0, -KM), 6: (2 * KM, 0.0), 7: (2 * KM, KM),
    8: (5 * KM, 5 * KM), 9: (6 * KM, 5 * KM),
}  # fmt: skip
NODES = {id_: (round(lon, 7), round(lat, 7)) for id_, (lon, lat) in _AT.items()}
"""Rounded to what a file of OpenStreetMap holds."""
WAYS = (
    OsmWay(101, [1, 2, 3], {"highway": "secondary", "name": "Market street", "maxspeed": "50"}),
    OsmWay(102, [4, 2, 5], {"highway": "residential", "oneway": "yes", "name": "شارع النيل"}),
    OsmWay(103, [3, 6], {"highway": "primary", "bridge": "yes", "maxweight": "12", "name": "Old bridge"}),
    OsmWay(104, [6, 7, 3], {"highway": "track", "oneway": "-1", "surface": "mud"}),
    OsmWay(105, [4, 7], {"highway": "service", "access": "private"}),
    OsmWay(106, [8, 9], {"highway": "unclassified", "motor_vehicle": "no", "psv": "yes"}),
    OsmWay(107, [5, 6], {"highway": "footway"}),
)
"""A crossing, a one-way street, a bridge with a limit, a lane closed to all, an island for buses, a footway."""
COLUMNS = ("highway", "name", "maxspeed", "oneway", "bridge", "maxweight", "surface", "access", "motor_vehicle", "psv")


Cells = Sequence[str | None] | Sequence[str]
Lines = Sequence[Sequence[tuple[float, float]]]


def write_town(path: Path, relations: Iterable[OsmRelation] = ()) -> Path:
    """The town as a file of OpenStreetMap."""
    return write_osm(path, NODES, WAYS, relations)


def write_layer(
    path: Path,
    columns: Mapping[str, Cells] | None = None,
    lines: Lines | None = None,
    crs: str | None = "EPSG:4326",
) -> Path:
    """The town, or these lines and columns, as a layer of the format that the name tells."""
    if lines is None:
        lines = [[NODES[node] for node in way.nodes] for way in WAYS]
    if columns is None:
        columns = {column: [way.tags.get(column) for way in WAYS] for column in COLUMNS}
        columns["osm_id"] = [str(way.id) for way in WAYS]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Normalized/laundered field name")
        pyogrio.raw.write(
            path,
            np.array([shapely.to_wkb(shapely.LineString(line)) for line in lines], dtype=object),
            [np.array(cells, dtype=object) for cells in columns.values()],
            list(columns),
            geometry_type="LineString",
            crs=crs,
            encoding="UTF-8",
        )
    return path


def write_zipped_shapefile(path: Path, metres: Lines | None = None) -> Path:
    """The town, or lines in metres, as a Shapefile in an archive."""
    folder = path.parent / "unpacked"
    folder.mkdir()
    if metres is None:
        write_layer(folder / "roads.shp")
    else:
        write_layer(folder / "roads.shp", {"highway": ["primary"] * len(metres)}, metres, crs="EPSG:32637")
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
    return path


def told(network: Network) -> list[tuple[object, ...]]:
    """Everything that a network says of its segments, in an order that does not depend on the source."""
    found = []
    for segment in range(network.segments):
        lon, lat = network.line(segment)
        attributes = (
            network.length_m[segment].round(3), network.road_class[segment], network.surface[segment],
            network.max_speed_kph[segment], network.access[segment], network.max_weight_t[segment],
            network.bridge[segment],
        )  # fmt: skip
        found.append(
            (
                tuple(zip(lon.round(7).tolist(), lat.round(7).tolist(), strict=True)),
                int(network.way[segment]),
                network.names[network.name[segment]],
                *(str(attribute) for attribute in attributes),
                network.reverse[segment] >= 0,
            )
        )
    return sorted(found, key=str)

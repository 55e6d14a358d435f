"""OpenStreetMap files with real tags, small ones by hand and large ones drawn from a seed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import osmium
from osmium.osm.mutable import Node, Relation, Way

AS_OF = datetime(2030, 5, 1, 20, 21, 2, tzinfo=UTC)
DRAWN_CLASSES = ("residential", "residential", "unclassified", "tertiary", "secondary", "primary")
DEGREE_M = 111_320.0


@dataclass(frozen=True)
class OsmWay:
    """A way of an OpenStreetMap file through nodes of these ids."""

    id: int
    nodes: Sequence[int]
    tags: Mapping[str, str] = field(default_factory=lambda: {"highway": "residential"})


@dataclass(frozen=True)
class OsmRelation:
    """A relation; its members are (type, id, role) with the types n, w and r."""

    id: int
    members: Sequence[tuple[str, int, str]]
    tags: Mapping[str, str] = field(default_factory=lambda: {"type": "restriction", "restriction": "no_left_turn"})


def write_osm(
    path: Path,
    nodes: Mapping[int, tuple[float, float]],
    ways: Iterable[OsmWay] = (),
    relations: Iterable[OsmRelation] = (),
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    as_of: datetime | None = AS_OF,
    timestamp: datetime | None = None,
) -> Path:
    """Write a file of the format that its name tells; nodes are (lon, lat). The date stands in a PBF's header only."""
    header = osmium.io.Header()
    if as_of is not None:
        header.set("osmosis_replication_timestamp", as_of.strftime("%Y-%m-%dT%H:%M:%SZ"))
    with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
        for id_, at in nodes.items():
            tags = dict((node_tags or {}).get(id_, {}))
            writer.add_node(Node(id=id_, location=at, tags=tags, version=1, timestamp=timestamp))
        for way in ways:
            writer.add_way(Way(id=way.id, nodes=list(way.nodes), tags=dict(way.tags), version=1, timestamp=timestamp))
        for relation in relations:
            members = list(relation.members)
            writer.add_relation(
                Relation(id=relation.id, members=members, tags=dict(relation.tags), version=1, timestamp=timestamp)
            )
    return path


def write_drawn_town(path: Path, rows: int, columns: int, seed: int, step_m: float = 200.0) -> Path:
    """A town of crooked streets drawn from a seed: `rows` x `columns` junctions, some 3.7 directed segments for each.

    Streets are cut into ways of a few blocks, with a bend in each block; there are one-way streets, limits, bridges,
    forbidden turns, names. 520 x 520 junctions are a million segments.
    """
    rng = np.random.default_rng(seed)
    junction = np.arange(1, rows * columns + 1).reshape(rows, columns)
    row, column = np.mgrid[0:rows, 0:columns]
    lon = 37.1 + (column + rng.uniform(-0.3, 0.3, row.shape)) * step_m / DEGREE_M
    lat = 36.1 + (row + rng.uniform(-0.3, 0.3, row.shape)) * step_m / DEGREE_M
    nodes = dict(
        zip(junction.ravel().tolist(), zip(lon.ravel().tolist(), lat.ravel().tolist(), strict=True), strict=True)
    )
    ways: list[OsmWay] = []
    relations: list[OsmRelation] = []
    for street in (*junction, *junction.T):
        _draw_street(street.tolist(), nodes, ways, relations, rng)
    return write_osm(path, nodes, ways, relations)


def _draw_street(
    street: list[int],
    nodes: dict[int, tuple[float, float]],
    ways: list[OsmWay],
    relations: list[OsmRelation],
    rng: np.random.Generator,
) -> None:
    """Cut a street into ways; at some of its ends going straight on is forbidden."""
    tags = {"highway": DRAWN_CLASSES[int(rng.integers(len(DRAWN_CLASSES)))], "name": f"Street {len(ways)}"}
    begin = 0
    while begin < len(street) - 1:
        end = min(begin + int(rng.integers(1, 6)), len(street) - 1)
        through = [street[begin]]
        for a, b in zip(street[begin:end], street[begin + 1 : end + 1], strict=True):
            bend = len(nodes) + 1
            (lon_a, lat_a), (lon_b, lat_b) = nodes[a], nodes[b]
            sideways = rng.uniform(-1e-4, 1e-4, 2)
            nodes[bend] = ((lon_a + lon_b) / 2 + sideways[0], (lat_a + lat_b) / 2 + sideways[1])
            through += [bend, b]
        ways.append(OsmWay(len(ways) + 1, through, tags | _drawn_tags(rng)))
        if begin and rng.random() < 0.02:
            members = (("w", len(ways) - 1, "from"), ("n", street[begin], "via"), ("w", len(ways), "to"))
            straight = {"type": "restriction", "restriction": "no_straight_on"}
            relations.append(OsmRelation(len(relations) + 1, members, straight))
        begin = end


def _drawn_tags(rng: np.random.Generator) -> dict[str, str]:
    tags: dict[str, str] = {}
    if rng.random() < 0.15:
        tags["oneway"] = "yes"
    if rng.random() < 0.3:
        tags["maxspeed"] = "50"
    if rng.random() < 0.3:
        tags["surface"] = "asphalt"
    if rng.random() < 0.02:
        tags |= {"bridge": "yes", "maxweight": "12"}
    return tags

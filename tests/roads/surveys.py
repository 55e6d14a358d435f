"""Networks built from a few nodes and ways with OpenStreetMap's tags."""

from collections.abc import Iterable, Mapping

import numpy as np

from safepassage.exchange.roads.gathering import Gathering
from safepassage.roads.making.building import Built, build
from safepassage.roads.making.tags_barriers import barrier
from safepassage.roads.making.tags_turns import turn_rule
from safepassage.roads.network import Network
from tests.roads.osm_towns import OsmRelation, OsmWay

Nodes = Mapping[int, tuple[float, float]]
KM = 1 / 111.19492664455873
"""Degrees of a kilometre along the equator."""


def cross() -> dict[int, tuple[float, float]]:
    """Nodes of a junction: 1 west, 2 the junction, 3 east, 4 north, 5 south, each a kilometre apart."""
    return {1: (-KM, 0.0), 2: (0.0, 0.0), 3: (KM, 0.0), 4: (0.0, KM), 5: (0.0, -KM)}


def gathered(
    nodes: Nodes,
    ways: Iterable[OsmWay],
    relations: Iterable[OsmRelation] = (),
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
) -> Gathering:
    """What a source with these things says."""
    gathering = Gathering()
    for way in ways:
        gathering.add_way(way.id, tuple(way.tags.items()), way.tags.get("name", ""), way.nodes)
    for relation in relations:
        gathering.add_turn_rule(relation.id, turn_rule(relation.tags, relation.members))
    for id_, tags in (node_tags or {}).items():
        if (found := barrier(tags)) is not None:
            gathering.barriers[id_] = found
    lon, lat = (np.array([place[axis] for place in nodes.values()], dtype=float) for axis in (0, 1))
    gathering.add_nodes(np.array(list(nodes), dtype=np.int64), lon, lat)
    return gathering


def built(
    nodes: Nodes,
    ways: Iterable[OsmWay],
    relations: Iterable[OsmRelation] = (),
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
) -> Built:
    """The network of these things, and all that is left out."""
    gathering = gathered(nodes, ways, relations, node_tags)
    found = build(gathering.survey())
    return Built(found.network, gathering.left_out + found.left_out)


def segments(network: Network) -> set[tuple[int, tuple[tuple[float, float], ...]]]:
    """Every segment as its way and its line, rounded to centimetres."""
    found = set()
    for segment in range(network.segments):
        lon, lat = network.line(segment)
        line = tuple((round(x, 7), round(y, 7)) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
        found.add((int(network.way[segment]), line))
    return found


def forbidden(network: Network) -> set[tuple[int, int]]:
    """The forbidden turns as pairs of ways."""
    return {(int(network.way[a]), int(network.way[b])) for a, b in network.forbidden_turns.tolist()}

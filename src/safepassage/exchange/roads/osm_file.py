"""OpenStreetMap files: PBF, XML and o5m, compressed or not."""

from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
import osmium
from osmium import BaseFilter
from osmium.filter import IdFilter, KeyFilter
from osmium.osm import NODE, RELATION, WAY, Node, Relation, Way, osm_entity_bits

from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.roads.gathering import DEGREES_PER_UNIT, Gathering
from safepassage.exchange.roads.tell import TELL_EVERY, Tell
from safepassage.roads.making.tags import KEYS
from safepassage.roads.making.tags_barriers import barrier
from safepassage.roads.making.tags_turns import RESTRICTION_KEYS, turn_rule
from safepassage.roads.network import Ints

ENDINGS = (".pbf", ".osm", ".osm.gz", ".osm.bz2", ".o5m", ".osm.xml")
FORMATS = frozenset({"osm", "osh", "pbf", "o5m", "gz", "bz2"})
ATTRIBUTION = "© OpenStreetMap contributors, ODbL"
F = TypeVar("F", bound=BaseFilter)
NEVER = datetime.fromtimestamp(0, UTC)
"""The date of a thing that has none."""


def read_osm(path: Path, gathering: Gathering, tell: Tell) -> date | None:
    """Gather the roads of a file; answers with the day that it shows, None where it does not say.

    The file is read twice, for roads and then for their nodes, so that the order of things in it does not matter.
    """
    try:
        header = osmium.FileProcessor(_file(path)).header
        if header.has_multiple_object_versions:
            raise Mistakes([_history(path)])
        first_way = gathering.ways
        day = _day(header.get("timestamp", "") or header.get("osmosis_replication_timestamp", ""))
        newest = _read_ways(path, gathering, tell, dated=day is None)
        _read_nodes(path, gathering, gathering.through(first_way), tell)
    except RuntimeError as error:
        raise Mistakes([_unreadable(path, error)]) from error
    return day or newest


def _day(written: str) -> date | None:
    try:
        return datetime.fromisoformat(written).date()
    except ValueError:
        return None


def _file(path: Path) -> osmium.io.File:
    """The file; its format is told by its name, in capitals too."""
    parts = path.name.lower().split(".")
    return osmium.io.File(str(path), ".".join(part for part in parts[1:] if part in FORMATS))


def _read_ways(path: Path, gathering: Gathering, tell: Tell, *, dated: bool) -> date | None:
    """Roads, barriers and turn restrictions; answers with the day of the newest road if that is wanted."""
    found = (
        osmium.FileProcessor(_file(path), NODE | WAY | RELATION)
        .with_filter(_for(WAY, KeyFilter("highway", "route")))
        .with_filter(_for(NODE, KeyFilter("barrier")))
        .with_filter(_for(RELATION, KeyFilter(*RESTRICTION_KEYS)))
    )
    newest = NEVER
    for number, thing in enumerate(found):
        if number % TELL_EVERY == 0:
            tell(f"reading roads of {path.name}", number, None)
        if isinstance(thing, Way):
            read = tuple([(tag.k, tag.v) for tag in thing.tags if tag.k in KEYS])
            name = thing.tags.get("name") or thing.tags.get("ref") or ""
            gathering.add_way(thing.id, read, name, [node.ref for node in thing.nodes])
            if dated:
                newest = max(newest, thing.timestamp)
        elif isinstance(thing, Node | Relation):
            _take_barrier_or_turn(thing, gathering)
    return None if newest == NEVER else newest.date()


def _for(kind: osm_entity_bits, wanted: F) -> F:
    """A filter that looks at things of one kind only, and lets the others pass."""
    wanted.enable_for(kind)
    return wanted


def _take_barrier_or_turn(thing: Node | Relation, gathering: Gathering) -> None:
    tags = {tag.k: tag.v for tag in thing.tags}
    if isinstance(thing, Relation):
        members = [(member.type, member.ref, member.role) for member in thing.members]
        gathering.add_turn_rule(thing.id, turn_rule(tags, members))
    elif (found := barrier(tags)) is not None:
        gathering.barriers.setdefault(thing.id, found)


def _read_nodes(path: Path, gathering: Gathering, ids: Ints, tell: Tell) -> None:
    """Positions of the nodes with these ids (ascending), as far as they are in the file."""
    doing = f"reading positions of {path.name}"
    tell(doing, 0, len(ids))
    wanted = ids[ids > 0].tolist()
    places = osmium.index.create_map("sparse_mem_map")  # the others look in vain where nodes are not in order
    with osmium.io.Reader(_file(path), NODE) as reader:
        osmium.apply(reader, _for(NODE, IdFilter(wanted)), osmium.NodeLocationsForWays(places))
    found, x, y = array("q"), array("q"), array("q")
    for number, id_ in enumerate(wanted):
        if number % TELL_EVERY == 0:
            tell(doing, number, len(ids))
        try:
            place = places.get(id_)
        except KeyError:
            continue
        found.append(id_)
        x.append(place.x)
        y.append(place.y)
    for node in _not_uploaded(path, set(ids[ids < 0].tolist())):
        found.append(node.id)
        x.append(node.location.x)
        y.append(node.location.y)
    lon, lat = (np.array(axis) * DEGREES_PER_UNIT for axis in (x, y))
    valid = (abs(lon) <= 180) & (abs(lat) <= 90)
    gathering.add_nodes(np.array(found)[valid], lon[valid], lat[valid])


def _not_uploaded(path: Path, ids: set[int]) -> Iterator[Node]:
    """Nodes that an editor numbered below 0; no index takes these."""
    if ids:
        for node in osmium.FileProcessor(_file(path), NODE):
            if isinstance(node, Node) and node.id in ids:
                yield node


def _history(path: Path) -> Mistake:
    do = f"cut out one day first: osmium time-filter {path.name} 2016-12-15T00:00:00Z -o that-day.osm.pbf"
    return Mistake(path.name, None, None, "holds the history of every object, or changes", "the roads of one day", do)


def _unreadable(path: Path, error: RuntimeError) -> Mistake:
    wrong = f"cannot be read as OpenStreetMap data ({error})"
    do = "get it again, it may have been cut short on the way; its name must end as its format does"
    return Mistake(path.name, None, None, wrong, "PBF, XML or o5m", do)

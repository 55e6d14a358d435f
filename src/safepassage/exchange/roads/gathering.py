"""Roads from one file after another, each way once, and what was left out of them."""

from array import array
from collections import Counter
from collections.abc import Sequence

import numpy as np

from safepassage.roads.making.joining import join
from safepassage.roads.making.survey import Survey, TurnRule
from safepassage.roads.making.tags import Carriageway, LeftOut, carriageway
from safepassage.roads.making.tags_barriers import Barrier
from safepassage.roads.making.tags_turns import TurnLeftOut
from safepassage.roads.network import Floats, Ints

Tags = tuple[tuple[str, str], ...]
OF_ONE_POINT = "ways of less than two points"
IN_SEVERAL_FILES = "ways that are in several files"
DEGREES_PER_UNIT = 1e-7
"""OpenStreetMap's positions are whole numbers of this unit; those of other sources are rounded to it."""
FIRST_PLACE = -(1 << 40)
"""Below the ids that editors give to nodes that are not uploaded yet."""


class Gathering:
    """What has been read so far.

    Attributes:
        barriers: by node id.
        left_out: how many ways and turn restrictions, by why.
        unread: how many ways have a tag whose value is not understood, by the tag.
    """

    def __init__(self) -> None:
        self.barriers: dict[int, Barrier] = {}
        self.left_out: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self._turn_rules: dict[int, TurnRule] = {}
        self._meant: dict[Tags, int | LeftOut] = {}
        self._unread_of: dict[Tags, tuple[str, ...]] = {}
        self._kinds: dict[Carriageway, int] = {}
        self._names: dict[str, int] = {"": 0}
        self._osm_ways: set[int] = set()
        self._to_join = False
        self._next_place = FIRST_PLACE
        self._way, self._kind, self._name = array("q"), array("i"), array("i")
        self._first, self._through = array("q", [0]), array("q")
        self._nodes: list[tuple[Ints, Floats, Floats]] = []

    @property
    def ways(self) -> int:
        return len(self._way)

    @property
    def known(self) -> frozenset[int]:
        """Ids of the ways that are there."""
        return frozenset(self._way)

    def add_way(self, id_: int, tags: Tags, name: str, nodes: Sequence[int]) -> None:
        """Take a way of OpenStreetMap, unless it is no road, or there already."""
        if id_ in self._osm_ways:
            self.left_out[IN_SEVERAL_FILES] += 1
        elif self.put_way(id_, tags, name, nodes):
            self._osm_ways.add(id_)

    def put_way(self, id_: int, tags: Tags, name: str, nodes: Sequence[int], *, joined: bool = False) -> bool:
        """Take a way, unless it is no road; one that is not drawn from node to node is to be `joined` to others."""
        kind = self._meant.get(tags)
        if kind is None:
            kind = self._meant[tags] = self._meaning(tags)
        if isinstance(kind, LeftOut):
            self.left_out[kind] += 1
            return False
        if len(nodes) < 2:
            self.left_out[OF_ONE_POINT] += 1
            return False
        self._to_join |= joined
        self.unread.update(self._unread_of.get(tags, ()))
        self._way.append(id_)
        self._kind.append(kind)
        self._name.append(self._names.setdefault(name, len(self._names)))
        self._through.extend(nodes)
        self._first.append(len(self._through))
        return True

    def add_places(self, lon: Floats, lat: Floats) -> Ints:
        """Ids for the nodes of lines that are drawn without any: the same place is the same node. They are below 0."""
        units = np.column_stack((np.rint(lon / DEGREES_PER_UNIT), np.rint(lat / DEGREES_PER_UNIT))).astype(np.int64)
        places, index = np.unique(units, axis=0, return_inverse=True)
        ids = self._next_place - np.arange(len(places))
        self._next_place -= len(places)
        self.add_nodes(ids, places[:, 0] * DEGREES_PER_UNIT, places[:, 1] * DEGREES_PER_UNIT)
        return np.asarray(ids[index.ravel()])

    def add_turn_rule(self, id_: int, rule: TurnRule | TurnLeftOut | None) -> None:
        """Take a turn restriction, unless it cannot be used."""
        if isinstance(rule, TurnLeftOut):
            self.left_out[rule] += 1
        elif rule is not None:
            self._turn_rules[id_] = rule

    def add_nodes(self, ids: Ints, lon: Floats, lat: Floats) -> None:
        """Take positions of nodes; the first position of a node counts."""
        self._nodes.append((ids, lon, lat))

    def through(self, first_way: int = 0) -> Ints:
        """Ids of the nodes of the ways from the given one on, ascending, each once."""
        return np.unique(np.array(self._through[self._first[first_way] :], dtype=np.int64))

    def survey(self) -> Survey:
        """All that was gathered."""
        axes = zip(*self._nodes, strict=True) if self._nodes else [[np.zeros(0)]] * 3
        ids, lon, lat = (np.concatenate(list(parts)) for parts in axes)
        node, first_seen = np.unique(ids.astype(np.int64), return_index=True)
        survey = Survey(
            node=node,
            lon=lon[first_seen],
            lat=lat[first_seen],
            way=np.array(self._way, dtype=np.int64),
            kind=np.array(self._kind, dtype=np.int64),
            kinds=tuple(self._kinds),
            name=np.array(self._name, dtype=np.int64),
            names=tuple(self._names),
            first=np.array(self._first, dtype=np.int64),
            through=np.array(self._through, dtype=np.int64),
            barriers=self.barriers,
            turn_rules=tuple(self._turn_rules.values()),
        )
        return join(survey, survey.through[survey.first[:-1]] <= FIRST_PLACE) if self._to_join else survey

    def _meaning(self, tags: Tags) -> int | LeftOut:
        road = carriageway(dict(tags))
        if isinstance(road, LeftOut):
            return road
        if road.unread:
            self._unread_of[tags] = road.unread
        return self._kinds.setdefault(road, len(self._kinds))

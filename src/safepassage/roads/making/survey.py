"""Roads as their sources draw them: lines through nodes, with what they mean, before they are cut into a network."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from safepassage.roads.making.tags import Carriageway
from safepassage.roads.making.tags_barriers import Barrier
from safepassage.roads.network import Floats, Ints


@dataclass(frozen=True, slots=True)
class TurnRule:
    """A turn restriction: which way to go, or not to go, where roads meet.

    Attributes:
        only: True where it names the only way to go on; False where it forbids one.
        origins, destinations: way ids.
        via: node id; None where `via_ways` are there instead.
        uses: access mask of those whom it binds.
    """

    only: bool
    origins: tuple[int, ...]
    destinations: tuple[int, ...]
    via: int | None
    via_ways: tuple[int, ...]
    uses: int


@dataclass(frozen=True)
class Survey:
    """What sources say. Axes: node, way, reference (a way's node), each in the order of the sources but for nodes.

    Attributes:
        node: [node] ids, ascending.
        lon, lat: [node] degrees.
        way: [way] ids.
        kind: [way] index into `kinds`.
        name: [way] index into `names`; ``names[0]`` is empty.
        first: [way + 1] way ``w`` goes through ``through[first[w] : first[w + 1]]``.
        through: [reference] node ids; some may be missing among the nodes.
        barriers: what stands on the road, by node id.
    """

    node: Ints
    lon: Floats
    lat: Floats
    way: Ints
    kind: Ints
    kinds: tuple[Carriageway, ...]
    name: Ints
    names: tuple[str, ...]
    first: Ints
    through: Ints
    barriers: Mapping[int, Barrier] = field(default_factory=dict)
    turn_rules: tuple[TurnRule, ...] = ()

    @property
    def way_of(self) -> Ints:
        """[reference] index of the way."""
        return np.repeat(np.arange(len(self.way)), np.diff(self.first))

    @property
    def located(self) -> Ints:
        """[reference] index of the node; -1 where it is missing."""
        index = np.searchsorted(self.node, self.through)
        found = np.append(self.node, np.iinfo(np.int64).max)[index] == self.through
        return np.where(found, index, -1)

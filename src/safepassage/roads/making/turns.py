"""Turn restrictions as pairs of segments that may not follow each other."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.roads.making.survey import TurnRule
from safepassage.roads.making.tags_turns import TurnLeftOut
from safepassage.roads.network import Ints

Turn = tuple[int, int]


@dataclass(frozen=True)
class Turns:
    """Forbidden turns.

    Attributes:
        forbidden: [turn, 2] segments.
        uses: [turn] access mask of those whom it binds.
        left_out: how many rules by why.
    """

    forbidden: Ints
    uses: Ints
    left_out: Counter[str]


def forbid(rules: Iterable[TurnRule], streets: "Streets") -> Turns:
    """Apply the rules."""
    bound: dict[Turn, int] = {}
    left_out: Counter[str] = Counter()
    for rule in rules:
        turns = _at_node(rule, streets) if rule.via is not None else _along_way(rule, streets)
        if isinstance(turns, TurnLeftOut):
            left_out[turns] += 1
            continue
        for turn in turns:
            bound[turn] = bound.get(turn, 0) | rule.uses
    pairs = sorted(bound)
    return Turns(
        np.array(pairs, dtype=np.int32).reshape(-1, 2),
        np.array([bound[pair] for pair in pairs], dtype=np.uint8),
        left_out,
    )


class Streets:
    """The segments around the nodes of some rules.

    Attributes:
        way: of a segment.
        tail, head, reverse: of a segment, as in `Network`.
        arriving, leaving: segments by node.
        of_way: segments of the via ways.
        node: by the id that it has in the source.
    """

    def __init__(
        self, rules: Iterable[TurnRule], tail: Ints, head: Ints, reverse: Ints, way: Ints, nodes: Mapping[int, int]
    ) -> None:
        rules = tuple(rules)
        self.tail, self.head, self.reverse, self.way, self.node = tail, head, reverse, way, nodes
        along = np.flatnonzero(np.isin(way, sorted({id_ for rule in rules for id_ in rule.via_ways})))
        self.of_way = _by(way, along)
        vias = [nodes[rule.via] for rule in rules if rule.via is not None and rule.via in nodes]
        around = np.union1d(np.array(vias, dtype=np.int64), np.union1d(tail[along], head[along]))
        self.arriving = _by(head, np.flatnonzero(np.isin(head, around)))
        self.leaving = _by(tail, np.flatnonzero(np.isin(tail, around)))

    def into(self, node: int, ways: tuple[int, ...]) -> list[int]:
        """Segments of some ways that arrive at a node."""
        return [segment for segment in self.arriving.get(node, ()) if self.way[segment] in ways]

    def out_of(self, node: int, ways: tuple[int, ...]) -> list[int]:
        """Segments of some ways that leave a node."""
        return [segment for segment in self.leaving.get(node, ()) if self.way[segment] in ways]


def _by(key: Ints, segments: Ints) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for segment in segments.tolist():
        found.setdefault(int(key[segment]), []).append(segment)
    return found


def _at_node(rule: TurnRule, streets: Streets) -> list[Turn] | TurnLeftOut:
    node = streets.node.get(rule.via) if rule.via is not None else None
    if node is None:
        return TurnLeftOut.NOT_MEETING
    origins, destinations = streets.into(node, rule.origins), streets.out_of(node, rule.destinations)
    if not origins or not destinations:
        return TurnLeftOut.NOT_MEETING
    if not rule.only and rule.origins == rule.destinations:  # turning back, also in the middle of a way
        return [(origin, back) for origin in origins if (back := int(streets.reverse[origin])) in destinations]
    if len({int(streets.way[origin]) for origin in origins}) < len(origins) or (
        len({int(streets.way[destination]) for destination in destinations}) < len(destinations)
    ):
        return TurnLeftOut.UNCLEAR
    banned = _banned(rule, streets, node, destinations)
    return [(origin, segment) for origin in origins for segment in banned]


def _banned(rule: TurnRule, streets: Streets, node: int, destinations: list[int]) -> list[int]:
    """The segments that leave a node and that the rule forbids."""
    if not rule.only:
        return destinations
    return [segment for segment in streets.leaving.get(node, ()) if segment not in destinations]


def _along_way(rule: TurnRule, streets: Streets) -> list[Turn] | TurnLeftOut:
    """A rule over one more segment, where it says no more than turns can say.

    If the segment between is reached from the rule's origin only, it is the turn out of it that is forbidden; if it
    leads nowhere else than where the rule forbids, the turn into it.
    """
    if len(rule.via_ways) > 1:
        return TurnLeftOut.VIA_WAY
    found = [
        (origin, between, destinations)
        for between in streets.of_way.get(rule.via_ways[0], ())
        for origin in streets.into(int(streets.tail[between]), rule.origins)
        if (destinations := streets.out_of(int(streets.head[between]), rule.destinations))
    ]
    if not found:
        return TurnLeftOut.VIA_WAY if streets.of_way.get(rule.via_ways[0]) else TurnLeftOut.NOT_MEETING
    if len(found) > 1:
        return TurnLeftOut.UNCLEAR
    origin, between, destinations = found[0]
    tail, head, back = int(streets.tail[between]), int(streets.head[between]), int(streets.reverse[between])
    banned = _banned(rule, streets, head, destinations)
    if set(streets.arriving[tail]) - {back} == {origin}:
        return [(between, segment) for segment in banned]
    if set(streets.leaving[head]) - {back} <= set(banned):
        return [(origin, between)]
    return TurnLeftOut.VIA_WAY

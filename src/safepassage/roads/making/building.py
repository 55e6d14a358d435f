"""From what sources say of roads to a network."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.making.barriers import put_gates
from safepassage.roads.making.pieces import cut
from safepassage.roads.making.stretches import Stretches, stretches_of
from safepassage.roads.making.survey import Survey
from safepassage.roads.making.turns import Streets, forbid
from safepassage.roads.network import Ints, Network


@dataclass(frozen=True)
class Built:
    """A network, and how much of the survey was left out, by why."""

    network: Network
    left_out: Counter[str]


def build(
    survey: Survey,
    inside: NDArray[np.bool_] | None = None,
    *,
    source: str = "",
    as_of: date | None = None,
    attribution: str = "",
) -> Built:
    """Cut ways at junctions and barriers, and make a segment of each direction in which somebody may drive.

    What lies `inside` ([node] of the survey) is wanted; None for everything.
    """
    pieces = cut(survey, inside)
    ends = np.stack((pieces.point[pieces.begin], pieces.point[pieces.end]))
    used, numbered = np.unique(ends, return_inverse=True)
    tail, head = numbered.reshape(2, -1)
    wanted = {*survey.barriers, *(rule.via for rule in survey.turn_rules)}
    number = {id_: i for i, id_ in enumerate(survey.node[used].tolist()) if id_ in wanted}
    barriers = {number[id_]: barrier for id_, barrier in survey.barriers.items() if id_ in number}
    gates = put_gates(tail, head, len(used), barriers)
    at = np.concatenate((used, used[gates.copied]))
    network = replace(
        _drive(survey, stretches_of(survey, pieces, gates), at), source=source, as_of=as_of, attribution=attribution
    )
    ways = set(network.way.tolist()) if survey.turn_rules else set()
    rules = [rule for rule in survey.turn_rules if inside is None or ways.issuperset(rule.origins + rule.destinations)]
    turns = forbid(rules, Streets(rules, network.tail, network.head, network.reverse, network.way, number))
    network = replace(network, forbidden_turns=turns.forbidden, forbidden_to=turns.uses)
    return Built(network, pieces.left_out + turns.left_out)


def _drive(survey: Survey, stretches: Stretches, at: Ints) -> Network:
    """A segment for each direction of a stretch in which somebody may drive.

    A node lies `at` ([node]) the position of the survey's node with that index.
    """
    stretch, against = np.nonzero(stretches.access.T)
    numbered = np.full((2, len(stretches.tail)), -1, dtype=np.int32)
    numbered[against, stretch] = np.arange(len(stretch))
    points = stretches.end[stretch] - stretches.begin[stretch] + 1
    first_point = np.concatenate(([0], np.cumsum(points)))
    nth = np.arange(first_point[-1]) - np.repeat(first_point[:-1], points)
    begin = np.where(against, stretches.end[stretch], stretches.begin[stretch])
    point = stretches.point[np.repeat(begin, points) + nth * np.repeat(1 - 2 * against, points)]
    way = stretches.way[stretch]
    kind = survey.kind[way]
    return Network(
        lon=survey.lon[at],
        lat=survey.lat[at],
        tail=np.where(against, stretches.head[stretch], stretches.tail[stretch]).astype(np.int32),
        head=np.where(against, stretches.tail[stretch], stretches.head[stretch]).astype(np.int32),
        length_m=stretches.length_m[stretch],
        road_class=np.array([kind.road_class for kind in survey.kinds], dtype=np.uint8)[kind],
        surface=np.array([kind.surface for kind in survey.kinds], dtype=np.uint8)[kind],
        max_speed_kph=stretches.max_speed_kph[against, stretch],
        lanes=stretches.lanes[against, stretch],
        access=stretches.access[against, stretch],
        max_weight_t=stretches.max_weight_t[stretch],
        max_height_m=stretches.max_height_m[stretch],
        max_width_m=stretches.max_width_m[stretch],
        bridge=stretches.bridge[stretch],
        tunnel=stretches.tunnel[stretch],
        roundabout=stretches.roundabout[stretch],
        way=survey.way[way],
        name=survey.name[way].astype(np.int32),
        names=survey.names,
        reverse=numbered[1 - against, stretch],
        first_point=first_point,
        point_lon=survey.lon[point],
        point_lat=survey.lat[point],
    )

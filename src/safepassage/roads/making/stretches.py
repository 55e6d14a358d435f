"""Stretches of road with what their ways say of them, and gates among them: both directions in one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.making.barriers import Gates
from safepassage.roads.making.great_circles import great_circles_m
from safepassage.roads.making.pieces import Pieces
from safepassage.roads.making.survey import Survey
from safepassage.roads.making.tags import Carriageway
from safepassage.roads.network import Floats, Ints, RoadClass


@dataclass(frozen=True)
class Stretches:
    """Axes: stretch, point, direction (along and against the way). What is not explained is as in `Network`.

    Attributes:
        point: [point] index of the survey's node.
        begin, end: [stretch] index of its first and its last point, both included.
        way: [stretch] index of the survey's way.
        access, max_speed_kph, lanes: [direction, stretch].
    """

    point: Ints
    begin: Ints
    end: Ints
    tail: Ints
    head: Ints
    way: Ints
    length_m: Floats
    access: Ints
    max_speed_kph: Floats
    lanes: Ints
    max_weight_t: Floats
    max_height_m: Floats
    max_width_m: Floats
    bridge: NDArray[np.bool_]
    tunnel: NDArray[np.bool_]
    roundabout: NDArray[np.bool_]


def stretches_of(survey: Survey, pieces: Pieces, gates: Gates) -> Stretches:
    """The pieces, and after them the gates."""
    way = np.concatenate((pieces.way, pieces.way[gates.piece]))
    kind = survey.kind[way]
    kinds = survey.kinds
    at = len(pieces.point) + 2 * np.arange(len(gates.piece))
    stood = pieces.point[np.where(_begins_there(gates), pieces.begin[gates.piece], pieces.end[gates.piece])]
    is_gate = np.arange(len(way)) >= len(pieces.way)
    access = _of(kinds, "access", np.uint8)[:, kind]
    access[:, is_gate] = [barrier.access for barrier in gates.barrier]
    limits = [kind.limits for kind in kinds]
    found = Stretches(
        point=np.concatenate((pieces.point, np.repeat(stood, 2))),
        begin=np.concatenate((pieces.begin, at)),
        end=np.concatenate((pieces.end, at + 1)),
        tail=np.concatenate((gates.tail, gates.origin)),
        head=np.concatenate((gates.head, gates.destination)),
        way=way,
        length_m=np.zeros(len(way)),
        access=access,
        max_speed_kph=_of(kinds, "max_speed_kph", np.float32)[:, kind],
        lanes=_of(kinds, "lanes", np.uint8)[:, kind],
        max_weight_t=_limit([limit.weight_t for limit in limits], kind, [b.limits.weight_t for b in gates.barrier]),
        max_height_m=_limit([limit.height_m for limit in limits], kind, [b.limits.height_m for b in gates.barrier]),
        max_width_m=_limit([limit.width_m for limit in limits], kind, [b.limits.width_m for b in gates.barrier]),
        bridge=np.array([kind.bridge for kind in kinds], dtype=bool)[kind] & ~is_gate,
        tunnel=np.array([kind.tunnel for kind in kinds], dtype=bool)[kind] & ~is_gate,
        roundabout=np.array([kind.roundabout for kind in kinds], dtype=bool)[kind] & ~is_gate,
    )
    found.length_m[:] = _lengths_m(survey, found)
    _time_ferries(survey, found)
    return found


def _begins_there(gates: Gates) -> NDArray[np.bool_]:
    """[gate] True where the piece behind it begins at the gate, False where it ends there."""
    return np.asarray(gates.tail[gates.piece] == gates.destination)


def _of(kinds: Sequence[Carriageway], attribute: str, dtype: type) -> NDArray[Any]:
    """[direction, kind] an attribute of the directions."""
    directions = [[kind.forward for kind in kinds], [kind.backward for kind in kinds]]
    return np.array([[getattr(one, attribute) for one in side] for side in directions], dtype=dtype).reshape(2, -1)


def _limit(of_kind: list[float], kind: Ints, of_gate: list[float]) -> Floats:
    """A limit of pieces by their kind, and of gates by their barrier."""
    pieces = len(kind) - len(of_gate)
    return np.concatenate((np.array(of_kind, dtype=np.float32)[kind[:pieces]], np.array(of_gate, dtype=np.float32)))


def _lengths_m(survey: Survey, found: Stretches) -> Floats:
    """[stretch] along its points."""
    lon, lat = survey.lon[found.point], survey.lat[found.point]
    passed = np.concatenate(([0.0], np.cumsum(great_circles_m(lon[:-1], lat[:-1], lon[1:], lat[1:]))))
    return np.asarray(passed[found.end] - passed[found.begin])


def _time_ferries(survey: Survey, found: Stretches) -> None:
    """Give ferries the speed that their timetable means, over what is imported of the way."""
    crossing_s = np.array([kind.crossing_s or 0 for kind in survey.kinds])[survey.kind]
    if not crossing_s.any():
        return
    is_ferry = np.array([kind.road_class is RoadClass.FERRY for kind in survey.kinds], dtype=bool)[survey.kind]
    whole_m = np.bincount(found.way, weights=found.length_m, minlength=len(survey.way))
    timed = (is_ferry & (crossing_s > 0) & (whole_m > 0))[found.way]
    kph = 3.6 * whole_m[found.way[timed]] / crossing_s[found.way[timed]]
    found.max_speed_kph[:, timed] = kph

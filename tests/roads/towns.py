"""Small road networks that one can check by hand, and grids of any size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from safepassage.domain.fleet import RoadUse
from safepassage.roads.network import USES, Network, RoadClass, Surface

EVERYBODY = (1 << len(USES)) - 1
METRES_PER_DEGREE = 111_320.0


def only(*uses: RoadUse) -> int:
    """An access mask for these uses."""
    return sum(1 << USES.index(use) for use in uses)


@dataclass(frozen=True)
class Road:
    """A stretch between two named nodes; `via` are further points of its line as (lon, lat)."""

    origin: str
    destination: str
    length_m: float
    road_class: RoadClass = RoadClass.RESIDENTIAL
    one_way: bool = False
    speed_kph: float = float("nan")
    access: int = EVERYBODY
    weight_t: float = float("inf")
    height_m: float = float("inf")
    width_m: float = float("inf")
    bridge: bool = False
    surface: Surface = Surface.UNKNOWN
    name: str = ""
    via: tuple[tuple[float, float], ...] = ()


def network_of(
    nodes: Mapping[str, tuple[float, float]],
    roads: Iterable[Road],
    forbidden: Sequence[tuple[str, str, str]] = (),
) -> Network:
    """A network of named nodes (lon, lat) and roads; `forbidden` turns as (from, at, to)."""
    number = {name: i for i, name in enumerate(nodes)}
    names: list[str] = [""]
    rows: list[tuple[int, int, int, Road, int]] = []
    lines: list[list[tuple[float, float]]] = []
    for way, road in enumerate(roads):
        if road.name not in names:
            names.append(road.name)
        line = [nodes[road.origin], *road.via, nodes[road.destination]]
        there = (number[road.origin], number[road.destination], way, road, -1 if road.one_way else len(rows) + 1)
        rows.append(there)
        lines.append(line)
        if not road.one_way:
            rows.append((there[1], there[0], way, road, len(rows) - 1))
            lines.append(line[::-1])
    of = [road for *_, road, _ in rows]
    points = np.array([point for line in lines for point in line], dtype=float).reshape(-1, 2)
    segment_of = {(tail, head): i for i, (tail, head, *_) in enumerate(rows)}
    turns = [(segment_of[number[a], number[b]], segment_of[number[b], number[c]]) for a, b, c in forbidden]
    return Network(
        lon=np.array([lon for lon, _ in nodes.values()]),
        lat=np.array([lat for _, lat in nodes.values()]),
        tail=np.array([row[0] for row in rows], dtype=np.int32),
        head=np.array([row[1] for row in rows], dtype=np.int32),
        length_m=np.array([road.length_m for road in of]),
        road_class=np.array([road.road_class for road in of], dtype=np.uint8),
        surface=np.array([road.surface for road in of], dtype=np.uint8),
        max_speed_kph=np.array([road.speed_kph for road in of]),
        lanes=np.ones(len(of), dtype=np.uint8),
        access=np.array([road.access for road in of], dtype=np.uint8),
        max_weight_t=np.array([road.weight_t for road in of]),
        max_height_m=np.array([road.height_m for road in of]),
        max_width_m=np.array([road.width_m for road in of]),
        bridge=np.array([road.bridge for road in of], dtype=bool),
        tunnel=np.zeros(len(of), dtype=bool),
        roundabout=np.zeros(len(of), dtype=bool),
        way=np.array([row[2] for row in rows], dtype=np.int64),
        name=np.array([names.index(road.name) for road in of], dtype=np.int32),
        names=tuple(names),
        reverse=np.array([row[4] for row in rows], dtype=np.int32),
        first_point=np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        point_lon=points[:, 0],
        point_lat=points[:, 1],
        forbidden_turns=np.array(turns, dtype=np.int32).reshape(-1, 2),
        source="drawn by hand",
        as_of=date(2030, 5, 1),
        attribution="roads of nowhere",
    )


def river_town() -> Network:
    """Two banks of a river, checkable by hand; all lengths in metres, lon and lat to scale at the equator.

        w2 --1000-- w1 ==old-bridge 500== e1 --1000-- e2
        |                                            |
       2000 (track)                                 2000
        |                                            |
        w3 ---------new-bridge 3000, trunk---------- e3      far (an island with one road: far1 -- far2)

    The old bridge carries 12 t and lies in the straight way from w2 to e2 (2,500 m); the new bridge is 7,000 m round.
    At e1 it is forbidden to turn back onto the bridge.
    """
    km = 1000 / METRES_PER_DEGREE
    at = {
        "w2": (0.0, 0.0), "w1": (km, 0.0), "e1": (1.5 * km, 0.0), "e2": (2.5 * km, 0.0),
        "w3": (0.0, -2 * km), "e3": (2.5 * km, -2 * km), "far1": (5 * km, 0.0), "far2": (6 * km, 0.0),
    }  # fmt: skip
    return network_of(
        at,
        [
            Road("w2", "w1", 1000, name="Market street"),
            Road("w1", "e1", 500, RoadClass.SECONDARY, weight_t=12.0, bridge=True, name="Old bridge"),
            Road("e1", "e2", 1000, name="Camp street"),
            Road("w2", "w3", 2000, RoadClass.TRACK, surface=Surface.UNPAVED),
            Road("w3", "e3", 3000, RoadClass.TRUNK, speed_kph=80.0, bridge=True, name="New bridge"),
            Road("e3", "e2", 2000, RoadClass.UNCLASSIFIED),
            Road("far1", "far2", 1000),
        ],
        forbidden=[("w1", "e1", "w1")],
    )


def grid(rows: int, columns: int, seed: int, step_m: float = 200.0, one_way: float = 0.2) -> Network:
    """A town of streets drawn from a seed: crooked, of all classes, some one-way, with some forbidden turns."""
    rng = np.random.default_rng(seed)
    degree = step_m / METRES_PER_DEGREE
    nodes = {
        f"{r},{c}": tuple((np.array([c, r]) + rng.uniform(-0.3, 0.3, 2)) * degree + np.array([37.1, 36.1]))
        for r in range(rows)
        for c in range(columns)
    }
    roads, turns = [], []
    for r in range(rows):
        for c in range(columns):
            for to_r, to_c in ((r, c + 1), (r + 1, c)):
                if to_r >= rows or to_c >= columns:
                    continue
                a, b = f"{r},{c}", f"{to_r},{to_c}"
                if rng.random() < 0.5:
                    a, b = b, a
                length_m = float(np.hypot(*(np.array(nodes[a]) - np.array(nodes[b])))) * METRES_PER_DEGREE
                kind = RoadClass(int(rng.integers(2, 9)))
                roads.append(Road(a, b, length_m * rng.uniform(1.0, 1.3), kind, bool(rng.random() < one_way)))
    both = {(road.origin, road.destination) for road in roads}
    both |= {(road.destination, road.origin) for road in roads if not road.one_way}
    into: dict[str, list[str]] = {}
    for a, b in sorted(both):
        into.setdefault(a, []).append(b)
    for a, b in sorted(both):
        if rng.random() < 0.05 and (after := [c for c in into.get(b, []) if c != a]):
            turns.append((a, b, after[int(rng.integers(len(after)))]))
    return network_of({k: (float(v[0]), float(v[1])) for k, v in nodes.items()}, roads, turns)

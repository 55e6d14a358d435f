"""Streets drawn from a seed around the places of an operation: for exercises and tests, and nowhere in particular.

Places that lie close together share a town of crooked blocks with wider streets through it; towns are joined by roads.
Rivers are not drawn, but some stretches of the roads between towns are bridges.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, inf, nan, radians

import numpy as np

from safepassage.roads.network import USES, Network, RoadClass, Surface
from safepassage.synthetic.chance import Chance
from safepassage.synthetic.geography import METRES_PER_DEGREE, Point

BLOCK_M = 260.0
"""From one street to the next."""

MARGIN_M = 700.0
"""A town reaches so far beyond its outermost places."""

APART_M = 3000.0
"""Places that are no further apart share a town."""

WIDE_EVERY = 4
"""Every so many streets one is wide."""

CROOKED = 0.22
"""Corners lie off their grid by up to so many blocks."""

ONE_WAY = 0.15
"""Share of the stretches of small streets that go one way only."""

BENDS_M = 1800.0
"""Between towns a road bends about every so many metres."""

BRIDGES = 0.15
"""Share of the stretches between towns that are bridges."""

ATTRIBUTION = "Drawn from a seed: no real roads"
EVERYBODY = (1 << len(USES)) - 1
XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Road:
    """A stretch between two corners."""

    a: int
    b: int
    road_class: RoadClass
    one_way: bool = False
    name: str = ""
    bridge: bool = False


@dataclass
class _Drawing:
    """Corners in metres, and the stretches between them."""

    corners: list[XY] = field(default_factory=list)
    roads: list[_Road] = field(default_factory=list)

    def corner(self, at: XY) -> int:
        self.corners.append(at)
        return len(self.corners) - 1


def streets(places: Mapping[str, Point], seed: int) -> Network:
    """A network of roads on which every place lies within a block, and from each of which all others can be reached.

    Args:
        places: id to (lat, lon); at least one.
        seed: the same seed draws the same streets.
    """
    lat_0 = sum(lat for lat, _ in places.values()) / len(places)
    lon_0 = sum(lon for _, lon in places.values()) / len(places)
    east_m = METRES_PER_DEGREE * cos(radians(lat_0))
    at = {place: ((lon - lon_0) * east_m, (lat - lat_0) * METRES_PER_DEGREE) for place, (lat, lon) in places.items()}
    drawing, towns = _Drawing(), []
    for number, town in enumerate(_towns(at)):
        towns.append(_town(drawing, [at[place] for place in town], Chance(seed, f"town {number}"), number + 1))
    _join(drawing, towns, Chance(seed, "roads between towns"))
    return _network(drawing, (lon_0, lat_0), east_m)


def _towns(at: Mapping[str, XY]) -> list[list[str]]:
    """Places in groups whose members are near another member; in the order of their first places."""
    left, found = list(at), []
    while left:
        town = [left.pop(0)]
        for member in town:
            near = [p for p in left if hypot(at[p][0] - at[member][0], at[p][1] - at[member][1]) <= APART_M]
            town += near
            left = [p for p in left if p not in near]
        found.append(town)
    return found


def _town(drawing: _Drawing, places: list[XY], chance: Chance, number: int) -> list[int]:
    """Draw the blocks of a town; answers with its corners on wide streets, at which roads to other towns may begin."""
    west, south = (min(p[i] for p in places) - MARGIN_M for i in (0, 1))
    across, up = (round((max(p[i] for p in places) + MARGIN_M - o) / BLOCK_M) + 1 for i, o in ((0, west), (1, south)))
    corner = {}
    for row in range(up):
        for column in range(across):
            shift = (chance.between(-CROOKED, CROOKED), chance.between(-CROOKED, CROOKED))
            at = (west + (column + shift[0]) * BLOCK_M, south + (row + shift[1]) * BLOCK_M)
            corner[column, row] = drawing.corner(at)
    for column, row in corner:
        for ahead, line, last, along in (
            ((column + 1, row), row, up - 1, "Street"),
            ((column, row + 1), column, across - 1, "Avenue"),
        ):
            if ahead in corner:
                ends, name = (corner[column, row], corner[ahead]), f"{along} {number}-{line + 1}"
                _street(drawing, ends, line, name, chance, around=line in (0, last))
    return [c for (column, row), c in corner.items() if _wide(column) and _wide(row)]


def _wide(line: int) -> bool:
    return line % WIDE_EVERY == WIDE_EVERY // 2


def _street(drawing: _Drawing, ends: tuple[int, int], line: int, name: str, chance: Chance, *, around: bool) -> None:
    """A stretch of a wide street, or of a small one, which may go one way only; to and fro in turns.

    Those around the town go both ways, so that every street leads out of it and into it.
    """
    if _wide(line):
        drawing.roads.append(_Road(*ends, RoadClass.SECONDARY, name=name))
    else:
        one_way = chance.happens(ONE_WAY) and not around
        drawing.roads.append(_Road(*(ends if line % 2 else ends[::-1]), RoadClass.RESIDENTIAL, one_way, name))


def _join(drawing: _Drawing, towns: list[list[int]], chance: Chance) -> None:
    """Roads between neighbouring towns: pairs with no other town in the circle over the line between them.

    (Gabriel and Sokal 1969, A new statistical approach to geographic variation analysis.) They hang together.
    """
    middles = [_middle([drawing.corners[corner] for corner in town]) for town in towns]
    for i, a in enumerate(middles):
        for j, b in enumerate(middles[:i]):
            centre, radius = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), hypot(a[0] - b[0], a[1] - b[1]) / 2
            others = (m for k, m in enumerate(middles) if k not in (i, j))
            if all(hypot(m[0] - centre[0], m[1] - centre[1]) >= radius for m in others):
                _road(drawing, towns[i], towns[j], f"Road {i + 1}-{j + 1}", chance)


def _middle(points: list[XY]) -> XY:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _road(drawing: _Drawing, here: list[int], there: list[int], name: str, chance: Chance) -> None:
    """A road from town to town between those of their corners that lie closest, with bends and perhaps bridges."""
    at = drawing.corners
    first, last = min(
        ((a, b) for a in here for b in there), key=lambda p: hypot(at[p[0]][0] - at[p[1]][0], at[p[0]][1] - at[p[1]][1])
    )
    way = at[last][0] - at[first][0], at[last][1] - at[first][1]
    parts = max(2, round(hypot(*way) / BENDS_M))
    before = first
    for n in range(1, parts + 1):
        off = chance.between(-0.12, 0.12) * BENDS_M
        length = hypot(*way)
        bend = (
            at[first][0] + way[0] * n / parts - off * way[1] / length,
            at[first][1] + way[1] * n / parts + off * way[0] / length,
        )
        here_, before = before, last if n == parts else drawing.corner(bend)
        drawing.roads.append(_Road(here_, before, RoadClass.PRIMARY, name=name, bridge=chance.happens(BRIDGES)))


def _network(drawing: _Drawing, origin: Point, east_m: float) -> Network:
    """Both directions of every stretch that may be driven both ways, one after the other."""
    lon = np.array([origin[0] + x / east_m for x, _ in drawing.corners])
    lat = np.array([origin[1] + y / METRES_PER_DEGREE for _, y in drawing.corners])
    rows = list(_directions(drawing.roads))
    tail, head = (np.array([row[i] for row in rows], dtype=np.int32) for i in (0, 1))
    of = [drawing.roads[way] for *_, way, _ in rows]
    names = ("", *dict.fromkeys(road.name for road in of if road.name))
    x, y = (np.array([corner[i] for corner in drawing.corners]) for i in (0, 1))
    ends = np.stack([tail, head], axis=1).reshape(-1)
    none = np.zeros(len(of), dtype=bool)
    return Network(
        lon=lon,
        lat=lat,
        tail=tail,
        head=head,
        length_m=np.hypot(x[tail] - x[head], y[tail] - y[head]),
        road_class=np.array([road.road_class for road in of], dtype=np.uint8),
        surface=np.full(len(of), Surface.PAVED, dtype=np.uint8),
        max_speed_kph=np.full(len(of), nan),
        lanes=np.zeros(len(of), dtype=np.uint8),
        access=np.full(len(of), EVERYBODY, dtype=np.uint8),
        max_weight_t=np.full(len(of), inf),
        max_height_m=np.full(len(of), inf),
        max_width_m=np.full(len(of), inf),
        bridge=np.array([road.bridge for road in of], dtype=bool),
        tunnel=none,
        roundabout=none,
        way=np.array([way + 1 for *_, way, _ in rows], dtype=np.int64),
        name=np.array([names.index(road.name) for road in of], dtype=np.int32),
        names=names,
        reverse=np.array([reverse for *_, reverse in rows], dtype=np.int32),
        first_point=np.arange(len(of) + 1, dtype=np.int64) * 2,
        point_lon=lon[ends],
        point_lat=lat[ends],
        source="a seed",
        attribution=ATTRIBUTION,
    )


def _directions(roads: Iterable[_Road]) -> Iterator[tuple[int, int, int, int]]:
    """(tail, head, number of the road, its opposite direction or -1)."""
    number = 0
    for way, road in enumerate(roads):
        yield road.a, road.b, way, -1 if road.one_way else number + 1
        if not road.one_way:
            yield road.b, road.a, way, number
        number += 1 if road.one_way else 2

"""A town that looks like one: crooked streets, a river with bridges, a ring road, and highways to far places.

Nobody lives there. It is drawn from a seed, of any size, for maps and for measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.roads.network import Floats, Network, RoadClass
from tests.roads.towns import METRES_PER_DEGREE, Road, network_of

_CLASS_OF_LINE = ((24, RoadClass.PRIMARY), (12, RoadClass.SECONDARY), (4, RoadClass.TERTIARY))
_SPEED = {RoadClass.TRUNK: 90, RoadClass.PRIMARY: 60, RoadClass.SECONDARY: 50, RoadClass.TERTIARY: 40}
_NAMES = ("شارع النيل", "شارع الملك فيصل", "Garden street", "شارع بارون", "Mill road", "شارع حلب الجديدة")
_RING_NODES = 72


@dataclass(frozen=True)
class Town:
    """A network, and the river through it as a line of (lon, lat)."""

    network: Network
    river: Floats
    river_width_m: float


def crooked_town(
    lon: float, lat: float, lines: int, seed: int, far: Sequence[tuple[float, float]] = (), step_m: float = 110.0
) -> Town:
    """A town of `lines` streets each way around a point, with a highway to each of the `far` points (lon, lat)."""
    rng = np.random.default_rng(seed)
    half_m = (lines - 1) * step_m / 2
    row, column = np.mgrid[0:lines, 0:lines]
    ground = _warped(np.stack([column * step_m - half_m, row * step_m - half_m], axis=-1), half_m, rng)
    inside = np.hypot(ground[..., 0], ground[..., 1]) < half_m * (1 + 0.07 * rng.standard_normal((lines, lines)))
    nodes = {f"{r},{c}": tuple(ground[r, c]) for r, c in zip(*np.nonzero(inside), strict=True)}
    roads: list[tuple[str, str, RoadClass, str, bool]] = []
    for r, c in zip(*(n.tolist() for n in np.nonzero(inside)), strict=True):
        for other_r, other_c, along in ((r, c + 1, r), (r + 1, c, c)):
            if f"{other_r},{other_c}" not in nodes:
                continue
            kind = next((kind for every, kind in _CLASS_OF_LINE if along % every == 0), RoadClass.RESIDENTIAL)
            wet = _side(ground[r, c], half_m) != _side(ground[other_r, other_c], half_m)
            if (wet and kind > RoadClass.SECONDARY) or (kind is RoadClass.RESIDENTIAL and rng.random() < 0.14):
                continue
            name = _NAMES[(along // 12) % len(_NAMES)] if kind <= RoadClass.SECONDARY else ""
            roads.append((f"{r},{c}", f"{other_r},{other_c}", kind, name, wet))
    ring = _ring(nodes, roads, half_m, lines)
    _highways(nodes, roads, ring, [_metres(point, lon, lat) for point in far], rng)
    angles = np.linspace(-1.6 * half_m, 1.6 * half_m, 200)
    river = _degrees(np.stack([_river_east(angles, half_m), angles], axis=1), lon, lat)
    at = {name: (float(p[0]), float(p[1])) for name, p in _each_degrees(nodes, lon, lat).items()}
    network = network_of(at, [_road(nodes, road) for road in roads])
    return Town(network, river, 0.03 * half_m)


def fastest_way(network: Network, start: tuple[float, float], end: tuple[float, float]) -> tuple[Floats, Floats]:
    """The line of the fastest way between the nodes that are nearest to two points (lon, lat)."""
    speed = np.array([_SPEED.get(RoadClass(c), 25) for c in network.road_class.tolist()])
    shape = (network.nodes, network.nodes)
    graph = csr_array((network.length_m / speed, (network.tail, network.head)), shape=shape)
    first, last = (int(np.argmin(np.hypot(network.lon - x, network.lat - y))) for x, y in (start, end))
    _, before = dijkstra(graph, indices=first, return_predecessors=True)
    nodes = [last]
    while nodes[-1] != first:
        nodes.append(int(before[nodes[-1]]))
    way = np.array(nodes[::-1])
    return network.lon[way], network.lat[way]


def wide_grid(side: int, lon: float, lat: float, step_m: float = 90.0) -> Network:
    """A city of side x side crossings made at once: some 4 x side x side segments, every street both ways."""
    rng = np.random.default_rng(side)
    number = np.arange(side * side).reshape(side, side)
    at = np.stack(np.divmod(number.ravel(), side), axis=1) + rng.uniform(-0.25, 0.25, (side * side, 2))
    degrees = at * step_m / METRES_PER_DEGREE
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel(), np.repeat(np.arange(side), side - 1)], axis=1)
    along = np.stack([number[:-1].ravel(), number[1:].ravel(), np.tile(np.arange(side), side - 1)], axis=1)
    there = np.concatenate([across, along])
    rank = np.select([there[:, 2] % n == 0 for n in (48, 16, 5)], [2, 3, 4], 6)
    tail, head = (np.concatenate([there[:, i], there[:, 1 - i]]).astype(np.int32) for i in (0, 1))
    count, half = len(tail), len(there)
    ends = np.stack([tail, head], axis=1).ravel()
    lons, lats = lon + degrees[:, 1], lat + degrees[:, 0]
    plain = network_of({"a": (lon, lat), "b": (lon, lat)}, [Road("a", "b", 1.0)])
    return Network(
        lon=lons,
        lat=lats,
        tail=tail,
        head=head,
        length_m=np.hypot(*(at[tail] - at[head]).T) * step_m,
        road_class=np.tile(rank, 2).astype(np.uint8),
        surface=np.zeros(count, dtype=np.uint8),
        max_speed_kph=np.full(count, np.nan),
        lanes=np.ones(count, dtype=np.uint8),
        access=np.full(count, plain.access[0], dtype=np.uint8),
        max_weight_t=np.full(count, np.inf),
        max_height_m=np.full(count, np.inf),
        max_width_m=np.full(count, np.inf),
        bridge=np.zeros(count, dtype=bool),
        tunnel=np.zeros(count, dtype=bool),
        roundabout=np.zeros(count, dtype=bool),
        way=np.tile(np.arange(half), 2),
        name=np.zeros(count, dtype=np.int32),
        names=("",),
        reverse=np.concatenate([np.arange(half) + half, np.arange(half)]).astype(np.int32),
        first_point=np.arange(count + 1, dtype=np.int64) * 2,
        point_lon=lons[ends],
        point_lat=lats[ends],
        source="a grid",
        attribution="roads of nowhere",
    )


def _warped(ground: Floats, half_m: float, rng: np.random.Generator) -> Floats:
    """The grid bent by slow waves, turned a little, and shaken."""
    bent = ground.copy()
    for wave in (1.1, 2.3, 4.1):
        phase = rng.uniform(0, 6.28, 4)
        x, y = ground[..., 0] / half_m * wave, ground[..., 1] / half_m * wave
        bent[..., 0] += 0.07 * half_m / wave * np.sin(2 * y + phase[0] + np.sin(x + phase[1]))
        bent[..., 1] += 0.07 * half_m / wave * np.sin(2 * x + phase[2] + np.sin(y + phase[3]))
    turn = np.array([[0.97, -0.24], [0.24, 0.97]])
    shaken: Floats = bent @ turn + rng.normal(0, 14.0, ground.shape)
    return shaken


def _river_east(north: Floats, half_m: float) -> Floats:
    east: Floats = 0.22 * half_m * np.sin(north / half_m * 2.2 + 0.6) - 0.12 * half_m
    return east


def _side(point: Floats, half_m: float) -> bool:
    return bool(point[0] > _river_east(point[1], half_m))


def _ring(
    nodes: dict[str, tuple[float, ...]], roads: list[tuple[str, str, RoadClass, str, bool]], half_m: float, lines: int
) -> list[str]:
    """A trunk road around the town, joined to it where its main roads end."""
    town = list(nodes)
    at = np.array([nodes[name] for name in town])
    main = [i for i, name in enumerate(town) if any(int(x) % 12 == 0 for x in name.split(","))]
    ring = [f"ring {i}" for i in range(_RING_NODES)]
    for i, name in enumerate(ring):
        angle = 2 * np.pi * i / _RING_NODES
        radius = half_m * (1.12 + 0.05 * np.sin(3 * angle))
        nodes[name] = (radius * np.cos(angle), radius * np.sin(angle))
    for i, name in enumerate(ring):
        after = ring[(i + 1) % _RING_NODES]
        wet = _side(np.array(nodes[name]), half_m) != _side(np.array(nodes[after]), half_m)
        roads.append((name, after, RoadClass.TRUNK, "Ring road", wet))
        if i % max(2, 288 // lines) == 0:
            nearest = min(main, key=lambda n: float(np.hypot(*(at[n] - nodes[name]))))
            roads.append((town[nearest], name, RoadClass.SECONDARY, "", False))
    return ring


def _highways(
    nodes: dict[str, tuple[float, ...]],
    roads: list[tuple[str, str, RoadClass, str, bool]],
    ring: list[str],
    far: list[tuple[float, float]],
    rng: np.random.Generator,
) -> None:
    """From the ring to each far point, with a village around it, and lanes to hamlets on the way."""
    for number, end in enumerate(far):
        start = min(ring, key=lambda name: float(np.hypot(*np.subtract(nodes[name], end))))
        before, steps = start, max(8, int(np.hypot(*np.subtract(nodes[start], end)) / 1500))
        across = np.array([-(end[1] - nodes[start][1]), end[0] - nodes[start][0]])
        for i in range(1, steps + 1):
            along = i / steps
            bend = 0.05 * np.sin(np.pi * along) * np.sin(5 * along + number) * across
            point = np.array(nodes[start]) * (1 - along) + np.array(end) * along + bend
            name = f"highway {number}.{i}"
            nodes[name] = (float(point[0]), float(point[1]))
            roads.append(
                (before, name, RoadClass.TRUNK if number % 2 == 0 else RoadClass.PRIMARY, f"M{number + 4}", False)
            )
            before = name
            if i % 3 == 0 and i < steps:
                hamlet = f"hamlet {number}.{i}"
                nodes[hamlet] = tuple((point + rng.normal(0, 2500, 2)).tolist())
                roads.append((name, hamlet, RoadClass.TERTIARY, "", False))
        _village(nodes, roads, before, rng)


def _village(
    nodes: dict[str, tuple[float, ...]],
    roads: list[tuple[str, str, RoadClass, str, bool]],
    centre: str,
    rng: np.random.Generator,
) -> None:
    spokes = 7
    for i in range(spokes):
        before = centre
        for ring in (1, 2, 3):
            angle = 2 * np.pi * (i + rng.uniform(-0.2, 0.2)) / spokes
            name = f"{centre}/{i}.{ring}"
            nodes[name] = (
                nodes[centre][0] + 260 * ring * np.cos(angle),
                nodes[centre][1] + 260 * ring * np.sin(angle),
            )
            roads.append((before, name, RoadClass.TERTIARY if i % 3 == 0 else RoadClass.RESIDENTIAL, "", False))
            if i:
                roads.append((f"{centre}/{i - 1}.{ring}", name, RoadClass.RESIDENTIAL, "", False))
            before = name


def _road(nodes: dict[str, tuple[float, ...]], road: tuple[str, str, RoadClass, str, bool]) -> Road:
    start, end, kind, name, bridge = road
    length_m = float(np.hypot(*np.subtract(nodes[start], nodes[end])))
    return Road(start, end, length_m, kind, name=name, bridge=bridge)


def _metres(point: tuple[float, float], lon: float, lat: float) -> tuple[float, float]:
    east = METRES_PER_DEGREE * float(np.cos(np.radians(lat)))
    return (point[0] - lon) * east, (point[1] - lat) * METRES_PER_DEGREE


def _degrees(ground: Floats, lon: float, lat: float) -> Floats:
    east = METRES_PER_DEGREE * np.cos(np.radians(lat))
    degrees: Floats = ground / np.array([east, METRES_PER_DEGREE]) + np.array([lon, lat])
    return degrees


def _each_degrees(nodes: dict[str, tuple[float, ...]], lon: float, lat: float) -> dict[str, Floats]:
    return dict(zip(nodes, _degrees(np.array(list(nodes.values())), lon, lat), strict=True))

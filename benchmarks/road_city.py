"""Cities of streets drawn from a seed, of any size, as road networks."""

from datetime import date

import numpy as np

from safepassage.roads.network import USES, Ints, Network, RoadClass

STEP_M = 120.0
METRES_PER_DEGREE = 111_195.0
MIDDLE = (37.15, 36.2)
PRIMARY_EVERY, TERTIARY_EVERY = 20, 5
GONE, ONE_WAY, FORBIDDEN = 0.12, 0.2, 0.02


def city(segments: int, seed: int) -> Network:
    """A square city of about so many segments: streets, some one-way, arteries among them, some turns forbidden."""
    rng = np.random.default_rng(seed)
    side = round((segments / (2 * (2 - ONE_WAY) * (1 - GONE))) ** 0.5)
    row, column = np.divmod(np.arange(side * side), side)
    east, north = (column + rng.uniform(-0.3, 0.3, side * side), row + rng.uniform(-0.3, 0.3, side * side))
    degree = STEP_M / METRES_PER_DEGREE
    lon, lat = (MIDDLE[0] + (east - side / 2) * degree / np.cos(np.radians(MIDDLE[1]))), MIDDLE[1] + north * degree
    a, b, line = _streets(side)
    kept = rng.random(len(a)) >= np.where(line % TERTIARY_EVERY == 0, 0.0, GONE)
    a, b, line = a[kept], b[kept], line[kept]
    swapped = rng.random(len(a)) < 0.5
    a, b = np.where(swapped, b, a), np.where(swapped, a, b)
    back = np.flatnonzero((rng.random(len(a)) >= ONE_WAY) | (line % TERTIARY_EVERY == 0))
    tail, head = np.concatenate([a, b[back]]), np.concatenate([b, a[back]])
    reverse = np.full(len(tail), -1)
    reverse[back], reverse[len(a) :] = np.arange(len(a), len(tail)), back
    way = np.concatenate([np.arange(len(a)), back])
    stretched = rng.uniform(1.0, 1.2, len(a))[way]
    length = np.hypot(east[tail] - east[head], north[tail] - north[head]) * STEP_M * stretched
    artery = np.where(line % PRIMARY_EVERY == 0, RoadClass.PRIMARY, RoadClass.TERTIARY)
    kinds = np.where(line % TERTIARY_EVERY == 0, artery, RoadClass.RESIDENTIAL)[way]
    count, no = len(tail), np.zeros(len(tail), dtype=bool)
    return Network(
        lon=lon, lat=lat, tail=tail.astype(np.int32), head=head.astype(np.int32), length_m=length,
        road_class=kinds.astype(np.uint8), surface=np.zeros(count, dtype=np.uint8),
        max_speed_kph=np.full(count, np.nan), lanes=np.ones(count, dtype=np.uint8),
        access=np.full(count, (1 << len(USES)) - 1, dtype=np.uint8), max_weight_t=np.full(count, np.inf),
        max_height_m=np.full(count, np.inf), max_width_m=np.full(count, np.inf), bridge=no, tunnel=no, roundabout=no,
        way=way, name=np.zeros(count, dtype=np.int32), names=("",), reverse=reverse.astype(np.int32),
        first_point=np.arange(count + 1) * 2, point_lon=lon[np.column_stack([tail, head])].ravel(),
        point_lat=lat[np.column_stack([tail, head])].ravel(), forbidden_turns=_turns(tail, head, rng),
        source=f"a city drawn from seed {seed}", as_of=date(2030, 5, 1), attribution="roads of nowhere",
    )  # fmt: skip


def _streets(side: int) -> tuple[Ints, Ints, Ints]:
    """Both ends of each stretch of a square grid, and the number of the row or column in which it lies."""
    node = np.arange(side * side).reshape(side, side)
    lines = np.arange(side)
    a = np.concatenate([node[:, :-1].ravel(), node[:-1].T.ravel()])
    b = np.concatenate([node[:, 1:].ravel(), node[1:].T.ravel()])
    return a, b, np.repeat(np.concatenate([lines, lines]), side - 1)


def _turns(tail: Ints, head: Ints, rng: np.random.Generator) -> Ints:
    """[turn, 2] forbidden: after some segments the first one that leads on."""
    order = np.argsort(tail, kind="stable")
    begins = np.searchsorted(tail[order], np.arange(tail.max() + 2))
    first = np.flatnonzero(rng.random(len(tail)) < FORBIDDEN)
    first = first[begins[head[first]] < begins[head[first] + 1]]
    return np.column_stack([first, order[begins[head[first]]]]).astype(np.int32)

"""What keeps a vehicle off roads: overlays in force, and what the network itself says."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from safepassage.domain.fleet import RoadUse, Size
from safepassage.roads.checking.connectivity import Bar, BarKind
from safepassage.roads.driving.conditions import Conditions, keeps_off
from safepassage.roads.network import Ints, Network
from safepassage.roads.overlays import Closure, Hazard, Overlay


def bars(conditions: Conditions, use: RoadUse, size: Size, in_force: Iterable[int]) -> tuple[Bar, ...]:
    """All bars for vehicles of a use and size while overlays, told by their index, are in force."""
    network = conditions.roads.network
    overlays = (
        Bar(_kind(overlay), overlay.id, conditions.touched[index])
        for index, overlay in ((index, conditions.overlays[index]) for index in sorted(in_force))
        if keeps_off(overlay, use, size)
    )
    return (*overlays, *_of_network(network, use, size))


def _kind(overlay: Overlay) -> BarKind:
    if isinstance(overlay, Closure):
        return BarKind.CLOSURE
    return BarKind.HAZARD if isinstance(overlay, Hazard) else BarKind.LIMIT


def _of_network(network: Network, use: RoadUse, size: Size) -> Iterator[Bar]:
    limits = (
        (BarKind.WEIGHT, size.weight_t, network.max_weight_t),
        (BarKind.HEIGHT, size.height_m, network.max_height_m),
        (BarKind.WIDTH, size.width_m, network.max_width_m),
    )
    for kind, own, limit in limits:
        if own is not None:
            yield from _by_way(kind, np.flatnonzero(own > limit), network)
    yield from _by_way(BarKind.ACCESS, np.flatnonzero(~network.may_drive(use)), network)


def _by_way(kind: BarKind, segments: Ints, network: Network) -> Iterator[Bar]:
    """One bar for each way: it is signed, built or opened as one."""
    order = segments[np.argsort(network.way[segments], kind="stable")]
    ways, first = np.unique(network.way[order], return_index=True)
    for way, (begins, ends) in zip(ways.tolist(), pairwise([*first, len(order)]), strict=True):
        yield Bar(kind, str(way), order[begins:ends])

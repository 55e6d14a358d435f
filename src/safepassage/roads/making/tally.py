"""What a road network holds, in figures."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from safepassage.roads.network import Network, RoadClass


@dataclass(frozen=True)
class Tally:
    """A network in figures. A stretch that is driven both ways counts once, except as segments.

    Attributes:
        km: of road, by class; classes that are not there are left out.
        one_way_km: of it one-way.
        bridges: stretches of road on one.
        limits: stretches with a limit of weight, height or width.
        speed_limits: stretches with a signed speed, or a ferry's.
        turns: pairs of segments that may not follow each other.
        parts: parts of the network between which there is no way, one-way streets taken as two-way.
        largest: share of the km that lies in the largest part, 0 to 1.
    """

    nodes: int
    segments: int
    km: dict[RoadClass, float]
    one_way_km: float
    bridges: int
    limits: int
    speed_limits: int
    turns: int
    parts: int
    largest: float


def tally(network: Network) -> Tally:
    """Count what a network holds."""
    once = (network.reverse < 0) | (np.arange(network.segments) < network.reverse)
    km = np.where(once, network.length_m, 0.0) / 1000
    limited = np.isfinite(np.minimum(network.max_weight_t, np.minimum(network.max_height_m, network.max_width_m)))
    shape = (network.nodes, network.nodes)
    links = coo_array((np.ones(network.segments), (network.tail, network.head)), shape=shape)
    parts, part = connected_components(links, directed=False)
    km_of_part = np.bincount(part[network.tail], weights=km, minlength=1)
    by_class = np.bincount(network.road_class, weights=km, minlength=len(RoadClass))
    return Tally(
        nodes=network.nodes,
        segments=network.segments,
        km={kind: float(by_class[kind]) for kind in RoadClass if (network.road_class == kind).any()},
        one_way_km=float(km[network.reverse < 0].sum()),
        bridges=int((once & network.bridge).sum()),
        limits=int((once & limited).sum()),
        speed_limits=int((once & ~np.isnan(network.max_speed_kph)).sum()),
        turns=len(network.forbidden_turns),
        parts=int(parts),
        largest=float(km_of_part.max() / km.sum()) if km.sum() else 1.0,
    )

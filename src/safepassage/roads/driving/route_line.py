"""A route as a line on the map."""

import numpy as np
import shapely
from shapely.ops import substring

from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.routing import RoadRoute
from safepassage.roads.network import Floats


def line_of(route: RoadRoute, roads: RoadLines) -> tuple[Floats, Floats]:
    """Longitudes and latitudes along a route, from the point at which it begins to the one at which it ends."""
    points = [np.zeros((0, 2))]
    for segment, begins, ends in zip(route.segments, route.from_share, route.to_share, strict=True):
        part = substring(roads.lines[segment], float(begins), float(ends), normalized=True)
        points.append(shapely.get_coordinates(part))
    joined = np.concatenate(points)
    moved = np.append(True, np.any(np.diff(joined, axis=0) != 0, axis=1))[: len(joined)]
    return roads.degrees(joined[moved])

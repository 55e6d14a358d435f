"""Where the places of an operation are on its roads."""

from collections.abc import Iterator

import numpy as np
import shapely

from safepassage.domain.fleet import RoadUse
from safepassage.roads.checking.road_case import RoadCase
from safepassage.roads.checking.road_findings import OnRoad


def places_on_roads(case: RoadCase) -> Iterator[OnRoad]:
    """Where each place is that vehicles of a use need."""
    for use in case.ways:
        pairs = [pair for kind, needed in case.needed.items() if kind[0] is use for pair in needed]
        for place in dict.fromkeys(place for pair in pairs for place in pair):
            yield _place(case, place, use)


def _place(case: RoadCase, place_id: str, use: RoadUse) -> OnRoad:
    place, snapped = case.operation.place[place_id], case.ground.snapped[use].get(place_id)
    nearest_m = None if place.lon is None or place.lat is None else _nearest_m(case, place.lon, place.lat)
    if snapped is None:
        return OnRoad(place_id, use, None, None, None, nearest_m)
    return OnRoad(place_id, use, snapped.distance_m, snapped.lon, snapped.lat, nearest_m)


def _nearest_m(case: RoadCase, lon: float, lat: float) -> float:
    roads = case.ground.roads
    point = shapely.Point(*roads.metres(np.array([lon]), np.array([lat]))[0])
    return float(shapely.distance(point, roads.lines[roads.tree.nearest(point)])) if len(roads.lines) else np.inf

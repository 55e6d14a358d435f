"""Example operations on streets drawn from a seed, with closures, hazards, speeds and limits over them.

The streets are nowhere in particular; what lies over them is invented, and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from safepassage.domain.clock import DailyHours
from safepassage.domain.fleet import RoadUse
from safepassage.domain.operation import Operation
from safepassage.roads.network import USES, Network
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlays, SpeedZone
from safepassage.synthetic.geography import METRES_PER_DEGREE, OPEN_ROAD_KMH, TOWN_KMH, Point, positions
from safepassage.synthetic.koblenz import DEADLINE_S, RADIUS_M, SITE_OF_THE_BOMB
from safepassage.synthetic.streets import streets

HOUR_S = 3600
SEED = 3
INVENTED = "invented for this example"
NOTE = "Streets drawn from a seed: no road here is a real one. Import real roads before planning anything real."
NIGHT = DailyHours(21 * HOUR_S, 5 * HOUR_S)
NIGHT_FACTOR = 2 / 3
AROUND_M = 700.0
"""An area around places reaches so far."""


@dataclass(frozen=True)
class OnRoads:
    """An operation whose ways are found on roads; its own legs are those of boats, and to places without a position."""

    operation: Operation
    network: Network
    overlays: Overlays


def on_roads(operation: Operation) -> OnRoads:
    """An operation on streets that are drawn around its places."""
    afloat = {c.id for c in operation.fleet if c.drives_as not in USES}
    at = positions(operation.places)
    changed = replace(
        operation,
        name=f"{operation.name}-roads",
        legs=tuple(
            leg for leg in operation.legs if leg.vehicle_class in afloat or {leg.origin, leg.destination} - set(at)
        ),
        corridor=replace(operation.corridor, note=f"Schematic. {NOTE}"),
    )
    return OnRoads(changed, streets(at, SEED), Overlays())


def aleppo_on_roads(operation: Operation) -> OnRoads:
    """Convoys drive at 24 km/h in town and 40 outside; a street is blocked, another weak, a road not yet cleared."""
    found = on_roads(operation)
    at = positions(operation.places)
    town = [at[place.id] for place in operation.assembly_points]
    blocked = _way_at(found.network, at["fardos"], at["sukkari"])
    uncleared = _way_at(found.network, at["urum-al-kubra"], at["atarib"])
    weak = _way_at(found.network, at["amiriyah"], at["sukkari"])
    overlays = Overlays(
        closures=(Closure(id="rubble", ways=(blocked,), source=INVENTED, evidence="none: an exercise"),),
        hazards=(
            Hazard(id="road-to-atarib", kind="explosive", ways=(uncleared,), until_s=12 * HOUR_S, source=INVENTED),
        ),
        speed_zones=(
            SpeedZone(id="convoy-in-town", geometry=_around(town), cap_kph=TOWN_KMH, source="planning figure"),
            SpeedZone(id="convoy-outside", cap_kph=OPEN_ROAD_KMH, source="planning figure"),
        ),
        limits=(Limit(id="weak-culvert", ways=(weak,), weight_t=12.0, source=INVENTED),),
    )
    return replace(found, overlays=overlays)


def flood_on_roads(operation: Operation) -> OnRoads:
    """The streets around the quay are under water when the quay is, and everybody drives more slowly at night."""
    found = on_roads(operation)
    quay = next(hazard for hazard in operation.hazards if hazard.id == "quay-under-water")
    water = Hazard(
        id="quay-streets",
        kind="flood",
        geometry=_around([positions(operation.places)["quay"]], AROUND_M / 5),
        from_s=quay.from_s,
        source=quay.source,
    )
    night = SpeedZone(id="night", factor=NIGHT_FACTOR, hours=NIGHT, source="assumption")
    return replace(found, overlays=Overlays(hazards=(water,), speed_zones=(night,)))


def koblenz_on_roads(operation: Operation) -> OnRoads:
    """From the deadline on nobody drives in the circle around the bomb; buses and lorries keep off a narrow street."""
    found = on_roads(operation)
    at = positions(operation.places)
    circle = Closure(id="circle", geometry=_around([SITE_OF_THE_BOMB], RADIUS_M), from_s=DEADLINE_S, source=INVENTED)
    no_heavy = Limit(
        id="narrow-street",
        ways=(_way_at(found.network, at["altstadt"], at["suedliche-vorstadt"]),),
        uses=frozenset({RoadUse.BUS, RoadUse.LORRY}),
        source=INVENTED,
    )
    town = SpeedZone(id="town", cap_kph=TOWN_KMH, source="planning figure")
    return replace(found, overlays=Overlays((circle,), speed_zones=(town,), limits=(no_heavy,)))


def _way_at(network: Network, a: Point, b: Point) -> int:
    """The number of the way nearest to the middle between two points."""
    lat, lon = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    middle_lon = (network.lon[network.tail] + network.lon[network.head]) / 2
    middle_lat = (network.lat[network.tail] + network.lat[network.head]) / 2
    away = np.hypot((middle_lon - lon) * cos(radians(lat)), middle_lat - lat)
    return int(network.way[away.argmin()])


def _around(points: Iterable[Point], reach_m: float = AROUND_M) -> BaseGeometry:
    """The hull of points, and so far around it; to five decimals of a degree."""
    at = list(points)
    east_m = METRES_PER_DEGREE * cos(radians(at[0][0]))
    hull = shapely.convex_hull(shapely.MultiPoint([(lon * east_m, lat * METRES_PER_DEGREE) for lat, lon in at]))
    ring = shapely.get_coordinates(shapely.buffer(hull, reach_m, quad_segs=6))
    return shapely.Polygon(np.round(ring / np.array([east_m, METRES_PER_DEGREE]), 5))

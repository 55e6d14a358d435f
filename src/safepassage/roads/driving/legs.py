"""From roads, overlays and speeds to the legs of an operation, and the routes that its vehicles take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from safepassage.domain.fleet import RoadUse, Size
from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg
from safepassage.roads.driving.conditions import Conditions
from safepassage.roads.driving.drives import Drives, Tile
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.other_routes import SLOWER, other_routes
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.driving.route_line import line_of
from safepassage.roads.driving.routing import RoadRoute, seconds
from safepassage.roads.driving.states import stretches
from safepassage.roads.network import USES, Floats, Network
from safepassage.roads.overlays import Overlays
from safepassage.roads.speeds import Speeds


@dataclass(frozen=True)
class RoadLegs:
    """What the roads say about an operation.

    Attributes:
        legs: each pair of consecutive stops that vehicles may drive, with all its departures; one for all classes
            where they agree.
        ground: where the places are; it serves again when overlays or speeds change.
        drives: by vehicle class id, and whether people are aboard.
    """

    legs: tuple[Leg, ...]
    ground: Ground
    drives: Mapping[tuple[str, bool], Drives]

    def route(self, origin: str, destination: str, vehicle_class: str, departs_s: int) -> RoadRoute | None:
        """The route of a departure; None where there is no road then, or no vehicle of the class drives that way."""
        pair = (origin, destination)
        drives = self.drives.get((vehicle_class, pair in self.ground.loaded))
        if drives is None or pair not in drives.times.index or (tile := drives.tile(pair, departs_s)).travel_s is None:
            return None
        found = drives.matrix(tile.span)
        return found.router.route(found.way(drives.times.index[pair]), self.ground.network)

    def routes(
        self, origin: str, destination: str, vehicle_class: str, departs_s: int, others: int = 2
    ) -> tuple[RoadRoute, ...]:
        """The route of a departure, and at most so many others that differ from it and from each other.

        Each is good for its whole drive; none is there where the others do not differ enough, or take too long.
        """
        route = self.route(origin, destination, vehicle_class, departs_s)
        if route is None:
            return ()
        pair = (origin, destination)
        drives = self.drives[vehicle_class, pair in self.ground.loaded]
        tile = drives.tile(pair, departs_s)
        quickest = drives.matrix(tile.span).way(drives.times.index[pair])
        limit_ms = SLOWER * float(route.ms.sum())
        router = drives.matrix(drives.span_until(tile, departs_s + seconds(limit_ms))).router
        ways = other_routes(router, self.ground.network, quickest, limit_ms, others)
        return (route, *(router.route(way, self.ground.network) for way in ways))

    def line(
        self, origin: str, destination: str, vehicle_class: str, departs_s: int = 0
    ) -> tuple[Floats, Floats] | None:
        """Longitudes and latitudes along the route of a departure; None where there is none."""
        route = self.route(origin, destination, vehicle_class, departs_s)
        return None if route is None else line_of(route, self.ground.roads)


def legs_on_roads(
    operation: Operation, network: Network, overlays: Overlays, speeds: Speeds, ground: Ground | None = None
) -> RoadLegs:
    """The legs of an operation on a road network.

    With the `ground` of an earlier answer for the same operation and network, only what changed since is found anew.
    """
    ground = ground or Ground(operation, network)
    conditions = Conditions(ground.roads, speeds, tuple(overlays))
    of: dict[tuple[RoadUse, Size], Drives] = {}
    drives: dict[tuple[str, bool], Drives] = {}
    for vehicle_class in (each for each in operation.fleet if each.drives_as in USES):
        for loaded, size in ((True, vehicle_class.size), (False, vehicle_class.size.empty)):
            use = vehicle_class.drives_as
            if (use, size) not in of:
                matter = conditions.that_matter(use, size)
                cut = stretches(conditions.overlays, operation.clock, operation.horizon_s, matter)
                of[use, size] = Drives(use, size, conditions, cut, ground.times[use])
            drives[vehicle_class.id, loaded] = of[use, size]
    return RoadLegs(tuple(_legs(ground, drives)), ground, drives)


def _legs(ground: Ground, drives: Mapping[tuple[str, bool], Drives]) -> Iterator[Leg]:
    classes: dict[Pair, list[str]] = {}
    on_roads = dict.fromkeys(vehicle_class for vehicle_class, _ in drives)
    for vehicle_class in on_roads:
        for pair in ground.pairs(vehicle_class):
            classes.setdefault(pair, []).append(vehicle_class)
    for pair, of_pair in sorted(classes.items()):
        found = {of: tuple(_of_pair(pair, drives[of, pair in ground.loaded].tiles(pair))) for of in of_pair}
        if len(set(found.values())) == 1 and len(on_roads) == len(ground.operation.fleet):
            yield from found[of_pair[0]]
        else:
            yield from (replace(leg, vehicle_class=of) for of, legs in found.items() for leg in legs)


def _of_pair(pair: Pair, tiles: tuple[Tile, ...]) -> Iterator[Leg]:
    """For all classes; neighbouring departures that take as long over the same distance are one leg."""
    for (travel_s, distance_m), alike in groupby(tiles, key=lambda tile: (tile.travel_s, tile.distance_m)):
        run = tuple(alike)
        yield Leg(*pair, travel_s, distance_m, from_s=run[0].from_s, until_s=run[-1].until_s)

"""An operation on its roads, ready to be checked."""

from collections.abc import Iterable
from functools import cached_property

from safepassage.domain.fleet import RoadUse, Size, VehicleClass
from safepassage.domain.travel import Leg
from safepassage.roads.checking.needs import Group, groups_of, way_out, ways_needed
from safepassage.roads.checking.ways import Ways, spots, ways
from safepassage.roads.driving.conditions import Conditions
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.pairs import Pair
from safepassage.roads.driving.states import Stretch, stretches
from safepassage.roads.network import Floats
from safepassage.roads.over_table import is_always
from safepassage.roads.overlays import Overlays
from safepassage.roads.speeds import Speeds

Kind = tuple[RoadUse, Size]
"""What decides where a vehicle may drive."""


def kind_of(vehicle_class: VehicleClass, *, loaded: bool = True) -> Kind:
    """That of the vehicles of a class."""
    return vehicle_class.drives_as, vehicle_class.size if loaded else vehicle_class.size.empty


class RoadCase:
    """An operation on its roads: which ways its vehicles need, and on what graph they drive them."""

    def __init__(self, ground: Ground, overlays: Overlays, speeds: Speeds) -> None:
        operation = self.operation = ground.operation
        self.ground, self.network = ground, ground.network
        self.conditions = Conditions(self.ground.roads, speeds, tuple(overlays))
        self.stretches = stretches(self.conditions.overlays, operation.clock, operation.horizon_s)
        self.groups = groups_of(operation)
        self.needed: dict[Kind, dict[Pair, list[str]]] = {}
        for vehicle_class in (of for of in operation.fleet if of.drives_as is not RoadUse.BOAT):
            for way in ways_needed(operation, self.groups, vehicle_class):
                if not self._rows(way, vehicle_class.id):
                    kind = kind_of(vehicle_class, loaded=way in ground.loaded)
                    self.needed.setdefault(kind, {}).setdefault(way, []).append(vehicle_class.id)

    def at(self, t_s: int) -> Stretch:
        """The stretch of time in which a moment lies."""
        return next(s for s in self.stretches if s.until_s is None or t_s < s.until_s)

    @cached_property
    def main_class(self) -> VehicleClass | None:
        """The class with most seats; None without vehicles that are needed."""
        seats = {
            of.id: sum(pool.count for pool in of.pools) * max(layout.capacity.people for layout in of.layouts)
            for of in self.operation.fleet
            if kind_of(of) in self.needed
        }
        return self.operation.vehicle_class[max(seats, key=seats.__getitem__)] if seats else None

    @cached_property
    def ways(self) -> dict[RoadUse, Ways]:
        """By use."""
        gates = tuple(self.operation.gate)
        return {
            use: ways(self.network, spots(self.ground.snapped[use]), gates, self.network.turns_forbidden_to(use))
            for use in dict.fromkeys(use for use, _ in self.needed)
        }

    def cost(self, kind: Kind, stretch: Stretch) -> Floats:
        """[arc] seconds."""
        return self.ways[kind[0]].on_arcs(self.conditions.milliseconds(*kind, stretch.in_force) / 1000.0)

    def _rows(self, way: Pair, vehicle_class: str) -> list[Leg]:
        """The rows of the operation's own table that say how long a way takes, whatever the roads say."""
        rows = (leg for end in (way, way[::-1]) for leg in self._table.get(end, ()))
        return [leg for leg in rows if leg.vehicle_class in (None, vehicle_class)]

    @cached_property
    def _table(self) -> dict[Pair, list[Leg]]:
        found: dict[Pair, list[Leg]] = {}
        for leg in filter(is_always, self.operation.legs):
            found.setdefault((leg.origin, leg.destination), []).append(leg)
        return found

    def by_table(self, vehicle_class: VehicleClass) -> dict[Pair, float]:
        """Seconds of the ways out that a class drives by the operation's own table; infinite where it says no road."""
        found: dict[Pair, float] = {}
        for group in self.groups:
            for way in {way for site in group.destinations for way in way_out(self.operation, group.at, site)}:
                if rows := self._rows(way, vehicle_class.id):
                    found[way] = min(float("inf") if leg.travel_s is None else leg.travel_s for leg in rows)
        return found

    def on_roads(self, use: RoadUse, pairs: Iterable[Pair]) -> list[Pair]:
        """Those between places that are on the roads."""
        return [pair for pair in pairs if all(place in self.ground.snapped[use] for place in pair)]

    def who_needs(self, way: Pair) -> tuple[Group, ...]:
        """Who drive a way out, or are fetched by it."""
        return tuple(group for group in self.groups if way in self._ways_of[group])

    @cached_property
    def _ways_of(self) -> dict[Group, frozenset[Pair]]:
        """The ways that vehicles drive for each group, out and in."""
        starts = {pool.start for vehicle_class in self.operation.fleet for pool in vehicle_class.pools}
        return {
            group: frozenset(
                way
                for a, b in (
                    *((group.at, site) for site in group.destinations),
                    *((site, group.at) for site in {*group.destinations, *starts}),
                )
                for way in way_out(self.operation, a, b)
            )
            for group in self.groups
        }

    def outs(self, vehicle_class: VehicleClass) -> dict[Pair, int]:
        """The ways out of all people that a class drives on the roads, with how many people may go there."""
        found: dict[Pair, int] = {}
        for group in self.groups:
            of_group = {w for site in group.destinations for w in way_out(self.operation, group.at, site)}
            by_road = (way for way in sorted(of_group) if not self._rows(way, vehicle_class.id))
            for way in self.on_roads(vehicle_class.drives_as, by_road):
                found[way] = found.get(way, 0) + group.people
        return found

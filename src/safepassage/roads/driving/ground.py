"""What neither overlays nor speeds change: where the places of an operation lie on the roads, and its ways."""

from dataclasses import dataclass
from functools import cached_property

from safepassage.domain.fleet import RoadUse
from safepassage.domain.operation import Operation
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.pairs import Pair, loaded_pairs, pairs_of
from safepassage.roads.driving.road_graph import road_graph
from safepassage.roads.driving.road_times import RoadTimes
from safepassage.roads.driving.snapping import Snapped, Snapper
from safepassage.roads.network import USES, Network


@dataclass(frozen=True)
class Ground:
    """An operation on a network. Places without a position are not on it."""

    operation: Operation
    network: Network

    @cached_property
    def roads(self) -> RoadLines:
        return RoadLines(self.network)

    @cached_property
    def uses(self) -> tuple[RoadUse, ...]:
        """Those of the operation's vehicles."""
        used = dict.fromkeys(vehicle_class.drives_as for vehicle_class in self.operation.fleet)
        return tuple(use for use in used if use in USES)

    @cached_property
    def snapped(self) -> dict[RoadUse, dict[str, Snapped]]:
        """By use and place id: where each place is on the roads that vehicles of that use may drive."""
        return {use: self._snapped(use) for use in self.uses}

    @cached_property
    def times(self) -> dict[RoadUse, RoadTimes]:
        """By use: the quickest routes between all stops that its vehicles may drive between, one after the other."""
        return {use: self._times(use) for use in self.uses}

    @cached_property
    def loaded(self) -> frozenset[Pair]:
        """The pairs on which people are aboard."""
        return loaded_pairs(self.operation)

    def pairs(self, vehicle_class: str) -> tuple[Pair, ...]:
        """The stops between which vehicles of a class drive, as far as both are on the roads."""
        return self._pairs[vehicle_class]

    @cached_property
    def _pairs(self) -> dict[str, tuple[Pair, ...]]:
        found: dict[str, tuple[Pair, ...]] = {}
        for of_class in self.operation.fleet:
            on_roads = self.snapped.get(of_class.drives_as, {})
            pairs = pairs_of(self.operation, of_class)
            found[of_class.id] = tuple(pair for pair in pairs if pair[0] in on_roads and pair[1] in on_roads)
        return found

    def _snapped(self, use: RoadUse) -> dict[str, Snapped]:
        snapper = Snapper(self.roads, use)
        found: dict[str, Snapped] = {}
        for place in self.operation.places:
            if place.lon is None or place.lat is None:
                continue
            gate = place.id in self.operation.gate
            snapped = snapper.snap(place.lon, place.lat, both_carriageways=gate)
            if snapped is not None:
                found[place.id] = snapped
        return found

    def _times(self, use: RoadUse) -> RoadTimes:
        of_use = [c.id for c in self.operation.fleet if c.drives_as is use]
        pairs = sorted({pair for vehicle_class in of_use for pair in self.pairs(vehicle_class)})
        graph = road_graph(self.network, use, self.snapped[use], tuple(self.operation.gate))
        return RoadTimes(self.network, graph, tuple(pairs))

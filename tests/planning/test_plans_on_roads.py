"""No vehicle of a plan is on a road while that road is closed to it, on streets and closures drawn from a seed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import shapely

from safepassage.domain.fleet import RoadUse, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.planning import solve
from safepassage.roads.driving.legs import RoadLegs, legs_on_roads
from safepassage.roads.network import Network
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlay, Overlays
from safepassage.roads.speeds import Speeds
from safepassage.roads.travel_times import travel_times
from safepassage.rules import check
from safepassage.rules.case import Case, Journey
from safepassage.synthetic import synthesize
from safepassage.synthetic.geography import positions
from safepassage.synthetic.streets import streets

HOUR_S = 3600
CLOSED = 40
"""Streets that are closed for a while, and as many others that some vehicles may not drive."""


def drawn_overlays(operation: Operation, network: Network, seed: int) -> Overlays:
    """Closed streets, areas that flood, streets for no bus and streets that carry little, at any hour."""
    rng = np.random.default_rng(seed)

    def ways(n: int) -> tuple[int, ...]:
        return tuple(int(way) for way in rng.choice(np.unique(network.way), n, replace=False))

    def begins() -> tuple[int, int]:
        from_s = int(rng.integers(0, operation.horizon_s))
        return from_s, from_s + int(rng.integers(HOUR_S // 4, 12 * HOUR_S))

    closures, limits = [], []
    for n in range(CLOSED):
        from_s, until_s = begins()
        closures.append(Closure(id=f"c{n}", ways=ways(3), from_s=from_s, until_s=until_s))
        no_bus = frozenset({RoadUse.BUS}) if n % 2 else None
        limits.append(
            Limit(id=f"l{n}", ways=ways(2), from_s=from_s, until_s=until_s, uses=no_bus, weight_t=10.0 if n % 4 else 3)
        )
    middle = rng.integers(network.nodes, size=3)
    floods = [
        Hazard(id=f"h{n}", kind="flood", geometry=shapely.Point(network.lon[n], network.lat[n]).buffer(0.004),
               from_s=begins()[0], until_s=None if i else begins()[1])
        for i, n in enumerate(middle)
    ]  # fmt: skip
    return Overlays(tuple(closures), tuple(floods), limits=tuple(limits))


def keeps_off(overlay: Overlay, vehicle_class: VehicleClass) -> bool:
    """Said again for the test, by the sentences of the documentation."""
    if overlay.uses is not None and vehicle_class.drives_as not in overlay.uses:
        return False
    if isinstance(overlay, Limit) and min(overlay.weight_t, overlay.height_m, overlay.width_m) < np.inf:
        own = vehicle_class.size.weight_t
        return own is not None and own > overlay.weight_t
    return True


def closed_to(network: Network, overlay: Overlay) -> set[int]:
    """Segments that an overlay means: those of its ways, or those whose line comes into its area."""
    if overlay.ways:
        return set(np.flatnonzero(np.isin(network.way, overlay.ways)).tolist())
    lines = [shapely.LineString(np.column_stack(network.line(s))) for s in range(network.segments)]
    return {s for s, line in enumerate(lines) if line.intersects(overlay.geometry)}


def passes(roads: RoadLegs, journey: Journey) -> Iterator[tuple[int, float, float]]:
    """(segment, from, until) of a journey, in seconds of the operation."""
    for drive in journey.drives:
        route = roads.route(drive.origin, drive.destination, journey.vehicle_class.id, drive.departs_s)
        assert route is not None
        assert route.travel_s <= drive.arrives_s - drive.departs_s
        ends = drive.departs_s + route.reached_s
        yield from zip(route.segments.tolist(), [drive.departs_s, *ends[:-1]], ends, strict=True)


def on_closed_roads(operation: Operation, plan: Plan, roads: RoadLegs, overlays: Overlays) -> list[str]:
    network = roads.ground.network
    meant = {overlay.id: closed_to(network, overlay) for overlay in overlays}
    case = Case(operation, plan, travel_times(operation))
    return [
        f"{journey.who} on segment {segment} from {from_s:.0f} to {until_s:.0f}, closed by {overlay.id}"
        for journey in case.journeys
        for segment, from_s, until_s in passes(roads, journey)
        for overlay in overlays
        if segment in meant[overlay.id] and keeps_off(overlay, journey.vehicle_class)
        and until_s > overlay.from_s + 0.001 and (overlay.until_s is None or from_s < overlay.until_s - 0.001)
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["aleppo-2016", "flood", "bomb-disposal"])
@pytest.mark.parametrize("seed", range(2))
def test_no_trip_is_on_a_road_that_is_closed_to_it(shape: str, seed: int) -> None:
    town = synthesize(200, seed, shape)
    network = streets(positions(town.places), seed)
    overlays = drawn_overlays(town, network, seed)
    roads = legs_on_roads(town, network, overlays, Speeds())
    afloat = {of.id for of in town.fleet if of.drives_as is RoadUse.BOAT}
    fleet = tuple(of for of in town.fleet if of.id not in afloat)
    elsewhere = tuple(leg for leg in town.legs if {leg.origin, leg.destination} - set(positions(town.places)))
    operation = replace(town, fleet=fleet, legs=(*roads.legs, *elsewhere), hazards=())
    plan = solve(operation, seed=1, effort=1).plan
    assert check(operation, plan) == ()
    on_roads = replace(plan, trips=tuple(t for t in plan.trips if t.destination in positions(town.places)))
    assert on_roads.trips
    assert on_closed_roads(operation, on_roads, roads, overlays) == []


def test_a_trip_on_a_closed_road_is_found_by_the_test() -> None:
    """A plan for open roads breaks closures that were not there when it was made."""
    town = synthesize(200, 0, "aleppo-2016")
    network = streets(positions(town.places), 0)
    roads = legs_on_roads(town, network, Overlays(), Speeds())
    operation = replace(town, legs=roads.legs)
    plan = solve(operation, seed=1, effort=1).plan
    everything = Overlays((Closure(id="all", ways=tuple(np.unique(network.way).tolist())),))
    assert on_closed_roads(operation, plan, roads, everything)

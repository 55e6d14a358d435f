"""An operation on a road network: 150 assembly points, 2 gates, 45 sites, 3 depots, and vehicles of all uses."""

from datetime import UTC, datetime

import numpy as np

from safepassage.domain.clock import DAY_S
from safepassage.domain.corridor import Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, RoadUse, Size, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import Place, PlaceKind
from safepassage.roads.network import Network

PLACES = ((PlaceKind.ASSEMBLY, 150), (PlaceKind.GATE, 2), (PlaceKind.RECEPTION, 45), (PlaceKind.DEPOT, 3))


def operation_on(network: Network, seed: int) -> Operation:
    """With places anywhere on the network; half of the sites beyond each gate."""
    rng = np.random.default_rng(seed)
    west, south, east, north = network.bounds
    places = tuple(
        Place(f"{kind}-{i}", kind, "", lon=float(rng.uniform(west, east)), lat=float(rng.uniform(south, north)))
        for kind, count in PLACES
        for i in range(count)
    )
    gates = [place.id for place in places if place.kind is PlaceKind.GATE]
    beyond = [place.id for place in places if place.kind in (PlaceKind.RECEPTION, PlaceKind.DEPOT)]
    routes = tuple(Route(gate, (gate,), tuple(beyond[i :: len(gates)])) for i, gate in enumerate(gates))
    layouts = (Layout(40),)
    return Operation(
        name="roads",
        start=datetime(2030, 5, 6, 6, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=2 * DAY_S,
        places=places,
        fleet=(
            VehicleClass("bus", layouts, (Pool(40, "depot-0"), Pool(20, "depot-1")), size=Size(weight_t=18.0)),
            VehicleClass("ambulance", layouts, (Pool(9, "depot-2"),), road_use=RoadUse.AMBULANCE),
            VehicleClass("lorry", layouts, (Pool(9, "depot-2"),), road_use=RoadUse.LORRY),
            VehicleClass("car", layouts, own_car=True),
        ),
        households=(),
        corridor=Corridor(tuple(Gate(gate) for gate in gates), routes),
        legs=(),
    )

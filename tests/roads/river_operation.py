"""An operation on the two banks of the river town, to be checked by hand."""

from datetime import UTC, datetime

from safepassage.domain.corridor import Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, RoadUse, Size, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from tests.roads.towns import METRES_PER_DEGREE

KM = 1000 / METRES_PER_DEGREE
HOUR_S = 3600


def river_operation(bus_t: float | None = None) -> Operation:
    """60 people at the market and 20 at the mill in the west, a camp in the east behind a gate at Camp street's end.

    The market lies in the middle of Market street, the mill at the western end of the new bridge, the camp half-way
    down the road from Camp street to the new bridge. Buses start at the camp.
    """
    return Operation(
        name="river",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=12 * HOUR_S,
        places=(
            Place("market", PlaceKind.ASSEMBLY, "Market", lon=0.5 * KM, lat=0.0001 * KM),
            Place("mill", PlaceKind.ASSEMBLY, "Mill", lon=0.0, lat=-2 * KM),
            Place("gate", PlaceKind.GATE, "Gate", lon=2.5 * KM, lat=0.0),
            Place("camp", PlaceKind.RECEPTION, "Camp", lon=2.5 * KM, lat=-1 * KM),
        ),
        fleet=(
            VehicleClass("bus", (Layout(40),), (Pool(2, "camp"),), road_use=RoadUse.BUS, size=Size(weight_t=bus_t)),
        ),
        households=(
            *(Household(f"M{i}", "market", seated=6, destinations=("camp",)) for i in range(1, 11)),
            *(Household(f"W{i}", "mill", seated=5, destinations=("camp",)) for i in range(1, 5)),
        ),
        corridor=Corridor((Gate("gate"),), (Route("river", ("gate",), ("camp",)),)),
        legs=(),
    )

"""The vehicles, by class: those of a class are interchangeable but for where and when they start."""

from dataclasses import dataclass
from enum import StrEnum

from safepassage.domain.people import Needs


class RoadUse(StrEnum):
    """As what a vehicle drives on the road: decides where access tags and limits of a road network let it go.

    A boat does not: for it only the rows of the travel-time table count.
    """

    CAR = "car"
    BUS = "bus"
    LORRY = "lorry"
    AMBULANCE = "ambulance"
    BOAT = "boat"


@dataclass(frozen=True, slots=True)
class Size:
    """What of a vehicle meets limits on the road; None where it is not known, and limits of that kind do not hold it.

    Attributes:
        weight_t: loaded, in tonnes.
        empty_weight_t: with nobody aboard; None where it is not known, and the loaded weight counts.
    """

    weight_t: float | None = None
    height_m: float | None = None
    width_m: float | None = None
    empty_weight_t: float | None = None

    @property
    def empty(self) -> "Size":
        """The same vehicle with nobody aboard."""
        weight_t = self.weight_t if self.empty_weight_t is None else self.empty_weight_t
        return Size(weight_t, self.height_m, self.width_m, self.empty_weight_t)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to set up a vehicle: a bus may be 48 seats, or 40 seats + 2 wheelchairs, or 12 stretchers + 10 seats."""

    seats: int
    wheelchairs: int = 0
    stretchers: int = 0

    @property
    def capacity(self) -> Needs:
        return Needs(self.seats, self.wheelchairs, self.stretchers)


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long loading or unloading takes: a fixed part and a part for each person, in seconds."""

    fixed_s: int = 0
    per_seated_s: int = 0
    per_wheelchair_s: int = 0
    per_stretcher_s: int = 0

    def seconds(self, load: Needs) -> int:
        """Seconds in a bay for `load`."""
        return (
            self.fixed_s
            + self.per_seated_s * load.seated
            + self.per_wheelchair_s * load.wheelchair
            + self.per_stretcher_s * load.stretcher
        )


@dataclass(frozen=True, slots=True)
class DutyLimit:
    """Drivers' hours of one vehicle: between two rests of at least `rest_s`, at most so long on duty and driving."""

    driving_s: int
    on_duty_s: int
    rest_s: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Vehicles of a class that start at one place at one time."""

    count: int
    start: str
    available_from_s: int = 0


@dataclass(frozen=True, slots=True)
class VehicleClass:
    """A class of vehicles.

    Attributes:
        layouts: what one vehicle can be set up for; one layout a trip, changed while empty at no cost of time.
        pools: where and when they start. Empty for own cars, which start where and when their household does.
        duty: None where relief drivers make the vehicle free of drivers' hours.
        own_car: it belongs to a household that names it (`Household.own_car`): the car leaves once, one way, with its
            household aboard; neighbours from the same assembly point may ride along to the same destination.
        road_use: as what it drives on a road network; None where nobody said (`drives_as`).
    """

    id: str
    layouts: tuple[Layout, ...]
    pools: tuple[Pool, ...] = ()
    name: str = ""
    loading: ServiceTime = ServiceTime()
    unloading: ServiceTime = ServiceTime()
    duty: DutyLimit | None = None
    own_car: bool = False
    road_use: RoadUse | None = None
    size: Size = Size()

    @property
    def drives_as(self) -> RoadUse:
        """As what it drives: an own car as a car, all others as a bus unless something else was said."""
        return self.road_use or (RoadUse.CAR if self.own_car else RoadUse.BUS)

    @property
    def count(self) -> int:
        """Vehicles in the pools; own cars are counted by `Operation.vehicles`."""
        return sum(pool.count for pool in self.pools)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle: ``bus-3`` is the third of class ``bus``, counted through its pools (own cars: through households).

    Attributes:
        owner: card number of the household that owns it; None for the fleet's own.
    """

    id: str
    vehicle_class: str
    start: str
    available_from_s: int
    owner: str | None = None

"""One operation: everything that is given before there is a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from safepassage.domain.agreement import Agreement
from safepassage.domain.clock import Clock
from safepassage.domain.corridor import Corridor, Gate, Route, Window
from safepassage.domain.fleet import Vehicle, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.travel import Leg


class Profile(StrEnum):
    """What kind of operation it is; decides what is suspicious and how much is suppressed in what is sent out."""

    CONFLICT = "conflict"
    CIVIL_PROTECTION = "civil-protection"
    EXERCISE = "exercise"


NO_AGREEMENT = Agreement()


@dataclass(frozen=True)
class Operation:
    """A frozen operation. Times inside are whole seconds from `start`.

    Attributes:
        start: timezone-aware, UTC.
        zone: IANA time zone in which people read times.
        horizon_s: planning ends here; whoever has not arrived by then is not carried.
        weights: what a second in danger of one person weighs, for tiers 1, 2, 3; whole numbers, at least 1.
        synthetic: households were drawn from a seed and are nobody in particular.
    """

    name: str
    start: datetime
    zone: str
    profile: Profile
    horizon_s: int
    places: tuple[Place, ...]
    fleet: tuple[VehicleClass, ...]
    households: tuple[Household, ...]
    corridor: Corridor
    legs: tuple[Leg, ...]
    agreement: Agreement = NO_AGREEMENT
    hazards: tuple[Hazard, ...] = ()
    weights: tuple[int, int, int] = (10, 3, 1)
    description: str = ""
    synthetic: bool = False

    @cached_property
    def clock(self) -> Clock:
        return Clock(self.start, self.zone)

    @cached_property
    def place(self) -> Mapping[str, Place]:
        """Places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def vehicle_class(self) -> Mapping[str, VehicleClass]:
        """Vehicle classes by id."""
        return {vehicle_class.id: vehicle_class for vehicle_class in self.fleet}

    @cached_property
    def household(self) -> Mapping[str, Household]:
        """Households by card number."""
        return {household.id: household for household in self.households}

    @cached_property
    def gate(self) -> Mapping[str, Gate]:
        """Gates by place id."""
        return {gate.place: gate for gate in self.corridor.gates}

    @cached_property
    def route(self) -> Mapping[str, Route]:
        """Routes by id."""
        return {route.id: route for route in self.corridor.routes}

    @cached_property
    def route_beyond(self) -> Mapping[str, Route]:
        """For each place beyond gates, the route that reaches it."""
        return {place: route for route in self.corridor.routes for place in route.beyond}

    @cached_property
    def assembly_points(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.kind is PlaceKind.ASSEMBLY)

    @cached_property
    def reception_sites(self) -> tuple[Place, ...]:
        """Reception sites and hospitals."""
        return tuple(place for place in self.places if place.receives)

    @cached_property
    def leaving(self) -> tuple[Household, ...]:
        """The households that wish to leave, in the order of the register."""
        return tuple(household for household in self.households if not household.stays)

    @cached_property
    def vehicles(self) -> Mapping[str, Vehicle]:
        """Every vehicle by id, in the order of classes and pools; own cars in the order of their households."""
        found: dict[str, Vehicle] = {}
        owners: dict[str, list[Household]] = {}
        for household in self.leaving:
            if household.own_car is not None:
                owners.setdefault(household.own_car, []).append(household)
        for vehicle_class in self.fleet:
            starts: list[tuple[str, int, str | None]] = [
                (pool.start, pool.available_from_s, None) for pool in vehicle_class.pools for _ in range(pool.count)
            ]
            if vehicle_class.own_car:
                starts = [(owner.at, owner.ready_s, owner.id) for owner in owners.get(vehicle_class.id, [])]
            for number, (start, available_from_s, owner_id) in enumerate(starts, 1):
                vehicle = Vehicle(f"{vehicle_class.id}-{number}", vehicle_class.id, start, available_from_s, owner_id)
                found[vehicle.id] = vehicle
        return found

    def gates_between(self, origin: str, destination: str) -> tuple[str, ...]:
        """Place ids of the gates on the way, in the order in which they are passed; empty where there is none."""
        out, back = self.route_beyond.get(destination), self.route_beyond.get(origin)
        if out is not None and back is None:
            return out.gates
        if back is not None and out is None:
            return back.gates[::-1]
        return ()

    def gate_windows(self, gate: str) -> tuple[Window, ...] | None:
        """When a gate may be passed: its own windows where the agreement's are open too; None means always."""
        own, agreed = self.gate[gate].windows, self.agreement.windows
        if own is None or agreed is None:
            return agreed if own is None else own
        both = (
            Window(max(a.opens_s, b.opens_s), min(a.closes_s, b.closes_s), a.agreed_in or b.agreed_in)
            for a in own
            for b in agreed
        )
        return tuple(sorted((w for w in both if w.opens_s < w.closes_s), key=lambda w: w.opens_s))

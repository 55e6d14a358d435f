"""What the rules judge: an operation and a plan, with the indexes that several rules share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from safepassage.domain.agreement import CounterMovement, Stage
from safepassage.domain.corridor import Route, Window
from safepassage.domain.fleet import Vehicle, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.people import Needs
from safepassage.domain.plan import Boarding, Convoy, Crossing, Plan, Trip
from safepassage.roads.travel_times import TravelTimes
from safepassage.rules.form import convoy_faults, repeats, trip_faults


@dataclass(frozen=True, slots=True)
class Drive:
    """One leg of a journey as the plan has it.

    Attributes:
        travel_s: seconds of driving that it takes when leaving at `departs_s`; None where there is no road.
    """

    origin: str
    destination: str
    departs_s: int
    arrives_s: int
    travel_s: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One vehicle at one gate.

    Attributes:
        outward: loaded, on the way out; else empty, on the way in.
        inspection_s: how long its inspection takes.
    """

    gate: str
    outward: bool
    enters_s: int
    leaves_s: int
    inspection_s: int


@dataclass(frozen=True, slots=True)
class Journey:
    """A trip that names only what exists, together with what it names.

    Attributes:
        route: None where the destination lies before all gates.
        drives: of the approach and the trip; without those of a part that does not pass the gates of its way.
        passages: of the approach and the trip.
        loading_s, unloading_s: how long they take with this load.
    """

    trip: Trip
    vehicle: Vehicle
    vehicle_class: VehicleClass
    load: Needs
    route: Route | None
    drives: tuple[Drive, ...]
    passages: tuple[Passage, ...]
    loading_s: int
    unloading_s: int

    @property
    def id(self) -> str:
        return self.trip.id

    @property
    def who(self) -> str:
        """The trip and its vehicle, to begin a message with."""
        return f"trip {self.trip.id} ({self.vehicle.id})"

    @property
    def starts_s(self) -> int:
        """When the vehicle starts to be busy with it."""
        return self.trip.loads_s if self.trip.approach is None else self.trip.approach.leaves_s


@dataclass(frozen=True)
class Case:
    """An operation, a plan, and the travel times between its places.

    Rules that judge trips see `journeys`: the trips that name only what exists and have an id of their own. The rule
    ``known-references`` names all others, so that every other rule may skip them.
    """

    operation: Operation
    plan: Plan
    travel: TravelTimes

    @cached_property
    def journeys(self) -> tuple[Journey, ...]:
        """In order of time."""
        repeated = repeats(trip.id for trip in self.plan.trips)
        found = (
            self._journey(trip)
            for trip in self.plan.trips
            if trip.id not in repeated and not any(trip_faults(self.operation, self.plan, trip))
        )
        return tuple(sorted(found, key=lambda journey: (journey.starts_s, journey.id)))

    @cached_property
    def by_vehicle(self) -> Mapping[str, list[Journey]]:
        """The journeys of each vehicle in order of time; without vehicles of which a trip cannot be judged."""
        judged = {journey.id for journey in self.journeys}
        uncertain = {trip.vehicle for trip in self.plan.trips if trip.id not in judged}
        found: dict[str, list[Journey]] = {}
        for journey in self.journeys:
            if journey.vehicle.id not in uncertain:
                found.setdefault(journey.vehicle.id, []).append(journey)
        return found

    @cached_property
    def convoys(self) -> Mapping[str, Convoy]:
        """The convoys that name only what exists and have an id of their own, by id, in order of departure."""
        repeated = repeats(convoy.id for convoy in self.plan.convoys)
        found = (
            convoy
            for convoy in self.plan.convoys
            if convoy.id not in repeated and not any(convoy_faults(self.operation, convoy))
        )
        return {convoy.id: convoy for convoy in sorted(found, key=lambda convoy: (convoy.departs_s, convoy.id))}

    @cached_property
    def by_convoy(self) -> Mapping[str, list[Journey]]:
        """The journeys of each convoy that has any, convoys in order of departure."""
        found: dict[str, list[Journey]] = {convoy: [] for convoy in self.convoys}
        for journey in self.journeys:
            if journey.trip.convoy in found:
                found[journey.trip.convoy].append(journey)
        return {convoy: journeys for convoy, journeys in found.items() if journeys}

    @cached_property
    def passages(self) -> tuple[tuple[Journey, Passage], ...]:
        """Every passage of every journey."""
        return tuple((journey, passage) for journey in self.journeys for passage in journey.passages)

    @cached_property
    def boardings(self) -> Mapping[str, list[tuple[Trip, Boarding]]]:
        """Where the members of each household are aboard, on any trip of the plan, in order of the trips' ids."""
        found: dict[str, list[tuple[Trip, Boarding]]] = {}
        for trip in sorted(self.plan.trips, key=lambda trip: trip.id):
            for boarding in trip.boardings:
                found.setdefault(boarding.household, []).append((trip, boarding))
        return found

    @cached_property
    def stages(self) -> tuple[tuple[Stage, Window], ...]:
        """The stages of the agreement with when they are in force."""
        return self.operation.agreement.stage_windows(self.operation.horizon_s)

    def stage_at(self, t_s: int) -> Stage | None:
        """The stage in force; None where none is."""
        return next((stage for stage, window in self.stages if window.opens_s <= t_s < window.closes_s), None)

    def awaited_at(self, t_s: int) -> tuple[Stage, CounterMovement] | None:
        """The stage that would be in force if the other side's movement had been confirmed; None if it is not that."""
        if self.stage_at(t_s) is not None:
            return None
        movements = {movement.id: movement for movement in self.operation.agreement.counter_movements}
        for stage, _ in self.stages:
            movement = movements.get(stage.after or "")
            closes_s = self.operation.horizon_s if stage.closes_s is None else stage.closes_s
            if movement is not None and stage.opens_s <= t_s < min(movement.expected_s, closes_s):
                return stage, movement
        return None

    def when(self, t_s: int) -> str:
        """The local time, with its offset from UTC in the hour that clocks show twice."""
        local = self.operation.clock.at(t_s)
        text = local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
        twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        return f"{text} ({local:%Z})" if twice else text

    def _journey(self, trip: Trip) -> Journey:
        vehicle = self.operation.vehicles[trip.vehicle]
        vehicle_class = self.operation.vehicle_class[vehicle.vehicle_class]
        load = Needs(
            sum(boarding.seated for boarding in trip.boardings),
            sum(boarding.wheelchair for boarding in trip.boardings),
            sum(boarding.stretcher for boarding in trip.boardings),
        )
        drives = self._drives(trip.origin, trip.destination, vehicle, trip.leaves_s, trip.crossings, trip.arrives_s)
        passages = self._passages(vehicle, trip.crossings, outward=True)
        if trip.approach is not None:
            way = trip.approach
            drives = (
                *self._drives(way.origin, trip.origin, vehicle, way.leaves_s, way.crossings, way.arrives_s),
                *drives,
            )
            passages = (*self._passages(vehicle, way.crossings, outward=False), *passages)
        return Journey(
            trip=trip,
            vehicle=vehicle,
            vehicle_class=vehicle_class,
            load=load,
            route=self.operation.route_beyond.get(trip.destination),
            drives=drives,
            passages=passages,
            loading_s=vehicle_class.loading.seconds(load),
            unloading_s=vehicle_class.unloading.seconds(load),
        )

    def _passages(self, vehicle: Vehicle, crossings: tuple[Crossing, ...], *, outward: bool) -> tuple[Passage, ...]:
        found = []
        for crossing in crossings:
            inspection = self.operation.gate[crossing.gate].inspects(vehicle.vehicle_class)
            inspection_s = inspection.loaded_s if outward else inspection.empty_s
            found.append(Passage(crossing.gate, outward, crossing.enters_s, crossing.leaves_s, inspection_s))
        return tuple(found)

    def _drives(
        self,
        origin: str,
        destination: str,
        vehicle: Vehicle,
        leaves_s: int,
        crossings: tuple[Crossing, ...],
        arrives_s: int,
    ) -> tuple[Drive, ...]:
        if tuple(crossing.gate for crossing in crossings) != self.operation.gates_between(origin, destination):
            return ()
        starts = [(origin, leaves_s), *((crossing.gate, crossing.leaves_s) for crossing in crossings)]
        ends = [*((crossing.gate, crossing.enters_s) for crossing in crossings), (destination, arrives_s)]
        return tuple(
            Drive(a, b, departs_s, ends_s, self.travel.seconds(a, b, vehicle.vehicle_class, departs_s))
            for (a, departs_s), (b, ends_s) in zip(starts, ends, strict=True)
        )

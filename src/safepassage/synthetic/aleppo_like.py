"""Synthetic operations of any size after the shape of the movement out of eastern Aleppo in December 2016.

What is drawn is nobody's town: the places are points around a centre, gates stand at its edge, reception sites lie
along a road behind each gate, and the fleet, the lanes and the escorts grow with the number of people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from math import ceil, sqrt

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, DailyCap, Party, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import Pool, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import CIVILIAN
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.synthetic.chance import Chance
from safepassage.synthetic.geography import OPEN_ROAD_KMH, TOWN_KMH, Point, driving_s, point_at, road_m
from safepassage.synthetic.households import OwnCars, Population, draw_households
from safepassage.synthetic.traits import Scarce, Traits, draw_traits
from safepassage.synthetic.vehicles import AMBULANCE, BUS, OWN_VAN
from safepassage.synthetic.windows import HOUR_S, open_windows

REFERENCE_PEOPLE = 35_000
CENTRE: Point = (36.185, 37.140)
START = datetime(2016, 12, 15, 5, 0, tzinfo=UTC)
PEOPLE_A_ROUTE = 70_000
NIGHT = DailyHours(18 * HOUR_S, 6 * HOUR_S)
BANNED_NIGHT = DailyHours(21 * HOUR_S, 5 * HOUR_S)
OTHER_STREAM = "armed-groups"
SITE_SHARES = (0.42, 0.24, 0.16, 0.10, 0.08)
"""How the wishes spread over the reception sites of a route, from near to far (assumption)."""


@dataclass(frozen=True)
class _Scale:
    """How large everything is."""

    people: int
    traits: Traits

    @property
    def ratio(self) -> float:
        """To the reference operation."""
        return self.people / REFERENCE_PEOPLE

    @property
    def routes(self) -> int:
        return max(1, round(self.people / PEOPLE_A_ROUTE))

    @property
    def assembly_points(self) -> int:
        return max(1, min(40, round(8 * sqrt(self.ratio))))

    @property
    def sites_a_route(self) -> int:
        return 2 if self.people < 1000 else 3 if self.people < 10_000 else 5

    @property
    def buses(self) -> int:
        return self._whole(14 if self.traits.scarce is Scarce.FLEET else 20)

    @property
    def ambulances(self) -> int:
        return self._whole(10)

    @property
    def own_cars(self) -> int:
        return round(100 * self.ratio)

    @property
    def stretcher(self) -> int:
        return self._whole(400)

    @property
    def wheelchair(self) -> int:
        return self._whole(480)

    @property
    def bays(self) -> int:
        """Bays for buses at each assembly point."""
        return max(1, ceil(self.buses / self.assembly_points / (4 if self.traits.scarce is Scarce.BAYS else 1.2)))

    @property
    def lanes(self) -> int:
        """Lanes of each gate in each direction."""
        return self._whole((1 if self.traits.scarce is Scarce.LANES else 2) / self.routes)

    @property
    def inspection(self) -> Mapping[str, Inspection]:
        times = 2 if self.traits.scarce is Scarce.LANES else 1
        return {
            "ambulance": Inspection(120 * times, 30 * times),
            "own-van": Inspection(180 * times, 0),
            ANY_CLASS: Inspection(180 * times, 45 * times),
        }

    @property
    def convoy(self) -> ConvoyRule:
        scarce = self.traits.scarce is Scarce.ESCORTS
        return ConvoyRule(
            max_vehicles=20,
            headway_s=1200,
            escorts=self._whole((1 if scarce else 3) / self.routes),
            escort_cycle_s=9000 if scarce else 7200,
        )

    def _whole(self, at_reference: float) -> int:
        return max(1, round(at_reference * self.ratio))


@dataclass(frozen=True)
class _Town:
    """Where everything lies. Keys are place ids, values are points; in order."""

    assembly: dict[str, Point]
    gates: dict[str, Point]
    depots: dict[str, Point]
    sites: dict[str, Point]
    gate_of: dict[str, str]

    @cached_property
    def shares(self) -> dict[str, float]:
        """How often each reception site is wished for."""
        number = dict.fromkeys(self.gates, 0)
        found: dict[str, float] = {}
        for site in self.sites:
            found[site] = SITE_SHARES[number[self.gate_of[site]]]
            number[self.gate_of[site]] += 1
        total = sum(found.values())
        return {site: share / total for site, share in found.items()}

    @cached_property
    def hospitals(self) -> tuple[str, ...]:
        """The farther half of the sites behind each gate have beds."""
        sites = list(self.sites)
        per_gate = len(sites) // len(self.gates)
        return tuple(site for n, site in enumerate(sites) if n % per_gate >= per_gate // 2)

    def beyond(self, gate: str) -> tuple[str, ...]:
        return tuple(place for place, its_gate in self.gate_of.items() if its_gate == gate)


def aleppo_like(people: int, seed: int) -> Operation:
    """An operation for exactly `people` people who wish to leave."""
    traits = draw_traits(seed)
    scale = _Scale(people, traits)
    town = _lay_out(scale, Chance(seed, "town"))
    windows = open_windows(traits.pattern, _open_s_needed(scale, town) * traits.slack)
    horizon_s = windows[-1].closes_s + 4 * HOUR_S
    return Operation(
        name=f"synthetic-{people}-{seed}",
        start=START,
        zone="Asia/Damascus",
        profile=Profile.EXERCISE,
        horizon_s=horizon_s,
        places=(*_places(scale, town),),
        fleet=_fleet(scale, town),
        households=draw_households(people, _population(scale, town, windows, Chance(seed, "crowds")), seed),
        corridor=_corridor(scale, town),
        legs=(*_legs(town, slow_nights=traits.slow_nights),),
        agreement=_agreement(scale, windows),
        hazards=_hazards(town, windows, Chance(seed, "hazards")) if traits.closed_road else (),
        description=_description(people, seed, traits),
        synthetic=True,
    )


def _description(people: int, seed: int, traits: Traits) -> str:
    return (
        f"Synthetic operation for {people} people drawn from seed {seed} after the shape of eastern Aleppo in December "
        f"2016. Nobody in it exists, and its places, roads and agreement are invented. Scarce: {traits.scarce}. "
        f"Gates open {traits.pattern}."
    )


def _lay_out(scale: _Scale, chance: Chance) -> _Town:
    """Assembly points in a disc, gates at its edge, a depot and the reception sites along the road behind each."""
    radius_m = 2500 * min(3.0, max(0.4, sqrt(scale.ratio)))
    assembly = {
        f"assembly-{n}": point_at(CENTRE, radius_m * sqrt(chance.between(0.05, 1)), chance.between(0, 360))
        for n in range(1, scale.assembly_points + 1)
    }
    gates: dict[str, Point] = {}
    depots: dict[str, Point] = {}
    sites: dict[str, Point] = {}
    gate_of: dict[str, str] = {}
    for n in range(1, scale.routes + 1):
        bearing = 225 + 360 * (n - 1) / scale.routes
        gates[f"gate-{n}"] = point_at(CENTRE, radius_m + 700, bearing)
        depots[f"depot-{n}"] = point_at(CENTRE, radius_m + 2500, bearing)
        gate_of[f"depot-{n}"] = f"gate-{n}"
        distance_m = radius_m + chance.between(6000, 9000)
        for k in range(1, scale.sites_a_route + 1):
            site = f"reception-{(n - 1) * scale.sites_a_route + k}"
            sites[site] = point_at(CENTRE, distance_m, bearing + chance.between(-20, 20))
            gate_of[site] = f"gate-{n}"
            distance_m += chance.between(5000, 9000)
    return _Town(assembly, gates, depots, sites, gate_of)


def _open_s_needed(scale: _Scale, town: _Town) -> float:
    """An estimate of how long the gates must be open: the longest of what each resource needs by itself."""
    seats = BUS.layouts[0].seats
    trips = 1.03 * scale.people / (0.95 * seats)
    cycle_s = _cycle_s(scale, town)
    loading_s = BUS.loading.fixed_s + BUS.loading.per_seated_s * seats
    ambulance_trips = scale.stretcher / 2
    vehicles = trips + ambulance_trips + scale.own_cars
    rule = scale.convoy
    convoys_a_route = vehicles / (0.75 * rule.max_vehicles) / scale.routes
    return max(
        trips * cycle_s / scale.buses,
        0.8 * ambulance_trips * (cycle_s + HOUR_S) / scale.ambulances,
        trips * loading_s / (0.8 * scale.bays * scale.assembly_points),
        vehicles * scale.inspection[ANY_CLASS].loaded_s / (0.8 * scale.lanes * scale.routes),
        convoys_a_route * max(rule.headway_s, rule.escort_cycle_s / (rule.escorts or 1)),
    )


def _cycle_s(scale: _Scale, town: _Town) -> float:
    """An estimate of the seconds that a bus takes for one turn, in the mean, with the wait for its convoy."""
    into_town_s = [driving_s(road_m(g, a), TOWN_KMH) for g in town.gates.values() for a in town.assembly.values()]
    outside_s = sum(
        share * driving_s(road_m(town.gates[town.gate_of[site]], town.sites[site]), OPEN_ROAD_KMH)
        for site, share in town.shares.items()
    )
    seats = BUS.layouts[0].capacity
    standing_s = BUS.loading.seconds(seats) + BUS.unloading.seconds(seats) + scale.inspection[ANY_CLASS].loaded_s + 1500
    return 2 * sum(into_town_s) / len(into_town_s) + 2 * outside_s + standing_s


def _places(scale: _Scale, town: _Town) -> Iterator[Place]:
    source = "synthetic"
    small = max(2, scale.bays)
    for n, (place, (lat, lon)) in enumerate(town.assembly.items(), 1):
        names = {"ar": f"نقطة التجمع {n}"}
        bays = {"bus": scale.bays, ANY_CLASS: small}
        yield Place(place, PlaceKind.ASSEMBLY, f"Assembly point {n}", names, lat, lon, bays, source=source)
    for n, (place, (lat, lon)) in enumerate(town.gates.items(), 1):
        yield Place(place, PlaceKind.GATE, f"Gate {n}", {"ar": f"المعبر {n}"}, lat, lon, source=source)
    for n, (place, (lat, lon)) in enumerate(town.depots.items(), 1):
        yield Place(place, PlaceKind.DEPOT, f"Depot {n}", {"ar": f"موقف الحافلات {n}"}, lat, lon, source=source)
    for n, (place, (lat, lon)) in enumerate(town.sites.items(), 1):
        hospital = place in town.hospitals
        share = town.shares[place]
        yield Place(
            place,
            PlaceKind.HOSPITAL if hospital else PlaceKind.RECEPTION,
            f"Hospital and reception site {n}" if hospital else f"Reception site {n}",
            {"ar": f"مستشفى وموقع استقبال {n}" if hospital else f"موقع استقبال {n}"},
            lat,
            lon,
            bays={"bus": max(2, ceil(scale.buses * share * 0.8)), ANY_CLASS: max(3, ceil(scale.ambulances * share))},
            places=ceil(scale.people * share * scale.traits.room) + 12,
            beds=ceil(scale.stretcher * scale.traits.room / len(town.hospitals)) + 1 if hospital else 0,
            source=source,
        )


def _fleet(scale: _Scale, town: _Town) -> tuple[VehicleClass, ...]:
    """Half of the buses stand ready at the start, the others follow after their mobilisation."""
    later = scale.buses // 2
    buses = (*_pools(scale.buses - later, town, 0), *_pools(later, town, 2 * HOUR_S))
    return (
        replace(BUS, pools=buses),
        replace(AMBULANCE, pools=tuple(_pools(scale.ambulances, town, 0))),
        *((OWN_VAN,) if scale.own_cars else ()),
    )


def _pools(count: int, town: _Town, available_from_s: int) -> Iterator[Pool]:
    """Vehicles spread evenly over the depots."""
    each, over = divmod(count, len(town.depots))
    for n, depot in enumerate(town.depots):
        if here := each + (n < over):
            yield Pool(here, depot, available_from_s)


def _population(scale: _Scale, town: _Town, windows: tuple[Window, ...], chance: Chance) -> Population:
    return Population(
        at={place: chance.between(0.5, 1.5) for place in town.assembly},
        wishes=town.shares,
        medical_wishes=dict.fromkeys(town.hospitals, 1.0),
        stretcher=scale.stretcher,
        wheelchair=scale.wheelchair,
        ready_by_s=(windows[-1].closes_s - windows[0].opens_s) // 2,
        own_cars=(OwnCars(OWN_VAN.id, scale.own_cars, OWN_VAN.layouts[0].seats),) if scale.own_cars else (),
        streams={CIVILIAN: 0.92, OTHER_STREAM: 0.08} if scale.traits.two_streams else {CIVILIAN: 1.0},
    )


def _corridor(scale: _Scale, town: _Town) -> Corridor:
    return Corridor(
        gates=tuple(Gate(gate, scale.lanes, scale.lanes, scale.inspection) for gate in town.gates),
        routes=tuple(
            Route(f"route-{n}", (gate,), town.beyond(gate), scale.convoy) for n, gate in enumerate(town.gates, 1)
        ),
        note="Synthetic and schematic: straight lines between invented places, times 1.3; 24 km/h in town, 40 outside.",
    )


def _legs(town: _Town, slow_nights: bool) -> Iterator[Leg]:
    """Every assembly point with every gate, and every place beyond a gate with it; both directions alike."""
    for place, point in town.assembly.items():
        for gate, its_point in town.gates.items():
            yield from _leg(place, gate, road_m(point, its_point), TOWN_KMH, slow_nights)
    outside = town.depots | town.sites
    for place, gate in town.gate_of.items():
        yield from _leg(gate, place, road_m(town.gates[gate], outside[place]), OPEN_ROAD_KMH, slow_nights)


def _leg(origin: str, destination: str, distance_m: int, speed_kmh: float, slow_nights: bool) -> Iterator[Leg]:
    yield Leg(origin, destination, driving_s(distance_m, speed_kmh), distance_m)
    if slow_nights:
        yield Leg(origin, destination, driving_s(distance_m, 0.8 * speed_kmh), distance_m, hours=NIGHT)


def _agreement(scale: _Scale, windows: tuple[Window, ...]) -> Agreement:
    traits = scale.traits
    stages, movements = _stages(scale, windows) if traits.stages > 1 else ((), ())
    days = len({window.opens_s // 86_400 for window in windows})
    return Agreement(
        parties=(
            Party("party-a", "Party A", may_halt=True, contact="liaison A"),
            Party("party-b", "Party B", may_halt=True, contact="liaison B"),
            Party("guarantor", "Guarantor", role="guarantor"),
        ),
        clauses=(
            Clause("1", "Everyone who wishes may leave, to a place of their choice.", "synthetic"),
            Clause("2", "The gates are open in the windows of Annex A.", "synthetic"),
        ),
        windows=windows,
        stages=stages,
        counter_movements=movements,
        daily_cap=DailyCap(people=ceil(1.6 * scale.people / days), agreed_in="Annex B") if traits.capped else None,
        night=BANNED_NIGHT if traits.night_ban else None,
    )


def _stages(scale: _Scale, windows: tuple[Window, ...]) -> tuple[tuple[Stage, ...], tuple[CounterMovement, ...]]:
    """Steps that begin with windows; each but the first waits for a movement of the other side."""
    steps = min(scale.traits.stages, len(windows))
    first = [windows[n * len(windows) // steps] for n in range(steps)]
    movements = tuple(
        CounterMovement(f"counter-{n}", f"Movement {n} of the other side", window.opens_s, ceil(500 * scale.ratio))
        for n, window in enumerate(first[1:], 1)
    )
    stages = tuple(
        Stage(
            f"step-{n + 1}",
            f"Step {n + 1}",
            opens_s=0 if n == 0 else window.opens_s,
            people=None if n == steps - 1 else ceil(1.5 * scale.people / steps),
            after=f"counter-{n}" if n else None,
            agreed_in="Annex C",
        )
        for n, window in enumerate(first)
    )
    return stages, movements


def _hazards(town: _Town, windows: tuple[Window, ...], chance: Chance) -> tuple[Hazard, ...]:
    """The road to one reception site is closed until it is cleared, at latest a third into the operation."""
    site = list(town.sites)[chance.whole(0, len(town.sites) - 1)]
    until_s = round(chance.between(0.1, 0.33) * windows[-1].closes_s / 900) * 900
    leg = (town.gate_of[site], site)
    return (Hazard("hazard-1", "explosive", leg=leg, from_s=0, until_s=until_s, source="synthetic"),)

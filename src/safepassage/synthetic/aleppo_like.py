"""Synthetic operations of any size after the shape of the movement out of eastern Aleppo in December 2016.

What is drawn is nobody's town: the places are points around a centre, gates stand at its edge, reception sites lie
along a road behind each gate, and the fleet, the lanes and the escorts grow with the number of people.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, DailyCap, Party, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Corridor, Gate, Route, Window
from safepassage.domain.fleet import Pool, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import CIVILIAN
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.synthetic.chance import Chance
from safepassage.synthetic.effort import open_s_needed
from safepassage.synthetic.households import OwnCars, Population, draw_households
from safepassage.synthetic.scale import Scale
from safepassage.synthetic.town import Town, lay_out, legs
from safepassage.synthetic.traits import Traits, draw_traits
from safepassage.synthetic.vehicles import AMBULANCE, BUS, OWN_VAN
from safepassage.synthetic.windows import HOUR_S, open_windows

START = datetime(2016, 12, 15, 5, 0, tzinfo=UTC)
"""07:00 in Aleppo."""

BANNED_NIGHT = DailyHours(21 * HOUR_S, 5 * HOUR_S)
OTHER_STREAM = "members-of-armed-groups"


def aleppo_like(people: int, seed: int) -> Operation:
    """An operation for exactly `people` people who wish to leave."""
    traits = draw_traits(seed)
    scale = Scale(people, traits)
    town = lay_out(scale, Chance(seed, "town"))
    windows = open_windows(traits.pattern, open_s_needed(scale, town) * traits.slack)
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
        legs=(*legs(town, slow_nights=traits.slow_nights),),
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


def _places(scale: Scale, town: Town) -> Iterator[Place]:
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


def _fleet(scale: Scale, town: Town) -> tuple[VehicleClass, ...]:
    """Half of the buses stand ready at the start, the others follow after their mobilisation."""
    later = scale.buses // 2
    buses = (*_pools(scale.buses - later, town, 0), *_pools(later, town, 2 * HOUR_S))
    return (
        replace(BUS, pools=buses),
        replace(AMBULANCE, pools=tuple(_pools(scale.ambulances, town, 0))),
        *((OWN_VAN,) if scale.own_cars else ()),
    )


def _pools(count: int, town: Town, available_from_s: int) -> Iterator[Pool]:
    """Vehicles spread evenly over the depots."""
    each, over = divmod(count, len(town.depots))
    for n, depot in enumerate(town.depots):
        if here := each + (n < over):
            yield Pool(here, depot, available_from_s)


def _population(scale: Scale, town: Town, windows: tuple[Window, ...], chance: Chance) -> Population:
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


def _corridor(scale: Scale, town: Town) -> Corridor:
    return Corridor(
        gates=tuple(Gate(gate, scale.lanes, scale.lanes, scale.inspection) for gate in town.gates),
        routes=tuple(
            Route(f"route-{n}", (gate,), town.beyond(gate), scale.convoy) for n, gate in enumerate(town.gates, 1)
        ),
        note="Synthetic and schematic: straight lines between invented places, times 1.3; 24 km/h in town, 40 outside.",
    )


def _agreement(scale: Scale, windows: tuple[Window, ...]) -> Agreement:
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


def _stages(scale: Scale, windows: tuple[Window, ...]) -> tuple[tuple[Stage, ...], tuple[CounterMovement, ...]]:
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


def _hazards(town: Town, windows: tuple[Window, ...], chance: Chance) -> tuple[Hazard, ...]:
    """The road to one reception site is closed until it is cleared, at latest a third into the operation."""
    site = list(town.sites)[chance.whole(0, len(town.sites) - 1)]
    until_s = round(chance.between(0.1, 0.33) * windows[-1].closes_s / 900) * 900
    leg = (town.gate_of[site], site)
    return (Hazard("hazard-1", "explosive", leg=leg, from_s=0, until_s=until_s, source="synthetic"),)

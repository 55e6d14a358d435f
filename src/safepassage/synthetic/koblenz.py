"""The disposal of a bomb in the Rhine at Koblenz, 4 December 2011: no gate, many own cars, a deadline.

The numbers of people, homes, hospitals, vehicles and reception sites are reported (see the example's README); the
quarters are approximate points, the roads straight lines times 1.3, and the households are drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

from safepassage.domain.corridor import Corridor
from safepassage.domain.fleet import Layout, Pool, RoadUse, ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.synthetic.geography import TOWN_KMH, positions, road_m, schematic_leg
from safepassage.synthetic.households import OwnCars, Population, draw_households
from safepassage.synthetic.vehicles import BUS_SIZE

REFERENCE_PEOPLE = 45_000
START = datetime(2011, 12, 4, 5, 0, tzinfo=UTC)
"""06:00 in Koblenz."""

HOUR_S = 3600
DEADLINE_S = 7 * HOUR_S
"""13:00: nobody is loaded any more. At 13:37 it was certain that nobody was left."""

HORIZON_S = 9 * HOUR_S
SITE_OF_THE_BOMB = (50.3480, 7.6040)
RADIUS_M = 1800
OWN_CAR = "own-car"
ELSEWHERE = "elsewhere"
VEHICLE_PARK = "vehicle-park"

QUARTERS: Mapping[str, tuple[str, float, float, float]] = {
    "altstadt": ("Altstadt", 50.3600, 7.5965, 5),
    "mitte": ("Mitte", 50.3560, 7.5925, 9),
    "suedliche-vorstadt": ("Südliche Vorstadt", 50.3475, 7.5905, 8),
    "goldgrube": ("Goldgrube", 50.3500, 7.5810, 5),
    "oberwerth": ("Oberwerth", 50.3400, 7.5930, 2),
    "pfaffendorf": ("Pfaffendorf", 50.3490, 7.6090, 4),
    "asterstein": ("Asterstein", 50.3500, 7.6210, 5),
    "pfaffendorfer-hoehe": ("Pfaffendorfer Höhe", 50.3425, 7.6190, 3),
    "ehrenbreitstein": ("Ehrenbreitstein", 50.3585, 7.6110, 3),
}
"""Quarters around the site: name, approximate position, and the weight of the people who live there (assumption)."""

HOMES = tuple(f"care-home-{n}" for n in range(1, 8))
HOSPITALS = ("hospital-bruederhaus", "hospital-stift-st-martin")
INSTITUTIONS: Mapping[str, tuple[str, float, float]] = {
    "hospital-bruederhaus": ("Brüderkrankenhaus", 50.3505, 7.5850),
    "hospital-stift-st-martin": ("Stift St. Martin", 50.3470, 7.5870),
    "care-home-1": ("Care home 1 (schematic)", 50.3590, 7.5940),
    "care-home-2": ("Care home 2 (schematic)", 50.3550, 7.5890),
    "care-home-3": ("Care home 3 (schematic)", 50.3520, 7.5950),
    "care-home-4": ("Care home 4 (schematic)", 50.3450, 7.5920),
    "care-home-5": ("Care home 5 (schematic)", 50.3480, 7.6110),
    "care-home-6": ("Care home 6 (schematic)", 50.3440, 7.6180),
    "care-home-7": ("Care home 7 (schematic)", 50.3570, 7.6120),
}
"""Homes and hospitals inside the radius: name and approximate position; the homes' positions are invented."""

HALLS: Mapping[str, tuple[str, float, float]] = {
    "hall-karthause": ("Reception site Karthause", 50.3380, 7.5650),
    "hall-metternich": ("Reception site Metternich", 50.3660, 7.5640),
    "hall-luetzel": ("Reception site Lützel", 50.3730, 7.5890),
    "hall-neuendorf": ("Reception site Neuendorf", 50.3780, 7.5990),
    "hall-arenberg": ("Reception site Arenberg", 50.3610, 7.6540),
    "hall-horchheim": ("Reception site Horchheim", 50.3260, 7.6130),
    "hall-moselweiss": ("Reception site Moselweiß", 50.3560, 7.5650),
}
"""Seven reception sites around the area: the number is reported, names and positions are schematic."""

CARE: Mapping[str, tuple[str, PlaceKind, float, float, int]] = {
    "hospital-kemperhof": ("Kemperhof hospital", PlaceKind.HOSPITAL, 50.3585, 7.5655, 160),
    "hospital-bwzk": ("Armed forces central hospital", PlaceKind.HOSPITAL, 50.3635, 7.5700, 160),
    "care-homes-around": ("Care homes around Koblenz (schematic)", PlaceKind.RECEPTION, 50.3850, 7.6000, 260),
}
"""Where patients and residents of homes go: name, kind, approximate position, beds (assumption)."""


def bomb_disposal(people: int, seed: int) -> Operation:
    """An operation for exactly `people` people who wish to leave; the reported one has 45,000."""
    ratio = people / REFERENCE_PEOPLE
    places = (*_places(ratio),)
    return Operation(
        name="bomb-disposal" if people == REFERENCE_PEOPLE else f"synthetic-bomb-disposal-{people}-{seed}",
        start=START,
        zone="Europe/Berlin",
        profile=Profile.CIVIL_PROTECTION,
        horizon_s=HORIZON_S,
        places=places,
        fleet=_fleet(ratio),
        households=_households(people, seed),
        corridor=Corridor(
            note="No gate. Schematic: straight lines between approximate points, times 1.3, at 24 km/h. Bridges over "
            "the Rhine and the Mosel are not told apart; import real roads before planning anything real."
        ),
        legs=(*_legs(places),),
        hazards=tuple(_closed(place) for place in (*QUARTERS, *INSTITUTIONS)),
        description=(
            f"Synthetic: the disposal of a bomb after the example of Koblenz, 4 December 2011; {people} people leave "
            f"within 1.8 km before a deadline. Households drawn from seed {seed} and nobody in particular."
        ),
        synthetic=True,
    )


def _closed(place: str) -> Hazard:
    return Hazard(f"deadline-{place}", "disposal", place=place, from_s=DEADLINE_S, source="deadline: assumption")


def _places(ratio: float) -> Iterator[Place]:
    assembly, reception = PlaceKind.ASSEMBLY, PlaceKind.RECEPTION
    source = "approximate position; bays: assumption"
    for place, (name, lat, lon, _) in QUARTERS.items():
        bays = {
            OWN_CAR: max(5, round(400 * ratio)),
            "bus": max(1, round(3 * ratio)),
            ANY_CLASS: max(2, round(6 * ratio)),
        }
        yield Place(place, assembly, name, {}, lat, lon, bays, source=source)
    for place, (name, lat, lon) in INSTITUTIONS.items():
        yield Place(place, assembly, name, {}, lat, lon, {ANY_CLASS: max(2, round(4 * ratio))}, source=source)
    for place, (name, lat, lon) in HALLS.items():
        bays = {
            OWN_CAR: max(5, round(60 * ratio)),
            "bus": max(1, round(4 * ratio)),
            ANY_CLASS: max(2, round(6 * ratio)),
        }
        yield Place(
            place, reception, name, {}, lat, lon, bays, ceil(4000 * ratio), 0, source=f"places: as reported; {source}"
        )
    for place, (name, kind, lat, lon, beds) in CARE.items():
        yield Place(
            place,
            kind,
            name,
            {},
            lat,
            lon,
            {ANY_CLASS: max(2, round(10 * ratio))},
            places=ceil(4 * beds * ratio) + 5,
            beds=ceil(beds * ratio) + 1,
            source=source,
        )
    yield Place(ELSEWHERE, reception, "Relatives and friends outside", source="assumption; many places, so no position")
    yield Place(VEHICLE_PARK, PlaceKind.DEPOT, "Vehicle park (schematic)", {}, 50.3650, 7.5600, source="assumption")


def _fleet(ratio: float) -> tuple[VehicleClass, ...]:
    """69 ambulances, 158 patient transports and 48 wheelchair vans as reported; 50 city buses are an assumption."""

    def pools(count: int) -> tuple[Pool, ...]:
        return (Pool(max(1, round(count * ratio)), VEHICLE_PARK),)

    care = VehicleClass(
        "ambulance",
        (Layout(1, 0, 1),),
        pools(69),
        name="Ambulance",
        loading=ServiceTime(180, 20, 90, 240),
        unloading=ServiceTime(120, 20, 60, 180),
        road_use=RoadUse.AMBULANCE,
    )
    return (
        VehicleClass(
            "bus",
            (Layout(70), Layout(60, 2)),
            pools(50),
            name="City bus",
            loading=ServiceTime(180, 4, 90),
            unloading=ServiceTime(60, 2, 60),
            size=BUS_SIZE,
        ),
        care,
        replace(
            care,
            id="patient-transport",
            name="Patient transport",
            layouts=(Layout(2, 0, 1), Layout(2, 1), Layout(4)),
            pools=pools(158),
        ),
        replace(
            care,
            id="wheelchair-van",
            name="Wheelchair van",
            layouts=(Layout(8), Layout(4, 2), Layout(2, 3)),
            pools=pools(48),
            road_use=None,
        ),
        VehicleClass(
            OWN_CAR,
            (Layout(5),),
            name="Car of a household",
            loading=ServiceTime(120, 15),
            unloading=ServiceTime(60, 10),
            own_car=True,
        ),
    )


def _households(people: int, seed: int) -> tuple[Household, ...]:
    """Residents of homes and patients one by one, households with a car, and households without."""
    ratio = people / REFERENCE_PEOPLE
    cared_for, by_car = round(840 * ratio), round(30_000 * ratio)
    without = people - cared_for - by_car
    sizes = {1: 46, 2: 31, 3: 11, 4: 8, 5: 4}
    at = {place: entry[3] for place, entry in QUARTERS.items()}
    halls = dict.fromkeys(HALLS, 1.0)
    care = dict.fromkeys(CARE, 1.0)
    with_car = Population(
        at=at,
        wishes={ELSEWHERE: 5.0, **dict.fromkeys(HALLS, 0.3)},
        medical_wishes=care,
        stretcher=0,
        wheelchair=0,
        stays=0.0,
        late=0.6,
        ready_by_s=5 * HOUR_S,
        sizes=sizes,
        own_cars=(OwnCars(OWN_CAR, by_car, 5),),
        prefix="A",
    )
    without_car = replace(
        with_car,
        wishes=halls,
        stretcher=round(60 * ratio),
        wheelchair=round(150 * ratio),
        own_cars=(),
        patient_parties={1: 60, 2: 40},
        prefix="B",
    )
    institutions = Population(
        at=dict.fromkeys(HOMES, 640 / 7) | dict.fromkeys(HOSPITALS, 100.0),
        wishes=care,
        medical_wishes=care,
        stretcher=round(340 * ratio),
        wheelchair=round(300 * ratio),
        frail=1.0,
        stays=0.0,
        late=0.0,
        sizes={1: 1.0},
        patient_parties={1: 1.0},
        prefix="C",
    )
    return (
        *draw_households(by_car, with_car, seed),
        *draw_households(without, without_car, seed),
        *draw_households(cared_for, institutions, seed),
    )


def _legs(places: tuple[Place, ...]) -> Iterator[Leg]:
    """Every place inside with every place outside; to relatives and friends only by one's own car, in 25 minutes."""
    where = positions(places)
    for place in (*QUARTERS, *INSTITUTIONS):
        for other in (*HALLS, *CARE, VEHICLE_PARK):
            yield schematic_leg(place, other, road_m(where[place], where[other]), TOWN_KMH)
    for place in QUARTERS:
        yield Leg(place, ELSEWHERE, 1500, vehicle_class=OWN_CAR)

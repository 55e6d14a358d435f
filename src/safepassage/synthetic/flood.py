"""A river town before a flood: roads that close hour by hour as the water rises, boats, and slow roads at night.

Town, river and people are invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil

from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Corridor, Window
from safepassage.domain.fleet import Layout, Pool, RoadUse, ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.synthetic.geography import driving_s, positions, road_m
from safepassage.synthetic.households import OwnCars, Population, draw_households
from safepassage.synthetic.vehicles import BUS_SIZE, DUTY

REFERENCE_PEOPLE = 3000
HOUR_S = 3600
START = datetime(2030, 6, 2, 12, 0, tzinfo=UTC)
"""14:00 in the town."""

HORIZON_S = 30 * HOUR_S
NIGHT = DailyHours(21 * HOUR_S, 5 * HOUR_S)
DAY_KMH, NIGHT_KMH, BOAT_KMH = 30.0, 20.0, 10.0

ISLAND, QUAY, MILL, OLD_TOWN, STATION = "island", "quay", "mill-quarter", "old-town", "station"
HILL_SCHOOL, SPORTS_HALL, ROWING_CLUB, NEXT_TOWN = "hill-school", "sports-hall", "rowing-club", "next-town"
HOSPITAL, FIRE_STATION = "district-hospital", "fire-station"
BOAT, OWN_CAR = "boat", "own-car"

CROWDS: Mapping[str, float] = {ISLAND: 350, QUAY: 600, MILL: 700, OLD_TOWN: 850, STATION: 500}
BY_ROAD = (HILL_SCHOOL, SPORTS_HALL, NEXT_TOWN)
RIVERSIDE = (ISLAND, QUAY)
"""Only these have a landing stage; boats go from there to the rowing club, which the road does not reach."""


def flood(people: int, seed: int) -> Operation:
    """An operation for exactly `people` people who wish to leave; the example has 3,000."""
    ratio = people / REFERENCE_PEOPLE
    places = (*_places(ratio),)
    return Operation(
        name="flood" if people == REFERENCE_PEOPLE else f"synthetic-flood-{people}-{seed}",
        start=START,
        zone="Europe/Vienna",
        profile=Profile.CIVIL_PROTECTION,
        horizon_s=HORIZON_S,
        places=places,
        fleet=_fleet(ratio),
        households=_households(people, seed),
        corridor=Corridor(
            note="No gate. Schematic: an invented town at a real river; straight lines times 1.3, at 30 km/h by day "
            "and 20 km/h by night; boats at 10 km/h."
        ),
        legs=(*_legs(places),),
        hazards=(*_hazards(),),
        description=(
            f"Synthetic: an invented river town of {people} people before a flood; roads close at known hours. "
            f"Households drawn from seed {seed} and nobody in particular."
        ),
        synthetic=True,
    )


def _places(ratio: float) -> Iterator[Place]:
    def assembly(place: str, name: str, german: str, lat: float, lon: float) -> Place:
        bays = {OWN_CAR: ceil(20 * ratio), ANY_CLASS: max(1, round(2 * ratio))}
        return Place(place, PlaceKind.ASSEMBLY, name, {"de": german}, lat, lon, bays, source="invented")

    def site(place: str, name: str, german: str, lat: float, lon: float, room: int, beds: int = 0) -> Place:
        return Place(
            place,
            PlaceKind.HOSPITAL if place == HOSPITAL else PlaceKind.RECEPTION,
            name,
            {"de": german},
            lat,
            lon,
            {OWN_CAR: ceil(15 * ratio), ANY_CLASS: max(1, round(3 * ratio))},
            ceil(room * ratio) + 5,
            ceil(beds * ratio),
            (Window(2 * HOUR_S, HORIZON_S, "caretaker"),) if place == SPORTS_HALL else (),
            "invented",
        )

    yield assembly(ISLAND, "River island", "Insel", 48.2290, 14.8310)
    yield assembly(QUAY, "Quay", "Lände", 48.2330, 14.8270)
    yield assembly(MILL, "Mill quarter", "Mühlviertel", 48.2360, 14.8370)
    yield assembly(OLD_TOWN, "Old town", "Altstadt", 48.2375, 14.8280)
    yield assembly(STATION, "Station", "Bahnhof", 48.2400, 14.8220)
    yield site(HILL_SCHOOL, "School on the hill", "Schule am Berg", 48.2480, 14.8300, 900)
    yield site(SPORTS_HALL, "Sports hall", "Sporthalle", 48.2450, 14.8150, 600)
    yield site(ROWING_CLUB, "Rowing club", "Ruderklub", 48.2240, 14.8180, 250)
    yield site(NEXT_TOWN, "Next town", "Nachbarort", 48.2900, 14.8000, 2000)
    yield site(HOSPITAL, "District hospital", "Bezirksspital", 48.2950, 14.8100, 120, 45)
    yield Place(FIRE_STATION, PlaceKind.DEPOT, "Fire station", {"de": "Feuerwehr"}, 48.2420, 14.8250, source="invented")


def _fleet(ratio: float) -> tuple[VehicleClass, ...]:
    def pool(count: int, start: str, available_from_s: int = 0) -> Pool:
        return Pool(max(1, round(count * ratio)), start, available_from_s)

    lorry = VehicleClass(
        "lorry",
        (Layout(16), Layout(10, 2)),
        (pool(4, FIRE_STATION),),
        name="Lorry of the fire brigade",
        loading=ServiceTime(180, 12, 120),
        unloading=ServiceTime(120, 12, 120),
        duty=DUTY,
        road_use=RoadUse.LORRY,
    )
    return (
        VehicleClass(
            "bus",
            (Layout(50), Layout(44, 2)),
            (pool(2, FIRE_STATION, HOUR_S), pool(3, NEXT_TOWN, 2 * HOUR_S)),
            name="School bus",
            loading=ServiceTime(180, 5, 90),
            unloading=ServiceTime(60, 3, 60),
            duty=DUTY,
            size=BUS_SIZE,
        ),
        lorry,
        replace(
            lorry,
            id="ambulance",
            name="Ambulance",
            layouts=(Layout(2, 0, 1), Layout(2, 1), Layout(1, 0, 2)),
            pools=(pool(3, HOSPITAL),),
            loading=ServiceTime(180, 15, 90, 240),
            unloading=ServiceTime(120, 15, 60, 180),
            road_use=RoadUse.AMBULANCE,
        ),
        VehicleClass(
            BOAT,
            (Layout(10), Layout(7, 1), Layout(4, 2)),
            (pool(3, ROWING_CLUB),),
            name="Boat",
            loading=ServiceTime(180, 20, 180),
            unloading=ServiceTime(120, 15, 180),
            duty=DUTY,
            road_use=RoadUse.BOAT,
        ),
        VehicleClass(
            OWN_CAR,
            (Layout(5),),
            name="Car of a household",
            loading=ServiceTime(300, 15),
            unloading=ServiceTime(120, 10),
            own_car=True,
        ),
    )


def _households(people: int, seed: int) -> tuple[Household, ...]:
    """Those on the river, who may go by boat, and those behind."""
    at_river = round(people * sum(CROWDS[place] for place in RIVERSIDE) / sum(CROWDS.values()))
    ratio = people / REFERENCE_PEOPLE
    road = {HILL_SCHOOL: 4.0, SPORTS_HALL: 3.0, NEXT_TOWN: 3.0}
    riverside = Population(
        at={place: CROWDS[place] for place in RIVERSIDE},
        wishes={**road, ROWING_CLUB: 4.0},
        medical_wishes={HOSPITAL: 1.0},
        stretcher=round(8 * ratio),
        wheelchair=round(12 * ratio),
        late=0.4,
        ready_by_s=7 * HOUR_S,
        sizes={1: 32, 2: 34, 3: 15, 4: 13, 5: 5, 6: 1},
        patient_parties={1: 30, 2: 70},
        own_cars=(OwnCars(OWN_CAR, round(100 * ratio), 5),),
        prefix="A",
    )
    behind = replace(
        riverside,
        at={place: weight for place, weight in CROWDS.items() if place not in RIVERSIDE},
        wishes=road,
        stretcher=round(16 * ratio),
        wheelchair=round(24 * ratio),
        ready_by_s=9 * HOUR_S,
        own_cars=(OwnCars(OWN_CAR, round(250 * ratio), 5),),
        prefix="B",
    )
    return (*draw_households(at_river, riverside, seed), *draw_households(people - at_river, behind, seed))


def _legs(places: tuple[Place, ...]) -> Iterator[Leg]:
    """Every assembly point with every place that the road reaches, slower at night; boats from the landing stages."""
    where = positions(places)
    for place in CROWDS:
        for other in (*BY_ROAD, HOSPITAL, FIRE_STATION):
            distance_m = road_m(where[place], where[other])
            yield Leg(place, other, driving_s(distance_m, DAY_KMH), distance_m)
            yield Leg(place, other, driving_s(distance_m, NIGHT_KMH), distance_m, hours=NIGHT)
    for place in RIVERSIDE:
        distance_m = road_m(where[place], where[ROWING_CLUB])
        yield Leg(place, ROWING_CLUB, driving_s(distance_m, BOAT_KMH), distance_m, vehicle_class=BOAT)


def _hazards() -> Iterator[Hazard]:
    """The forecast: which road and which site is under water, from when until when."""
    forecast = "forecast of the river service (invented)"
    for other in (*BY_ROAD, HOSPITAL, FIRE_STATION):
        yield Hazard(f"bridge-{other}", "flood", None, (ISLAND, other), 5 * HOUR_S, 22 * HOUR_S, forecast)
    for place in RIVERSIDE:
        yield Hazard(f"current-{place}", "flood", None, (place, ROWING_CLUB), 11 * HOUR_S, 20 * HOUR_S, forecast)
    yield Hazard("quay-under-water", "flood", place=QUAY, from_s=8 * HOUR_S, source=forecast)
    for other in (HILL_SCHOOL, SPORTS_HALL):
        yield Hazard(f"underpass-{other}", "flood", None, (MILL, other), 7 * HOUR_S, 24 * HOUR_S, forecast)
    yield Hazard(
        "old-town-under-water", "flood", place=OLD_TOWN, from_s=12 * HOUR_S, until_s=28 * HOUR_S, source=forecast
    )

"""The reference operation: eastern Aleppo, 15 to 22 December 2016, as far as public records tell.

Places, fleet, windows and the reciprocal movements are reported; roads are schematic; whatever nobody reported is an
assumption and is named as one here and in the README of the example. The households are drawn and are nobody's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, Party, Stage
from safepassage.domain.clock import DAY_S, DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import Pool, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import ANY_CLASS, Place, PlaceKind
from safepassage.domain.travel import Leg
from safepassage.synthetic.geography import OPEN_ROAD_KMH, TOWN_KMH, positions, road_m, schematic_leg
from safepassage.synthetic.households import OwnCars, Population, draw_households
from safepassage.synthetic.vehicles import AMBULANCE, BUS, DUTY, OWN_LORRY, OWN_VAN

HOUR_S = 3600
PEOPLE = 35_000
START = datetime(2016, 12, 15, 9, 0, tzinfo=UTC)
"""11:00 in Aleppo (UTC+2): two hours before the first reported window, for mobilisation."""

HORIZON_S = 7 * DAY_S + 13 * HOUR_S
"""Midnight after 22 December, local time."""

RAMOUSEH, EASTERN, JIBREEN, VEHICLE_PARK = "ramouseh-gate", "eastern-crossing", "jibreen", "vehicle-park"
KHAN_AL_ASSAL, URUM_AL_KUBRA, ATARIB, DANA = "khan-al-assal", "urum-al-kubra", "atarib", "dana"
IDLIB, BAB_AL_HAWA = "idlib", "bab-al-hawa-hospital"
OCHA = "position: centroid of the neighbourhood, OCHA COD-AB (CC BY-IGO)"


def _assembly(place: str, name: str, arabic: str, lat: float, lon: float) -> Place:
    bays = {"bus": 3, ANY_CLASS: 4}
    return Place(place, PlaceKind.ASSEMBLY, name, {"ar": arabic}, lat, lon, bays, source=f"{OCHA}; bays: assumption")


def _site(
    place: str, name: str, arabic: str, lat: float, lon: float, bays: int, places: int, beds: int, source: str
) -> Place:
    kind = PlaceKind.HOSPITAL if place == BAB_AL_HAWA else PlaceKind.RECEPTION
    source = f"{source}; places, beds and bays: assumption"
    return Place(place, kind, name, {"ar": arabic}, lat, lon, {"bus": bays, ANY_CLASS: 5}, places, beds, source=source)


PLACES = (
    _assembly("sukkari", "As-Sukkari", "السكري", 36.1750, 37.1424),
    _assembly("ansari-mashhad", "Al-Ansari Mashhad", "الأنصاري مشهد", 36.1781, 37.1337),
    _assembly("east-ansari", "East Al-Ansari", "الأنصاري شرقي", 36.1811, 37.1412),
    _assembly("salaheddin", "Salah Ad-Deen", "صلاح الدين", 36.1811, 37.1229),
    _assembly("amiriyah", "Al-Amerriyah", "الأميرية", 36.1702, 37.1264),
    _assembly("bustan-al-qasr", "Bustan Al-Qaser", "بستان القصر", 36.1905, 37.1437),
    _assembly("kallaseh", "Kallaseh", "كلاسة", 36.1938, 37.1489),
    _assembly("fardos", "Fardos", "فردوس", 36.1870, 37.1508),
    Place(RAMOUSEH, PlaceKind.GATE, "Ramouseh gate", {"ar": "معبر الراموسة"}, 36.1574, 37.1288, source=OCHA),
    Place(
        EASTERN,
        PlaceKind.GATE,
        "Eastern crossing (schematic)",
        {"ar": "المعبر الشرقي"},
        36.1649,
        37.1539,
        source=f"assumption, set at Sheikh Said; {OCHA}",
    ),
    Place(
        VEHICLE_PARK,
        PlaceKind.DEPOT,
        "Vehicle park at Hamdaniyeh (schematic)",
        {"ar": "موقف المركبات في الحمدانية"},
        36.1781,
        37.1133,
        source="assumption; position: centroid of the neighbourhood, CSR Columbia",
    ),
    _site(KHAN_AL_ASSAL, "Khan al-Assal", "خان العسل", 36.16722, 37.03917, 6, 14_000, 0, "position: Wikipedia"),
    _site(URUM_AL_KUBRA, "Urum al-Kubra", "أورم الكبرى", 36.14861, 36.95, 6, 10_000, 0, "position: Wikipedia"),
    _site(ATARIB, "Al Atarib", "الأتارب", 36.13895, 36.82499, 6, 8_000, 80, "position: GeoNames"),
    _site(
        DANA, "Ad Dana and Sarmada", "الدانا وسرمدا", 36.21252, 36.76978, 4, 5_000, 0, "position: GeoNames (Ad Dana)"
    ),
    _site(IDLIB, "Idlib", "إدلب", 35.93062, 36.63393, 4, 4_000, 140, "position: GeoNames"),
    _site(
        BAB_AL_HAWA,
        "Bab al-Hawa hospital",
        "مشفى باب الهوى",
        36.23064,
        36.69264,
        3,
        900,
        240,
        "position: a public list of points of interest, not verified",
    ),
    _site(JIBREEN, "Jibreen", "جبرين", 36.1829, 37.2547, 3, 2_500, 20, OCHA),
)

CROWDS: Mapping[str, float] = {
    "sukkari": 2.0,
    "ansari-mashhad": 1.5,
    "east-ansari": 1.2,
    "salaheddin": 1.0,
    "amiriyah": 1.5,
    "bustan-al-qasr": 1.0,
    "kallaseh": 0.8,
    "fardos": 1.0,
}
"""How the people spread over the assembly points (assumption)."""

WISHES: Mapping[str, float] = {KHAN_AL_ASSAL: 36, URUM_AL_KUBRA: 26, ATARIB: 19, DANA: 10, IDLIB: 5, JIBREEN: 4}
MEDICAL_WISHES: Mapping[str, float] = {BAB_AL_HAWA: 55, IDLIB: 28, ATARIB: 15, JIBREEN: 2}
"""How the wishes spread over the reception sites, without and with a stretcher patient (assumption)."""

ROAD_TO: Mapping[str, tuple[str, ...]] = {
    KHAN_AL_ASSAL: (KHAN_AL_ASSAL,),
    URUM_AL_KUBRA: (KHAN_AL_ASSAL, URUM_AL_KUBRA),
    ATARIB: (KHAN_AL_ASSAL, URUM_AL_KUBRA, ATARIB),
    DANA: (KHAN_AL_ASSAL, URUM_AL_KUBRA, ATARIB, DANA),
    IDLIB: (KHAN_AL_ASSAL, URUM_AL_KUBRA, IDLIB),
    BAB_AL_HAWA: (KHAN_AL_ASSAL, URUM_AL_KUBRA, ATARIB, DANA, BAB_AL_HAWA),
}
"""The places that the schematic road from the Ramouseh gate to each reception site touches."""

REPORTED_WINDOWS = (
    Window(2 * HOUR_S, 22 * HOUR_S, "clause-4, reported opening 1"),
    Window(84 * HOUR_S, 121 * HOUR_S, "clause-4, reported opening 2"),
    Window(149 * HOUR_S, 177 * HOUR_S + 1500, "clause-4, reported opening 3"),
)
"""15 Dec 13:00 to 16 Dec 09:00; 18 Dec 23:00 to 20 Dec 12:00; 21 Dec 16:00 to 22 Dec 20:25; local time."""

DAILY_WINDOWS = (
    Window(2 * HOUR_S, 7 * HOUR_S, "variant, day 1"),
    *(Window(day * DAY_S - 4 * HOUR_S, day * DAY_S + 7 * HOUR_S, f"variant, day {day + 1}") for day in range(1, 8)),
)
"""The first afternoon from 13:00, then every day from 07:00 to 18:00, to 22 December."""

EASTERN_WINDOWS = tuple(Window(day * DAY_S - 3 * HOUR_S, day * DAY_S + 5 * HOUR_S, "assumption") for day in range(1, 8))
"""The crossing towards Jibreen: 08:00 to 16:00 from 16 December (assumption)."""


def aleppo_2016(seed: int) -> Operation:
    """The reference operation in the three windows that were reported; crews take turns, so no drivers' hours bind."""
    return Operation(
        name="aleppo-2016",
        start=START,
        zone="Asia/Damascus",
        profile=Profile.CONFLICT,
        horizon_s=HORIZON_S,
        places=PLACES,
        fleet=_fleet(),
        households=draw_households(PEOPLE, _population(), seed),
        corridor=_corridor(REPORTED_WINDOWS),
        legs=(*_legs(),),
        agreement=_agreement(steps_s=(84 * HOUR_S, 103 * HOUR_S, 149 * HOUR_S, 165 * HOUR_S)),
        description=(
            "Eastern Aleppo, December 2016: places, fleet and windows as reported, roads schematic, households drawn "
            f"from seed {seed} and nobody in particular."
        ),
        synthetic=True,
    )


def aleppo_2016_daily(seed: int) -> Operation:
    """The same with a window every day, no loaded vehicle on the road late at night, and drivers' hours."""
    reported = aleppo_2016(seed)
    agreement = _agreement(steps_s=tuple(DAY_S * day - 4 * HOUR_S for day in (2, 4, 5, 6)))
    return replace(
        reported,
        name="aleppo-2016-daily",
        fleet=tuple(kind if kind.own_car else replace(kind, duty=DUTY) for kind in reported.fleet),
        corridor=_corridor(DAILY_WINDOWS),
        agreement=replace(agreement, night=DailyHours(20 * HOUR_S, 5 * HOUR_S)),
        description=(
            "A variant of aleppo-2016 with a window every day instead of the three that were reported. "
            f"{reported.description}"
        ),
    )


def _fleet() -> tuple[VehicleClass, ...]:
    """Planned: 20 buses and 10 ambulances (Russian reconciliation centre, 15 December 2016), and 100 own vehicles."""
    mobilised = (Pool(10, VEHICLE_PARK, 5400), Pool(10, VEHICLE_PARK, 10_800))
    return replace(BUS, pools=mobilised), replace(AMBULANCE, pools=(Pool(10, VEHICLE_PARK),)), OWN_VAN, OWN_LORRY


def _population() -> Population:
    return Population(
        at=CROWDS,
        wishes=WISHES,
        medical_wishes=MEDICAL_WISHES,
        stretcher=400,
        wheelchair=480,
        ready_by_s=REPORTED_WINDOWS[2].opens_s,
        own_cars=(OwnCars(OWN_VAN.id, 60, 11), OwnCars(OWN_LORRY.id, 40, 14)),
    )


def _corridor(windows: tuple[Window, ...]) -> Corridor:
    inspection = {
        "ambulance": Inspection(120, 60),
        OWN_VAN.id: Inspection(180),
        OWN_LORRY.id: Inspection(240),
        ANY_CLASS: Inspection(300, 60),
    }
    return Corridor(
        gates=(
            Gate(RAMOUSEH, lanes_out=2, lanes_in=1, inspection=inspection, windows=windows),
            Gate(EASTERN, inspection=inspection, windows=EASTERN_WINDOWS),
        ),
        routes=(
            Route("ramouseh-road", (RAMOUSEH,), (*ROAD_TO, VEHICLE_PARK), ConvoyRule(20, 1200, 2, 7200)),
            Route("eastern-road", (EASTERN,), (JIBREEN,)),
        ),
        note=(
            "Schematic: road distances were not published. Straight lines between the places of the road times 1.3, at "
            "24 km/h in town and 40 km/h outside. Import real roads before planning anything real."
        ),
    )


def _legs() -> Iterator[Leg]:
    where = positions(PLACES)
    for place in CROWDS:
        for gate in (RAMOUSEH, EASTERN):
            yield schematic_leg(place, gate, road_m(where[place], where[gate]), TOWN_KMH)
    yield schematic_leg(RAMOUSEH, VEHICLE_PARK, road_m(where[RAMOUSEH], where[VEHICLE_PARK]), TOWN_KMH)
    for place, touched in ROAD_TO.items():
        yield schematic_leg(RAMOUSEH, place, road_m(where[RAMOUSEH], *(where[stop] for stop in touched)), OPEN_ROAD_KMH)
    yield schematic_leg(EASTERN, JIBREEN, road_m(where[EASTERN], where[JIBREEN]), OPEN_ROAD_KMH)


def _agreement(steps_s: tuple[int, ...]) -> Agreement:
    """The agreement in our own words, as far as public reports tell; steps begin at `steps_s`."""
    more = (500, 250, 200, 362)
    in_all = [sum(more[: n + 1]) for n in range(4)]
    quotas = (12_000, 10_000, 9_000, 8_000, None)
    ties = (None, *(f"foua-kefraya-{n}" for n in range(1, 5)))
    return Agreement(
        parties=_parties(),
        clauses=_clauses(),
        stages=tuple(
            Stage(
                f"step-{n}" if n else "opening",
                f"After step {n} of Foua and Kefraya" if n else "Opening, tied to no other movement",
                opens_s=(0, *steps_s)[n],
                people=quotas[n],
                after=ties[n],
                agreed_in="clause-5",
            )
            for n in range(5)
        ),
        counter_movements=tuple(
            CounterMovement(
                f"foua-kefraya-{n}",
                f"Movement out of Foua and Kefraya, step {n}: {in_all[n - 1]:,} people in all",
                steps_s[n - 1],
                more[n - 1],
                "clause-5",
            )
            for n in range(1, 5)
        ),
    )


def _parties() -> tuple[Party, ...]:
    return (
        Party("government", "Government of the Syrian Arab Republic", may_halt=True, contact="liaison at the gate"),
        Party("armed-groups-aleppo", "Armed groups in eastern Aleppo", may_halt=True, contact="liaison in the pocket"),
        Party("armed-groups-idlib", "Armed groups around Foua and Kefraya", may_halt=True, contact="liaison in Idlib"),
        Party("russia", "Russian Federation", role="guarantor", contact="duty officer"),
        Party("turkey", "Republic of Turkey", role="guarantor", contact="duty officer"),
        Party("icrc", "International Committee of the Red Cross", role="facilitator", contact="team leader"),
        Party("sarc", "Syrian Arab Red Crescent", role="facilitator", contact="convoy leader"),
    )


def _clauses() -> tuple[Clause, ...]:
    source = "in our own words, after public reports; the text of the agreement was not published"
    resolution = "in our own words, after UN Security Council resolution 2328 (19 December 2016)"
    return (
        Clause("clause-1", "Whoever wishes to leave may leave; whoever wishes to stay may stay.", resolution),
        Clause("clause-2", "Everyone who leaves goes to a destination of their own choice.", resolution),
        Clause("clause-3", "The wounded and the sick go first.", source),
        Clause("clause-4", "Vehicles leave by the Ramouseh road while its gate is open.", source),
        Clause("clause-5", "The movement goes on in steps, each after a movement out of Foua and Kefraya.", source),
        Clause("clause-6", "Neutral observers watch the movement and are told the counts.", resolution),
    )

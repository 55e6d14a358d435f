"""The situations that tests are told in: a town that one can check by hand, and one operation that uses everything.

Times are written in minutes from the operation's start (`m`), as in the timetables of the docstrings.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from safepassage.domain.agreement import Agreement, Clause, CounterMovement, DailyCap, Party, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import DutyLimit, Layout, Pool, RoadUse, ServiceTime, Size, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import CIVILIAN, Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import Approach, Boarding, Convoy, Crossing, NotCarried, Plan, Reason, Trip
from safepassage.domain.travel import Leg

ARMED = "members-of-armed-groups"


def m(minutes: float) -> int:
    """Seconds of so many minutes."""
    return round(minutes * 60)


def hours(from_h: int, until_h: int) -> DailyHours:
    """From one full hour of the day to another."""
    return DailyHours(from_h * 3600, until_h * 3600)


def crossings(*passages: tuple[str, float, float]) -> tuple[Crossing, ...]:
    """Crossings from (gate, minute of entering, minute of leaving)."""
    return tuple(Crossing(gate, m(enters), m(leaves)) for gate, enters, leaves in passages)


def legs(rows: Iterable[tuple[str, str, float]]) -> tuple[Leg, ...]:
    """Legs for all classes and hours from (origin, destination, minutes)."""
    return tuple(Leg(origin, destination, m(minutes)) for origin, destination, minutes in rows)


def small_town() -> Operation:
    """A town of 34 people in ten households, checkable by hand; 32 of them wish to leave.

    It starts at 06:00 UTC, and people read UTC. Two assembly points (school, market) lie ten minutes before the one
    gate (bridge), and a camp and a clinic ten minutes behind it. The bridge is open from 07:00 to 12:00, with one lane
    in each direction; a loaded vehicle is inspected for two minutes, an empty one for one. At most three vehicles go
    in a convoy, at least half an hour apart, with the one escort team, which is busy for an hour. Two buses (ten seats,
    or eight and a wheelchair) start at the camp, one ambulance (one patient, one companion) at the clinic. It takes a
    minute to load or unload someone who walks, two for a wheelchair, five for a stretcher. H05 stays; H04 has a car.
    """
    service = ServiceTime(per_seated_s=60, per_wheelchair_s=120, per_stretcher_s=300)
    camp, clinic = "camp", "clinic"
    return Operation(
        name="small-town",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=m(480),
        places=(
            Place("school", PlaceKind.ASSEMBLY, "School", bays={"bus": 1, "*": 1}),
            Place("market", PlaceKind.ASSEMBLY, "Market", bays={"*": 2}),
            Place("bridge", PlaceKind.GATE, "Bridge"),
            Place(camp, PlaceKind.RECEPTION, "Camp", bays={"*": 2}, places=100, beds=0),
            Place(clinic, PlaceKind.HOSPITAL, "Clinic", bays={"bus": 1, "*": 1}, places=10, beds=2),
        ),
        fleet=(
            VehicleClass("bus", (Layout(10), Layout(8, 1)), (Pool(2, camp),), loading=service, unloading=service),
            VehicleClass("ambulance", (Layout(1, 0, 1),), (Pool(1, clinic),), loading=service, unloading=service),
            VehicleClass("car", (Layout(5),), loading=service, unloading=service, own_car=True),
        ),
        households=(
            Household("H01", "school", seated=4, destinations=(camp,)),
            Household("H02", "school", seated=3, wheelchair=1, tier=2, destinations=(camp, clinic)),
            Household("H03", "school", seated=2, stretcher=1, tier=1, destinations=(clinic,)),
            Household("H04", "school", seated=5, destinations=(camp,), own_car="car"),
            Household("H05", "school", seated=2, stays=True),
            Household("H06", "market", seated=6, destinations=(camp,)),
            Household("H07", "market", seated=3, ready_s=m(120), destinations=(camp,)),
            Household("H08", "market", seated=2, tier=2, destinations=(clinic,)),
            Household("H09", "market", seated=1, destinations=(clinic, camp)),
            Household("H10", "market", seated=4, destinations=(camp,)),
        ),
        corridor=Corridor(
            gates=(Gate("bridge", inspection={"*": Inspection(m(2), m(1))}, windows=(Window(m(60), m(360)),)),),
            routes=(Route("main-road", ("bridge",), (camp, clinic), ConvoyRule(3, m(30), 1, m(60))),),
        ),
        legs=legs(
            [("school", "bridge", 10), ("market", "bridge", 10), ("bridge", camp, 10), ("bridge", clinic, 10)],
        ),
    )


def small_town_plan() -> Plan:
    """Everybody of the small town who wishes to leave, in three convoys; minutes after 06:00.

    Convoy 1 leaves the bridge at 100 (07:40):
        bus-1        camp 50 - bridge in 60-61 - school 71, loads 71-77, leaves 80 - bridge 90-92 - clinic 110-116
        ambulance-1  clinic 51 - bridge in 61-62 - school 72, loads 72-78, leaves 82 - bridge 92-94 - clinic 110-116
        car-1        school, loads 60-65, leaves 84 - bridge 94-96 - camp 110-115
    Convoy 2 leaves the bridge at 160 (08:40):
        bus-2        camp 52 - bridge in 62-63 - market 73, loads 120-129, leaves 140 - bridge 150-152 - camp 170-179
        bus-1        clinic 120 - bridge in 130-131 - school 141, loads 141-145 - bridge 155-157 - camp 170-174
    Convoy 3 leaves the bridge at 220 (09:40):
        bus-1        camp 180 - bridge in 190-191 - market 201, loads 201-204 - bridge 214-216 - clinic 230-233
        bus-2        camp 181 - bridge in 191-192 - market 202, loads 202-206 - bridge 216-218 - camp 230-234
    """
    return Plan(
        operation="small-town",
        trips=(
            Trip(
                id="T1",
                vehicle="bus-1",
                layout=1,
                origin="school",
                destination="clinic",
                boardings=(Boarding("H02", seated=3, wheelchair=1), Boarding("H03", seated=1)),
                approach=Approach("camp", m(50), crossings(("bridge", 60, 61)), m(71)),
                loads_s=m(71),
                leaves_s=m(80),
                crossings=crossings(("bridge", 90, 100)),
                arrives_s=m(110),
                unloads_s=m(110),
                empty_s=m(116),
                convoy="C1",
            ),
            Trip(
                id="T2",
                vehicle="ambulance-1",
                layout=0,
                origin="school",
                destination="clinic",
                boardings=(Boarding("H03", seated=1, stretcher=1),),
                approach=Approach("clinic", m(51), crossings(("bridge", 61, 62)), m(72)),
                loads_s=m(72),
                leaves_s=m(82),
                crossings=crossings(("bridge", 92, 100)),
                arrives_s=m(110),
                unloads_s=m(110),
                empty_s=m(116),
                convoy="C1",
            ),
            Trip(
                id="T3",
                vehicle="car-1",
                layout=0,
                origin="school",
                destination="camp",
                boardings=(Boarding("H04", seated=5),),
                loads_s=m(60),
                leaves_s=m(84),
                crossings=crossings(("bridge", 94, 100)),
                arrives_s=m(110),
                unloads_s=m(110),
                empty_s=m(115),
                convoy="C1",
            ),
            Trip(
                id="T4",
                vehicle="bus-2",
                layout=0,
                origin="market",
                destination="camp",
                boardings=(Boarding("H06", seated=6), Boarding("H07", seated=3)),
                approach=Approach("camp", m(52), crossings(("bridge", 62, 63)), m(73)),
                loads_s=m(120),
                leaves_s=m(140),
                crossings=crossings(("bridge", 150, 160)),
                arrives_s=m(170),
                unloads_s=m(170),
                empty_s=m(179),
                convoy="C2",
            ),
            Trip(
                id="T5",
                vehicle="bus-1",
                layout=0,
                origin="school",
                destination="camp",
                boardings=(Boarding("H01", seated=4),),
                approach=Approach("clinic", m(120), crossings(("bridge", 130, 131)), m(141)),
                loads_s=m(141),
                leaves_s=m(145),
                crossings=crossings(("bridge", 155, 160)),
                arrives_s=m(170),
                unloads_s=m(170),
                empty_s=m(174),
                convoy="C2",
            ),
            Trip(
                id="T6",
                vehicle="bus-1",
                layout=0,
                origin="market",
                destination="clinic",
                boardings=(Boarding("H08", seated=2), Boarding("H09", seated=1)),
                approach=Approach("camp", m(180), crossings(("bridge", 190, 191)), m(201)),
                loads_s=m(201),
                leaves_s=m(204),
                crossings=crossings(("bridge", 214, 220)),
                arrives_s=m(230),
                unloads_s=m(230),
                empty_s=m(233),
                convoy="C3",
            ),
            Trip(
                id="T7",
                vehicle="bus-2",
                layout=0,
                origin="market",
                destination="camp",
                boardings=(Boarding("H10", seated=4),),
                approach=Approach("camp", m(181), crossings(("bridge", 191, 192)), m(202)),
                loads_s=m(202),
                leaves_s=m(206),
                crossings=crossings(("bridge", 216, 220)),
                arrives_s=m(230),
                unloads_s=m(230),
                empty_s=m(234),
                convoy="C3",
            ),
        ),
        convoys=(
            Convoy("C1", "main-road", m(100), 1),
            Convoy("C2", "main-road", m(160), 1),
            Convoy("C3", "main-road", m(220), 1),
        ),
        made_by="by hand",
    )


def everything() -> Operation:
    """One operation that uses every feature of every value of the domain, over a night in which the clocks change.

    It starts on Saturday 30 March 2030, 06:00 in Kyiv (UTC+2); on Sunday clocks go from 03:00 to 04:00, so that
    Sunday 07:00 is minute 1440. The north road has two gates, convoys of at most four vehicles and two escort teams;
    the river has one gate (the ferry) and free shuttle running; the field hospital lies before all gates. On Sunday
    members of armed groups may go too, once the other side's buses are expected to be confirmed at 07:00.
    """
    return Operation(
        name="everything",
        start=datetime(2030, 3, 30, 4, 0, tzinfo=UTC),
        zone="Europe/Kyiv",
        profile=Profile.CONFLICT,
        horizon_s=m(48 * 60),
        places=_everything_places(),
        fleet=_everything_fleet(),
        households=_everything_households(),
        corridor=_everything_corridor(),
        legs=_everything_legs(),
        agreement=_everything_agreement(),
        hazards=(
            Hazard("H-1", "fire", place="gymnasium", from_s=m(1740), source="fire brigade, radio"),
            Hazard("H-2", "explosive", leg=("school", "ferry"), until_s=m(120), source="clearance team"),
        ),
        weights=(8, 4, 2),
        description="Every feature at once; nowhere in particular.",
        synthetic=True,
    )


def _everything_places() -> tuple[Place, ...]:
    return (
        Place(
            "school",
            PlaceKind.ASSEMBLY,
            "School No. 3",
            names={"ar": "المدرسة الثالثة", "uk": "Школа № 3"},
            lat=50.45,
            lon=30.52,
            bays={"bus": 1, "*": 2},
            source="site visit",
        ),
        Place("gymnasium", PlaceKind.ASSEMBLY, "Gymnasium", names={"ar": "الصالة الرياضية"}, bays={"*": 2}),
        Place("checkpoint-1", PlaceKind.GATE, "First checkpoint", names={"ar": "الحاجز الأول"}, lat=50.5, lon=30.5),
        Place("checkpoint-2", PlaceKind.GATE, "Second checkpoint"),
        Place("ferry", PlaceKind.GATE, "Ferry"),
        Place(
            "camp-north",
            PlaceKind.RECEPTION,
            "Northern camp",
            names={"ar": "المخيم الشمالي"},
            lat=50.6,
            lon=30.5,
            bays={"*": 2},
            places=100,
            beds=0,
            open=(Window(m(60), m(800)), Window(m(1400), m(2300), "Annex C")),
        ),
        Place("hospital-north", PlaceKind.HOSPITAL, "Northern hospital", bays={"*": 2}, places=20, beds=4),
        Place("camp-east", PlaceKind.RECEPTION, "Eastern camp", places=40, beds=2),
        Place("field-hospital", PlaceKind.HOSPITAL, "Field hospital", bays={"ambulance": 1}, places=5, beds=1),
        Place("depot-south", PlaceKind.DEPOT, "Southern depot"),
        Place("depot-north", PlaceKind.DEPOT, "Northern depot"),
    )


def _everything_fleet() -> tuple[VehicleClass, ...]:
    return (
        VehicleClass(
            "bus",
            (Layout(20), Layout(12, 2), Layout(6, 0, 4)),
            (Pool(1, "depot-south"), Pool(1, "depot-north", m(30))),
            name="City bus",
            loading=ServiceTime(120, 10, 60, 120),
            unloading=ServiceTime(60, 10, 60, 120),
            duty=DutyLimit(driving_s=m(240), on_duty_s=m(720), rest_s=m(480)),
        ),
        VehicleClass(
            "ambulance",
            (Layout(1, 0, 1), Layout(1, 1)),
            (Pool(1, "hospital-north", m(10)), Pool(1, "field-hospital")),
            name="Ambulance",
            loading=ServiceTime(60, 10, 60, 120),
            unloading=ServiceTime(60, 10, 60, 120),
        ),
        VehicleClass(
            "van",
            (Layout(8), Layout(6, 1)),
            (Pool(1, "school"),),
            loading=ServiceTime(60, 10, 60),
            road_use=RoadUse.CAR,
            size=Size(weight_t=3.5, height_m=2.6, width_m=2.1, empty_weight_t=2.4),
        ),
        VehicleClass("car", (Layout(4),), name="Own car", loading=ServiceTime(60, 10), own_car=True),
    )


def _everything_households() -> tuple[Household, ...]:
    north, hospital, east = "camp-north", "hospital-north", "camp-east"
    return (
        Household("E01", "school", seated=4, destinations=(north,)),
        Household("E02", "school", seated=2, wheelchair=1, tier=2, ready_s=m(30), destinations=(north, hospital)),
        Household("E03", "school", seated=3, stretcher=1, tier=1, destinations=(hospital,)),
        Household("E04", "gymnasium", seated=3, destinations=(east,), own_car="car"),
        Household("E05", "gymnasium", seated=1, destinations=(east,)),
        Household("E06", "school", seated=2, stays=True),
        Household("E07", "gymnasium", seated=5, destinations=(north,), stream=ARMED),
        Household("E08", "gymnasium", seated=1, stretcher=1, tier=1, destinations=("field-hospital",)),
        Household("E09", "school", seated=2, stretcher=1, tier=1, destinations=(east,)),
        Household("E10", "school", seated=2),
        Household("E11", "school", wheelchair=3, tier=2, destinations=(north,)),
        Household("E12", "school", seated=2, destinations=(north,), own_car="car"),
    )


def _everything_corridor() -> Corridor:
    inspection = {"bus": Inspection(m(3), m(1)), "*": Inspection(m(1), m(0.5))}
    return Corridor(
        gates=(
            Gate(
                "checkpoint-1",
                lanes_out=2,
                lanes_in=2,
                inspection=inspection,
                windows=(Window(m(60), m(780), "Annex B, 3.2"), Window(m(1400), m(2100), "Annex B, 3.3")),
            ),
            Gate("checkpoint-2"),
            Gate(
                "ferry",
                inspection={"*": Inspection(m(2), m(1))},
                windows=(Window(m(120), m(700)), Window(m(1450), m(2100))),
            ),
        ),
        routes=(
            Route(
                "north-road",
                ("checkpoint-1", "checkpoint-2"),
                ("camp-north", "hospital-north", "depot-north"),
                ConvoyRule(max_vehicles=4, headway_s=m(30), escorts=2, escort_cycle_s=m(90), clock_s=m(10)),
            ),
            Route("river", ("ferry",), ("camp-east",)),
        ),
        note="Schematic: not a real road.",
    )


def _everything_legs() -> tuple[Leg, ...]:
    return (
        Leg("depot-south", "school", m(5), 2_000),
        Leg("depot-south", "gymnasium", m(10), 4_000),
        Leg("school", "gymnasium", m(10), 4_000),
        Leg("school", "gymnasium", m(14), 5_500, from_s=m(30), until_s=m(40)),
        Leg("school", "gymnasium", None, from_s=m(40), until_s=m(45)),
        Leg("school", "checkpoint-1", m(15), 9_000),
        Leg("school", "checkpoint-1", m(20), 9_000, vehicle_class="bus"),
        Leg("school", "checkpoint-1", m(25), 9_000, vehicle_class="bus", hours=hours(7, 9)),
        Leg("gymnasium", "checkpoint-1", m(20), 11_000),
        Leg("checkpoint-1", "checkpoint-2", m(10), 6_000),
        Leg("checkpoint-2", "checkpoint-1", m(12), 6_000),
        Leg("checkpoint-2", "camp-north", m(15), 8_000),
        Leg("checkpoint-2", "hospital-north", m(10), 5_000),
        Leg("checkpoint-2", "depot-north", m(5)),
        Leg("school", "ferry", m(10), 5_000),
        Leg("gymnasium", "ferry", m(15), 7_000),
        Leg("ferry", "camp-east", m(20), 12_000),
        Leg("ferry", "camp-east", m(30), 12_000, hours=hours(22, 5)),
        Leg("school", "field-hospital", m(5), 1_500),
        Leg("gymnasium", "field-hospital", m(10), 3_000),
    )


def _everything_agreement() -> Agreement:
    return Agreement(
        parties=(
            Party("party-a", "First party", contact="liaison officer"),
            Party("party-b", "Second party", may_halt=True, contact="operations room"),
            Party("guarantor", "Guarantor", role="guarantor", may_halt=True, contact="duty officer"),
        ),
        clauses=(Clause("3.2", "The checkpoint opens at first light.", "Annex B"),),
        windows=(Window(m(60), m(780), "3.2"), Window(m(1400), m(2160), "3.3")),
        stages=(
            Stage("first", "Civilians", m(0), m(780), people=60, vehicles=12, streams=(CIVILIAN,), agreed_in="4.1"),
            Stage(
                "second",
                "Everybody",
                m(1380),
                people=80,
                vehicles=20,
                streams=(CIVILIAN, ARMED),
                after="their-buses",
                agreed_in="4.2",
            ),
        ),
        counter_movements=(CounterMovement("their-buses", "Buses of the other side", m(1440), 50, "5.1"),),
        daily_cap=DailyCap(people=70, vehicles=15, agreed_in="6"),
        night=hours(20, 6),
    )


def everything_plan() -> Plan:
    """A legal plan for `everything()`; minutes after Saturday 06:00.

    Convoy N1 leaves checkpoint 1 at 110, escort team 1:
        bus-1        depot-south 30 - school 35, loads 35, leaves 65 (07:05, hence 25 minutes) - checkpoint-1 90-93
                     - checkpoint-2 120 - hospital-north 130
        ambulance-1  hospital-north 50 - checkpoint-2 in 60 - checkpoint-1 in 72-73 - school 88, loads 88, leaves 92
                     - checkpoint-1 107-108 - checkpoint-2 120 - hospital-north 130
    Convoy N2 leaves checkpoint 1 at 140, escort team 2:
        bus-2        depot-north 55 - checkpoint-2 in 60 - checkpoint-1 in 72-73 - school 98, loads 98, leaves 110
                     - checkpoint-1 135-138 - checkpoint-2 150 - camp-north 165
    Before the gates:
        ambulance-2  field-hospital 0 - gymnasium 10, loads 10, leaves 15 - field-hospital 25-29
    On the river:
        car-1        gymnasium, loads 90, leaves 105 - ferry 120-122 - camp-east 142, with a neighbour
        ambulance-2  field-hospital 150 - school 155, loads 155, leaves 170 - ferry 180-182 - camp-east 202
        van-1        school, loads 155, leaves 172 - ferry 182-184 - camp-east 204, in one convoy with ambulance-2
    Convoy N3 leaves checkpoint 1 on Sunday at 1490 (07:50), escort team 1:
        bus-1        hospital-north 1410 - checkpoint-2 in 1420 - checkpoint-1 in 1432-1433 - gymnasium 1453,
                     loads 1453, leaves 1460 - checkpoint-1 1480-1483 - checkpoint-2 1500 - camp-north 1515
    """
    return Plan(
        operation="everything",
        trips=(*_north_trips(), *_river_trips()),
        convoys=(
            Convoy("N1", "north-road", m(110), 1),
            Convoy("N2", "north-road", m(140), 2),
            Convoy("R1", "river", m(182)),
            Convoy("N3", "north-road", m(1490), 1),
        ),
        not_carried=(NotCarried("E10", Reason.NO_DESTINATION), NotCarried("E11", Reason.NO_LAYOUT)),
        made_by="by hand",
        seed=7,
    )


def _north_trips() -> tuple[Trip, ...]:
    return (
        Trip(
            id="N1-bus",
            vehicle="bus-1",
            layout=1,
            origin="school",
            destination="hospital-north",
            boardings=(Boarding("E02", seated=2, wheelchair=1), Boarding("E03", seated=2)),
            approach=Approach("depot-south", m(30), (), m(35)),
            loads_s=m(35),
            leaves_s=m(65),
            crossings=crossings(("checkpoint-1", 90, 110), ("checkpoint-2", 120, 120)),
            arrives_s=m(130),
            unloads_s=m(130),
            empty_s=m(133),
            convoy="N1",
        ),
        Trip(
            id="N1-ambulance",
            vehicle="ambulance-1",
            layout=0,
            origin="school",
            destination="hospital-north",
            boardings=(Boarding("E03", seated=1, stretcher=1),),
            approach=Approach(
                "hospital-north", m(50), crossings(("checkpoint-2", 60, 60), ("checkpoint-1", 72, 73)), m(88)
            ),
            loads_s=m(88),
            leaves_s=m(92),
            crossings=crossings(("checkpoint-1", 107, 110), ("checkpoint-2", 120, 120)),
            arrives_s=m(130),
            unloads_s=m(130),
            empty_s=m(134),
            convoy="N1",
        ),
        Trip(
            id="N2-bus",
            vehicle="bus-2",
            layout=0,
            origin="school",
            destination="camp-north",
            boardings=(Boarding("E01", seated=4), Boarding("E12", seated=2)),
            approach=Approach(
                "depot-north", m(55), crossings(("checkpoint-2", 60, 60), ("checkpoint-1", 72, 73)), m(98)
            ),
            loads_s=m(98),
            leaves_s=m(110),
            crossings=crossings(("checkpoint-1", 135, 140), ("checkpoint-2", 150, 150)),
            arrives_s=m(165),
            unloads_s=m(165),
            empty_s=m(167),
            convoy="N2",
        ),
        Trip(
            id="N3-bus",
            vehicle="bus-1",
            layout=0,
            origin="gymnasium",
            destination="camp-north",
            boardings=(Boarding("E07", seated=5),),
            approach=Approach(
                "hospital-north",
                m(1410),
                crossings(("checkpoint-2", 1420, 1420), ("checkpoint-1", 1432, 1433)),
                m(1453),
            ),
            loads_s=m(1453),
            leaves_s=m(1460),
            crossings=crossings(("checkpoint-1", 1480, 1490), ("checkpoint-2", 1500, 1500)),
            arrives_s=m(1515),
            unloads_s=m(1515),
            empty_s=m(1517),
            convoy="N3",
        ),
    )


def _river_trips() -> tuple[Trip, ...]:
    return (
        Trip(
            id="near",
            vehicle="ambulance-2",
            layout=0,
            origin="gymnasium",
            destination="field-hospital",
            boardings=(Boarding("E08", seated=1, stretcher=1),),
            approach=Approach("field-hospital", m(0), (), m(10)),
            loads_s=m(10),
            leaves_s=m(15),
            crossings=(),
            arrives_s=m(25),
            unloads_s=m(25),
            empty_s=m(29),
        ),
        Trip(
            id="car",
            vehicle="car-1",
            layout=0,
            origin="gymnasium",
            destination="camp-east",
            boardings=(Boarding("E04", seated=3), Boarding("E05", seated=1)),
            loads_s=m(90),
            leaves_s=m(105),
            crossings=crossings(("ferry", 120, 122)),
            arrives_s=m(142),
            unloads_s=m(142),
            empty_s=m(142),
        ),
        Trip(
            id="R1-ambulance",
            vehicle="ambulance-2",
            layout=0,
            origin="school",
            destination="camp-east",
            boardings=(Boarding("E09", seated=1, stretcher=1),),
            approach=Approach("field-hospital", m(150), (), m(155)),
            loads_s=m(155),
            leaves_s=m(170),
            crossings=crossings(("ferry", 180, 182)),
            arrives_s=m(202),
            unloads_s=m(202),
            empty_s=m(206),
            convoy="R1",
        ),
        Trip(
            id="R1-van",
            vehicle="van-1",
            layout=0,
            origin="school",
            destination="camp-east",
            boardings=(Boarding("E09", seated=1),),
            loads_s=m(155),
            leaves_s=m(172),
            crossings=crossings(("ferry", 182, 184)),
            arrives_s=m(204),
            unloads_s=m(204),
            empty_s=m(204),
            convoy="R1",
        ),
    )

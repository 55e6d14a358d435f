"""What OpenStreetMap's tags mean for vehicles."""

from math import inf, isnan, nan

import pytest

from safepassage.domain.fleet import RoadUse
from safepassage.roads.making.tags import KEYS, Carriageway, LeftOut, carriageway
from safepassage.roads.making.tags_access import EVERYBODY
from safepassage.roads.making.tags_barriers import barrier
from safepassage.roads.making.tags_quantities import metres, seconds, speed_kph, tonnes
from safepassage.roads.network import USES, RoadClass, Surface
from tests.roads.towns import only

CAR, BUS, LORRY, AMBULANCE = RoadUse.CAR, RoadUse.BUS, RoadUse.LORRY, RoadUse.AMBULANCE


def road(**tags: str) -> Carriageway:
    """The road of a residential street with these tags; a double underscore stands for a colon."""
    found = carriageway({"highway": "residential"} | {key.replace("__", ":"): text for key, text in tags.items()})
    assert isinstance(found, Carriageway)
    return found


def test_uses_have_their_bits_in_order() -> None:
    assert USES == (CAR, BUS, LORRY, AMBULANCE)


@pytest.mark.parametrize(
    ("highway", "expected"),
    [
        ("motorway", RoadClass.MOTORWAY), ("trunk_link", RoadClass.TRUNK), ("primary", RoadClass.PRIMARY),
        ("secondary_link", RoadClass.SECONDARY), ("tertiary", RoadClass.TERTIARY), ("road", RoadClass.UNCLASSIFIED),
        ("living_street", RoadClass.LIVING_STREET), ("service", RoadClass.SERVICE), ("track", RoadClass.TRACK),
    ],
)  # fmt: skip
def test_classes_and_their_links(highway: str, expected: RoadClass) -> None:
    assert road(highway=highway).road_class is expected


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"highway": "footway"}, LeftOut.NOT_FOR_VEHICLES),
        ({"highway": "footway", "access": "yes"}, LeftOut.NOT_FOR_VEHICLES),
        ({"highway": "steps"}, LeftOut.NOT_FOR_VEHICLES),
        ({"route": "hiking"}, LeftOut.NOT_FOR_VEHICLES),
        ({"highway": "construction", "construction": "primary"}, LeftOut.NOT_THERE),
        ({"highway": "residential", "access": "no"}, LeftOut.CLOSED),
        ({"highway": "service", "access": "private"}, LeftOut.CLOSED),
        ({"highway": "service", "access": "permit"}, LeftOut.CLOSED),
        ({"highway": "track", "smoothness": "impassable"}, LeftOut.IMPASSABLE),
        ({"highway": "primary", "status": "impassable"}, LeftOut.IMPASSABLE),
        ({"highway": "pedestrian", "area": "yes", "motor_vehicle": "yes"}, LeftOut.AREA),
        ({"highway": "primary", "oneway": "reversible"}, LeftOut.CHANGING),
        ({"route": "ferry"}, LeftOut.FERRY),
        ({"route": "ferry", "foot": "yes", "motor_vehicle": "no"}, LeftOut.FERRY),
    ],
)
def test_what_is_no_road_is_left_out_for_a_reason(tags: dict[str, str], why: LeftOut) -> None:
    assert carriageway(tags) is why


@pytest.mark.parametrize(
    ("tags", "uses"),
    [
        ({}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"access": "destination"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"access": "customers"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"access": "whatever"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"access": "no", "motor_vehicle": "yes"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"access": "private", "emergency": "yes"}, {AMBULANCE}),
        ({"vehicle": "no", "psv": "yes"}, {BUS}),
        ({"motor_vehicle": "no", "bus": "designated", "emergency": "yes"}, {BUS, AMBULANCE}),
        ({"access": "psv;emergency"}, {BUS, AMBULANCE}),
        ({"psv": "no", "bus": "yes"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"hgv": "no"}, {CAR, BUS, AMBULANCE}),
        ({"hgv": "private;no"}, {CAR, BUS, AMBULANCE}),
        ({"motorcar": "no"}, {BUS, LORRY}),
        ({"motor_vehicle": "agricultural", "emergency": "yes"}, {AMBULANCE}),
        ({"highway": "busway"}, {BUS, AMBULANCE}),
        ({"highway": "pedestrian", "motor_vehicle": "destination"}, {CAR, BUS, LORRY, AMBULANCE}),
        ({"highway": "footway", "emergency": "designated"}, {AMBULANCE}),
        ({"highway": "cycleway", "vehicle": "yes", "bus": "yes"}, {BUS}),
    ],
)
def test_the_most_specific_key_says_who_may_drive(tags: dict[str, str], uses: set[RoadUse]) -> None:
    assert road(**tags).forward.access == only(*uses)
    assert road(**tags).backward.access == only(*uses)


@pytest.mark.parametrize(
    ("tags", "along", "against"),
    [
        ({"oneway": "yes"}, EVERYBODY, 0),
        ({"oneway": "-1"}, 0, EVERYBODY),
        ({"oneway": "no", "junction": "roundabout"}, EVERYBODY, EVERYBODY),
        ({"oneway": "alternating"}, EVERYBODY, EVERYBODY),
        ({"junction": "roundabout"}, EVERYBODY, 0),
        ({"highway": "motorway"}, EVERYBODY, 0),
        ({"highway": "motorway_link"}, EVERYBODY, EVERYBODY),
        ({"oneway": "yes", "oneway__bus": "no"}, EVERYBODY, only(BUS)),
        ({"oneway": "yes", "oneway__psv": "no"}, EVERYBODY, only(BUS)),
        ({"oneway": "yes", "busway": "opposite_lane"}, EVERYBODY, only(BUS)),
        ({"oneway": "yes", "oneway__emergency": "no"}, EVERYBODY, only(AMBULANCE)),
        ({"motor_vehicle__backward": "no"}, EVERYBODY, 0),
        ({"hgv__forward": "no"}, only(CAR, BUS, AMBULANCE), EVERYBODY),
        ({"access": "no", "bus__backward": "yes"}, 0, only(BUS)),
    ],
)
def test_directions(tags: dict[str, str], along: int, against: int) -> None:
    assert (road(**tags).forward.access, road(**tags).backward.access) == (along, against)


def test_a_ferry_carries_vehicles_where_a_tag_says_so() -> None:
    ferry = carriageway({"route": "ferry", "motor_vehicle": "yes", "hgv": "no", "duration": "00:20"})
    assert isinstance(ferry, Carriageway)
    assert (ferry.road_class, ferry.crossing_s) == (RoadClass.FERRY, 1200)
    assert ferry.forward.access == only(CAR, BUS, AMBULANCE)
    linking = carriageway({"route": "ferry", "ferry": "trunk"})
    assert isinstance(linking, Carriageway)
    assert linking.forward.access == EVERYBODY


@pytest.mark.parametrize(
    ("text", "kph"),
    [
        ("50", 50), ("50 km/h", 50), ("30 mph", 48.28032), ("30mph", 48.28032), ("10 knots", 18.52), ("walk", 6),
        ("50;30", 30), ("RU:urban", 60), ("UA:urban", 50), ("de:rural", 100), ("IT:motorway", 130), ("DE:zone30", 30),
        ("DE:zone:30", 30), ("zone:20", 20), ("BE-VLG:70", 70), ("FR:living_street", 20), ("50.0", 50),
        ("GB:nsl_single", 96.56064), ("national", nan),
        ("none", nan), ("signals", nan), ("variable", nan), ("XX:rural", nan), ("XX:whatever", nan),
        ("fast", None), ("0", None), ("fifty km/h", None), ("50 furlongs", None), ("", None), ("30 @ night", None),
    ],
)  # fmt: skip
def test_speeds(text: str, kph: float | None) -> None:
    found = speed_kph(text)
    if kph is None or found is None:
        assert found is kph
    else:
        assert found == pytest.approx(kph, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "t"),
    [
        ("3.5", 3.5), ("3,5 t", 3.5), ("7500 kg", 7.5), ("10 st", 9.0718474), ("16000 lbs", 7.2574779), ("5 tons", 5),
        ("none", inf), ("3.5;7.5", 3.5), ("heavy", None), ("0", None), ("12 bananas", None),
    ],
)  # fmt: skip
def test_weights(text: str, t: float | None) -> None:
    assert tonnes(text) == (None if t is None else pytest.approx(t))


@pytest.mark.parametrize(
    ("text", "m"),
    [
        ("3.5", 3.5), ("3.5 m", 3.5), ("350 cm", 3.5), ("12'6\"", 3.81), ("12' 6\"", 3.81), ("12 ft 6 in", 3.81),
        ("6'", 1.8288), ("14 ft", 4.2672), ("3,2", 3.2), ("default", inf), ("below_default", inf), ("low", None),
    ],
)  # fmt: skip
def test_lengths(text: str, m: float | None) -> None:
    assert metres(text) == (None if m is None else pytest.approx(m))


@pytest.mark.parametrize(
    ("text", "s"),
    [("20", 1200), ("1:30", 5400), ("01:30:30", 5430), ("PT20M", 1200), ("PT1H5M", 3900), ("P", None), ("soon", None)],
)
def test_durations(text: str, s: int | None) -> None:
    assert seconds(text) == s


def test_the_limit_of_a_direction_goes_before_that_of_both() -> None:
    found = road(maxspeed="50", maxspeed__forward="70")
    assert (found.forward.max_speed_kph, found.backward.max_speed_kph) == (70, 50)


def test_a_limit_by_law_serves_where_no_number_is_signed() -> None:
    assert road(source__maxspeed="RU:urban").forward.max_speed_kph == 60
    assert road(maxspeed="signals", maxspeed__type="DE:rural").forward.max_speed_kph == 100
    assert isnan(road(source__maxspeed="survey").forward.max_speed_kph)


def test_the_lowest_of_several_limits_counts() -> None:
    found = road(maxweight="12", maxweightrating="7.5", maxheight="4", maxheight__physical="3.8", maxwidth="2.5").limits
    assert (found.weight_t, found.height_m, found.width_m) == (7.5, 3.8, 2.5)


def test_what_is_not_understood_is_told_and_is_no_limit() -> None:
    found = road(maxweight="heavy", maxspeed="fast", maxheight="3")
    assert found.unread == ("maxweight=heavy", "maxspeed=fast")
    assert (found.limits.weight_t, found.limits.height_m) == (inf, 3)


@pytest.mark.parametrize(
    ("tags", "surface"),
    [
        ({}, Surface.UNKNOWN), ({"surface": "asphalt"}, Surface.PAVED), ({"surface": "gravel"}, Surface.UNPAVED),
        ({"surface": "mud"}, Surface.BAD), ({"tracktype": "grade1"}, Surface.PAVED),
        ({"surface": "asphalt", "smoothness": "very_bad"}, Surface.BAD), ({"surface": "moss"}, Surface.UNKNOWN),
        ({"tracktype": "grade3", "smoothness": "good"}, Surface.UNPAVED),
        ({"surface": "asphalt;dirt"}, Surface.UNPAVED),
    ],
)  # fmt: skip
def test_the_worst_surface_counts(tags: dict[str, str], surface: Surface) -> None:
    assert road(**tags).surface is surface


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({}, 0, 0), ({"lanes": "4"}, 2, 2), ({"lanes": "3"}, 1, 1), ({"lanes": "1"}, 1, 1), ({"lanes": "many"}, 0, 0),
        ({"lanes": "3", "oneway": "yes"}, 3, 3), ({"lanes": "3", "lanes__forward": "2", "lanes__backward": "1"}, 2, 1),
    ],
)  # fmt: skip
def test_lanes(tags: dict[str, str], forward: int, backward: int) -> None:
    assert (road(**tags).forward.lanes, road(**tags).backward.lanes) == (forward, backward)


def test_bridges_tunnels_and_roundabouts() -> None:
    assert road(bridge="viaduct").bridge
    assert not road(bridge="no").bridge
    assert road(tunnel="building_passage").tunnel
    assert road(junction="circular").roundabout


@pytest.mark.parametrize(
    ("tags", "uses"),
    [
        ({"barrier": "bollard"}, set()),
        ({"barrier": "bollard", "emergency": "yes"}, {AMBULANCE}),
        ({"barrier": "block", "access": "no"}, set()),
        ({"barrier": "debris"}, set()),
        ({"barrier": "gate", "access": "private"}, set()),
        ({"barrier": "gate", "locked": "yes"}, set()),
        ({"barrier": "gate", "locked": "yes", "bus": "yes"}, {BUS}),
        ({"barrier": "bus_trap"}, {BUS, LORRY}),
        ({"barrier": "toll_booth", "hgv": "no"}, {CAR, BUS, AMBULANCE}),
    ],
)
def test_barriers_that_stop_some(tags: dict[str, str], uses: set[RoadUse]) -> None:
    found = barrier(tags)
    assert found is not None
    assert found.access == only(*uses)


@pytest.mark.parametrize("kind", ["gate", "lift_gate", "swing_gate", "checkpoint", "border_control", "cattle_grid"])
def test_barriers_that_let_everybody_pass_are_none(kind: str) -> None:
    assert barrier({"barrier": kind}) is None


def test_a_low_bar_lets_pass_what_is_low_enough() -> None:
    found = barrier({"barrier": "height_restrictor", "maxheight": "2.2"})
    assert found is not None
    assert (found.access, found.limits.height_m) == (EVERYBODY, 2.2)


def test_what_changes_the_answer_is_among_the_keys_that_are_read() -> None:
    asked: set[str] = set()

    class Watched(dict[str, str]):
        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            asked.add(str(key))
            return super().__contains__(key)

    for tags in ({"highway": "residential"}, {"route": "ferry", "motor_vehicle": "yes"}, {"highway": "path"}):
        carriageway(Watched(tags))
    assert asked <= KEYS

"""What is suspicious is named, and what is as it should be is not."""

from pathlib import Path

import pytest

from safepassage.exchange.operation_folder import read_operation
from tests.exchange.folders import SMALLEST, Files, edited, read, warning

HOUSEHOLDS = SMALLEST["households.csv"]
GATED = (
    edited("places.csv", "yard,depot", "ford,gate,Ford,50.12,8.12,,,,\nyard,depot")
    | edited("travel-times.csv", "mill,hall,15,9", "mill,ford,5,\nford,hall,10,")
)  # fmt: skip
CORRIDOR = """\
[[gate]]
place = "ford"
windows = [{ opens = "2030-05-06 09:00", closes = "2030-05-06 10:00" }]

[[route]]
id = "road"
gates = ["ford"]
beyond = ["hall"]
"""


def gated(old: str = "", new: str = "") -> Files:
    assert old in CORRIDOR
    return GATED | {"corridor.toml": CORRIDOR.replace(old, new, 1)}


def conflict(files: Files) -> Files:
    return files | edited("operation.toml", "civil-protection", "conflict")


SUSPICIOUS: dict[str, tuple[Files, str]] = {
    "a bus of 500 seats": (
        edited("fleet.csv", "40 seats", "500 seats"),
        "fleet.csv, row 2, column 'layouts': a 'bus' for 500 seated, 0 in wheelchairs and 0 on stretchers; "
        "look whether this is one vehicle",
    ),
    "weights from the least urgent to the most": (
        edited("operation.toml", 'zone =', "weights = [1, 3, 10]\nzone ="),
        "operation.toml, line 3, key 'weights': tier 1 is more urgent than tier 2, but weighs 1 and that weighs 3; "
        "write the weight of tier 1 first",
    ),
    "a way to where it begins": (
        edited("travel-times.csv", "yard,mill,20,\n", "yard,mill,20,\nmill,mill,1,\n"),
        "travel-times.csv, row 4, column 'to': the way from 'mill' leads to itself; "
        "name the next place, or take the row away",
    ),
    "a vehicle for nobody": (
        edited("fleet.csv", "40 seats", "0 seats"),
        "fleet.csv, row 2, column 'layouts': a 'bus' that carries nobody; correct the layout",
    ),
    "a car that nobody owns": (
        edited("households.csv", "hall,car", "hall,"),
        "fleet.csv, row 3, column 'class': no household owns a 'car'; name it in households.csv, column own_car",
    ),
    "own cars with a start": (
        edited("fleet.csv", "car,,,", "car,2,mill,"),
        "fleet.csv, row 3, column 'start': 'car' are own cars, which start where their households do; "
        "count and start do nothing; leave them blank",
    ),
    "a depot without a road": (
        edited("travel-times.csv", "yard,mill,20,\n", ""),
        "fleet.csv, row 2, column 'start': no road for a 'bus' from 'yard' to any assembly point; "
        "import roads or add a row to travel-times.csv",
    ),
    "a place in the Gulf of Guinea": (
        edited("places.csv", "50.10,8.10", "0,0.0"),
        "places.csv, row 2, column 'lat': 'mill' is at 0, 0: in the sea off West Africa, "
        "where places stand whose position is not known; leave lat and lon blank, or correct them",
    ),
    "half a position": (
        edited("places.csv", "50.10,8.10", "50.10,"),
        "places.csv, row 2, column 'lat': 'mill' has half a position; fill in lat and lon, or neither",
    ),
    "nobody waits": (
        edited("places.csv", "yard,depot", "barn,assembly,,,,,,,\nyard,depot"),
        "places.csv, row 4, column 'id': no household waits at 'barn'; look whether its households are missing",
    ),
    "too few places": (
        edited("places.csv", ",200,", ",5,"),
        "places.csv, column 'places': all sites together have 5 places for 6 people not on stretchers; "
        "find more room, or correct the numbers; some cannot be carried",
    ),
    "too few beds": (
        edited("places.csv", ",200,10", ",200,0"),
        "places.csv, column 'beds': all sites together have 0 beds for 1 patients; "
        "find more room, or correct the numbers; some cannot be carried",
    ),
    "faster than a car": (
        edited("travel-times.csv", "mill,hall,15", "mill,hall,2"),
        "travel-times.csv, row 2, column 'minutes': from 'mill' to 'hall' is 6.6 km in a straight line: "
        "faster than 130 km/h; correct the time, or the positions in places.csv",
    ),
    "shorter than the straight line": (
        edited("travel-times.csv", "15,9", "15,2"),
        "travel-times.csv, row 2, column 'km': from 'mill' to 'hall' is 6.6 km in a straight line, "
        "longer than the road; correct the distance, or the positions in places.csv",
    ),
    "a household of nobody": (
        edited("households.csv", "H1,mill,4", "H1,mill,0"),
        "households.csv, row 2, column 'seated': household H1 has no people; fill in its numbers, or take it away",
    ),
    "a household of 31": (
        edited("households.csv", "H1,mill,4", "H1,mill,31"),
        "households.csv, row 2, column 'seated': household H1 has 31 people; "
        "look whether it is one household: it must travel together",
    ),
    "nobody can carry it": (
        edited("households.csv", "H1,mill,4,,", "H1,mill,4,1,"),
        "households.csv, row 2, column 'seated': household H1: no vehicle layout can take 4 seated, 1 in wheelchairs "
        "together; add a layout to fleet.csv, or look at the numbers",
    ),
    "no place for a patient": (
        edited("fleet.csv", "40 seats | 30 seats + 2 stretchers", "40 seats"),
        "households.csv, row 3, column 'seated': household H2: no vehicle layout can take 2 seated, 1 on stretchers "
        "together; add a layout to fleet.csv, or look at the numbers",
    ),
    "no wish": (
        edited("households.csv", "3,hall,", "3,,"),
        "households.csv, row 2, column 'destinations': household H1 has not chosen a destination, "
        "so it is not carried; ask it, or write that it stays",
    ),
    "ready too late": (
        {"households.csv": HOUSEHOLDS.replace("own_car\n", "own_car,ready\n").replace("l,\n", "l,,2030-05-06 20:00\n")},
        "households.csv, row 2, column 'ready': household H1 is ready after the horizon, so it is not carried; "
        "correct the time, or move the horizon in operation.toml",
    ),
    "no road, told once": (
        edited("travel-times.csv", "mill,hall,15,9\n", ""),
        "households.csv, row 2, column 'destinations': household H1: no road from 'mill' to 'hall'; "
        "import roads or add a row to travel-times.csv (and 1 more like it)",
    ),
    "an id that is hard to write": (
        {name: text.replace("yard", "yard;2") for name, text in SMALLEST.items()},
        "places.csv, row 4, column 'id': 'yard;2' is hard to write in lists, on paper and over the radio; "
        "use letters, digits, hyphens and dots, at most 40",
    ),
    "a gate on no route": (
        gated('gates = ["ford"]', "gates = []") | edited("travel-times.csv", "yard", "mill,ford,1,\nyard"),
        "places.csv, row 4, column 'id': gate 'ford' is on no route, so nobody passes it; "
        "name it in a route of corridor.toml",
    ),
    "a gate that is always open": (
        conflict(gated('windows = [{ opens = "2030-05-06 09:00", closes = "2030-05-06 10:00" }]')),
        "corridor.toml, line 1, key 'windows': gate 'ford' has no windows, so it counts as always open; "
        "write when the parties agreed to open it",
    ),
    "a gate that never opens": (
        gated("[{ opens", "[] #"),
        "corridor.toml, line 3, key 'windows': gate 'ford' is not open at any time between start and horizon; "
        "correct its windows, or those of the agreement",
    ),
    "windows that overlap": (
        gated("}]", '}, { opens = "2030-05-06 09:30", closes = "2030-05-06 11:00" }]'),
        "corridor.toml, line 3, key 'windows': the window that opens at 2030-05-06 09:30 overlaps the one before it; "
        "join the two, or correct their times",
    ),
    "one convoy a window": (
        gated("beyond", "convoy = { max_vehicles = 5, headway_s = 3600 }\nbeyond"),
        "corridor.toml, line 8, key 'convoy_headway_s': the headway of route 'road' is longer than any window: "
        "one convoy a window; look whether it is in seconds",
    ),
    "no escort": (
        gated("beyond", "convoy = { max_vehicles = 5, headway_s = 60, escorts = 0 }\nbeyond"),
        "corridor.toml, line 8, key 'convoy_escorts': route 'road' needs escorts and has none, so no convoy goes; "
        "write how many teams there are, or leave it out",
    ),
    "no departure while the gate is open": (
        gated("beyond", "convoy = { max_vehicles = 5, headway_s = 60, clock_s = 9000 }\nbeyond"),
        "corridor.toml, line 8, key 'convoy_clock_s': by its clock no convoy of route 'road' departs in a window of "
        "the first gate after inspection; look whether it is in seconds from the operation's start",
    ),
    "a stage after the horizon": (
        {"agreement.toml": '[[stage]]\nid = "late"\nopens = "2030-05-07 00:00"\n'},
        "agreement.toml, line 3, key 'opens': stage 'late' opens after the horizon; "
        "correct the time, or move the horizon",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SUSPICIOUS)
def test_a_suspicion_is_told(name: str, tmp_path: Path) -> None:
    changed, says = SUSPICIOUS[name]
    assert str(warning(tmp_path, changed)) == says


def test_swapped_coordinates_are_seen(tmp_path: Path) -> None:
    places = SMALLEST["places.csv"].replace("50.10,8.10", "8.10,50.10").replace("Yard,,", "Yard,50.2,8.2")
    found = [w.wrong for w in read(tmp_path, {"places.csv": places}).warnings if w.column == "lat"]
    assert found == ["'mill' is 6,066 km from every other place: lat and lon seem to be swapped"]


def test_a_place_far_away_is_seen(tmp_path: Path) -> None:
    found = read(tmp_path, edited("places.csv", "50.10,8.10", "50.10,18.10")).warnings
    assert any("km from every other place" in w.wrong and "swapped" not in w.wrong for w in found)


def test_places_on_both_sides_of_the_date_line_are_near(tmp_path: Path) -> None:
    positions = edited("places.csv", "50.10,8.10", "50.10,179.99")
    positions = {"places.csv": str(positions["places.csv"]).replace("50.15,8.15", "50.10,-179.99")}
    assert read(tmp_path, positions).warnings == ()


def test_an_operation_without_people_or_vehicles_is_seen(tmp_path: Path) -> None:
    empty: Files = {name: SMALLEST[name].partition("\n")[0] for name in ("households.csv", "fleet.csv")}
    assert [w.wrong for w in read(tmp_path, empty).warnings] == ["nobody wishes to leave", "there is no vehicle"]


def test_a_gate_with_windows_is_not_suspicious(tmp_path: Path) -> None:
    assert read(tmp_path, conflict(gated())).warnings == ()


AN_HOUR = 'windows = [{ opens = "2030-05-06 09:00", closes = "2030-05-06 10:00" }]'


@pytest.mark.parametrize(
    ("clock_s", "inspection_s", "window", "suspicious"),
    [
        pytest.param(0, 3600, True, False, id="none"),
        pytest.param(60, 0, True, False, id="shorter than the headway"),
        pytest.param(7200, 3600, True, False, id="as the gate closes, inspected since it opened"),
        pytest.param(7200, 3601, True, True, id="inspected a second longer than the gate is open"),
        pytest.param(7201, 0, True, True, id="a second after the gate closes"),
        pytest.param(3700, 100, True, False, id="just inspected"),
        pytest.param(3700, 101, True, True, id="still inspected, and the next time is after closing"),
        pytest.param(43_200, 100, False, False, id="always open, at the horizon"),
        pytest.param(43_201, 0, False, True, id="always open, after the horizon"),
    ],
)
def test_a_clock_is_suspicious_only_where_no_convoy_can_go(
    clock_s: int, inspection_s: int, window: bool, suspicious: bool, tmp_path: Path
) -> None:
    """The start is 08:00, the horizon 20:00; the gate is open from 09:00 to 10:00, or always."""
    convoy = f"convoy = {{ max_vehicles = 5, headway_s = 600, clock_s = {clock_s} }}\nbeyond"
    inspection = f'inspection = {{ "*" = {{ loaded_s = {inspection_s} }} }}\n'
    text = str(gated("beyond", convoy)["corridor.toml"]).replace(AN_HOUR, inspection + (AN_HOUR if window else ""))
    found = [warning.column for warning in read(tmp_path, GATED | {"corridor.toml": text}).warnings]
    assert found == (["convoy_clock_s"] if suspicious else [])


def test_a_clock_of_a_gate_that_never_opens_is_not_told_as_well(tmp_path: Path) -> None:
    convoy = "convoy = { max_vehicles = 5, headway_s = 600, clock_s = 9000 }\nbeyond"
    text = str(gated("beyond", convoy)["corridor.toml"]).replace("[{ opens", "[] #")
    assert [warning.column for warning in read(tmp_path, GATED | {"corridor.toml": text}).warnings] == ["windows"]


def test_the_class_that_is_inspected_fastest_decides(tmp_path: Path) -> None:
    """A departure at 09:01:40: cars are inspected by then, and buses are not."""
    convoy = "convoy = { max_vehicles = 5, headway_s = 600, clock_s = 3700 }\nbeyond"
    inspection = "inspection = { bus = { loaded_s = 101 }, car = { loaded_s = 100 } }\n"
    text = str(gated("beyond", convoy)["corridor.toml"]).replace(AN_HOUR, inspection + AN_HOUR)
    assert read(tmp_path, GATED | {"corridor.toml": text}).warnings == ()


def test_a_suspicion_keeps_nothing_from_being_used(tmp_path: Path) -> None:
    changed = {name: content for files, _ in list(SUSPICIOUS.values())[:3] for name, content in files.items()}
    read(tmp_path, changed)
    assert read_operation(tmp_path).operation.name == "ford"

"""`safepassage roads check` as a user sees it."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.cli.roads.check_words import text, words_of
from safepassage.exchange.operation_folder import write_operation
from safepassage.roads.checking.road_check import check_roads
from safepassage.roads.driving.ground import Ground
from safepassage.roads.overlays import Closure, Hazard, Overlays
from safepassage.roads.speeds import Speeds
from tests.cli.shell import safepassage
from tests.cli.test_sessions import replay
from tests.roads.river_folder import write_river
from tests.roads.river_operation import HOUR_S, river_operation
from tests.roads.towns import river_town

GOLDEN = Path(__file__).parent.parent.parent / "golden" / "roads" / "check.txt"
OLD, NEW = 1, 4

BOTH = Overlays(
    closures=(Closure(id="blown", ways=(OLD,), source="radio, 5 May"),),
    hazards=(Hazard(id="mines", ways=(NEW,), kind="explosive"),),
)
NOON = Overlays(
    closures=(
        Closure(id="blown", ways=(OLD,), source="radio, 5 May"),
        Closure(id="shelling", ways=(NEW,), from_s=5 * HOUR_S, until_s=7 * HOUR_S),
    )
)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """The river operation: as it is, with heavy buses, with both bridges closed, and with one closed about noon."""
    for name, bus_t, overlays in (
        ("plain", None, None),
        ("heavy", 18.0, None),
        ("cut", None, BOTH),
        ("noon", None, NOON),
    ):
        write_river(tmp_path / name, bus_t, overlays)
    (tmp_path / "nowhere.html").write_text("a file where a folder is needed")
    return tmp_path


def test_session_goes_as_written(folders: Path) -> None:
    now = replay(GOLDEN.read_text(encoding="utf-8"), folders)
    assert "Traceback" not in now
    if os.environ.get("SAFEPASSAGE_GOLDEN") == "write":
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


def test_the_map_shows_what_was_found(folders: Path) -> None:
    assert safepassage("roads", "check", "cut", "--map", "cut.html", cwd=folders).code == 1
    page = (folders / "cut.html").read_text(encoding="utf-8")
    assert "blown" in page
    assert "no way from Market or Mill to Gate" in page
    assert "radio, 5 May" in page


def test_a_workbook_has_its_roads_beside_it(folders: Path) -> None:
    from safepassage.exchange.xlsx import write_workbook

    book = folders / "book"
    (folders / "heavy").rename(book)
    for file in book.iterdir():
        if file.is_file():
            file.unlink()
    write_workbook(river_operation(18.0), book / "operation.xlsx")
    ran = safepassage("roads", "check", "book/operation.xlsx", "--json", cwd=folders)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["failure_points"][0]["cut_people"] == 80


def test_a_network_cut_short_is_told_and_nothing_is_written(folders: Path) -> None:
    path = folders / "plain" / "roads" / "network.npz"
    path.write_bytes(path.read_bytes()[:500])
    ran = safepassage("roads", "check", "plain", "--map", "map.html", cwd=folders)
    assert ran.code == 2
    assert "network.npz" in ran.err
    assert not (folders / "map.html").exists()


def test_a_name_that_runs_from_right_to_left_is_isolated(folders: Path) -> None:
    operation = river_operation()
    arabic = "السكري"
    places = tuple(replace(place, name=arabic) if place.id == "market" else place for place in operation.places)
    write_operation(replace(operation, places=places), folders / "cut")
    ran = safepassage("roads", "check", "cut", cwd=folders)
    assert f"from \u2068{arabic}\u2069 or Mill to Gate" in ran.out


def test_a_name_cannot_steer_the_terminal() -> None:
    assert text("Camp\x1b[2J\u202e") == "Camp\\x1b[2J\\u202e"


def test_words_tell_a_limit_with_its_number() -> None:
    operation, town = river_operation(18.0), river_town()
    found = check_roads(Ground(operation, town), Overlays(closures=(Closure(id="x", ways=(NEW,)),)), Speeds())
    words = words_of(operation, town, found)
    told = {words.bar(bar) for way in found.cut for lifted in way.lift for bar in lifted}
    assert told == {"the closure 'x'", "the weight limit of 12 t on Old bridge (way 1)"}

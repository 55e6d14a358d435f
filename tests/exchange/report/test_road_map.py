"""The map over real roads: which are shown, who is driven on them, what holds there, and how large the drawing gets."""

import re
from functools import cache
from time import process_time
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.exchange.audience import Audience
from safepassage.exchange.report.corridor_map import Flow
from safepassage.exchange.report.flow_lines import runs
from safepassage.exchange.report.labels import Box
from safepassage.exchange.report.page import page
from safepassage.exchange.report.plane import Plane, View
from safepassage.exchange.report.road_drawing import cut_area, drawn_backdrop, paths
from safepassage.exchange.report.road_lines import TIERS, Ground, length_of
from safepassage.exchange.report.road_map import RoadMap, Scene
from safepassage.exchange.report.road_panel import road_panel
from safepassage.exchange.report.texts import Texts, english
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.map_marks import Stretch, StretchKind
from safepassage.planning.solution import Solution
from safepassage.roads.network import Network, RoadClass
from safepassage.synthetic import synthesize
from tests.exchange.report.over_roads import ATTRIBUTION, roads_of, town_around
from tests.exchange.report.reading import text, words
from tests.exchange.report.rough import rough_solution
from tests.exchange.report.test_texts import in_other_letters
from tests.roads.crooked_town import crooked_town, wide_grid
from tests.roads.towns import METRES_PER_DEGREE, Road, network_of

LIMIT_BYTES = 400_000


@cache
def planned() -> tuple[Operation, Solution, RoadMap]:
    operation = synthesize(2_000, seed=1)
    solution = rough_solution(operation)
    return operation, solution, roads_of(operation, solution.plan, town_around(operation))


def made(texts: Texts | None = None, roads: RoadMap | None = None) -> str:
    operation, solution, own = planned()
    return page(operation, solution, Audience.CONVOY, (), texts or english(), roads=roads or own)


def maps_of(whole: str) -> list[ET.Element]:
    """The drawings for a desk and for a phone."""
    found = re.findall(r'<svg [^>]*class="chart map".*?</svg>', whole, re.DOTALL)
    return [ET.fromstring(drawing) for drawing in found]  # noqa: S314 - it is our own


def view(px_per_m: float, width: float = 720.0, height: float = 440.0) -> View:
    return View(Box(0.0, 0.0, width, height), px_per_m, 0.0, 0.0)


def tiers_at(network: Network, px_per_m: float) -> list[str]:
    return [roads.tier for roads in Ground(network, Plane(37.15, 36.2)).roads(view(px_per_m), 50_000)]


def test_every_class_of_road_is_of_one_tier() -> None:
    assert sorted(kind for _, kinds in TIERS for kind in kinds) == sorted(RoadClass)


def test_the_farther_one_looks_the_fewer_roads_are_shown() -> None:
    town = crooked_town(37.15, 36.2, 100, seed=1).network
    assert "street" in tiers_at(town, 0.5)
    assert "street" not in tiers_at(town, 0.05)
    assert "minor" in tiers_at(town, 0.05)
    assert tiers_at(town, 0.01)[0] == "motorway"
    assert "minor" not in tiers_at(town, 0.01)


def test_who_can_look_closer_gets_the_streets_with_how_close() -> None:
    ground = Ground(crooked_town(37.15, 36.2, 100, seed=1).network, Plane(37.15, 36.2))
    closer = {roads.tier: roads.closer for roads in ground.roads(view(0.03), 50_000, (1.0, 3.0, 9.0, 27.0))}
    assert closer["motorway"] == closer["middle"] == 1
    assert 1 < closer["street"] <= 27
    assert list(closer.values()) == sorted(closer.values())


def test_a_drawing_never_has_more_points_than_there_is_room_for() -> None:
    ground = Ground(wide_grid(60, 37.12, 36.18), Plane(37.15, 36.2))
    found = ground.roads(view(0.5, 4000, 3000), 3_000)
    assert 0 < sum(len(line) for roads in found for line in roads.lines) <= 3_000


def test_a_road_of_both_directions_is_drawn_once_and_as_one_line() -> None:
    km = 1000 / METRES_PER_DEGREE
    nodes = {name: (i * km, 0.0) for i, name in enumerate("abcd")}
    network = network_of(nodes, [Road(a, b, 1000, RoadClass.PRIMARY) for a, b in ("ab", "bc", "cd")])
    (roads,) = Ground(network, Plane(0.0, 0.0)).roads(view(0.1), 100)
    (line,) = roads.lines
    assert len(line) == 2
    assert length_of(line) == pytest.approx(300, rel=0.01)


def test_bridges_are_told_apart() -> None:
    nodes = {"a": (0.0, 0.0), "b": (0.001, 0.0), "c": (0.002, 0.0)}
    network = network_of(
        nodes, [Road("a", "b", 111, RoadClass.PRIMARY), Road("b", "c", 111, RoadClass.PRIMARY, bridge=True)]
    )
    (roads,) = Ground(network, Plane(0.0, 0.0)).roads(view(1.0), 100)
    assert [length_of(line) for line in roads.bridges] == [pytest.approx(111.3, rel=0.01)]
    assert [length_of(line) for line in roads.lines] == [pytest.approx(222.6, rel=0.01)]


def test_where_ways_come_together_their_people_are_added() -> None:
    trunk = [(0.0, 0.0), (0.0, 0.1)]
    lines = {
        ("a", "camp"): np.array([(-0.1, 0.0), *trunk]).T,
        ("b", "camp"): np.array([(0.1, 0.0), *trunk]).T,
        ("c", "camp"): np.array([(0.0, 0.2), (0.0, 0.1), (0.05, 0.1)]).T,
    }
    flows = [Flow("a", "camp", 30), Flow("b", "camp", 12), Flow("c", "camp", 5), Flow("d", "camp", 9)]
    found = runs(flows, {leg: (line[0], line[1]) for leg, line in lines.items()})
    assert [run.people for run in found] == [5, 12, 30, 42]
    assert (found[-1].lon.tolist(), found[-1].lat.tolist()) == ([0.0, 0.0], [0.0, 0.1])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 99)), min_size=1, max_size=9))
def test_all_people_of_a_way_are_on_each_of_its_pieces(trips: list[tuple[int, int, int]]) -> None:
    """Along a straight road from 0 to 6: whoever enters at a crossing leaves it at a later one."""
    people: dict[tuple[str, str], int] = {}
    for start, steps, number in trips:
        people[f"{start}", f"{start + steps + 1}"] = number
    lines = {
        leg: (np.arange(int(leg[0]), int(leg[1]) + 1) / 100, np.zeros(int(leg[1]) - int(leg[0]) + 1)) for leg in people
    }
    found = runs([Flow(*leg, n) for leg, n in people.items()], lines)
    drawn = {round(100 * at): run.people for run in found for at in run.lon[:-1].tolist()}
    wanted = {at: sum(n for leg, n in people.items() if int(leg[0]) <= at < int(leg[1])) for at in range(12)}
    assert drawn == {at: n for at, n in wanted.items() if n}


def test_an_area_loses_what_no_view_shows_and_keeps_its_hole() -> None:
    outline = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * 0.01
    rings = tuple((ring[:, 0], ring[:, 1]) for ring in (outline, outline / 10))
    drawn = cut_area(rings, Plane(0.0, 0.0), view(0.3))
    assert len(drawn) == 2
    assert np.abs(drawn[0] - np.array([360, 220])).max() <= 364
    assert cut_area(rings, Plane(5.0, 5.0), view(0.3)) == ()


def test_of_very_much_land_the_largest_pieces_are_drawn() -> None:
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    pieces = [corners * (0.0005 if i else 0.01) + np.array([i % 90, i // 90]) * 0.0006 - 0.03 for i in range(4_000)]
    backdrop = Backdrop(green=tuple(((piece[:, 0], piece[:, 1]),) for piece in pieces))
    root = ET.Element("g")
    drawn_backdrop(root, backdrop, Plane(0.0, 0.0), view(0.1), 1)
    (path,) = root
    assert path.get("class") == "land green"
    drawn = path.get("d", "").split("Z")[:-1]
    assert "l111.4 0" in drawn[0], "the largest is first"
    assert 500 < len(drawn) < 1_000


def test_paths_are_short_and_exact_to_a_tenth_of_a_pixel() -> None:
    assert paths([np.array([[1.04, 2.0], [1.5, 1.25], [1.52, 1.26], [-3.0, 1.2]])], 1) == "M1 2l.5-.8l0 .1l-4.5-.1"


def test_the_report_draws_roads_people_and_what_holds() -> None:
    whole = made()
    for drawn in maps_of(whole):
        styles = " ".join(element.get("class", "") for element in drawn.iter()).split()
        assert {"road", "motorway", "major", "flows", "arrow", "scale", "north", "water", "zone"} <= set(styles)
        for kind in StretchKind:
            assert drawn.find(f".//*[@class='stretch {kind}']") is not None, kind
    said = text(whole)
    assert f"Roads: {ATTRIBUTION} , as of Thu 1 Dec 2016." in said
    assert "said of a closure" in said
    assert "not cleared" in said
    assert "are not roads" not in said


def test_a_leg_without_a_known_way_is_drawn_straight_and_said() -> None:
    _, _, own = planned()
    leg = next(iter(own.lines))
    fewer = RoadMap(own.network, {k: v for k, v in own.lines.items() if k != leg})
    whole = made(roads=fewer)
    assert 'class="flow unknown-way"' in whole
    assert "Way not known on these roads" in text(whole)
    assert 'class="flow unknown-way"' not in made()


def test_a_place_beside_the_road_is_led_to_where_its_way_begins() -> None:
    flow = (Flow("school", "camp", 9),)
    line = np.array([0.0, 0.01]), np.array([0.0, 0.0])
    network = network_of({"a": (0.0, 0.0), "b": (0.01, 0.0)}, [Road("a", "b", 1113)])
    scene = Scene(
        RoadMap(network, {("school", "camp"): line}),
        Plane(0.0, 0.0),
        {"school": (0.0, 200.0), "camp": (1113.0, 5.0)},
        flow,
    )
    root = ET.Element("svg")
    road_panel(root, "map", view(0.2), scene, (), english())
    assert [path.get("d") for path in root.iter() if path.get("class") == "stretch snap"] == ["M360 180l0 40"]


def test_stretches_of_one_name_have_one_sign_and_are_told_once() -> None:
    _, _, own = planned()
    line = next(iter(own.lines.values()))
    pieces = [(line[0][i : i + 2], line[1][i : i + 2]) for i in range(len(line[0]) - 1)]
    closed = [
        Stretch(*piece, "the old road", StretchKind.CLOSURE, "" if i else "rubble") for i, piece in enumerate(pieces)
    ]
    assert len(closed) > 10
    roads = RoadMap(own.network, own.lines, closed)
    assert roads.told == ((StretchKind.CLOSURE, "the old road", "rubble"),)
    for drawn in maps_of(made(roads=roads)):
        assert 1 <= len(drawn.findall(".//*[@class='trouble-sign closure']")) <= 2, "one in each panel"


def test_no_english_is_left_on_a_translated_map() -> None:
    operation, _, own = planned()
    names = {p.name for p in operation.places} | {name for p in operation.places for name in p.names.values()}
    known = " ".join(
        [
            operation.corridor.note,
            *names,
            *own.network.names,
            ATTRIBUTION,
            "a river of nowhere",
            "pipeline neighbourhoods shelters",
        ]
    )
    known += " " + " ".join(f"{each.label} {each.more}" for each in own.held)
    section = re.search(r'<section id="map".*?</section>', made(in_other_letters()), re.DOTALL)
    assert section is not None
    said = {word for part in words(section[0]) for word in re.findall(r"[A-Za-z]{2,}", part)}
    assert said - set(re.findall(r"[A-Za-z]+", known)) == set()


def test_names_of_layers_and_overlays_cannot_become_markup() -> None:
    _, _, own = planned()
    evil = "</svg><script>alert(1)</script>"
    layers = tuple(type(layer)(evil, layer.features) for layer in own.layers)
    stretches = tuple(type(each)(each.lon, each.lat, evil, each.kind, evil) for each in own.stretches)
    whole = made(roads=RoadMap(own.network, own.lines, stretches, (), layers))
    assert whole.count("<script") == 2
    assert "alert(1)</script>" not in whole


def test_the_page_over_roads_asks_nothing_of_a_network_and_allows_only_its_own_styles() -> None:
    whole = made()
    assert not re.findall(r"https?:|//[a-z]|url\((?!#)|@import|src=|<link|<iframe|<img", whole)
    assert " style=" not in whole
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', whole)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert len(re.findall("sha256-", policy[1])) == 3


@pytest.mark.parametrize("side", [100, 500])
def test_the_drawings_stay_small_whatever_the_city(side: int) -> None:
    """The larger city has 998,000 segments."""
    operation, solution, own = planned()
    city = RoadMap(wide_grid(side, 37.0, 36.0), own.lines, own.stretches, own.areas, own.layers, own.backdrop)
    start = process_time()
    whole = page(operation, solution, Audience.CONVOY, (), english(), roads=city)
    assert process_time() - start < 20
    drawn = sum(len(ET.tostring(root)) for root in maps_of(whole))
    assert 10_000 < drawn <= LIMIT_BYTES

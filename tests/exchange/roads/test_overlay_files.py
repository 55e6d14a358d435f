"""Overlays in GeoJSON: what is written is read again, and every mistake is named."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safepassage.domain.clock import Clock, DailyHours
from safepassage.domain.fleet import RoadUse
from safepassage.exchange.cells import Style
from safepassage.exchange.mistakes import Collector
from safepassage.exchange.roads.overlay_files import read_overlays, untouched, write_overlays
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.network import USES
from safepassage.roads.overlays import At, Closure, Direction, Hazard, Limit, Overlays, SpeedZone
from tests.roads.towns import river_town
from tests.strategies import ZONES, awkward_text, daily_hours, ids, moments, starts, texts

INFINITE = float("inf")
DAMASCUS = Style(clock=Clock(datetime(2016, 12, 15, 6, tzinfo=UTC), "Asia/Damascus"), exact=True)

positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
lines = st.lists(positions, min_size=2, max_size=5, unique=True).map(shapely.LineString).filter(lambda s: s.is_valid)
areas = st.tuples(positions, st.floats(0.001, 1)).map(lambda at: shapely.box(0, 0, at[1], at[1] / 3))
points = positions.map(shapely.Point)
sizes = st.just(INFINITE) | st.floats(0.1, 20)


@st.composite
def places_and_times(draw: st.DrawFn, *, anywhere: bool) -> dict[str, Any]:
    """What all kinds of overlays have in common."""
    shape = draw(st.sampled_from(["line", "area", "point", "ways", *(["everywhere"] if anywhere else [])]))
    shapes = {"line": lines, "area": areas, "point": points}
    from_s = draw(st.just(0) | moments)
    return {
        "id": draw(ids),
        "geometry": draw(shapes[shape]) if shape in shapes else None,
        "ways": draw(st.lists(st.integers(0, 10**11), min_size=1, max_size=3).map(tuple)) if shape == "ways" else (),
        "direction": draw(st.sampled_from(Direction)) if shape == "line" else Direction.BOTH,
        "at": draw(st.none() | st.sampled_from(At)) if shape == "point" else None,
        "from_s": from_s,
        "until_s": draw(st.none() | st.integers(from_s + 1, from_s + 10**6)),
        "hours": draw(st.none() | daily_hours),
        "uses": draw(st.none() | st.frozensets(st.sampled_from(USES), min_size=1)),
        "source": draw(texts),
        "evidence": draw(texts),
    }


def some(of_kind: Callable[..., Any], **own: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    anywhere = of_kind in (SpeedZone, Limit)
    one = st.builds(
        lambda common, mine: of_kind(**common, **mine), places_and_times(anywhere=anywhere), st.fixed_dictionaries(own)
    )
    return st.lists(one, max_size=3, unique_by=lambda overlay: overlay.id).map(tuple)


all_overlays = st.builds(
    Overlays,
    some(Closure),
    some(Hazard, kind=awkward_text.filter(bool)),
    some(SpeedZone, factor=st.floats(0.01, 0.99), cap_kph=st.just(INFINITE) | st.floats(1, 150)),
    some(Limit, weight_t=st.floats(0.1, 99), height_m=sizes, width_m=sizes),
)


def read(folder: Path, style: Style = DAMASCUS) -> tuple[Overlays, list[str]]:
    mistakes = Collector()
    found = read_overlays(folder, style, mistakes)
    return found, [str(mistake) for mistake in mistakes.all]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=150)
@given(all_overlays, starts, st.sampled_from(ZONES))
def test_all_overlays_come_back_from_their_files(overlays: Overlays, start: datetime, zone: str) -> None:
    style = Style(clock=Clock(start.replace(microsecond=0), zone), exact=True)
    with tempfile.TemporaryDirectory() as name:
        write_overlays(overlays, Path(name), style)
        assert read(Path(name), style) == (overlays, [])


def test_there_are_no_overlays_where_there_are_no_files(tmp_path: Path) -> None:
    assert read(tmp_path) == (Overlays(), [])


def test_a_kind_that_has_none_any_more_has_none_when_read_again(tmp_path: Path) -> None:
    closure = Closure(id="street", geometry=shapely.LineString([(0, 0), (0.01, 0)]))
    write_overlays(Overlays((closure,)), tmp_path, DAMASCUS)
    assert [path.name for path in (tmp_path / "roads").iterdir()] == ["closures.geojson"]
    write_overlays(Overlays(), tmp_path, DAMASCUS)
    assert read(tmp_path) == (Overlays(), [])


def put(folder: Path, file: str, *features: object) -> None:
    (folder / "roads").mkdir(exist_ok=True)
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "roads" / file).write_text(json.dumps(collection), encoding="utf-8")


def feature(geometry: object = None, **properties: object) -> dict[str, object]:
    names = {"from_": "from"}
    own = {names.get(name, name): value for name, value in properties.items()}
    return {"type": "Feature", "geometry": geometry, "properties": own}


LINE = {"type": "LineString", "coordinates": [[37.1, 36.2], [37.11, 36.2]]}
POINT = {"type": "Point", "coordinates": [37.1, 36.2]}


def test_a_closure_as_a_person_writes_it(tmp_path: Path) -> None:
    properties = {
        "id": "ramouseh", "from_": "2016-12-15 13:00", "until": "2016-12-16", "hours": "18:00-06:00",
        "who": "lorry; bus", "direction": "along", "source": "liaison officer", "evidence": "radio, 12:40",
    }  # fmt: skip
    put(tmp_path, "closures.geojson", feature(LINE, **properties))
    found, mistakes = read(tmp_path)
    assert mistakes == []
    assert found.closures == (
        Closure(
            id="ramouseh", geometry=shapely.LineString(LINE["coordinates"]), direction=Direction.ALONG,
            from_s=5 * 3600, until_s=16 * 3600, hours=DailyHours(18 * 3600, 6 * 3600),
            uses=frozenset({RoadUse.BUS, RoadUse.LORRY}), source="liaison officer", evidence="radio, 12:40",
        ),
    )  # fmt: skip


def test_an_id_may_stand_where_geojson_has_it_and_a_way_may_say_where(tmp_path: Path) -> None:
    put(tmp_path, "hazards.geojson", {**feature(way=123, kind="flood"), "id": 7})
    found, mistakes = read(tmp_path)
    assert mistakes == []
    assert found.hazards == (Hazard(id="7", kind="flood", ways=(123,)),)


def test_every_mistake_is_named_with_file_feature_and_property(tmp_path: Path) -> None:
    put(
        tmp_path,
        "closures.geojson",
        feature(LINE, id="a", from_="tomorrow", who="tram", color="red"),
        feature(LINE, id="a", from_="2016-12-16", until="2016-12-15"),
        feature(id="c"),
        feature(POINT, id="d", direction="along"),
        feature(LINE, id="e", at="crossing"),
        feature({"type": "Point", "coordinates": [4_100_000, 4_300_000]}, id="f"),
        feature({"type": "Circle"}, id="g"),
        feature({"type": "LineString", "coordinates": [[1, 2]]}, id="h"),
        feature(LINE),
    )
    put(tmp_path, "hazards.geojson", feature(LINE, id="i"))
    put(tmp_path, "speed-zones.geojson", feature(id="j"), feature(id="k", factor=0), feature(id="l", kmh=-3))
    put(tmp_path, "limits.geojson", feature(id="m"), feature(LINE, id="n", weight_t="heavy"))
    _, mistakes = read(tmp_path)
    expected = [
        "closures.geojson, feature 1, property 'from': 'tomorrow' is not a date and time",
        "closures.geojson, feature 1, property 'who': 'tram' is not known",
        "closures.geojson, feature 1, property 'color': is not a known property",
        "closures.geojson, feature 2, property 'id': 'a' is there already, in feature 1",
        "closures.geojson, feature 2, property 'until': it ends before it starts",
        "closures.geojson, feature 3, property 'geometry': does not say what is closed",
        "closures.geojson, feature 4, property 'direction': there is no line that it could be along",
        "closures.geojson, feature 5, property 'at': the shape is no point",
        "closures.geojson, feature 6, property 'geometry': [4.1e+06, 4.3e+06] is not on the globe",
        "closures.geojson, feature 7, property 'geometry': 'Circle' is not a shape that is understood",
        "closures.geojson, feature 8, property 'geometry': the shape cannot be read",
        "closures.geojson, feature 9, property 'id': is empty",
        "hazards.geojson, feature 1, property 'kind': is empty",
        "speed-zones.geojson, feature 1: does not say how fast",
        "speed-zones.geojson, feature 2, property 'factor': '0' is not possible",
        "speed-zones.geojson, feature 3, property 'kmh': '-3' is not possible",
        "limits.geojson, feature 1: does not say what is limited",
        "limits.geojson, feature 2, property 'weight_t': 'heavy' is not a number",
    ]
    for words in expected:
        assert [words in mistake for mistake in mistakes].count(True) == 1, words


def test_a_file_that_is_no_geojson_is_named(tmp_path: Path) -> None:
    (tmp_path / "roads").mkdir()
    contents = {
        "closures.geojson": b'{"type": "FeatureCollection", "features": [',
        "hazards.geojson": b"\xff\xfe",
        "speed-zones.geojson": b'{"type": "Topology"}',
        "limits.geojson": b'{"type": "FeatureCollection", "features": [7]}',
    }
    for file, content in contents.items():
        (tmp_path / "roads" / file).write_bytes(content)
    _, mistakes = read(tmp_path)
    for words in (
        "roads/closures.geojson: is not valid JSON: expecting value in line 1",
        "roads/hazards.geojson: is not UTF-8 text",
        "roads/speed-zones.geojson: is not a collection of features",
        "roads/limits.geojson, feature 1: is not a feature",
    ):
        assert any(words in mistake for mistake in mistakes), (words, mistakes)


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "closures.geojson", feature(LINE, id="\ud800"))
    assert any("one half of a character" in mistake for mistake in read(tmp_path)[1])


def test_positions_that_are_no_degrees_are_refused(tmp_path: Path) -> None:
    (tmp_path / "roads").mkdir()
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    collection = {"type": "FeatureCollection", "crs": named, "features": [feature(LINE, id="a")]}
    (tmp_path / "roads" / "closures.geojson").write_text(json.dumps(collection))
    assert any("positions are not longitudes and latitudes" in mistake for mistake in read(tmp_path)[1])


def test_an_overlay_on_no_road_is_warned_of() -> None:
    network = river_town()
    on_road = Closure(id="on", geometry=shapely.LineString([(network.lon[0], 0), (network.lon[1], 0)]))
    overlays = Overlays((on_road, replace(on_road, id="off", geometry=shapely.Point(1, 1))))
    (warning,) = untouched(overlays, RoadLines(network))
    assert "closures.geojson, feature 2" in str(warning)
    assert "'off' lies on no road" in str(warning)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("id", "from", "until", "hours", "who", "direction", "at", "way", "source", "kind", "factor", "kmh", "weight_t")
shapes = st.fixed_dictionaries({"type": st.sampled_from(["Point", "LineString", "Polygon"]), "coordinates": anything})
wild_features = st.fixed_dictionaries(
    {"type": st.just("Feature")},
    optional={
        "geometry": anything | shapes | st.just(LINE),
        "properties": anything | st.dictionaries(st.sampled_from(KEYS), anything, max_size=4),
        "id": anything,
    },
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.lists(wild_features | anything, max_size=3) | anything)
def test_whatever_stands_in_a_file_is_read_or_named(features: object) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "roads").mkdir()
        text = json.dumps({"type": "FeatureCollection", "features": features})
        for file in ("closures", "hazards", "speed-zones", "limits"):
            (Path(name) / "roads" / f"{file}.geojson").write_text(text)
        overlays, mistakes = read(Path(name))
        if not mistakes:
            write_overlays(overlays, Path(name), DAMASCUS)
            assert read(Path(name)) == (overlays, [])
        for mistake in mistakes:
            mistake.encode()

"""The user's own layers: read as they come out of other programs, and refused with one clear sentence a file."""

import contextlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads.layer_files import read_layers
from safepassage.exchange.roads.layers import Shape

SQUARE = [[37.0, 36.0], [37.1, 36.0], [37.1, 36.1], [37.0, 36.1], [37.0, 36.0]]
HOLE = [[37.02, 36.02], [37.04, 36.02], [37.04, 36.04], [37.02, 36.02]]


def layer(folder: Path, name: str, *features: tuple[dict[str, Any] | None, dict[str, Any]], **more: Any) -> Path:
    """Write a layer of (geometry, properties)."""
    file = folder / "roads" / "layers" / f"{name}.geojson"
    file.parent.mkdir(parents=True, exist_ok=True)
    listed = [{"type": "Feature", "geometry": shape, "properties": words} for shape, words in features]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": listed, **more}), encoding="utf-8")
    return file


def mistakes_of(folder: Path) -> list[str]:
    with pytest.raises(Mistakes) as raised:
        read_layers(folder)
    return [str(mistake) for mistake in raised.value.errors]


def test_without_a_folder_there_are_no_layers(tmp_path: Path) -> None:
    assert read_layers(tmp_path) == ()


def test_points_lines_and_areas_are_told_apart(tmp_path: Path) -> None:
    layer(
        tmp_path,
        "shelters",
        ({"type": "Point", "coordinates": [37.1, 36.2, 390.0]}, {"name": "School 4", "name:ar": "مدرسة ٤"}),
        ({"type": "MultiPoint", "coordinates": [[37.1, 36.2], [37.2, 36.3]]}, {}),
        ({"type": "MultiLineString", "coordinates": [[[37, 36], [37.1, 36.1]], [[37.2, 36.2], [37.3, 36]]]}, {}),
        ({"type": "Polygon", "coordinates": [SQUARE, HOLE]}, {"name": "Old town", "beds": 12}),
        (None, {"name": "nowhere"}),
    )
    (found,) = read_layers(tmp_path)
    assert found.name == "shelters"
    assert [f.shape for f in found.features] == [Shape.POINT, Shape.POINT, Shape.LINE, Shape.AREA]
    assert [len(f.parts) for f in found.features] == [1, 2, 2, 2]
    school, old_town = found.features[0], found.features[3]
    assert (school.name, school.names) == ("School 4", {"ar": "مدرسة ٤"})
    assert [part[0].tolist() for part in school.parts] == [[37.1]]
    assert (old_town.name, len(old_town.parts[1][0])) == ("Old town", 4)


def test_boundaries_as_ocha_publishes_them_are_named_by_the_smallest_area(tmp_path: Path) -> None:
    words = {
        "ADM1_EN": "Aleppo",
        "ADM1_PCODE": "SY02",
        "ADM3_EN": "Jebel Saman",
        "ADM3_AR": "جبل سمعان",
        "ADM3_PCODE": "SY020000",
    }
    layer(tmp_path, "boundaries", ({"type": "Polygon", "coordinates": [SQUARE]}, words))
    (feature,) = read_layers(tmp_path)[0].features
    assert (feature.name, feature.names["ar"], feature.pcode) == ("Jebel Saman", "جبل سمعان", "SY020000")


def test_a_collection_of_geometries_is_taken_apart(tmp_path: Path) -> None:
    shapes = [{"type": "Point", "coordinates": [37, 36]}, {"type": "Polygon", "coordinates": [SQUARE]}]
    layer(tmp_path, "both", ({"type": "GeometryCollection", "geometries": shapes}, {"name": "Both", "pcode": "X1"}))
    (found,) = read_layers(tmp_path)
    assert [(f.shape, f.name, f.pcode) for f in found.features] == [
        (Shape.POINT, "Both", "X1"),
        (Shape.AREA, "Both", "X1"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ('{"type": "Topology"}', "neither a FeatureCollection nor a Feature"),
        ('{"type": "FeatureCollection", "features": 3}', "'features' are no list"),
        ('{"type": "FeatureCollection", "features": [3]}', "feature 1 is no GeoJSON Feature"),
        ('{"type": "Feature", "properties": [1], "geometry": null}', "'properties' that are no object"),
        ('{"type": "Feature", "geometry": {"type": "Point", "coordinates": ["x"]}}', "cannot be read"),
        ('{"type": "Feature", "geometry": {"type": "Blob", "coordinates": [1, 2]}}', "cannot be read"),
        ('{"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[1, 2]]}}', "cannot be read"),
        ('{"type": "Feature", "geometry": {"type": "Point", "coordinates": [332000, 4005000]}}', "are these metres?"),
        ('{"type": "FeatureCollection", "features": [], "crs": {"name": "EPSG:32637"}}', "is not in WGS 84 degrees"),
    ],
)
def test_a_broken_file_is_one_clear_mistake(tmp_path: Path, text: str, said: str) -> None:
    layer(tmp_path, "sound", ({"type": "Point", "coordinates": [37, 36]}, {}))
    layer(tmp_path, "broken").write_text(text, encoding="utf-8")
    (mistake,) = mistakes_of(tmp_path)
    assert mistake.startswith("roads/layers/broken.geojson: ")
    assert said in mistake
    assert "export it again as GeoJSON in WGS 84" in mistake


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-400, 400) | st.sampled_from(["Point", "Polygon", "x", "é"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "name", "pcode"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(geometry=JSON, properties=JSON)
def test_whatever_a_feature_holds_it_is_read_or_refused_in_words(
    tmp_path: Path, geometry: Any, properties: Any
) -> None:
    layer(tmp_path, "odd", (geometry, properties))
    with contextlib.suppress(Mistakes):
        (found,) = read_layers(tmp_path)
        for feature in found.features:
            assert all(np.isfinite(part).all() and part[0].size for part in feature.parts)


def test_every_broken_file_is_told(tmp_path: Path) -> None:
    layer(tmp_path, "one").write_bytes(b"\xff\xfe")
    layer(tmp_path, "two").write_text("[]", encoding="utf-8")
    assert ["one.geojson" in said or "two.geojson" in said for said in mistakes_of(tmp_path)] == [True, True]

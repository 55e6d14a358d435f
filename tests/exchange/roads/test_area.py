"""The part of a file of roads that is wanted."""

import json
from pathlib import Path

import pytest
import shapely

from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.roads.area import box, read_area

SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
OTHER = [[[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]]
POLYGON = {"type": "Polygon", "coordinates": SQUARE}
BOTH = {"type": "MultiPolygon", "coordinates": [SQUARE, OTHER]}


def feature(geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}


@pytest.mark.parametrize(
    ("found", "size"),
    [
        (POLYGON, 1),
        (BOTH, 2),
        (feature(POLYGON), 1),
        ({"type": "FeatureCollection", "features": [feature(POLYGON), feature(BOTH), feature(None)]}, 2),
        ({"type": "GeometryCollection", "geometries": [POLYGON]}, 1),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, 0.5),
    ],
)
def test_polygons_in_every_wrapping(found: object, size: float, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(found))
    assert read_area(path).area == pytest.approx(size)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not json", b"[1]", b"{}", b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "Point", "coordinates": [1, 2]}', b'{"type": "Polygon", "coordinates": "x"}', b"\xff\xfe\x00",
        b'{"type": "Polygon", "coordinates": [[[300000, 0], [300001, 0], [300001, 1], [300000, 0]]]}',
        b'{"type": "FeatureCollection", "features": [7]}', b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}',
    ],
)  # fmt: skip
def test_what_is_no_area_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_bytes(content)
    with pytest.raises(Mistakes, match=r"area\.geojson: .*expected one or more polygons"):
        read_area(path)


def test_a_box() -> None:
    assert box("37.0, 36.1, 37.3, 36.3").bounds == (37.0, 36.1, 37.3, 36.3)
    assert box("-1,-2,3,4").contains(shapely.Point(0, 0))


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "3,0,1,1", "0,3,1,1", "-190,0,1,1", "0,0,1,91", "nan,0,1,1"])
def test_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"degrees"):
        box(text)

"""Contrast on the map over roads (WCAG 2.2): names and signs stand out, and roads stay quiet."""

import pytest

from tests.exchange.report.test_colours import SHAPES, WORDS, contrast, palettes

_TROUBLES = ("closed-road", "hazard", "speed", "limit", "single")
EACH = pytest.mark.parametrize("colours", palettes("map.css").values(), ids=["light", "dark"])


@EACH
def test_names_stand_out_from_the_ground_of_their_halo(colours: dict[str, str]) -> None:
    for words in ("ink", "quiet", *_TROUBLES, "layer-0", "layer-1", "layer-2", "layer-3"):
        assert contrast(colours[words], colours["land"]) >= WORDS, words


@EACH
def test_signs_stand_out_from_the_land(colours: dict[str, str]) -> None:
    for shape in ("assembly", "gate", "reception", "flow", "other-way", *_TROUBLES):
        assert contrast(colours[shape], colours["land"]) >= SHAPES, shape
    for trouble in _TROUBLES:
        assert contrast(colours[trouble], colours["casing"]) >= WORDS, trouble


@EACH
def test_the_greater_a_road_the_more_it_stands_out(colours: dict[str, str]) -> None:
    found = [contrast(colours[road], colours["land"]) for road in ("street", "minor", "middle", "major", "trunk")]
    assert found == sorted(found)
    assert found[-1] >= SHAPES
    assert all(contrast(colours["street"], colours[ground]) > 1.2 for ground in ("land", "built"))

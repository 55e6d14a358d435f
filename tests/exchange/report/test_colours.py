"""Contrast, of what a checker of pages does not see: words and areas inside the charts (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from safepassage.exchange import report

WORDS, SHAPES, NEIGHBOURS = 4.5, 3.0, 1.35


def palettes(*more: str) -> dict[str, dict[str, str]]:
    """The colours of the report's style sheet, and of more of them, by name, light and dark."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for name in ("report.css", *more):
        css = (files(report) / "templates" / name).read_text(encoding="utf-8")
        for colours, block in zip((light, dark), _roots(css), strict=True):
            colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    return {"light": light, "dark": light | dark}


def _roots(css: str) -> tuple[str, str]:
    first, second = re.findall(r":root \{(.*?)\}", css, flags=re.DOTALL)[:2]
    return first, second


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


EACH = pytest.mark.parametrize("colours", palettes().values(), ids=palettes().keys())


@EACH
def test_words_stand_out_from_every_ground(colours: dict[str, str]) -> None:
    for words in ("ink", "quiet"):
        for ground in ("paper", "tint", "open", "closed", "ground"):
            assert contrast(colours[words], colours[ground]) >= WORDS, (words, ground)
    assert contrast(colours["ink"], colours["warn-ground"]) >= WORDS
    assert contrast(colours["banner-ink"], colours["banner"]) >= WORDS
    assert contrast(colours["bad"], colours["paper"]) >= WORDS


@EACH
def test_shapes_stand_out_from_their_ground(colours: dict[str, str]) -> None:
    for shape in ("assembly", "gate", "reception"):
        assert contrast(colours[shape], colours["ground"]) >= SHAPES, shape
    for shape in ("bound", "tier-1", "tier-2", "waiting", "lanes", "driving", "at-gate"):
        assert contrast(colours[shape], colours["open"]) >= SHAPES, shape


@EACH
def test_areas_that_touch_can_be_told_apart(colours: dict[str, str]) -> None:
    for one, other in pairwise(("tier-1", "tier-2", "tier-3")):
        assert contrast(colours[one], colours[other]) >= NEIGHBOURS, (one, other)
    for one, other in pairwise(("loading", "waiting-loaded", "driving", "at-gate", "unloading", "empty")):
        assert colours[one] != colours[other]

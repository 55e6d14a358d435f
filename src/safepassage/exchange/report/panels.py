"""What every panel of a map has: its size and scale, a frame, a scale bar, north, and the outline of its detail."""

import math
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from safepassage.exchange.report.charts import WIDE
from safepassage.exchange.report.labels import Box, text_width
from safepassage.exchange.report.plane import Extent, View
from safepassage.exchange.report.svg import sub
from safepassage.exchange.report.texts import Texts

TITLE_PX = 22.0
_MARGIN_PX, _FOOT_PX = 30.0, 34.0


def fitted_height(extent: Extent, width: float) -> float:
    """As high as the ground asks for, but neither a strip nor more than a screen."""
    wanted = (width - 2 * _side(width)) * extent.height_m / max(extent.width_m, 1.0) + 2 * _MARGIN_PX + _FOOT_PX
    least, most = (0.42, 0.62) if width >= WIDE else (0.8, 1.1)
    return min(max(wanted, least * width), most * width)


def _side(width: float) -> float:
    """Room for names beside the outermost signs."""
    return 0.16 * width


def fitted_view(extent: Extent, box: Box) -> View:
    """The largest scale at which all of it is seen."""
    width, height = box.right - box.left, box.bottom - box.top
    room_y = height - 2 * _MARGIN_PX - _FOOT_PX
    px_per_m = min((width - 2 * _side(width)) / max(extent.width_m, 1.0), room_y / max(extent.height_m, 1.0))
    middle_n = extent.south + extent.height_m / 2 - _FOOT_PX / 2 / px_per_m
    return View(box, px_per_m, extent.west + extent.width_m / 2, middle_n)


def panel_rect(parent: ET.Element, box: Box, style: str) -> None:
    """The frame of a panel."""
    width, height = box.right - box.left - 1, box.bottom - box.top - 1
    sub(parent, "rect", x=box.left + 0.5, y=box.top + 0.5, width=width, height=height, rx=6, class_=style)


def holds(box: Box, point: tuple[float, float]) -> bool:
    """True if a point lies in a box."""
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def foot(root: ET.Element, view: View, texts: Texts) -> Box:
    """Scale bar and north arrow at the foot of the view; returns what they cover."""
    box = view.box
    metres = _round_metres((box.right - box.left) * 0.28 / view.px_per_m)
    x, y = box.left + 12.0, box.bottom - 12.0
    length = metres * view.px_per_m
    sub(root, "path", d=f"M{x:.1f} {y - 4:.1f}v4h{length:.1f}v-4", class_="scale")
    words = texts.plain("map.km", n=f"{metres / 1000:g}") if metres >= 1000 else texts.plain("map.m", n=f"{metres:g}")
    sub(root, "text", texts.drawn(words), x=x + length + 6, y=y + 1, class_="tick halo")
    nx, ny = box.right - 16.0, box.bottom - 12.0
    sub(root, "path", d=f"M{nx:.1f} {ny - 16:.1f}l4 9h-8z", class_="north")
    sub(root, "text", texts.plain("map.north"), x=nx, y=ny + 4, text_anchor="middle", class_="tick halo")
    return Box(box.left, box.bottom - _FOOT_PX + 4, box.right, box.bottom)


def _round_metres(most: float) -> float:
    power = 10.0 ** math.floor(math.log10(max(most, 1.0)))
    return float(max(m * power for m in (1, 2, 5) if m * power <= max(most, 1.0)))


def crowd(root: ET.Element, points: Iterable[tuple[float, float]], box: Box, words: str) -> Box:
    """The outline of what the other view shows; returns what it and its name cover."""
    xs, ys = zip(*points, strict=True)
    pad = 9.0
    left, right, top, bottom = min(xs) - pad, max(xs) + pad, min(ys) - pad, max(ys) + pad
    sub(root, "rect", x=left, y=top, width=right - left, height=bottom - top, rx=4, class_="crowd")
    half = text_width(words) / 2
    x = min(max((left + right) / 2, box.left + half + 4), box.right - half - 4)
    y = top - 6 if top - 22 > box.top else bottom + 15
    sub(root, "text", words, x=x, y=y, text_anchor="middle", class_="tick halo")
    return Box(min(left, x - half), min(top, y - 13), max(right, x + half), max(bottom, y + 4))

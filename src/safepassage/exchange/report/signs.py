"""The signs of a map: what kinds of places, and of troubles on the road, look like."""

import math
from collections.abc import Collection
from xml.etree import ElementTree as ET

from safepassage.domain.places import PlaceKind
from safepassage.exchange.report.svg import line, sub
from safepassage.exchange.roads.layers import Shape
from safepassage.exchange.roads.map_marks import MarkKind, StretchKind

SIGN_PX = 6.0
_DOT_PX = 3.0
LAYER_POINT = "M0 -5L4.6 3.4H-4.6Z"
_ROUND = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z"
_TROUBLES = {
    StretchKind.CLOSURE: (_ROUND, "M-3 -3L3 3M3 -3L-3 3"),
    StretchKind.HAZARD: ("M0 -8L8 6H-8Z", "M0 -3.5V1.5M0 3.6V4"),
    StretchKind.SPEED: ("M-6 -6H6V6H-6Z", "M-3.6 -3L-0.6 0L-3.6 3M.6 -3L3.6 0L.6 3"),
    StretchKind.LIMIT: ("M-4 -7H4L7.5 0L4 7H-4L-7.5 0Z", "M-3.5 0H3.5M-3.5 -2.5V2.5M3.5 -2.5V2.5"),
    StretchKind.SINGLE_POINT: ("M0 -8L8 0L0 8L-8 0Z", "M-1.5 -2.2L.3 -3.6V3.8"),
}
_WIDEST_PX, _WIDEST_OF_MANY_PX = 16.0, 9.0
MANY_FLOWS = 40


def arrow(parent: ET.Element, start: tuple[float, float], end: tuple[float, float], half: float) -> None:
    """An arrow in the middle of a line that is long enough for it; `half` of its length."""
    length = math.dist(start, end)
    if length < 3 * half + 2 * SIGN_PX:
        return
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    tip = (mx + ux * half, my + uy * half)
    base = (mx - ux * half * 0.6, my - uy * half * 0.6)
    corners = [tip, (base[0] - uy * half, base[1] + ux * half), (base[0] + uy * half, base[1] - ux * half)]
    sub(parent, "path", d=line(corners) + "Z", class_="arrow")


def place_sign(parent: ET.Element, kind: PlaceKind, x: float, y: float, *, small: bool = False) -> None:
    """The sign of a kind of place around a point."""
    r = _DOT_PX if small else SIGN_PX
    if kind is PlaceKind.GATE:
        sub(
            parent,
            "path",
            d=line([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)]) + "Z",
            class_="gate",
        )
    elif kind is PlaceKind.ASSEMBLY:
        sub(parent, "circle", cx=x, cy=y, r=r, class_="assembly")
    else:
        sub(parent, "rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=1.5, class_="reception")
        if kind is PlaceKind.HOSPITAL and not small:
            sub(parent, "path", d=f"M{x - 3:.1f} {y:.1f}h6M{x:.1f} {y - 3:.1f}v6", class_="cross")


def mark_sign(parent: ET.Element, kind: MarkKind, *, small: bool = False) -> None:
    """The sign of a point, around 0, 0."""
    if kind is MarkKind.SNAPPED:
        sub(parent, "circle", r=2.2, class_="snapped")
    elif kind is MarkKind.UNREACHABLE:
        sub(parent, "circle", r=11, class_="ring unreachable")
        sub(parent, "path", d="M-7.8 -7.8L7.8 7.8", class_="ring unreachable")
    elif kind is MarkKind.SINGLE_POINT:
        sub(parent, "circle", r=11, class_="ring single-point")
        sub(parent, "circle", r=14.5, class_="ring single-point")
    elif kind is MarkKind.DEPOT:
        sub(parent, "rect", x=-4.5, y=-4.5, width=9, height=9, class_="depot")
    else:
        place_sign(parent, PlaceKind(kind.value), 0.0, 0.0, small=small)


def stretch_sign(parent: ET.Element, kind: StretchKind) -> None:
    """The sign of what holds on a stretch of road, around 0, 0: each kind has a shape of its own."""
    shape, symbol = _TROUBLES[kind]
    sub(parent, "path", d=shape, class_=f"trouble-sign {kind}")
    sub(parent, "path", d=symbol, class_="trouble-symbol")


def legend_stretch(kind: StretchKind) -> ET.Element:
    """How a kind of stretch looks, for the legend."""
    root = ET.Element("svg", {"viewBox": "0 0 36 18", "class": "swatch long", "aria-hidden": "true"})
    for style in ("stretch-case", "stretch"):
        sub(root, "path", d="M1 9h34", class_=f"{style} {kind}")
    if kind in _TROUBLES:
        stretch_sign(sub(root, "g", transform="translate(18 9)"), kind)
    return root


def legend_mark(kind: MarkKind) -> ET.Element:
    """The sign of a point, for the legend."""
    if kind.value in set(PlaceKind) - {PlaceKind.DEPOT}:
        return legend_sign(PlaceKind(kind.value))
    root = ET.Element("svg", {"viewBox": "-15 -15 30 30", "class": "swatch", "aria-hidden": "true"})
    mark_sign(root, kind)
    return root


def legend_road(tier: str, *, bridge: bool = False) -> ET.Element:
    """How a road looks, for the legend."""
    root = ET.Element("svg", {"viewBox": "0 0 30 18", "class": "swatch long", "aria-hidden": "true"})
    sub(root, "path", d="M1 9h28", class_=f"road {tier}")
    if tier == "motorway":
        sub(root, "path", d="M1 9h28", class_="inner")
    if bridge:
        sub(root, "path", d="M8 9h14", class_=f"bridge {tier}")
        sub(root, "path", d="M8 9h14", class_=f"road {tier}")
    return root


def legend_layer(style: str, shapes: Collection[Shape]) -> ET.Element:
    """How a layer of the user looks, for the legend."""
    root = ET.Element("svg", {"viewBox": "0 0 30 18", "class": "swatch long", "aria-hidden": "true"})
    if Shape.AREA in shapes:
        sub(root, "rect", x=2, y=2, width=26, height=14, class_=f"layer {style} area")
    if Shape.LINE in shapes:
        sub(root, "path", d="M1 9h28", class_=f"layer {style} line")
    if Shape.POINT in shapes:
        sub(root, "path", d=LAYER_POINT, transform="translate(15 10)", class_=f"layer {style} point")
    return root


def legend_sign(kind: PlaceKind) -> ET.Element:
    """The sign of a kind of place, for the legend."""
    root = ET.Element("svg", {"viewBox": "0 0 18 18", "class": "swatch", "aria-hidden": "true"})
    place_sign(root, kind, 9.0, 9.0)
    return root


def flow_px(people: int, most: int, *, many: bool) -> float:
    """Width of a flow in pixels: in proportion to the people, but never too thin to be seen."""
    return max(1.2, (_WIDEST_OF_MANY_PX if many else _WIDEST_PX) * people / max(most, 1))


def width_samples(most: int, *, many: bool) -> tuple[tuple[int, ET.Element], ...]:
    """(people, a line as wide as they are many) for the legend: a round number near the largest, and a part of it."""
    if not most:
        return ()
    power = 10 ** (len(str(most)) - 1)
    largest = most // power * power
    found = []
    for people in dict.fromkeys((largest, max(largest // 4, 1))):
        root = ET.Element("svg", {"viewBox": "0 0 30 18", "class": "swatch long", "aria-hidden": "true"})
        sub(root, "path", d="M1 9h28", class_="flow", stroke_width=flow_px(people, most, many=many))
        found.append((people, root))
    return tuple(found)

"""The corridor map and the corridor diagram as SVG."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from safepassage.domain.places import Place, PlaceKind
from safepassage.exchange.report.charts import WIDE
from safepassage.exchange.report.corridor_map import CorridorMap, Diagram, Flow, Spot
from safepassage.exchange.report.labels import Box, Label, Mark, place_labels, text_width
from safepassage.exchange.report.svg import drawing, line, sub
from safepassage.exchange.report.texts import Texts, isolated

_WIDEST_PX, _WIDEST_OF_MANY_PX, _MANY_FLOWS = 16.0, 9.0, 40
_MOST_ARROWS, _MOST_NAMES, _MOST_AVOIDED = 24, 40, 80
_SIGN_PX, _DOT_PX = 6.0, 3.0
_MARGIN_PX, _FOOT_PX, _TITLE_PX = 30.0, 34.0, 22.0


@dataclass(frozen=True)
class _View:
    """A rectangle of the drawing that shows a rectangle of the ground.

    Attributes:
        px_per_m: scale.
        east_m, north_m: what lies in its middle.
    """

    box: Box
    px_per_m: float
    east_m: float
    north_m: float

    def at(self, spot: Spot) -> tuple[float, float]:
        x = (self.box.left + self.box.right) / 2 + (spot.east_m - self.east_m) * self.px_per_m
        y = (self.box.top + self.box.bottom) / 2 - (spot.north_m - self.north_m) * self.px_per_m
        return x, y


def map_drawing(
    corridor: CorridorMap, texts: Texts, *, name: str, width: int, title: str, description: str
) -> ET.Element:
    """The map: the whole corridor, and below it the crowded corner by itself."""
    height = _height(corridor.spots, width)
    below = _TITLE_PX + _height(_detail(corridor), width) if corridor.detail else 0.0
    top = _TITLE_PX if corridor.detail else 0.0
    root = drawing(name, width, top + height + below, title, description, "map")
    whole = _view(corridor.spots, Box(0.0, top, width, top + height))
    _panel(root, f"{name}-whole", whole, corridor, corridor.detail, texts)
    if corridor.detail:
        sub(root, "text", texts.plain("map.whole-title"), x=1, y=14, class_="panel-name")
        sub(root, "text", texts.plain("map.detail-title"), x=1, y=top + height + 16, class_="panel-name")
        view = _view(_detail(corridor), Box(0.0, top + height + _TITLE_PX, width, top + height + below))
        _panel(root, f"{name}-detail", view, corridor, frozenset(), texts)
    return root


def _detail(corridor: CorridorMap) -> tuple[Spot, ...]:
    return tuple(spot for spot in corridor.spots if spot.place.id in corridor.detail)


def _height(spots: Sequence[Spot], width: float) -> float:
    """As high as the ground asks for, but neither a strip nor more than a screen."""
    east, north = _extents(spots)
    wanted = (width - 2 * _side(width)) * north / max(east, 1.0) + 2 * _MARGIN_PX + _FOOT_PX
    least, most = (0.42, 0.62) if width == WIDE else (0.8, 1.1)
    return min(max(wanted, least * width), most * width)


def _side(width: float) -> float:
    """Room for names beside the outermost signs."""
    return 0.16 * width


def _extents(spots: Sequence[Spot]) -> tuple[float, float]:
    east, north = [s.east_m for s in spots], [s.north_m for s in spots]
    return max(east) - min(east), max(north) - min(north)


def _view(spots: Sequence[Spot], box: Box) -> _View:
    width, height = box.right - box.left, box.bottom - box.top
    east, north = _extents(spots)
    room_y = height - 2 * _MARGIN_PX - _FOOT_PX
    px_per_m = min((width - 2 * _side(width)) / max(east, 1.0), room_y / max(north, 1.0))
    middle_e = min(s.east_m for s in spots) + east / 2
    return _View(box, px_per_m, middle_e, min(s.north_m for s in spots) + north / 2 - _FOOT_PX / 2 / px_per_m)


def _panel(
    root: ET.Element,
    name: str,
    view: _View,
    corridor: CorridorMap,
    elsewhere: frozenset[str],
    texts: Texts,
) -> None:
    """One view; the names of the places `elsewhere` stand in another."""
    box = view.box
    _rect(sub(sub(root, "defs"), "clipPath", id=f"{name}-clip"), box, "")
    _rect(root, box, "ground")
    group = sub(root, "g", clip_path=f"url(#{name}-clip)")
    at = {spot.place.id: view.at(spot) for spot in corridor.spots}
    _flows(group, corridor.flows, at)
    inside = [spot for spot in corridor.spots if _holds(box, at[spot.place.id])]
    for spot in reversed(inside):
        _sign(group, spot.place, *at[spot.place.id], small=spot.place.id in elsewhere)
    taken = [_foot(root, view, texts)]
    named = [spot for spot in inside if spot.place.id not in elsewhere]
    if elsewhere:
        taken.append(_crowd(root, [at[i] for i in elsewhere], box, texts.plain("map.detail")))
    _names(root, named, at, box, corridor.flows, taken, texts)


def _rect(parent: ET.Element, box: Box, style: str) -> None:
    width, height = box.right - box.left - 1, box.bottom - box.top - 1
    sub(parent, "rect", x=box.left + 0.5, y=box.top + 0.5, width=width, height=height, rx=6, class_=style)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box.left <= point[0] <= box.right and box.top <= point[1] <= box.bottom


def _flows(parent: ET.Element, flows: Sequence[Flow], at: dict[str, tuple[float, float]]) -> None:
    """Lines as wide as the people they carry are many, with an arrow in the middle."""
    for flow in flows:
        sub(
            parent,
            "path",
            d=line([at[flow.origin], at[flow.destination]]),
            class_="flow",
            stroke_width=_width(flow, flows),
        )
    for flow in flows[:_MOST_ARROWS]:
        _arrow(parent, at[flow.origin], at[flow.destination], max(_width(flow, flows) / 2 + 2.5, 4.0))


def _width(flow: Flow, flows: Sequence[Flow]) -> float:
    """Pixels: in proportion to the people, but never too thin to be seen. The first flow is the largest."""
    widest = _WIDEST_PX if len(flows) <= _MANY_FLOWS else _WIDEST_OF_MANY_PX
    return max(1.2, widest * flow.people / flows[0].people)


def width_samples(flows: Sequence[Flow]) -> tuple[tuple[int, ET.Element], ...]:
    """(people, a line as wide as they are many) for the legend: a round number near the largest, and a part of it."""
    if not flows:
        return ()
    power = 10 ** (len(str(flows[0].people)) - 1)
    largest = flows[0].people // power * power
    found = []
    for people in dict.fromkeys((largest, max(largest // 4, 1))):
        root = ET.Element("svg", {"viewBox": "0 0 30 18", "class": "swatch long", "aria-hidden": "true"})
        sub(root, "path", d="M1 9h28", class_="flow", stroke_width=_width(Flow("", "", people), flows))
        found.append((people, root))
    return tuple(found)


def _arrow(parent: ET.Element, start: tuple[float, float], end: tuple[float, float], half: float) -> None:
    length = math.dist(start, end)
    if length < 3 * half + 2 * _SIGN_PX:
        return
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    mx, my = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    tip = (mx + ux * half, my + uy * half)
    base = (mx - ux * half * 0.6, my - uy * half * 0.6)
    corners = [tip, (base[0] - uy * half, base[1] + ux * half), (base[0] + uy * half, base[1] - ux * half)]
    sub(parent, "path", d=line(corners) + "Z", class_="arrow")


def _sign(parent: ET.Element, place: Place, x: float, y: float, *, small: bool = False) -> None:
    r = _DOT_PX if small else _SIGN_PX
    if place.kind is PlaceKind.GATE:
        sub(
            parent,
            "path",
            d=line([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)]) + "Z",
            class_="gate",
        )
    elif place.kind is PlaceKind.ASSEMBLY:
        sub(parent, "circle", cx=x, cy=y, r=r, class_="assembly")
    else:
        sub(parent, "rect", x=x - r, y=y - r, width=2 * r, height=2 * r, rx=1.5, class_="reception")
        if place.kind is PlaceKind.HOSPITAL and not small:
            sub(parent, "path", d=f"M{x - 3:.1f} {y:.1f}h6M{x:.1f} {y - 3:.1f}v6", class_="cross")


def legend_sign(kind: PlaceKind) -> ET.Element:
    """The sign of a kind of place, for the legend."""
    root = ET.Element("svg", {"viewBox": "0 0 18 18", "class": "swatch", "aria-hidden": "true"})
    _sign(root, Place("", kind, ""), 9.0, 9.0)
    return root


def _foot(root: ET.Element, view: _View, texts: Texts) -> Box:
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


def _crowd(root: ET.Element, points: Iterable[tuple[float, float]], box: Box, words: str) -> Box:
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


def _names(
    root: ET.Element,
    spots: Sequence[Spot],
    at: dict[str, tuple[float, float]],
    box: Box,
    flows: Sequence[Flow],
    taken: Sequence[Box],
    texts: Texts,
) -> None:
    named = spots[:_MOST_NAMES]
    marks = [Mark(*at[spot.place.id], _SIGN_PX, _caption(spot, texts)) for spot in named]
    unnamed = [at[spot.place.id] for spot in spots[_MOST_NAMES:]]
    signs = [Box(x - _SIGN_PX, y - _SIGN_PX, x + _SIGN_PX, y + _SIGN_PX) for x, y in unnamed]
    lines = [(*at[flow.origin], *at[flow.destination]) for flow in flows[:_MOST_AVOIDED]]
    room = Box(box.left + 3, box.top + 3, box.right - 3, box.bottom - 3)
    labels = place_labels(marks, room, lines, [*taken, *signs])
    for spot, label in zip(named, labels, strict=True):
        if label is not None:
            _name(root, spot, label, texts)
    if unnamed or None in labels:
        root.set("data-unnamed", "true")


def _caption(spot: Spot, texts: Texts) -> str:
    name = texts.name_of(spot.place)
    return f"{name}  {texts.number(spot.people)}" if spot.people else name


def _name(root: ET.Element, spot: Spot, label: Label, texts: Texts) -> None:
    y = (label.box.top + label.box.bottom) / 2
    if label.leader:
        near_x = min(max(label.mark.x, label.box.left), label.box.right)
        near_y = (
            label.box.top if label.box.top > label.mark.y else min(label.box.bottom, max(label.mark.y, label.box.top))
        )
        sub(root, "path", d=line([(label.mark.x, label.mark.y), (near_x, near_y)]), class_="leader")
    text = sub(root, "text", x=label.anchor_x, y=y + 4, text_anchor="middle", class_="place-name halo")
    sub(text, "tspan", isolated(texts.name_of(spot.place)))
    if spot.people:
        sub(text, "tspan", texts.number(spot.people), dx=6, class_="count")


def diagram_drawing(chart: Diagram, texts: Texts, *, name: str, width: int, title: str, description: str) -> ET.Element:
    """Columns from left to right, with lines between them as wide as the people they carry are many."""
    row = 40.0
    height = max((len(column) for column in chart.columns), default=1) * row + 20
    root = drawing(name, width, height, title, description, "map")
    side = 0.27 * width
    gap = (width - 2 * side) / max(len(chart.columns) - 1, 1)
    at = {
        place.id: (side + gap * c, (height - len(column) * row) / 2 + row * (r + 0.5))
        for c, column in enumerate(chart.columns)
        for r, place in enumerate(column)
    }
    _flows(root, chart.flows, at)
    for c, column in enumerate(chart.columns):
        for place in column:
            x, y = at[place.id]
            _sign(root, place, x, y)
            _beside(root, place, chart, texts, (x, y), side, c - (len(chart.columns) - 1) * 0.5)
    return root


def _beside(
    root: ET.Element, place: Place, chart: Diagram, texts: Texts, at: tuple[float, float], side: float, middle: float
) -> None:
    """The name outside the outer columns, above the sign in the inner ones, and the people under it."""
    first, last = middle == -(len(chart.columns) - 1) / 2, middle == (len(chart.columns) - 1) / 2
    anchor = "end" if first else "start" if last else "middle"
    x = at[0] + (-12 if first else 12 if last else 0)
    name_y = at[1] - (2 if first or last else 14)
    most = int(side / 7.0)
    name = texts.name_of(place)
    name = name if len(name) <= most else name[: most - 1] + "…"
    sub(root, "text", name, x=x, y=name_y, text_anchor=anchor, class_="place-name halo")
    people = chart.people.get(place.id, 0)
    if people:
        count_y = at[1] + (13 if first or last else 22)
        sub(root, "text", texts.number(people), x=x, y=count_y, text_anchor=anchor, class_="count halo")

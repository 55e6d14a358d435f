"""One panel of a map over real roads: the ground, the roads, the people driven on them, and what holds there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from safepassage.exchange.report.labels import Box, Label, Line, Mark, cuts, place_labels, text_width
from safepassage.exchange.report.panels import crowd, foot, holds, panel_rect
from safepassage.exchange.report.plane import Floats, View
from safepassage.exchange.report.road_drawing import (
    cut_area,
    cut_lines,
    drawn_areas,
    drawn_backdrop,
    drawn_layers,
    drawn_roads,
    drawn_stretches,
    layer_style,
    paths,
)
from safepassage.exchange.report.road_lines import length_of
from safepassage.exchange.report.road_map import Scene
from safepassage.exchange.report.signs import LAYER_POINT, MANY_FLOWS, SIGN_PX, arrow, flow_px, mark_sign, stretch_sign
from safepassage.exchange.report.svg import line, sub
from safepassage.exchange.report.texts import Texts, isolated
from safepassage.exchange.roads.backdrop import Ring
from safepassage.exchange.roads.layers import Feature, Shape
from safepassage.exchange.roads.map_marks import MarkKind, StretchKind

_MOST_NAMES, _MOST_ARROWS, _MOST_AVOIDED, _MOST_ROAD_NAMES = 60, 20, 200, 6
_ARROW_APART_PX, _SIGN_APART_PX = 60.0, 26.0
_ALONG = np.array([0.5, 0.3, 0.7, 0.15, 0.85])
_QUIET_KINDS = (StretchKind.ALTERNATIVE, StretchKind.SNAP)


@dataclass(frozen=True, slots=True)
class Pin:
    """A sign on the map with its name, in metres east and north.

    Attributes:
        kind: of a place, or of what holds on a stretch of road; None for a point of a user's layer.
        name: isolated from the text around it; empty for none.
        count: a number after the name, as words; empty for none.
        elsewhere: its name stands in another panel.
        style: further class of its sign and its name.
    """

    east_m: float
    north_m: float
    kind: MarkKind | StretchKind | None
    name: str
    count: str = ""
    elsewhere: bool = False
    style: str = ""

    @property
    def caption(self) -> str:
        return f"{self.name}  {self.count}" if self.count else self.name


def road_panel(root: ET.Element, name: str, view: View, scene: Scene, pins: Sequence[Pin], texts: Texts) -> None:
    """Draw one panel; where names found no room, the root says so."""
    roads, plane, digits = scene.roads, scene.plane, 1 if scene.levels[-1] <= 1 else 2
    clip = sub(sub(root, "defs"), "clipPath", id=f"{name}-clip")
    panel_rect(clip, view.box, "")
    panel_rect(root, view.box, "ground roads-ground")
    panel = sub(root, "g", clip_path=f"url(#{name}-clip)", class_="panel")
    if scene.levels[-1] > 1:
        _zoomable(panel, view, scene, texts)
    moving = sub(panel, "g", class_="moving")
    _ground(moving, name, view, scene, digits)
    flows, arrows = _flows(moving, scene, view, digits)
    loud = [stretch for stretch in roads.stretches if stretch.kind not in _QUIET_KINDS]
    drawn_stretches(moving, loud, plane, view, digits)
    covered = [foot(root, view, texts)]
    elsewhere = [view.at(pin.east_m, pin.north_m) for pin in pins if pin.elsewhere]
    if elsewhere:
        covered.append(crowd(moving, elsewhere, view.box, texts.plain("map.detail")))
    beside = [pin for pin in _beside(scene, view, texts) if not _lies_in(covered, view.at(pin.east_m, pin.north_m))]
    taken = [*covered, *arrows]
    if _pins(moving, [*pins, *beside], view, flows, taken, scene.levels):
        root.set("data-unnamed", "true")
    _area_names(moving, scene, view, taken, flows, texts)
    _road_names(moving, scene, view, taken, flows)


def _ground(parent: ET.Element, name: str, view: View, scene: Scene, digits: int) -> None:
    """All that lies under the people: land, roads, areas, the user's layers, and what may be overlooked."""
    roads, plane = scene.roads, scene.plane
    if roads.backdrop is not None:
        drawn_backdrop(parent, roads.backdrop, plane, view, digits)
    drawn_layers(parent, roads.layers, Shape.AREA, plane, view, digits)
    drawn_roads(parent, scene.ground.roads(view, scene.most_points, scene.levels), digits)
    drawn_areas(parent, name, roads.areas, plane, view, digits)
    drawn_layers(parent, roads.layers, Shape.LINE, plane, view, digits)
    quiet = [stretch for stretch in roads.stretches if stretch.kind in _QUIET_KINDS]
    drawn_stretches(parent, quiet, plane, view, digits)


def _lies_in(boxes: Sequence[Box], point: tuple[float, float]) -> bool:
    return any(holds(box, point) for box in boxes)


def _zoomable(panel: ET.Element, view: View, scene: Scene, texts: Texts) -> None:
    """What the script must know to look closer: the frame, the scale, and the words of the scale bar."""
    box = view.box
    panel.set("data-box", f"{box.left:g} {box.top:g} {box.right:g} {box.bottom:g}")
    panel.set("data-px-per-m", f"{view.px_per_m:.6g}")
    panel.set("data-levels", " ".join(f"{level:g}" for level in scene.levels))
    panel.set("data-km", texts.drawn(texts.plain("map.km", n="#")))
    panel.set("data-m", texts.drawn(texts.plain("map.m", n="#")))


def _flows(parent: ET.Element, scene: Scene, view: View, digits: int) -> tuple[list[Line], list[Box]]:
    """The people along the roads, the many on top; returns lines that names had better not cover, and the arrows."""
    group = sub(parent, "g", class_="flows")
    many = len(scene.flows) > MANY_FLOWS
    drawn: list[tuple[float, Floats]] = []
    for run in scene.runs:
        width = flow_px(run.people, scene.most_people, many=many)
        pieces = cut_lines([(run.lon, run.lat)], scene.plane, view, scene.levels[-1])
        if pieces:
            sub(group, "path", d=paths(pieces, digits), class_="flow", stroke_width=width)
        drawn += [(width, piece) for piece in pieces]
    _to_the_road(parent, scene, view, digits)
    for flow in scene.straight:
        ends = np.array([view.at(*scene.at[flow.origin]), view.at(*scene.at[flow.destination])])
        width = flow_px(flow.people, scene.most_people, many=many)
        sub(group, "path", d=paths([ends], digits), class_="flow unknown-way", stroke_width=width)
        drawn.append((width, ends))
    arrows = _arrows(parent, drawn)
    chords = [(*a, *b) for _, piece in reversed(drawn) for a, b in pairwise(_coarse(piece).tolist())]
    return chords[:_MOST_AVOIDED], arrows


def _to_the_road(parent: ET.Element, scene: Scene, view: View, digits: int) -> None:
    """A dotted line from each place to where its ways begin or end on the road, if that is not under its sign."""
    met: dict[tuple[str, tuple[float, float]], None] = {}
    for (origin, destination), (lon, lat) in scene.driven.items():
        for place, end in ((origin, 0), (destination, -1)):
            met[place, (float(lon[end]), float(lat[end]))] = None
    for place, (lon_at, lat_at) in met:
        ends = np.array([view.at(*scene.at[place]), view.at(scene.plane.east_m(lon_at), scene.plane.north_m(lat_at))])
        if length_of(ends) > SIGN_PX:
            sub(parent, "path", d=paths([ends], digits), class_="stretch snap")


def _coarse(piece: Floats) -> Floats:
    """The line as names see it."""
    points: Floats = shapely.get_coordinates(shapely.simplify(shapely.linestrings(piece), 4.0))
    return points


def _arrows(parent: ET.Element, drawn: Sequence[tuple[float, Floats]]) -> list[Box]:
    """Arrows on the widest flows, in the middle of a straight piece, and not where another is near; what they cover."""
    covered: list[Box] = []
    at: list[tuple[float, float]] = []
    for width, piece in sorted(drawn, key=lambda one: -one[0]):
        chords = list(pairwise(_coarse(piece).tolist()))
        start, end = max(chords, key=lambda chord: np.hypot(*np.subtract(*chord)))
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        if len(at) < _MOST_ARROWS and all(np.hypot(*np.subtract(middle, other)) > _ARROW_APART_PX for other in at):
            at.append(middle)
            half = max(width / 2 + 2.5, 4.0)
            arrow(parent, (start[0], start[1]), (end[0], end[1]), half)
            covered.append(Box(middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half))
    return covered


def _beside(scene: Scene, view: View, texts: Texts) -> Iterator[Pin]:
    """What has a sign and is no place: what holds on the roads, and the points of the user's layers."""
    yield from _trouble(scene, view)
    yield from _layer_pins(scene, texts)


def _trouble(scene: Scene, view: View) -> Iterator[Pin]:
    """A sign in the middle of what holds on each stretch and in each area; of the same kind not one upon another."""
    at: list[tuple[StretchKind, float, float]] = []
    for kind, label, x, y in _middles(scene, view):
        near = any(kind is k and abs(x - i) + abs(y - j) < _SIGN_APART_PX for k, i, j in at)
        if kind not in _QUIET_KINDS and not near:
            at.append((kind, x, y))
            yield Pin(*view.ground_at(x, y), kind, isolated(label) if label else "", style=f"trouble {kind}")


def _middles(scene: Scene, view: View) -> Iterator[tuple[StretchKind, str, float, float]]:
    """(kind, label, x, y) of what the view shows; stretches of one kind and label are one thing."""
    together: dict[tuple[StretchKind, str], list[Ring]] = {}
    for number, stretch in enumerate(scene.roads.stretches):
        together.setdefault((stretch.kind, stretch.label or f"\n{number}"), []).append((stretch.lon, stretch.lat))
    for (kind, label), lines in together.items():
        pieces = cut_lines(lines, scene.plane, view)
        named = "" if label.startswith("\n") else label
        if pieces:
            yield kind, named, *_middle(max(pieces, key=length_of))
        elif holds(view.box, (point := _first(lines[0], scene, view))):
            yield kind, named, *point
    for area in scene.roads.areas:
        rings = cut_area(area.rings, scene.plane, view)
        if rings:
            yield area.kind, area.label, *_inside(rings)


def _first(line: Ring, scene: Scene, view: View) -> tuple[float, float]:
    """Where a line begins that is too short to be drawn."""
    x, y = view.drawn(scene.plane.on_ground(line[0][:1], line[1][:1]))[0].tolist()
    return x, y


def _middle(piece: Floats) -> tuple[float, float]:
    x, y = shapely.get_coordinates(shapely.line_interpolate_point(shapely.linestrings(piece), 0.5, normalized=True))[0]
    return float(x), float(y)


def _inside(rings: Sequence[Floats]) -> tuple[float, float]:
    """A point in the largest ring."""
    largest = max((shapely.polygons(ring) for ring in rings), key=shapely.area)
    x, y = shapely.get_coordinates(shapely.point_on_surface(largest))[0]
    return float(x), float(y)


def _layer_pins(scene: Scene, texts: Texts) -> Iterator[Pin]:
    for number, layer in enumerate(scene.roads.layers):
        for feature in layer.features:
            if feature.shape is Shape.POINT:
                for lon, lat in feature.parts:
                    east, north = scene.plane.on_ground(lon, lat)[0].tolist()
                    yield Pin(east, north, None, _feature_name(feature, texts), style=f"layer {layer_style(number)}")


def _feature_name(feature: Feature, texts: Texts) -> str:
    """In the page's language, else as it is written, else the P-code."""
    words = feature.names.get(texts.lang, feature.name) or feature.pcode
    return isolated(words) if words else ""


def _pins(
    parent: ET.Element,
    pins: Sequence[Pin],
    view: View,
    flows: Sequence[Line],
    taken: list[Box],
    levels: Sequence[float],
) -> bool:
    """Signs, and over them the names that find room, which `taken` then holds; True where a place's name found none."""
    at = [view.at(pin.east_m, pin.north_m) for pin in pins]
    inside = [(pin, point) for pin, point in zip(pins, at, strict=True) if holds(view.box, point)]
    for pin, point in reversed(inside):
        _sign(_pinned(parent, point), pin)
    called = [(pin, point) for pin, point in inside if pin.name and not pin.elsewhere]
    named, unnamed = called[:_MOST_NAMES], called[_MOST_NAMES:]
    silent = [point for pin, point in inside if not pin.name or pin.elsewhere] + [point for _, point in unnamed]
    signs = [Box(x - SIGN_PX, y - SIGN_PX, x + SIGN_PX, y + SIGN_PX) for x, y in silent]
    room = Box(view.box.left + 3, view.box.top + 3, view.box.right - 3, view.box.bottom - 3)
    labels = place_labels([Mark(*point, SIGN_PX, pin.caption) for pin, point in named], room, flows, [*taken, *signs])
    taken += signs
    closer = levels[-1] > 1
    hidden = list(unnamed)
    for (pin, point), label in zip(named, labels, strict=True):
        taken.append(Box(point[0] - SIGN_PX, point[1] - SIGN_PX, point[0] + SIGN_PX, point[1] + SIGN_PX))
        if label is None or (label.leader and (closer or not isinstance(pin.kind, MarkKind))):
            hidden.append((pin, point))
        else:
            taken.append(label.box)
            _name(_pinned(parent, point), pin, label)
    for pin, point in hidden if closer else ():
        group = sub(_pinned(parent, point), "g", class_="late-name")
        _words(group, pin, SIGN_PX + 4, "start", 4.0)
    return any(isinstance(pin.kind, MarkKind) for pin, _ in hidden)


def _pinned(parent: ET.Element, point: tuple[float, float]) -> ET.Element:
    """A group that keeps its size when somebody looks closer."""
    return sub(parent, "g", class_="pin", transform=f"translate({point[0]:.1f} {point[1]:.1f})")


def _sign(parent: ET.Element, pin: Pin) -> None:
    if isinstance(pin.kind, StretchKind):
        stretch_sign(parent, pin.kind)
    elif pin.kind is None:
        sub(parent, "path", d=LAYER_POINT, class_=f"{pin.style} point")
    else:
        mark_sign(parent, pin.kind, small=pin.elsewhere)


def _name(parent: ET.Element, pin: Pin, label: Label) -> None:
    box, mark = label.box, label.mark
    if label.leader:
        near_x = min(max(mark.x, box.left), box.right)
        near_y = box.top if box.top > mark.y else min(box.bottom, max(mark.y, box.top))
        sub(parent, "path", d=line([(0.0, 0.0), (near_x - mark.x, near_y - mark.y)]), class_="leader")
    _words(parent, pin, label.anchor_x - mark.x, "middle", (box.top + box.bottom) / 2 - mark.y + 4)


def _words(parent: ET.Element, pin: Pin, x: float, anchor: str, y: float) -> None:
    place = isinstance(pin.kind, MarkKind)
    style = "place-name halo" if place else f"quiet-name halo {pin.style}"
    text = sub(parent, "text", x=x, y=y, text_anchor=anchor, class_=style)
    sub(text, "tspan", pin.name)
    if pin.count:
        sub(text, "tspan", pin.count, dx=6, class_="count")


def _area_names(
    parent: ET.Element, scene: Scene, view: View, taken: list[Box], flows: Sequence[Line], texts: Texts
) -> None:
    """Names of the user's areas, in the middle of what is seen of them, where there is room."""
    for number, layer in enumerate(scene.roads.layers):
        for feature in layer.features:
            name = _feature_name(feature, texts)
            if feature.shape is not Shape.AREA or not name:
                continue
            rings = cut_area(feature.parts, scene.plane, view)
            if rings:
                _spread(parent, name, [_inside(rings)], view, taken, flows, f"area-name {layer_style(number)}")


def _road_names(parent: ET.Element, scene: Scene, view: View, taken: list[Box], flows: Sequence[Line]) -> None:
    """Names of the longest main roads, on the road, where there is room."""
    for name, piece in scene.ground.named(view, _MOST_ROAD_NAMES):
        whole = shapely.linestrings(piece)
        points = shapely.get_coordinates(shapely.line_interpolate_point(whole, _ALONG, normalized=True)).tolist()
        if length_of(piece) > text_width(name):
            _spread(parent, isolated(name), points, view, taken, flows, "road-name")


def _spread(
    parent: ET.Element,
    name: str,
    points: Sequence[Sequence[float]],
    view: View,
    taken: list[Box],
    flows: Sequence[Line],
    style: str,
) -> None:
    """A name in the middle of the first of the points at which it covers nothing."""
    half = text_width(name) / 2 + 2
    for x, y in points:
        box = Box(x - half, y - 8, x + half, y + 8)
        covers = any(box.overlaps(other) for other in taken) or any(cuts(box, flow) for flow in flows)
        if box.inside(view.box) and not covers:
            taken.append(box)
            text = sub(_pinned(parent, (x, y)), "text", text_anchor="middle", y=4, class_=f"{style} halo")
            text.text = name
            return

"""The corridor map and the corridor diagram as SVG."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import numpy as np

from safepassage.domain.places import Place
from safepassage.exchange.report.corridor_map import CorridorMap, Diagram, Flow, Spot
from safepassage.exchange.report.labels import Box, Label, Mark, place_labels
from safepassage.exchange.report.panels import TITLE_PX, crowd, fitted_height, fitted_view, foot, holds, panel_rect
from safepassage.exchange.report.plane import Extent, Floats, View
from safepassage.exchange.report.road_map import Scene
from safepassage.exchange.report.road_panel import Pin, road_panel
from safepassage.exchange.report.signs import MANY_FLOWS, SIGN_PX, arrow, flow_px, place_sign
from safepassage.exchange.report.svg import drawing, line, sub
from safepassage.exchange.report.texts import Texts, isolated
from safepassage.exchange.roads.map_marks import MarkKind

_MOST_ARROWS, _MOST_NAMES, _MOST_AVOIDED = 24, 40, 80


def map_drawing(
    corridor: CorridorMap,
    texts: Texts,
    scene: Scene | None = None,
    *,
    name: str,
    width: int,
    title: str,
    description: str,
) -> ET.Element:
    """The map: the whole corridor, and below it the crowded corner by itself; over real roads where there are any."""
    whole = _extent(corridor.spots) if scene is None else scene.extent(_ground(corridor.spots))
    height = fitted_height(whole, width)
    near = _extent([spot for spot in corridor.spots if spot.place.id in corridor.detail]) if corridor.detail else None
    below = TITLE_PX + fitted_height(near, width) if near else 0.0
    top = TITLE_PX if near else 0.0
    root = drawing(name, width, top + height + below, title, description, "map")
    view = fitted_view(whole, Box(0.0, top, width, top + height))
    _panel(root, f"{name}-whole", view, corridor, scene, corridor.detail, texts)
    if near:
        sub(root, "text", texts.plain("map.whole-title"), x=1, y=14, class_="panel-name")
        sub(root, "text", texts.plain("map.detail-title"), x=1, y=top + height + 16, class_="panel-name")
        view = fitted_view(near, Box(0.0, top + height + TITLE_PX, width, top + height + below))
        _panel(root, f"{name}-detail", view, corridor, scene, frozenset(), texts)
    return root


def _ground(spots: Sequence[Spot]) -> Floats:
    """[spot, 2] metres east and north."""
    return np.array([(spot.east_m, spot.north_m) for spot in spots])


def _extent(spots: Sequence[Spot]) -> Extent:
    return Extent.of(_ground(spots))


def _panel(
    root: ET.Element,
    name: str,
    view: View,
    corridor: CorridorMap,
    scene: Scene | None,
    elsewhere: frozenset[str],
    texts: Texts,
) -> None:
    """One view; the names of the places `elsewhere` stand in another."""
    if scene is None:
        _schematic_panel(root, name, view, corridor, elsewhere, texts)
    else:
        road_panel(root, name, view, scene, [_pin(spot, elsewhere, texts) for spot in corridor.spots], texts)


def _pin(spot: Spot, elsewhere: frozenset[str], texts: Texts) -> Pin:
    named = spot.place.id not in elsewhere
    name = isolated(texts.name_of(spot.place)) if named else ""
    kind = MarkKind(spot.place.kind)
    return Pin(
        spot.east_m, spot.north_m, kind, name, texts.number(spot.people) if spot.people else "", elsewhere=not named
    )


def _schematic_panel(
    root: ET.Element,
    name: str,
    view: View,
    corridor: CorridorMap,
    elsewhere: frozenset[str],
    texts: Texts,
) -> None:
    """One view; the names of the places `elsewhere` stand in another."""
    box = view.box
    panel_rect(sub(sub(root, "defs"), "clipPath", id=f"{name}-clip"), box, "")
    panel_rect(root, box, "ground")
    group = sub(root, "g", clip_path=f"url(#{name}-clip)")
    at = {spot.place.id: view.at(spot.east_m, spot.north_m) for spot in corridor.spots}
    _flows(group, corridor.flows, at)
    inside = [spot for spot in corridor.spots if holds(box, at[spot.place.id])]
    for spot in reversed(inside):
        place_sign(group, spot.place.kind, *at[spot.place.id], small=spot.place.id in elsewhere)
    taken = [foot(root, view, texts)]
    named = [spot for spot in inside if spot.place.id not in elsewhere]
    if elsewhere:
        taken.append(crowd(root, [at[i] for i in elsewhere], box, texts.plain("map.detail")))
    _names(root, named, at, box, corridor.flows, taken, texts)


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
        arrow(parent, at[flow.origin], at[flow.destination], max(_width(flow, flows) / 2 + 2.5, 4.0))


def _width(flow: Flow, flows: Sequence[Flow]) -> float:
    """Pixels. The first flow is the largest."""
    return flow_px(flow.people, flows[0].people, many=len(flows) > MANY_FLOWS)


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
    marks = [Mark(*at[spot.place.id], SIGN_PX, _caption(spot, texts)) for spot in named]
    unnamed = [at[spot.place.id] for spot in spots[_MOST_NAMES:]]
    signs = [Box(x - SIGN_PX, y - SIGN_PX, x + SIGN_PX, y + SIGN_PX) for x, y in unnamed]
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
            place_sign(root, place.kind, x, y)
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

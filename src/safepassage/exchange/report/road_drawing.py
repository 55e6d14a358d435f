"""Roads, the ground beside them, and what holds on them, as SVG that the map's style sheet colours."""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from safepassage.exchange.report.labels import Box
from safepassage.exchange.report.plane import Floats, Plane, View
from safepassage.exchange.report.road_lines import TierLines, joined
from safepassage.exchange.report.svg import sub
from safepassage.exchange.roads.backdrop import Backdrop, Ring
from safepassage.exchange.roads.layers import Layer, Shape
from safepassage.exchange.roads.map_marks import Area, Stretch, StretchKind

_SMALLEST_PX2, _TOLERANCE_PX = 6.0, 0.4
_MOST_POINTS_OF_LAND = 3_000
_HATCHES = {
    StretchKind.CLOSURE: ("M0 0l8 8M8 0l-8 8", 8),
    StretchKind.HAZARD: ("M-1 7l8 -8M3 11l8 -8", 8),
    StretchKind.SPEED: ("M3 3h.1", 6),
    StretchKind.LIMIT: ("M0 3h6", 6),
}


def drawn_roads(parent: ET.Element, roads: Sequence[TierLines], digits: int) -> None:
    """From the least road to the greatest, so that these lie on top, and the bridges over them all."""
    for tier in reversed(roads):
        drawn = sub(parent, "path", d=paths(tier.lines, digits), class_=f"road {tier.tier}{_from(tier)}")
        if tier.tier == "motorway":
            sub(parent, "path", d=drawn.get("d"), class_="inner")
    for tier in reversed(roads):
        if tier.bridges:
            path = paths(tier.bridges, digits)
            sub(parent, "path", d=path, class_=f"bridge {tier.tier}{_from(tier)}")
            sub(parent, "path", d=path, class_=f"road {tier.tier}{_from(tier)}")


def _from(tier: TierLines) -> str:
    return f" from-{tier.closer:g}" if tier.closer > 1 else ""


def drawn_backdrop(parent: ET.Element, backdrop: Backdrop, plane: Plane, view: View, digits: int) -> None:
    """Built-up land first, then green, then water; of very many pieces the largest."""
    for kind, areas in (("built", backdrop.built), ("green", backdrop.green), ("water", backdrop.water)):
        cut = [rings for area in areas if (rings := cut_area(area, plane, view))]
        path = area_path(_largest(cut), digits)
        if path:
            sub(parent, "path", d=path, class_=f"land {kind}")
    streams = cut_lines(backdrop.streams, plane, view)
    if streams:
        sub(parent, "path", d=paths(streams, digits), class_="land stream")


def _largest(areas: Sequence[tuple[Floats, ...]]) -> Iterator[tuple[Floats, ...]]:
    """The largest areas, as many as a drawing has room for."""
    room = _MOST_POINTS_OF_LAND
    for rings in sorted(areas, key=lambda rings: -float(shapely.area(shapely.polygons(rings[0])))):
        room -= sum(map(len, rings))
        if room < 0:
            return
        yield rings


def drawn_layers(
    parent: ET.Element, layers: Sequence[Layer], shape: Shape, plane: Plane, view: View, digits: int
) -> None:
    """The areas or the lines of the user's layers; each layer has a dash of its own."""
    for number, layer in enumerate(layers):
        parts = [feature.parts for feature in layer.features if feature.shape is shape]
        if shape is Shape.AREA:
            path = area_path([rings for area in parts if (rings := cut_area(area, plane, view))], digits)
        else:
            path = paths(cut_lines([line for lines in parts for line in lines], plane, view), digits)
        if path:
            sub(parent, "path", d=path, class_=f"layer {layer_style(number)} {shape}")


def layer_style(number: int) -> str:
    """The class of the nth layer; there are as many looks as can be told apart."""
    return f"layer-{number % 4}"


def drawn_areas(parent: ET.Element, name: str, areas: Sequence[Area], plane: Plane, view: View, digits: int) -> None:
    """Areas filled with the pattern of their kind."""
    for kind in dict.fromkeys(area.kind for area in areas):
        path = area_path(
            [c for area in areas if area.kind is kind and (c := cut_area(area.rings, plane, view))], digits
        )
        if not path:
            continue
        hatch, size = _HATCHES.get(kind, _HATCHES[StretchKind.LIMIT])
        pattern = sub(
            sub(parent, "defs"),
            "pattern",
            id=f"{name}-{kind}",
            width=size,
            height=size,
            patternUnits="userSpaceOnUse",
        )
        sub(pattern, "path", d=hatch, class_=f"hatch {kind}")
        sub(parent, "path", d=path, fill=f"url(#{name}-{kind})", class_=f"zone {kind}")


def drawn_stretches(parent: ET.Element, stretches: Sequence[Stretch], plane: Plane, view: View, digits: int) -> None:
    """Each kind with a casing that lifts it off the road, and the dashes of its own; closures lie on top."""
    for kind in reversed(StretchKind):
        lines = [(stretch.lon, stretch.lat) for stretch in stretches if stretch.kind is kind]
        path = paths(cut_lines(lines, plane, view), digits)
        if path:
            sub(parent, "path", d=path, class_=f"stretch-case {kind}")
            sub(parent, "path", d=path, class_=f"stretch {kind}")


def cut_lines(lines: Iterable[Ring], plane: Plane, view: View, closer: float = 1.0) -> tuple[Floats, ...]:
    """The pieces of lines that a view shows, in pixels, joined where they meet."""
    drawn = [shapely.linestrings(view.drawn(plane.on_ground(lon, lat))) for lon, lat in lines if len(lon) > 1]
    return joined(np.array(drawn), view.box, closer)


def cut_area(rings: Sequence[Ring], plane: Plane, view: View) -> tuple[Floats, ...]:
    """The rings of what a view shows of an area, in pixels; holes run the other way round."""
    closed = [shapely.polygons(view.drawn(plane.on_ground(lon, lat))) for lon, lat in rings if len(lon) > 3]
    whole = reduce(shapely.symmetric_difference, map(shapely.make_valid, closed), shapely.Polygon())
    cut = shapely.simplify(shapely.clip_by_rect(whole, *_wider(view.box)), _TOLERANCE_PX)
    parts = [part for part in shapely.get_parts(shapely.orient_polygons(cut)) if shapely.area(part) >= _SMALLEST_PX2]
    return tuple(shapely.get_coordinates(ring) for part in parts for ring in (part.exterior, *part.interiors))


def _wider(box: Box) -> tuple[float, float, float, float]:
    """So much wider that the outline of what is cut does not show at the edge."""
    return box.left - 4, box.top - 4, box.right + 4, box.bottom + 4


def area_path(areas: Iterable[Sequence[Floats]], digits: int) -> str:
    """The path round several areas."""
    return "".join(f"{paths([ring], digits)}Z" for rings in areas for ring in rings)


def paths(lines: Iterable[Floats], digits: int) -> str:
    """The path through several lines, each point told from the one before it: short, and the same everywhere."""
    return "".join(_path(np.rint(line * 10**digits).astype(np.int64), digits) for line in lines)


def _path(points: np.ndarray[tuple[int, int], np.dtype[np.int64]], digits: int) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    written = [f"{_short(x, digits)}{_after(y, digits)}" for x, y in steps.tolist()]
    start = f"M{_short(int(points[0, 0]), digits)}{_after(int(points[0, 1]), digits)}"
    return f"{start}l{'l'.join(written)}" if written else ""


def _after(value: int, digits: int) -> str:
    """A number after another: a minus sign parts them as well as a space does."""
    return _short(value, digits) if value < 0 else f" {_short(value, digits)}"


def _short(value: int, digits: int) -> str:
    """A whole number of tenths, hundredths ... without the zeros that nobody needs."""
    text = (
        f"{value / 10**digits:.{digits}f}".rstrip("0").rstrip(".") if value % 10**digits else f"{value // 10**digits}"
    )
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text

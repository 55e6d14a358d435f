"""A page with a map of roads and nothing else: marks, and what holds on stretches of road."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import jinja2
import numpy as np
from markupsafe import Markup

from safepassage import __version__
from safepassage.exchange.report.assets import asset, content_security_policy, environment
from safepassage.exchange.report.charts import NARROW
from safepassage.exchange.report.labels import Box
from safepassage.exchange.report.legend import marks_legend
from safepassage.exchange.report.panels import fitted_height, fitted_view
from safepassage.exchange.report.plane import Extent, Floats, Plane
from safepassage.exchange.report.road_map import RoadMap, Scene
from safepassage.exchange.report.road_panel import Pin, road_panel
from safepassage.exchange.report.svg import drawing, markup
from safepassage.exchange.report.texts import Texts, bdi, isolated
from safepassage.exchange.roads.map_marks import Mark, MarkKind, StretchKind

_STYLES, _SCRIPTS = ("report.css", "map.css"), ("map.js",)
_WIDE = 1160
_LEVELS = (1.0, 3.0, 9.0, 27.0)
_MOST_POINTS = {_WIDE: 60_000, NARROW: 20_000}
_SHOWN_WHOLE = (StretchKind.SINGLE_POINT, StretchKind.ALTERNATIVE)
_LEAST_M = 500.0
_NO_PLACES = (MarkKind.UNREACHABLE, MarkKind.SINGLE_POINT, MarkKind.SNAPPED)


@dataclass(frozen=True)
class _Subject:
    title: str
    roads: RoadMap
    marks: Sequence[Mark]
    plane: Plane
    extent: Extent
    texts: Texts


def map_page(title: str, roads: RoadMap, marks: Sequence[Mark], notes: Sequence[str], texts: Texts) -> str:
    """The page as HTML."""
    lon, lat = _shown(roads, marks)
    plane = Plane.around(lon.tolist(), lat.tolist())
    subject = _Subject(title, roads, marks, plane, _at_least(Extent.of(plane.on_ground(lon, lat))), texts)
    (wide, unnamed), (narrow, _) = _map(subject, "wide", _WIDE), _map(subject, "narrow", NARROW)
    day = roads.network.as_of
    return _template(texts).render(
        styles=[Markup(asset(name)) for name in _STYLES],  # noqa: S704 - part of the program
        script=Markup(asset(_SCRIPTS[0])),  # noqa: S704 - part of the program
        csp=content_security_policy(_STYLES, _SCRIPTS),
        title=title,
        wide=wide,
        narrow=narrow,
        unnamed=unnamed,
        legend=marks_legend(Scene(roads, plane), {mark.kind for mark in marks}, texts),
        notes=notes,
        points=[(texts(f"roadmap.{mark.kind}"), mark) for mark in marks if mark.label or mark.more],
        held=[(texts(f"roads.{kind}"), label, more) for kind, label, more in roads.told],
        roads=roads,
        road_day=texts.plain("roads.day", day=texts.day(day), year=day.year) if day else None,
        version=__version__,
    )


def _shown(roads: RoadMap, marks: Sequence[Mark]) -> tuple[Floats, Floats]:
    """Longitudes and latitudes of what the map must show: the marks, else what holds on roads, else the network."""
    critical = [stretch for stretch in roads.stretches if stretch.kind in _SHOWN_WHOLE]
    of = [(np.array([mark.lon]), np.array([mark.lat])) for mark in marks]
    of += [(stretch.lon, stretch.lat) for stretch in (critical if marks else roads.stretches)]
    if not marks:
        of += chain.from_iterable(area.rings for area in roads.areas)
    if not of:
        west, south, east, north = roads.network.bounds
        return np.array([west, east]), np.array([south, north])
    lons, lats = zip(*of, strict=True)
    return np.concatenate(lons), np.concatenate(lats)


def _at_least(extent: Extent) -> Extent:
    """A single mark is shown with the streets around it."""
    east, north = max(_LEAST_M - extent.width_m, 0.0) / 2, max(_LEAST_M - extent.height_m, 0.0) / 2
    return Extent(extent.west - east, extent.south - north, extent.east + east, extent.north + north)


def _map(subject: _Subject, name: str, width: int) -> tuple[Markup, bool]:
    """The drawing, and whether names found no room."""
    texts = subject.texts
    scene = Scene(subject.roads, subject.plane, levels=_LEVELS, most_points=_MOST_POINTS[width])
    height = fitted_height(subject.extent, width)
    places = texts.count("places", sum(1 for mark in subject.marks if mark.kind not in _NO_PLACES))
    description = texts.plain("roadmap.description", places=places)
    root = drawing(f"map-{name}", width, height, texts.plain("roadmap.map"), description, "map")
    pins = [_pin(mark, subject.plane) for mark in subject.marks]
    road_panel(root, name, fitted_view(subject.extent, Box(0.0, 0.0, width, height)), scene, pins, texts)
    return markup(root), root.get("data-unnamed") is not None


def _pin(mark: Mark, plane: Plane) -> Pin:
    name = isolated(mark.label) if mark.label else ""
    return Pin(plane.east_m(mark.lon), plane.north_m(mark.lat), mark.kind, name)


def _template(texts: Texts) -> jinja2.Template:
    found = environment()
    found.globals.update(t=texts, words=bdi)
    return found.get_template("map-page.html.j2")

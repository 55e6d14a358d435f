"""The figures of the report: each drawn for a desk and for a phone, with the series that its table and script use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree as ET

import numpy as np
from markupsafe import Markup

from safepassage.domain.places import PlaceKind
from safepassage.exchange.report.charts import NARROW, WIDE, Layer, Panel, panels_chart, people_out_chart
from safepassage.exchange.report.corridor_map import CorridorMap, Diagram, Flow
from safepassage.exchange.report.curves import PeopleOut
from safepassage.exchange.report.legend import Key, places_legend, scene_legend, widths_legend
from safepassage.exchange.report.map_drawing import diagram_drawing, map_drawing
from safepassage.exchange.report.naming import Naming
from safepassage.exchange.report.occupancy import FleetUse, GateUse, PointUse, State
from safepassage.exchange.report.road_map import RoadMap, Scene
from safepassage.exchange.report.signs import MANY_FLOWS
from safepassage.exchange.report.svg import markup
from safepassage.exchange.report.texts import Texts, isolated
from safepassage.exchange.report.timeline import Timeline, Values


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart over time, as the script reads it out.

    Attributes:
        values: one for each edge of the timeline, or one for each bin between them.
    """

    label: str
    values: list[float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart.

    Attributes:
        wide, narrow: the same for a desk or a printed page, and for a phone.
        series: empty for a chart that is not over time.
        unnamed_wide, unnamed_narrow: some places on a map found no room for their names.
    """

    id: str
    title: str
    wide: Markup
    narrow: Markup
    legend: tuple[Key, ...] = ()
    series: tuple[Series, ...] = ()
    unnamed_wide: bool = False
    unnamed_narrow: bool = False


class _Draw(Protocol):
    def __call__(self, *, name: str, width: int, title: str, description: str) -> ET.Element: ...


def _figure(
    id_: str, title: str, description: str, draw: _Draw, legend: Sequence[Key] = (), series: Sequence[Series] = ()
) -> Figure:
    wide, narrow = (
        draw(name=f"{id_}-{size}", width=width, title=title, description=description)
        for size, width in (("wide", WIDE), ("narrow", NARROW))
    )
    unnamed = [root.get("data-unnamed") is not None for root in (wide, narrow)]
    return Figure(id_, title, markup(wide), markup(narrow), tuple(legend), tuple(series), *unnamed)


def people_out_figure(out: PeopleOut, timeline: Timeline, texts: Texts) -> Figure:
    """People out over time beside the bound."""
    total = out.people
    half = int(np.argmax(2 * total >= out.leaving)) if out.leaving and 2 * total[-1] >= out.leaving else None
    half_words = (
        texts.plain("out.half-never")
        if half is None
        else texts.plain("out.half", when=texts.moment(timeline.clock.at(int(out.times_s[half]))))
    )
    description = texts.plain("out.description", people=texts.count("people", round(float(total[-1]))), half=half_words)

    def draw(*, name: str, width: int, title: str, description: str) -> ET.Element:
        return people_out_chart(out, timeline, texts, name=name, width=width, title=title, description=description)

    legend = [Key(_swatch(f"tier-{tier}"), texts.plain(f"tier.{tier}")) for tier in range(1, len(out.by_tier) + 1)]
    series = [Series(texts.plain("out.readout"), _whole(total))]
    if out.at_most is not None:
        legend.append(Key(_swatch("bound", stroke=True), texts.plain("out.bound")))
        series.append(Series(texts.plain("out.bound"), _whole(out.at_most)))
    series += [Series(texts.plain("tier.short", tier=tier), _whole(v)) for tier, v in enumerate(out.by_tier, 1)]
    if timeline.open is not None:
        legend.append(Key(_swatch("closed"), texts.plain("out.closed")))
    return _figure("people-out", texts.plain("out.title"), description, draw, legend, series)


def _over_time(
    id_: str,
    key: str,
    description: str,
    panels: Sequence[Panel],
    timeline: Timeline,
    texts: Texts,
    series: Sequence[Series],
    legend: Sequence[Key] = (),
) -> Figure:
    def draw(*, name: str, width: int, title: str, description: str) -> ET.Element:
        return panels_chart(panels, timeline, texts, name=name, width=width, title=title, description=description)

    return _figure(id_, texts.plain(f"use.{key}-title"), description, draw, legend, series)


def points_figure(points: Sequence[PointUse], timeline: Timeline, naming: Naming) -> Figure:
    """People waiting, a panel for each assembly point, all on one scale."""
    texts = naming.texts
    top = max((float(point.waiting.max(initial=0.0)) for point in points), default=1.0)
    labels = [texts.plain("use.other-points") if p.place is None else naming.plain_place(p.place) for p in points]
    panels = [
        Panel(
            label,
            texts.plain("use.panel-most", n=texts.number(point.most)),
            (Layer("waiting", point.waiting),),
            max(top, 1.0),
        )
        for label, point in zip(labels, points, strict=True)
    ]
    fullest = max(range(len(points)), key=lambda i: points[i].most)
    description = texts.plain(
        "use.points-description", place=isolated(labels[fullest]), people=texts.count("people", points[fullest].most)
    )
    series = [Series(label, _whole(point.waiting)) for label, point in zip(labels, points, strict=True)]
    return _over_time("points", "points", description, panels, timeline, texts, series)


def fleet_figure(fleet: Sequence[FleetUse], timeline: Timeline, naming: Naming) -> Figure:
    """What the vehicles do, a panel for each class."""
    texts = naming.texts
    labels = [class_label(use, naming) for use in fleet]
    panels = [
        Panel(
            label,
            texts.count("vehicles", use.vehicles).unescape(),
            tuple(Layer(f"state-{s}", use.by_state[s]) for s in State if s is not State.STANDING),
            max(use.vehicles, 1),
            limit=use.vehicles,
            height_px=88,
        )
        for label, use in zip(labels, fleet, strict=True)
    ]
    moving = [state for state in State if state is not State.STANDING]
    shown = [state for state in moving if any(use.by_state[state].max(initial=0.0) > 0 for use in fleet)]
    legend = [Key(_swatch(f"state-{state}"), texts.plain(f"state.{state}")) for state in shown]
    series = [
        Series(f"{isolated(label)}: {texts.plain(f'state.{state}')}", _tenths(use.by_state[state]))
        for label, use in zip(labels, fleet, strict=True)
        for state in shown
        if use.by_state[state].max(initial=0.0) > 0
    ]
    return _over_time("fleet", "fleet", texts.plain("use.fleet-description"), panels, timeline, texts, series, legend)


def class_label(use: FleetUse, naming: Naming) -> str:
    """The name of a class of vehicles, or of several together."""
    if use.vehicle_class is None:
        return naming.texts.plain("use.other-classes")
    return naming.vehicle_class(use.vehicle_class)


def gates_figure(gates: Sequence[GateUse], timeline: Timeline, naming: Naming) -> Figure:
    """Lanes in use and vehicles waiting, three panels for each gate; without those in which nothing ever is."""
    texts = naming.texts
    panels: list[Panel] = []
    series: list[Series] = []
    for use in gates:
        gate = isolated(naming.plain_place(use.gate))
        for key, values, lanes, style in (
            ("waiting", use.waiting, None, "waiting"),
            ("lanes-out", use.out, use.lanes_out, "lanes"),
            ("lanes-in", use.back, use.lanes_in, "lanes"),
        ):
            most = float(values.max(initial=0.0))
            if most <= 0:
                continue
            label = texts.plain(f"use.{key}", gate=gate)
            note = (
                ("panel-most", texts.number(np.ceil(most))) if lanes is None else ("panel-lanes", texts.number(lanes))
            )
            words = texts.plain(f"use.{note[0]}", n=note[1])
            panels.append(Panel(label, words, (Layer(style, values),), max(lanes or 0, most), lanes))
            series.append(Series(label, _tenths(values)))
    worst = max(gates, key=lambda use: float(use.waiting.max(initial=0.0)))
    description = texts.plain(
        "use.gates-description",
        vehicles=texts.count("vehicles", round(float(worst.waiting.max(initial=0.0)))),
        gate=isolated(naming.plain_place(worst.gate)),
    )
    return _over_time("gates", "gates", description, panels, timeline, texts, series)


def map_figure(corridor: CorridorMap, naming: Naming, roads: RoadMap | None = None) -> Figure:
    """The map: over real roads where there are any, else schematic."""
    texts = naming.texts
    at = {spot.place.id: (spot.east_m, spot.north_m) for spot in corridor.spots}
    scene = None if roads is None else Scene(roads, corridor.plane, at, corridor.flows)

    def draw(*, name: str, width: int, title: str, description: str) -> ET.Element:
        return map_drawing(corridor, texts, scene, name=name, width=width, title=title, description=description)

    description = _largest_flow(corridor, naming)
    kinds = [spot.place.kind for spot in corridor.spots]
    legend = _map_legend(kinds, corridor.flows, texts) if scene is None else scene_legend(scene, kinds, texts)
    return _figure("map", texts.plain("map.title"), description, draw, legend)


def diagram_figure(chart: Diagram, naming: Naming) -> Figure:
    """The diagram that stands in for the map."""
    texts = naming.texts

    def draw(*, name: str, width: int, title: str, description: str) -> ET.Element:
        return diagram_drawing(chart, texts, name=name, width=width, title=title, description=description)

    kinds = [place.kind for column in chart.columns for place in column]
    description = _largest_flow(chart, naming)
    legend = _map_legend(kinds, chart.flows, texts)
    return _figure("map", texts.plain("map.title-diagram"), description, draw, legend)


def _largest_flow(chart: CorridorMap | Diagram, naming: Naming) -> str:
    if not chart.flows:
        return naming.texts.plain("map.description-none")
    flow = chart.flows[0]
    return naming.texts.plain(
        "map.description",
        origin=isolated(naming.plain_place(flow.origin)),
        destination=isolated(naming.plain_place(flow.destination)),
        people=naming.texts.count("people", flow.people),
    )


def _map_legend(kinds: Sequence[PlaceKind], flows: Sequence[Flow], texts: Texts) -> tuple[Key, ...]:
    most = flows[0].people if flows else 0
    return (*places_legend(kinds, texts), *widths_legend(most, texts, many=len(flows) > MANY_FLOWS))


def _swatch(style: str, *, stroke: bool = False) -> Markup:
    root = ET.Element("svg", {"viewBox": "0 0 18 18", "class": "swatch", "aria-hidden": "true"})
    if stroke:
        ET.SubElement(root, "path", {"d": "M0 9h18", "class": style})
    else:
        ET.SubElement(root, "rect", {"x": "2", "y": "2", "width": "14", "height": "14", "class": style})
    return markup(root)


def _whole(values: Values) -> list[float]:
    return [round(value) for value in values.tolist()]


def _tenths(values: Values) -> list[float]:
    return [round(value, 1) for value in values.tolist()]

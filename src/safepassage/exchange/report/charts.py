"""Charts over time: one axis for all, the hours in which the corridor is open shaded, and curves or stacks above."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np

from safepassage.domain.clock import DAY_S
from safepassage.exchange.report.curves import PeopleOut
from safepassage.exchange.report.labels import text_width
from safepassage.exchange.report.svg import Frame, area, drawing, line, nice_ticks, steps, sub
from safepassage.exchange.report.texts import Texts
from safepassage.exchange.report.timeline import Timeline, Values

WIDE, NARROW = 720, 360
"""Widths in pixels for a desk or a printed page, and for a phone."""

_AXIS_PX, _TITLE_PX, _GAP_PX = 40, 20, 12


@dataclass(frozen=True)
class Layer:
    """One area of a stack, as the mean over each bin; `style` is the class that colours it."""

    style: str
    values: Values


@dataclass(frozen=True)
class Panel:
    """A stack of areas with its name above it.

    Attributes:
        note: more words at the end of the title line, e.g. the largest value.
        limit: what the stack cannot exceed, drawn as a line; None for no line.
        top: value of the upper edge.
    """

    label: str
    note: str
    layers: tuple[Layer, ...]
    top: float
    limit: float | None = None
    height_px: int = 44


def people_out_chart(
    out: PeopleOut, timeline: Timeline, texts: Texts, *, name: str, width: int, title: str, description: str
) -> ET.Element:
    """Who is out by tier, stacked, under the most that any plan could have out."""
    top, height, left = 14, (300 if width == WIDE else 240), (58 if width == WIDE else 46)
    root = drawing(name, width, top + height + _AXIS_PX, title, description, "over-time")
    grid = nice_ticks(max(out.leaving, 1), 5 if width == WIDE else 4)
    frame = Frame(left, top, width - left - 12, height, timeline.ends_s, grid[-1])
    _shade(root, frame, timeline)
    for value in grid:
        sub(root, "path", d=line(frame.points([(0, value), (timeline.ends_s, value)])), class_="grid")
        sub(root, "text", texts.number(value), x=left - 8, y=frame.y(value) + 4, text_anchor="end", class_="tick")
    lower: Values = np.zeros_like(out.by_tier[0])
    for tier, values in enumerate(out.by_tier, 1):
        upper = lower + values
        area(root, frame, _corners(out, lower), _corners(out, upper), f"tier-{tier}")
        lower = upper
    if out.at_most is not None:
        sub(root, "path", d=line(frame.points(_ahead(out))), class_="bound")
    _wish(root, frame, out.leaving, texts)
    _time_axis(root, frame, timeline, texts, width)
    _cursor(root, frame)
    return root


def panels_chart(
    panels: Sequence[Panel], timeline: Timeline, texts: Texts, *, name: str, width: int, title: str, description: str
) -> ET.Element:
    """Stacks below each other over one time axis."""
    height = sum(_TITLE_PX + panel.height_px + _GAP_PX for panel in panels)
    root = drawing(name, width, height + _AXIS_PX, title, description, "over-time")
    left, right, y = 4, width - 8, 0.0
    edges = timeline.edges.tolist()
    for panel in panels:
        frame = Frame(left, y + _TITLE_PX, right - left, panel.height_px, timeline.ends_s, max(panel.top, 1e-9))
        _shade(root, frame, timeline)
        sub(root, "text", texts.drawn(_cut(panel.label, 0.6 * width)), x=left, y=frame.top - 6, class_="panel-name")
        sub(root, "text", texts.drawn(panel.note), x=right, y=frame.top - 6, text_anchor="end", class_="tick")
        lower: Values = np.zeros(len(timeline.edges) - 1)
        for layer in panel.layers:
            upper = lower + layer.values
            if layer.values.max(initial=0.0) > 0:
                area(root, frame, steps(edges, lower.tolist()), steps(edges, upper.tolist()), layer.style)
            lower = upper
        if panel.limit is not None:
            limit = frame.points([(0, panel.limit), (timeline.ends_s, panel.limit)])
            sub(root, "path", d=line(limit), class_="limit")
        sub(root, "path", d=line([(frame.left, frame.bottom), (frame.right, frame.bottom)]), class_="axis")
        y = frame.bottom + _GAP_PX
    whole = Frame(left, _TITLE_PX, right - left, y - _GAP_PX - _TITLE_PX, timeline.ends_s, 1)
    _time_axis(root, whole, timeline, texts, width)
    _cursor(root, whole)
    return root


def _corners(out: PeopleOut, values: Values) -> list[tuple[float, float]]:
    """People who are out stay out: the curve holds from each time to the next, and then rises."""
    times = out.times_s.tolist()
    return [*steps(times, values.tolist()[:-1]), (times[-1], float(values[-1]))]


def _ahead(out: PeopleOut) -> list[tuple[float, float]]:
    """The bound holds up to each time from the one before it."""
    assert out.at_most is not None  # noqa: S101 - the caller draws it only where there is one
    return steps(out.times_s.tolist(), out.at_most.tolist()[1:])


def _wish(root: ET.Element, frame: Frame, leaving: int, texts: Texts) -> None:
    y = frame.y(leaving)
    sub(root, "path", d=line([(frame.left, y), (frame.right, y)]), class_="limit")
    words = texts.plain("out.wish", n=texts.number(leaving))
    sub(root, "text", texts.drawn(words), x=frame.left + 6, y=y + (14 if y < 30 else -5), class_="tick halo")


def _shade(root: ET.Element, frame: Frame, timeline: Timeline) -> None:
    sub(root, "rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height, class_="closed")
    for from_s, until_s in timeline.open_spans:
        x = frame.x(from_s)
        sub(root, "rect", x=x, y=frame.top, width=frame.x(until_s) - x, height=frame.height, class_="open")


def _time_axis(root: ET.Element, frame: Frame, timeline: Timeline, texts: Texts, width: int) -> None:
    """Hours, and under them the days; days alone where the axis is long."""
    most = 9 if width == WIDE else 4
    ticks = [(frame.x(t), timeline.clock.at(t)) for t in timeline.ticks(most)]
    for x, _ in ticks:
        sub(root, "path", d=line([(x, frame.bottom), (x, frame.bottom + 5)]), class_="axis")
    sub(root, "path", d=line([(frame.left, frame.bottom), (frame.right, frame.bottom)]), class_="axis")
    if timeline.tick_s(most) >= DAY_S:
        _row(root, frame, 18, [(x, texts.drawn(texts.day(moment.date()))) for x, moment in ticks])
        return
    _row(root, frame, 18, [(x, texts.hour(moment)) for x, moment in ticks])
    days = timeline.clock.days(timeline.ends_s)
    _row(root, frame, 34, [(frame.x(max(day.starts_s, 0)), texts.drawn(texts.day(day.date))) for day in days])


def _row(root: ET.Element, frame: Frame, below: float, entries: Sequence[tuple[float, str]]) -> None:
    """Words under the axis, each centred on its place but inside the drawing; one that would touch is left out."""
    free_from = 0.0
    for x, words in entries:
        half = text_width(words) / 2
        middle = min(max(x, max(frame.left - 16, 0.0) + half), frame.right + 8 - half)
        if middle - half >= free_from and abs(middle - x) <= half:
            sub(root, "text", words, x=middle, y=frame.bottom + below, text_anchor="middle", class_="tick")
            free_from = middle + half + 6


def _cursor(root: ET.Element, frame: Frame) -> None:
    """The line that the page's script moves to the moment that is looked at."""
    root.set("data-left", str(frame.left))
    root.set("data-span", str(frame.width))
    sub(root, "path", d=line([(0.0, frame.top), (0.0, frame.bottom)]), class_="cursor", visibility="hidden")


def _cut(words: str, width_px: float) -> str:
    most = int(width_px / 7.2)
    return words if len(words) <= most else words[: most - 1] + "…"

"""Charts over time: one axis for all, the hours in which the corridor is open shaded, and curves or stacks above."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import numpy as np

from safepassage.exchange.report.curves import PeopleOut
from safepassage.exchange.report.svg import Frame, area, drawing, line, nice_ticks, steps, sub
from safepassage.exchange.report.texts import Texts
from safepassage.exchange.report.timeline import Timeline, Values

WIDE, NARROW = 720, 360
"""Widths in pixels for a desk or a printed page, and for a phone."""

_AXIS_PX, _TITLE_PX, _GAP_PX = 40, 20, 12
_PX_PER_DAY_NAME = 78.0


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
        sub(root, "text", _cut(panel.label, 0.6 * width), x=left, y=frame.top - 6, class_="panel-name")
        sub(root, "text", panel.note, x=right, y=frame.top - 6, text_anchor="end", class_="tick")
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
    sub(root, "text", words, x=frame.left + 6, y=y + (14 if y < 30 else -5), class_="tick halo")


def _shade(root: ET.Element, frame: Frame, timeline: Timeline) -> None:
    sub(root, "rect", x=frame.left, y=frame.top, width=frame.width, height=frame.height, class_="closed")
    for from_s, until_s in timeline.open_spans:
        x = frame.x(from_s)
        sub(root, "rect", x=x, y=frame.top, width=frame.x(until_s) - x, height=frame.height, class_="open")


def _time_axis(root: ET.Element, frame: Frame, timeline: Timeline, texts: Texts, width: int) -> None:
    """Hours, and under them the days; days alone where the axis is long."""
    ticks = timeline.ticks(9 if width == WIDE else 4)
    moments = [(frame.x(t), timeline.clock.at(t)) for t in ticks]
    daily = all(moment.hour == moment.minute == 0 for _, moment in moments) and len(moments) > 1
    for x, _ in moments:
        sub(root, "path", d=line([(x, frame.bottom), (x, frame.bottom + 5)]), class_="axis")
    sub(root, "path", d=line([(frame.left, frame.bottom), (frame.right, frame.bottom)]), class_="axis")
    if not daily:
        for x, moment in moments:
            _tick(root, frame, x, frame.bottom + 18, texts.hour(moment), 16)
    days = [(frame.x(max(day.starts_s, 0)), day.date) for day in timeline.clock.days(timeline.ends_s)]
    if daily:
        days = [(x, moment.date()) for x, moment in moments]
    free_from = -_PX_PER_DAY_NAME
    for x, day in days:
        if x >= free_from and x <= frame.right - (_PX_PER_DAY_NAME / 2 if len(days) > 1 else 0):
            _tick(root, frame, x, frame.bottom + (18 if daily else 34), texts.day(day), 34)
            free_from = x + _PX_PER_DAY_NAME


def _tick(root: ET.Element, frame: Frame, x: float, y: float, words: str, half_px: float) -> None:
    """A word under the axis, centred, but never beyond the drawing."""
    anchor = "middle"
    if x - half_px < 0:
        x, anchor = max(x, frame.left), "start"
    elif x + half_px > frame.right + 8:
        x, anchor = frame.right + 8, "end"
    sub(root, "text", words, x=x, y=y, text_anchor=anchor, class_="tick")


def _cursor(root: ET.Element, frame: Frame) -> None:
    """The line that the page's script moves to the moment that is looked at."""
    root.set("data-left", str(frame.left))
    root.set("data-span", str(frame.width))
    sub(root, "path", d=line([(0.0, frame.top), (0.0, frame.bottom)]), class_="cursor", visibility="hidden")


def _cut(words: str, width_px: float) -> str:
    most = int(width_px / 7.2)
    return words if len(words) <= most else words[: most - 1] + "…"

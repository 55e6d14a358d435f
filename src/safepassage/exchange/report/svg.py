"""A few primitives to draw charts as SVG that the page's style sheet colours."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markupsafe import Markup

Points = Iterable[tuple[float, float]]


def sub(parent: ET.Element, tag: str, text: str | None = None, **attributes: object) -> ET.Element:
    """Add an element. Attribute names are written with ``_`` for ``-``, and ``class_`` for ``class``."""
    written = {key.rstrip("_").replace("_", "-"): _value(value) for key, value in attributes.items()}
    child = ET.SubElement(parent, tag, written)
    child.text = text
    return child


def drawing(name: str, width: float, height: float, title: str, description: str, class_: str = "") -> ET.Element:
    """An empty SVG that a screen reader announces as one picture; `name` is unique on the page."""
    root = ET.Element(
        "svg",
        {
            "viewBox": f"0 0 {_value(width)} {_value(height)}",
            "class": f"chart {class_}".strip(),
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    sub(root, "title", title, id=f"{name}-title")
    sub(root, "desc", description, id=f"{name}-desc")
    return root


def markup(root: ET.Element) -> Markup:
    """The drawing as it stands in the page."""
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 - escaped by ElementTree


def line(points: Points) -> str:
    """The path through the points; a point on the line between its neighbours is left out where it is level."""
    kept: list[tuple[str, str]] = []
    for x, y in points:
        point = (_value(x), _value(y))
        if len(kept) > 1 and kept[-1][1] == kept[-2][1] == point[1]:
            kept[-1] = point
        else:
            kept.append(point)
    return "M" + "L".join(f"{x} {y}" for x, y in kept)


def steps(edges: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    """The corners of a step curve: `values[i]` holds from `edges[i]` to `edges[i + 1]`."""
    return [corner for a, b, v in zip(edges, edges[1:], values, strict=False) for corner in ((a, v), (b, v))]


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot area inside a drawing, and its scales.

    Attributes:
        left, top, width, height: in the drawing's units.
        x_max, y_max: what the right and the top edge stand for; the left and the bottom stand for 0.
    """

    left: float
    top: float
    width: float
    height: float
    x_max: float
    y_max: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, value: float) -> float:
        return self.left + self.width * value / self.x_max

    def y(self, value: float) -> float:
        return self.bottom - self.height * value / self.y_max

    def points(self, values: Points) -> list[tuple[float, float]]:
        return [(self.x(x), self.y(y)) for x, y in values]


def area(parent: ET.Element, frame: Frame, lower: Points, upper: Points, class_: str) -> None:
    """The area between two curves that run over the same abscissae."""
    outline = frame.points(upper) + frame.points(lower)[::-1]
    sub(parent, "path", d=line(outline) + "Z", class_=class_)


def nice_ticks(largest: float, about: int) -> tuple[float, ...]:
    """Round whole numbers from 0 to at least `largest`, about so many."""
    if largest <= 0:
        return (0, 1)
    rough = max(largest / about, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    return tuple(step * i for i in range(math.ceil(largest / step) + 1))


def _value(value: object) -> str:
    """One digit after the point is a tenth of a pixel: enough, and short."""
    return f"{round(value, 1) + 0.0:g}" if isinstance(value, float) and abs(value) < 100_000 else str(value)

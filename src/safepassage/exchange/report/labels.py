"""Where the names on a map go, so that none covers another."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FONT_PX = 12.0
_LINE_PX = 15.0
_WIDE, _USUAL = 0.68, 0.58
_DISTANCES = (4.0, 12.0, 24.0, 38.0, 54.0)
_DIRECTIONS = ((1, 0), (-1, 0), (0.4, -1), (0.4, 1), (-0.4, -1), (-0.4, 1), (0, -1), (0, 1), (1, -0.6), (-1, -0.6))

Line = tuple[float, float, float, float]
"""(x1, y1, x2, y2)"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something covers."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the map that wants its name beside it; `radius` is that of its sign."""

    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name and the box that it fills.

    Attributes:
        distance: from the sign, in pixels.
        leader: the name stands off, so that a thin line must lead to it.
    """

    mark: Mark
    box: Box
    distance: float
    leader: bool

    @property
    def anchor_x(self) -> float:
        return (self.box.left + self.box.right) / 2


def text_width(text: str, font_px: float = FONT_PX) -> float:
    """About how wide a text is in a common sans-serif face, on the safe side."""
    shown = [c for c in text if unicodedata.category(c) not in ("Mn", "Cf")]
    em = sum(_WIDE if c.isupper() or ord(c) > 0x2E80 else _USUAL for c in shown)
    return font_px * em


def place_labels(
    marks: Sequence[Mark], room: Box, lines: Sequence[Line], taken: Sequence[Box] = ()
) -> tuple[Label | None, ...]:
    """A place for each name, first come first served; None for a name that finds no room.

    Names never overlap each other, a sign, or the boxes `taken`, and stay inside `room`. Of the free places the one
    that is nearest, covers the fewest `lines`, and cannot be taken for another sign's, is chosen.
    """
    signs = [Box(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]
    blocked = [*signs, *taken]
    placed: list[Label | None] = []
    for mark in marks:
        free = list(_free(mark, room, blocked))
        best = min(free, key=lambda label: _cost(label, marks, lines), default=None)
        if best is not None:
            blocked.append(best.box)
        placed.append(best)
    return tuple(placed)


def _free(mark: Mark, room: Box, blocked: Sequence[Box]) -> Iterator[Label]:
    for distance in _DISTANCES:
        for dx, dy in _DIRECTIONS:
            box = _box(mark, distance, dx, dy)
            if box.inside(room) and not any(box.overlaps(other) for other in blocked):
                yield Label(mark, box, distance, leader=distance > _DISTANCES[1])


def _cost(label: Label, marks: Sequence[Mark], lines: Sequence[Line]) -> float:
    crossed = sum(1 for line in lines if cuts(label.box, line))
    own = _distance(label.box, label.mark)
    nearer = sum(1 for mark in marks if mark is not label.mark and _distance(label.box, mark) <= own + 2)
    return label.distance + 5 * min(crossed, 4) + 18 * nearer


def _distance(box: Box, mark: Mark) -> float:
    dx = max(box.left - mark.x, 0.0, mark.x - box.right)
    dy = max(box.top - mark.y, 0.0, mark.y - box.bottom)
    return math.hypot(dx, dy)


def _box(mark: Mark, distance: float, dx: float, dy: float) -> Box:
    """The box of the name in a direction: its nearest edge is `distance` from the sign."""
    half = text_width(mark.text) / 2
    x = mark.x + dx * (mark.radius + distance) + (half if dx >= 1 else -half if dx <= -1 else dx * half)
    y = mark.y + dy * (mark.radius + distance + (_LINE_PX / 2 if abs(dy) >= 1 else 0))
    return Box(x - half, y - _LINE_PX / 2, x + half, y + _LINE_PX / 2)


def cuts(box: Box, line: Line) -> bool:
    """True if the line passes through the box (Liang and Barsky 1984)."""
    x1, y1, x2, y2 = line
    enters, leaves = 0.0, 1.0
    for p, q in (
        (x1 - x2, x1 - box.left),
        (x2 - x1, box.right - x1),
        (y1 - y2, y1 - box.top),
        (y2 - y1, box.bottom - y1),
    ):
        if p == 0:
            if q < 0:
                return False
            continue
        t = q / p
        if p < 0:
            enters = max(enters, t)
        else:
            leaves = min(leaves, t)
    return enters <= leaves

"""What can be laid over the roads of a map: points, stretches of road and areas, in degrees, each of a kind."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.places import PlaceKind

Degrees = NDArray[np.floating[Any]]


class MarkKind(StrEnum):
    """What a point is. Those of places have the values of `PlaceKind`."""

    ASSEMBLY = PlaceKind.ASSEMBLY.value
    GATE = PlaceKind.GATE.value
    RECEPTION = PlaceKind.RECEPTION.value
    HOSPITAL = PlaceKind.HOSPITAL.value
    DEPOT = PlaceKind.DEPOT.value
    UNREACHABLE = "unreachable"
    SINGLE_POINT = "single-point"
    SNAPPED = "snapped"


class StretchKind(StrEnum):
    """What holds on a stretch of road or in an area, the gravest first."""

    CLOSURE = "closure"
    HAZARD = "hazard"
    SPEED = "speed"
    LIMIT = "limit"
    SINGLE_POINT = "single-point"
    ALTERNATIVE = "alternative"
    SNAP = "snap"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point.

    `UNREACHABLE` and `SINGLE_POINT` are drawn as a ring: give a second mark of the place's own kind for its sign.

    Attributes:
        label: name beside it, in any language; empty for none.
        more: a sentence for the list beside the map and for whoever points at it.
    """

    lon: float
    lat: float
    label: str
    kind: MarkKind
    more: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line along a road, in the direction of driving where one is meant.

    Attributes:
        lon, lat: [point] degrees.
        label: what it is called, e.g. the id of the closure; empty for none.
        more: a sentence for the list beside the map and for whoever points at it.
    """

    lon: Degrees
    lat: Degrees
    label: str
    kind: StretchKind
    more: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon.

    Attributes:
        rings: (lon, lat) arrays, the outline first, then its holes; each ring's last point is its first.
        label, more: as of a stretch.
    """

    rings: tuple[tuple[Degrees, Degrees], ...]
    label: str
    kind: StretchKind
    more: str = ""

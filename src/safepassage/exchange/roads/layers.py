"""The user's own layers of a map: points, lines and areas with names, as they are read from files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.exchange.roads.map_marks import Degrees


class Shape(StrEnum):
    """What a feature is drawn as."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing of a layer.

    Attributes:
        parts: (lon, lat) arrays: a point each, a line each, or the rings of an area, inner and outer ones alike.
        name: in the language of whoever made the layer; empty where there is none.
        names: other languages, BCP 47 tag to name.
        pcode: of the administrative area, e.g. ``SY0200``; empty where there is none.
    """

    shape: Shape
    parts: tuple[tuple[Degrees, Degrees], ...]
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    pcode: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file holds.

    Attributes:
        name: of the file, without its ending.
    """

    name: str
    features: tuple[Feature, ...]

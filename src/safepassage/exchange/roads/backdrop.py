"""What lies beside the roads of a map: water, green and built-up land."""

from dataclasses import dataclass

from safepassage.exchange.roads.map_marks import Degrees

Ring = tuple[Degrees, Degrees]


@dataclass(frozen=True)
class Backdrop:
    """The ground of a map.

    Attributes:
        water, green, built: areas, each of rings (lon, lat), inner and outer ones alike.
        streams: lines (lon, lat) of rivers and canals that are too narrow to be areas.
        attribution: words that must stand beside every map made of it.
    """

    water: tuple[tuple[Ring, ...], ...] = ()
    green: tuple[tuple[Ring, ...], ...] = ()
    built: tuple[tuple[Ring, ...], ...] = ()
    streams: tuple[Ring, ...] = ()
    attribution: str = ""

"""What changes on the roads during an operation. Overlays lie over a network and never touch it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from safepassage.domain.clock import DailyHours
from safepassage.domain.fleet import RoadUse


class Direction(StrEnum):
    """Which direction of the road an overlay holds for."""

    BOTH = "both"
    ALONG = "along"


class At(StrEnum):
    """What of the road an overlay that is a point lies on."""

    CROSSING = "crossing"
    SEGMENT = "segment"


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """Where, when and for whom something changes.

    Attributes:
        id: unique among the overlays of its kind.
        geometry: in WGS 84 degrees: lines along the road, areas, or points; None where `ways` say it, or, for speeds
            and limits, for the whole network.
        ways: numbers of the ways it lies on (`Network.way`); where there are some, the geometry only shows it.
        direction: ``along`` for the direction in which the line is drawn only.
        at: for points: all segments at the nearest crossing, or the nearest stretch of road; None for the crossing
            where one is near.
        from_s, until_s: in force in [from_s, until_s); `until_s` None means until further notice.
        hours: in force at these hours of the day only; None for all day.
        uses: whose vehicles it holds for; None for all.
        source: who says so.
        evidence: what it rests on: a photograph, a report, a visit.
    """

    id: str
    geometry: BaseGeometry | None = None
    ways: tuple[int, ...] = ()
    direction: Direction = Direction.BOTH
    at: At | None = None
    from_s: int = 0
    until_s: int | None = None
    hours: DailyHours | None = None
    uses: frozenset[RoadUse] | None = None
    source: str = ""
    evidence: str = ""

    def holds_for(self, use: RoadUse) -> bool:
        """True if it is for vehicles of a use."""
        return self.uses is None or use in self.uses


@dataclass(frozen=True, kw_only=True)
class Closure(Overlay):
    """Nobody drives there."""


@dataclass(frozen=True, kw_only=True)
class Hazard(Overlay):
    """Nobody drives there until it is cleared.

    Attributes:
        kind: in words, e.g. ``explosive``, ``flood``.
    """

    kind: str


@dataclass(frozen=True, kw_only=True)
class SpeedZone(Overlay):
    """Vehicles drive more slowly there. The factors of several zones multiply; then the least cap holds.

    Attributes:
        factor: what is left of the speed, above 0 and at most 1.
        cap_kph: km/h at most; infinite where there is no cap.
    """

    factor: float = 1.0
    cap_kph: float = float("inf")


@dataclass(frozen=True, kw_only=True)
class Limit(Overlay):
    """What is heavier, higher or wider does not drive there. With no number: none of `uses` does, e.g. no lorries.

    Attributes:
        weight_t, height_m, width_m: at most; infinite where there is no such limit.
    """

    weight_t: float = float("inf")
    height_m: float = float("inf")
    width_m: float = float("inf")

    @property
    def has_number(self) -> bool:
        return min(self.weight_t, self.height_m, self.width_m) < float("inf")


@dataclass(frozen=True)
class Overlays:
    """All overlays of an operation."""

    closures: tuple[Closure, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    speed_zones: tuple[SpeedZone, ...] = ()
    limits: tuple[Limit, ...] = ()

    def __iter__(self) -> Iterator[Overlay]:
        yield from self.closures
        yield from self.hazards
        yield from self.speed_zones
        yield from self.limits

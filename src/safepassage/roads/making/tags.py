"""What OpenStreetMap's tags of a way mean for vehicles."""

from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.domain.fleet import RoadUse
from safepassage.roads.making import tags_access, tags_limits, tags_surface
from safepassage.roads.making.tags_access import EVERYBODY, NOBODY, Tags, Way, bit, directions, may_drive
from safepassage.roads.making.tags_limits import NO_LIMITS, Limits, limits, speed_limit
from safepassage.roads.making.tags_quantities import seconds
from safepassage.roads.making.tags_surface import surface
from safepassage.roads.network import RoadClass, Surface


class LeftOut(StrEnum):
    """Why a way is no road for vehicles."""

    NOT_FOR_VEHICLES = "ways not for vehicles (paths, stairs ...)"
    NOT_THERE = "roads that are planned, being built or gone"
    CLOSED = "roads that no vehicle may use"
    IMPASSABLE = "roads that are impassable"
    AREA = "squares and other areas"
    FERRY = "ferries of which no tag says that they carry vehicles"
    CHANGING = "roads whose direction of driving changes"


_CLASSES = {kind.name.lower(): kind for kind in RoadClass if kind is not RoadClass.FERRY}
ROAD_CLASS = {
    **_CLASSES,
    **{f"{name}_link": kind for name, kind in _CLASSES.items() if kind <= RoadClass.TERTIARY},
    "road": RoadClass.UNCLASSIFIED,
    "busway": RoadClass.UNCLASSIFIED,
}
"""The class by the value of ``highway``."""
FOR_OTHERS = {
    "pedestrian": RoadClass.LIVING_STREET,
    "footway": RoadClass.SERVICE,
    "cycleway": RoadClass.SERVICE,
    "path": RoadClass.TRACK,
    "bridleway": RoadClass.TRACK,
}
"""Ways that are not built for vehicles, and what they are where a tag lets vehicles drive on them."""
NOT_THERE = frozenset(
    ["construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished", "dismantled"]
)
KEYS = (
    frozenset(
        [
            "highway",
            "route",
            "ferry",
            "area",
            "bridge",
            "tunnel",
            "duration",
            "lanes",
            "lanes:forward",
            "lanes:backward",
            "impassable",
            "status",
        ]
    )
    | tags_access.KEYS
    | tags_limits.KEYS
    | tags_limits.SPEED_KEYS
    | tags_surface.KEYS
)
"""The keys that are read."""
_ON_BUSWAYS = bit(RoadUse.BUS) | bit(RoadUse.AMBULANCE)


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of a road: an access mask, the signed limit (NaN: none known), lanes (0: not known)."""

    access: int
    max_speed_kph: float
    lanes: int


@dataclass(frozen=True, slots=True)
class Carriageway:
    """A road as vehicles meet it.

    Attributes:
        forward, backward: along and against the order of the way's nodes.
        crossing_s: how long a ferry takes for the whole way; None where that is not known, and for roads.
        unread: tags whose value is not understood, as ``maxspeed=fast``.
    """

    road_class: RoadClass
    surface: Surface
    forward: Direction
    backward: Direction
    limits: Limits = NO_LIMITS
    bridge: bool = False
    tunnel: bool = False
    roundabout: bool = False
    crossing_s: int | None = None
    unread: tuple[str, ...] = field(default=(), compare=False)


def carriageway(tags: Tags) -> Carriageway | LeftOut:
    """The road that a way is, or why it is none."""
    kind = _kind(tags)
    if isinstance(kind, LeftOut):
        return kind
    road_class, default, roads = kind
    allowed = directions(tags, one_way_by_kind=_one_way_by_kind(tags))
    if allowed is None:
        return LeftOut.CHANGING
    found = limits(tags)
    both_ways = allowed[0] == allowed[1]
    forward, unread_forward = _direction(
        tags, "forward", allowed[0] & may_drive(tags, default, "forward", roads=roads), both_ways=both_ways
    )
    backward, unread_backward = _direction(
        tags, "backward", allowed[1] & may_drive(tags, default, "backward", roads=roads), both_ways=both_ways
    )
    if not forward.access | backward.access:
        return LeftOut.CLOSED if roads else LeftOut.NOT_FOR_VEHICLES
    return Carriageway(
        road_class=road_class,
        surface=surface(tags),
        forward=forward,
        backward=backward,
        limits=found,
        bridge=tags.get("bridge", "no") != "no",
        tunnel=tags.get("tunnel", "no") != "no",
        roundabout=tags.get("junction") in {"roundabout", "circular"},
        crossing_s=seconds(tags.get("duration", "")) if road_class is RoadClass.FERRY else None,
        unread=tuple(dict.fromkeys((*found.unread, *unread_forward, *unread_backward))),
    )


def _kind(tags: Tags) -> tuple[RoadClass, int, bool] | LeftOut:
    """The class, who may drive unless a tag says otherwise, and whether it is built for vehicles."""
    highway = tags.get("highway")
    if highway is None:
        return _ferry(tags)
    if highway in NOT_THERE:
        return LeftOut.NOT_THERE
    if highway not in ROAD_CLASS and highway not in FOR_OTHERS:
        return LeftOut.NOT_FOR_VEHICLES
    if tags.get("area") == "yes":
        return LeftOut.AREA
    if tags.get("smoothness") == "impassable" or tags.get("impassable") == "yes" or tags.get("status") == "impassable":
        return LeftOut.IMPASSABLE
    if highway in FOR_OTHERS:
        return FOR_OTHERS[highway], NOBODY, False
    return ROAD_CLASS[highway], _ON_BUSWAYS if highway == "busway" else EVERYBODY, True


def _ferry(tags: Tags) -> tuple[RoadClass, int, bool] | LeftOut:
    if tags.get("route") != "ferry":
        return LeftOut.NOT_FOR_VEHICLES
    carries = EVERYBODY if tags.get("ferry") in ROAD_CLASS else NOBODY
    return (RoadClass.FERRY, carries, True) if may_drive(tags, carries) else LeftOut.FERRY


def _one_way_by_kind(tags: Tags) -> bool:
    return tags.get("highway") == "motorway" or tags.get("junction") in {"roundabout", "circular"}


def _direction(tags: Tags, way: Way, access: int, *, both_ways: bool) -> tuple[Direction, tuple[str, ...]]:
    max_speed_kph, unread = speed_limit(tags, way)
    return Direction(access, max_speed_kph, _lanes(tags, way, both_ways=both_ways)), unread


def _lanes(tags: Tags, way: Way, *, both_ways: bool) -> int:
    """Lanes in a direction; those of a road that is driven both ways are shared out evenly, at least one each."""
    own, all_ = tags.get(f"lanes:{way}", ""), tags.get("lanes", "")
    if own.isdecimal():
        return min(int(own), 255)
    if not all_.isdecimal() or all_ == "0":
        return 0
    return min(max(1, int(all_) // 2) if both_ways else int(all_), 255)

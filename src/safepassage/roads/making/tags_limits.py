"""Limits of weight, height, width and speed, after OpenStreetMap's tags."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf, isnan, nan

from safepassage.roads.making.tags_access import Tags, Way
from safepassage.roads.making.tags_quantities import metres, speed_kph, tonnes

WEIGHT_KEYS = ("maxweight", "maxweightrating", "maxgcweight", "maxgcweightrating")
HEIGHT_KEYS = ("maxheight", "maxheight:physical")
WIDTH_KEYS = ("maxwidth", "maxwidth:physical")
BY_LAW_KEYS = ("maxspeed:type", "source:maxspeed", "zone:maxspeed")
KEYS = frozenset((*WEIGHT_KEYS, *HEIGHT_KEYS, *WIDTH_KEYS))
SPEED_KEYS = frozenset(("maxspeed", "maxspeed:forward", "maxspeed:backward", *BY_LAW_KEYS))


@dataclass(frozen=True, slots=True)
class Limits:
    """What may pass; infinite where no limit is known.

    Attributes:
        unread: tags whose value is not understood, as ``maxweight=heavy``.
    """

    weight_t: float = inf
    height_m: float = inf
    width_m: float = inf
    unread: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True if there is a limit."""
        return min(self.weight_t, self.height_m, self.width_m) < inf


NO_LIMITS = Limits()


def limits(tags: Tags) -> Limits:
    """The lowest limits that the tags tell."""
    unread: list[str] = []
    return Limits(
        weight_t=_least(tags, WEIGHT_KEYS, tonnes, unread),
        height_m=_least(tags, HEIGHT_KEYS, metres, unread),
        width_m=_least(tags, WIDTH_KEYS, metres, unread),
        unread=tuple(unread),
    )


def speed_limit(tags: Tags, way: Way) -> tuple[float, tuple[str, ...]]:
    """The limit in km/h in one direction, NaN where none is known, and the tag that is not understood."""
    key = f"maxspeed:{way}" if f"maxspeed:{way}" in tags else "maxspeed"
    if key in tags:
        limit = speed_kph(tags[key])
        if limit is None:
            return nan, (f"{key}={tags[key]}",)
        if not isnan(limit):
            return limit, ()
    by_law = (speed_kph(tags[key]) for key in BY_LAW_KEYS if key in tags)
    return next((kph for kph in by_law if kph is not None), nan), ()


def _least(
    tags: Mapping[str, str], keys: Iterable[str], read: Callable[[str], float | None], unread: list[str]
) -> float:
    least = inf
    for key in keys:
        if key in tags:
            limit = read(tags[key])
            if limit is None:
                unread.append(f"{key}={tags[key]}")
            else:
                least = min(least, limit)
    return least

"""Who may drive on a road, and in which direction, after OpenStreetMap's tags."""

from collections.abc import Mapping
from typing import Literal

from safepassage.domain.fleet import RoadUse
from safepassage.roads.network import USES

Way = Literal["forward", "backward"]
Tags = Mapping[str, str]

EVERYBODY = (1 << len(USES)) - 1
NOBODY = 0
GENERAL = ("access", "vehicle", "motor_vehicle")
KEYS_OF: Mapping[RoadUse, tuple[str, ...]] = {
    RoadUse.CAR: (*GENERAL, "motorcar"),
    RoadUse.BUS: (*GENERAL, "psv", "bus"),
    RoadUse.LORRY: (*GENERAL, "hgv"),
    RoadUse.AMBULANCE: (*GENERAL, "motorcar", "emergency"),
}
"""The keys that hold for a use, from the most general to the most specific, which wins."""

OPEN = frozenset(
    [
        "yes",
        "true",
        "1",
        "designated",
        "permissive",
        "official",
        "public",
        "destination",
        "customers",
        "delivery",
        "residents",
        "discouraged",
    ]
)
"""Whoever has business there may drive there; a convoy has."""
CLOSED = frozenset(
    [
        "no",
        "false",
        "0",
        "private",
        "permit",
        "agricultural",
        "forestry",
        "military",
        "restricted",
        "use_sidepath",
        "dismount",
        "construction",
    ]
)
GROUPS: Mapping[str, frozenset[RoadUse]] = {
    "psv": frozenset({RoadUse.BUS}),
    "bus": frozenset({RoadUse.BUS}),
    "hgv": frozenset({RoadUse.LORRY}),
    "motorcar": frozenset({RoadUse.CAR, RoadUse.AMBULANCE}),
    "emergency": frozenset({RoadUse.AMBULANCE}),
    "motor_vehicle": frozenset(USES),
}
"""Values that name who may drive, e.g. ``access=psv;emergency``; as the value of ``except`` whom a rule spares."""

_EVERY_KEY = tuple(dict.fromkeys(key for keys in KEYS_OF.values() for key in keys))
_ONE_WAY_KEYS = tuple(f"oneway:{key}" for key in _EVERY_KEY if key != "access")
KEYS = frozenset(
    {
        *_EVERY_KEY,
        *(f"{key}:{way}" for key in _EVERY_KEY for way in ("forward", "backward")),
        *_ONE_WAY_KEYS,
        *("oneway", "junction", "busway", "busway:left", "busway:right"),
    }
)
_ALONG, _AGAINST = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"})


def bit(use: RoadUse) -> int:
    """The bit of a use in an access mask."""
    return 1 << USES.index(use)


def mask(uses: frozenset[RoadUse]) -> int:
    """The access mask of some uses."""
    return sum(bit(use) for use in uses)


def may_drive(tags: Tags, default: int, way: Way | None = None, *, roads: bool = True) -> int:
    """The access mask of a road, or of a barrier on it, in one direction.

    Where no tag says anything it is the `default`. On ways that are not built for vehicles, no `roads`, the keys
    ``access`` and ``vehicle`` speak of others.
    """
    allowed = NOBODY
    for use, keys in KEYS_OF.items():
        open_ = bool(default & bit(use))
        for key in keys if roads else keys[2:]:
            value = tags.get(f"{key}:{way}", tags.get(key)) if way else tags.get(key)
            said = None if value is None else _opens(value, use)
            open_ = open_ if said is None else said
        allowed |= bit(use) if open_ else NOBODY
    return allowed


def _opens(value: str, use: RoadUse) -> bool | None:
    """What a value says of a use; None for a value that is not known."""
    parts = [part.strip().lower() for part in value.split(";")]
    if any(part in OPEN or use in GROUPS.get(part, ()) for part in parts):
        return True
    return False if any(part in CLOSED or part in GROUPS for part in parts) else None


def directions(tags: Tags, *, one_way_by_kind: bool) -> tuple[int, int] | None:
    """Access masks of those who may drive along and against the way's direction; None where the direction changes."""
    value = tags.get("oneway", "yes" if one_way_by_kind else "no").lower()
    if value == "reversible":
        return None
    along = against = NOBODY
    opposite_lane = any(tags.get(key, "").startswith("opposite") for key in ("busway", "busway:left", "busway:right"))
    for use, keys in KEYS_OF.items():
        own = value
        for key in keys[1:]:
            own = tags.get(f"oneway:{key}", own).lower()
        if use is RoadUse.BUS and opposite_lane:
            own = "no"
        along |= NOBODY if own in _AGAINST else bit(use)
        against |= NOBODY if own in _ALONG else bit(use)
    return along, against

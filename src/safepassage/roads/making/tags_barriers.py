"""What stands on a road at a point, after OpenStreetMap's tags: gates, bollards, blocks."""

from dataclasses import dataclass

from safepassage.domain.fleet import RoadUse
from safepassage.roads.making import tags_access, tags_limits
from safepassage.roads.making.tags_access import EVERYBODY, NOBODY, Tags, bit, may_drive
from safepassage.roads.making.tags_limits import Limits, limits

PASSABLE = frozenset(
    [
        "no",
        "gate",
        "lift_gate",
        "swing_gate",
        "sliding_gate",
        "hampshire_gate",
        "toll_booth",
        "border_control",
        "checkpoint",
        "military_checkpoint",
        "cattle_grid",
        "entrance",
        "sally_port",
        "height_restrictor",
        "arch",
        "kerb",
        "lane_control",
        "traffic_island",
    ]
)
"""Barriers that a vehicle passes unless another tag says no; every other kind stops it unless a tag says yes."""
FOR_LONG_VEHICLES = frozenset({"bus_trap", "sump_buster"})
KEYS = frozenset({"barrier", "locked"}) | tags_access.KEYS | tags_limits.KEYS


@dataclass(frozen=True, slots=True)
class Barrier:
    """Who passes a point of a road, as an access mask, and how heavy and large."""

    access: int
    limits: Limits


def barrier(tags: Tags) -> Barrier | None:
    """The barrier at a node; None where it stops nobody."""
    kind = tags.get("barrier", "no").lower()
    if kind in FOR_LONG_VEHICLES:
        default = bit(RoadUse.BUS) | bit(RoadUse.LORRY)
    elif kind not in PASSABLE or tags.get("locked") == "yes":
        default = NOBODY
    else:
        default = EVERYBODY
    found = Barrier(may_drive(tags, default), limits(tags))
    return None if found.access == EVERYBODY and not found.limits.any else found

"""Turn restrictions, after OpenStreetMap's relations."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from safepassage.roads.making.survey import TurnRule
from safepassage.roads.making.tags_access import EVERYBODY, GROUPS, Tags, mask


class TurnLeftOut(StrEnum):
    """Why a turn restriction is left out."""

    AT_TIMES = "turn restrictions at some times only"
    NOT_READ = "turn restrictions of an unknown kind"
    BROKEN = "turn restrictions that lack a member"
    NOT_MEETING = "turn restrictions whose roads do not meet"
    UNCLEAR = "turn restrictions of a road that goes on beyond the junction"
    VIA_WAY = "turn restrictions along several roads that turns alone cannot express"


_KINDS = [
    "no_left_turn",
    "no_right_turn",
    "no_straight_on",
    "no_u_turn",
    "no_entry",
    "no_exit",
    "only_left_turn",
    "only_right_turn",
    "only_straight_on",
    "only_u_turn",
]
_FOR = {f"restriction:{group}": mask(uses) for group, uses in GROUPS.items()}
_AT_TIMES = tuple(f"{key}:conditional" for key in ("restriction", *_FOR))
RESTRICTION_KEYS = ("restriction", *_FOR, *_AT_TIMES)


def turn_rule(tags: Tags, members: Sequence[tuple[str, int, str]]) -> TurnRule | TurnLeftOut | None:
    """The rule of a relation; None if it binds no vehicle of ours. Members are (type, id, role): n, w and r."""
    bound = {key: uses for key, uses in _FOR.items() if key in tags}
    value = tags.get("restriction") or next((tags[key] for key in bound), None)
    if value is None:
        return TurnLeftOut.AT_TIMES if any(key in tags for key in _AT_TIMES) else None
    if value not in _KINDS:
        return TurnLeftOut.NOT_READ
    uses = EVERYBODY if "restriction" in tags else _any_of(bound.values())
    spared = _any_of(
        mask(GROUPS[group.strip()]) for group in tags.get("except", "").split(";") if group.strip() in GROUPS
    )
    if not uses & ~spared:
        return None
    origins, destinations, via_ways, vias = (
        tuple(id_ for kind, id_, role in members if (kind, role) == wanted)
        for wanted in (("w", "from"), ("w", "to"), ("w", "via"), ("n", "via"))
    )
    if not origins or not destinations or not (vias or via_ways):
        return TurnLeftOut.BROKEN
    only = value.startswith("only_")
    return TurnRule(only, origins, destinations, vias[0] if vias else None, via_ways, uses & ~spared)


def _any_of(masks: Iterable[int]) -> int:
    found = 0
    for one in masks:
        found |= one
    return found

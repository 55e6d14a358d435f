"""The stretches of time in which the same overlays are in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from safepassage.domain.clock import Clock
from safepassage.roads.overlays import Overlay


@dataclass(frozen=True, slots=True)
class Stretch:
    """[from_s, until_s) with the overlays in force, as indices; the last stretch has no end."""

    from_s: int
    until_s: int | None
    in_force: frozenset[int]


def stretches(
    overlays: Sequence[Overlay], clock: Clock, horizon_s: int, only: Collection[int] | None = None
) -> tuple[Stretch, ...]:
    """Cut [0, ...) wherever the overlays in force, told by their index, change; where `only` is given, those of it.

    After the horizon all stays as it was just before. Neighbours differ in what is in force.
    """
    spans = [
        (begins, ends, index)
        for index, overlay in enumerate(overlays)
        if only is None or index in only
        for begins, ends in _in_force(overlay, clock, horizon_s)
    ]
    moments = sorted({0, *(t for span in spans for t in span[:2] if 0 < t < horizon_s)})
    found: list[Stretch] = []
    for moment in moments:
        now = frozenset(index for begins, ends, index in spans if begins <= moment < ends)
        if not found or found[-1].in_force != now:
            if found:
                found[-1] = Stretch(found[-1].from_s, moment, found[-1].in_force)
            found.append(Stretch(moment, None, now))
    return tuple(found)


def _in_force(overlay: Overlay, clock: Clock, horizon_s: int) -> list[tuple[int, int]]:
    """The spans [from, until) within [0, horizon) in which an overlay is in force."""
    from_s = max(overlay.from_s, 0)
    until_s = horizon_s if overlay.until_s is None else min(overlay.until_s, horizon_s)
    daily = [(0, horizon_s)] if overlay.hours is None else clock.recurrences(overlay.hours, horizon_s)
    both = [(max(begins, from_s), min(ends, until_s)) for begins, ends in daily]
    return [(begins, ends) for begins, ends in both if begins < ends]

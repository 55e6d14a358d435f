"""Convoys that can depart besides those that do: far enough apart, each with an escort team that is back."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise

from safepassage.domain.corridor import ConvoyRule


def keeps(rule: ConvoyRule, departed: Sequence[int], slot_s: int) -> bool:
    """True if one more convoy among others, sorted, keeps its headway, and all of them find their escorts back."""
    at, teams = bisect_left(departed, slot_s), rule.escorts or 0
    near = [*departed[max(0, at - teams - 1) : at], slot_s, *departed[at : at + teams + 1]]
    apart = all(b - a >= rule.headway_s and b > a for a, b in pairwise(near))
    return apart and (not teams or all(b - a >= rule.escort_cycle_s for a, b in zip(near, near[teams:], strict=False)))


def further(rule: ConvoyRule, departed: Iterable[int], times: Iterable[int]) -> list[int]:
    """Of these times, one after the other, those at which another convoy can depart."""
    all_of_them, found = sorted(departed), []
    for slot_s in times:
        if keeps(rule, all_of_them, slot_s):
            insort(all_of_them, slot_s)
            found.append(slot_s)
    return found

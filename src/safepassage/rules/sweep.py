"""How many hold something at once: a sweep over half-open intervals."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Overload:
    """A time, [from_s, until_s), in which more hold something than there is.

    Attributes:
        most: how many at once, at the worst moment.
        holders: ids of all who held it meanwhile.
    """

    from_s: int
    until_s: int
    most: int
    holders: frozenset[str]


def overloads(holds: Iterable[tuple[int, int, str]], limit: int) -> Iterator[Overload]:
    """Where more than `limit` of the intervals (from_s, until_s, holder's id) overlap; an empty one holds nothing."""
    moments = sorted(
        moment
        for from_s, until_s, holder in holds
        if from_s < until_s
        for moment in ((until_s, 0, holder), (from_s, 1, holder))
    )
    held: Counter[str] = Counter()
    since_s = now = most = 0
    seen: set[str] = set()
    for t_s, starts, holder in moments:
        was_over = now > limit
        if starts:
            held[holder] += 1
            now += 1
        else:
            held[holder] -= 1
            now -= 1
        if now > limit and not was_over:
            since_s, most, seen = t_s, now, {holder for holder, times in held.items() if times}
        elif now > limit:
            most = max(most, now)
            seen.add(holder)
        elif was_over:
            yield Overload(since_s, t_s, most, frozenset(seen))

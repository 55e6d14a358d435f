"""Operations that ask for an earlier end: what the search is given where the last arrival counts.

Person-time does not care who is last. So that it does, the horizon is brought forward to a time between the bound and
the best plan, by which everybody should be out: whoever is not carried by then costs twice as much as the last to
arrive. Who was left behind before is urgent the next time ("squeaky wheel optimization": Joslin and Clements 1999). The
time asked for is halved towards the bound where that helped, and towards the best plan where it did not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from safepassage.domain.operation import Operation

URGENT = ((4, True), (100, True), (4, True), (100, False), (4, False), (100, True))
"""How much more a second of somebody urgent counts, one time after the other: before others where it costs little, or
before all others; and whether all are urgent who were ever left behind, or only those of the last time."""


@dataclass
class Pressing:
    """The next time to ask for, and who is urgent.

    Attributes:
        low_s, high_s: the time asked for lies between them.
        last, ever: ids of the households that were left behind the time before, and at any time.
        asked: how often.
    """

    operation: Operation
    low_s: int
    high_s: int
    last: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)
    asked: int = 0

    @property
    def by_s(self) -> int:
        """The time asked for next."""
        return (self.low_s + self.high_s) // 2

    def next(self, left: Iterable[str]) -> Operation | None:
        """The operation that ends then; None where nothing is left between.

        As long as the best plan leaves somebody behind, it ends when it always did; those who are `left` are urgent.
        """
        waiting = set(left)
        if not waiting and self.high_s - self.low_s <= 1:
            return None
        weight, whoever = URGENT[self.asked % len(URGENT)]
        self.asked += 1
        urgent = waiting | (self.ever if whoever else self.last)
        households = tuple(replace(h, tier=1 if h.id in urgent else 2) for h in self.operation.households)
        horizon_s = self.operation.horizon_s if waiting else self.by_s
        return replace(self.operation, horizon_s=horizon_s, weights=(weight, 1, 1), households=households)

    def came(self, asked: Operation, completion_s: int, left: Iterable[str]) -> None:
        """The best plan is now complete then; those whom the plan for `asked` left behind."""
        if asked.horizon_s == self.operation.horizon_s or completion_s < self.high_s:
            self.high_s = completion_s
        else:
            self.low_s = asked.horizon_s
        self.last = set(left)
        self.ever |= self.last

"""Which trips are made with the vehicles that stand ready in time.

Trips begin at known times, and each needs a vehicle that stands ready by then. The sets of trips that can be made are
the independent sets of a matroid (a transversal one: Edmonds and Fulkerson 1965), so that going through them from the
heaviest to the lightest, and taking each that can still be made besides, makes the heaviest set.
"""

from bisect import bisect_right, insort
from collections.abc import Sequence


def made(begins_s: Sequence[int], weights: Sequence[float], ready_s: Sequence[int]) -> list[bool]:
    """For each trip whether it is made.

    Args:
        begins_s: when each trip's vehicle must stand ready.
        weights: of the trips; of two that weigh as much the one that begins first is made.
        ready_s: when each vehicle stands ready, in order.
    """
    taken: list[int] = []
    answer = [False] * len(begins_s)
    for i in sorted(range(len(begins_s)), key=lambda i: (-weights[i], begins_s[i], i)):
        at = bisect_right(taken, begins_s[i])
        with_it = [*taken[:at], begins_s[i], *taken[at:]]
        if all(bisect_right(ready_s, of) > n for n, of in enumerate(with_it[at:], at)):
            insort(taken, begins_s[i])
            answer[i] = True
    return answer

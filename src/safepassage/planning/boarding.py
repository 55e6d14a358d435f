"""Which households with patients or wheelchair users board a vehicle, so that it takes as much weight as it can.

Their places are few, and whoever takes a seat keeps another person from it. A bounded knapsack over seats, wheelchair
places and stretchers, solved by dynamic programming (Bellman 1957, Dynamic Programming); many households that are alike
count as one, two, four ... of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from safepassage.domain.people import Needs
from safepassage.planning.problem import Floats


class Alike(NamedTuple):
    """Households with the same needs: the weight of one of them, and how many there are."""

    needs: Needs
    weight: float
    number: int


def heaviest(kinds: Sequence[Alike], capacity: Needs, others: Floats) -> list[int]:
    """How many households of each kind make the heaviest load together with the others who fill the seats left.

    Args:
        kinds: to choose from; each fits.
        capacity: places of the vehicle.
        others: [seats left] weight of the people who fill so many, from 0 seats to all.
    """
    size = (capacity.seated, capacity.wheelchair, capacity.stretcher)
    best = np.full(tuple(n + 1 for n in size), -np.inf)
    best[0, 0, 0] = 0.0
    stages = []
    for k, kind in enumerate(kinds):
        each = (kind.needs.seated, kind.needs.wheelchair, kind.needs.stretcher)
        for n in _doubling(min([kind.number, *(most // one for most, one in zip(size, each, strict=True) if one)])):
            with_them = np.full(best.shape, -np.inf)
            taken = [n * one for one in each]
            with_them[taken[0] :, taken[1] :, taken[2] :] = (
                n * kind.weight
                + best[: best.shape[0] - taken[0], : best.shape[1] - taken[1], : best.shape[2] - taken[2]]
            )
            better = with_them > best
            best = np.where(better, with_them, best)
            stages.append((k, n, taken, better))
    total = best + others[::-1][:, None, None]
    at = tuple(int(n) for n in np.unravel_index(int(total.argmax()), total.shape))
    counts = [0] * len(kinds)
    for k, n, taken, better in reversed(stages):
        if better[at]:
            counts[k] += n
            at = tuple(place - some for place, some in zip(at, taken, strict=True))
    return counts


def _doubling(number: int) -> list[int]:
    """Parts of a number that add up to every smaller number: 1, 2, 4 ... and the rest."""
    parts, part = [], 1
    while number > 0:
        parts.append(min(part, number))
        number -= parts[-1]
        part *= 2
    return parts

"""Places and beds that are kept for those who accept few sites.

Somebody who accepts several sites may take a place at one of them only if the others still fit: for every set of sites,
those who accept no site outside of it need no more places than it has left (Hall 1935, On representatives of subsets).
Only some sets are looked at: those that households accept, and what two of them make together.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.problem import Floats, Ints

MOST_SETS = 200

SPARE = np.array([6.0, 1.0])
"""So many places and beds more are kept, because households are whole: three places do not serve two couples."""


class Confined:
    """How many people accept no site outside of a set of sites.

    Attributes:
        sets: [set, site] True if the site belongs to it.
        people: [set, 2] who need a place, and who need a bed.
    """

    def __init__(self, choices: Iterable[tuple[int, ...]], sites: int) -> None:
        often = Counter(frozenset(choice) for choice in choices if choice).most_common(MOST_SETS)
        distinct = sorted((each for each, _ in often), key=lambda each: (len(each), sorted(each)))
        found = dict.fromkeys(distinct)
        for one, other in combinations(distinct, 2):
            if len(found) >= MOST_SETS:
                break
            found.setdefault(one | other)
        self.sets = np.array([[r in each for r in range(sites)] for each in found], dtype=bool).reshape(-1, sites)
        self.people: Ints = np.zeros((len(found), 2), dtype=np.int64)

    def count(self, choice: tuple[int, ...], household: Household, sign: int) -> None:
        """One household more that accepts these sites only, or one less."""
        moving = household.seated + household.wheelchair
        self.people[self.sets[:, list(choice)].all(axis=1)] += np.array([sign * moving, sign * household.stretcher])

    def room(self, r: int, choice: tuple[int, ...], left: Floats, beside: "Confined") -> tuple[float, float]:
        """How many people with this choice a site can take, so that all others still fit: in places, and in beds.

        Args:
            r: the site.
            choice: the sites that they accept.
            left: [site, 2] places and beds that are left.
            beside: others who are counted apart.
        """
        concerned = self.sets[:, r] & ~self.sets[:, list(choice)].all(axis=1)
        if not concerned.any():
            return np.inf, np.inf
        there = np.where(self.sets[concerned][..., None], left, 0.0).sum(axis=1)
        places, beds = (there - self.people[concerned] - beside.people[concerned] - SPARE).min(axis=0)
        return max(0.0, float(places)), max(0.0, float(beds))

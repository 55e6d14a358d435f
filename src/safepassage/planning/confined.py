"""Places that are kept for those who accept few sites.

Somebody who accepts several sites may take a place at one of them only if the others still fit: for every set of sites,
those who accept no site outside of it need no more places than it has left (Hall 1935, On representatives of subsets).
Only some sets are looked at: those that households accept, and what two of them make together.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np

from safepassage.planning.problem import Floats, Ints

MOST_SETS = 200


class Confined:
    """How many people accept no site outside of a set of sites.

    Attributes:
        sets: [set, site] True if the site belongs to it.
        people: [set].
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
        self.people: Ints = np.zeros(len(found), dtype=np.int64)

    def count(self, choice: tuple[int, ...], people: int) -> None:
        """So many more who accept these sites only; fewer where negative."""
        self.people[self.sets[:, list(choice)].all(axis=1)] += people

    def room(self, r: int, choice: tuple[int, ...], places: Floats, beside: "Confined") -> float:
        """How many people with this choice a site can take, so that all others still fit.

        Args:
            r: the site.
            choice: the sites that they accept.
            places: [site] that are left.
            beside: others who are counted apart.
        """
        concerned = self.sets[:, r] & ~self.sets[:, list(choice)].all(axis=1)
        if not concerned.any():
            return float("inf")
        left = np.where(self.sets[concerned], places, 0.0).sum(axis=1)
        return float((left - self.people[concerned] - beside.people[concerned]).min())

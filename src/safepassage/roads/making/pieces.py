"""Ways cut into pieces: from one junction, barrier or end to the next."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.making.duplicates import first_of_each
from safepassage.roads.making.survey import Survey
from safepassage.roads.network import Ints


@dataclass(frozen=True)
class Pieces:
    """Pieces of ways. Axes: piece, point (a node of a piece's line in the order of the way).

    Attributes:
        point: [point] index of the survey's node.
        begin, end: [piece] index of its first and its last point, both included; neighbours share one.
        way: [piece] index of the survey's way.
        left_out: ways, and cuts of ways, by why they are left out.
    """

    point: Ints
    begin: Ints
    end: Ints
    way: Ints
    left_out: Counter[str]


def cut(survey: Survey, inside: NDArray[np.bool_] | None = None) -> Pieces:
    """Cut the ways. What lies `inside` ([node]) is wanted, None for everything; a way ends one node beyond it."""
    way_of = survey.way_of
    index = survey.located
    present = index >= 0
    single = first_of_each(survey)
    wanted = present & single[way_of]
    near = wanted if inside is None else wanted & _or_beside_one(present & inside[index], way_of)
    kept = np.flatnonzero(near)
    starts = np.ones(len(kept), dtype=bool)
    starts[1:] = (np.diff(kept) != 1) | (np.diff(way_of[kept]) != 0)
    standing = np.zeros(len(kept), dtype=bool)
    standing[1:] = ~starts[1:] & (np.diff(index[kept]) == 0)
    kept, starts = kept[~standing], starts[~standing]
    ends = np.append(starts[1:], True)
    kept, starts, ends = (axis[~(starts & ends)] for axis in (kept, starts, ends))
    point = index[kept]
    times = np.bincount(point, minlength=len(survey.node))
    is_barrier = np.isin(survey.node, np.fromiter(survey.barriers, dtype=np.int64, count=len(survey.barriers)))
    splits = np.flatnonzero(starts | ends | (times[point] > 1) | is_barrier[point])
    begins = ~ends[splits]
    begin = splits[begins]
    way = way_of[kept[begin]]
    left_out = Counter(
        {
            "ways drawn twice": int((~single).sum()),
            "ways cut where a node is missing": len(np.unique(way_of[~present])),
            "ways of which no two points are left": len(np.setdiff1d(way_of[near], way)),
        }
    )
    if inside is not None:
        left_out["ways outside the area"] = len(np.setdiff1d(way_of[wanted], way_of[near]))
    return Pieces(point, begin, splits[np.flatnonzero(begins) + 1], way, left_out)


def _or_beside_one(inside: NDArray[np.bool_], way_of: Ints) -> NDArray[np.bool_]:
    """[reference] True inside, and for its neighbours on the same way."""
    near = inside.copy()
    same_way = way_of[1:] == way_of[:-1]
    near[1:] |= inside[:-1] & same_way
    near[:-1] |= inside[1:] & same_way
    return near

"""Ways that are drawn twice."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.roads.making.survey import Survey


def first_of_each(survey: Survey) -> NDArray[np.bool_]:
    """[way] False for a way that goes through the same nodes and means the same as an earlier one.

    The same nodes in opposite order are the same way if both directions are alike.
    """
    kept = np.ones(len(survey.way), dtype=bool)
    counts = np.diff(survey.first)
    some = np.flatnonzero(counts > 0)
    if len(some) == 0:
        return kept
    begins, ends = survey.through[survey.first[some]], survey.through[survey.first[some + 1] - 1]
    sums = np.add.reduceat(survey.through, survey.first[some])
    signature = np.column_stack(
        (counts[some], np.minimum(begins, ends), np.maximum(begins, ends), sums, survey.kind[some])
    )
    order = np.lexsort(signature.T)
    like_next = (np.diff(signature[order], axis=0) == 0).all(axis=1)
    for run in _runs(order, like_next):
        known: list[tuple[int, ...]] = []
        for way in sorted(some[run].tolist()):
            nodes = tuple(survey.through[survey.first[way] : survey.first[way + 1]].tolist())
            alike = survey.kinds[survey.kind[way]].forward == survey.kinds[survey.kind[way]].backward
            if nodes in known or (alike and nodes[::-1] in known):
                kept[way] = False
            known.append(nodes)
    return kept


def _runs(order: NDArray[Any], like_next: NDArray[np.bool_]) -> list[NDArray[Any]]:
    """The stretches of `order` within which each is like the next."""
    cuts = [0, *(np.flatnonzero(~like_next) + 1).tolist(), len(order)]
    lengths = np.diff(cuts)
    bounds = list(pairwise(cuts))
    return [order[slice(*bounds[i])] for i in np.flatnonzero(lengths > 1)]

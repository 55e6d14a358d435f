"""Tours among the drives that the relaxation uses.

The relaxation at a makespan spreads over a few hundred of the many thousand drives through time; in the middle of
its optimal face every drive that can be of use has some flow. Among those with most of it, tours are looked for by
cases, at the word of the solver: what is found is checked, what is not found proves nothing. Such a restricted
search is known as relaxation-induced (Danna, Rothberg and Le Pape 2005, "Exploring relaxation induced neighborhoods
to improve MIP solutions", Mathematical Programming 102).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from safepassage.planning.busloads.cases import settle
from safepassage.planning.busloads.certificate import Ints
from safepassage.planning.busloads.instance import Busloads, Tour
from safepassage.planning.busloads.programme import Verdict
from safepassage.planning.busloads.timed import PROOF, Network, network, timed

COLUMNS = (400, 800, 1_600)
CASES = 60
MOST_COLUMNS = 16_000
MOST_MOMENTS = 3_000


def guided(problem: Busloads, until: int, stop: Callable[[], bool]) -> list[Tour] | None:
    """Tours that are done by `until`; None where none are found, or the network through time is too large."""
    if until > MOST_MOMENTS:
        return None
    net = network(problem, until)
    if net.columns > MOST_COLUMNS:
        return None
    relaxed = timed(net, elastic=True).programme.relax(vertex=False, stop=stop)
    if relaxed is None or relaxed.objective > PROOF:
        return None
    order = np.argsort(-relaxed.values[: net.columns], kind="stable")
    for columns in COLUMNS:
        verdict, tours = settle(_among(net, order[:columns]), cases=CASES, certified=False, stop=stop)
        if verdict is Verdict.FOUND:
            return tours
        if columns >= net.columns:
            break
    return None


def _among(net: Network, kept: Ints) -> Network:
    keep = np.zeros(net.columns, dtype=bool)
    keep[kept] = True
    start, loaded, empty = np.split(keep, np.cumsum([len(net.start_y), len(net.loaded_i)]))
    return replace(
        net,
        start_y=net.start_y[start],
        start_i=net.start_i[start],
        loaded_i=net.loaded_i[loaded],
        loaded_j=net.loaded_j[loaded],
        loaded_t=net.loaded_t[loaded],
        empty_j=net.empty_j[empty],
        empty_i=net.empty_i[empty],
        empty_t=net.empty_t[empty],
    )

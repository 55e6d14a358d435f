"""The bound of tours: the earliest time that the relaxation over tours does not refute, certified in whole numbers.

At one time after the other the relaxation of `timed` says whether a load must be missing; if so its prices go into
`certificate`, which says how far they reach. Where the network through time would be too large, distances are
rounded to a coarser unit; that only makes the prices worse, because the certificate is computed in the exact
distances.
"""

from collections.abc import Callable
from dataclasses import replace

from safepassage.planning.busloads.certificate import bound_from
from safepassage.planning.busloads.instance import Busloads, Distance, Yard
from safepassage.planning.busloads.timed import network, timed

MOST_COLUMNS = 90_000
MOST_MOMENTS = 3_000

LEAST_UNITS = 4
"""Fewer units than this in a usual drive say too little about it."""

LOWEST = 0.75
"""Rounded distances may be so much too short that prices are found only below the bound."""


def raised(problem: Busloads, bound: int, latest: int, stop: Callable[[], bool]) -> int:
    """A bound at least as high; `latest` is a makespan that was reached, or the latest imaginable.

    From below in growing steps until nothing is refuted, then by bisection: networks grow with the time they cover.
    """
    rough, unit = rounded(problem, bound)
    leg = bound * problem.buses / (2 * sum(problem.loads))
    if unit > 1 and unit * LEAST_UNITS > leg:
        return bound
    refuted = bound - 1 if unit == 1 else round(LOWEST * bound / unit)
    reached, step = None, max(1, bound // unit // 64)
    while bound < latest and not stop():
        middle = refuted + step if reached is None else (refuted + reached) // 2
        if middle == refuted or middle * unit > 2 * latest:
            break
        programme = timed(network(rough, middle), elastic=True)
        relaxed = programme.relax(stop)
        if relaxed is None:
            break
        prices = programme.prices(relaxed)
        if prices is None:
            reached = middle
            continue
        bound = max(bound, bound_from(problem, prices, latest))
        refuted, step = max(middle, bound - 1) if unit == 1 else middle, 2 * step
        if reached is not None and refuted >= reached:
            break
    return min(bound, latest)


def rounded(problem: Busloads, bound: int) -> tuple[Busloads, int]:
    """The problem with its distances rounded to the finest unit for which its network is small enough, and the unit."""
    unit = max(1, -(-bound // MOST_MOMENTS))
    while True:
        rough = problem if unit == 1 else _rounded(problem, unit)
        if network(rough, bound // unit).columns <= MOST_COLUMNS or unit > bound:
            return rough, unit
        unit += -(-unit // 2)


def _rounded(problem: Busloads, unit: int) -> Busloads:
    def near(distance: Distance, least: int = 0) -> Distance:
        return None if distance is None else max(least, (distance + unit // 2) // unit)

    # Starts are rounded with the time from which buses are available, as one distance.
    yards = (
        Yard(yard.buses, tuple(near(None if d is None else d + yard.available) for d in yard.to_source))
        for yard in problem.yards
    )
    return replace(
        problem,
        yards=tuple(yards),
        to_sink=tuple(tuple(near(d, 1) for d in row) for row in problem.to_sink),
        back=None if problem.back is None else tuple(tuple(near(d) for d in row) for row in problem.back),
        leave_by=tuple(near(t) for t in problem.leave_by),
    )

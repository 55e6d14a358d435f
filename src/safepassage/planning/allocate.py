"""To which of the sites that it accepts each household is planned, so that places and beds go round.

A transport problem: the people of each choice of sites, split among its sites, at the least person-time on the road,
within places and beds. Its fractions are rounded household by household, large before small.

Where few people of an assembly point are planned to each of many sites, vehicles would leave half empty. Then it is
better not to plan at all, and to let whoever waits where a vehicle goes fill it (`unplanned`, `scatters`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.commodities import STRETCHER, Commodities, pairs
from safepassage.planning.linear_programme import LinearProgramme
from safepassage.planning.problem import NEVER, Floats, Problem
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS

SCATTERED = 1.3
"""Planning scatters people if vehicles must go so many times as often as they must without a plan."""

Allocation = Mapping[str, tuple[int, ...]]
"""For each household the sites to which it may be taken."""

Going = Mapping[tuple[int, int], Floats]
"""(choice, site) -> [kind] people."""


def nearest(problem: Problem, people: Commodities) -> Going:
    """The split that keeps vehicles on the road for the shortest time, when everybody is to have a place."""
    lp = LinearProgramme()
    d, k = np.nonzero(people.choosing)
    some = people.choosing[d, k].astype(float)
    choosing = lp.rows(some, some)
    charge = float(LEFT_BEHIND_HORIZONS * problem.horizon_s)
    lp.add(choosing, lp.columns(charge * people.weight[k], some), 1.0)
    far = np.where(problem.down_s == NEVER, problem.horizon_s, problem.down_s).min(
        axis=(0, 1), initial=problem.horizon_s
    )
    going = pairs(people)
    row = np.zeros(people.choosing.shape, dtype=np.int64)
    row[d, k] = choosing
    choice, site = going.choice[going.pair], going.site[going.pair]
    columns = lp.columns(far[site].astype(float), people.choosing[choice, going.kind])
    lp.add(row[choice, going.kind], columns, 1.0)
    lying = np.array([kind.need == STRETCHER for kind in people.kinds], dtype=bool)[going.kind]
    for r, place in enumerate(problem.reception):
        for room, kinds in ((place.places, ~lying), (place.beds, lying)):
            into = columns[(site == r) & kinds]
            if room is not None and len(into):
                lp.add(lp.rows(-np.inf, [float(room)]), into, 1.0)
    optimum = lp.minimise(simplex=True)
    return {} if optimum is None else going.of(optimum.values[columns], len(people.kinds))


def allocate(
    problem: Problem, people: Commodities, households: Iterable[Household], going: Going
) -> dict[str, tuple[int, ...]]:
    """For each household the sites to which it is planned: one, or all that it accepts where none has room for it."""
    index_d = {choice: d for d, choice in enumerate(people.choices)}
    wanted: dict[tuple[int, int, int], float] = defaultdict(float)
    for (d, r), by_kind in going.items():
        for k, kind in enumerate(people.kinds):
            wanted[d, r, kind.tier] += float(by_kind[k])
    places = [np.inf if site.places is None else site.places for site in problem.reception]
    beds = [np.inf if site.beds is None else site.beds for site in problem.reception]
    allocation: dict[str, tuple[int, ...]] = {}
    for household in sorted(households, key=lambda h: (len(h.destinations), h.tier, -h.people)):
        choice = problem.accepted(household)
        d, moving = index_d[choice], household.seated + household.wheelchair
        roomy = [r for r in choice if moving <= places[r] and household.stretcher <= beds[r]]
        if not roomy:
            allocation[household.id] = choice
            continue
        site = max(roomy, key=lambda r: (wanted[d, r, household.tier], -r))
        wanted[d, site, household.tier] -= household.people
        places[site] -= moving
        beds[site] -= household.stretcher
        allocation[household.id] = (site,)
    return allocation


def unplanned(problem: Problem, households: Iterable[Household], planned: Allocation) -> dict[str, tuple[int, ...]]:
    """For each household all sites that it accepts; for one with patients the site where beds are kept for them."""
    return {h.id: planned[h.id] if h.stretcher else problem.accepted(h) for h in households}


def scatters(problem: Problem, households: Iterable[Household], planned: Allocation) -> bool:
    """True if, as planned, loads from a point to a site are too small for the vehicles that there are."""
    fleet = [vehicle_class for vehicle_class in problem.classes if vehicle_class.count]
    vehicles = sum(vehicle_class.count for vehicle_class in fleet)
    seats = sum(vehicle_class.count * max(x.seats for x in vehicle_class.layouts) for vehicle_class in fleet)
    if not seats:
        return False
    together: dict[tuple[str, str], int] = defaultdict(int)
    apart: dict[tuple[str, str, tuple[int, ...]], int] = defaultdict(int)
    for household in households:
        together[household.at, household.stream] += household.people
        apart[household.at, household.stream, planned[household.id]] += household.people

    def trips(loads: Iterable[int]) -> int:
        return sum(-(-people * vehicles // seats) for people in loads)

    return trips(apart.values()) > SCATTERED * trips(together.values())

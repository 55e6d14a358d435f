"""What one trip after the other asks of a vehicle: the way to the first, and the empty way from each site to the next.

A vehicle that has made trips by time T has driven from its start to where it first loaded, and from each site but the
last to where it loaded next. Counted by class, that is a flow: as many vehicles come to an assembly point as trips
begin there, and no more leave a site than trips end there. All that driving, loading and unloading fits between when
the vehicles are available and T. Where there is no gate this says much more than the least empty way of each trip
(`cycle`): a site close to one assembly point is not close to all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.planning.limits import TripKind
from safepassage.planning.linear_programme import Index, LinearProgramme
from safepassage.planning.problem import NEVER, Ints, Problem


@dataclass(frozen=True)
class Chain:
    """The ways of one class.

    Attributes:
        groups: how many vehicles start at the same place and time.
        starts: (group, when it can be there, assembly point) in columns, for each that it reaches.
        empties: (site, assembly point, seconds from arriving loaded at one to standing empty at the other) likewise.
    """

    groups: Ints
    starts: Ints
    empties: Ints

    def limit(
        self, lp: LinearProgramme, made: Index, kinds: Sequence[TripKind], loaded_s: Ints, by_s: int, most: int
    ) -> None:
        """Trips in the columns `made`, `most` of them at the most, have arrived by then.

        Each takes `loaded_s` from when it begins to load until it arrives.
        """
        points, sites = max(kind.a for kind in kinds) + 1, max(kind.r for kind in kinds) + 1
        time, vehicles = lp.rows(-np.inf, 0.0), lp.rows(-np.inf, self.groups)
        coming, going = lp.rows(-np.inf, 0.0, (points,)), lp.rows(-np.inf, 0.0, (sites,))
        lp.add(time, made, loaded_s)
        lp.add(coming[[kind.a for kind in kinds]], made, 1.0)
        lp.add(going[[kind.r for kind in kinds]], made, -1.0)
        g, arrives_s, a = self.starts[:, (self.starts[1] < by_s) & (self.starts[2] < points)]
        sent = lp.columns(np.zeros(len(g)), self.groups[g])
        lp.add(vehicles[g], sent, 1.0)
        lp.add(coming[a], sent, -1.0)
        lp.add(time, sent, arrives_s - by_s)
        near = (self.empties[2] < by_s) & (self.empties[0] < sites) & (self.empties[1] < points)
        r, a, empty_s = self.empties[:, near]
        back = lp.columns(np.zeros(len(r)), float(most))
        lp.add(coming[a], back, -1.0)
        lp.add(going[r], back, 1.0)
        lp.add(time, back, empty_s)


def chain(problem: Problem, c: int) -> Chain:
    """The ways of the vehicles of a class, own cars left out."""
    vehicle_class = problem.classes[c]
    groups = Counter(
        (vehicle.start, vehicle.available_from_s)
        for vehicle in problem.operation.vehicles.values()
        if vehicle.vehicle_class == vehicle_class.id
    )
    starts = [
        (g, arrives_s, a)
        for g, (start, available_s) in enumerate(groups)
        for a, place in enumerate(problem.assembly)
        if (arrives_s := problem.arrives_s(vehicle_class.id, start, place.id, available_s)) != NEVER
    ]
    empties = [
        (r, a, vehicle_class.unloading.fixed_s + int(problem.back_s[c, r] + problem.inward_s[c, r, a]))
        for r in range(len(problem.reception))
        for a in range(len(problem.assembly))
        if NEVER not in (int(problem.back_s[c, r]), int(problem.inward_s[c, r, a]))
    ]
    return Chain(_integers(list(groups.values())), _columns(starts, 3), _columns(empties, 3))


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> Ints:
    return _integers([number for row in rows for number in row]).reshape(-1, width).T


def _integers(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def loaded_s(problem: Problem, kind: TripKind) -> int:
    """From when a trip of the kind begins to load until it has arrived, at the least."""
    c, a, r, w = kind.c, kind.a, kind.r, kind.w
    return int(problem.classes[c].loading.fixed_s + problem.up_s[c, a, w] + problem.down_s[c, a, r])

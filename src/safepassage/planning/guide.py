"""What the linear programme tells the dispatcher: what people are worth where, and when own cars are due."""

from dataclasses import dataclass, replace

import numpy as np

from safepassage.domain.people import TIERS
from safepassage.planning.commodities import CAPACITY_OF_NEED, Commodities
from safepassage.planning.flow import Flow
from safepassage.planning.problem import Floats, Ints, Problem
from safepassage.planning.waiting import by_need
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS

NEEDS = len(CAPACITY_OF_NEED)


@dataclass(frozen=True)
class Guide:
    """What people are worth, and when own cars are due.

    Attributes:
        value: stream -> [assembly point, site, tier, need] weighted seconds for taking one person there.
        together: (times, [need, time]): see `together_price`.
        due: [class] -> [assembly point] -> (times, vehicles of the class that have crossed by then in the programme).
    """

    problem: Problem
    value: dict[str, Floats]
    together: tuple[Ints, Floats]
    due: list[list[tuple[Ints, Floats]]]

    def trusted(self, trust: float) -> "Guide":
        """The same, with values that lie so far (0 to 1) from what leaving behind costs to the programme's."""
        charge = left_behind(self.problem)[:, None]
        return replace(self, value={stream: trust * v + (1 - trust) * charge for stream, v in self.value.items()})

    def together_price(self, t: Ints) -> Floats:
        """[need, ...]: what somebody who crosses at t is worth more, because others of the household may then go."""
        times, price = self.together
        return np.pad(price, ((0, 0), (0, 1)))[:, np.searchsorted(times, t)]


def left_behind(problem: Problem) -> Floats:
    """[tier]: what leaving a person behind costs."""
    return np.array(problem.operation.weights, dtype=float) * LEFT_BEHIND_HORIZONS * problem.horizon_s


def guide(problem: Problem, people: Commodities, flow: Flow | None) -> Guide:
    """The guide of a flow; without one, people are worth what leaving them behind costs and time costs nothing."""
    streams = sorted({kind.stream for kind in people.kinds})
    shape = (len(problem.assembly), len(problem.reception), len(TIERS), NEEDS)
    charge = left_behind(problem)
    value = {stream: by_need(np.broadcast_to(charge[:, None], shape)) for stream in streams}
    if flow is None:
        nothing = np.empty(0, dtype=np.int64), np.empty(0)
        due = [[nothing] * len(problem.assembly) for _ in problem.classes]
        return Guide(problem, value, (nothing[0], np.zeros((NEEDS, 0))), due)
    for k, kind in enumerate(people.kinds):
        worth = np.minimum(flow.duals.at[:, k], 0.0)[:, None] + flow.duals.to[:, k][None]
        value[kind.stream][:, :, kind.tier - 1, kind.need] = np.minimum(worth, charge[kind.tier - 1])
    due = [[_due(flow, c, a) for a in range(len(problem.assembly))] for c in range(len(problem.classes))]
    return Guide(problem, value, _together(people, flow), due)


def _together(people: Commodities, flow: Flow) -> tuple[Ints, Floats]:
    price = np.zeros((NEEDS, len(flow.moments)))
    for cut, by_moment in zip(people.cuts, flow.duals.families, strict=False):
        from_now = np.cumsum(by_moment[::-1])[::-1]
        price[cut.follower] -= cut.per_follower * from_now
        price[cut.leader] += cut.per_leader * from_now
    return flow.moments, price


def _due(flow: Flow, c: int, a: int) -> tuple[Ints, Floats]:
    """Crossing times in order, and how many vehicles of the class have crossed from there by each."""
    parts = [
        (flow.slots[w], np.sum(moved, axis=0))
        for w, by_key in enumerate(flow.x)
        if (moved := [x[a] for (of, _), x in by_key.items() if of == c]) and len(flow.slots[w])
    ]
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    times = np.concatenate([t for t, _ in parts])
    order = np.argsort(times, kind="stable")
    return times[order], np.cumsum(np.concatenate([moved for _, moved in parts])[order])

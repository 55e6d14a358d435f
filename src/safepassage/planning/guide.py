"""What the linear programme tells the dispatcher: what people are worth where, what time costs, who is due when."""

from dataclasses import dataclass, replace

import numpy as np

from safepassage.domain.people import TIERS
from safepassage.planning.commodities import Commodities
from safepassage.planning.flow import Flow, row_begins_s
from safepassage.planning.linear_programme import Floats
from safepassage.planning.problem import Ints, Problem
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS


@dataclass(frozen=True)
class Guide:
    """Prices and targets, as arrays that the dispatcher scores by.

    Attributes:
        value: stream -> [assembly point, site, tier, need] weighted seconds for taking one person there.
        due_from: [class] -> [assembly point] -> sorted times at which its vehicles are due to cross from there.
        due_to: [class] -> [site] -> sorted times at which its vehicles are due to cross towards it.
    """

    problem: Problem
    value: dict[str, Floats]
    bins: Ints
    vehicle_price: dict[int, Floats]
    crossing: tuple[tuple[Ints, Floats], ...]
    families: tuple[Ints, Floats, Floats]
    from_target: list[list[tuple[Ints, Floats]]]
    to_target: list[list[tuple[Ints, Floats]]]

    def trusted(self, trust: float) -> "Guide":
        """The same targets, with values of people that lie so far (0 to 1) from leaving them behind to the programme's."""
        charge = left_behind(self.problem)[:, None]
        return replace(self, value={stream: trust * v + (1 - trust) * charge for stream, v in self.value.items()})

    def time_price(self, c: int, t: Ints) -> Floats:
        """Price of all seconds of a vehicle of the class before t."""
        price = self.vehicle_price.get(c)
        if price is None:
            return np.zeros(np.shape(t))
        so_far = np.append(0.0, np.cumsum(price * np.diff(self.bins)))
        return np.asarray(np.interp(t, self.bins, so_far))

    def crossing_price(self, w: int, t: Ints) -> Floats:
        """What a vehicle pays for crossing at t, inspection apart."""
        times, price = self.crossing[w]
        return np.interp(t, times, price) if len(times) else np.zeros(np.shape(t))

    def family_price(self, t: Ints) -> tuple[Floats, Floats]:
        """What a patient who crosses at t is worth more, and a member of a patient's family less: they go together."""
        times, per_patient, per_member = self.families
        if not len(times):
            return np.zeros(np.shape(t)), np.zeros(np.shape(t))
        at = np.searchsorted(times, t)
        return np.append(per_patient, 0.0)[at], np.append(per_member, 0.0)[at]

    def due(self, targets: list[list[tuple[Ints, Floats]]], c: int, t: int) -> Floats:
        """[place]: vehicles of the class due to have crossed by t."""
        return np.array([np.interp(t, times, so_far, left=0.0) if len(times) else 0.0 for times, so_far in targets[c]])


def left_behind(problem: Problem) -> Floats:
    """[tier]: what leaving a person behind costs."""
    return np.array(problem.operation.weights, dtype=float) * LEFT_BEHIND_HORIZONS * problem.horizon_s


def guide(problem: Problem, people: Commodities, flow: Flow | None) -> Guide:
    """The guide of a flow; without one, people are worth what leaving them behind costs and time costs nothing."""
    streams = sorted({kind.stream for kind in people.kinds})
    shape = (len(problem.assembly), len(problem.reception), len(TIERS), 4)
    charge = left_behind(problem)
    value = {stream: np.broadcast_to(charge[:, None], shape).copy() for stream in streams}
    empty = [[(np.empty(0, dtype=np.int64), np.empty(0))] * n for n in (shape[0], shape[1])]
    if flow is None:
        none = tuple((np.empty(0, dtype=np.int64), np.empty(0)) for _ in problem.ways)
        return Guide(
            problem,
            value,
            np.array([0, problem.horizon_s]),
            {},
            none,
            (np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)),
            [empty[0] for _ in problem.classes],
            [empty[1] for _ in problem.classes],
        )
    for k, kind in enumerate(people.kinds):
        worth = np.minimum(flow.duals.at[:, k], 0.0)[:, None] + flow.duals.to[:, k][None]
        value[kind.stream][:, :, kind.tier - 1, kind.need] = np.minimum(worth, charge[kind.tier - 1])
    return Guide(
        problem,
        value,
        flow.bins,
        dict(flow.duals.vehicles),
        tuple(_crossing(problem, flow, w) for w in range(len(problem.ways))),
        _families(people, flow),
        [
            _targets(flow, c, [(w, a, a) for w in range(len(problem.ways)) for a in range(shape[0])], flow.x, shape[0])
            for c in range(len(problem.classes))
        ],
        [
            _targets(
                flow,
                c,
                [(w, i, r) for w, way in enumerate(problem.ways) for i, r in enumerate(way.sites)],
                flow.z,
                shape[1],
            )
            for c in range(len(problem.classes))
        ],
    )


def _crossing(problem: Problem, flow: Flow, w: int) -> tuple[Ints, Floats]:
    way, slots = problem.ways[w], flow.slots[w]
    price = np.zeros(len(slots))
    if way.rule is not None:
        begins = row_begins_s(way, slots)
        for duals, length_s in (
            (flow.duals.escorts.get(w), way.rule.escort_cycle_s),
            (flow.duals.headway.get(w), way.rule.headway_s),
        ):
            if duals is not None:
                so_far = np.append(0.0, np.cumsum(duals))
                price += so_far[np.searchsorted(begins, slots, side="right")]
                price -= so_far[np.searchsorted(begins, slots - length_s, side="right")]
    return slots, price


def _families(people: Commodities, flow: Flow) -> tuple[Ints, Floats, Floats]:
    from_now = np.cumsum(flow.duals.families[:, ::-1], axis=1)[:, ::-1]
    if not len(from_now):
        return np.empty(0, dtype=np.int64), np.empty(0), np.empty(0)
    per_patient = np.array([cut.per_patient for cut in people.cuts], dtype=float)
    per_member = np.array([cut.per_member for cut in people.cuts], dtype=float)
    return flow.moments, per_patient @ from_now, per_member @ from_now


def _targets(
    flow: Flow,
    c: int,
    rows: list[tuple[int, int, int]],
    halves: list[dict[tuple[int, int], Floats]],
    places: int,
) -> list[tuple[Ints, Floats]]:
    """For each place (times, vehicles of the class so far): `rows` are (way, row of the half, place)."""
    found: list[list[tuple[Ints, Floats]]] = [[] for _ in range(places)]
    for w, row, place in rows:
        moved = [half[row] for (of, _), half in halves[w].items() if of == c]
        if moved and len(flow.slots[w]):
            found[place].append((flow.slots[w], np.sum(moved, axis=0)))
    return [_so_far(parts) for parts in found]


def _so_far(parts: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    if not parts:
        return np.empty(0, dtype=np.int64), np.empty(0)
    times = np.concatenate([t for t, _ in parts])
    order = np.argsort(times, kind="stable")
    return times[order], np.cumsum(np.concatenate([v for _, v in parts])[order])

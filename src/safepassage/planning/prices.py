"""What one more of anything would save at the margin, from the dual values of the flow."""

from collections.abc import Iterator

import numpy as np

from safepassage.planning.cycle import Cycle
from safepassage.planning.flow import Flow, vehicle_seconds
from safepassage.planning.problem import Problem
from safepassage.planning.solution import Price, Resource
from safepassage.planning.steps import window_of

HOUR_S = 3600

Cycles = tuple[Cycle | None, ...]


def prices(problem: Problem, cycles: Cycles, flow: Flow) -> tuple[Price, ...]:
    """Every price above zero, the largest first."""
    found = (
        *_vehicles(problem, cycles, flow),
        *_crossing(problem, cycles, flow),
        *_sites(problem, flow),
        *_quotas(problem, flow),
    )
    return tuple(sorted((p for p in found if p.saves > 0), key=lambda p: (-p.saves, p.resource, p.subject)))


def _vehicles(problem: Problem, cycles: Cycles, flow: Flow) -> Iterator[Price]:
    """One more vehicle from the start of the first; of own cars one more at the best assembly point."""
    for c, price in flow.duals.vehicles.items():
        cycle = cycles[c]
        if cycle is not None:
            seconds = np.maximum(flow.bins[c][1:] - np.maximum(flow.bins[c][:-1], cycle.available.min()), 0)
            yield Price(Resource.VEHICLE, problem.classes[c].id, round(float(price @ seconds)))
    for c, price in flow.duals.cars.items():
        yield Price(Resource.VEHICLE, problem.classes[c].id, round(float(price.sum(axis=1).max(initial=0.0))))


def _crossing(problem: Problem, cycles: Cycles, flow: Flow) -> Iterator[Price]:
    for w, way in enumerate(problem.ways):
        if way.rule is not None and way.route is not None:
            escorts = float(flow.duals.escorts[w].sum()) if w in flow.duals.escorts else 0.0
            headway = float(flow.duals.headway[w].sum()) if w in flow.duals.headway else 0.0
            yield Price(Resource.ESCORT, way.route, round(escorts * way.rule.max_vehicles))
            yield Price(Resource.CONVOY_SIZE, way.route, round(escorts * (way.rule.escorts or 0) + headway))
        if w in flow.duals.lanes:
            yield Price(Resource.LANE, way.gates[0], round(_per_lane(problem, flow, w)))
        yield from _window_hour(problem, cycles, flow, w)


def _per_lane(problem: Problem, flow: Flow, w: int) -> float:
    """What a lane's time since each opening is worth."""
    opens, slots = problem.ways[w].lanes_open_s, flow.departures[w]
    return float(flow.duals.lanes[w] @ (slots - opens[window_of(slots, opens)]))


def _window_hour(problem: Problem, cycles: Cycles, flow: Flow, w: int) -> Iterator[Price]:
    """An hour longer window: what the way's open hours earn on the average, for lanes, convoys and vehicles."""
    way, crossed = problem.ways[w], {c for c, _ in flow.x[w]}
    if not way.gates or not len(flow.slots[w]):
        return
    last_s = int(flow.slots[w][-1])
    open_s = sum(max(0, min(closes, last_s) - opens) for opens, closes in way.windows)
    earned = 0.0
    if w in flow.duals.lanes:
        earned += _per_lane(problem, flow, w) * way.lanes
    if way.rule is not None:
        for duals, convoys in ((flow.duals.escorts, way.rule.escorts or 0), (flow.duals.headway, 1)):
            earned += float(duals[w].sum()) * convoys * way.rule.max_vehicles if w in duals else 0.0
    for c, price in flow.duals.vehicles.items():
        cycle = cycles[c]
        if c in crossed and cycle is not None:
            earned += float(price @ vehicle_seconds(cycle.available, flow.bins[c])) * _share(flow, w, c)
    yield Price(Resource.WINDOW_HOUR, way.gates[0], round(earned * HOUR_S / max(open_s, HOUR_S)))


def _share(flow: Flow, w: int, c: int) -> float:
    """The part of a class's trips that takes the way."""
    trips = [sum(float(x.sum()) for (of, _), x in by_key.items() if of == c) for by_key in flow.x]
    return trips[w] / sum(trips) if sum(trips) else 0.0


def _sites(problem: Problem, flow: Flow) -> Iterator[Price]:
    for resource, duals in ((Resource.PLACES, flow.duals.places), (Resource.BEDS, flow.duals.beds)):
        for r, price in duals.items():
            yield Price(resource, problem.reception[r].id, round(price))


def _quotas(problem: Problem, flow: Flow) -> Iterator[Price]:
    most: dict[str, float] = {}
    for i, price in flow.duals.quota_people.items():
        subject = problem.quotas[i].subject
        most[subject] = most.get(subject, 0.0) + price
    for subject, price in most.items():
        yield Price(Resource.QUOTA, subject, round(price))

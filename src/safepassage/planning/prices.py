"""What one more of anything would save at the margin, from the dual values of the flow."""

from collections.abc import Iterator

import numpy as np

from safepassage.planning.cycle import cycles
from safepassage.planning.flow import Flow, window_of
from safepassage.planning.problem import Problem
from safepassage.planning.solution import Price, Resource

HOUR_S = 3600


def prices(problem: Problem, flow: Flow) -> tuple[Price, ...]:
    """Every price above zero, the largest first."""
    found = (*_vehicles(problem, flow), *_crossing(problem, flow), *_sites(problem, flow), *_quotas(problem, flow))
    return tuple(sorted((p for p in found if p.saves > 0), key=lambda p: (-p.saves, p.resource, p.subject)))


def _vehicles(problem: Problem, flow: Flow) -> Iterator[Price]:
    """One more vehicle from the start of the first; of own cars one more at the best assembly point."""
    for c, price in flow.duals.vehicles.items():
        cycle = cycles(problem)[c]
        if cycle is not None:
            seconds = np.maximum(flow.bins[1:] - np.maximum(flow.bins[:-1], cycle.available.min()), 0)
            yield Price(Resource.VEHICLE, problem.classes[c].id, round(float(price @ seconds)))
    for c, price in flow.duals.cars.items():
        yield Price(Resource.VEHICLE, problem.classes[c].id, round(float(price.max(initial=0.0))))


def _crossing(problem: Problem, flow: Flow) -> Iterator[Price]:
    for w, way in enumerate(problem.ways):
        if way.rule is not None and way.route is not None:
            escorts = float(flow.duals.escorts[w].sum()) if w in flow.duals.escorts else 0.0
            headway = float(flow.duals.headway[w].sum()) if w in flow.duals.headway else 0.0
            yield Price(Resource.ESCORT, way.route, round(escorts * way.rule.max_vehicles))
            yield Price(Resource.CONVOY_SIZE, way.route, round(escorts * (way.rule.escorts or 0) + headway))
        if w in flow.duals.lanes:
            opens = np.array([opens for opens, _ in way.windows], dtype=np.int64)
            since_s = flow.slots[w] - opens[window_of(flow.slots[w], opens)]
            yield Price(Resource.LANE, way.gates[0], round(float(flow.duals.lanes[w] @ since_s)))
            per_s = float(flow.duals.lanes[w].sum()) * way.lanes
            yield Price(Resource.WINDOW_HOUR, way.gates[0], round(per_s * HOUR_S))


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

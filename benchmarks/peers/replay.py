"""A peer's order of trips, carried out under all rules: each trip at the earliest second that breaks none."""

import heapq
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from benchmarks.peers.express import layout_for
from benchmarks.peers.loads import Busload
from safepassage.domain.plan import Boarding, NotCarried, Plan, Reason
from safepassage.planning.dispatch import Carried
from safepassage.planning.problem import Problem
from safepassage.planning.reasons import never_carried
from safepassage.planning.timetable import Order, Timetable, VehicleState
from safepassage.planning.write_up import write_up


def replay(problem: Problem, orders: Mapping[str, list[Busload]], seed: int) -> Plan:
    """Of all vehicles that have a trip left the one that is free first goes next; what has no time is not carried."""
    timetable = Timetable(problem)
    left = {vehicle: deque(trips) for vehicle, trips in orders.items() if trips}
    queue = [(timetable.vehicles[vehicle].free_s, vehicle) for vehicle in left]
    heapq.heapify(queue)
    carried: list[Carried] = []
    while queue:
        _, vehicle_id = heapq.heappop(queue)
        vehicle = timetable.vehicles[vehicle_id]
        booked = _carry(problem, timetable, vehicle, left[vehicle_id].popleft())
        if booked is not None:
            carried.append(booked)
        if left[vehicle_id]:
            heapq.heappush(queue, (vehicle.free_s, vehicle_id))
    return written(problem, carried, seed)


def written(problem: Problem, carried: list[Carried], seed: int) -> Plan:
    """The plan of what is carried, with everybody else named."""
    plan = write_up(problem, carried, (), seed)
    aboard = {boarding.household for trip in plan.trips for boarding in trip.boardings}
    never = never_carried(problem)
    left = [household.id for household in problem.operation.leaving if household.id not in aboard]
    return replace(plan, not_carried=tuple(NotCarried(h, never.get(h, Reason.NO_VEHICLE_TIME)) for h in left))


def _carry(problem: Problem, timetable: Timetable, vehicle: VehicleState, busload: Busload) -> Carried | None:
    layout = layout_for(vehicle.vehicle_class, busload)
    if layout is None:
        return None
    r = [place.id for place in problem.reception].index(busload.destination)
    order = Order(
        vehicle,
        busload.origin,
        busload.destination,
        problem.way_of[r],
        busload.needs,
        busload.stream,
        busload.ready_s,
    )
    proposal = timetable.place(order)
    if proposal is None:
        return None
    timetable.book(proposal)
    boardings = tuple(Boarding(h.id, h.seated, h.wheelchair, h.stretcher) for h in busload.households)
    return Carried(proposal, layout, boardings)

"""A rough plan for any operation, and a bound of no authority: enough to be drawn, not enough to be obeyed.

It puts households into the pooled vehicles one after the other, lets each vehicle run to and fro while the corridor is
open, and looks at no other rule. So tests of the report need no planner, and see plans that break rules too.
"""

import heapq
from bisect import bisect_right

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household, Needs
from safepassage.domain.plan import Approach, Boarding, Convoy, Crossing, NotCarried, Plan, Reason, Trip
from safepassage.exchange.report.timeline import open_spans
from safepassage.planning.solution import Bound, Price, Resource, Solution
from safepassage.roads.travel_times import TravelTimes, travel_times
from safepassage.rules.outcome import outcome

_UNKNOWN_ROAD_S = 1800


def rough_solution(operation: Operation) -> Solution:
    plan = rough_plan(operation)
    achieved = outcome(operation, plan)
    return Solution(plan, achieved.worth, rough_bound(operation, plan, achieved.worth))


def rough_bound(operation: Operation, plan: Plan, worth: int) -> Bound:
    """As if everybody could have been out a tenth earlier, and everything had a price."""
    arrivals = sorted((round(trip.arrives_s * 0.9), trip.load.people) for trip in plan.trips)
    points: dict[int, int] = {0: 0}
    out = 0
    for t_s, people in arrivals:
        out += people
        points[t_s] = out
    prices = [Price(Resource.VEHICLE, vehicle_class.id, worth // 200) for vehicle_class in operation.fleet]
    for route in operation.corridor.routes:
        prices += [Price(Resource.ESCORT, route.id, worth // 20), Price(Resource.CONVOY_SIZE, route.id, worth // 80)]
    for gate in operation.corridor.gates:
        prices += [Price(Resource.LANE, gate.place, worth // 9), Price(Resource.WINDOW_HOUR, gate.place, worth // 300)]
    prices += [Price(Resource.BAY, place.id, worth // 900) for place in operation.assembly_points[:3]]
    prices += [Price(Resource.PLACES, place.id, worth // 90_000) for place in operation.reception_sites]
    prices += [Price(Resource.QUOTA, stage.id, worth // 70_000) for stage in operation.agreement.stages]
    completion_s = max((t_s for t_s, _ in arrivals), default=None)
    return Bound(
        worth * 9 // 10, completion_s, tuple(sorted(points.items())), tuple(sorted(prices, key=lambda p: -p.saves))
    )


def rough_plan(operation: Operation) -> Plan:
    """Busloads by assembly point and destination, the most urgent first."""
    travel = travel_times(operation)
    opens = open_spans(operation) or ((0, operation.horizon_s),)
    free = [
        (v.available_from_s, v.id, v.vehicle_class, v.start) for v in operation.vehicles.values() if v.owner is None
    ]
    heapq.heapify(free)
    trips: list[Trip] = []
    left = [NotCarried(h.id, Reason.NO_DESTINATION) for h in operation.leaving if not h.destinations]
    for number, load in enumerate(_loads(operation)):
        if not free:
            left += [NotCarried(h.id, Reason.NO_VEHICLE_TIME) for h in load]
            continue
        from_s, vehicle, class_id, where = heapq.heappop(free)
        trip = _trip(operation, travel, opens, (f"T{number}", vehicle, class_id, where, from_s), load)
        if trip is None:
            left += [NotCarried(h.id, Reason.NO_VEHICLE_TIME) for h in load]
            heapq.heappush(free, (from_s, vehicle, class_id, where))
            continue
        trips.append(trip)
        heapq.heappush(free, (trip.empty_s, vehicle, class_id, trip.destination))
    return Plan(operation.name, tuple(trips), _convoys(operation, trips), tuple(left), "rough", 1)


def _loads(operation: Operation) -> list[list[Household]]:
    """Households of one assembly point, destination and stream, up to a bus of people."""
    seats = max((layout.seats for c in operation.fleet if c.pools for layout in c.layouts), default=1)
    groups: dict[tuple[int, str, str, str], list[list[Household]]] = {}
    for household in operation.leaving:
        if not household.destinations:
            continue
        key = (household.tier, household.at, household.destinations[0], household.stream)
        loads = groups.setdefault(key, [[]])
        if sum(h.people for h in loads[-1]) + household.people > seats:
            loads.append([])
        loads[-1].append(household)
    return [load for key in sorted(groups) for load in groups[key]]


def _trip(
    operation: Operation,
    travel: TravelTimes,
    opens: tuple[tuple[int, int], ...],
    run: tuple[str, str, str, str, int],
    load: list[Household],
) -> Trip | None:
    id_, vehicle, class_id, where, from_s = run
    origin, destination = load[0].at, load[0].destinations[0]
    vehicle_class = operation.vehicle_class[class_id]
    needs = sum((h.needs for h in load), Needs())
    leaves_s = max(from_s, opens[0][0])
    there_s, inward = _way(operation, travel, (where, origin, class_id), leaves_s, loaded=False)
    loads_s = max(there_s, *(h.ready_s for h in load))
    out_s = loads_s + vehicle_class.loading.seconds(needs)
    span = bisect_right([a for a, _ in opens], out_s) - 1
    if span < 0 or out_s > opens[span][1]:
        if span + 1 >= len(opens):
            return None
        out_s = opens[span + 1][0]
    arrives_s, outward = _way(operation, travel, (origin, destination, class_id), out_s, loaded=True)
    if arrives_s > operation.horizon_s:
        return None
    return Trip(
        id=id_,
        vehicle=vehicle,
        layout=0,
        origin=origin,
        destination=destination,
        boardings=tuple(Boarding(h.id, h.seated, h.wheelchair, h.stretcher) for h in load),
        loads_s=loads_s,
        leaves_s=out_s,
        crossings=outward,
        arrives_s=arrives_s,
        unloads_s=arrives_s,
        empty_s=arrives_s + vehicle_class.unloading.seconds(needs),
        approach=Approach(where, leaves_s, inward, there_s) if where != origin else None,
    )


def _way(
    operation: Operation, travel: TravelTimes, run: tuple[str, str, str], departs_s: int, *, loaded: bool
) -> tuple[int, tuple[Crossing, ...]]:
    here, there, class_id = run
    crossings = []
    for gate in operation.gates_between(here, there):
        enters_s = departs_s + (travel.seconds(here, gate, class_id, departs_s) or _UNKNOWN_ROAD_S)
        inspection = operation.gate[gate].inspects(class_id)
        departs_s = enters_s + (inspection.loaded_s if loaded else inspection.empty_s)
        crossings.append(Crossing(gate, enters_s, departs_s))
        here = gate
    return departs_s + (travel.seconds(here, there, class_id, departs_s) or _UNKNOWN_ROAD_S), tuple(crossings)


def _convoys(operation: Operation, trips: list[Trip]) -> tuple[Convoy, ...]:
    """One for every so many trips of a route, so that there is something to show."""
    return tuple(
        Convoy(f"C{i}", operation.corridor.routes[0].id, trip.enters_corridor_s, 1)
        for i, trip in enumerate(trips[::10])
        if operation.corridor.routes
    )

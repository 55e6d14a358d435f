"""An operation and its loads as a routing problem: driving, inspection and service times, nobody in anybody's way."""

from benchmarks.peers.loads import Busload
from benchmarks.peers.routing import NEVER, Group, Load, Routing
from safepassage.domain.fleet import VehicleClass
from safepassage.planning.problem import Problem
from safepassage.rules.outcome import weight


def express(problem: Problem, busloads: list[Busload], seconds: float, seed: int) -> Routing:
    """The routing problem of the loads that the fleet takes; own cars have theirs already."""
    every = range(len(problem.classes))
    return Routing(
        loads=[_load(problem, busload) for busload in busloads],
        groups=_groups(problem),
        empty_s=[
            [[_empty_s(problem, c, r, a) for a in range(len(problem.assembly))] for r in range(len(problem.reception))]
            for c in every
        ],
        horizon_s=problem.horizon_s,
        seconds=seconds,
        seed=seed,
    )


def layout_for(vehicle_class: VehicleClass, busload: Busload) -> int | None:
    """Index of the first layout that takes the load; None if none does."""
    layouts = enumerate(vehicle_class.layouts)
    return next((i for i, layout in layouts if busload.needs.fits_in(layout.capacity)), None)


def _load(problem: Problem, busload: Busload) -> Load:
    a = [place.id for place in problem.assembly].index(busload.origin)
    r = [place.id for place in problem.reception].index(busload.destination)
    w, needs = problem.way_of[r], busload.needs
    serves_s, carries_s, before_s = [], [], []
    for c, vehicle_class in enumerate(problem.classes):
        if vehicle_class.own_car or not problem.possible(c, a, r) or layout_for(vehicle_class, busload) is None:
            serves_s.append(NEVER)
            carries_s.append(NEVER)
            continue
        before_s.append(vehicle_class.loading.seconds(needs) + int(problem.up_s[c, a, w]))
        carries_s.append(before_s[-1] + int(problem.down_s[c, a, r]))
        serves_s.append(carries_s[-1] + vehicle_class.unloading.seconds(needs))
    earlier_s = min(before_s, default=0)
    return Load(
        origin=a,
        site=r,
        weight=sum(weight(problem.operation, h.tier) * h.people for h in busload.households),
        ready_s=busload.ready_s,
        serves_s=serves_s,
        carries_s=carries_s,
        open_s=[
            (max(0, opens_s - earlier_s), closes_s - earlier_s + 1)
            for opens_s, closes_s in problem.ways[w].windows
            if closes_s >= earlier_s
        ],
    )


def _empty_s(problem: Problem, c: int, r: int, a: int) -> int:
    """Seconds of the empty way from a site to an assembly point; NEVER without a road."""
    back_s, inward_s = int(problem.back_s[c, r]), int(problem.inward_s[c, r, a])
    return NEVER if NEVER in (back_s, inward_s) else back_s + inward_s


def _reaches_s(problem: Problem, vehicle_class: str, start: str, place: str, available_s: int) -> int:
    """Seconds from when a vehicle is available until it can be there; NEVER without a road."""
    arrives_s = problem.arrives_s(vehicle_class, start, place, available_s)
    return NEVER if arrives_s == NEVER else arrives_s - available_s


def _groups(problem: Problem) -> list[Group]:
    index_c = {vehicle_class.id: c for c, vehicle_class in enumerate(problem.classes)}
    alike: dict[tuple[str, str, int], list[str]] = {}
    for vehicle in problem.operation.vehicles.values():
        if vehicle.owner is None:
            key = vehicle.vehicle_class, vehicle.start, vehicle.available_from_s
            alike.setdefault(key, []).append(vehicle.id)
    return [
        Group(
            vehicles=ids,
            vehicle_class=index_c[vehicle_class],
            available_s=available_s,
            reaches_s=[_reaches_s(problem, vehicle_class, start, place.id, available_s) for place in problem.assembly],
        )
        for (vehicle_class, start, available_s), ids in alike.items()
    ]

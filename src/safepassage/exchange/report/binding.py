"""What binds: how much of each resource is used while it could be, beside what one more would save."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.domain.operation import Operation
from safepassage.domain.people import TIERS
from safepassage.exchange.report.accounts import day_uses, site_uses, stage_uses
from safepassage.exchange.report.movements import Digest, Movement
from safepassage.exchange.report.occupancy import lane_times
from safepassage.exchange.report.timeline import Intervals, Span, Timeline, route_spans
from safepassage.planning.solution import Bound, Price, Resource
from safepassage.rules.outcome import weight

_PRICED_AS = {
    "vehicle": Resource.VEHICLE,
    "escort": Resource.ESCORT,
    "convoy-size": Resource.CONVOY_SIZE,
    "lane-out": Resource.LANE,
    "bay-loading": Resource.BAY,
    "bay-unloading": Resource.BAY,
    "places": Resource.PLACES,
    "beds": Resource.BEDS,
    "quota-people": Resource.QUOTA,
}


HOUR_S = 3600
_SHOWN_SHARE, _SHOWN_S = 0.0005, 0.5
"""Less of the plan's total, or less time for everybody, is shown as 0."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much of something is used.

    Attributes:
        kind: what is measured, e.g. ``lane-out``, ``escort``, ``seats``; the key of its words.
        subject: id of the gate, route, vehicle class, place, stage, or ``daily-cap``.
        share: of what could be used, from 0 to 1 (above where a rule is broken).
        saves: weighted person-seconds that one more would save, at most; None if it has no price.
    """

    kind: str
    subject: str
    share: float
    saves: int | None


@dataclass(frozen=True, slots=True)
class Priced:
    """What one more unit of a resource would save, at most, by the programme.

    Attributes:
        share: of the plan's worth.
        earlier_s: the same, as seconds by which everybody would arrive earlier.
    """

    price: Price
    share: float
    earlier_s: float


def priced(operation: Operation, bound: Bound, worth: int) -> tuple[Priced, ...]:
    """What would help, the largest saving first; nothing that is shown as 0."""
    people = Counter(dict.fromkeys(TIERS, 0))
    for household in operation.leaving:
        people[household.tier] += household.people
    weighted = sum(weight(operation, tier) * n for tier, n in people.items())
    found = [Priced(p, p.saves / max(worth, 1), p.saves / max(weighted, 1)) for p in bound.prices if tells(p.saves)]
    order = sorted(found, key=lambda one: (-one.price.saves, one.price.resource, one.price.subject))
    return tuple(one for one in order if one.share >= _SHOWN_SHARE and one.earlier_s >= _SHOWN_S)


def tells(saves: int) -> bool:
    """False for a saving that is 0 in whole person-hours."""
    return round(abs(saves) / HOUR_S) > 0


def uses(operation: Operation, digest: Digest, timeline: Timeline, bound: Bound) -> tuple[Use, ...]:
    """Everything that has a limit and is used: what has a price first, then the fullest."""
    if not digest.movements:
        return ()
    prices = {(price.resource, price.subject): price.saves for price in bound.prices if tells(price.saves)}
    measured = (
        *_lanes(operation, digest, timeline),
        *_convoys(operation, digest, timeline),
        *_bays(operation, digest, timeline),
        *_vehicles(operation, digest, timeline),
        *_limits(operation, digest),
    )
    found = []
    for kind, subject, share in measured:
        resource = _PRICED_AS.get(kind)
        saves = prices.get((resource, subject)) if resource is not None else None
        found.append(Use(kind, subject, share, saves))
    return tuple(sorted(found, key=lambda use: (-(use.saves or 0), -use.share, use.kind, use.subject)))


Measured = Iterator[tuple[str, str, float]]


def _lanes(operation: Operation, digest: Digest, timeline: Timeline) -> Measured:
    """Lanes in which vehicles are inspected, of all lanes while the gate is open."""
    held: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for movement in digest.movements:
        for kind, gate_id, from_s, until_s in lane_times(operation, movement):
            held.setdefault((kind, gate_id), []).append((from_s, until_s, 1))
    for gate in operation.corridor.gates:
        spans = _clipped(route_spans(operation, [gate.place]), timeline.ends_s)
        for kind, lanes in (("lane-out", gate.lanes_out), ("lane-in", gate.lanes_in)):
            if (kind, gate.place) in held:
                yield kind, gate.place, _share(Intervals.of(held[kind, gate.place]), lanes, spans)


def _convoys(operation: Operation, digest: Digest, timeline: Timeline) -> Measured:
    """Escort teams on the road, and vehicles in a convoy of as many as could be."""
    sizes = Counter(movement.trip.convoy for movement in digest.movements)
    for route in operation.corridor.routes:
        convoys = [c for c in digest.convoys if c.route == route.id]
        if route.convoy is None or not convoys:
            continue
        spans = _clipped(route_spans(operation, route.gates), timeline.ends_s)
        if route.convoy.escorts:
            busy = [(c.departs_s, c.departs_s + route.convoy.escort_cycle_s, 1) for c in convoys]
            yield "escort", route.id, _share(Intervals.of(busy), route.convoy.escorts, spans)
        yield "convoy-size", route.id, sum(sizes[c.id] for c in convoys) / (len(convoys) * route.convoy.max_vehicles)


def _bays(operation: Operation, digest: Digest, timeline: Timeline) -> Measured:
    """Bays in which vehicles load or unload, of all bays while the corridor is open; the fullest pool of each place."""
    held: dict[tuple[str, str, str, int], list[tuple[int, int, int]]] = {}
    for movement in digest.movements:
        for kind, place_id, from_s, until_s in _bay_times(movement):
            place = operation.place.get(place_id)
            pool = place.bay_pool(movement.vehicle_class) if place else None
            if pool is not None and pool[1] > 0:
                held.setdefault((kind, place_id, *pool), []).append((from_s, until_s, 1))
    fullest: dict[tuple[str, str], float] = {}
    for (kind, place_id, _, bays), entries in held.items():
        share = _share(Intervals.of(entries), bays, timeline.open_spans)
        fullest[kind, place_id] = max(share, fullest.get((kind, place_id), 0.0))
    for (kind, place_id), share in fullest.items():
        yield kind, place_id, share


def _bay_times(movement: Movement) -> Iterator[tuple[str, str, int, int]]:
    trip = movement.trip
    yield "bay-loading", trip.origin, trip.loads_s, movement.loaded_s
    yield "bay-unloading", trip.destination, trip.unloads_s, trip.empty_s


def _vehicles(operation: Operation, digest: Digest, timeline: Timeline) -> Measured:
    """Time on a trip of the time that the vehicles are there while the corridor is open, and seats taken of seats."""
    busy: dict[str, list[tuple[int, int, int]]] = {}
    people: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    for movement in digest.movements:
        trip = movement.trip
        from_s = trip.approach.leaves_s if trip.approach else trip.loads_s
        busy.setdefault(movement.vehicle_class, []).append((from_s, trip.empty_s, 1))
        if movement.layout is not None:
            people[movement.vehicle_class] += movement.needs.people
            seats[movement.vehicle_class] += movement.layout.capacity.people
    for vehicle_class in operation.fleet:
        if vehicle_class.id not in busy:
            continue
        pools = [(pool.available_from_s, timeline.ends_s, pool.count) for pool in vehicle_class.pools]
        there_s = Intervals.of(pools).within(timeline.open_spans)
        if there_s:
            used_s = Intervals.of(busy[vehicle_class.id]).within(timeline.open_spans)
            yield "vehicle", vehicle_class.id, used_s / there_s
        if seats[vehicle_class.id]:
            yield "seats", vehicle_class.id, people[vehicle_class.id] / seats[vehicle_class.id]


def _limits(operation: Operation, digest: Digest) -> Measured:
    """Places, beds, quotas and daily caps: what is used up of a number."""
    for site in site_uses(operation, digest):
        if site.places:
            yield "places", site.place, site.seated / site.places
        if site.beds:
            yield "beds", site.place, site.stretcher / site.beds
    for use in stage_uses(operation, digest):
        if use.stage.people:
            yield "quota-people", use.stage.id, use.people / use.stage.people
        if use.stage.vehicles:
            yield "quota-vehicles", use.stage.id, use.vehicles / use.stage.vehicles
    cap, days = operation.agreement.daily_cap, day_uses(operation, digest)
    if cap is not None and cap.people and days:
        yield "quota-people", "daily-cap", max(day.people for day in days) / cap.people
    if cap is not None and cap.vehicles and days:
        yield "quota-vehicles", "daily-cap", max(day.vehicles for day in days) / cap.vehicles


def _share(held: Intervals, capacity: int, spans: tuple[Span, ...]) -> float:
    open_s = sum(b - a for a, b in spans)
    return held.within(spans) / (capacity * open_s) if open_s and capacity else 0.0


def _clipped(spans: tuple[Span, ...], ends_s: int) -> tuple[Span, ...]:
    return tuple((a, min(b, ends_s)) for a, b in spans if a < ends_s)

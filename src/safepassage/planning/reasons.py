"""Why somebody is not carried: what binds, named in the order of `Reason`."""

from itertools import pairwise

from safepassage.domain.people import Household, Needs
from safepassage.domain.plan import Plan, Reason
from safepassage.planning.problem import NEVER, Problem, has_no_bay


def never_carried(problem: Problem) -> dict[str, Reason]:
    """For each household that no plan can carry, why; its id is the key."""
    judge = _Judge(problem)
    found = {household.id: judge.reason(household) for household in problem.operation.leaving}
    return {household: reason for household, reason in found.items() if reason is not None}


def left_behind(problem: Problem, household: Household, plan_load: "Loads") -> Reason:
    """Why a household that some plan might carry is not carried by this one."""
    operation = problem.operation
    sites = [operation.place[d] for d in household.destinations if d in operation.place]
    moving = household.seated + household.wheelchair
    if all(site.places is not None and plan_load.places.get(site.id, 0) + moving > site.places for site in sites):
        return Reason.NO_PLACES
    if household.stretcher and all(
        site.beds is not None and plan_load.beds.get(site.id, 0) + household.stretcher > site.beds for site in sites
    ):
        return Reason.NO_BEDS
    quotas = [q for q in problem.quotas if q.people is not None and (not q.streams or household.stream in q.streams)]
    if (
        quotas
        and all(plan_load.in_quota(q.from_s, q.until_s) + household.people > (q.people or 0) for q in quotas)
        and _always_in_quota(problem)
    ):
        return Reason.QUOTA
    return Reason.NO_VEHICLE_TIME


class Loads:
    """What a plan brings to each site, and when people enter the corridor."""

    def __init__(self, plan: Plan) -> None:
        self.places: dict[str, int] = {}
        self.beds: dict[str, int] = {}
        self._entries: list[tuple[int, int]] = []
        for trip in plan.trips:
            load = trip.load
            self.places[trip.destination] = self.places.get(trip.destination, 0) + load.seated + load.wheelchair
            self.beds[trip.destination] = self.beds.get(trip.destination, 0) + load.stretcher
            self._entries.append((trip.enters_corridor_s, load.people))

    def in_quota(self, from_s: int, until_s: int) -> int:
        """People who enter in [from, until)."""
        return sum(people for t, people in self._entries if from_s <= t < until_s)


def _always_in_quota(problem: Problem) -> bool:
    """True if every second in which somebody may cross lies under some quota of people."""
    return all(
        any(q.people is not None and q.from_s <= t < q.until_s for q in problem.quotas)
        for way in problem.ways
        for opens, closes in way.windows
        for t in (opens, closes - 1)
    )


_Alike = tuple[Needs, str, tuple[str, ...], str]
"""Needs, assembly point, destinations and stream of a household."""


class _Judge:
    """Judges what no plan can change, from the way a household would have to go."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.operation = problem, problem.operation
        self._index_a = {place.id: a for a, place in enumerate(problem.assembly)}
        self._index_r = {place.id: r for r, place in enumerate(problem.reception)}
        self._alike: dict[_Alike, tuple[Reason | None, int]] = {}
        self._takers: dict[tuple[Needs, str], list[int]] = {}
        self._fitting: dict[tuple[Needs, tuple[int, ...]], bool] = {}

    def reason(self, household: Household) -> Reason | None:
        """The same for all who are alike but for when they are ready: that decides only whether it is too late."""
        alike = household.needs, household.at, household.destinations, household.stream
        if alike not in self._alike:
            self._alike[alike] = self._standing_reason(household)
        reason, last_ready_s = self._alike[alike]
        return Reason.TOO_LATE if reason is None and household.ready_s > last_ready_s else reason

    def _standing_reason(self, household: Household) -> tuple[Reason | None, int]:
        """Whatever holds at any time, and the last second at which one may be ready to go in time."""
        sites = [self._index_r[d] for d in household.destinations if d in self._index_r]
        if not sites or household.people == 0:
            return Reason.NO_DESTINATION, NEVER
        a = self._index_a[household.at]
        able = self._able(household)
        if not self._together(household, able):
            return Reason.NO_LAYOUT, NEVER
        on_road = [r for r in sites if self._together(household, [c for c in able if self._road(c, a, r)])]
        if not on_road:
            return self._why_no_way(household, able, a, sites), NEVER
        if not any(self._stream_may_pass(household, r) for r in on_road):
            return Reason.STREAM, NEVER
        roomy = [r for r in on_road if _fits(self.problem.reception[r].places, household.seated + household.wheelchair)]
        if not roomy:
            return Reason.NO_PLACES, NEVER
        roomy = [r for r in roomy if _fits(self.problem.reception[r].beds, household.stretcher)]
        if not roomy:
            return Reason.NO_BEDS, NEVER
        return None, max(
            (self._last_ready_s(c, a, r) for c in able for r in roomy if self._road(c, a, r)), default=NEVER
        )

    def _able(self, household: Household) -> list[int]:
        """The classes that can take it, or a part of it."""
        key = household.needs, household.at
        if key not in self._takers:
            self._takers[key] = [c for c in range(len(self.problem.classes)) if self._takes_part(household, c)]
        return self._takers[key]

    def _takes_part(self, household: Household, c: int) -> bool:
        """True if the class can take the household, or one of the parts in which it may travel."""
        vehicle_class = self.problem.classes[c]
        if vehicle_class.own_car and not self.problem.cars[c, self._index_a[household.at]]:
            return False
        return any(
            household.needs.fits_in(layout.capacity) or (household.stretcher and layout.capacity.people)
            for layout in vehicle_class.layouts
        )

    def _together(self, household: Household, classes: list[int]) -> bool:
        """True if these classes may take all of it: in one vehicle, or patients in others than the rest.

        Generous where a household has several patients: what this denies, no plan can do.
        """
        key = household.needs, tuple(classes)
        if key not in self._fitting:
            self._fitting[key] = self._goes_together(household, classes)
        return self._fitting[key]

    def _goes_together(self, household: Household, classes: list[int]) -> bool:
        layouts = [layout.capacity for c in classes for layout in self.problem.classes[c].layouts]
        if any(household.needs.fits_in(capacity) for capacity in layouts):
            return True
        beside = [capacity for capacity in layouts if capacity.stretcher]
        if not household.stretcher or not beside:
            return False
        rest = Needs(
            max(0, household.seated - household.stretcher * max(capacity.seated for capacity in beside)),
            max(0, household.wheelchair - household.stretcher * max(capacity.wheelchair for capacity in beside)),
        )
        return not rest.people or any(rest.fits_in(capacity) for capacity in layouts)

    def _road(self, c: int, a: int, r: int) -> bool:
        return self.problem.possible(c, a, r)

    def _why_no_way(self, household: Household, classes: list[int], a: int, sites: list[int]) -> Reason:
        """No road at all; roads, but no bay; or all that, but closed for good."""
        for passes, reason in ((self._has_road, Reason.NO_ROAD), (self._has_bays, Reason.NO_BAY)):
            if not any(self._together(household, [c for c in classes if passes(c, a, r)]) for r in sites):
                return reason
        return Reason.CLOSED

    def _has_road(self, c: int, a: int, r: int) -> bool:
        origin, site = self.problem.assembly[a].id, self.problem.reception[r].id
        stops = (origin, *self.operation.gates_between(origin, site), site)
        vehicle_class = self.problem.classes[c].id
        return all(self.problem.times.shortest(p, q, vehicle_class) is not None for p, q in pairwise(stops))

    def _has_bays(self, c: int, a: int, r: int) -> bool:
        vehicle_class = self.problem.classes[c].id
        places = self.problem.assembly[a], self.problem.reception[r]
        return self._has_road(c, a, r) and not any(has_no_bay(place, vehicle_class) for place in places)

    def _stream_may_pass(self, household: Household, r: int) -> bool:
        windows = self.problem.ways[self.problem.way_of[r]].windows
        barred = [q for q in self.problem.quotas if q.streams and household.stream not in q.streams]
        return any(not any(q.from_s <= opens and closes <= q.until_s for q in barred) for opens, closes in windows)

    def _last_ready_s(self, c: int, a: int, r: int) -> int:
        """Whoever is ready by then can still cross and arrive; `NEVER` where nobody can."""
        problem, w = self.problem, self.problem.way_of[r]
        if problem.up_s[c, a, w] == NEVER:
            return NEVER
        last_s = max((closes for _, closes in problem.ways[w].windows), default=-1)
        last_s = min(last_s, problem.horizon_s - int(problem.down_s[c, a, r])) - int(problem.up_s[c, a, w])
        return min(last_s, int(problem.closed_from_s[a])) - problem.classes[c].loading.fixed_s


def _fits(room: int | None, people: int) -> bool:
    return room is None or people <= room

"""Travel times by vehicle class, time of day and stretch of time, from the legs of an operation."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from safepassage.domain.clock import DAY_S, Clock, DailyHours
from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg

_TRIES = 1000
"""So many moments are asked until a road opens; there are a few on each day."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The legs of one direction and class.

    Attributes:
        by_hours: for departures at some hours of the day; None where there is no road then.
        from_s: moments at which what follows begins to count, in order; the first is 0.
        travel_s: seconds of driving from each of these moments on; None where no leg says anything.
        closed: True from a moment on at which a leg says that there is no road.
    """

    by_hours: tuple[tuple[DailyHours, int | None], ...]
    from_s: tuple[int, ...]
    travel_s: tuple[int | None, ...]
    closed: tuple[bool, ...]

    @property
    def all_day(self) -> bool:
        """True if it always says something, whatever the hour."""
        return all(s is not None or closed for s, closed in zip(self.travel_s, self.closed, strict=True))

    @property
    def all_s(self) -> tuple[int, ...]:
        return tuple(s for s in (*(s for _, s in self.by_hours), *self.travel_s) if s is not None)


@dataclass(frozen=True)
class TravelTimes:
    """Seconds of driving from one place to the next, at a moment of the operation."""

    clock: Clock
    rows: dict[tuple[str, str, str | None], _Rows]
    distance: dict[tuple[str, str], int]
    _cache: dict[tuple[str, str, str], tuple[_Rows, ...]] = field(default_factory=dict)

    def seconds(self, origin: str, destination: str, vehicle_class: str, departs_s: int) -> int | None:
        """Seconds of driving when leaving at `departs_s`; None where there is no road then."""
        if origin == destination:
            return 0
        time_of_day_s: int | None = None
        for rows in self._rows(origin, destination, vehicle_class):
            if rows.by_hours:
                if time_of_day_s is None:
                    time_of_day_s = self.clock.time_of_day_s(departs_s)
                for hours, travel_s in rows.by_hours:
                    if time_of_day_s in hours:
                        return travel_s
            now = max(0, bisect_right(rows.from_s, departs_s) - 1)
            if rows.travel_s[now] is not None or rows.closed[now]:
                return rows.travel_s[now]
        return None

    def opens_s(self, origin: str, destination: str, vehicle_class: str, from_s: int) -> int | None:
        """The earliest departure, not before `from_s`, at which there is a road; None where there is none any more."""
        found = self._rows(origin, destination, vehicle_class)
        t = from_s
        for _ in range(_TRIES):
            if self.seconds(origin, destination, vehicle_class, t) is not None:
                return t
            time_of_day_s = self.clock.time_of_day_s(t)
            changes = [later_s for rows in found for later_s in rows.from_s if later_s > t]
            changes += [
                t + ((hours.until_s - time_of_day_s) % DAY_S or DAY_S) for rows in found for hours, _ in rows.by_hours
            ]
            if not changes:
                break
            t = min(changes)
        return None

    def shortest(self, origin: str, destination: str, vehicle_class: str) -> int | None:
        """The least seconds of driving at any time; None where there never is a road."""
        if origin == destination:
            return 0
        return min((s for rows in self._rows(origin, destination, vehicle_class) for s in rows.all_s), default=None)

    def varies(self, origin: str, destination: str, vehicle_class: str) -> bool:
        """True if the time depends on when one leaves."""
        return any(rows.by_hours or len(rows.from_s) > 1 for rows in self._rows(origin, destination, vehicle_class))

    def path_m(self, stops: Iterable[str]) -> int | None:
        """Metres along a list of stops; None if a leg's distance is not known."""
        metres = [0 if a == b else self.distance.get((a, b)) for a, b in pairwise(stops)]
        return None if None in metres else sum(m for m in metres if m is not None)

    def _rows(self, origin: str, destination: str, vehicle_class: str) -> tuple[_Rows, ...]:
        """The rows that serve, the most specific first: own direction before the opposite, own class before all.

        Legs of the class for the whole day hide those for all classes.
        """
        key = (origin, destination, vehicle_class)
        if key not in self._cache:
            ends = (origin, destination)
            if not any((*ends, c) in self.rows for c in (vehicle_class, None)):
                ends = (destination, origin)
            own, for_all = self.rows.get((*ends, vehicle_class)), self.rows.get((*ends, None))
            hidden = own is not None and own.all_day
            self._cache[key] = tuple(rows for rows in (own, None if hidden else for_all) if rows is not None)
        return self._cache[key]


def travel_times(operation: Operation) -> TravelTimes:
    """The travel times of an operation."""
    legs: dict[tuple[str, str, str | None], list[Leg]] = {}
    distance: dict[tuple[str, str], int] = {}
    for leg in operation.legs:
        legs.setdefault((leg.origin, leg.destination, leg.vehicle_class), []).append(leg)
        if leg.distance_m is not None:
            shorter = min(leg.distance_m, distance.get((leg.origin, leg.destination), leg.distance_m))
            distance[leg.origin, leg.destination] = shorter
    for (origin, destination), metres in tuple(distance.items()):
        distance.setdefault((destination, origin), metres)
    return TravelTimes(operation.clock, {key: _rows_of(found) for key, found in legs.items()}, distance)


def _rows_of(legs: list[Leg]) -> _Rows:
    timed = [leg for leg in legs if leg.hours is None]
    timed.sort(key=lambda leg: leg.from_s > 0 or leg.until_s is not None, reverse=True)
    moments = sorted({0, *(leg.from_s for leg in timed), *(leg.until_s for leg in timed if leg.until_s is not None)})
    serving = [
        next((leg for leg in timed if leg.from_s <= t and (leg.until_s is None or t < leg.until_s)), None)
        for t in moments
    ]
    return _Rows(
        by_hours=tuple((leg.hours, leg.travel_s) for leg in legs if leg.hours is not None),
        from_s=tuple(moments),
        travel_s=tuple(None if leg is None else leg.travel_s for leg in serving),
        closed=tuple(leg is not None and leg.travel_s is None for leg in serving),
    )

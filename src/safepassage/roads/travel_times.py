"""Travel times by vehicle class and time of day, from the operation's table."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from safepassage.domain.clock import Clock, DailyHours
from safepassage.domain.operation import Operation
from safepassage.domain.travel import Leg


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one direction and class: by hours first, then the one for the whole day."""

    by_hours: tuple[tuple[DailyHours, int], ...]
    all_day_s: int | None


@dataclass(frozen=True)
class TravelTimes:
    """Seconds of driving from one place to the next, at a moment of the operation."""

    clock: Clock
    rows: dict[tuple[str, str, str | None], _Rows]
    distance: dict[tuple[str, str], int]
    _cache: dict[tuple[str, str, str], tuple[_Rows, ...]] = field(default_factory=dict)

    def seconds(self, origin: str, destination: str, vehicle_class: str, departs_s: int) -> int | None:
        """Seconds of driving when leaving at `departs_s`; None where there is no road."""
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
            if rows.all_day_s is not None:
                return rows.all_day_s
        return None

    def shortest(self, origin: str, destination: str, vehicle_class: str) -> int | None:
        """The least seconds of driving at any time of day; None where there is no road."""
        if origin == destination:
            return 0
        found = [
            travel_s
            for rows in self._rows(origin, destination, vehicle_class)
            for travel_s in (*(s for _, s in rows.by_hours), *(() if rows.all_day_s is None else (rows.all_day_s,)))
        ]
        return min(found, default=None)

    def varies(self, origin: str, destination: str, vehicle_class: str) -> bool:
        """True if the time depends on the hour of departure."""
        return any(rows.by_hours for rows in self._rows(origin, destination, vehicle_class))

    def path_m(self, stops: Iterable[str]) -> int | None:
        """Metres along a list of stops; None if a leg's distance is not known."""
        metres = [0 if a == b else self.distance.get((a, b)) for a, b in pairwise(stops)]
        return None if None in metres else sum(m for m in metres if m is not None)

    def _rows(self, origin: str, destination: str, vehicle_class: str) -> tuple[_Rows, ...]:
        """The rows that serve, the most specific first: own direction before the opposite, own class before all.

        A row of the class for the whole day hides those for all classes.
        """
        key = (origin, destination, vehicle_class)
        if key not in self._cache:
            ends = (origin, destination)
            if not any((*ends, c) in self.rows for c in (vehicle_class, None)):
                ends = (destination, origin)
            own, for_all = self.rows.get((*ends, vehicle_class)), self.rows.get((*ends, None))
            hidden = own is not None and own.all_day_s is not None
            self._cache[key] = tuple(rows for rows in (own, None if hidden else for_all) if rows is not None)
        return self._cache[key]


def travel_times(operation: Operation) -> TravelTimes:
    """The travel times of an operation's table."""
    legs: dict[tuple[str, str, str | None], list[Leg]] = {}
    distance: dict[tuple[str, str], int] = {}
    for leg in operation.legs:
        legs.setdefault((leg.origin, leg.destination, leg.vehicle_class), []).append(leg)
        if leg.distance_m is not None:
            distance[leg.origin, leg.destination] = leg.distance_m
            distance.setdefault((leg.destination, leg.origin), leg.distance_m)
    rows = {
        key: _Rows(
            tuple((leg.hours, leg.travel_s) for leg in found if leg.hours is not None),
            next((leg.travel_s for leg in found if leg.hours is None), None),
        )
        for key, found in legs.items()
    }
    return TravelTimes(operation.clock, rows, distance)

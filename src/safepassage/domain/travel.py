"""How long it takes from one place to the next, as written down by somebody who knows."""

from dataclasses import dataclass

from safepassage.domain.clock import DailyHours


@dataclass(frozen=True, slots=True)
class Leg:
    """A row of the travel-time table: from one place (or gate) to the next one on the way.

    Serves the opposite direction too where that has no row of its own. The most specific row counts: one for the
    vehicle's class before one for all, and one for these hours before one for the whole day.

    Attributes:
        travel_s: seconds of driving.
        distance_m: along the road; None if not known.
        vehicle_class: id; None for all classes.
        hours: departures at these local hours only; None for all.
    """

    origin: str
    destination: str
    travel_s: int
    distance_m: int | None = None
    vehicle_class: str | None = None
    hours: DailyHours | None = None

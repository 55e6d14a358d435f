"""How long it takes from one place to the next: written down by somebody who knows, or found on a road network."""

from dataclasses import dataclass

from safepassage.domain.clock import DailyHours


@dataclass(frozen=True, slots=True)
class Leg:
    """From one place (or gate) to the next one on the way.

    Serves the opposite direction too where that has no leg of its own. The most specific leg counts: one for the
    vehicle's class before one for all; then one for these hours before one for a stretch of time, and that before one
    for the whole operation.

    Attributes:
        travel_s: seconds of driving; None where there is no road then.
        distance_m: along the road; None if not known.
        vehicle_class: id; None for all classes.
        hours: departures at these local hours only; None for all.
        from_s, until_s: departures in [from_s, until_s) only; `until_s` None means to the end.
    """

    origin: str
    destination: str
    travel_s: int | None
    distance_m: int | None = None
    vehicle_class: str | None = None
    hours: DailyHours | None = None
    from_s: int = 0
    until_s: int | None = None

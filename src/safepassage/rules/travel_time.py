"""A vehicle takes at least as long from place to place as the road does."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule
from safepassage.rules.words import lasting


def _examine(case: Case) -> Iterator[Finding]:
    """A drive may take longer: the vehicle then waits at the leg's end, before the gate or the site."""
    for journey in case.journeys:
        for drive in journey.drives:
            leg = f"from '{drive.origin}' to '{drive.destination}'"
            if drive.travel_s is None:
                yield (
                    journey.id,
                    f"trip {journey.id} drives {leg} at {case.when(drive.departs_s)}, but there is no road for class "
                    f"'{journey.vehicle_class.id}'; import roads, add a row to the travel times, or go another way",
                )
            elif (short_s := drive.departs_s + drive.travel_s - drive.arrives_s) > 0:
                yield (
                    journey.id,
                    f"{journey.who} drives {leg} at {case.when(drive.departs_s)} and is there at "
                    f"{case.when(drive.arrives_s)}, but it takes {lasting(drive.travel_s)}; arrive "
                    f"{lasting(short_s)} later",
                )


RULE = Rule(
    name="travel-time",
    source="planning problem: travel times by vehicle class and time of day",
    summary="Each leg of a trip and its approach takes at least the travel time of the vehicle's class at that hour.",
    examine=_examine,
)

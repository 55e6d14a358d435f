"""No loaded vehicle is on the road at night where the agreement forbids it."""

from bisect import bisect_right
from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    """On its way from leaving the assembly point until it arrives, [leaves_s, arrives_s)."""
    hours = case.operation.agreement.night
    if hours is None or not case.journeys:
        return
    last_s = max(journey.trip.arrives_s for journey in case.journeys)
    nights = case.operation.clock.recurrences(hours, last_s)
    ends = [until_s for _, until_s in nights]
    for journey in case.journeys:
        leaves_s, arrives_s = journey.trip.leaves_s, journey.trip.arrives_s
        number = bisect_right(ends, leaves_s)
        if number < len(nights) and nights[number][0] < arrives_s and leaves_s < arrives_s:
            from_s, until_s = nights[number]
            yield (
                journey.id,
                f"{journey.who} is on the road from {case.when(leaves_s)} to "
                f"{case.when(arrives_s)}, in the hours without movement from {case.when(from_s)} to "
                f"{case.when(until_s)}; let it arrive before or leave after them",
            )


RULE = Rule(
    name="night",
    source="planning problem: agreement, night movement; the operation's agreement",
    summary="No loaded vehicle is on its way in the hours in which the agreement forbids night movement.",
    examine=_examine,
)

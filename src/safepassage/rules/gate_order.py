"""A vehicle passes the gates of its way, each once, in their order."""

from collections.abc import Iterator

from safepassage.rules.case import Case
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    for journey in case.journeys:
        trip = journey.trip
        parts = [("goes", trip.origin, trip.destination, trip.crossings)]
        if trip.approach is not None:
            parts.append(("comes", trip.approach.origin, trip.origin, trip.approach.crossings))
        for verb, origin, destination, crossings in parts:
            crossed = tuple(crossing.gate for crossing in crossings)
            expected = case.operation.gates_between(origin, destination)
            if crossed != expected:
                yield (
                    trip.id,
                    f"trip {trip.id} ({trip.vehicle}, {case.when(trip.leaves_s)}) {verb} from '{origin}' to "
                    f"'{destination}' across {_in_order(crossed)}, but the way leads across {_in_order(expected)}; "
                    "correct its crossings",
                )


def _in_order(gates: tuple[str, ...]) -> str:
    return ", then ".join(f"'{gate}'" for gate in gates) or "no gate"


RULE = Rule(
    name="gate-order",
    source="planning problem: corridor, the ordered gates",
    summary="A trip, and the approach before it, crosses exactly the gates between its two ends, in order.",
    examine=_examine,
)

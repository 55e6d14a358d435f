"""What a reception site takes in all, shared by the rules for places and for beds."""

from collections.abc import Callable, Iterator

from safepassage.domain.people import Needs
from safepassage.domain.places import Place
from safepassage.rules.case import Case
from safepassage.rules.rule import Finding
from safepassage.rules.words import counted


def capacity_findings(
    case: Case, what: str, limit: Callable[[Place], int | None], count: Callable[[Needs], int]
) -> Iterator[Finding]:
    """Reception sites to which more people are taken in all than there is `what` (``place``, ``bed``) for."""
    received: dict[str, int] = {}
    for journey in case.journeys:
        received[journey.trip.destination] = received.get(journey.trip.destination, 0) + count(journey.load)
    for place in case.operation.reception_sites:
        most = limit(place)
        people = received.get(place.id, 0)
        if most is not None and people > most:
            yield (
                place.id,
                f"'{place.id}' has {counted(most, what)}, but the plan takes "
                f"{counted(people, 'person', 'people')} there who need one; take {people - most} of them to another "
                "destination that they accept, or list them as not carried",
            )

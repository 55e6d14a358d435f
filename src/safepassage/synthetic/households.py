"""Households that are nobody in particular, drawn from a seed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from safepassage.domain.people import CIVILIAN, Household
from safepassage.synthetic.chance import Chance, Urn

FAMILIES: Mapping[int, float] = {
    1: 6, 2: 11, 3: 15, 4: 21, 5: 18, 6: 13, 7: 8, 8: 4, 9: 2.2, 10: 1, 11: 0.5, 12: 0.3,
}  # fmt: skip
"""Sizes of households and how often each occurs; 4.5 people in the mean (assumption)."""

PATIENT_PARTIES: Mapping[int, float] = {1: 20, 2: 45, 3: 25, 4: 10}
"""Sizes of the parties in which stretcher patients are registered: mostly with one or two companions (assumption)."""

SEVERAL_PATIENTS = 0.04
"""Share of the households with a patient or a wheelchair user that have two of them."""


@dataclass(frozen=True, slots=True)
class OwnCars:
    """So many households own a car of the class `vehicle_class` and have room in its `seats` seats."""

    vehicle_class: str
    count: int
    seats: int


@dataclass(frozen=True)
class Population:
    """What the households of an operation are like.

    Attributes:
        at: how many of the people wait at each assembly point, as weights.
        wishes: how often each destination is wished for, as weights.
        medical_wishes: the same for households with a stretcher patient.
        stretcher, wheelchair: people who travel on a stretcher or in a wheelchair, of those who wish to leave.
        sick: share of the other households that the medical focal point puts into tier 1.
        frail: share of the other households (elderly people, infants) in tier 2.
        stays: households that choose to stay, as a share of those that leave; they come on top.
        late: share of the households that are not ready at the start.
        ready_by_s: by then everybody is ready.
        sizes, patient_parties: sizes of households, as weights.
        streams: the streams under the agreement, as weights.
        prefix: begins every card number; populations with different prefixes are drawn apart.
    """

    at: Mapping[str, float]
    wishes: Mapping[str, float]
    medical_wishes: Mapping[str, float]
    stretcher: int
    wheelchair: int
    sick: float = 0.006
    frail: float = 0.065
    stays: float = 0.02
    late: float = 0.25
    ready_by_s: int = 0
    own_cars: tuple[OwnCars, ...] = ()
    sizes: Mapping[int, float] = field(default_factory=lambda: FAMILIES)
    patient_parties: Mapping[int, float] = field(default_factory=lambda: PATIENT_PARTIES)
    streams: Mapping[str, float] = field(default_factory=lambda: {CIVILIAN: 1.0})
    prefix: str = "H"


def draw_households(people: int, population: Population, seed: int) -> tuple[Household, ...]:
    """Households of which exactly `people` people wish to leave, in the order of their card numbers."""

    def chance(purpose: str) -> Chance:
        return Chance(seed, f"{population.prefix} {purpose}")

    parties = [*_parties(people, population, chance("sizes"))]
    staying = _staying(round(population.stays * len(parties)), population, chance("staying"))
    order = chance("register").shuffled([*parties, *staying])
    settled = list(_settled(order, population, chance))
    return tuple(_with_own_cars(settled, population.own_cars, chance("own cars")))


def _parties(people: int, population: Population, chance: Chance) -> Iterator[Household]:
    """Those who leave, by size and needs only: patients' parties, then wheelchair users', then the others."""
    parties, families = Urn(population.patient_parties), Urn(population.sizes)
    left = people
    stretcher = min(population.stretcher, people)
    while stretcher:
        patients = min(stretcher, _one_or_two(chance))
        size = min(max(parties.draw(chance), patients), left - (stretcher - patients))
        yield _unsettled(size, stretcher=patients)
        stretcher, left = stretcher - patients, left - size
    wheelchair = min(population.wheelchair, left)
    while wheelchair:
        users = min(wheelchair, _one_or_two(chance))
        size = min(max(families.draw(chance), users), left - (wheelchair - users))
        yield _unsettled(size, wheelchair=users)
        wheelchair, left = wheelchair - users, left - size
    while left:
        size = min(families.draw(chance), left)
        yield _unsettled(size)
        left -= size


def _one_or_two(chance: Chance) -> int:
    return 2 if chance.happens(SEVERAL_PATIENTS) else 1


def _unsettled(size: int, wheelchair: int = 0, stretcher: int = 0, stays: bool = False) -> Household:
    """A household of which only size and needs are known as yet."""
    seated = size - wheelchair - stretcher
    return Household(id="", at="", seated=seated, wheelchair=wheelchair, stretcher=stretcher, stays=stays)


def _staying(count: int, population: Population, chance: Chance) -> Iterator[Household]:
    families = Urn(population.sizes)
    return (_unsettled(families.draw(chance), stays=True) for _ in range(count))


def _settled(
    households: list[Household], population: Population, chance: Callable[[str], Chance]
) -> Iterator[Household]:
    """The same households with card number, where they wait, what they wish, their tier, and when they are ready."""
    at, streams = Urn(population.at), Urn(population.streams)
    ordinary, medical = Urn(population.wishes), Urn(population.medical_wishes)
    how_many = Urn({1: 0.3, 2: 0.45, 3: 0.25})
    where, wish, need, when = (chance(purpose) for purpose in ("where", "wishes", "tiers", "ready"))
    digits = max(4, len(str(len(households))))
    for number, household in enumerate(households, 1):
        sites = medical if household.stretcher else ordinary
        yield Household(
            id=f"{population.prefix}{number:0{digits}}",
            at=at.draw(where),
            seated=household.seated,
            wheelchair=household.wheelchair,
            stretcher=household.stretcher,
            tier=_tier(household, population, need),
            ready_s=_ready_s(population, when),
            destinations=() if household.stays else sites.draw_distinct(wish, how_many.draw(wish)),
            stream=streams.draw(where),
            stays=household.stays,
        )


def _tier(household: Household, population: Population, chance: Chance) -> int:
    if household.stretcher or chance.happens(population.sick):
        return 1
    return 2 if household.wheelchair or chance.happens(population.frail) else 3


def _ready_s(population: Population, chance: Chance) -> int:
    """The moment at which a household is ready, to the quarter of an hour; most are at the start."""
    if not chance.happens(population.late):
        return 0
    return round(chance.between(0, population.ready_by_s) / 900) * 900


def _with_own_cars(households: list[Household], cars: tuple[OwnCars, ...], chance: Chance) -> list[Household]:
    """Exactly as many owners as there are cars, as far as there are households whose members all have a seat in one."""
    owners: dict[str, str] = {}
    order = chance.shuffled([h for h in households if not (h.stays or h.stretcher or h.wheelchair)])
    for kind in cars:
        fitting = [household.id for household in order if household.id not in owners and household.people <= kind.seats]
        owners |= dict.fromkeys(fitting[: kind.count], kind.vehicle_class)
    return [replace(h, own_car=owners[h.id]) if h.id in owners else h for h in households]

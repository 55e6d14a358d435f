"""The heaviest load of households with special needs, beside a search through all loads."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.people import Needs
from safepassage.planning.boarding import Alike, heaviest
from safepassage.planning.problem import Floats

NOBODY_ELSE = np.zeros(21)
needs = st.builds(Needs, st.integers(0, 4), st.integers(0, 1), st.integers(0, 2)).filter(lambda each: each.people > 0)
kinds = st.lists(st.builds(Alike, needs, st.integers(1, 40).map(float), st.integers(0, 3)), max_size=4)
capacities = st.builds(Needs, st.integers(0, 8), st.integers(0, 2), st.integers(0, 3))


def others_of(capacity: Needs, weights: list[int]) -> Floats:
    """Weight of the heaviest so many, one seat each."""
    some = sorted(weights, reverse=True)[: capacity.seated]
    return np.append(0.0, np.cumsum(some + [0] * (capacity.seated - len(some))))


def weight(kinds: list[Alike], counts: tuple[int, ...], capacity: Needs, others: Floats) -> float | None:
    """Of a load; None where it does not fit."""
    load = sum((kind.needs for kind, n in zip(kinds, counts, strict=True) for _ in range(n)), Needs())
    if not load.fits_in(capacity):
        return None
    special = sum(kind.weight * n for kind, n in zip(kinds, counts, strict=True))
    return special + float(others[capacity.seated - load.seated])


@settings(deadline=None)
@given(kinds, capacities, st.lists(st.integers(0, 10), max_size=8))
def test_no_load_is_heavier(kinds: list[Alike], capacity: Needs, weights: list[int]) -> None:
    kinds = [kind for kind in kinds if kind.needs.fits_in(capacity)]
    others = others_of(capacity, weights)
    every = (weight(kinds, counts, capacity, others) for counts in product(*(range(k.number + 1) for k in kinds)))
    found = weight(kinds, tuple(heaviest(kinds, capacity, others)), capacity, others)
    assert found == max(each for each in every if each is not None)


def test_patients_with_one_companion_share_a_vehicle_before_one_with_two_has_it_alone() -> None:
    """Two stretchers and two seats: four people in two households, or three in one."""
    kinds = [Alike(Needs(2, 0, 1), 30.0, 1), Alike(Needs(1, 0, 1), 20.0, 2)]
    assert heaviest(kinds, Needs(2, 0, 2), NOBODY_ELSE[:3]) == [0, 2]


def test_a_large_family_does_not_keep_those_from_boarding_who_are_more_urgent() -> None:
    """A wheelchair user with ten of the family, all of tier 3, or ten of tier 2 in their seats."""
    kinds = [Alike(Needs(10, 1), 11.0, 1)]
    urgent = np.cumsum([0.0] + [3.0] * 20)
    assert heaviest(kinds, Needs(10, 1), urgent[:11]) == [0]
    assert heaviest(kinds, Needs(20, 1), urgent[:21]) == [0]
    assert heaviest(kinds, Needs(20, 1), np.minimum(urgent, 30.0)) == [1]

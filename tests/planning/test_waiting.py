"""Filling a vehicle: whole households, of those who wait there and accept the site, and never too many."""

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.people import Household, Needs
from safepassage.planning.problem import Problem, state
from safepassage.planning.waiting import Waiting
from tests.situations import ARMED, small_town

PROBLEM: Problem = state(small_town())
STREAMS = ("civilian", ARMED)
POINTS = [place.id for place in PROBLEM.assembly]
SITES = [place.id for place in PROBLEM.reception]

members = st.integers(0, 4)
some_sites = st.lists(st.sampled_from(SITES), min_size=1, unique=True).map(tuple)


@st.composite
def crowds(draw: st.DrawFn) -> list[Household]:
    """Households of at least one person."""
    return [
        Household(
            f"W{number}", draw(st.sampled_from(POINTS)), *needs, tier=draw(st.integers(1, 3)),
            destinations=draw(some_sites), stream=draw(st.sampled_from(STREAMS)),
        )
        for number in range(draw(st.integers(0, 12)))
        if sum(needs := (draw(members), draw(st.integers(0, 1)), draw(st.integers(0, 1))))
    ]  # fmt: skip


def waiting(crowd: list[Household]) -> Waiting:
    """A waiting crowd, each household planned to every site that it accepts."""
    allocation = {h.id: tuple(sorted(SITES.index(site) for site in h.destinations)) for h in crowd}
    found = Waiting(PROBLEM, STREAMS, allocation)
    for household in crowd:
        found.add(household)
    return found


capacities = st.builds(Needs, st.integers(0, 12), st.integers(0, 2), st.integers(0, 2))


@settings(deadline=None)
@given(crowds(), capacities, st.integers(0, 1), st.integers(0, 1), st.sampled_from(STREAMS), st.booleans())
def test_a_vehicle_is_filled_with_whole_households_who_fit(
    crowd: list[Household], capacity: Needs, a: int, r: int, stream: str, patients: bool
) -> None:
    chosen = waiting(crowd).fill(a, r, stream, capacity, whole_patients=patients)
    assert sum((household.needs for household in chosen), Needs()).fits_in(capacity)
    assert len({household.id for household in chosen}) == len(chosen)
    for household in chosen:
        assert household in crowd
        assert household.at == POINTS[a]
        assert SITES[r] in household.destinations
        assert household.stream == stream
        assert patients or not household.stretcher


@settings(deadline=None)
@given(crowds(), capacities, st.integers(0, 1), st.integers(0, 1))
def test_nobody_who_would_still_fit_is_passed_over(crowd: list[Household], capacity: Needs, a: int, r: int) -> None:
    chosen = waiting(crowd).fill(a, r, "civilian", capacity)
    left = capacity - sum((household.needs for household in chosen), Needs())
    for household in crowd:
        ordinary = household.needs == Needs(household.seated)
        here = household.at == POINTS[a] and SITES[r] in household.destinations and household.stream == "civilian"
        if ordinary and here and household not in chosen:
            assert not household.needs.fits_in(left)


@settings(deadline=None)
@given(crowds(), st.randoms(use_true_random=False))
def test_counts_follow_those_who_come_and_go(crowd: list[Household], chance: Random) -> None:
    found = waiting(crowd)
    gone = [household for household in crowd if chance.random() < 0.5]
    for household in gone:
        found.remove(household)
    stay = [household for household in crowd if household not in gone]
    assert found.count == len(stay)
    assert Counter(household.id for household in found.everyone()) == Counter(household.id for household in stay)
    for stream in STREAMS:
        for a, point in enumerate(POINTS):
            for r, site in enumerate(SITES):
                people = sum(h.people for h in stay if (h.at, h.stream) == (point, stream) and site in h.destinations)
                assert found.people[stream][a, r].sum() == people


def test_small_households_are_left_for_the_last_seats() -> None:
    crowd = [Household(f"W{size}", POINTS[0], size, destinations=(SITES[0],)) for size in (1, 5, 2)]
    chosen = waiting(crowd).fill(0, 0, "civilian", Needs(7))
    assert [household.id for household in chosen] == ["W5", "W2"]


def test_a_household_is_taken_once() -> None:
    household = Household("W1", POINTS[0], 2, destinations=(SITES[0],))
    found = waiting([household])
    assert found.take(household)
    assert not found.take(household)

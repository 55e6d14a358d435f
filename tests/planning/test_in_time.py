"""Vehicles that stand ready in time, and the heaviest trips that can be made with them."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from safepassage.planning.in_time import made

trips = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5).map(float)), max_size=6)
vehicles = st.lists(st.integers(0, 9), max_size=5).map(sorted)


def can_be_made(begins: list[int], ready: list[int]) -> bool:
    """Each trip, in the order in which they begin, with the vehicle that is ready first."""
    return len(begins) <= len(ready) and all(at <= begin for at, begin in zip(ready, sorted(begins), strict=False))


@given(trips, vehicles)
def test_no_other_trips_that_can_be_made_are_heavier(some: list[tuple[int, float]], ready: list[int]) -> None:
    begins, weights = [begin for begin, _ in some], [weight for _, weight in some]
    going = made(begins, weights, ready)
    assert can_be_made([begin for begin, goes in zip(begins, going, strict=True) if goes], ready)
    heaviest = max(
        sum(weight for _, weight in few)
        for size in range(len(some) + 1)
        for few in combinations(some, size)
        if can_be_made([begin for begin, _ in few], ready)
    )
    assert sum(weight for weight, goes in zip(weights, going, strict=True) if goes) == heaviest


def test_a_vehicle_is_kept_for_patients_who_are_loaded_before_others_leave() -> None:
    """One bus at 9: for forty people who board from 10 on, or for patients of whom the first must board at 9.5."""
    assert made([100, 95], [40.0, 360.0], [90]) == [False, True]
    assert made([100, 95], [40.0, 360.0], [90, 98]) == [True, True]

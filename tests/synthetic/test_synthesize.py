"""Operations drawn from a seed: exact in their numbers, the same everywhere, plausible at every size."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import TIERS
from safepassage.domain.places import PlaceKind
from safepassage.synthetic import SHAPES, synthesize
from safepassage.synthetic.traits import Scarce, draw_traits
from tests.plausible import stranded, unknown_names, unreachable_pools

SEEDS = st.integers(0, 10_000)
SIZES = st.integers(50, 3000)
LIKE = st.sampled_from(sorted(SHAPES))


def leaving(operation: Operation) -> int:
    return sum(household.people for household in operation.leaving)


@settings(max_examples=60, deadline=None)
@given(people=SIZES, seed=SEEDS, like=LIKE)
def test_exactly_as_many_people_wish_to_leave_as_were_asked_for(people: int, seed: int, like: str) -> None:
    operation = synthesize(people, seed, like)
    assert leaving(operation) == people
    assert all(household.people >= 1 for household in operation.households)


@pytest.mark.parametrize("people", [50, 51, 500, 5000, 35_000, 100_000])
def test_people_needs_and_tiers_come_in_the_shares_of_the_reference(people: int) -> None:
    operation = synthesize(people, seed=people)
    assert leaving(operation) == people
    assert sum(household.stretcher for household in operation.leaving) == max(1, round(400 * people / 35_000))
    assert sum(household.wheelchair for household in operation.leaving) == max(1, round(480 * people / 35_000))
    if people >= 5000:
        in_tier = Counter[int]()
        for household in operation.leaving:
            in_tier[household.tier] += household.people
        shares = {tier: in_tier[tier] / people for tier in TIERS}
        assert shares == pytest.approx({1: 0.03, 2: 0.12, 3: 0.85}, abs=0.02)
        assert people / len(operation.leaving) == pytest.approx(4.4, abs=0.15)
        assert {household.people for household in operation.leaving} == set(range(1, 13))


@settings(max_examples=40, deadline=None)
@given(people=SIZES, seed=SEEDS, like=LIKE)
def test_everybody_can_be_carried_and_nothing_names_what_is_not_there(people: int, seed: int, like: str) -> None:
    operation = synthesize(people, seed, like)
    assert unknown_names(operation) == set()
    assert stranded(operation) == []
    assert unreachable_pools(operation) == []
    assert len({household.id for household in operation.households}) == len(operation.households)
    assert len({place.id for place in operation.places}) == len(operation.places)


@settings(max_examples=60, deadline=None)
@given(people=SIZES, seed=SEEDS)
def test_there_is_room_and_time(people: int, seed: int) -> None:
    operation = synthesize(people, seed)
    assert sum(site.places or 0 for site in operation.reception_sites) >= people
    assert sum(site.beds or 0 for site in operation.reception_sites) >= sum(h.stretcher for h in operation.leaving)
    windows = operation.agreement.windows
    assert windows
    assert all(window.opens_s < window.closes_s for window in windows)
    assert all(a.closes_s <= b.opens_s for a, b in pairwise(windows))
    assert windows[-1].closes_s < operation.horizon_s
    assert all(household.ready_s < windows[-1].closes_s for household in operation.leaving)
    stages = [window for _, window in operation.agreement.stage_windows(operation.horizon_s)]
    assert all(stage.opens_s < stage.closes_s for stage in stages)
    if stages:
        assert stages[0].opens_s == 0


def fingerprint(operation: Operation) -> str:
    """Of what was drawn: the register, the positions and the roads between them."""
    drawn = [
        *(
            (h.id, h.at, h.seated, h.wheelchair, h.stretcher, h.tier, h.ready_s, h.own_car)
            for h in operation.households
        ),
        *((*h.destinations, h.stream, h.stays) for h in operation.households),
        *((place.id, place.lat, place.lon, place.places, place.beds) for place in operation.places),
        *((leg.origin, leg.destination, leg.travel_s) for leg in operation.legs),
        operation.horizon_s,
    ]
    return hashlib.sha256(repr(drawn).encode()).hexdigest()[:12]


@pytest.mark.parametrize("like", sorted(SHAPES))
def test_the_same_seed_draws_the_same_operation_and_another_seed_another(like: str) -> None:
    assert synthesize(700, 1, like) == synthesize(700, 1, like)
    assert synthesize(700, 1, like).households != synthesize(700, 2, like).households


def test_the_operation_of_a_seed_never_changes() -> None:
    """Published measurements name a size and a seed; a new fingerprint here makes them another operation."""
    assert {like: fingerprint(synthesize(500, 1, like)) for like in sorted(SHAPES)} == {
        "aleppo-2016": "c4d5e665985f",
        "bomb-disposal": "52896200dfa6",
        "flood": "e75ab28cdab1",
    }


def test_fleet_gates_and_places_grow_with_the_people() -> None:
    small, reference, large = (synthesize(people, seed=3) for people in (3500, 35_000, 350_000))
    for kind in ("bus", "ambulance"):
        counts = [operation.vehicle_class[kind].count for operation in (small, reference, large)]
        assert counts[0] * 10 == pytest.approx(counts[1], abs=5)
        assert counts[1] * 10 == pytest.approx(counts[2], abs=5)
    cars = [sum(1 for h in operation.leaving if h.own_car) for operation in (small, reference, large)]
    assert cars == [10, 100, 1000]
    assert len(small.assembly_points) < len(reference.assembly_points) == 8 < len(large.assembly_points)
    lanes = [sum(gate.lanes_out for gate in operation.corridor.gates) for operation in (small, reference, large)]
    assert lanes[0] <= lanes[1] < lanes[2]
    assert len(small.reception_sites) < len(reference.reception_sites) < len(large.reception_sites)


def test_not_the_same_thing_is_scarce_in_every_operation() -> None:
    assert {draw_traits(seed).scarce for seed in range(40)} == set(Scarce)


def test_a_synthetic_operation_says_so() -> None:
    for like in SHAPES:
        operation = synthesize(60, 5, like)
        assert operation.synthetic
        assert operation.name.startswith("synthetic")
        assert "synthetic" in operation.description.lower()
    assert synthesize(60, 5).profile is Profile.EXERCISE


def test_cards_are_numbers_and_never_names() -> None:
    for like in SHAPES:
        assert all(household.id[1:].isdigit() for household in synthesize(400, 1, like).households)


def test_own_cars_have_room_for_their_owners() -> None:
    for like in SHAPES:
        operation = synthesize(2000, 4, like)
        owners = [household for household in operation.leaving if household.own_car is not None]
        assert owners
        for owner in owners:
            assert owner.own_car is not None
            assert any(
                owner.needs.fits_in(layout.capacity) for layout in operation.vehicle_class[owner.own_car].layouts
            )


def test_some_stay_and_are_counted_beside_those_who_leave() -> None:
    operation = synthesize(5000, 2)
    assert 0 < sum(household.people for household in operation.households if household.stays) < 250
    assert all(site.kind is not PlaceKind.DEPOT for site in operation.reception_sites)


@pytest.mark.parametrize("people", [0, 49, 1_000_001, -5])
def test_an_impossible_number_of_people_is_named(people: int) -> None:
    with pytest.raises(ValueError, match=rf"people is {people}: .* 50 to 1,000,000"):
        synthesize(people, 1)


def test_an_unknown_shape_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no shape 'volcano': choose one of aleppo-2016, bomb-disposal, flood"):
        synthesize(100, 1, like="volcano")

"""What the bound knows of households: who goes together, and who is ready when."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np

from safepassage.domain.people import Household
from safepassage.planning.commodities import BESIDE, FAMILY, STRETCHER, WHEELCHAIR, commodities, rough
from safepassage.planning.problem import state
from safepassage.synthetic import synthesize
from tests.situations import small_town


def with_households(*households: Household) -> tuple[Household, ...]:
    town = small_town()
    at, goes = town.households[0].at, town.households[0].destinations
    return tuple(replace(household, at=at, destinations=goes) for household in households)


def test_families_go_with_their_patients_and_patients_with_their_families() -> None:
    households = with_households(Household("A", "", seated=3, stretcher=1), Household("B", "", seated=1, stretcher=1))
    cuts = {(c.follower, c.leader): c for c in commodities(state(small_town()), households).cuts}
    family, patients = cuts[FAMILY, STRETCHER], cuts[STRETCHER, FAMILY]
    assert family.per_follower * 3 <= family.per_leader * 1 + family.most
    assert family.per_follower * 4 > family.per_leader * 1 + family.most
    assert patients.per_follower * 1 <= patients.per_leader * 1 + patients.most
    assert patients.per_follower * 2 > patients.per_leader * 0 + patients.most


def test_whoever_is_alone_waits_for_nobody() -> None:
    households = with_households(Household("A", "", wheelchair=2), Household("B", "", seated=2, wheelchair=1))
    cuts = {(c.follower, c.leader): c for c in commodities(state(small_town()), households).cuts}
    users = cuts[WHEELCHAIR, BESIDE]
    assert users.per_follower * 2 <= users.most
    assert users.per_follower * 3 > users.most


def test_nobody_crosses_before_they_are_ready() -> None:
    town = small_town()
    ready_s = 3600
    households = with_households(Household("A", "", seated=2), Household("B", "", seated=5, ready_s=ready_s))
    late = commodities(state(town), households).late
    assert [each.ready.tolist() for each in late] == [[2, 7]]
    assert late[0].by(np.array([0, ready_s, ready_s + 86_400])).tolist()[1:] == [2, 7]
    assert not commodities(state(town), households[:1]).late


def test_few_choices_are_told_apart() -> None:
    problem = state(synthesize(500, 1))
    people = commodities(problem, problem.operation.leaving)
    found = rough(problem, people)
    assert found.choices == people.choices
    assert found.choosing.tolist() == people.choosing.tolist()


def test_rare_choices_are_put_together_and_everybody_is_still_counted() -> None:
    problem = state(synthesize(35_000, 1))
    people = commodities(problem, problem.operation.leaving)
    with patch("safepassage.planning.commodities.MOST_CHOICES", 5):
        found = rough(problem, people)
    assert 5 < len(found.choices) < len(people.choices)
    assert found.choosing.sum(axis=0).tolist() == people.choosing.sum(axis=0).tolist()
    for d, choice in enumerate(people.choices):
        assert set(choice) <= set(found.choices[found.of[d]])
    evenly = {(g, r): found.choosing[g] / len(sites) for g, sites in enumerate(found.choices) for r in sites}
    going = found.going(people, evenly)
    assert set(going) == {(d, r) for d, choice in enumerate(people.choices) for r in choice}
    for d, choice in enumerate(people.choices):
        assert np.allclose(sum(going[d, r] for r in choice), people.choosing[d])

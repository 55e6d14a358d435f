"""When a vehicle can begin its first trip and the next: behind the gates, site by site and for a whole way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.planning.cycle import cycles
from safepassage.planning.problem import NEVER, state
from tests.planning.effort import examples
from tests.planning.tiny import tiny_operations
from tests.situations import m, small_town


@settings(max_examples=examples(50), deadline=None)
@given(tiny_operations(), st.integers(0, 1000))
def test_all_sites_of_a_way_at_once_are_as_each_by_itself(operation: Operation, seed: int) -> None:
    problem = state(operation)
    arrivals = np.random.default_rng(seed).integers(0, problem.horizon_s, 20)
    for cycle in cycles(problem):
        for w, way in enumerate(problem.ways):
            if cycle is not None:
                together = cycle.ends_on_way_s(w, np.repeat(arrivals[:, None], len(way.sites), axis=1))
                for i, r in enumerate(way.sites):
                    assert together[:, i].tolist() == cycle.ends_s(r, arrivals).tolist()


def test_a_vehicle_behind_a_gate_waits_until_it_opens() -> None:
    """Ten minutes to the bridge, one of inspection and ten to the school; the bridge is open from minute 60 to 360."""
    problem = state(small_town())
    for leaves_min, arrives_min in ((0, 71), (50, 71), (100, 121), (350, 371)):
        assert problem.arrives_s("bus", "camp", "school", m(leaves_min)) == m(arrives_min)
    assert problem.arrives_s("bus", "camp", "school", m(351)) == NEVER
    for cycle in cycles(problem):
        if cycle is not None:
            assert (cycle.available + cycle.approach_s.max() == m(71)).all()

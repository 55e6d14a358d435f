"""When a vehicle can begin another trip: the same whether it is asked site by site or for a whole way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.planning.cycle import cycles
from safepassage.planning.problem import state
from tests.planning.effort import examples
from tests.planning.tiny import tiny_operations


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

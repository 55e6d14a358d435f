"""A plan made by following programmes, period by period, as ours are, with another solver for each of them.

The programme of a period, the values of people and vehicles beyond it, and who makes trips of its answer are all ours
(`safepassage.planning.programme`, `flow`, `follow`). Only the answer is the other solver's: all its columns in whole
numbers, with the rounded optimum of the linear programme as a hint.
"""

import time
from dataclasses import dataclass
from functools import partial

import msgspec
import numpy as np

from benchmarks.peers.process import ask
from benchmarks.peers.whole_numbers import Asked, Told
from safepassage.domain.people import Household
from safepassage.planning.allocate import allocate, unplanned
from safepassage.planning.commodities import commodities
from safepassage.planning.cycle import Cycle, cycles
from safepassage.planning.departures import Departures, Roads
from safepassage.planning.dispatch import Carried, Manner
from safepassage.planning.flow import flow
from safepassage.planning.follow import Follower
from safepassage.planning.guide import guide
from safepassage.planning.linear_programme import USED, Index, LinearProgramme, Optimum
from safepassage.planning.parties import values
from safepassage.planning.problem import Problem
from safepassage.planning.programme import MOST, Given, Intent, programme
from safepassage.planning.rolling import periods, roll, slots
from safepassage.planning.steps import bins, clock, parting

SOLVER = "benchmarks.peers.programme_cp_sat"

HALF = 0.5
"""Of a period's part of what time is left the solver gets so much; building, the hint and the trips take the rest."""

LEAST_S = 1.0
"""However late it is, the solver gets so much for each programme."""


@dataclass
class Search:
    """The time of a solver that answers programme after programme, and what became of them.

    Attributes:
        until_s: when all should be done, by `time.perf_counter`; what one programme leaves goes to the next.
        seed, workers: of the solver.
        left: programmes that are still to come, at most.
        asked, found, optimal: programmes so far.
        version: of the solver, when it has answered.
    """

    until_s: float
    seed: int
    workers: int
    left: int = 0
    asked: int = 0
    found: int = 0
    optimal: int = 0
    version: str = ""

    def answer(self, asked: Asked) -> list[int]:
        """The values of the columns; none where the solver finds none in its time."""
        seconds = max(LEAST_S, HALF * (self.until_s - time.perf_counter()) / max(1, self.left))
        question = msgspec.structs.replace(asked, seconds=seconds, seed=self.seed, workers=self.workers)
        told = msgspec.msgpack.decode(ask(SOLVER, msgspec.msgpack.encode(question), seconds), type=Told)
        self.left -= 1
        self.asked += 1
        self.found += bool(told.values)
        self.optimal += told.optimal
        self.version = told.version
        return told.values


class WholeProgramme(LinearProgramme):
    """A programme in whole numbers that another solver answers.

    No column counts more than `most` people or vehicles.
    """

    def __init__(self, search: Search, most: int) -> None:
        super().__init__()
        self.search, self.most = search, most

    def minimise(self, *, tolerance: float = 1e-7, simplex: bool = False, crossover: bool = False) -> Optimum | None:
        """The other solver's answer, with the linear optimum as a hint; None where it has none."""
        linear = super().minimise(tolerance=tolerance, simplex=simplex, crossover=crossover)
        if linear is None:
            return None
        found = np.array(self.search.answer(self._asked(linear)), dtype=float)
        return Optimum(float(np.concatenate(self._cost) @ found), found, linear.duals) if len(found) else None

    def in_whole_numbers(self, optimum: Optimum, columns: Index) -> Optimum:
        """It is whole already."""
        assert (optimum.values[columns] == np.rint(optimum.values[columns])).all()
        return optimum

    def _asked(self, linear: Optimum) -> Asked:
        """Costs are rounded to the weighted second; everything else is whole as it is.

        Trips that the linear optimum does not make are left out, as in our own whole numbers (Berthold 2014, RENS - the
        optimal rounding): with all of them CP-SAT finds nothing, or much less, in these seconds.
        """
        matrix = self._matrix().tocsr()
        assert (matrix.data == np.rint(matrix.data)).all()
        bound = np.concatenate(self._upper)
        unused = (bound == MOST) & (linear.values <= USED)
        upper = np.where(unused, 0.0, np.minimum(bound, self.most)).astype(np.int64)
        return Asked(
            cost=np.rint(np.concatenate(self._cost)).astype(np.int64).tolist(),
            upper=upper.tolist(),
            lower_row=[int(np.ceil(b)) if np.isfinite(b) else None for b in np.concatenate(self._row_lower)],
            upper_row=[int(np.floor(b)) if np.isfinite(b) else None for b in np.concatenate(self._row_upper)],
            starts=matrix.indptr.tolist(),
            columns=matrix.indices.tolist(),
            coefficients=matrix.data.astype(np.int64).tolist(),
            hint=np.clip(np.rint(linear.values).astype(np.int64), 0, upper).tolist(),
        )


def followed(problem: Problem, households: tuple[Household, ...], search: Search) -> list[Carried]:
    """The trips of a plan for those who can be carried; it is finished even if time is over."""
    people, around = commodities(problem, households), cycles(problem)
    moments = clock(problem, around, problem.horizon_s, parting(people.late) + 1)
    edges = bins(problem, around, moments, problem.capacity)
    found = flow(problem, people, around, moments, edges, problem.capacity)
    if found is None:
        raise ValueError("the flow that values people and vehicles has no optimum")
    planned = allocate(problem, people, households, found.going)
    follower = Follower(
        problem,
        around,
        guide(problem, people, None),
        unplanned(problem, households, planned),
        Manner(),
        np.random.default_rng(search.seed),
        time_price={c: (found.bins[c], price) for c, price in found.duals.vehicles.items()},
    )
    departures = slots(problem, 1.0)
    search.left = len(periods(problem, departures))
    most = sum(household.people for household in households) + len(problem.operation.vehicles)

    def decide(
        problem: Problem, around: tuple[Cycle | None, ...], out: tuple[Departures, ...], given: Given
    ) -> Intent | None:
        return programme(problem, around, out, given, WholeProgramme(search, most))

    worth = partial(values, problem, people, found)
    roll(follower, Roads(problem, around), departures, households, worth, lambda: False, decide)
    return follower.carried

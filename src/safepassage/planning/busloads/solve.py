"""From a bus evacuation problem to tours, with a certified lower bound on the makespan beside them.

1. First tours, load by load, and tours of least driving; the bound of least driving (`construct`, `transport`).
2. A short local search from either (`improve`).
3. The bound of tours (`bound`), from their relaxation as a flow through time (`timed`).
4. The relaxation at the bound says which drives matter; among those tours are looked for exactly (`guided`).
5. All tours at the bound by cases: they are found, or the bound rises by one, until they are (`cases`).
6. Rounds of local search and of planning a few buses anew (`regroup`), until the bound is met or the rounds are
   over.

Everything is limited in moves, cases and rounds, so that the seed decides the answer and not the machine; `stop`
ends it early with what there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safepassage.planning.busloads.bound import raised
from safepassage.planning.busloads.cases import settle
from safepassage.planning.busloads.certificate import bound_from
from safepassage.planning.busloads.construct import first_tours
from safepassage.planning.busloads.guided import guided
from safepassage.planning.busloads.improve import Search
from safepassage.planning.busloads.instance import Busloads, Tour, makespan
from safepassage.planning.busloads.programme import Verdict
from safepassage.planning.busloads.regroup import regroup
from safepassage.planning.busloads.timed import network
from safepassage.planning.busloads.transport import least_driving, tours_of

MOVES = 40_000
MOVES_PER_LOAD = 100
"""A local search makes the larger of both numbers of moves."""

TEMPERS = (
    (0.05, 1.0, 0.0),
    (0.1, 1.0, 0.0),
    (0.3, 0.3, 0.0),
    (0.02, 1.0, 0.9),
    (0.02, 1.0, 0.0),
    (0.5, 0.1, 0.0),
    (0.2, 1.0, 0.0),
    (1.0, 0.3, 0.0),
)
"""(heat in mean drives, weight of driving, pressure) of one local search after the other."""

ROUNDS = 60
REGROUPINGS = 6
"""In each round."""
REGROUPED_LOADS = (10, 14, 18, 24)

FOLLOWED = (0.0, 0.5, 0.25, 0.75, 1.0)
"""Where between bound and makespan the relaxation is followed, one time after the other."""
FOLLOW_EVERY = 4

CASES = 300
PATIENT_ROUND = 6
PATIENT_COLUMNS = 12_000_000
"""After so many rounds cases are given more time: so many columns in all of them together."""
MOST_MOMENTS = 3_000
CASES_COLUMNS = 4_000
"""Whole problems are settled by cases up to so many columns."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Tours, and what is known about them.

    Attributes:
        tours: one for each bus that drives; empty where none were found that keep roads and deadlines.
        makespan: their last arrival; None where none were found.
        bound: no tours whatsoever have an earlier last arrival; certified in whole numbers.
        impossible: it is proved that no tours carry every load on the roads there are, before deadlines.
    """

    tours: tuple[Tour, ...]
    makespan: int | None
    bound: int
    impossible: bool = False

    @property
    def proved(self) -> bool:
        """True if no tours can be better."""
        return self.makespan == self.bound

    @property
    def gap(self) -> float | None:
        """(makespan - bound) / bound; None without tours, or where only the bound is zero."""
        if self.makespan is None or (self.bound == 0 and self.makespan):
            return None
        return (self.makespan - self.bound) / self.bound if self.bound else 0.0


def solve(
    problem: Busloads,
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Answer], None] = lambda _: None,
) -> Answer:
    """Tours with a small makespan and a bound.

    Args:
        problem: what is to be carried.
        seed: of the local search; the same seed gives the same answer where `stop` never says so.
        rounds: of search, beyond which nothing is tried.
        stop: asked now and then; when true the best answer so far is given.
        tell: told every better answer.
    """
    if not sum(problem.loads):
        return Answer((), 0, 0)
    work = _Work(problem.in_coarsest_units(), seed, stop, tell)
    work.begin()
    work.ask_whether_possible()
    work.raise_bound()
    work.follow_relaxation(0)
    work.settle()
    for number in range(1, rounds + 1):
        if work.is_done():
            break
        work.anneal(number)
        work.regroup(number)
        if number == PATIENT_ROUND:
            work.settle(patient=True)
        if number % FOLLOW_EVERY == 0:
            work.follow_relaxation(number // FOLLOW_EVERY)
    return work.answer()


class _Work:
    """The state of one search: the best tours and the bound, in the coarsest units that lose nothing."""

    def __init__(
        self, scaled: tuple[Busloads, int], seed: int, stop: Callable[[], bool], tell: Callable[[Answer], None]
    ) -> None:
        self.problem, self.unit = scaled
        self.seed, self.stop, self.tell = seed, stop, tell
        self.tours: list[Tour] = []
        self.bound = 0
        self.makespan: int | None = None
        self.impossible = False
        self.search: list[Tour] = []

    def begin(self) -> None:
        """First tours and the bound of least driving."""
        self._keep(first_tours(self.problem))
        driving = least_driving(self.problem, self.stop)
        starts = [self.search]
        if driving is not None:
            if driving.prices is not None:
                self._bounded(bound_from(self.problem, driving.prices, self._latest()))
            starts.append(tours_of(self.problem, driving))
            self._keep(starts[-1])
        for start in starts:
            self._anneal(start, 0)

    def ask_whether_possible(self) -> None:
        """Where no tours are found yet, look for any at all: no tour on roads ends later than at `far`."""
        latest = self._latest()
        if self.makespan is not None or self.stop() or latest > MOST_MOMENTS:
            return
        net = network(self.problem, latest)
        if net.columns <= CASES_COLUMNS:
            verdict, tours = settle(net, cases=CASES, stop=self.stop)
            self.impossible = verdict is Verdict.IMPOSSIBLE
            if verdict is Verdict.FOUND:
                self._keep(tours)

    def raise_bound(self) -> None:
        """The bound of tours."""
        if not self.is_done():
            self._bounded(raised(self.problem, self.bound, self._latest(), self.stop))

    def follow_relaxation(self, number: int) -> None:
        """Look for tours among the drives that the relaxation uses, at the bound or somewhere below the makespan."""
        if self.is_done():
            return
        latest = self._latest() - 1
        between = FOLLOWED[number % len(FOLLOWED)]
        found = guided(self.problem, min(latest, self.bound + round(between * (latest - self.bound))), self.stop)
        if found is not None:
            self._keep(found)

    def settle(self, *, patient: bool = False) -> None:
        """By cases, from the bound upwards, while the problem is small enough."""
        while not self.is_done():
            net = network(self.problem, self.bound)
            if net.columns > CASES_COLUMNS:
                return
            cases = max(CASES, PATIENT_COLUMNS // max(net.columns, 1)) if patient else CASES
            verdict, tours = settle(net, cases=cases, stop=self.stop)
            if verdict is Verdict.OPEN:
                return
            if verdict is Verdict.FOUND:
                self._keep(tours)
            else:
                self._bounded(self.bound + 1)

    def anneal(self, number: int) -> None:
        """A local search from the best tours."""
        self._anneal(self.search, number)

    def regroup(self, number: int) -> None:
        """A few buses at a time plan anew."""
        for attempt in range(REGROUPINGS):
            if self.is_done() or self.makespan is None:
                return
            serial = number * REGROUPINGS + attempt
            loads = REGROUPED_LOADS[serial % len(REGROUPED_LOADS)]
            found = regroup(self.problem, self.tours, loads, self.seed * 7919 + serial, self.stop)
            if found is not None:
                self._keep(found, as_good=True)

    def is_done(self) -> bool:
        """True if the bound is met, or it is time to stop."""
        return self.impossible or self.makespan == self.bound or self.stop()

    def answer(self) -> Answer:
        """In the units of the problem as it was given."""
        found = None if self.makespan is None else self.makespan * self.unit
        return Answer(tuple(self.tours), found, self.bound * self.unit, self.impossible)

    def _anneal(self, start: Sequence[Tour], number: int) -> None:
        if self.is_done():
            return
        heat, driving, pressure = TEMPERS[number % len(TEMPERS)]
        search = Search(self.problem, start, self.seed * 104_729 + number)
        leg = max(1.0, sum(search.ends) / (2 * sum(self.problem.loads)))
        moves = max(MOVES, MOVES_PER_LOAD * sum(self.problem.loads))
        search.run(self.bound, moves, heat=heat * leg, driving=driving, pressure=pressure, stop=self.stop)
        self._keep(search.best)

    def _latest(self) -> int:
        return self.problem.far - 1 if self.makespan is None else self.makespan

    def _bounded(self, bound: int) -> None:
        if bound > self.bound:
            self.bound = bound
            self.tell(self.answer())

    def _keep(self, tours: Sequence[Tour], *, as_good: bool = False) -> None:
        """Keep tours that are better; those that break something only to search from while there are no others."""
        self.search = self.search or list(tours)
        found = makespan(self.problem, tours)
        if found is None:
            return
        if self.makespan is None or found < self.makespan or (as_good and found == self.makespan):
            better = found != self.makespan
            self.tours, self.search, self.makespan = list(tours), list(tours), found
            if better:
                self.tell(self.answer())

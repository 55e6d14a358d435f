"""From an operation to a plan with a certified bound beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import NotCarried, Plan
from safepassage.planning.allocate import Going, allocate, nearest
from safepassage.planning.bound import certify
from safepassage.planning.commodities import Commodities, commodities
from safepassage.planning.cycle import Cycle, cycles
from safepassage.planning.departures import Roads
from safepassage.planning.dispatch import Carried, Dispatcher, Manner
from safepassage.planning.flow import Flow, flow
from safepassage.planning.follow import Follower
from safepassage.planning.guide import Guide, guide
from safepassage.planning.parties import values
from safepassage.planning.prices import prices
from safepassage.planning.problem import Problem, state
from safepassage.planning.reasons import Loads, left_behind, never_carried
from safepassage.planning.rolling import periods, roll, slots
from safepassage.planning.solution import Bound, Progress, Solution
from safepassage.planning.steps import bins, clock, lighter, ready_at, refined, until_s
from safepassage.planning.totals import Totals
from safepassage.planning.write_up import write_up
from safepassage.rules import check
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS, outcome, weight

ROUNDS = tuple(
    (trust, Manner(tilt, noise, phase))
    for noise, phase in (
        (0.0, 0.0),
        (0.0, 0.5),
        (0.03, 0.25),
        (0.1, 0.75),
        (0.03, 0.0),
        (0.1, 0.5),
        (0.2, 0.6),
        (0.3, 0.3),
    )
    for trust, tilt in ((0.0, 1.0), (0.3, 1.0), (0.0, 0.85), (0.0, 0.7))
)
"""Guided rounds: how far the programme's values of people are trusted, and how trips are scored. Their number is fixed,
so that a plan depends on the seed and not on the machine."""

STRETCHES = (1.0, 1.2, 1.1, 1.35)
"""Programmes are followed with convoys so many times as far apart as headway and escorts can keep up."""

PROMISES = 1
"""How often a better plan that leaves somebody behind is made again."""

WORTH_A_PROMISE = 0.95
"""It is made again if it spares at least the rest of the time in danger."""

PROGRAMMES = 40
PROGRAMMED_TRIPS = 1_000
"""About so many trips are placed by following programmes; as many again by dispatching cost a tenth of the time."""

TRIPS = 6_000
"""About so many trips are placed in all guided rounds together, and in one at least: large operations get fewer."""

REFINEMENTS = 1
"""How often the programme is solved again with the slots and loads that its bound missed."""

CURVE_POINTS = 60

SECONDS_PER_THOUSAND = 1.5
"""Measured on two cores at 35,000 and 100,000 people; see `benchmarks`."""


def estimate_s(operation: Operation) -> float:
    """About how many seconds `solve` takes on two cores."""
    thousands = sum(household.people for household in operation.leaving) / 1000
    return float(SECONDS_PER_THOUSAND * thousands * max(1.0, thousands / 35) ** 0.3)


def solve(
    operation: Operation,
    *,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Solution:
    """Plan an operation: a greedy plan first, then a bound, then plans guided by its prices; the best one counts.

    Args:
        operation: to be planned.
        seed: of the noise in later rounds; the same seed and operation give the same plan when `stop` never says so.
        stop: asked now and then; when true the best plan so far is answered, with whatever bound there is.
        tell: told what is going on.
    """
    work = _Work(operation, seed, stop, tell)
    work.allocate(nearest(work.problem, work.people))
    work.dispatch(guide(work.problem, work.people, None), Manner(), "dispatching, first plan")
    found = work.relax()
    if found is not None:
        work.allocate(found.going)
        led = guide(work.problem, work.people, found)
        rounds = max(1, min(len(ROUNDS), TRIPS // max(1, len(work.best.plan.trips))))
        for trust, manner in ROUNDS[:rounds]:
            if stop() or work.is_optimal():
                break
            work.dispatch(led.trusted(trust), manner, f"dispatching, round {work.rounds} of {rounds}")
        for stretch in work.stretches():
            work.follow(found, stretch)
    return work.answer()


@dataclass(frozen=True, slots=True)
class _Best:
    plan: Plan
    worth: int
    carried: int
    completion_s: int | None


class _Work:
    """The state of one planning: the best plan, the bound, and what they were made from."""

    def __init__(
        self, operation: Operation, seed: int, stop: Callable[[], bool], tell: Callable[[Progress], None]
    ) -> None:
        self.operation, self.seed, self.stop, self.tell = operation, seed, stop, tell
        self.rounds = 0
        self.problem: Problem = state(operation)
        self.never = never_carried(self.problem)
        self.households: tuple[Household, ...] = tuple(h for h in operation.leaving if h.id not in self.never)
        self.people: Commodities = commodities(self.problem, self.households)
        self.cycles: tuple[Cycle | None, ...] = cycles(self.problem)
        self.best = self._judge(self._written([], self.households))
        self.certified = self._least_worth()
        self.flow: Flow | None = None
        self.allocation: dict[str, tuple[int, ...]] = {}

    def _least_worth(self) -> int:
        """Those whom no plan can carry are charged in any case."""
        charge = LEFT_BEHIND_HORIZONS * self.operation.horizon_s
        return sum(
            weight(self.operation, self.operation.household[h].tier) * charge * self.operation.household[h].people
            for h in self.never
        )

    def allocate(self, going: Going) -> None:
        """Plan each household to one of the sites that it accepts."""
        self.allocation = allocate(self.problem, self.people, self.households, going)

    def dispatch(self, led: Guide, manner: Manner, doing: str) -> None:
        """Make a plan, and keep it if it carries more people, or as many at less worth.

        The first one is finished even if it is time to stop.
        """
        self._tell(doing)
        dispatcher = Dispatcher(
            self.problem, self.cycles, led, self.allocation, manner, np.random.default_rng((self.seed, self.rounds))
        )
        first = self.rounds == 0
        self.rounds += 1
        if dispatcher.run(self.households, (lambda: False) if first else self.stop):
            self._keep_better(dispatcher)
        self._tell(doing)

    def stretches(self) -> tuple[float, ...]:
        """How far apart convoys are tried; fewer where a plan takes many trips or programmes, one without convoys."""
        if all(way.rule is None for way in self.problem.ways):
            return STRETCHES[:1]
        most = min(
            PROGRAMMED_TRIPS // max(1, len(self.best.plan.trips)), PROGRAMMES // max(1, len(periods(self.problem)))
        )
        return STRETCHES[: max(1, most)]

    def follow(self, found: Flow, stretch: float) -> None:
        """Make a plan of programmes for the next hours, one after the other, and keep it if it is better.

        Where it is better but leaves somebody behind, it is made again with a promise that they board first.
        """
        promised: tuple[Household, ...] = ()
        for _ in range(1 + PROMISES):
            if self.stop() or self.is_optimal():
                return
            self._tell("following programmes")
            follower = self._follower(found, promised)
            worth = partial(values, self.problem, self.people, found)
            departures = slots(self.problem, stretch)
            if not roll(follower, Roads(self.problem, self.cycles), departures, self.households, worth, self.stop):
                return
            candidate = self._keep_better(follower)
            self._tell("following programmes")
            if not follower.left or candidate.worth >= WORTH_A_PROMISE * self.best.worth:
                return
            promised = (*promised, *(household for household in follower.left if household not in promised))

    def _follower(self, found: Flow, promised: tuple[Household, ...]) -> Follower:
        generator = np.random.default_rng((self.seed, self.rounds))
        self.rounds += 1
        return Follower(
            self.problem,
            self.cycles,
            guide(self.problem, self.people, None),
            self._choices(found),
            Manner(),
            generator,
            time_price={c: (found.bins[c], price) for c, price in found.duals.vehicles.items()},
            promised=promised,
        )

    def _choices(self, found: Flow) -> dict[str, tuple[int, ...]]:
        """The sites to which a household may be taken: all that it accepts; those with patients to where a bed is."""
        planned = allocate(self.problem, self.people, self.households, found.going)
        return {h.id: planned[h.id] if h.stretcher else self.problem.accepted(h) for h in self.households}

    def _keep_better(self, dispatcher: Dispatcher) -> _Best:
        """Keep a plan if it carries more people, or as many at less worth, and breaks no rule."""
        candidate = self._judge(self._written(dispatcher.carried, dispatcher.left))
        better = (-candidate.carried, candidate.worth) < (-self.best.carried, self.best.worth)
        if better and (self.rounds == 1 or not check(self.operation, candidate.plan)):
            self.best = candidate
        return candidate

    def relax(self) -> Flow | None:
        """Solve the linear programme and certify its bound."""
        if self.stop():
            return None
        self._tell("bounding")
        everybody = self.best.carried == sum(household.people for household in self.households)
        completes_s = self.best.completion_s if everybody else None
        last_s = until_s(self.problem, self.cycles, completes_s)
        late = self.people.late
        moments = ready_at(self.problem, late, ()) + 1 if not all(way.clock_s for way in self.problem.ways) else ()
        slots = clock(self.problem, self.cycles, last_s, moments)
        loads = self.problem.capacity
        for _ in range(1 + REFINEMENTS):
            edges = bins(self.problem, self.cycles, slots, loads)
            found = flow(self.problem, self.people, self.cycles, slots, edges, loads)
            if found is None:
                break
            certificate = certify(self.problem, self.people, self.cycles, found)
            worth = certificate.worth + self._least_worth()
            if self.flow is None or worth > self.certified:
                self.flow, self.certified = found, max(worth, self.certified)
            before = sum(map(len, slots)) + sum(map(len, loads))
            slots = refined(self.problem, slots, edges, certificate.seconds)
            loads = lighter(self.problem, slots, loads, certificate.loads)
            if self.stop() or sum(map(len, slots)) + sum(map(len, loads)) == before:
                break
        self._tell("bounding")
        return self.flow

    def is_optimal(self) -> bool:
        """True if the plan meets its bound."""
        return self.best.worth <= self.certified

    def answer(self) -> Solution:
        """The best plan, the bound and its prices."""
        self._tell("measuring the bound by the hour")
        best, totals = self.best, Totals(self.problem, self.people, self.cycles)
        last_s = best.completion_s or self.operation.horizon_s
        curve = [round(last_s * i / CURVE_POINTS) for i in range(1, CURVE_POINTS + 1)]
        return Solution(
            plan=best.plan,
            worth=best.worth,
            bound=Bound(
                worth=self.certified,
                completion_s=totals.earliest_s(best.carried) if best.carried else None,
                people_out=tuple((t, totals.people_out(t)) for t in curve),
                prices=prices(self.problem, self.cycles, self.flow) if self.flow is not None else (),
            ),
        )

    def _written(self, carried: Sequence[Carried], left: Sequence[Household]) -> Plan:
        plan = write_up(self.problem, carried, (), self.seed)
        loads = Loads(plan)
        reasons = {h.id: left_behind(self.problem, h, loads) for h in left} | self.never
        order = [h.id for h in self.operation.leaving if h.id in reasons]
        return replace(plan, not_carried=tuple(NotCarried(h, reasons[h]) for h in order))

    def _judge(self, plan: Plan) -> _Best:
        achieved = outcome(self.operation, plan)
        return _Best(plan, achieved.worth, achieved.carried, achieved.completion_s)

    def _tell(self, doing: str) -> None:
        self.tell(Progress(doing, self.best.worth, self.certified or None))

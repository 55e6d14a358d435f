"""From an operation to a plan with a certified bound beside it."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

import numpy as np

from safepassage.domain.objective import Objective
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import NotCarried, Plan
from safepassage.planning import busloads
from safepassage.planning.allocate import Allocation, Going, allocate, nearest, scatters, unplanned
from safepassage.planning.bound import certify
from safepassage.planning.commodities import Commodities, commodities
from safepassage.planning.cycle import Cycle, cycles
from safepassage.planning.departures import Roads
from safepassage.planning.dispatch import Carried, Dispatcher, Manner
from safepassage.planning.flow import SMALL, Flow, flow
from safepassage.planning.follow import Follower
from safepassage.planning.guide import Guide, guide
from safepassage.planning.judge import EVEN, Judged, evenly, gap_of, judge
from safepassage.planning.parties import values
from safepassage.planning.pressing import Pressing
from safepassage.planning.prices import prices
from safepassage.planning.problem import Problem, state
from safepassage.planning.reasons import Loads, left_behind, never_carried
from safepassage.planning.resume import Resumed, kept_of
from safepassage.planning.rolling import largest, periods, roll, slots
from safepassage.planning.solution import Aimed, Bound, Hour, Progress, Solution
from safepassage.planning.steps import bins, clock, lighter, parting, refined, until_s
from safepassage.planning.totals import Totals
from safepassage.planning.write_up import write_up
from safepassage.rules import check
from safepassage.rules.outcome import LEFT_BEHIND_HORIZONS, weight

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

OTHER_WAY_EVERY = 3
"""Of so many rounds one tries the other way: to plan households to sites, or not to. The first two rounds differ in
nothing else."""

LEAST_NOISE = 0.05
"""Of plans that are taken up again; without noise the same trips might come back."""

PRESSED = 8
"""An earlier end is asked for so often."""

PRESSED_EFFORT = 4
"""Rounds and programmes each time."""

STRETCHES = (1.0, 1.2, 1.1, 1.35)
"""Programmes are followed with convoys so many times as far apart as headway and escorts can keep up."""

PROMISES = 3
"""How often a better plan that leaves somebody behind is made again, at the most."""

WORTH_A_PROMISE = 0.95
"""It is made again if it spares at least the rest of the time in danger."""

MOST_FOLLOWED = 5_000
"""No programmes are followed that are larger (`rolling.largest`)."""

PROGRAMMES = 40
PROGRAMMED_TRIPS = 1_000
"""About so many trips are placed by following programmes; as many again by dispatching cost a tenth of the time."""

TRIPS = 3_000
"""About so many trips are placed in all guided rounds together, and in one at least: large operations get fewer."""

REFINED_SMALL, REFINED_ON_A_CLOCK, REFINED = (5, 0.002), (1, 0.03), (4, 0.1)
"""How often the programme is solved again with the slots and loads that its bound missed, until the bound is so close
to its value: small ones, those of convoys on a clock, and others, which take long and gain only where much is lost."""

CURVE_POINTS = 60

HOUR_S = 3600

SECONDS_PER_THOUSAND = 1.0
RESUMING_S, RESUMING_S_PER_THOUSAND = 10.0, 5.0
"""Measured on two cores at 500 to 100,000 people; see `benchmarks`. Taking plans up again is over after ten."""

RESUMED = 200
RESUMED_TRIPS = 1_400
"""How often plans are taken up again: small ones so often, one of so many trips once, one of half as many four times.
The more trips, the longer it takes and the better are programmes that are followed."""

RESUMED_FOR_THE_LEFT = 2
"""However large, so often where somebody is left behind."""

FETCHED = 4
"""Those who are left behind are asked for so often, before all others."""

TIMES_AS_LONG = {Objective.PERSON_TIME: 1.0, Objective.COMPLETION: 5.0, Objective.EARLIEST: 2.0}
"""About so many times as long as for the person-time; measured at 500 to 3,000 people."""


def estimate_s(operation: Operation, objective: Objective = Objective.PERSON_TIME) -> float:
    """About how many seconds `solve` takes on two cores, with the usual effort."""
    thousands = sum(household.people for household in operation.leaving) / 1000
    resuming_s = min(RESUMING_S, RESUMING_S_PER_THOUSAND * thousands)
    planning_s = SECONDS_PER_THOUSAND * thousands * max(1.0, thousands / 35) ** 0.3
    return float(TIMES_AS_LONG[objective] * (resuming_s + planning_s))


def solve(
    operation: Operation,
    *,
    objective: Objective = Objective.PERSON_TIME,
    gap: float = 0.0,
    effort: int | None = None,
    seed: int = 0,
    stop: Callable[[], bool] = lambda: False,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Solution:
    """Plan an operation: a greedy plan first, then a bound, then plans guided by its prices; the best one counts.

    Args:
        operation: to be planned.
        objective: what is to be small.
        gap: a plan that carries everybody who can be carried is good enough when it is so near to the bound of the
            objective: (value - bound) / bound, at least 0.
        effort: at most so many guided rounds, followed programmes and plans taken up again, counted together, after the
            first plan and the bound; None for as many as the operation is usually given.
        seed: of the noise in later rounds; the same seed, effort and operation give the same plan when `stop` never
            says so.
        stop: asked now and then; when true the best plan so far is answered, with whatever bound there is.
        tell: told what is going on.

    Raises:
        ValueError: the gap or the effort is negative or no number.
    """
    _check_limits(gap, effort)
    work = _Work(operation, seed, stop, tell, objective, gap)
    work.begin()
    found = work.relax()
    if found is not None:
        if objective is Objective.COMPLETION and work.carry_busloads(effort):
            return work.answer()
        work.search(found, work.own_share(effort))
        work.search_otherwise(effort)
    return work.answer()


def _check_limits(gap: float, effort: int | None) -> None:
    if not 0 <= gap < math.inf:
        raise ValueError(f"a gap is a number of at least 0, not {gap}")
    if effort is not None and effort < 0:
        raise ValueError(f"an effort is a whole number of at least 0, not {effort}")


def _left(plan: Plan) -> set[str]:
    return {entry.household for entry in plan.not_carried}


class _Work:
    """The state of one planning: the best plan, the bound, and what they were made from.

    Where an operation is searched on behalf of another (`search_otherwise`), `offer` takes each plan to that one.
    """

    def __init__(
        self,
        operation: Operation,
        seed: int,
        stop: Callable[[], bool],
        tell: Callable[[Progress], None],
        objective: Objective = Objective.PERSON_TIME,
        gap: float = 0.0,
        *,
        offer: Callable[[Plan, Sequence[Carried]], None] = lambda *_: None,
    ) -> None:
        self.operation, self.seed, self.stop, self.tell = operation, seed, stop, tell
        self.objective, self.gap, self.offer = objective, gap, offer
        self.rounds = 0
        self.carried: Sequence[Carried] = ()
        self.resume: Callable[[], None] = lambda: None
        self.problem: Problem = state(operation)
        self.never = never_carried(self.problem)
        self.households: tuple[Household, ...] = tuple(h for h in operation.leaving if h.id not in self.never)
        self.everybody = sum(household.people for household in self.households)
        self.people: Commodities = commodities(self.problem, self.households)
        self.cycles: tuple[Cycle | None, ...] = cycles(self.problem)
        self.totals = Totals(self.problem, self.people, self.cycles)
        self.best = judge(operation, objective, self._written([], self.households))
        self.certified = self._least_worth()
        self.evenly = 0
        self.earliest: dict[int, int] = {}
        self.flow: Flow | None = None
        self.planned: Allocation = {}
        self.unplanned: Allocation = {}
        self.scattered = False

    def _least_worth(self) -> int:
        """Those whom no plan can carry are charged in any case."""
        charge = LEFT_BEHIND_HORIZONS * self.operation.horizon_s
        return sum(
            weight(self.operation, self.operation.household[h].tier) * charge * self.operation.household[h].people
            for h in self.never
        )

    def begin(self) -> None:
        """The first plan, which is made in any case."""
        self.allocate(nearest(self.problem, self.people))
        led = guide(self.problem, self.people, None)
        self.dispatch(led, self._allocation(self.scattered), Manner(), "dispatching, first plan")

    def search(self, found: Flow, effort: int | None) -> None:
        """Guided rounds, followed programmes, and plans taken up again: so many together, or as many as is usual.

        Households are planned to sites, or not, as in the best round so far; now and then the other way is tried.
        """
        programmes, trips = len(self.stretches()), max(1, len(self.best.plan.trips))
        rounds = max(1, min(len(ROUNDS), TRIPS // trips))
        resumptions = min(RESUMED, (RESUMED_TRIPS // trips) ** 2)
        if effort is not None:
            programmes = min(programmes, effort // 2)
            rounds = min(len(ROUNDS), -(-(effort - programmes) // 2))
            resumptions = effort - programmes - rounds
        self.allocate(found.going)
        led = guide(self.problem, self.people, found)
        choosing = self.planned != self.unplanned
        planless, best = self.scattered, None
        for number, (trust, manner) in enumerate((ROUNDS[:1] * choosing + ROUNDS)[:rounds]):
            if self.stop() or self.is_done():
                break
            doing = f"dispatching, round {self.rounds} of {rounds}"
            now = planless != (choosing and number % OTHER_WAY_EVERY == 1)
            candidate = self.dispatch(led.trusted(trust), self._allocation(now), manner, doing)
            if candidate is not None and (best is None or candidate.rank < best):
                planless, best = now, candidate.rank
        for stretch in self.stretches()[:programmes]:
            self.follow(found, stretch)
        if effort is None and _left(self.best.plan) - set(self.never):
            resumptions = max(RESUMED_FOR_THE_LEFT, resumptions)
        self.resume = partial(self._resume, led, planless, resumptions)
        self.resume()

    def _resume(self, led: Guide, planless: bool, tries: int) -> None:
        """Take some of the best plan's trips back, and dispatch them again; whoever it leaves behind boards first."""
        for number in range(1, tries + 1):
            if self.stop() or self.is_done() or not self.carried:
                return
            self._tell(f"taking trips back, {number} of {tries}")
            random = np.random.default_rng((self.seed, self.rounds))
            trust, manner = ROUNDS[int(random.integers(len(ROUNDS)))]
            left = _left(self.best.plan) - set(self.never)
            resumed = Resumed(
                self.problem,
                self.cycles,
                led.trusted(trust),
                self._allocation(planless),
                replace(manner, noise=max(manner.noise, LEAST_NOISE)),
                random,
                kept=kept_of(self.carried, random),
                urgent=[household for household in self.households if household.id in left],
            )
            self.rounds += 1
            if resumed.go_on(self.households, self.stop):
                self._keep_better(resumed)

    def allocate(self, going: Going) -> None:
        """Plan each household to one of the sites that it accepts, as an offer: `_allocation` says who takes it."""
        self.planned = allocate(self.problem, self.people, self.households, going)
        self.unplanned = unplanned(self.problem, self.households, self.planned)
        self.scattered = scatters(self.problem, self.households, self.planned)

    def _allocation(self, planless: bool) -> Allocation:
        return self.unplanned if planless else self.planned

    def dispatch(self, led: Guide, allocation: Allocation, manner: Manner, doing: str) -> Judged | None:
        """Make a plan, and keep it if it carries more people, or as many at less worth; None if it was stopped.

        The first one is finished even if it is time to stop.
        """
        self._tell(doing)
        dispatcher = Dispatcher(
            self.problem, self.cycles, led, allocation, manner, np.random.default_rng((self.seed, self.rounds))
        )
        first = self.rounds == 0
        self.rounds += 1
        done = dispatcher.run(self.households, (lambda: False) if first else self.stop)
        candidate = self._keep_better(dispatcher) if done else None
        self._tell(doing)
        return candidate

    def stretches(self) -> tuple[float, ...]:
        """How far apart convoys are tried; fewer where a plan takes many trips or programmes.

        One without convoys, or where they keep a clock. None where a single programme would take minutes.
        """
        departures = slots(self.problem, 1.0)
        if largest(self.problem, departures) > MOST_FOLLOWED:
            return ()
        many = len(periods(self.problem, departures))
        most = min(PROGRAMMED_TRIPS // max(1, len(self.best.plan.trips)), PROGRAMMES // max(1, many))
        kept = all(way.clock_s for way in self.problem.ways if way.rule is not None)
        return STRETCHES[: 1 if kept else max(1, most)]

    def follow(self, found: Flow, stretch: float) -> None:
        """Make a plan of programmes for the next hours, one after the other, and keep it if it is better.

        Where it is better but leaves somebody behind, it is made again with a promise that they board first.
        """
        promised: tuple[Household, ...] = ()
        for _ in range(1 + PROMISES):
            if self.stop() or self.is_done():
                return
            self._tell("following programmes")
            follower = self._follower(found, promised)
            worth = partial(values, self.problem, self.people, found)
            departures = slots(self.problem, stretch)
            if not roll(follower, Roads(self.problem, self.cycles), departures, self.households, worth, self.stop):
                return
            candidate = self._keep_better(follower)
            self._tell("following programmes")
            poor = candidate is not self.best and candidate.worth >= WORTH_A_PROMISE * self.best.worth
            if not follower.left or poor or set(follower.left) <= set(promised):
                return
            promised = (*promised, *(household for household in follower.left if household not in promised))

    def _follower(self, found: Flow, promised: tuple[Household, ...]) -> Follower:
        generator = np.random.default_rng((self.seed, self.rounds))
        self.rounds += 1
        return Follower(
            self.problem,
            self.cycles,
            guide(self.problem, self.people, None),
            {h.id: self.problem.accepted(h) for h in self.households},
            Manner(),
            generator,
            time_price={c: (found.bins[c], price) for c, price in found.duals.vehicles.items()},
            promised=promised,
        )

    def _keep_better(self, dispatcher: Dispatcher) -> Judged:
        """Keep a plan if it carries more people, or as many and is better, and breaks no rule; the first anyway."""
        plan = self._written(dispatcher.carried, dispatcher.left)
        self.offer(plan, dispatcher.carried)
        return self._consider(plan, dispatcher.carried, self.rounds == 1)

    def _consider(self, plan: Plan, carried: Sequence[Carried], trusted: bool = False) -> Judged:
        candidate = judge(self.operation, self.objective, plan)
        if candidate.rank < self.best.rank and (trusted or not check(self.operation, plan)):
            self.best, self.carried = candidate, carried
        return candidate

    def relax(self) -> Flow | None:
        """Solve the linear programme and certify its bound."""
        if self.stop():
            return None
        self._tell("bounding")
        everybody = self.best.carried == self.everybody
        completes_s = self.best.completion_s if everybody else None
        last_s = until_s(self.problem, self.cycles, completes_s)
        slots = clock(self.problem, self.cycles, last_s, parting(self.people.late) + 1)
        on_clock = any(way.clock_s for way in self.problem.ways)
        loads = self.problem.capacity
        for refinement in count():
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
            most, near = REFINED_SMALL if found.size <= SMALL else REFINED_ON_A_CLOCK if on_clock else REFINED
            close = worth >= (1 - near) * (found.value + self._least_worth())
            if self.stop() or refinement == most or close or sum(map(len, slots)) + sum(map(len, loads)) == before:
                break
        self._tell("bounding")
        return self.flow

    def is_done(self) -> bool:
        """True if no plan is better by the objective, or all who can be are carried and the gap is small enough."""
        everybody = self.best.carried == self.everybody
        if self.objective is Objective.COMPLETION and not everybody:
            return False
        return gap_of(self.best.value, self.value_bound()) <= (self.gap if everybody else 0.0)

    def value_bound(self) -> int:
        """No plan that carries as many people as the best one has less of what is to be small."""
        if self.objective is Objective.COMPLETION:
            return self.earliest_s()
        is_evenly = self.objective is Objective.EARLIEST and self.operation.weights != EVEN
        return self.evenly if is_evenly else self.certified

    def earliest_s(self) -> int:
        """No plan that carries as many people as the best one is complete before."""
        people = self.best.carried
        if people not in self.earliest:
            self.earliest[people] = self.totals.earliest_s(people) or 0
        return self.earliest[people]

    def own_share(self, effort: int | None) -> int | None:
        """How much of the effort goes to the operation as it is."""
        if self.objective is Objective.EARLIEST and self.operation.weights != EVEN:
            return 0
        return effort - effort // 2 if self.objective is Objective.COMPLETION and effort is not None else effort

    def search_otherwise(self, effort: int | None) -> None:
        """Search operations in which the person-time asks for what the objective wants, or for those left behind."""
        if self.objective is Objective.PERSON_TIME and effort is None:
            before = self.best
            self._fetch(min(FETCHED, TRIPS // max(1, len(self.best.plan.trips))))
            if self.best is not before:
                self.resume()
        if self.objective is Objective.COMPLETION:
            few = min(PRESSED, TRIPS // max(1, len(self.best.plan.trips)))
            self._press(max(1, few) if effort is None else effort // 2 // PRESSED_EFFORT)
        if self.objective is Objective.EARLIEST and self.operation.weights != EVEN:
            even = self._asking(evenly(self.operation), "everybody alike", self.gap)
            even.run(effort)
            self.evenly = even.certified

    def _fetch(self, tries: int) -> None:
        """Ask for those who are left behind and might not be, before all others."""
        fetching = Pressing(self.operation, 0, self.operation.horizon_s)
        for _ in range(tries):
            left = _left(self.best.plan) - set(self.never)
            asked = fetching.next(left) if left and not self.stop() else None
            if asked is None:
                return
            work = self._asking(asked, "those left behind")
            work.run(PRESSED_EFFORT)
            fetching.came(asked, self.best.completion_s or 0, _left(work.best.plan))

    def _press(self, tries: int) -> None:
        """Ask for an earlier end, again and again."""
        pressing = Pressing(self.operation, self.earliest_s(), self.best.completion_s or 0)
        for _ in range(tries):
            asked = pressing.next(_left(self.best.plan) - set(self.never))
            if asked is None or self.stop() or self.is_done():
                return
            work = self._asking(asked, "an earlier end")
            if set(work.never) <= set(self.never):
                work.run(PRESSED_EFFORT)
            pressing.came(asked, self.best.completion_s or 0, _left(work.best.plan))

    def _asking(self, operation: Operation, doing: str, gap: float = 0.0) -> "_Work":
        """The search of another operation, whose plans serve this one."""
        return _Work(
            operation,
            self.seed,
            lambda: self.stop() or self.is_done(),
            lambda progress: self._tell(f"{doing}: {progress.doing}"),
            gap=gap,
            offer=self._adopt,
        )

    def _adopt(self, plan: Plan, carried: Sequence[Carried] = ()) -> None:
        """Take a plan that was made for another operation, if it is better for this one."""
        left = _left(plan)
        self._consider(self._listed(plan, [h for h in self.households if h.id in left]), carried)

    def run(self, effort: int | None) -> None:
        """All of a search but the answer."""
        self.begin()
        found = self.relax()
        if found is not None:
            self.search(found, effort)

    def carry_busloads(self, effort: int | None) -> bool:
        """Where the operation is a bus evacuation problem, solve it as one; False where it is not, or none is found."""
        problem = busloads.from_operation(self.operation)
        if problem is None:
            return False
        self._tell("carrying busloads")
        gaps: list[float | None] = [None]

        def stop() -> bool:
            return self.stop() or (gaps[-1] is not None and gaps[-1] <= self.gap)

        rounds = busloads.ROUNDS if effort is None else effort
        found = busloads.solve(
            problem, seed=self.seed, rounds=rounds, stop=stop, tell=lambda answer: gaps.append(answer.gap)
        )
        self.earliest[self.everybody] = max(found.bound, self.totals.earliest_s(self.everybody) or 0)
        if found.makespan is not None:
            self._adopt(busloads.to_plan(self.operation, found.tours, self.seed))
        return self.best.completion_s == found.makespan

    def answer(self) -> Solution:
        """The best plan, the bound and its prices."""
        self._tell("measuring the bound by the hour")
        best, aimed = self.best, self._aimed()
        last_s = best.completion_s or self.operation.horizon_s
        curve = {round(last_s * i / CURVE_POINTS) for i in range(1, CURVE_POINTS + 1)}
        curve |= {hour.hour_s for hour in aimed.by_hour} if aimed is not None else set()
        return Solution(
            plan=best.plan,
            worth=best.worth,
            bound=Bound(
                worth=self.certified,
                completion_s=self.earliest_s() if best.carried else None,
                people_out=tuple((t, self.totals.people_out(t)) for t in sorted(curve)),
                prices=prices(self.problem, self.cycles, self.flow) if self.flow is not None else (),
            ),
            made_for=aimed,
        )

    def _aimed(self) -> Aimed | None:
        """What the plan was made for, where it is not the person-time."""
        if self.objective is Objective.PERSON_TIME:
            return None
        last_s = self.best.completion_s
        if self.objective is Objective.COMPLETION:
            return Aimed(self.objective, last_s, None if last_s is None else self.earliest_s())
        return Aimed(self.objective, self.best.value, self.value_bound(), self._hours(last_s or 0))

    def _hours(self, last_s: int) -> tuple[Hour, ...]:
        """People out hour by hour, up to the last arrival."""
        arrivals = [(trip.arrives_s, trip.load.people) for trip in self.best.plan.trips]
        most, found = 0, []
        for hour_s in range(HOUR_S, last_s + HOUR_S, HOUR_S):
            most = most if most == self.everybody else self.totals.people_out(hour_s)
            found.append(Hour(hour_s, sum(people for t, people in arrivals if t <= hour_s), most))
        return tuple(found)

    def _written(self, carried: Sequence[Carried], left: Sequence[Household]) -> Plan:
        return self._listed(write_up(self.problem, carried, (), self.seed), left)

    def _listed(self, plan: Plan, left: Iterable[Household]) -> Plan:
        """The plan with everybody who is left, and why."""
        loads = Loads(plan)
        reasons = {h.id: left_behind(self.problem, h, loads) for h in left} | self.never
        order = [h.id for h in self.operation.leaving if h.id in reasons]
        return replace(plan, not_carried=tuple(NotCarried(h, reasons[h]) for h in order))

    def _tell(self, doing: str) -> None:
        completion = self.objective is Objective.COMPLETION
        bound = self.earliest.get(self.best.carried, 0) if completion else self.value_bound()
        self.tell(Progress(doing, self.best.value, bound or None, objective=self.objective))

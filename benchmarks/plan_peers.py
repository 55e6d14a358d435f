"""The planner beside PyVRP, OR-Tools, VROOM and a greedy dispatcher, on one operation, in one run, with equal budgets.

Each peer is given the part of the operation that it can express (see `benchmarks.peers`). Its order of trips, or what
it would send with each departure, is then carried out under all rules, and the plan that results is judged like ours.

    python -m benchmarks.plan_peers [FOLDER | --people N] [--seed N] [--seconds S] [--json]
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import msgspec

import safepassage
from benchmarks.peers.express import express
from benchmarks.peers.loads import Busload, busloads
from benchmarks.peers.process import UnansweredError, ask
from benchmarks.peers.programmes import Search, followed
from benchmarks.peers.replay import replay, written
from benchmarks.peers.routing import Routes, Routing
from safepassage.domain.operation import Operation
from safepassage.domain.people import Household
from safepassage.domain.plan import Plan
from safepassage.exchange.mistakes import Mistakes
from safepassage.exchange.operation_folder import read_operation
from safepassage.planning import Solution, solve
from safepassage.planning.problem import Problem, state
from safepassage.planning.reasons import never_carried
from safepassage.rules import check
from safepassage.rules.outcome import outcome
from safepassage.synthetic.shapes import FEWEST_PEOPLE, MOST_PEOPLE, synthesize

PEERS = {
    "PyVRP": "benchmarks.peers.pyvrp_routing",
    "OR-Tools routing": "benchmarks.peers.ortools_routing",
    "VROOM": "benchmarks.peers.vroom_routing",
}
Answer = TypeVar("Answer")


class Row(msgspec.Struct, frozen=True):
    """One line of the table.

    Attributes:
        worth: of the plan under all rules, weighted person-seconds.
        gap: to our bound; None where the bound is 0 or there is no plan.
        solve_s, replay_s: wall time; reading and writing of the routing problem counts as solving.
    """

    planner: str
    version: str
    worth: int | None = None
    gap: float | None = None
    carried: int | None = None
    violations: int | None = None
    solve_s: float | None = None
    replay_s: float | None = None
    remark: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """All that one run measured."""

    operation: str
    people: int
    households: int
    vehicles: int
    loads: int
    people_in_no_load: int
    bound: int
    seconds: float
    seed: int
    cores: int
    python: str
    highs: str
    rows: list[Row]


def compare(operation: Operation, seconds: float, seed: int) -> Comparison:
    """Plan the operation with all of them, one after the other."""
    problem = state(operation)
    never = never_carried(problem)
    able = tuple(household for household in operation.leaving if household.id not in never)
    loads, homeless = busloads(problem, able)
    solution, solve_s = _timed(lambda: _ours(operation, seconds, seed))
    bound = solution.bound.worth
    rows = [_row("safepassage", safepassage.__version__, operation, bound, solution.plan, solve_s)]
    plan, greedy_s = _timed(lambda: _greedy(operation, seed))
    rows.append(_row("greedy dispatcher", safepassage.__version__, operation, bound, plan, greedy_s))
    by_fleet = [load for load in loads if load.car is None]
    routing = express(problem, by_fleet, seconds, seed)
    for peer, module in PEERS.items():
        rows.append(_peer(peer, module, problem, routing, loads, bound))
    rows.append(_cp_sat(problem, able, seconds, seed, bound))
    return Comparison(
        operation=operation.name,
        people=sum(household.people for household in operation.leaving),
        households=len(operation.leaving),
        vehicles=len(operation.vehicles),
        loads=len(loads),
        people_in_no_load=sum(household.people for household in homeless),
        bound=bound,
        seconds=seconds,
        seed=seed,
        cores=_cores(),
        python=platform.python_version(),
        highs=version("highspy"),
        rows=rows,
    )


def _timed(do: Callable[[], Answer]) -> tuple[Answer, float]:
    began = time.perf_counter()
    return do(), time.perf_counter() - began


def _ours(operation: Operation, seconds: float, seed: int) -> Solution:
    until = time.perf_counter() + seconds
    return solve(operation, seed=seed, stop=lambda: time.perf_counter() > until)


def _greedy(operation: Operation, seed: int) -> Plan:
    """What `solve` begins with: the trip that gains most for each second of the vehicle's time, without a bound."""
    return solve(operation, seed=seed, stop=lambda: True).plan


def _peer(peer: str, module: str, problem: Problem, routing: Routing, loads: list[Busload], bound: int) -> Row:
    """Ask the peer in a process of its own, and carry out what it answers."""
    asked = msgspec.json.encode(routing)
    try:
        told, solve_s = _timed(lambda: ask(module, asked, routing.seconds))
    except UnansweredError as reason:
        return Row(peer, "", remark=str(reason))
    routes = msgspec.json.decode(told, type=Routes)
    by_fleet = [load for load in loads if load.car is None]
    orders = {vehicle: [by_fleet[i] for i in order] for vehicle, order in routes.order.items()}
    orders |= {load.car: [load] for load in loads if load.car is not None}
    plan, replay_s = _timed(lambda: replay(problem, orders, routing.seed))
    return _row(peer, routes.version, problem.operation, bound, plan, solve_s, replay_s, routes.remark)


def _cp_sat(problem: Problem, households: tuple[Household, ...], seconds: float, seed: int, bound: int) -> Row:
    """What CP-SAT makes of our programmes: everything counts as solving, as it does for us."""
    planner = "OR-Tools CP-SAT"
    search = Search(time.perf_counter() + seconds, seed, _cores())
    try:
        carried, solve_s = _timed(lambda: followed(problem, households, search))
    except UnansweredError as reason:
        return Row(planner, search.version, remark=str(reason))
    plan = written(problem, carried, seed)
    remark = f"answers for {search.found} of {search.asked} programmes, {search.optimal} of them optimal"
    return _row(planner, search.version, problem.operation, bound, plan, solve_s, remark=remark)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _row(
    planner: str,
    its_version: str,
    operation: Operation,
    bound: int,
    plan: Plan,
    solve_s: float,
    replay_s: float | None = None,
    remark: str = "",
) -> Row:
    achieved = outcome(operation, plan)
    return Row(
        planner=planner,
        version=its_version,
        worth=achieved.worth,
        gap=(achieved.worth - bound) / bound if bound else None,
        carried=achieved.carried,
        violations=len(check(operation, plan)),
        solve_s=solve_s,
        replay_s=replay_s,
        remark=remark,
    )


def table(comparison: Comparison) -> str:
    """The comparison as text."""
    c = comparison
    lines = [
        f"{c.operation}: {c.people:,} people, {c.households:,} households, {c.vehicles:,} vehicles; "
        f"{c.loads:,} loads for the peers, {c.people_in_no_load:,} people in none",
        f"{c.seconds:g} s each, seed {c.seed}, {c.cores} cores, Python {c.python}, HiGHS {c.highs}; "
        f"bound {c.bound / 3600:,.0f} weighted person-hours",
        "",
        f"{'planner':30}{'person-hours':>14}{'gap':>8}{'carried':>9}{'violations':>12}{'solve':>9}{'replay':>9}",
    ]
    for row in c.rows:
        worth = "-" if row.worth is None else f"{row.worth / 3600:,.0f}"
        gap = "-" if row.gap is None else f"{row.gap:.1%}"
        carried = "-" if row.carried is None else f"{row.carried:,}"
        violations = "-" if row.violations is None else str(row.violations)
        times = ("-" if t is None else f"{t:.1f} s" for t in (row.solve_s, row.replay_s))
        figures = f"{worth:>14}{gap:>8}{carried:>9}{violations:>12}" + "".join(f"{t:>9}" for t in times)
        lines.append(f"{row.planner + ' ' + row.version:30}{figures}  {row.remark}".rstrip())
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the comparison; 2 where the operation cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan_peers", description="Compare planners.")
    parser.add_argument("folder", nargs="?", type=Path, help="an operation folder; without one a synthetic operation")
    parser.add_argument("--people", type=int, default=2000, help="of the synthetic operation (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of operation and searches (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=20.0, help="of search for each (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    chosen = parser.parse_args(arguments)
    if not FEWEST_PEOPLE <= chosen.people <= MOST_PEOPLE:
        parser.error(f"--people {chosen.people}: choose from {FEWEST_PEOPLE} to {MOST_PEOPLE}")
    if chosen.seed < 0 or not chosen.seconds > 0:
        parser.error("--seed must be 0 or more and --seconds more than 0")
    try:
        folder = chosen.folder
        operation = read_operation(folder).operation if folder else synthesize(chosen.people, chosen.seed)
    except Mistakes as mistakes:
        parser.error(f"{chosen.folder} cannot be read:\n{mistakes}")
    comparison = compare(operation, chosen.seconds, chosen.seed)
    print(msgspec.json.format(msgspec.json.encode(comparison)).decode() if chosen.json else table(comparison))
    return 0


if __name__ == "__main__":
    sys.exit(main())

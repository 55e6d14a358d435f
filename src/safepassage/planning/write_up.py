"""From what the dispatcher has booked to a plan with numbered convoys and trips."""

from collections.abc import Iterable

import safepassage
from safepassage.domain.plan import Convoy, NotCarried, Plan, Trip
from safepassage.planning.dispatch import Carried
from safepassage.planning.problem import Problem


def write_up(problem: Problem, carried: Iterable[Carried], not_carried: Iterable[NotCarried], seed: int) -> Plan:
    """Number convoys and trips in the order in which they enter the corridor, and give every convoy its escort."""
    in_order = sorted(carried, key=lambda c: (c.proposal.crosses_s, c.proposal.loads_s, c.proposal.vehicle.id))
    convoys, convoy_of = _convoys(problem, in_order)
    trips = tuple(_trip(number, each, convoy_of[number - 1]) for number, each in enumerate(in_order, 1))
    return Plan(
        operation=problem.operation.name,
        trips=trips,
        convoys=convoys,
        not_carried=tuple(not_carried),
        made_by=f"safepassage {safepassage.__version__}",
        seed=seed,
    )


def _convoys(problem: Problem, in_order: list[Carried]) -> tuple[tuple[Convoy, ...], list[str | None]]:
    """The convoys in order, and for each trip the id of its own."""
    keys: list[tuple[int, int | None, int | None] | None] = []
    for each in in_order:
        if each.proposal.slot_s is not None:
            keys.append((each.proposal.w, each.proposal.slot_s, None))
        elif each.group is not None:
            keys.append((each.proposal.w, None, each.group))
        else:
            keys.append(None)
    departs_s: dict[tuple[int, int | None, int | None], int] = {}
    for key, each in zip(keys, in_order, strict=True):
        if key is not None:
            departs_s.setdefault(key, each.proposal.crosses_s)
    escort = _escorts(problem, departs_s)
    ids = {key: f"C-{number}" for number, key in enumerate(departs_s, 1)}
    convoys = tuple(
        Convoy(ids[key], problem.ways[key[0]].route or "", t_s, escort.get(key)) for key, t_s in departs_s.items()
    )
    return convoys, [ids[key] if key is not None else None for key in keys]


def _escorts(
    problem: Problem, departs_s: dict[tuple[int, int | None, int | None], int]
) -> dict[tuple[int, int | None, int | None], int]:
    """Each convoy's team: the one that has been back for the longest time."""
    teams: dict[int, list[int]] = {}
    escort = {}
    for key, t_s in sorted(departs_s.items(), key=lambda entry: entry[1]):
        rule = problem.ways[key[0]].rule
        if rule is None or not rule.escorts or key[1] is None:
            continue
        back_s = teams.setdefault(key[0], [0] * rule.escorts)
        team = min(range(rule.escorts), key=lambda i: back_s[i])
        back_s[team] = t_s + rule.escort_cycle_s
        escort[key] = team + 1
    return escort


def _trip(number: int, carried: Carried, convoy: str | None) -> Trip:
    proposal = carried.proposal
    return Trip(
        id=f"T-{number}",
        vehicle=proposal.vehicle.id,
        layout=carried.layout,
        origin=proposal.origin,
        destination=proposal.destination,
        boardings=carried.boardings,
        loads_s=proposal.loads_s,
        leaves_s=proposal.leaves_s,
        crossings=proposal.crossings,
        arrives_s=proposal.arrives_s,
        unloads_s=proposal.unloads_s,
        empty_s=proposal.empty_s,
        approach=proposal.approach,
        convoy=convoy,
    )

"""The bus evacuation problem: full busloads from sources to sinks, the last of them as early as possible."""

from safepassage.planning.busloads.instance import Busloads, Tour, Yard, breaches, makespan
from safepassage.planning.busloads.operation import from_operation, to_operation, to_plan
from safepassage.planning.busloads.solve import ROUNDS, Answer, solve

__all__ = [
    "ROUNDS",
    "Answer",
    "Busloads",
    "Tour",
    "Yard",
    "breaches",
    "from_operation",
    "makespan",
    "solve",
    "to_operation",
    "to_plan",
]

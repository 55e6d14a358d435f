"""What is suspicious in an operation that can be read: for people to look at, never a refusal."""

from collections.abc import Iterator
from itertools import pairwise

from safepassage.domain.operation import Operation
from safepassage.exchange.mistakes import Mistake
from safepassage.exchange.operation_table import SHEET as OPERATION
from safepassage.exchange.sheets import Tables
from safepassage.exchange.suspicion import suspicion
from safepassage.exchange.suspicious_corridor import corridor_suspicions
from safepassage.exchange.suspicious_fleet import fleet_suspicions
from safepassage.exchange.suspicious_households import household_suspicions
from safepassage.exchange.suspicious_ids import id_suspicions
from safepassage.exchange.suspicious_places import place_suspicions


def suspicions(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    """Everything suspicious, in the order of the files."""
    yield from _weights(operation, tables)
    yield from id_suspicions(tables)
    yield from place_suspicions(operation, tables)
    yield from fleet_suspicions(operation, tables)
    yield from household_suspicions(operation, tables)
    yield from corridor_suspicions(operation, tables)


def _weights(operation: Operation, tables: Tables) -> Iterator[Mistake]:
    for tier, (weight, after) in enumerate(pairwise(operation.weights), 1):
        if weight < after:
            wrong = f"tier {tier} is more urgent than tier {tier + 1}, but weighs {weight} and that weighs {after}"
            yield suspicion(tables[OPERATION], 0, "weights", wrong, "write the weight of tier 1 first")
            return

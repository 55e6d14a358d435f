"""Whether there is a road at all, by the travel times of an operation."""

from functools import cached_property
from itertools import pairwise

from safepassage.domain.operation import Operation
from safepassage.exchange.sheets import Tables
from safepassage.exchange.travel_times_table import SHEET as TRAVEL_TIMES
from safepassage.roads.travel_times import TravelTimes, travel_times


def remedy(operation: Operation, tables: Tables) -> str:
    """What to do where there is no road: look at those that were imported, or import some."""
    if len(operation.legs) > len(tables[TRAVEL_TIMES]):
        return "ask 'safepassage roads check' why, or add a row to travel-times.csv"
    return "import roads or add a row to travel-times.csv"


class Roads:
    """Answers whether one place can be reached from another, through the gates between them."""

    def __init__(self, operation: Operation) -> None:
        self._operation = operation

    @cached_property
    def _times(self) -> TravelTimes:
        return travel_times(self._operation)

    def gap(self, origin: str, destination: str, vehicle_class: str) -> tuple[str, str] | None:
        """The first stretch of the way for which there is no travel time; None if there is a road."""
        stops = (origin, *self._operation.gates_between(origin, destination), destination)
        return next((ends for ends in pairwise(stops) if self._times.shortest(*ends, vehicle_class) is None), None)

    def reach(self, origin: str, destination: str, vehicle_class: str) -> bool:
        """True if there is a road."""
        return self.gap(origin, destination, vehicle_class) is None

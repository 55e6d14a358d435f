"""The map over real roads that a plan asks for."""

from collections import Counter
from collections.abc import Iterator

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan, Trip
from safepassage.exchange.report.flow_lines import Lines
from safepassage.exchange.report.plane import Floats
from safepassage.exchange.report.road_map import RoadMap
from safepassage.exchange.roads.operation_roads import OperationRoads
from safepassage.exchange.roads.overlay_marks import areas, stretches

_Drive = tuple[str, str, str, int]
"""Origin, destination, vehicle class and second of departure."""


def road_map_of(operation: Operation, plan: Plan, roads: OperationRoads) -> RoadMap:
    """The roads of an operation, what holds on them, and the ways on which a plan takes people."""
    return RoadMap(
        roads.network,
        lines=_lines(operation, plan, roads),
        stretches=tuple(stretches(roads.overlays, roads.ground.roads)),
        areas=tuple(areas(roads.overlays)),
        layers=roads.layers,
        backdrop=roads.backdrop,
    )


def _lines(operation: Operation, plan: Plan, roads: OperationRoads) -> Lines:
    """For each leg with people the way on which most of them are driven, as it is at the first departure there."""
    people: Counter[tuple[str, str, str]] = Counter()
    first_s: dict[tuple[str, str, str], int] = {}
    for trip in plan.trips:
        for origin, destination, vehicle_class, departs_s in _drives(operation, trip):
            key = (origin, destination, vehicle_class)
            people[key] += trip.load.people
            first_s[key] = min(departs_s, first_s.get(key, departs_s))
    found: dict[tuple[str, str], tuple[Floats, Floats]] = {}
    for origin, destination, vehicle_class in (key for key, _ in people.most_common()):
        if (origin, destination) not in found:
            line = roads.found.line(origin, destination, vehicle_class, first_s[origin, destination, vehicle_class])
            if line is not None:
                found[origin, destination] = line
    return found


def _drives(operation: Operation, trip: Trip) -> Iterator[_Drive]:
    vehicle_class = operation.vehicles[trip.vehicle].vehicle_class
    departs = [(trip.origin, trip.leaves_s), *((crossing.gate, crossing.leaves_s) for crossing in trip.crossings)]
    ends = [*(crossing.gate for crossing in trip.crossings), trip.destination]
    for (origin, departs_s), destination in zip(departs, ends, strict=True):
        yield origin, destination, vehicle_class, departs_s

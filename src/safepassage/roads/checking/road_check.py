"""What is wrong or weak with the roads of an operation: places off them, ways that are cut, single points of failure.

Every way is judged at each stretch of time with the overlays in force then, for the vehicles that need it.
"""

from safepassage.roads.checking.cut_ways import cut_ways
from safepassage.roads.checking.failure_points import NOTABLE_S
from safepassage.roads.checking.on_road import places_on_roads
from safepassage.roads.checking.road_case import RoadCase
from safepassage.roads.checking.road_findings import RoadCheck
from safepassage.roads.checking.weak_points import WeakPoints
from safepassage.roads.driving.ground import Ground
from safepassage.roads.overlays import Overlays
from safepassage.roads.speeds import Speeds


def check_roads(
    ground: Ground, overlays: Overlays, speeds: Speeds, at_s: int = 0, notable_s: float = NOTABLE_S
) -> RoadCheck:
    """Check the roads of an operation.

    Where the operation's own table says how long a way takes, the roads of that way are not looked at.

    Losses of roads and alternatives are told for the moment `at_s`; of losses that cut nobody off, only those which
    make a way longer by more than `notable_s`.
    """
    case = RoadCase(ground, overlays, speeds)
    main = case.main_class
    weak = None if main is None else WeakPoints(case, main, case.at(at_s), notable_s)
    return RoadCheck(
        places=tuple(places_on_roads(case)),
        cut=tuple(sorted(cut_ways(case), key=lambda cut: (not cut.always, -cut.people, cut.way))),
        failure_points=() if weak is None else tuple(weak.failure_points()),
        parallel=() if weak is None else tuple(weak.parallel()),
        second_best=() if weak is None else tuple(weak.second_best()),
        at_s=at_s,
        vehicle_class=None if weak is None else weak.main.id,
        unexamined=0 if weak is None else weak.lost.unexamined,
        people=sum(group.people for group in case.groups),
        assembly_points=len({group.at for group in case.groups}),
    )

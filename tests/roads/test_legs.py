"""Legs on roads: no vehicle is where it may not be, and each drive takes what is said, second by second."""

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely

from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import Corridor, Gate, Route
from safepassage.domain.fleet import Layout, Pool, RoadUse, Size, VehicleClass
from safepassage.domain.operation import Operation
from safepassage.domain.places import Place, PlaceKind
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.legs import RoadLegs, legs_on_roads
from safepassage.roads.driving.other_routes import SHARED, SLOWER
from safepassage.roads.driving.pairs import pairs_of
from safepassage.roads.driving.touching import segments_touched
from safepassage.roads.network import Network
from safepassage.roads.overlays import At, Closure, Direction, Hazard, Limit, Overlay, Overlays, SpeedZone
from safepassage.roads.speeds import Speeds
from safepassage.roads.travel_times import travel_times
from tests.roads.oracle import Oracle
from tests.roads.towns import grid
from tests.situations import small_town

HORIZON_S = 3600


def anywhere(network: Network, rng: np.random.Generator) -> tuple[float, float]:
    west, south, east, north = network.bounds
    return float(rng.uniform(west, east)), float(rng.uniform(south, north))


def random_operation(network: Network, seed: int) -> Operation:
    """Three assembly points, two sites behind a gate or none, a depot; vehicles of three uses and two sizes."""
    rng = np.random.default_rng(seed)
    kinds = {"a1": PlaceKind.ASSEMBLY, "a2": PlaceKind.ASSEMBLY, "a3": PlaceKind.ASSEMBLY, "gate": PlaceKind.GATE,
             "camp": PlaceKind.RECEPTION, "clinic": PlaceKind.HOSPITAL, "depot": PlaceKind.DEPOT}  # fmt: skip
    at = {id_: anywhere(network, rng) for id_ in kinds}
    gated = bool(rng.random() < 0.7)
    corridor = Corridor((Gate("gate"),), (Route("road", ("gate",), ("camp", "depot")),)) if gated else Corridor()
    return replace(
        small_town(),
        places=tuple(Place(id_, kind, id_, lon=at[id_][0], lat=at[id_][1]) for id_, kind in kinds.items()),
        corridor=corridor,
        horizon_s=HORIZON_S,
        households=(),
        fleet=(
            VehicleClass(
                "bus", (Layout(40),), (Pool(2, "depot"), Pool(1, "camp")), size=Size(weight_t=18.0, empty_weight_t=9.0)
            ),
            VehicleClass("van", (Layout(8),), (Pool(2, "clinic"),), road_use=RoadUse.AMBULANCE),
            VehicleClass("car", (Layout(4),), own_car=True),
        ),
    )


def random_overlays(network: Network, seed: int) -> Overlays:
    """A few of each kind, as lines, areas, points and ways, all day or at hours of the day."""
    rng = np.random.default_rng(seed)
    names = itertools.count()

    def where() -> dict[str, object]:
        segment = int(rng.integers(network.segments))
        lon, lat = network.line(segment)
        middle = (float(lon.mean()), float(lat.mean()))
        shape = rng.integers(5)
        if shape == 0:
            line = shapely.LineString(np.column_stack([lon, lat]))
            return {"geometry": line, "direction": Direction.ALONG if rng.random() < 0.5 else Direction.BOTH}
        if shape == 1:
            return {"geometry": shapely.Point(middle).buffer(0.0008)}
        if shape == 2:
            return {"geometry": shapely.Point(lon[0], lat[0]), "at": At.CROSSING}
        return {"geometry": shapely.Point(middle), "at": At.SEGMENT} if shape == 3 else {"ways": (segment // 2,)}

    def common() -> dict[str, object]:
        from_s = int(rng.integers(0, HORIZON_S))
        hours = DailyHours(6 * 3600 + int(rng.integers(0, 900)), 6 * 3600 + int(rng.integers(900, 3600)))
        uses = frozenset({RoadUse.BUS, RoadUse.CAR})
        return {
            "id": f"o{next(names)}",
            **where(),
            "from_s": from_s if rng.random() < 0.6 else 0,
            "until_s": from_s + int(rng.integers(1, 1500)) if rng.random() < 0.6 else None,
            "hours": hours if rng.random() < 0.4 else None,
            "uses": uses if rng.random() < 0.3 else None,
        }

    snow = SpeedZone(id="snow", from_s=int(rng.integers(0, 3000)), factor=0.5)
    return Overlays(
        tuple(Closure(**common()) for _ in range(int(rng.integers(0, 4)))),  # type: ignore[arg-type]
        tuple(Hazard(**common(), kind="flood") for _ in range(int(rng.integers(0, 2)))),  # type: ignore[arg-type]
        (*(SpeedZone(**common(), factor=0.7, cap_kph=24) for _ in range(int(rng.integers(0, 2)))),  # type: ignore[arg-type]
         *([snow] if rng.random() < 0.5 else [])),
        tuple(Limit(**common(), weight_t=12.0) for _ in range(int(rng.integers(0, 2)))),  # type: ignore[arg-type]
    )  # fmt: skip


class Judge:
    """Says, from the overlays themselves, what is closed and how long it takes at a moment."""

    def __init__(self, legs: RoadLegs, overlays: Overlays, vehicle_class: str, *, loaded: bool) -> None:
        self.ground, self.operation = legs.ground, legs.ground.operation
        self.of = self.operation.vehicle_class[vehicle_class]
        self.weight_t = (self.of.size.weight_t if loaded else self.of.size.empty_weight_t) or 0.0
        self.overlays = [(overlay, set(segments_touched(overlay, self.ground.roads).tolist())) for overlay in overlays]
        self.kph = Speeds().kph(self.ground.network, self.of.drives_as)
        self.may = self.ground.network.may_drive(self.of.drives_as)
        self.at = cache(self._at)

    def in_force(self, overlay: Overlay, t_s: int) -> bool:
        if t_s < overlay.from_s or (overlay.until_s is not None and t_s >= overlay.until_s):
            return False
        return overlay.hours is None or self.operation.clock.time_of_day_s(t_s) in overlay.hours

    def now(self, t_s: int) -> frozenset[int]:
        """The overlays in force; after the horizon those just before it."""
        t_s = min(t_s, HORIZON_S - 1)
        return frozenset(i for i, (overlay, _) in enumerate(self.overlays) if self.in_force(overlay, t_s))

    def _at(self, in_force: frozenset[int]) -> tuple[float, ...]:
        """[segment] milliseconds, infinite where it is closed to the class."""
        network, found = self.ground.network, []
        for segment in range(network.segments):
            mine = [self.overlays[i][0] for i in in_force if segment in self.overlays[i][1]]
            mine = [overlay for overlay in mine if overlay.holds_for(self.of.drives_as)]
            kph = float(self.kph[segment])
            for overlay in mine:
                kph *= overlay.factor if isinstance(overlay, SpeedZone) else 1.0
            kph = min([kph, *(overlay.cap_kph for overlay in mine if isinstance(overlay, SpeedZone))])
            shut = any(isinstance(overlay, Closure | Hazard) for overlay in mine)
            shut |= any(isinstance(overlay, Limit) and self.weight_t > overlay.weight_t for overlay in mine)
            shut |= self.weight_t > network.max_weight_t[segment] or not self.may[segment]
            found.append(float("inf") if shut else max(1.0, float(np.rint(network.length_m[segment] * 3600 / kph))))
        return tuple(found)

    def quickest_s(self, pair: tuple[str, str], departs_s: int, oracle: Oracle) -> int | None:
        """The least seconds such that some route takes them under all that is in force while they last."""
        states: list[frozenset[int]] = []
        for travel_s in itertools.count(1):
            now = self.now(departs_s + travel_s - 1)
            if now not in states:
                states.append(now)
                oracle.ms = np.max([self.at(state) for state in states], axis=0)
                ms = oracle.quickest_ms(*pair)
            if np.isinf(ms):
                return None
            if -(-ms // 1000) <= travel_s:
                return travel_s
        raise AssertionError


def situation(seed: int) -> tuple[RoadLegs, Overlays]:
    network = grid(4, 5, seed)
    overlays = random_overlays(network, seed)
    return legs_on_roads(random_operation(network, seed), network, overlays, Speeds()), overlays


@pytest.mark.parametrize("seed", range(40))
def test_each_drive_is_allowed_second_by_second_and_the_quickest(seed: int) -> None:
    legs, overlays = situation(seed)
    operation, network = legs.ground.operation, legs.ground.network
    times = travel_times(replace(operation, legs=legs.legs))
    rng = np.random.default_rng(seed)
    drives = 0
    for vehicle_class in operation.fleet:
        judges = {loaded: Judge(legs, overlays, vehicle_class.id, loaded=loaded) for loaded in (True, False)}
        gates = tuple(operation.gate)
        oracle = Oracle(network, np.zeros(0), legs.ground.snapped[vehicle_class.drives_as], gates)
        out = ("a1", "camp" if not gates else "gate")
        edges = [tile.from_s for tile in legs.drives[vehicle_class.id, True].tiles(out)]
        for pair in pairs_of(operation, vehicle_class):
            judge = judges[pair[0].startswith("a") or (pair[0] == "gate" and not pair[1].startswith("a"))]
            near = [int(rng.choice(edges)) + int(rng.integers(-2, 3)), *rng.integers(0, HORIZON_S, 2).tolist()]
            for departs_s in (max(t, 0) for t in near):
                travel_s = times.seconds(*pair, vehicle_class.id, departs_s)
                assert (travel_s or None) == judge.quickest_s(pair, departs_s, oracle), (pair, departs_s)
                route = legs.route(*pair, vehicle_class.id, departs_s)
                assert (route is None) == (travel_s is None)
                if route is None or travel_s is None:
                    continue
                drives += 1
                assert route.travel_s == travel_s
                assert route.ms.sum() <= travel_s * 1000 < route.ms.sum() + 1000
                oracle.walk(route.segments[route.to_share > route.from_share])
                for second in range(travel_s):
                    part = int(np.searchsorted(route.reached_s, second, side="right"))
                    closed = judge.at(judge.now(departs_s + second))
                    assert np.isfinite(closed[route.segments[min(part, len(route.segments) - 1)]]), (pair, second)
                line = legs.line(*pair, vehicle_class.id, departs_s)
                assert line is not None
                here = legs.ground.snapped[vehicle_class.drives_as]
                assert (line[0][0], line[1][0]) == pytest.approx((here[pair[0]].lon, here[pair[0]].lat), abs=2e-5)
                assert (line[0][-1], line[1][-1]) == pytest.approx((here[pair[1]].lon, here[pair[1]].lat), abs=2e-5)
    assert drives


@pytest.mark.parametrize("seed", range(12))
def test_legs_after_a_change_are_those_found_from_nothing(seed: int) -> None:
    legs, _ = situation(seed)
    operation, network = legs.ground.operation, legs.ground.network
    other = random_overlays(network, seed + 500)
    again = legs_on_roads(operation, network, other, Speeds(), legs.ground)
    fresh = legs_on_roads(operation, network, other, Speeds(), Ground(operation, network))
    times = [travel_times(replace(operation, legs=found.legs)) for found in (again, fresh)]
    for vehicle_class in operation.fleet:
        for pair in pairs_of(operation, vehicle_class):
            for t_s in range(0, HORIZON_S, 97):
                seconds = [table.seconds(*pair, vehicle_class.id, t_s) for table in times]
                assert seconds[0] == seconds[1]


@pytest.mark.parametrize("seed", range(12))
def test_other_routes_differ_and_are_good_for_their_whole_drive(seed: int) -> None:
    network = grid(8, 8, seed)
    overlays = random_overlays(network, seed)
    legs = legs_on_roads(random_operation(network, seed), network, overlays, Speeds())
    judge = Judge(legs, overlays, "van", loaded=True)
    oracle = Oracle(network, np.zeros(0), legs.ground.snapped[RoadUse.AMBULANCE], tuple(legs.ground.operation.gate))
    several = 0
    for pair in pairs_of(legs.ground.operation, legs.ground.operation.vehicle_class["van"]):
        for departs_s in (0, 1000, 2000):
            routes = legs.routes(*pair, "van", departs_s)
            several += len(routes) > 1
            for i, route in enumerate(routes):
                oracle.walk(route.segments[route.to_share > route.from_share])
                assert route.travel_s <= SLOWER * routes[0].travel_s + 1
                for second in range(route.travel_s):
                    part = int(np.searchsorted(route.reached_s, second, side="right"))
                    closed = judge.at(judge.now(departs_s + second))
                    assert np.isfinite(closed[route.segments[min(part, len(route.segments) - 1)]])
                for before in routes[:i]:
                    roads = {*before.segments.tolist(), *network.reverse[before.segments].tolist()}
                    shared = sum(ms for segment, ms in zip(route.segments, route.ms, strict=True) if segment in roads)
                    assert shared <= SHARED * route.ms.sum() + 1
    assert several

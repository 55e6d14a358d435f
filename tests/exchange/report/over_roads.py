"""Operations over real-looking roads: a crooked town around their places, and what holds on its roads."""

from dataclasses import replace
from datetime import date

import numpy as np

from safepassage.domain.operation import Operation
from safepassage.domain.places import PlaceKind
from safepassage.domain.plan import Plan
from safepassage.exchange.report.movements import digest, people_by_leg
from safepassage.exchange.report.road_map import RoadMap
from safepassage.exchange.roads.backdrop import Backdrop
from safepassage.exchange.roads.layers import Feature, Layer, Shape
from safepassage.exchange.roads.map_marks import Area, Stretch, StretchKind
from safepassage.roads.network import Floats, Network
from tests.roads.crooked_town import Town, crooked_town, fastest_way

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


def town_around(operation: Operation, lines: int = 60) -> Town:
    """A town whose middle is among the assembly points, with highways to the reception sites."""
    near = [(p.lon or 0.0, p.lat or 0.0) for p in operation.places if p.kind is PlaceKind.ASSEMBLY]
    far = [(p.lon or 0.0, p.lat or 0.0) for p in operation.places if p.receives]
    lon, lat = (float(sum(values) / len(near)) for values in zip(*near, strict=True))
    town = crooked_town(lon, lat, lines, 1, far)
    return replace(town, network=replace(town.network, as_of=date(2016, 12, 1), attribution=ATTRIBUTION))


def roads_of(operation: Operation, plan: Plan, town: Town) -> RoadMap:
    """Every leg of the plan on the fastest way, one overlay of every kind, a layer of every shape, and a river."""
    at = {p.id: (p.lon, p.lat) for p in operation.places if p.lon is not None and p.lat is not None}
    legs = people_by_leg(digest(operation, plan), at)
    lines = {leg: fastest_way(town.network, at[leg[0]], at[leg[1]]) for leg in legs}
    middle = town.river[len(town.river) // 2]
    stretches = tuple(
        Stretch(*way_through(town.network, middle + np.array(by) * 0.004), f"{kind} 1", kind, f"said of a {kind}")
        for kind, by in zip(StretchKind, ((2, 2), (-2, 2), (2, -2), (-2, -2), (3, 0), (-3, 0), (0, 3)), strict=True)
    )
    return RoadMap(town.network, lines, stretches, (zone(middle),), user_layers(middle), river_of(town))


def way_through(network: Network, point: Floats) -> tuple[Floats, Floats]:
    """A way of some 600 m from a point to the east."""
    return fastest_way(network, (float(point[0]), float(point[1])), (float(point[0]) + 0.006, float(point[1])))


def zone(middle: Floats) -> Area:
    """A triangle where nobody drives until it is cleared."""
    corners = middle + np.array([[0.004, 0.004], [0.01, 0.004], [0.007, 0.009], [0.004, 0.004]])
    return Area(((corners[:, 0], corners[:, 1]),), "old front line", StretchKind.HAZARD, "not cleared")


def user_layers(middle: Floats) -> tuple[Layer, ...]:
    """Two neighbourhoods, a pipeline and a shelter, with Arabic names."""
    square = np.array([[0, 0], [0.008, 0], [0.008, 0.005], [0, 0.005], [0, 0]]) - np.array([0.012, 0.004])
    areas = tuple(
        Feature(Shape.AREA, ((east + square[:, 0] + middle[0], square[:, 1] + middle[1]),), name, {"ar": arabic}, code)
        for east, name, arabic, code in ((0.0, "Sukkari", "السكري", "SY01"), (0.008, "Fardos", "الفردوس", "SY02"))
    )
    line = middle + np.array([[-0.01, 0.007], [0.0, 0.008], [0.01, 0.006]])
    school = middle + np.array([[-0.004, 0.005]])
    return (
        Layer("neighbourhoods", areas),
        Layer("pipeline", (Feature(Shape.LINE, ((line[:, 0], line[:, 1]),)),)),
        Layer("shelters", (Feature(Shape.POINT, ((school[:, 0], school[:, 1]),), "مدرسة ٤"),)),
    )


def river_of(town: Town) -> Backdrop:
    """The river as an area of its width."""
    east = np.array([town.river_width_m / 111_320 / np.cos(np.radians(town.river[0, 1])) / 2, 0.0])
    bank = np.concatenate([town.river - east, town.river[::-1] + east, town.river[:1] - east])
    return Backdrop(water=(((bank[:, 0], bank[:, 1]),),), streams=(), attribution="a river of nowhere")

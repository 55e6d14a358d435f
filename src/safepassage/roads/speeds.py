"""How fast vehicles drive by the class of the road, its surface and its signed limit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.domain.fleet import RoadUse
from safepassage.roads.network import Floats, Network, RoadClass, Surface

LEAST_KPH = 1.0
LEAST_MS = 1.0
"""No segment takes no time, however short it is drawn."""

CAR_KPH: Mapping[RoadClass, float] = {
    RoadClass.MOTORWAY: 90.0,
    RoadClass.TRUNK: 85.0,
    RoadClass.PRIMARY: 65.0,
    RoadClass.SECONDARY: 55.0,
    RoadClass.TERTIARY: 40.0,
    RoadClass.UNCLASSIFIED: 25.0,
    RoadClass.RESIDENTIAL: 25.0,
    RoadClass.LIVING_STREET: 10.0,
    RoadClass.SERVICE: 15.0,
    RoadClass.TRACK: 15.0,
    RoadClass.FERRY: 5.0,
}
"""The speeds of the car profile of the Open Source Routing Machine; a track's is an assumption."""

MOST_KPH: Mapping[RoadUse, float] = {
    RoadUse.CAR: 130.0,
    RoadUse.BUS: 80.0,
    RoadUse.LORRY: 80.0,
    RoadUse.AMBULANCE: 130.0,
}
"""Assumption: heavy vehicles keep to 80 km/h on open roads."""

OF_A_CAR: Mapping[RoadUse, float] = {
    RoadUse.CAR: 1.0,
    RoadUse.BUS: 0.85,
    RoadUse.LORRY: 0.8,
    RoadUse.AMBULANCE: 1.0,
}
"""Assumption: on roads with junctions, buses and lorries take longer than cars; ambulances drive with patients aboard,
and are not taken to be faster than cars."""

ON_SURFACE: Mapping[Surface, float] = {
    Surface.UNKNOWN: 1.0,
    Surface.PAVED: 1.0,
    Surface.UNPAVED: 0.7,
    Surface.BAD: 0.4,
}
"""Assumption: what the surface leaves of the speed."""

FERRIES = (RoadClass.FERRY,)
"""Go at their own speed, whatever is aboard: that of their timetable, where it is known, stands as the limit."""


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """What somebody who knows says: km/h on roads of a class, for a use, on a surface; None stands for all of them."""

    kph: float
    road_class: RoadClass | None = None
    use: RoadUse | None = None
    surface: Surface | None = None

    @property
    def says(self) -> int:
        """How much it says: the row that says the most counts, and the class before the use before the surface."""
        return 4 * (self.road_class is not None) + 2 * (self.use is not None) + (self.surface is not None)


@dataclass(frozen=True)
class Speeds:
    """Speeds of all vehicles: the defaults, and the rows that go before them. No speed goes beyond a signed limit."""

    rows: tuple[SpeedRow, ...] = ()

    def table(self, use: RoadUse) -> Floats:
        """[road class, surface] km/h, without signed limits."""
        found = np.array([[_default(use, road_class, surface) for surface in Surface] for road_class in RoadClass])
        for row in sorted(self.rows, key=lambda row: row.says):
            if row.use is None or row.use is use:
                classes = slice(None) if row.road_class is None else row.road_class
                surfaces = slice(None) if row.surface is None else row.surface
                found[classes, surfaces] = row.kph
        return np.asarray(np.maximum(found, LEAST_KPH))

    def kph(self, network: Network, use: RoadUse) -> Floats:
        """[segment] km/h on a day without overlays."""
        signed = _signed(network)
        timetable = np.isin(network.road_class, FERRIES) & ~np.isnan(signed)
        kph = np.fmin(self.table(use)[network.road_class, network.surface], signed)
        return np.asarray(np.where(timetable, signed, kph))


def _default(use: RoadUse, road_class: RoadClass, surface: Surface) -> float:
    if road_class in FERRIES:
        return CAR_KPH[road_class]
    return min(CAR_KPH[road_class] * OF_A_CAR[use] * ON_SURFACE[surface], MOST_KPH[use])


def _signed(network: Network) -> Floats:
    limits = np.asarray(network.max_speed_kph, dtype=float)
    return np.asarray(np.where(limits >= LEAST_KPH, limits, np.nan))


def milliseconds(network: Network, kph: Floats) -> Floats:
    """[segment] whole milliseconds to drive its length: whole, so that their sums are exact."""
    whole: Floats = np.rint(np.asarray(network.length_m, dtype=float) * 3600.0 / kph)
    return np.maximum(whole, LEAST_MS)

"""How long each segment takes a vehicle while some overlays are in force, and which segments are closed to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.fleet import RoadUse, Size
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.touching import segments_touched
from safepassage.roads.network import Floats, Ints, Network
from safepassage.roads.overlays import Closure, Hazard, Limit, Overlay, SpeedZone
from safepassage.roads.speeds import LEAST_KPH, Speeds, milliseconds


@dataclass(frozen=True)
class Conditions:
    """The overlays of an operation on its network, at the speeds of its vehicles."""

    roads: RoadLines
    speeds: Speeds
    overlays: tuple[Overlay, ...]

    @cached_property
    def touched(self) -> tuple[Ints, ...]:
        """[overlay] the segments it lies on."""
        return tuple(segments_touched(overlay, self.roads) for overlay in self.overlays)

    def that_matter(self, use: RoadUse, size: Size) -> frozenset[int]:
        """The overlays that change something for vehicles of a use and size, as indices."""
        return frozenset(
            index
            for index, overlay in enumerate(self.overlays)
            if len(self.touched[index])
            and (keeps_off(overlay, use, size) or (isinstance(overlay, SpeedZone) and overlay.holds_for(use)))
        )

    def milliseconds(self, use: RoadUse, size: Size, in_force: Sequence[int] | frozenset[int]) -> Floats:
        """[segment] whole milliseconds for a vehicle while these overlays are in force; infinite where it is closed.

        Overlays are told by their index.
        """
        network = self.roads.network
        factor, cap = np.ones(network.segments), np.full(network.segments, np.inf)
        closed = ~network.may_drive(use) | _too_large(size, network)
        for index in sorted(in_force):
            overlay, touched = self.overlays[index], self.touched[index]
            if isinstance(overlay, SpeedZone) and overlay.holds_for(use):
                factor[touched] *= overlay.factor
                cap[touched] = np.minimum(cap[touched], overlay.cap_kph)
            elif keeps_off(overlay, use, size):
                closed[touched] = True
        kph = np.maximum(np.minimum(self.speeds.kph(network, use) * factor, cap), LEAST_KPH)
        return np.where(closed, np.inf, milliseconds(network, kph))


def keeps_off(overlay: Overlay, use: RoadUse, size: Size) -> bool:
    """True if vehicles of a use and size do not drive where an overlay is in force."""
    if not overlay.holds_for(use):
        return False
    return isinstance(overlay, Closure | Hazard) or (isinstance(overlay, Limit) and _stops(overlay, size))


def _too_large(size: Size, network: Network) -> NDArray[np.bool_]:
    """[segment] True where a limit of the network itself stops a vehicle of a size."""
    limits = (network.max_weight_t, network.max_height_m, network.max_width_m)
    stopped = np.zeros(network.segments, dtype=bool)
    for own, limit in zip((size.weight_t, size.height_m, size.width_m), limits, strict=True):
        if own is not None:
            stopped |= own > limit
    return stopped


def _stops(limit: Limit, size: Size) -> bool:
    if not limit.has_number:
        return True
    pairs = ((size.weight_t, limit.weight_t), (size.height_m, limit.height_m), (size.width_m, limit.width_m))
    return any(own is not None and own > most for own, most in pairs)

"""How large everything in a synthetic operation is, for so many people."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from safepassage.domain.corridor import ConvoyRule, Inspection
from safepassage.domain.places import ANY_CLASS
from safepassage.synthetic.traits import Scarce, Traits
from safepassage.synthetic.vehicles import AMBULANCE, OWN_VAN

REFERENCE_PEOPLE = 35_000
PEOPLE_A_ROUTE = 70_000
CLOCK_STEP_S = 300


@dataclass(frozen=True)
class Scale:
    """How large everything is."""

    people: int
    traits: Traits

    @property
    def ratio(self) -> float:
        """To the reference operation."""
        return self.people / REFERENCE_PEOPLE

    @property
    def routes(self) -> int:
        return max(1, round(self.people / PEOPLE_A_ROUTE))

    @property
    def assembly_points(self) -> int:
        return max(1, min(40, round(8 * sqrt(self.ratio))))

    @property
    def sites_a_route(self) -> int:
        return 2 if self.people < 1000 else 3 if self.people < 10_000 else 5

    @property
    def buses(self) -> int:
        return self._whole(14 if self.traits.scarce is Scarce.FLEET else 20)

    @property
    def ambulances(self) -> int:
        return self._whole(10)

    @property
    def own_cars(self) -> int:
        return round(100 * self.ratio)

    @property
    def stretcher(self) -> int:
        return self._whole(400)

    @property
    def wheelchair(self) -> int:
        return self._whole(480)

    @property
    def bays(self) -> int:
        """Bays for buses at each assembly point."""
        return max(1, ceil(self.buses / self.assembly_points / (4 if self.traits.scarce is Scarce.BAYS else 1.2)))

    @property
    def lanes(self) -> int:
        """Lanes of each gate in each direction."""
        return self._whole((1 if self.traits.scarce is Scarce.LANES else 2) / self.routes)

    @property
    def inspection(self) -> Mapping[str, Inspection]:
        times = 2 if self.traits.scarce is Scarce.LANES else 1
        own_vans = {OWN_VAN.id: Inspection(180 * times)} if self.own_cars else {}
        return {
            AMBULANCE.id: Inspection(120 * times, 30 * times),
            **own_vans,
            ANY_CLASS: Inspection(180 * times, 45 * times),
        }

    @property
    def convoy(self) -> ConvoyRule:
        """Convoys keep a clock that headway and escorts can just keep up, to five minutes."""
        scarce = self.traits.scarce is Scarce.ESCORTS
        headway_s, cycle_s, escorts = 1200, 9000 if scarce else 7200, self._whole((1 if scarce else 3) / self.routes)
        return ConvoyRule(
            max_vehicles=20,
            headway_s=headway_s,
            escorts=escorts,
            escort_cycle_s=cycle_s,
            clock_s=max(headway_s, ceil(cycle_s / escorts / CLOCK_STEP_S) * CLOCK_STEP_S),
        )

    def _whole(self, at_reference: float) -> int:
        return max(1, round(at_reference * self.ratio))

"""Where everything in a synthetic operation lies: nobody's town, drawn around a centre."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import sqrt

from safepassage.domain.clock import DailyHours
from safepassage.domain.travel import Leg
from safepassage.synthetic.chance import Chance
from safepassage.synthetic.geography import OPEN_ROAD_KMH, TOWN_KMH, Point, driving_s, point_at, road_m
from safepassage.synthetic.scale import Scale
from safepassage.synthetic.windows import HOUR_S

CENTRE: Point = (36.185, 37.140)
NIGHT = DailyHours(18 * HOUR_S, 6 * HOUR_S)
SITE_SHARES = (0.42, 0.24, 0.16, 0.10, 0.08)
"""How the wishes spread over the reception sites of a route, from near to far (assumption)."""


@dataclass(frozen=True)
class Town:
    """Where everything lies. Keys are place ids, values are points; in order."""

    assembly: dict[str, Point]
    gates: dict[str, Point]
    depots: dict[str, Point]
    sites: dict[str, Point]
    gate_of: dict[str, str]

    @cached_property
    def shares(self) -> dict[str, float]:
        """How often each reception site is wished for."""
        number = dict.fromkeys(self.gates, 0)
        found: dict[str, float] = {}
        for site in self.sites:
            found[site] = SITE_SHARES[number[self.gate_of[site]]]
            number[self.gate_of[site]] += 1
        total = sum(found.values())
        return {site: share / total for site, share in found.items()}

    @cached_property
    def hospitals(self) -> tuple[str, ...]:
        """The farther half of the sites behind each gate have beds."""
        sites = list(self.sites)
        per_gate = len(sites) // len(self.gates)
        return tuple(site for n, site in enumerate(sites) if n % per_gate >= per_gate // 2)

    def beyond(self, gate: str) -> tuple[str, ...]:
        return tuple(place for place, its_gate in self.gate_of.items() if its_gate == gate)


def lay_out(scale: Scale, chance: Chance) -> Town:
    """Assembly points in a disc, gates at its edge, a depot and the reception sites along the road behind each."""
    radius_m = 2500 * min(3.0, max(0.4, sqrt(scale.ratio)))
    assembly = {
        f"assembly-{n}": point_at(CENTRE, radius_m * sqrt(chance.between(0.05, 1)), chance.between(0, 360))
        for n in range(1, scale.assembly_points + 1)
    }
    gates: dict[str, Point] = {}
    depots: dict[str, Point] = {}
    sites: dict[str, Point] = {}
    gate_of: dict[str, str] = {}
    for n in range(1, scale.routes + 1):
        bearing = 225 + 360 * (n - 1) / scale.routes
        gates[f"gate-{n}"] = point_at(CENTRE, radius_m + 700, bearing)
        depots[f"depot-{n}"] = point_at(CENTRE, radius_m + 2500, bearing)
        gate_of[f"depot-{n}"] = f"gate-{n}"
        distance_m = radius_m + chance.between(6000, 9000)
        for k in range(1, scale.sites_a_route + 1):
            site = f"reception-{(n - 1) * scale.sites_a_route + k}"
            sites[site] = point_at(CENTRE, distance_m, bearing + chance.between(-20, 20))
            gate_of[site] = f"gate-{n}"
            distance_m += chance.between(5000, 9000)
    return Town(assembly, gates, depots, sites, gate_of)


def legs(town: Town, slow_nights: bool) -> Iterator[Leg]:
    """Every assembly point with every gate, and every place beyond a gate with it; both directions alike."""
    for place, point in town.assembly.items():
        for gate, its_point in town.gates.items():
            yield from _leg(place, gate, road_m(point, its_point), TOWN_KMH, slow_nights)
    outside = town.depots | town.sites
    for place, gate in town.gate_of.items():
        yield from _leg(gate, place, road_m(town.gates[gate], outside[place]), OPEN_ROAD_KMH, slow_nights)


def _leg(origin: str, destination: str, distance_m: int, speed_kmh: float, slow_nights: bool) -> Iterator[Leg]:
    yield Leg(origin, destination, driving_s(distance_m, speed_kmh), distance_m)
    if slow_nights:
        yield Leg(origin, destination, driving_s(distance_m, 0.8 * speed_kmh), distance_m, hours=NIGHT)

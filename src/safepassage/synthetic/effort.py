"""How long the gates of a synthetic operation must be open, so that its windows can be drawn."""

from safepassage.domain.places import ANY_CLASS
from safepassage.synthetic.geography import OPEN_ROAD_KMH, TOWN_KMH, driving_s, road_m
from safepassage.synthetic.scale import Scale
from safepassage.synthetic.town import Town
from safepassage.synthetic.vehicles import BUS
from safepassage.synthetic.windows import HOUR_S


def open_s_needed(scale: Scale, town: Town) -> float:
    """An estimate of how long the gates must be open: the longest of what each resource needs by itself."""
    seats = BUS.layouts[0].seats
    trips = 1.03 * scale.people / (0.95 * seats)
    cycle_s = _cycle_s(scale, town)
    loading_s = BUS.loading.fixed_s + BUS.loading.per_seated_s * seats
    ambulance_trips = scale.stretcher / 2
    vehicles = trips + ambulance_trips + scale.own_cars
    rule = scale.convoy
    in_a_convoy = max(1.0, min(0.75 * rule.max_vehicles, 0.7 * (scale.buses + scale.ambulances) / scale.routes))
    convoys_a_route = vehicles / in_a_convoy / scale.routes
    return max(
        trips * cycle_s / scale.buses,
        0.8 * ambulance_trips * (cycle_s + HOUR_S) / scale.ambulances,
        trips * loading_s / (0.8 * scale.bays * scale.assembly_points),
        vehicles * scale.inspection[ANY_CLASS].loaded_s / (0.8 * scale.lanes * scale.routes),
        convoys_a_route * max(rule.headway_s, rule.escort_cycle_s / (rule.escorts or 1)),
    )


def _cycle_s(scale: Scale, town: Town) -> float:
    """An estimate of the seconds that a bus takes for one turn, in the mean, with the wait for its convoy."""
    into_town_s = [driving_s(road_m(g, a), TOWN_KMH) for g in town.gates.values() for a in town.assembly.values()]
    outside_s = sum(
        share * driving_s(road_m(town.gates[town.gate_of[site]], town.sites[site]), OPEN_ROAD_KMH)
        for site, share in town.shares.items()
    )
    seats = BUS.layouts[0].capacity
    standing_s = BUS.loading.seconds(seats) + BUS.unloading.seconds(seats) + scale.inspection[ANY_CLASS].loaded_s + 1500
    return 2 * sum(into_town_s) / len(into_town_s) + 2 * outside_s + standing_s

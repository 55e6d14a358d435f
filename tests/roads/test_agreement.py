"""Route costs on an imported town agree with those of rustworkx, which is asked segment by segment."""

from pathlib import Path

import numpy as np
import rustworkx

from safepassage.domain.fleet import RoadUse
from safepassage.exchange.roads.import_roads import import_roads
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.road_graph import road_graph
from safepassage.roads.driving.routing import Router
from safepassage.roads.driving.snapping import Snapped, Snapper
from safepassage.roads.network import Floats, Network
from safepassage.roads.speeds import Speeds, milliseconds
from tests.roads.osm_towns import write_drawn_town

PLACES = 33
USE = RoadUse.BUS


def segment_graph(
    network: Network, of_segment: Floats, places: list[Snapped]
) -> tuple["rustworkx.PyDiGraph[int, float]", list[int], list[int]]:
    """A graph whose vertices are segments, joined where one may go on to the next; and where places begin and end."""
    graph: rustworkx.PyDiGraph[int, float] = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(network.segments))
    forbidden = {(int(a), int(b)) for a, b in network.turns_forbidden_to(USE)}
    may = network.may_drive(USE)
    after: dict[int, list[int]] = {}
    for segment in np.flatnonzero(may).tolist():
        after.setdefault(int(network.tail[segment]), []).append(segment)
    turns = [
        (a, b)
        for a in np.flatnonzero(may).tolist()
        for b in after.get(int(network.head[a]), [])
        if (a, b) not in forbidden
    ]
    graph.add_edges_from([(a, b, float(of_segment[b])) for a, b in turns])
    before: dict[int, list[int]] = {}
    for a, b in turns:
        before.setdefault(b, []).append(a)
    begins, ends = [], []
    for place in places:
        begins.append(graph.add_node(-1))
        for position in place.leaving:
            rest = float(np.rint(of_segment[position.segment] * (1 - position.share)))
            graph.add_edge(begins[-1], position.segment, rest)
        ends.append(graph.add_node(-1))
        for position in place.arriving:
            part = float(np.rint(of_segment[position.segment] * position.share))
            graph.add_edges_from([(a, ends[-1], part) for a in before.get(position.segment, [])])
    return graph, begins, ends


def test_a_thousand_pairs_cost_as_much_as_another_router_says(tmp_path: Path) -> None:
    network = import_roads([write_drawn_town(tmp_path / "town.osm.pbf", 30, 30, seed=7)]).network
    assert len(network.turns_forbidden_to(USE))
    rng = np.random.default_rng(7)
    snapper = Snapper(RoadLines(network), USE)
    west, south, east, north = network.bounds
    found = [snapper.snap(rng.uniform(west, east), rng.uniform(south, north)) for _ in range(PLACES)]
    places = [place for place in found if place is not None]
    of_segment = milliseconds(network, Speeds().kph(network, USE))
    of_segment[rng.random(network.segments) < 0.05] = np.inf
    router = Router(road_graph(network, USE, {str(i): place for i, place in enumerate(places)}), of_segment)
    graph, begins, ends = segment_graph(network, of_segment, places)
    stretches = [{position.segment for position in (*place.leaving, *place.arriving)} for place in places]
    pairs = [(i, j) for i in range(PLACES) for j in range(PLACES) if not stretches[i] & stretches[j]]
    assert len(pairs) >= 1000
    ours = router.quickest([(str(i), str(j)) for i, j in pairs]).ms
    theirs = [dict(rustworkx.digraph_dijkstra_shortest_path_lengths(graph, begin, float)) for begin in begins]
    assert ours.tolist() == [theirs[i].get(ends[j], np.inf) for i, j in pairs]
    assert np.isfinite(ours).mean() > 0.9

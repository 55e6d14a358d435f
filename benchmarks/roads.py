"""How long roads take: import, all quickest routes between places, and all of them again after a closure.

Beside ours, in the same run and on the same graph (with its forbidden turns and its places partway along segments):
RoutingKit's customizable contraction hierarchies, ch-router, Pandana and rustworkx, each in a process of its own. Every
answer is compared with ours, pair by pair. Peers that are not installed are left out, and the run says so.

    python -m benchmarks.roads [--junctions N ...] [--places N] [--closures N] [--seed N]
"""

import argparse
import importlib.util
import json
import platform
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.process import UnansweredError, ask
from benchmarks.peers.road_question import ANSWER_BEGINS, RoadAnswer, RoadQuestion
from benchmarks.road_operation import operation_on
from safepassage.domain.fleet import RoadUse
from safepassage.exchange.roads.import_roads import import_roads
from safepassage.roads.driving.ground import Ground
from safepassage.roads.driving.legs import legs_on_roads
from safepassage.roads.driving.lines import RoadLines
from safepassage.roads.driving.matrix import Matrix, matrix, updated
from safepassage.roads.driving.road_graph import RoadGraph, road_graph
from safepassage.roads.driving.routing import Router
from safepassage.roads.driving.snapping import Snapper
from safepassage.roads.network import Floats, Ints, Network
from safepassage.roads.overlays import Closure, Overlays
from safepassage.roads.speeds import Speeds, milliseconds
from tests.roads.osm_towns import write_drawn_town

PEERS = {
    "routingkit-cch": ("routingkit_cch", "benchmarks.peers.road_routingkit_cch"),
    "ch-router": ("ch_router", "benchmarks.peers.road_ch_router"),
    "pandana": ("pandana", "benchmarks.peers.road_pandana"),
    "rustworkx": ("rustworkx", "benchmarks.peers.road_rustworkx"),
}
JUNCTIONS = (50, 150, 280, 520)
PATIENCE_S = 600.0
USE = RoadUse.BUS
GATES = ("0", "1")
"""Two of the places; to and from gates is what an operation with a corridor asks for."""


@dataclass
class Laps:
    """Seconds by what was done."""

    seconds: dict[str, float]

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True)
class Ours:
    """Our answers.

    Attributes:
        closed: [segment] True for those of the first closure.
        before, after: the routes without closures, and with the first.
        closure_s, reopening_s: [closure] for all pairs.
    """

    graph: RoadGraph
    of_segment: Floats
    closed: NDArray[np.bool_]
    before: Matrix
    after: Matrix
    closure_s: list[float]
    reopening_s: list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--junctions", type=int, nargs="+", default=JUNCTIONS, help="along each side of the city")
    parser.add_argument("--places", type=int, default=200)
    parser.add_argument("--closures", type=int, default=10)
    parser.add_argument("--seed", type=int, default=4)
    chosen = parser.parse_args()
    scipy = version("scipy")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, SciPy {scipy}, seed {chosen.seed}")
    for side in chosen.junctions:
        measure(side, chosen.places, chosen.closures, chosen.seed)


def measure(side: int, places: int, closures: int, seed: int) -> None:
    """Print one city."""
    laps = Laps({})
    with tempfile.TemporaryDirectory() as folder:
        path = write_drawn_town(Path(folder) / "city.osm.pbf", side, side, seed)
        size = path.stat().st_size
        with laps.of("import"):
            network = import_roads([path]).network
    ours = answer(network, places, closures, np.random.default_rng(seed), laps)
    shape = f"{network.segments:,} segments, {network.nodes:,} nodes, {len(network.forbidden_turns):,} forbidden turns"
    print(f"\n{shape}; {places} places, {len(ours.before.ms):,} pairs")
    print(f"  import of {size / 1e6:.1f} MB .osm.pbf {laps.seconds['import']:.2f} s")
    print(f"{'':24}{'prepare':>12}{'all pairs':>12}{'after a closure':>18}   answers")
    closed_s, opened_s = (np.array(seconds) for seconds in (ours.closure_s, ours.reopening_s))
    spread = f"mean {closed_s.mean():.2f}, worst {closed_s.max():.2f} s of {closures}"
    print(
        f"  {'ours, with routes':22}{laps.seconds['prepare']:10.2f} s{laps.seconds['matrix']:10.2f} s"
        f"{ours.closure_s[0]:16.2f} s   closing {spread}; reopening mean {opened_s.mean():.2f}, "
        f"worst {opened_s.max():.2f} s"
    )
    gated = 2 * len(GATES) * (places - len(GATES))
    print(f"  {f'ours, {gated:,} pairs with a gate':34}{laps.seconds['gates']:12.2f} s")
    measure_operation(network, closures, seed)
    question = asked(ours, network)
    first_s = laps.seconds["prepare"] + laps.seconds["matrix"]
    for peer, (module, process) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"  {peer:22}not installed")
            continue
        try:
            told = read(ask(process, question.packed(), PATIENCE_S))
        except UnansweredError as reason:
            print(f"  {peer:22}{reason}")
            continue
        scaled = f", scaled up from {told.asked} origins" if told.asked < places else ""
        print(
            f"  {peer + ' ' + told.release:22}{told.prepare_s:10.2f} s{told.matrix_s:10.2f} s{told.closure_s:16.2f} s"
            f"   {compared(told, ours, question)}{scaled}; x{told.matrix_s / laps.seconds['matrix']:.2f} all pairs, "
            f"x{(told.prepare_s + told.matrix_s) / first_s:.2f} with preparing, "
            f"x{told.closure_s / ours.closure_s[0]:.2f} closure"
        )


def measure_operation(network: Network, closures: int, seed: int) -> None:
    """Print how long the legs of an operation take, and how long with a road in use closed in its second hour."""
    operation, speeds, laps = operation_on(network, seed), Speeds(), Laps({})
    ground = Ground(operation, network)
    with laps.of("ground"):
        uses = len(ground.times)
    with laps.of("first"):
        first = legs_on_roads(operation, network, Overlays(), speeds, ground)
    rng, again_s, changed = np.random.default_rng(seed), [], 0
    pairs = [(leg.origin, leg.destination) for leg in first.legs]
    for number, pick in enumerate(rng.integers(0, len(pairs), closures)):
        origin, destination = pairs[pick]
        route = first.route(origin, destination, "bus", 0)
        if route is None:
            continue
        way = int(network.way[route.segments[len(route.segments) // 2]])
        closure = Closure(id=str(number), ways=(way,), from_s=3600, until_s=7200)
        begun = time.perf_counter()
        legs = legs_on_roads(operation, network, Overlays((closure,)), speeds, ground).legs
        again_s.append(time.perf_counter() - begun)
        changed += legs != first.legs
    print(
        f"  an operation of {len(operation.places)} places and {uses} uses, {len(set(pairs))} ways: prepare "
        f"{laps.seconds['ground']:.2f} s, legs {laps.seconds['first']:.2f} s; with a closure for an hour mean "
        f"{np.mean(again_s):.2f}, worst {max(again_s):.2f} s ({changed} of {len(again_s)} changed legs)"
    )


def answer(network: Network, places: int, closures: int, rng: np.random.Generator, laps: Laps) -> Ours:
    """All our routes, before closures and with each of them."""
    with laps.of("prepare"):
        roads = RoadLines(network)
        snapper = Snapper(roads, USE)
        west, south, east, north = network.bounds
        spots = {str(i): snapper.snap(rng.uniform(west, east), rng.uniform(south, north)) for i in range(places)}
        graph = road_graph(network, USE, {place: spot for place, spot in spots.items() if spot is not None})
        of_segment = milliseconds(network, Speeds().kph(network, USE))
    pairs = [(a, b) for a in graph.leave for b in graph.arrive if a != b]
    with laps.of("matrix"):
        before = matrix(Router(graph, of_segment), ends_of(pairs, graph), network)
    with laps.of("gates"):
        through_gates = [(a, b) for a, b in pairs if (a in GATES) != (b in GATES)]
        matrix(Router(graph, of_segment), ends_of(through_gates, graph), network)
    used = np.unique(before.router.segments(before.arcs))
    closure_s, reopening_s, first = [], [], None
    for segment in rng.choice(used, closures, replace=False):
        closed = np.isin(np.arange(network.segments), [segment, network.reverse[segment]])
        one = Laps({})
        with one.of("close"):
            after = updated(before, np.where(closed, np.inf, of_segment), network)
        with one.of("reopen"):
            again = updated(after, of_segment, network)
        if not (again.ms == before.ms).all():
            raise AssertionError("reopening a segment does not bring the old times back")
        closure_s.append(one.seconds["close"])
        reopening_s.append(one.seconds["reopen"])
        first = first or (closed, after)
    if first is None:
        raise ValueError("at least one closure is needed")
    return Ours(graph, of_segment, first[0], before, first[1], closure_s, reopening_s)


def ends_of(pairs: list[tuple[str, str]], graph: RoadGraph) -> tuple[Ints, Ints]:
    ends = np.array([(graph.leave[a], graph.arrive[b]) for a, b in pairs])
    return ends[:, 0], ends[:, 1]


def asked(ours: Ours, network: Network) -> RoadQuestion:
    """The same for a peer: our graph, arc by arc."""
    graph, router = ours.graph, ours.before.router
    node = np.zeros(graph.vertices, dtype=np.int64)
    segment = graph.moves.segment[router.best]
    node[graph.arc_head], node[graph.arc_tail] = network.head[segment], network.tail[segment]
    return RoadQuestion(
        graph.vertices, graph.arc_tail, graph.arc_head, router.arc_ms.astype(np.int64),
        np.isinf(ours.after.router.arc_ms), network.lon[node], network.lat[node],
        np.array(list(graph.leave.values())), np.array(list(graph.arrive.values())),
    )  # fmt: skip


def read(said: bytes) -> RoadAnswer:
    """A peer's answer; some write of their progress before it, or after it."""
    line = next(line for line in said.splitlines() if line.startswith(ANSWER_BEGINS))
    return RoadAnswer(**json.loads(line))


def compared(told: RoadAnswer, ours: Ours, question: RoadQuestion) -> str:
    """How many of a peer's answers differ from ours, before and after the closure."""
    places = len(question.origins)
    unlike = pairs = 0
    for found, answers in ((ours.before, told.before), (ours.after, told.after)):
        mine = found.ms.reshape(places, places - 1)
        for origin in range(told.asked):
            theirs = [ms for to, ms in enumerate(answers[origin]) if to != origin]
            pairs += len(theirs)
            unlike += int(np.count_nonzero(mine[origin] != [np.inf if ms is None else ms for ms in theirs]))
    return f"{pairs:,} compared, {unlike:,} differ"


if __name__ == "__main__":
    main()

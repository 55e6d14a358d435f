"""Dijkstra's algorithm of rustworkx, on the graph of a question."""

import rustworkx

from benchmarks.peers.road_question import Array, RoadQuestion, answer

MOST_ORIGINS = 10
"""It asks a Python function for the weight of each arc, so that each origin takes long."""


class RustworkxRouter:
    """A closure takes the arcs out of the graph."""

    def __init__(self, question: RoadQuestion) -> None:
        self.question = question
        self.graph = rustworkx.PyDiGraph()
        self.graph.add_nodes_from(range(question.vertices))
        ms = question.ms.astype(float).tolist()
        self.graph.add_edges_from(list(zip(question.tail.tolist(), question.head.tolist(), ms, strict=True)))

    def matrix(self, origins: Array) -> list[list[float | None]]:
        destinations = self.question.destinations.tolist()
        found: list[list[float | None]] = []
        for origin in origins.tolist():
            ms = dict(rustworkx.digraph_dijkstra_shortest_path_lengths(self.graph, origin, float))
            found.append([ms.get(to) for to in destinations])
        return found

    def close(self) -> None:
        for arc in self.question.closed.nonzero()[0].tolist():
            self.graph.remove_edge_from_index(arc)


if __name__ == "__main__":
    answer(RustworkxRouter, "rustworkx", MOST_ORIGINS)

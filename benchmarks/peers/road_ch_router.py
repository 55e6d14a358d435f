"""Contraction hierarchies of ch-router, on the graph of a question."""

import ch_router

from benchmarks.peers.road_question import Array, RoadQuestion, answer


class ChRouter:
    """A closure means that the hierarchy is built anew without the arcs."""

    def __init__(self, question: RoadQuestion) -> None:
        self.question = question
        self._build(question.ms >= 0)

    def _build(self, kept: Array) -> None:
        arcs = (self.question.tail, self.question.head, self.question.ms)
        tail, head, ms = (values[kept].astype("uint32") for values in arcs)
        hierarchy = ch_router.ContractionHierarchy.build(self.question.vertices, tail, head, ms)
        self.query = ch_router.CHQuery(hierarchy)

    def matrix(self, origins: Array) -> list[list[float | None]]:
        destinations = self.question.destinations.tolist()
        return [[self._ms(origin, destination) for destination in destinations] for origin in origins.tolist()]

    def _ms(self, origin: int, destination: int) -> float | None:
        ms = self.query.reset().add_source(origin).add_target(destination).run().get_distance()
        return None if ms >= ch_router.INF_WEIGHT else ms

    def close(self) -> None:
        self._build(~self.question.closed)


if __name__ == "__main__":
    answer(ChRouter, "ch-router")

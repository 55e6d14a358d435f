"""Customizable contraction hierarchies of RoutingKit, on the graph of a question."""

import routingkit_cch
from numpy import where

from benchmarks.peers.road_question import Array, RoadQuestion, answer

CLOSED = 2**31 - 1


class CchRouter:
    """Orders the vertices once; a closure is a new metric on the same order."""

    def __init__(self, question: RoadQuestion) -> None:
        self.question = question
        tail, head = question.tail.tolist(), question.head.tolist()
        places = (question.north.tolist(), question.east.tolist())
        order = routingkit_cch.compute_order_inertial(question.vertices, tail, head, *places)
        self.hierarchy = routingkit_cch.CCH(order, tail, head, False)
        self.metric = routingkit_cch.CCHMetric(self.hierarchy, question.ms.tolist())

    def matrix(self, origins: Array) -> list[list[float | None]]:
        search = routingkit_cch.CCHOneToMany(self.metric, self.question.destinations.tolist())
        return [list(search.distances_from(origin)) for origin in origins.tolist()]

    def close(self) -> None:
        self.metric.reset(where(self.question.closed, CLOSED, self.question.ms).tolist())


if __name__ == "__main__":
    answer(CchRouter, "routingkit-cch")

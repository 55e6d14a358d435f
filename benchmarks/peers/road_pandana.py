"""Contraction hierarchies of Pandana, on the graph of a question. It is under the AGPL, and no part of this program."""

import numpy as np
import pandana
import pandas as pd

from benchmarks.peers.road_question import Array, RoadQuestion, answer

NO_WAY = 4_294_967.0
"""What it answers where there is no way: its largest number, in thousandths."""


class PandanaRouter:
    """A closure means that the network is built anew without the arcs. It cuts off beyond thousandths."""

    def __init__(self, question: RoadQuestion) -> None:
        self.question = question
        self._build(np.ones(len(question.tail), dtype=bool))

    def _build(self, kept: Array) -> None:
        question = self.question
        tail, head = pd.Series(question.tail[kept]), pd.Series(question.head[kept])
        seconds = pd.DataFrame({"s": (question.ms[kept] + 0.5) / 1000.0})
        places = (pd.Series(question.east), pd.Series(question.north))
        self.network = pandana.Network(*places, tail, head, seconds, twoway=False)

    def matrix(self, origins: Array) -> list[list[float | None]]:
        destinations = self.question.destinations
        pairs = np.repeat(origins, len(destinations)), np.tile(destinations, len(origins))
        seconds = np.array(self.network.shortest_path_lengths(*pairs)).reshape(len(origins), -1)
        return [[None if s >= NO_WAY else round(s * 1000) for s in row] for row in seconds.tolist()]

    def close(self) -> None:
        self._build(~self.question.closed)


if __name__ == "__main__":
    answer(PandanaRouter, "pandana")

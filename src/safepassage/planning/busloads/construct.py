"""First tours: load by load, always the drive that ends first.

Whichever bus can be done first with a load takes it, to the sink that makes it so. It is quick and never wrong, and
later stages start from better.
"""

from safepassage.planning.busloads.instance import Busloads, Tour, Trip


def first_tours(problem: Busloads) -> list[Tour]:
    """Tours that carry every load and respect the sinks; roads may be missing on them where sinks fill up."""
    left, room = list(problem.loads), list(problem.capacities)
    yard = [y for y, entry in enumerate(problem.yards) for _ in range(entry.buses)]
    trips: list[list[Trip]] = [[] for _ in yard]
    ends = [0] * len(yard)
    for _ in range(sum(left)):
        open_sinks = [j for j, n in enumerate(room) if n > 0]
        nearest = {i: min(open_sinks, key=lambda j: problem.out[i][j]) for i, n in enumerate(left) if n > 0}  # noqa: B023
        best: tuple[int, int, int] | None = None
        for b, done in enumerate(trips):
            for i, j in nearest.items():
                reach = ends[b] + problem.home[done[-1][1]][i] if done else problem.starts[yard[b]][i]
                candidate = (reach + problem.out[i][j], b, i)
                best = candidate if best is None or candidate < best else best
        assert best is not None
        ends[best[1]] = best[0]
        trips[best[1]].append((best[2], nearest[best[2]]))
        left[best[2]] -= 1
        room[nearest[best[2]]] -= 1
    return [Tour(y, tuple(done)) for y, done in zip(yard, trips, strict=True) if done]

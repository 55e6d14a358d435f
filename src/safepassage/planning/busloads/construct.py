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
        nearest = {i: min(open_sinks, key=lambda j: problem.out[i][j]) for i, n in enumerate(left) if n > 0}
        end, b, i = min(
            (
                (ends[b] + problem.home[done[-1][1]][i] if done else problem.starts[yard[b]][i]) + problem.out[i][j],
                b,
                i,
            )
            for b, done in enumerate(trips)
            for i, j in nearest.items()
        )
        ends[b] = end
        trips[b].append((i, nearest[i]))
        left[i] -= 1
        room[nearest[i]] -= 1
    return [Tour(y, tuple(done)) for y, done in zip(yard, trips, strict=True) if done]

"""Small problems drawn from a seed, an independent judge of tours, and the optimum by trying everything."""

from functools import cache
from itertools import product
from random import Random

from safepassage.planning.busloads import Busloads, Tour, Yard

WORKED = Busloads((Yard(3, (7, 4, 9)),), (1, 3, 3), (4, 4, 1), ((6, 7, 8), (10, 9, 2), (6, 3, 7)))
"""The example of the literature, which takes 23."""


def drawn(seed: int, *, features: bool) -> Busloads:
    """Two or three sources and sinks, up to four loads; with `features` all that is optional, now and then."""
    random = Random(f"tiny {seed} {features}")
    sources, sinks = random.randint(1, 3), random.randint(1, 3)
    loads = [0] * sources
    for _ in range(random.randint(1, 4)):
        loads[random.randrange(sources)] += 1
    rooms = [random.randint(0, 3) for _ in range(sinks)]
    while sum(rooms) < sum(loads):
        rooms[random.randrange(sinks)] += 1

    def rows(a: int, b: int) -> tuple[tuple[int | None, ...], ...]:
        missing = 0.1 if features else 0.0
        return tuple(
            tuple(None if random.random() < missing else random.randint(1, 9) for _ in range(b)) for _ in range(a)
        )

    yards = rows(random.randint(1, 2) if features else 1, sources)
    return Busloads(
        yards=tuple(Yard(random.randint(1, 2), row, random.choice((0, 0, 3)) if features else 0) for row in yards),
        loads=tuple(loads),
        capacities=tuple(rooms),
        to_sink=rows(sources, sinks),
        back=rows(sinks, sources) if features and random.random() < 0.5 else None,
        leave_by=tuple(random.choice((None, 15)) for _ in range(sources)) if features and random.random() < 0.4 else (),
    )


def faults(problem: Busloads, tours: tuple[Tour, ...], makespan: int) -> list[str]:
    """What is wrong with an answer, by a judge that shares no code with the program."""
    found = []
    carried, taken, last = [0] * len(problem.loads), [0] * len(problem.capacities), 0
    used = [sum(1 for tour in tours if tour.yard == y) for y in range(len(problem.yards))]
    for tour in tours:
        yard, at = problem.yards[tour.yard], -1
        now: int | None = yard.available
        for i, j in tour.trips:
            back = problem.to_sink[i][at] if problem.back is None else problem.back[at][i]
            reach, on = (yard.to_source[i] if at < 0 else back), problem.to_sink[i][j]
            if now is None or reach is None or on is None:
                found.append(f"no road on {tour}")
                now = None
                break
            now += reach
            limit = problem.leave_by[i] if problem.leave_by else None
            if limit is not None and now > limit:
                found.append(f"leaves source {i} at {now}")
            now, at = now + on, j
            carried[i] += 1
            taken[j] += 1
            last = max(last, now)
    if tuple(carried) != problem.loads:
        found.append(f"carries {carried} of {problem.loads}")
    if any(n > most for n, most in zip(taken, problem.capacities, strict=True)):
        found.append(f"takes {taken} of {problem.capacities}")
    if any(n > yard.buses for n, yard in zip(used, problem.yards, strict=True)):
        found.append(f"uses {used} buses")
    if last != makespan:
        found.append(f"ends at {last}, not {makespan}")
    return found


def by_trying(problem: Busloads) -> int | None:
    """The least makespan, by trying for every bus whatever it can carry; None if there are no tours."""
    buses = [y for y, yard in enumerate(problem.yards) for _ in range(yard.buses)]

    @cache
    def after(b: int, left: tuple[int, ...], room: tuple[int, ...]) -> float:
        if b == len(buses):
            return float("inf") if any(left) else 0.0
        yard = problem.yards[buses[b]]
        best = after(b + 1, left, room)

        def drive(now: int, at: int | None, left: tuple[int, ...], room: tuple[int, ...]) -> None:
            nonlocal best
            for i, j in product(range(len(left)), range(len(room))):
                if not left[i] or not room[j]:
                    continue
                if at is None:
                    reach = yard.to_source[i]
                else:
                    reach = problem.to_sink[i][at] if problem.back is None else problem.back[at][i]
                on, limit = problem.to_sink[i][j], problem.leave_by[i] if problem.leave_by else None
                if reach is None or on is None or (limit is not None and now + reach > limit):
                    continue
                then, there = now + reach + on, (less(left, i), less(room, j))
                best = min(best, max(float(then), after(b + 1, *there)))
                drive(then, j, *there)

        drive(yard.available, None, left, room)
        return best

    found = after(0, problem.loads, problem.capacities)
    return None if found == float("inf") else int(found)


def less(numbers: tuple[int, ...], index: int) -> tuple[int, ...]:
    return tuple(n - (k == index) for k, n in enumerate(numbers))

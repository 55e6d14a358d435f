"""Bus evacuation problems as plain text, and the random recipe of the literature.

    3 1             buses, bus capacity
    1 3             yards, buses of each yard
    3 7 1 3 3       sources, total demand, demand of each source
    3 9 4 4 1       sinks, total capacity, capacity of each sink

    7 4 9           one row for each yard: distances to the sources

    6 7 8           one row for each source: distances to the sinks
    10 9 2
    6 3 7

With a bus capacity of 1 demands and capacities are in busloads; else they are in people, a source has the busloads that
its people fill, the last one perhaps in part, and a sink takes the full busloads that it has places for.
"""

from random import Random

from safepassage.planning.busloads import Busloads, Yard


class Malformed(Exception):  # noqa: N818 -- it is what the text is
    """A text that is no such problem; says which line and what was expected there."""

    def __init__(self, line: int, expected: str) -> None:
        super().__init__(f"line {line}: expected {expected}")


class _Lines:
    """The lines that are not blank, one after the other."""

    def __init__(self, text: str) -> None:
        numbered = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1)]
        self.lines = [(number, words) for number, words in numbered if words]
        self.end = len(numbered) + 1

    def take(self, what: str, least: int = 0, count: int | None = None) -> tuple[int, list[int]]:
        """The whole numbers of the next line, and its number; `count` of them, each at least `least`."""
        number, words = self.lines.pop(0) if self.lines else (self.end, [])
        if not words or not all(word.isascii() and word.isdecimal() and len(word) <= 9 for word in words):
            raise Malformed(number, f"{what}, in whole numbers")
        found = [int(word) for word in words]
        if (count is not None and len(found) != count) or min(found) < least:
            size = "" if count is None else f", {count} numbers"
            raise Malformed(number, f"{what}{size}, each at least {least}")
        return number, found


def read_busloads(text: str) -> Busloads:
    """The problem of a text. Raises Malformed."""
    lines = _Lines(text)
    first, (buses, capacity) = lines.take("number of buses and bus capacity", 1, 2)
    second, (yards, *of_yard) = lines.take("number of yards and the buses of each")
    if not yards or len(of_yard) != yards or sum(of_yard) != buses:
        raise Malformed(second, f"number of yards and the buses of each, {buses} in all as line {first} says")
    people, demand_line = _counted(lines, "sources", "demand")
    places, places_line = _counted(lines, "sinks", "capacity")
    to_source = [lines.take(f"distances from yard {y + 1} to the sources", 0, len(people))[1] for y in range(yards)]
    to_sink = [lines.take(f"distances from source {i + 1} to the sinks", 1, len(places))[1] for i in range(len(people))]
    if lines.lines:
        raise Malformed(lines.lines[0][0], "the end of the file")
    loads, rooms = [-(-n // capacity) for n in people], [n // capacity for n in places]
    if sum(loads) > sum(rooms):
        raise Malformed(places_line, f"capacity for the {sum(loads)} busloads of line {demand_line}")
    return Busloads(
        tuple(Yard(n, tuple(row)) for n, row in zip(of_yard, to_source, strict=True)),
        tuple(loads),
        tuple(rooms),
        tuple(map(tuple, to_sink)),
    )


def _counted(lines: _Lines, what: str, how_many: str) -> tuple[list[int], int]:
    wanted = f"number of {what}, total {how_many}, {how_many} of each"
    number, found = lines.take(wanted)
    if len(found) < 3 or found[0] != len(found) - 2 or found[1] != sum(found[2:]):
        raise Malformed(number, f"{wanted}; the total must be their sum")
    return found[2:], number


def write_busloads(problem: Busloads) -> str:
    """The text of a problem in busloads. Raises ValueError where the format cannot say it."""
    if problem.back is not None or problem.deadlines is not None or any(yard.available for yard in problem.yards):
        raise ValueError("the format has no ways back of their own, deadlines, or buses that are free only later")
    rows = [*(yard.to_source for yard in problem.yards), *problem.to_sink]
    if any(d is None for row in rows for d in row):
        raise ValueError("the format has no missing roads")

    def line(*numbers: int | None) -> str:
        return " ".join(map(str, numbers))

    return "\n".join(
        [
            line(problem.buses, 1),
            line(len(problem.yards), *(yard.buses for yard in problem.yards)),
            line(len(problem.loads), sum(problem.loads), *problem.loads),
            line(len(problem.capacities), sum(problem.capacities), *problem.capacities),
            "",
            *(line(*yard.to_source) for yard in problem.yards),
            "",
            *(line(*row) for row in problem.to_sink),
            "",
        ]
    )


def recipe(size: int, seed: int) -> Busloads:
    """The random recipe: `size` sources and sinks, size // 2 + 1 buses in one yard, distances from 1 to 10.

    Demands are from 1 to 5, capacities from 1 to 10 and raised one by one until there is enough in all. No triangle
    inequality holds.
    """
    random = Random(f"bus evacuation {size} {seed}")
    every = range(size)
    to_source = tuple(random.randint(1, 10) for _ in every)
    to_sink = tuple(tuple(random.randint(1, 10) for _ in every) for _ in every)
    loads = tuple(random.randint(1, 5) for _ in every)
    rooms = [random.randint(1, 10) for _ in every]
    while sum(rooms) < sum(loads):
        rooms[random.randrange(size)] += 1
    return Busloads((Yard(size // 2 + 1, to_source),), loads, tuple(rooms), to_sink)


def crowd(sources: int, sinks: int, loads: int, buses: int, farthest: int, seed: int) -> Busloads:
    """Many loads: as many at each source, distances from 1 to `farthest`, places for 30 % more loads than there are."""
    random = Random(f"crowd {sources} {sinks} {loads} {buses} {farthest} {seed}")
    rooms = [0] * sinks
    for _ in range(loads + loads * 3 // 10):
        rooms[random.randrange(sinks)] += 1
    return Busloads(
        (Yard(buses, tuple(random.randint(1, farthest) for _ in range(sources))),),
        tuple(loads // sources + (i < loads % sources) for i in range(sources)),
        tuple(rooms),
        tuple(tuple(random.randint(1, farthest) for _ in range(sinks)) for _ in range(sources)),
    )

"""The part of an operation that a routing solver can express, as plain data that goes to another process and back.

A load is a whole vehicle's worth of people for one trip. A vehicle serves loads one after the other: it drives empty
to where the next load waits, takes it to its reception site, unloads, and is free there.
"""

import sys
from collections.abc import Callable

import msgspec

NEVER = -1
"""Where there is no way, in seconds."""


class Load(msgspec.Struct, frozen=True):
    """A trip that is wished for.

    Attributes:
        origin, site: indices of the assembly point and the reception site.
        weight: what a second in danger of all aboard weighs.
        ready_s: loading starts no earlier.
        serves_s: [class] from the start of loading until the vehicle is empty; NEVER where the class cannot take it.
        carries_s: [class] from the start of loading until arrival.
        open_s: when loading may start so that the way out is open, as [from, until) in order.
    """

    origin: int
    site: int
    weight: int
    ready_s: int
    serves_s: list[int]
    carries_s: list[int]
    open_s: list[tuple[int, int]]

    def windows_s(self, latest_s: int) -> list[tuple[int, int]]:
        """When loading may start, as [first, last] in order: once ready, while the way out is open, by `latest_s`."""
        cut = [(max(opens_s, self.ready_s), min(closes_s - 1, latest_s)) for opens_s, closes_s in self.open_s]
        return [(first_s, last_s) for first_s, last_s in cut if first_s < last_s]


class Group(msgspec.Struct, frozen=True):
    """Vehicles that are alike.

    Attributes:
        vehicles: their ids.
        reaches_s: [assembly point] empty driving from where they start; NEVER without a road.
    """

    vehicles: list[str]
    vehicle_class: int
    available_s: int
    reaches_s: list[int]


class Routing(msgspec.Struct, frozen=True):
    """What a solver is asked.

    Attributes:
        empty_s: [class][site][assembly point] empty driving; NEVER without a road.
        seconds: of search.
    """

    loads: list[Load]
    groups: list[Group]
    empty_s: list[list[list[int]]]
    horizon_s: int
    seconds: float
    seed: int

    def able(self, group: Group, load: Load) -> bool:
        """True if the vehicles can take the load as their first."""
        return load.serves_s[group.vehicle_class] != NEVER and group.reaches_s[load.origin] != NEVER


class Routes(msgspec.Struct, frozen=True):
    """What a solver answers.

    Attributes:
        order: vehicle id -> indices of its loads, in order. Loads that no vehicle has are left.
        version: of the solver.
        remark: what a reader of the table must know; may be empty.
    """

    order: dict[str, list[int]]
    version: str
    remark: str = ""


def answer(solve: Callable[[Routing], Routes]) -> None:
    """Read a routing problem from standard input, and write its routes to standard output."""
    routing = msgspec.json.decode(sys.stdin.buffer.read(), type=Routing)
    sys.stdout.buffer.write(msgspec.json.encode(solve(routing)))

"""VROOM as a peer, in a process of its own.

    python -m benchmarks.peers.vroom_routing < routing.json > routes.json

Expressed: heterogeneous vehicles from several places, each from when it is available, which class can take which load,
ready times, when the way out is open, priorities of loads that may be left, and the least time of vehicles. VROOM has
no objective that counts when somebody arrives. The limit is a patience: each load starts so soon after it is ready.
"""

from datetime import timedelta
from functools import partial
from importlib.metadata import version

import vroom

from benchmarks.peers.routing import NEVER, Load, Routes, Routing, answer
from benchmarks.peers.vehicle_time import Visits, durations_s, limits_s, tightest

PATIENCE = (0.5, 1.0, 1.5, 2.0)
"""After every vehicle is available, times the even share of work."""

EXPLORATION = 0
"""With more, VROOM spends several times its seconds on first solutions for hundreds of loads, and leaves as many."""

HIGHEST_PRIORITY = 100


def solve(routing: Routing) -> Routes:
    """The best routes found within the seconds given."""
    patience = limits_s(routing, max(group.available_s for group in routing.groups), PATIENCE)
    return tightest(routing, patience, "patience", version("pyvroom"), partial(_find, routing))


def _find(routing: Routing, patience_s: int, seconds: float) -> Visits:
    """Places are the loads, the starts of the groups, and one end for all; driving includes service where it begins."""
    jobs = _jobs(routing, patience_s)
    vehicles, group_of = _vehicles(routing)
    if not jobs or not vehicles:
        return []
    asked = vroom.Input()
    for c in {group.vehicle_class for group in routing.groups}:
        asked.set_durations_matrix(profile=str(c), matrix_input=durations_s(routing, c))
    asked.add_vehicle(vehicles)
    asked.add_job(jobs)
    found = asked.solve(EXPLORATION, nb_threads=1, timeout=timedelta(seconds=seconds)).to_dict()
    return [
        (group_of[route["vehicle"]], [step["id"] for step in route["steps"] if step["type"] == "job"])
        for route in found["routes"]
    ]


def _vehicles(routing: Routing) -> tuple[list[vroom.Vehicle], list[int]]:
    """The vehicles, and the group of each."""
    end = len(routing.loads) + len(routing.groups)
    skills = _skills(routing)
    found: list[vroom.Vehicle] = []
    group_of: list[int] = []
    for g, group in enumerate(routing.groups):
        for _ in group.vehicles if group.available_s < routing.horizon_s else ():
            found.append(
                vroom.Vehicle(
                    len(found),
                    start=len(routing.loads) + g,
                    end=end,
                    profile=str(group.vehicle_class),
                    skills={skill for able, skill in skills.items() if group.vehicle_class in able},
                    time_window=(group.available_s, routing.horizon_s),
                )
            )
            group_of.append(g)
    return found, group_of


def _jobs(routing: Routing, patience_s: int) -> list[vroom.Job]:
    heaviest = max((load.weight for load in routing.loads), default=1)
    skills = _skills(routing)
    return [
        vroom.Job(
            i,
            location=i,
            skills={skills[_able(load)]},
            priority=load.weight * HIGHEST_PRIORITY // heaviest,
            time_windows=windows,
        )
        for i, load in enumerate(routing.loads)
        if (windows := load.windows_s(min(routing.horizon_s, load.ready_s + patience_s)))
    ]


def _skills(routing: Routing) -> dict[tuple[int, ...], int]:
    """Classes that can take a load -> the skill that only their vehicles have."""
    return {able: skill for skill, able in enumerate(dict.fromkeys(_able(load) for load in routing.loads))}


def _able(load: Load) -> tuple[int, ...]:
    return tuple(c for c, serves_s in enumerate(load.serves_s) if serves_s != NEVER)


if __name__ == "__main__":
    answer(solve)

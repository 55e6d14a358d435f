"""A plan as files: the program's own JSON, and two tables for the people who run it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import msgspec

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan, Trip
from safepassage.exchange.atomic import replacing
from safepassage.exchange.audience import Audience, require_individual
from safepassage.exchange.cells import mark
from safepassage.exchange.lists import layout_text
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.moments import local_text
from safepassage.exchange.ordinary import size_of

__all__ = ["Audience", "read_plan", "write_loads", "write_movements", "write_plan"]

FORMAT = "safepassage-plan/1"
LARGEST_PLAN_BYTES = 1024 * 1024 * 1024
MOVEMENTS = (
    *("trip", "convoy", "vehicle", "class", "layout", "from", "to"),
    *("people", "seated", "wheelchair", "stretcher"),
    *("loads", "loads_s", "leaves", "leaves_s"),
)
MOVEMENTS_END = ("arrives", "arrives_s", "unloads", "unloads_s", "empty", "empty_s")
LOADS = ("trip", "vehicle", "household", "seated", "wheelchair", "stretcher")


def write_plan(plan: Plan, path: Path, audience: Audience = Audience.CUSTODIAN) -> None:
    """Write a plan as JSON. It holds card numbers beside vehicles and times: for the custodian and the convoy only.

    Raises:
        Mistakes: the audience may not see it.
    """
    require_individual(audience, path.name)
    content = msgspec.json.encode({"format": FORMAT} | msgspec.to_builtins(plan))
    with replacing(path) as part:
        part.write_bytes(msgspec.json.format(content, indent=1))


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        Mistakes: it cannot be opened, or is not a plan; the column is the path in the JSON.
    """
    try:
        if size_of(path) > LARGEST_PLAN_BYTES:
            raise _refusal(path, None, f"is larger than {LARGEST_PLAN_BYTES >> 20} MiB", "a plan")
        tree = msgspec.json.decode(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise _refusal(path, None, f"cannot be opened ({error.strerror})", "a plan.json") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(path, None, f"is not JSON ({error})", "a plan.json") from None
    if not isinstance(tree, dict) or tree.pop("format", None) != FORMAT:
        raise _refusal(path, "$.format", "is not the format of a plan that can be read", f"'{FORMAT}'")
    try:
        plan = msgspec.convert(tree, Plan)
    except (msgspec.ValidationError, RecursionError) as error:
        what, _, where = str(error).rpartition(" - at ")
        raise _refusal(path, where.strip("`") or "$", what or str(error), "as in a plan that was written") from None
    unknown = next(_unknown(tree, msgspec.to_builtins(plan), "$"), None)
    if unknown is not None:
        raise _refusal(path, unknown, "is not a known field", "only the fields of a plan")
    return plan


def _refusal(path: Path, where: str | None, wrong: str, expected: str) -> Mistakes:
    do = "make the plan again with 'safepassage plan', or correct the file"
    return Mistakes([Mistake(path.name or str(path), None, where, wrong, expected, do)])


def _unknown(given: Any, understood: Any, where: str) -> Iterator[str]:
    """Paths of what was given and not understood."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for key, value in given.items():
            if key not in understood:
                yield f"{where}.{key}"
            else:
                yield from _unknown(value, understood[key], f"{where}.{key}")
    elif isinstance(given, list) and isinstance(understood, list | tuple):
        for index, (value, known) in enumerate(zip(given, understood, strict=True)):
            yield from _unknown(value, known, f"{where}[{index}]")


def write_movements(operation: Operation, plan: Plan, path: Path, audience: Audience) -> None:
    """Write the trips as a table, without card numbers: local times, and seconds from the start.

    Raises:
        Mistakes: the audience may not see single movements.
    """
    require_individual(audience, path.name)
    gates = max((len(trip.crossings) for trip in plan.trips), default=0)
    passages = [
        f"gate_{number}{part}"
        for number in range(1, gates + 1)
        for part in ("", "_enters", "_enters_s", "_leaves", "_leaves_s")
    ]
    rows = (_movement(operation, trip, gates) for trip in sorted(plan.trips, key=lambda trip: (trip.loads_s, trip.id)))
    _write_table(path, [*MOVEMENTS, *passages, *MOVEMENTS_END], rows)


def _movement(operation: Operation, trip: Trip, gates: int) -> list[str | int]:
    vehicle = operation.vehicles.get(trip.vehicle)
    layouts = operation.vehicle_class[vehicle.vehicle_class].layouts if vehicle else ()
    load = trip.load

    def both(t_s: int) -> list[str | int]:
        return [local_text(operation.clock, t_s), t_s]

    row: list[str | int] = [
        mark(trip.id),
        mark(trip.convoy) if trip.convoy is not None else "",
        mark(trip.vehicle),
        mark(vehicle.vehicle_class) if vehicle else "",
        layout_text(layouts[trip.layout]) if 0 <= trip.layout < len(layouts) else trip.layout,
        mark(trip.origin),
        mark(trip.destination),
        load.people,
        load.seated,
        load.wheelchair,
        load.stretcher,
        *both(trip.loads_s),
        *both(trip.leaves_s),
    ]
    for crossing, _ in zip_longest(trip.crossings, range(gates)):
        row += [mark(crossing.gate), *both(crossing.enters_s), *both(crossing.leaves_s)] if crossing else [""] * 5
    return [*row, *both(trip.arrives_s), *both(trip.unloads_s), *both(trip.empty_s)]


def write_loads(plan: Plan, path: Path, audience: Audience) -> None:
    """Write who rides on which trip, by card number.

    Raises:
        Mistakes: the audience may not see card numbers.
    """
    require_individual(audience, path.name)
    rows = (
        [mark(trip.id), mark(trip.vehicle), mark(boarding.household), boarding.seated, boarding.wheelchair,
         boarding.stretcher]
        for trip in sorted(plan.trips, key=lambda trip: (trip.loads_s, trip.id))
        for boarding in trip.boardings
    )  # fmt: skip
    _write_table(path, LOADS, rows)


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """CSV with a byte order mark, so that a spreadsheet reads every script rightly."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)

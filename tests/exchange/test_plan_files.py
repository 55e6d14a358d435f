"""Plans as files: they come back as they were, spoilt ones are refused, and not everybody may have them."""

import csv
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.operation import Operation
from safepassage.domain.plan import Plan
from safepassage.exchange.audience import Audience
from safepassage.exchange.mistakes import Mistake, Mistakes
from safepassage.exchange.plan_files import read_plan, write_loads, write_movements, write_plan
from tests.situations import everything, everything_plan, small_town, small_town_plan

TOTALS_ONLY = pytest.mark.parametrize("audience", [Audience.PARTY, Audience.PUBLIC])
INDIVIDUAL = pytest.mark.parametrize("audience", [Audience.CUSTODIAN, Audience.CONVOY])
SITUATIONS = pytest.mark.parametrize(
    ("operation", "plan"), [(small_town, small_town_plan), (everything, everything_plan)]
)


def rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "the mark by which a spreadsheet knows UTF-8"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("plan", [small_town_plan, everything_plan])
def test_a_plan_comes_back_as_it_was(plan: Callable[[], Plan], tmp_path: Path) -> None:
    write_plan(plan(), tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan()


@given(st.from_type(Plan))
def test_every_plan_comes_back_as_it_was(plan: Plan) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_plan(plan, Path(name) / "plan.json")
        assert read_plan(Path(name) / "plan.json") == plan


def spoil(path: Path, change: Callable[[dict[str, object]], object]) -> Path:
    write_plan(small_town_plan(), path / "plan.json")
    tree = msgspec.json.decode((path / "plan.json").read_bytes())
    change(tree)
    (path / "plan.json").write_bytes(msgspec.json.encode(tree))
    return path / "plan.json"


@pytest.mark.parametrize(
    ("change", "where", "wrong"),
    [
        (lambda t: t.pop("format"), "$.format", "is not the format of a plan that can be read"),
        (lambda t: t.update(format="safepassage-plan/9"), "$.format", "is not the format of a plan that can be read"),
        (lambda t: t.update(color="red"), "$.color", "is not a known field"),
        (lambda t: t["trips"][1].update(driver="x"), "$.trips[1].driver", "is not a known field"),
        (lambda t: t["trips"][0].update(loads_s="soon"), "$.trips[0].loads_s", "Expected `int`, got `str`"),
        (lambda t: t["trips"][0].update(loads_s=1.5), "$.trips[0].loads_s", "Expected `int`, got `float`"),
        (lambda t: t["trips"][0].pop("vehicle"), "$.trips[0]", "Object missing required field `vehicle`"),
        (lambda t: t.update(trips=None), "$.trips", "Expected `array`, got `null`"),
        (lambda t: t.update(not_carried=[{"household": "H", "reason": "why"}]), "$.not_carried[0].reason",
         "Invalid enum value 'why'"),
    ],
)  # fmt: skip
def test_a_spoilt_plan_is_refused_with_its_place(
    change: Callable[[dict[str, object]], object], where: str, wrong: str, tmp_path: Path
) -> None:
    with pytest.raises(Mistakes) as refused:
        read_plan(spoil(tmp_path, change))
    (found,) = refused.value.errors
    assert (found.file, found.column, found.wrong) == ("plan.json", where, wrong)
    assert found.do


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": 1}'])
def test_a_file_that_is_no_plan_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(Mistakes):
        read_plan(tmp_path / "plan.json")


def test_a_plan_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="cannot be opened"):
        read_plan(tmp_path / "plan.json")


def test_plans_spoilt_at_random_are_refused_or_read(tmp_path: Path) -> None:
    write_plan(everything_plan(), tmp_path / "plan.json")
    content = (tmp_path / "plan.json").read_bytes()
    answers: set[type] = set()
    for seed in range(300):
        chance = random.Random(seed)
        spoilt = bytearray(content)
        for _ in range(chance.randint(1, 3)):
            spoilt[chance.randrange(len(spoilt))] = chance.choice(b'0123456789{}[]",:x \xff')
        (tmp_path / "spoilt.json").write_bytes(spoilt)
        try:
            answers.add(type(read_plan(tmp_path / "spoilt.json")))
        except Mistakes as mistakes:
            answers.add(type(mistakes.errors[0]))
    assert answers == {Plan, Mistake}


def test_movements_tell_local_times_and_seconds(tmp_path: Path) -> None:
    operation, plan = everything(), everything_plan()
    write_movements(operation, plan, tmp_path / "movements.csv", Audience.CONVOY)
    told = {row["trip"]: row for row in rows(tmp_path / "movements.csv")}
    assert told.keys() == {trip.id for trip in plan.trips}
    for trip in plan.trips:
        row = told[trip.id]
        local = operation.clock.at(trip.loads_s).strftime("%Y-%m-%d %H:%M")
        assert row["loads"].startswith(local)
        assert int(row["loads_s"]) == trip.loads_s
        assert int(row["people"]) == trip.load.people
        assert (row["from"], row["to"], row["convoy"]) == (trip.origin, trip.destination, trip.convoy or "")
        passed = [(row[f"gate_{n}"], int(row[f"gate_{n}_leaves_s"])) for n in (1, 2) if row[f"gate_{n}"]]
        assert passed == [(crossing.gate, crossing.leaves_s) for crossing in trip.crossings]
        assert row["class"] == operation.vehicles[trip.vehicle].vehicle_class


def test_a_movement_of_the_small_town_reads_as_in_its_timetable(tmp_path: Path) -> None:
    write_movements(small_town(), small_town_plan(), tmp_path / "movements.csv", Audience.CONVOY)
    first = rows(tmp_path / "movements.csv")[0]
    trip = min(small_town_plan().trips, key=lambda trip: (trip.loads_s, trip.id))
    assert (first["trip"], first["layout"], first["from"]) == (trip.id, "5 seats", trip.origin)
    assert first["loads"] == f"2030-05-06 {6 + trip.loads_s // 3600:02}:{trip.loads_s // 60 % 60:02}"


@SITUATIONS
def test_movements_hold_no_card_number(
    operation: Callable[[], Operation], plan: Callable[[], Plan], tmp_path: Path
) -> None:
    write_movements(operation(), plan(), tmp_path / "movements.csv", Audience.CONVOY)
    cells = {cell for row in rows(tmp_path / "movements.csv") for cell in row.values()}
    assert not cells & set(operation().household)


@SITUATIONS
def test_loads_hold_everybody_on_the_plan_once(
    operation: Callable[[], Operation], plan: Callable[[], Plan], tmp_path: Path
) -> None:
    write_loads(plan(), tmp_path / "loads.csv", Audience.CUSTODIAN)
    told = rows(tmp_path / "loads.csv")
    people = sum(int(row[need]) for row in told for need in ("seated", "wheelchair", "stretcher"))
    not_carried = {entry.household for entry in plan().not_carried}
    assert people == sum(h.people for h in operation().leaving if h.id not in not_carried)


def writers(path: Path) -> list[Callable[[Audience], None]]:
    return [
        lambda audience: write_plan(small_town_plan(), path / "plan.json", audience),
        lambda audience: write_movements(small_town(), small_town_plan(), path / "movements.csv", audience),
        lambda audience: write_loads(small_town_plan(), path / "loads.csv", audience),
    ]


@TOTALS_ONLY
@pytest.mark.parametrize("which", range(3))
def test_parties_and_the_public_get_no_single_movement(audience: Audience, which: int, tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="sees totals only"):
        writers(tmp_path)[which](audience)
    assert list(tmp_path.iterdir()) == []


@INDIVIDUAL
def test_custodian_and_convoy_get_each_file(audience: Audience, tmp_path: Path) -> None:
    for write in writers(tmp_path):
        write(audience)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loads.csv", "movements.csv", "plan.json"]

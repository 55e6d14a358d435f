import pytest

from safepassage.exchange.report.binding import priced, uses
from safepassage.exchange.report.movements import digest
from safepassage.exchange.report.timeline import timeline
from safepassage.planning.solution import Bound, Price, Resource
from tests.exchange.report.situations import stuck, town_bound
from tests.situations import everything, everything_plan, small_town, small_town_plan

TOWN, PLAN = small_town(), small_town_plan()


def test_the_small_towns_use_is_what_one_counts_by_hand() -> None:
    axis = timeline(TOWN, PLAN)
    found = {(use.kind, use.subject): use.share for use in uses(TOWN, digest(TOWN, PLAN), axis, Bound(0))}
    open_min = axis.ends_s / 60 - 60
    assert found["lane-out", "bridge"] == pytest.approx(14 / open_min)
    assert found["lane-in", "bridge"] == pytest.approx(6 / open_min)
    assert found["escort", "main-road"] == pytest.approx((60 + 60 + axis.ends_s / 60 - 220) / open_min)
    assert found["convoy-size", "main-road"] == pytest.approx(7 / 9)
    assert found["seats", "car"] == 1
    assert found["seats", "bus"] == pytest.approx((5 + 9 + 4 + 3 + 4) / (9 + 10 * 4))
    assert found["places", "camp"] == pytest.approx(22 / 100)
    assert found["beds", "clinic"] == pytest.approx(1 / 2)


def test_what_has_a_price_comes_first_and_what_saves_nothing_has_none() -> None:
    found = uses(TOWN, digest(TOWN, PLAN), timeline(TOWN, PLAN), town_bound())
    assert [(use.kind, use.saves) for use in found[:2]] == [("escort", 36_000), ("vehicle", 20_000)]
    assert all(use.saves is None for use in found[2:])


def test_a_price_says_how_much_earlier_everybody_would_arrive() -> None:
    bound = Bound(0, prices=(Price(Resource.VEHICLE, "bus", 2_000), Price(Resource.ESCORT, "main-road", 7_800)))
    first, second = priced(TOWN, bound, worth=78_000)
    weighted_people = 10 * 3 + 3 * (4 + 2) + 1 * (32 - 9)
    assert first.price.resource is Resource.ESCORT
    assert first.share == pytest.approx(0.1)
    assert first.earlier_s == pytest.approx(7_800 / weighted_people)
    assert second.price.saves == 2_000


def test_what_is_0_when_it_is_rounded_is_left_out() -> None:
    """Half an hour of one person rounds to no person-hour; 2,000 seconds are nothing beside a worth of a year."""
    assert priced(TOWN, Bound(0, prices=(Price(Resource.VEHICLE, "bus", 1_700),)), worth=78_000) == ()
    assert priced(TOWN, Bound(0, prices=(Price(Resource.VEHICLE, "bus", 2_000),)), worth=365 * 86_400) == ()
    bound = Bound(0, prices=(Price(Resource.VEHICLE, "bus", 99),))
    assert all(use.saves is None for use in uses(TOWN, digest(TOWN, PLAN), timeline(TOWN, PLAN), bound))


def test_quotas_and_daily_caps_are_measured() -> None:
    operation, plan = everything(), everything_plan()
    found = {
        (use.kind, use.subject): use.share
        for use in uses(operation, digest(operation, plan), timeline(operation, plan), Bound(0))
    }
    assert found["quota-people", "first"] == pytest.approx(22 / 60)
    assert found["quota-people", "second"] == pytest.approx(5 / 80)
    assert found["quota-vehicles", "daily-cap"] == pytest.approx(7 / 15)


def test_nothing_is_used_where_nothing_moves() -> None:
    assert uses(TOWN, digest(TOWN, stuck(TOWN)), timeline(TOWN, stuck(TOWN)), town_bound()) == ()

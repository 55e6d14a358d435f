"""How long `check` takes on a large plan: by default 1,000,000 people, 230,000 households, 25,000 trips.

The plan is legal by construction, so that every rule looks at everything and finds nothing.

    python -m benchmarks.check_rules [--trips N]
"""

import argparse
import resource
import time
from datetime import UTC, datetime

from safepassage.domain.agreement import Agreement, DailyCap, Stage
from safepassage.domain.clock import DailyHours
from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Inspection, Route, Window
from safepassage.domain.fleet import DutyLimit, Layout, Pool, ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from safepassage.domain.plan import Approach, Boarding, Convoy, Crossing, Plan, Trip
from safepassage.domain.travel import Leg
from safepassage.roads.travel_times import travel_times
from safepassage.rules import RULES, check
from safepassage.rules.case import Case

HOUSEHOLDS_A_TRIP = 9
SIZES = (4, 5, 4, 4, 5, 4, 5, 4, 5)
VEHICLES_A_CONVOY = 50
CYCLE_S = 3 * 3600
CLOCK_S = 600
POINTS = 8
CAMPS = ("camp-0", "camp-1")


def large_operation(trips: int) -> Operation:
    """One gate, convoys of fifty every three hours by the same fifty buses, eight assembly points and two camps."""
    rounds = -(-trips // VEHICLES_A_CONVOY)
    horizon_s = (rounds + 1) * CYCLE_S
    points = [f"point-{number}" for number in range(POINTS)]
    service = ServiceTime(60, 5)
    households = tuple(
        Household(f"{trip}-{i}", points[trip % POINTS], seated=SIZES[i], destinations=(f"camp-{trip % 2}",))
        for trip in range(trips)
        for i in range(HOUSEHOLDS_A_TRIP)
    )
    return Operation(
        name="large",
        start=datetime(2030, 3, 1, tzinfo=UTC),
        zone="Europe/Kyiv",
        profile=Profile.EXERCISE,
        horizon_s=horizon_s,
        places=(
            *(Place(point, PlaceKind.ASSEMBLY, point, bays={"*": VEHICLES_A_CONVOY}) for point in points),
            Place("gate", PlaceKind.GATE, "Gate"),
            *(Place(camp, PlaceKind.RECEPTION, camp, bays={"*": 50}, places=10**9, beds=0) for camp in CAMPS),
        ),
        fleet=(
            VehicleClass(
                "bus",
                (Layout(sum(SIZES)),),
                tuple(Pool(VEHICLES_A_CONVOY // 2, camp) for camp in CAMPS),
                loading=service,
                unloading=service,
                duty=DutyLimit(10**9, 10**9, 3600),
            ),
        ),
        households=households,
        corridor=Corridor(
            (Gate("gate", 60, 60, {"*": Inspection(300, 60)}, (Window(0, horizon_s + CYCLE_S),)),),
            (Route("road", ("gate",), CAMPS, ConvoyRule(60, CYCLE_S, 1, CYCLE_S, CLOCK_S)),),
        ),
        legs=(
            *(Leg(point, "gate", 600, hours=DailyHours(7 * 3600, 9 * 3600)) for point in points),
            *(Leg(point, "gate", 500) for point in points),
            Leg("gate", "camp-0", 900),
            Leg("gate", "camp-1", 900),
        ),
        agreement=Agreement(
            stages=(Stage("only", "Everybody", people=10**9, vehicles=10**9),),
            daily_cap=DailyCap(10**9, 10**9),
            night=DailyHours(2 * 3600, 2 * 3600 + 1),
        ),
        hazards=(
            Hazard("mine", "explosive", place="point-0", until_s=1),
            Hazard("water", "flood", leg=("gate", "camp-0"), from_s=7200, until_s=7201),
        ),
        synthetic=True,
    )


def large_plan(trips: int) -> Plan:
    """Each bus fetches a load in every round and brings it to the camp that it came from."""
    return Plan(
        operation="large",
        trips=tuple(_trip(number) for number in range(trips)),
        convoys=tuple(
            Convoy(f"convoy-{number}", "road", number * CYCLE_S + 3000, 1)
            for number in range(-(-trips // VEHICLES_A_CONVOY))
        ),
    )


def _trip(number: int) -> Trip:
    starts_s = number // VEHICLES_A_CONVOY * CYCLE_S
    camp = f"camp-{number % 2}"
    return Trip(
        id=f"trip-{number}",
        vehicle=f"bus-{_bus(number % VEHICLES_A_CONVOY)}",
        layout=0,
        origin=f"point-{number % POINTS}",
        destination=camp,
        boardings=tuple(Boarding(f"{number}-{i}", seated=SIZES[i]) for i in range(HOUSEHOLDS_A_TRIP)),
        approach=Approach(camp, starts_s, (Crossing("gate", starts_s + 900, starts_s + 960),), starts_s + 1560),
        loads_s=starts_s + 1560,
        leaves_s=starts_s + 2000,
        crossings=(Crossing("gate", starts_s + 2600, starts_s + 3000),),
        arrives_s=starts_s + 3900,
        unloads_s=starts_s + 3900,
        empty_s=starts_s + 4160,
        convoy=f"convoy-{number // VEHICLES_A_CONVOY}",
    )


def _bus(place_in_convoy: int) -> int:
    """Buses of the first camp are numbered before those of the second."""
    return place_in_convoy // 2 + 1 + place_in_convoy % 2 * (VEHICLES_A_CONVOY // 2)


def main() -> None:
    """Print the time of `check` and of each rule."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trips", type=int, default=25_000)
    trips: int = parser.parse_args().trips
    operation, plan = large_operation(trips), large_plan(trips)
    people = sum(household.people for household in operation.households)
    print(f"{people:,} people, {len(operation.households):,} households, {trips:,} trips")
    began = time.perf_counter()
    violations = check(operation, plan)
    print(f"check: {time.perf_counter() - began:.2f} s, {len(violations)} violations")
    assert not violations, violations[:3]
    case = Case(operation, plan, travel_times(operation))
    began = time.perf_counter()
    _ = case.by_vehicle, case.by_convoy, case.passages, case.boardings
    print(f"  {'indexes':24}{time.perf_counter() - began:6.2f} s")
    for rule in RULES:
        began = time.perf_counter()
        rule.violations(case)
        print(f"  {rule.name:24}{time.perf_counter() - began:6.2f} s")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()

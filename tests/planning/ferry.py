"""A crossing that one can plan in one's head: two full buses, a bridge and a camp; only driving takes time.

Two households of ten wait at the school, ten minutes before the bridge, and the camp lies ten minutes behind it. Two
buses of ten seats stand at the school. It begins at 06:00 UTC, and whoever is not out by 16:00 is not carried. With
nothing in the way both buses leave at once, and everybody is out after 20 minutes.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from safepassage.domain.corridor import ConvoyRule, Corridor, Gate, Route, Window
from safepassage.domain.fleet import Layout, Pool, VehicleClass
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import Household
from safepassage.domain.places import Place, PlaceKind
from tests.rules.situation import with_class, with_gate, with_place
from tests.situations import legs, m

HORIZON_MIN = 600


def ferry(**changes: Any) -> Operation:
    """The crossing, with fields of the operation changed."""
    crossing = Operation(
        name="ferry",
        start=datetime(2030, 5, 6, 6, 0, tzinfo=UTC),
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=m(HORIZON_MIN),
        places=(
            Place("school", PlaceKind.ASSEMBLY, "School"),
            Place("bridge", PlaceKind.GATE, "Bridge"),
            Place("camp", PlaceKind.RECEPTION, "Camp"),
        ),
        fleet=(VehicleClass("bus", (Layout(10),), (Pool(2, "school"),)),),
        households=(
            Household("F1", "school", seated=10, destinations=("camp",)),
            Household("F2", "school", seated=10, destinations=("camp",)),
        ),
        corridor=Corridor((Gate("bridge"),), (Route("road", ("bridge",), ("camp",)),)),
        legs=legs([("school", "bridge", 10), ("bridge", "camp", 10)]),
    )
    return replace(crossing, **changes)


def in_convoys(rule: ConvoyRule) -> Operation:
    """The crossing under a convoy rule; the bridge opens when the buses can be there."""
    operation = with_gate(ferry(), "bridge", windows=(Window(m(10), m(HORIZON_MIN)),))
    return replace(
        operation, corridor=replace(operation.corridor, routes=(replace(operation.route["road"], convoy=rule),))
    )


def one_bus(windows: tuple[Window, ...] | None = None) -> Operation:
    """The crossing with one bus, which comes back for the others: they are out after 60 minutes."""
    return with_gate(with_class(ferry(), "bus", pools=(Pool(1, "school"),)), "bridge", windows=windows)


def at_school(**changes: Any) -> Operation:
    return with_place(ferry(), "school", **changes)


def at_camp(**changes: Any) -> Operation:
    return with_place(ferry(), "camp", **changes)

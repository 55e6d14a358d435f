"""A wildfire that reaches one place after the other: after its deadline nobody can be loaded there.

After Shahparvari and Abbasi 2017, "Robust stochastic vehicle routing and scheduling for bushfire emergency
evacuation", Transportation Research Part A 104, whose towns have hard time windows: as many people as can be are to be
carried before they end. The deadline of a place is a hazard that closes it for good: loading has ended and the vehicle
has left by then.
"""

from collections.abc import Mapping

from benchmarks.published.drawing import (
    MINUTE_S,
    START,
    TOGETHER,
    Spot,
    crowd,
    leg,
    minutes,
    nearest_first,
    shared,
    spots,
    vehicles,
)
from safepassage.domain.corridor import Corridor
from safepassage.domain.fleet import ServiceTime, VehicleClass
from safepassage.domain.hazards import Hazard
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.places import Place, PlaceKind
from safepassage.synthetic.chance import Chance

SEATS = {"bus": 45, "van": 12}
LOADING_S, UNLOADING_S = 4 * MINUTE_S, 2 * MINUTE_S
SPEED_KMH, WIDTH_KM, HEIGHT_KM = 45.0, 24.0, 16.0
FIRST_MIN = 75
"""The fire, which comes from the east, reaches no place before."""

FIRE_KMH = 9.0
ROUNDS = 4
ROOM = 1.2


def wildfire(
    seed: int,
    *,
    people: int = 1500,
    hamlets: int = 14,
    shelters: int = 4,
    depots: int = 2,
    fleet: float = 1.0,
    sizes: Mapping[int, float] = TOGETHER,
    horizon_h: int = 6,
) -> Operation:
    """A district of hamlets that exactly `people` people leave, with `fleet` times the usual number of vehicles."""

    def chance(purpose: str) -> Chance:
        return Chance(seed, f"wildfire {purpose}")

    hamlets_, shelters_, depots_ = (
        [f"{kind}-{n}" for n in range(1, count + 1)]
        for kind, count in (("hamlet", hamlets), ("shelter", shelters), ("depot", depots))
    )
    at = _map(hamlets_, [*shelters_, *depots_], chance("map"))
    waiting, room = chance("people"), chance("shelters")
    crowds = shared(people, {h: waiting.between(0.3, 1.7) for h in hamlets_})
    places = shared(round(ROOM * people) + shelters, {s: room.between(0.5, 1.5) for s in shelters_})
    return Operation(
        name=f"wildfire-{people}-{fleet:g}-{seed}",
        start=START,
        zone="UTC",
        profile=Profile.EXERCISE,
        horizon_s=horizon_h * 3600,
        places=(
            *(Place(h, PlaceKind.ASSEMBLY, h) for h in hamlets_),
            *(Place(s, PlaceKind.RECEPTION, s, places=n) for s, n in places.items()),
            *(Place(d, PlaceKind.DEPOT, d) for d in depots_),
        ),
        fleet=_fleet(people * fleet, depots_, chance("fleet")),
        households=crowd(crowds, nearest_first(at, hamlets_, shelters_), sizes, chance("households")),
        corridor=Corridor(note="No gate; an invented district."),
        legs=tuple(
            leg(hamlet, other, minutes(at[hamlet], at[other], SPEED_KMH))
            for hamlet in hamlets_
            for other in (*shelters_, *depots_)
        ),
        hazards=tuple(Hazard(f"fire-{h}", "fire", place=h, from_s=_deadline_s(at[h])) for h in hamlets_),
        description=f"Synthetic: an invented district before a fire, drawn from seed {seed}.",
        synthetic=True,
    )


def _map(hamlets: list[str], safe: list[str], chance: Chance) -> dict[str, Spot]:
    """Hamlets anywhere; shelters and depots in the west, and beyond."""
    found = spots(hamlets, WIDTH_KM, HEIGHT_KM, chance)
    return found | {s: (x - 10.0, y) for s, (x, y) in spots(safe, 10.0, HEIGHT_KM, chance).items()}


def _deadline_s(spot: Spot) -> int:
    """When the fire is there, to the minute."""
    return MINUTE_S * round(FIRST_MIN + 60 * (WIDTH_KM - spot[0]) / FIRE_KMH)


def _fleet(people: float, depots: list[str], chance: Chance) -> tuple[VehicleClass, ...]:
    share = dict.fromkeys(depots, lambda: chance.between(0.3, 1.7))
    return vehicles(people / ROUNDS, SEATS, (ServiceTime(LOADING_S), ServiceTime(UNLOADING_S)), share)

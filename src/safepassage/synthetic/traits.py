"""What is peculiar to one synthetic operation: not every one is easy, and not the same thing binds in each."""

from dataclasses import dataclass
from enum import StrEnum

from safepassage.synthetic.chance import Chance, Urn


class Scarce(StrEnum):
    """What there is least of."""

    LANES = "gate lanes"
    ESCORTS = "escort teams"
    BAYS = "loading bays"
    FLEET = "buses"
    PLACES = "places and beds"
    WINDOWS = "hours in which the gates are open"


class Pattern(StrEnum):
    """How the gates are open."""

    DAILY = "every day by daylight, with days closed"
    BLOCKS = "in a few long blocks with halts between"


@dataclass(frozen=True, slots=True)
class Traits:
    """What sets one synthetic operation apart.

    Attributes:
        slack: open hours there are over those that the movement is estimated to need; the estimate is a cautious one.
        room: places and beds over those needed, at least 1.
        stages: steps of reciprocity; 0 for none.
        capped: there is a cap for each day.
        night_ban: no loaded vehicle is on the road at night.
        slow_nights: driving takes longer in the dark.
        two_streams: some households move in a stream of their own.
        closed_road: one road is closed at first.
    """

    scarce: Scarce
    pattern: Pattern
    slack: float
    room: float
    stages: int
    capped: bool
    night_ban: bool
    slow_nights: bool
    two_streams: bool
    closed_road: bool


def draw_traits(seed: int) -> Traits:
    """The traits of the operation with this seed."""
    chance = Chance(seed, "traits")
    scarce = Urn(dict.fromkeys(Scarce, 1.0)).draw(chance)
    pattern = Urn({Pattern.DAILY: 0.6, Pattern.BLOCKS: 0.4}).draw(chance)
    return Traits(
        scarce=scarce,
        pattern=pattern,
        slack=0.9 if scarce is Scarce.WINDOWS else chance.between(1.1, 1.4),
        room=1.04 if scarce is Scarce.PLACES else chance.between(1.2, 1.5),
        stages=chance.whole(2, 4) if chance.happens(0.5) else 0,
        capped=chance.happens(0.2),
        night_ban=pattern is Pattern.DAILY and chance.happens(0.3),
        slow_nights=chance.happens(0.3),
        two_streams=chance.happens(0.25),
        closed_road=chance.happens(0.3),
    )

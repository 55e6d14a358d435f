"""Who wishes to leave: households known by a card number, never by a name."""

from dataclasses import dataclass

CIVILIAN = "civilian"
TIERS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Needs:
    """A number of people by the way they travel; adds and subtracts need by need."""

    seated: int = 0
    wheelchair: int = 0
    stretcher: int = 0

    @property
    def people(self) -> int:
        return self.seated + self.wheelchair + self.stretcher

    def __add__(self, other: "Needs") -> "Needs":
        return Needs(self.seated + other.seated, self.wheelchair + other.wheelchair, self.stretcher + other.stretcher)

    def __sub__(self, other: "Needs") -> "Needs":
        return Needs(self.seated - other.seated, self.wheelchair - other.wheelchair, self.stretcher - other.stretcher)

    def fits_in(self, other: "Needs") -> bool:
        """True if no need is larger than in `other`."""
        return self.seated <= other.seated and self.wheelchair <= other.wheelchair and self.stretcher <= other.stretcher


@dataclass(frozen=True, slots=True)
class Household:
    """People who travel together because they say so.

    Only what may decide the order is here (protection rule 7): medical priority, household, waiting time,
    destination and mobility.

    Attributes:
        id: card number; never a name.
        at: id of the assembly point where the household waits.
        tier: medical priority set by the medical focal point, 1 (most urgent) to 3.
        ready_s: seconds from the operation's start before which nobody of the household is loaded.
        destinations: ids of the reception sites or hospitals it accepts, in order of wish. Nobody is planned to
            another (UN Security Council resolution 2328). Empty means that it has not chosen yet.
        stream: the group under the agreement with which it may share vehicles, usually ``civilian``.
        own_car: id of the vehicle class of the car that it owns; None if it has none.
        stays: it chose to stay. Not a failure, and counted.
    """

    id: str
    at: str
    seated: int = 0
    wheelchair: int = 0
    stretcher: int = 0
    tier: int = 3
    ready_s: int = 0
    destinations: tuple[str, ...] = ()
    stream: str = CIVILIAN
    own_car: str | None = None
    stays: bool = False

    @property
    def needs(self) -> Needs:
        return Needs(self.seated, self.wheelchair, self.stretcher)

    @property
    def people(self) -> int:
        return self.seated + self.wheelchair + self.stretcher

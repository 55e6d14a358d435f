"""Where people wait, pass, are received and vehicles start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.domain.corridor import Window

ANY_CLASS = "*"


class PlaceKind(StrEnum):
    """What a place is for."""

    ASSEMBLY = "assembly"
    GATE = "gate"
    RECEPTION = "reception"
    HOSPITAL = "hospital"
    DEPOT = "depot"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the operation.

    Attributes:
        name: in the operation's working language.
        names: other languages, BCP 47 tag to name, e.g. ``{"ar": "السكري"}``.
        lat, lon: WGS 84 degrees; None where the position is not known or must not be told.
        bays: how many vehicles load (assembly) or unload (reception, hospital) at once, by vehicle class id; classes
            that are not named share the bays of ``*``. None means no limit; a class with neither has none.
        places: how many people who are not on stretchers the site receives in all; None means no limit.
        beds: how many stretcher patients the site receives in all; None means no limit.
        open: when the site receives vehicles; empty means always.
        source: where the entry comes from.
    """

    id: str
    kind: PlaceKind
    name: str
    names: Mapping[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    bays: Mapping[str, int] | None = None
    places: int | None = None
    beds: int | None = None
    open: tuple[Window, ...] = ()
    source: str = ""

    @property
    def receives(self) -> bool:
        """True for a reception site or a hospital."""
        return self.kind in (PlaceKind.RECEPTION, PlaceKind.HOSPITAL)

    def bay_pool(self, vehicle_class: str) -> tuple[str, int] | None:
        """The bays that a class uses here, as (key of the pool, how many); None where there is no limit."""
        if self.bays is None:
            return None
        if vehicle_class in self.bays:
            return vehicle_class, self.bays[vehicle_class]
        return ANY_CLASS, self.bays.get(ANY_CLASS, 0)

"""The ids that the tables refer to each other by, gathered before any table is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from safepassage.domain.places import PlaceKind
from safepassage.exchange.cells import ID, YES_NO, BadCell, Kind, blank, choice, reference
from safepassage.exchange.tables import Table

T = TypeVar("T")
KIND = choice(PlaceKind)
KIND_WORDS: Mapping[PlaceKind, str] = {
    PlaceKind.ASSEMBLY: "an assembly point",
    PlaceKind.GATE: "a gate",
    PlaceKind.RECEPTION: "a reception site",
    PlaceKind.HOSPITAL: "a hospital",
    PlaceKind.DEPOT: "a depot",
}


@dataclass(frozen=True)
class Known:
    """Ids by what they are.

    Attributes:
        places: id to kind (None where that cannot be read); None as a whole where there is no list of places.
        classes: vehicle class id to whether it is of own cars; None where there is no list.
    """

    places: Mapping[str, PlaceKind | None] | None
    classes: Mapping[str, bool] | None

    def place(self, *kinds: PlaceKind, what: str = "a place") -> Kind[str]:
        """The id of a place of one of the kinds; of any where none is named."""
        if self.places is None:
            return reference(None, what, "places.csv")
        fit = [id_ for id_, kind in self.places.items() if not kinds or kind is None or kind in kinds]
        others = {id_: KIND_WORDS[kind] for id_, kind in self.places.items() if kind is not None}
        return reference(dict.fromkeys(fit), what, "places.csv", others)

    def vehicle_class(self, *, own_car: bool = False) -> Kind[str]:
        """The id of a vehicle class; of own cars only."""
        what = "a class of own cars" if own_car else "a vehicle class"
        if self.classes is None:
            return reference(None, what, "fleet.csv")
        fit = dict.fromkeys(id_ for id_, own in self.classes.items() if own or not own_car)
        return reference(fit, what, "fleet.csv", dict.fromkeys(self.classes, "a class of the fleet's own vehicles"))


def known_ids(places: Table, fleet: Table) -> Known:
    """Gather the ids. Mistakes in them are told when their tables are read."""
    return Known(_places(places), _classes(fleet))


def _places(table: Table) -> Mapping[str, PlaceKind | None] | None:
    if "id" not in table.header:
        return None
    found: dict[str, PlaceKind | None] = {}
    for index, id_ in ids_of(table, "id"):
        found.setdefault(id_, _quietly(KIND, table, index, "kind"))
    return found


def _classes(table: Table) -> Mapping[str, bool] | None:
    if "class" not in table.header:
        return None
    found: dict[str, bool] = {}
    for index, id_ in ids_of(table, "class"):
        own = _quietly(YES_NO, table, index, "own_car")
        found[id_] = found.get(id_, False) or own is True
    return found


def ids_of(table: Table, column: str) -> Iterable[tuple[int, str]]:
    """Row index and id of the rows whose id can be read."""
    for index in range(len(table)):
        id_ = _quietly(ID, table, index, column)
        if id_ is not None:
            yield index, id_


def _quietly(kind: Kind[T], table: Table, index: int, column: str) -> T | None:
    raw = table.raw(index, column)
    try:
        return None if blank(raw) else kind.read(raw, table.style)
    except BadCell:
        return None

"""What drives on roads, road classes and surfaces as words: ``LIVING_STREET`` is ``living-street``."""

from enum import IntEnum
from typing import TypeVar

from safepassage.domain.fleet import RoadUse
from safepassage.exchange.cells import Kind, word
from safepassage.roads.network import USES, RoadClass, Surface

N = TypeVar("N", bound=IntEnum)


def _numbered(choices: type[N]) -> Kind[N]:
    return word({member.name.lower().replace("_", "-"): member for member in choices})


ROAD_USE: Kind[RoadUse] = word({use.value: use for use in USES})
ROAD_CLASS = _numbered(RoadClass)
SURFACE = _numbered(Surface)

"""What the report calls the things of the operation: as markup for the page, and as plain words for charts."""

from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.operation import Operation
from safepassage.exchange.report.texts import Texts, bdi
from safepassage.planning.solution import Resource

_CLASSES = {"vehicle", "seats", Resource.VEHICLE}
_AS_THEY_ARE = {"escort", "convoy-size", Resource.ESCORT, Resource.CONVOY_SIZE, Resource.ROAD}
_QUOTAS = {"quota-people", "quota-vehicles", Resource.QUOTA}
DAILY_CAP = "daily-cap"


@dataclass(frozen=True)
class Naming:
    """Names by id. An id that the operation does not know stands for itself."""

    operation: Operation
    texts: Texts

    def words(self, words: str) -> Markup:
        """Words of the operation's own."""
        return bdi(words)

    def day(self, t_s: int) -> Markup:
        """The local day at a moment, as a ``time`` element."""
        day = self.operation.clock.at(t_s).date()
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), self.texts.day(day))

    def place(self, place_id: str) -> Markup:
        place = self.operation.place.get(place_id)
        return self.texts.name(place) if place else bdi(place_id)

    def place_with_others(self, place_id: str) -> Markup:
        """The name, and those in other languages after it."""
        place = self.operation.place.get(place_id)
        others = self.texts.other_names(place) if place else ()
        wrapped = (Markup('<span class="other-name">{}</span>').format(name) for name in others)
        return Markup(" ").join([self.place(place_id), *wrapped])

    def plain_place(self, place_id: str) -> str:
        place = self.operation.place.get(place_id)
        return self.texts.name_of(place) if place else place_id

    def vehicle_class(self, class_id: str) -> str:
        found = self.operation.vehicle_class.get(class_id)
        return (found.name or found.id) if found else (class_id or self.texts.plain("page.none"))

    def subject(self, kind: str, subject: str) -> Markup:
        """What a measured use or a price is about; `kind` is that of the use, or the resource."""
        if kind in _CLASSES:
            return bdi(self.vehicle_class(subject))
        if kind in _AS_THEY_ARE:
            return bdi(subject)
        if kind in _QUOTAS:
            stages = {stage.id: stage.name for stage in self.operation.agreement.stages}
            return self.texts("what.daily-cap") if subject == DAILY_CAP else bdi(stages.get(subject) or subject)
        return self.place(subject)

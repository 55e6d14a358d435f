"""A lever in words, for the page and for the terminal."""

from markupsafe import Markup

from safepassage.domain.places import ANY_CLASS
from safepassage.exchange.report.naming import Naming
from safepassage.exchange.report.texts import bdi
from safepassage.planning.levers import Lever, LeverKind

_ROUTES = {LeverKind.ESCORT, LeverKind.SHUTTLE, LeverKind.HEADWAY, LeverKind.CONVOY_SIZE}
_COUNTED = {LeverKind.ESCORT, LeverKind.LANE, LeverKind.VEHICLE, LeverKind.BAY, LeverKind.BEDS, LeverKind.PLACES}


def lever_words(lever: Lever, naming: Naming) -> Markup:
    """What is changed, e.g. ``One more escort team on main-road``."""
    texts, subject = naming.texts, _subject(lever, naming)
    if lever.kind in _COUNTED:
        return texts.count(f"lever.{lever.kind}", lever.amount, subject=subject, pool=_pool(lever, naming))
    if lever.kind is LeverKind.CONVOY_SIZE:
        which = "larger" if lever.amount > 0 else "smaller"
        return texts.count(f"lever.{which}", abs(lever.amount), subject=subject)
    return texts(f"lever.{lever.kind}", subject=subject, n=texts.number(lever.amount))


def _subject(lever: Lever, naming: Naming) -> Markup:
    if lever.kind is LeverKind.HAZARD:
        return hazard_words(lever.subject, naming)
    if lever.kind is LeverKind.VEHICLE:
        return bdi(naming.vehicle_class(lever.subject))
    if lever.kind is LeverKind.QUOTA:
        return naming.subject("quota-people", lever.subject)
    return bdi(lever.subject) if lever.kind in {*_ROUTES, LeverKind.ROAD} else naming.place(lever.subject)


def hazard_words(hazard_id: str, naming: Naming) -> Markup:
    """What a hazard closes, and what it is in the operation's own word."""
    hazard = next((hazard for hazard in naming.operation.hazards if hazard.id == hazard_id), None)
    if hazard is None:
        return bdi(hazard_id)
    if hazard.leg is not None:
        origin, destination = (naming.place(place) for place in hazard.leg)
        return naming.texts("hazard.leg", origin=origin, destination=destination, kind=bdi(hazard.kind))
    return naming.texts("hazard.place", place=naming.place(hazard.place or ""), kind=bdi(hazard.kind))


def _pool(lever: Lever, naming: Naming) -> Markup:
    """For whom a bay is, where it is not for all."""
    if lever.kind is not LeverKind.BAY:
        return Markup()
    if lever.pool != ANY_CLASS:
        return naming.texts("lever.bay-for", name=bdi(naming.vehicle_class(lever.pool)))
    place = naming.operation.place.get(lever.subject)
    return naming.texts("lever.bay-for-others") if place and len(place.bays or {}) > 1 else Markup()

"""A conflict in a sentence or two, for the page and for the terminal: who is kept, by what, and what would help."""

from collections.abc import Iterable

from markupsafe import Markup

from safepassage.domain.people import CIVILIAN
from safepassage.exchange.report.lever_words import hazard_words
from safepassage.exchange.report.naming import Naming
from safepassage.exchange.report.texts import bdi
from safepassage.exchange.roads_known import Roads
from safepassage.planning.conflicts import Causes, Conflict, Shared, UsedUp
from safepassage.planning.restrictions import Cause, Restriction


def conflict_words(conflict: Conflict, naming: Naming) -> Markup:
    """Counts and places only: nobody's card number is known here."""
    said = _used_up(conflict, naming) if conflict.causes.could_go_alone else _kept(conflict, naming)
    return naming.texts("conflict.sentence", who=_who(conflict, naming), what=said)


def _who(conflict: Conflict, naming: Naming) -> Markup:
    texts = naming.texts
    who = texts(
        f"conflict.{conflict.shape}",
        people=texts.count("people", conflict.people),
        households=texts.count("households", conflict.households),
        n=texts.number(conflict.patients or conflict.wheelchairs),
        place=naming.place(conflict.at),
    )
    if conflict.stream != CIVILIAN:
        who = texts("conflict.of-stream", who=who, stream=bdi(conflict.stream))
    if conflict.destinations:
        sites = texts("conflict.or").join(naming.place(site) for site in conflict.destinations)
        who = texts("conflict.bound-for", who=who, sites=sites)
    return who


def _kept(conflict: Conflict, naming: Naming) -> Markup:
    texts, causes = naming.texts, conflict.causes
    if not causes.keeps:
        return texts("conflict.unexplained")
    return Markup(" ").join([_why(conflict, naming), _cure(conflict, causes, naming)])


def _why(conflict: Conflict, naming: Naming) -> Markup:
    """What vehicles are set up for comes first: where it is but a part of the cause, it says which vehicles count."""
    texts, keeps = naming.texts, conflict.causes.keeps
    others = [one for one in keeps if one.cause is not Cause.LAYOUT]
    clauses = _listed((_restriction(f"why.{one.cause}", one, conflict, naming) for one in others or keeps), naming)
    return texts("conflict.able" if others and len(others) < len(keeps) else "conflict.because", clauses=clauses)


def _cure(conflict: Conflict, causes: Causes, naming: Naming) -> Markup:
    away = causes.any_one or causes.together
    cures = _listed((_restriction(f"cure.{one.cause}", one, conflict, naming) for one in away), naming)
    if len(causes.any_one) == 1:
        return naming.texts("conflict.one", cure=cures)
    return naming.texts("conflict.any-one" if causes.any_one else "conflict.together", cures=cures)


def _restriction(key: str, restriction: Restriction, conflict: Conflict, naming: Naming) -> Markup:
    subject = Markup()
    if restriction.cause is Cause.HAZARD:
        subject = hazard_words(restriction.subject, naming)
    elif restriction.cause is Cause.BAY:
        subject = naming.place(restriction.subject)
    elif restriction.cause is Cause.WINDOWS:
        subject = _listed((naming.place(gate) for gate in _gates(conflict, naming)), naming)
    elif restriction.cause is Cause.ROAD:
        subject = _gap(conflict, naming)
    return naming.texts(key, subject=subject)


def _gap(conflict: Conflict, naming: Naming) -> Markup:
    """The first stretch of the way out without a road for any vehicle; nothing where it is missing for some only."""
    roads, fleet = Roads(naming.operation), naming.operation.fleet
    for site in conflict.destinations:
        gaps = [roads.gap(conflict.at, site, vehicle_class.id) for vehicle_class in fleet]
        first = gaps[0] if gaps else None
        if first is not None and all(gap == first for gap in gaps):
            return naming.texts("conflict.stretch", origin=naming.place(first[0]), destination=naming.place(first[1]))
    return Markup()


def _gates(conflict: Conflict, naming: Naming) -> list[str]:
    """The gates with windows on the ways to the sites."""
    operation = naming.operation
    ways = (operation.gates_between(conflict.at, site) for site in conflict.destinations)
    return [gate for gate in dict.fromkeys(g for way in ways for g in way) if operation.gate_windows(gate) is not None]


def _used_up(conflict: Conflict, naming: Naming) -> Markup:
    texts, used = naming.texts, conflict.causes.used_up
    if used[0].shared is Shared.MANY_VEHICLES:
        return texts("conflict.many-vehicles")
    if used[0].shared is Shared.VEHICLE_TIME:
        classes = (bdi(naming.vehicle_class(one.subject)) for one in used)
        return texts("conflict.vehicle-time", classes=_listed(classes, naming))
    return texts("conflict.used-up", what=_listed((_resource(one, naming) for one in used), naming))


def _resource(used: UsedUp, naming: Naming) -> Markup:
    subject = naming.subject("quota-people" if used.shared is Shared.QUOTA else used.shared, used.subject)
    return naming.texts(f"used.{used.shared}", subject=subject)


def _listed(words: Iterable[Markup], naming: Naming) -> Markup:
    return Markup(naming.texts.plain("conflict.separator")).join(words)  # noqa: S704 - the catalogue's own

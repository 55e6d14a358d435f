"""The page: what is computed, put into the templates as one file that needs nothing else."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import jinja2
from markupsafe import Markup

from safepassage import __version__
from safepassage.domain.operation import Operation, Profile
from safepassage.domain.people import TIERS
from safepassage.domain.plan import REASON_WORDS, Reason
from safepassage.exchange.audience import Audience
from safepassage.exchange.report import accounts, binding, figures, occupancy, replanned
from safepassage.exchange.report.answer import Answer, answer
from safepassage.exchange.report.assets import asset, content_security_policy, environment
from safepassage.exchange.report.conflict_words import conflict_words
from safepassage.exchange.report.corridor_map import corridor_map, diagram
from safepassage.exchange.report.curves import Period, people_out, periods
from safepassage.exchange.report.movements import Digest, digest
from safepassage.exchange.report.naming import Naming
from safepassage.exchange.report.road_map import RoadMap
from safepassage.exchange.report.texts import Texts
from safepassage.exchange.report.timeline import Timeline, timeline
from safepassage.planning.conflicts import Conflict
from safepassage.planning.savings import Saving
from safepassage.planning.solution import Solution
from safepassage.rules import RULES, Violation
from safepassage.rules.outcome import weight

_MOST_PRICES = 12
_MOST_HELPFUL = 3
_MOST_CONFLICTS = 15
_MOST_USES = 12
_FULL, _NEARLY, _AT_TIMES = 0.95, 0.8, 0.5


@dataclass(frozen=True)
class _Subject:
    """Everything that is shown, before it is drawn. It holds counts and places, and nobody's card number."""

    operation: Operation
    solution: Solution
    digest: Digest
    timeline: Timeline
    naming: Naming
    answer: Answer
    uses: tuple[binding.Use, ...]
    savings: Sequence[Saving]
    conflicts: Sequence[Conflict]
    broken: Counter[str]
    roads: RoadMap | None


def page(
    operation: Operation,
    solution: Solution,
    audience: Audience,
    violations: Sequence[Violation],
    texts: Texts,
    savings: Sequence[Saving] = (),
    conflicts: Sequence[Conflict] = (),
    roads: RoadMap | None = None,
) -> str:
    """The report as HTML.

    `savings` are those of changes that were planned for, `conflicts` of who is not carried. Over `roads` the map is
    drawn; without them it is schematic.
    """
    counted, axis = digest(operation, solution.plan), timeline(operation, solution.plan)
    subject = _Subject(
        operation,
        solution,
        counted,
        axis,
        Naming(operation, texts),
        answer(operation, solution, len(violations)),
        binding.uses(operation, counted, axis, solution.bound),
        savings,
        conflicts,
        Counter(violation.rule for violation in violations),
        roads,
    )
    context = {
        **_head(subject, audience),
        **_out(subject),
        **_map(subject),
        **_waits(subject),
        **_binds(subject),
        **_helps(subject),
        **_left(subject),
        **_accounts(subject),
        **_rules(subject),
    }
    charts = [figure for figure in context.values() if isinstance(figure, figures.Figure) and figure.series]
    return _environment(subject).get_template("report.html.j2").render(context, moments=_moments(subject, charts))


def _head(subject: _Subject, audience: Audience) -> dict[str, object]:
    operation = subject.operation
    return {
        "styles": [Markup(asset(name)) for name in _styles(subject.roads)],  # noqa: S704 - part of the program
        "script": Markup(asset("report.js")),  # noqa: S704 - part of the program
        "csp": content_security_policy(_styles(subject.roads), ("report.js",)),
        "audience": audience,
        "operation": operation,
        "exercise": operation.profile is Profile.EXERCISE,
        "plan": subject.solution.plan,
        "version": __version__,
        "answer": subject.answer,
        "outcome": subject.answer.outcome,
        "worth": subject.solution.worth,
        "aimed": subject.solution.aimed,
        "bound": subject.solution.bound,
    }


def _out(subject: _Subject) -> dict[str, object]:
    operation, bound = subject.operation, subject.solution.bound
    rows = periods(operation, subject.digest, bound, subject.timeline)
    by_day, ends = _ends(rows, subject)
    out = people_out(operation, subject.digest, bound, subject.timeline.edges)
    return {
        "out_figure": figures.people_out_figure(out, subject.timeline, subject.naming.texts),
        "closes": subject.timeline.open is not None,
        "bounded_over_time": out.at_most is not None,
        "by_day": by_day,
        "by_hour": subject.solution.aimed.by_hour,
        "least_ratio": subject.solution.aimed.least_ratio,
        "periods": list(zip(ends, rows, strict=True)),
    }


def _ends(rows: Sequence[Period], subject: _Subject) -> tuple[bool, list[object]]:
    """When each period ends: (True, days) where all but the last end with a day, else (False, hours or moments)."""
    clock, texts = subject.operation.clock, subject.naming.texts
    if len(rows) > 1 and all(clock.time_of_day_s(row.until_s) == 0 for row in rows[:-1]):
        return True, [subject.naming.day(row.until_s - 1) for row in rows]
    one_day = len(clock.days(subject.timeline.ends_s)) == 1
    moments = [clock.at(row.until_s) for row in rows]
    return False, [texts.hour(moment) if one_day else texts.time(moment) for moment in moments]


def _map(subject: _Subject) -> dict[str, object]:
    found = corridor_map(subject.operation, subject.digest)
    if found is not None:
        drawn, missing = figures.map_figure(found, subject.naming, subject.roads), found.missing
    else:
        columns = diagram(subject.operation, subject.digest)
        drawn, missing = figures.diagram_figure(columns, subject.naming), columns.hidden
    return {
        "map_figure": drawn,
        "is_map": found is not None,
        **_roads(subject.roads if found is not None else None, subject.naming.texts),
        "missing": [subject.naming.place(place.id) for place in missing],
        "destinations": accounts.destinations(subject.digest),
    }


def _roads(roads: RoadMap | None, texts: Texts) -> dict[str, object]:
    """Where the roads are from, and what holds on them in words."""
    if roads is None:
        return {"roads": None}
    day = roads.network.as_of
    return {
        "roads": roads,
        "road_day": texts.plain("roads.day", day=texts.day(day), year=day.year) if day else None,
        "held": [(texts(f"roads.{kind}"), label, more) for kind, label, more in roads.told],
    }


def _waits(subject: _Subject) -> dict[str, object]:
    operation, plan, axis, naming = subject.operation, subject.digest, subject.timeline, subject.naming
    points = occupancy.point_use(plan, axis)
    fleet = occupancy.fleet_use(operation, plan, axis)
    gates = occupancy.gate_use(operation, plan, axis)
    shares = {(use.kind, use.subject): use.share for use in subject.uses if use.kind in ("lane-out", "lane-in")}
    return {
        "bin_s": axis.bin_s,
        "points": points,
        "points_figure": figures.points_figure(points, axis, naming) if points else None,
        "fleet": [(figures.class_label(use, naming), use.vehicles, _time_shares(use)) for use in fleet],
        "fleet_figure": figures.fleet_figure(fleet, axis, naming) if fleet else None,
        "states": list(occupancy.State),
        "gates": [(use, shares.get(("lane-out", use.gate)), shares.get(("lane-in", use.gate))) for use in gates],
        "gates_figure": figures.gates_figure(gates, axis, naming) if gates and plan.movements else None,
    }


def _time_shares(use: occupancy.FleetUse) -> list[float]:
    spent = [float(use.by_state[state].sum()) for state in occupancy.State]
    return [part / max(sum(spent), 1e-9) for part in spent]


def _binds(subject: _Subject) -> dict[str, object]:
    uses = subject.uses
    priced = [use for use in uses if use.saves is not None]
    binding_uses = priced or [use for use in uses if use.share >= _FULL]
    weighted = sum(weight(subject.operation, h.tier) * h.people for h in subject.operation.leaving)
    return {
        "uses": [(use, _verdict(use)) for use in uses[:_MOST_USES]],
        "more_uses": max(0, len(uses) - _MOST_USES),
        "binding": [(use, (use.saves or 0) / max(weighted, 1)) for use in binding_uses[:3]],
    }


def _helps(subject: _Subject) -> dict[str, object]:
    savings, worth = subject.savings, subject.solution.worth
    rows = replanned.rows(savings, worth, subject.naming)
    found = [
        one
        for one in binding.priced(subject.operation, subject.solution.bound, worth)
        if not replanned.is_replanned(one.price, savings)
    ]
    return {
        "savings": rows,
        "helpful": [row for row in rows if row.sign > 0][:_MOST_HELPFUL],
        "priced": found[:_MOST_PRICES],
        "more_priced": max(0, len(found) - _MOST_PRICES),
    }


def _verdict(use: binding.Use) -> str:
    if use.saves is not None:
        return "binds" if use.share >= _AT_TIMES else "at-times"
    return "full" if use.share >= _FULL else "nearly" if use.share >= _NEARLY else "room"


def _left(subject: _Subject) -> dict[str, object]:
    return {
        "left_by_reason": accounts.left_by_reason(subject.digest),
        "left_by_place": accounts.left_by_place(subject.digest),
        "conflicts": [conflict_words(conflict, subject.naming) for conflict in subject.conflicts[:_MOST_CONFLICTS]],
        "more_conflicts": max(0, len(subject.conflicts) - _MOST_CONFLICTS),
        "unexplained": subject.answer.outcome.not_carried - sum(conflict.people for conflict in subject.conflicts),
    }


def _accounts(subject: _Subject) -> dict[str, object]:
    operation, plan = subject.operation, subject.digest
    by_tier = {tier: sum(movement.people[tier - 1] for movement in plan.movements) for tier in TIERS}
    return {
        "carried_by_tier": by_tier,
        "stages": accounts.stage_uses(operation, plan),
        "days": accounts.day_uses(operation, plan),
        "sites": accounts.site_uses(operation, plan),
    }


def _rules(subject: _Subject) -> dict[str, object]:
    known = {rule.name for rule in RULES}
    return {
        "rules": RULES,
        "broken": subject.broken,
        "other_rules": [(name, n) for name, n in sorted(subject.broken.items()) if name not in known],
    }


def _moments(subject: _Subject, charts: Sequence[figures.Figure]) -> Markup:
    """What the script reads out at each moment, as JSON that may stand inside a ``script`` element."""
    texts, clock = subject.naming.texts, subject.operation.clock
    data = {
        "times": [texts.moment(clock.at(t)) for t in subject.timeline.edges.tolist()],
        "series": {chart.id: [[series.label, series.values] for series in chart.series] for chart in charts},
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704


def _environment(subject: _Subject) -> jinja2.Environment:
    texts, clock = subject.naming.texts, subject.operation.clock

    def reason(key: Reason | None) -> str:
        return texts.plain("left.unsaid") if key is None else texts.term(REASON_WORDS[key])

    found = environment()
    found.globals.update(
        t=texts,
        naming=subject.naming,
        tiers=TIERS,
        reason=reason,
        at=lambda t_s: texts.time(clock.at(t_s)),
        hours=lambda person_s: texts.number(person_s / 3600),
    )
    found.filters.update(
        n=texts.number,
        pct=texts.percent,
        duration=texts.duration,
        tier_short=lambda tier: texts("tier.short", tier=tier),
        state_words=lambda state: texts(f"state.{state}"),
        place_or_others=lambda place: texts("page.others") if place is None else subject.naming.place(place),
    )
    return found


def _styles(roads: RoadMap | None) -> tuple[str, ...]:
    return ("report.css",) if roads is None else ("report.css", "map.css")

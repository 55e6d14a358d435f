"""A gate is passed while it is open."""

from bisect import bisect_right
from collections.abc import Iterator

from safepassage.domain.corridor import Window
from safepassage.rules.case import Case, Passage
from safepassage.rules.rule import Finding, Rule


def _examine(case: Case) -> Iterator[Finding]:
    """A window is half-open, but a vehicle may drive on at the moment it closes; two windows that touch stay two."""
    windows = {gate: case.operation.gate_windows(gate) for gate in case.operation.gate}
    opens = {gate: [window.opens_s for window in found or ()] for gate, found in windows.items()}
    for journey, passage in case.passages:
        found = windows[passage.gate]
        if found is None:
            continue
        number = bisect_right(opens[passage.gate], passage.enters_s) - 1
        if number < 0 or max(passage.enters_s + 1, passage.leaves_s) > found[number].closes_s:
            yield (
                journey.id,
                f"{journey.who} is at '{passage.gate}' from {case.when(passage.enters_s)} to "
                f"{case.when(passage.leaves_s)}, not within one window; {_advice(case, found, passage)}",
            )


def _advice(case: Case, windows: tuple[Window, ...], passage: Passage) -> str:
    near = next((window for window in windows if window.closes_s > passage.enters_s), None)
    if near is None:
        return "the last window has closed; take the earlier one or leave the trip out"
    agreed = f" ({near.agreed_in})" if near.agreed_in else ""
    return (
        f"the window{agreed} is from {case.when(near.opens_s)} to {case.when(near.closes_s)}; move both times into it "
        "or into a later one"
    )


RULE = Rule(
    name="gate-windows",
    source="planning problem: gate, opening windows; the operation's agreement",
    summary="A vehicle enters and leaves a gate within one and the same window of the gate and of the agreement.",
    examine=_examine,
)

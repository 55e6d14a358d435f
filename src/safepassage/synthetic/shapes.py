"""The shapes after which an operation can be drawn."""

from collections.abc import Callable, Mapping

from safepassage.domain.operation import Operation
from safepassage.synthetic.aleppo_like import aleppo_like
from safepassage.synthetic.flood import flood
from safepassage.synthetic.koblenz import bomb_disposal

FEWEST_PEOPLE = 50
MOST_PEOPLE = 1_000_000

SHAPES: Mapping[str, Callable[[int, int], Operation]] = {
    "aleppo-2016": aleppo_like,
    "bomb-disposal": bomb_disposal,
    "flood": flood,
}
"""Shape to the function that draws an operation for (people, seed)."""


def synthesize(people: int, seed: int, like: str = "aleppo-2016") -> Operation:
    """A synthetic operation for exactly `people` people who wish to leave; the same seed gives the same operation.

    Args:
        people: 50 to 1,000,000. Those who choose to stay come on top.
        seed: any whole number.
        like: one of `SHAPES`.

    Raises:
        ValueError: too few or too many people, or an unknown shape.
    """
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise ValueError(
            f"people is {people}: a synthetic operation has {FEWEST_PEOPLE:,} to {MOST_PEOPLE:,} people; "
            "choose a number between"
        )
    if like not in SHAPES:
        raise ValueError(f"no shape '{like}': choose one of {', '.join(SHAPES)}")
    return SHAPES[like](people, seed)

"""How long the laws of planning are tried: briefly by default, ``SAFEPASSAGE_THOROUGH=50`` times as long by hand."""

import os

THOROUGH = int(os.environ.get("SAFEPASSAGE_THOROUGH", "1"))


def examples(count: int) -> int:
    """So many random operations, or as many times more as is wished for."""
    return count * THOROUGH


def seeds(few: int, all_of_them: int) -> range:
    """The first few seeds, or all of them where more is wished for."""
    return range(1, 1 + (few if THOROUGH == 1 else all_of_them))

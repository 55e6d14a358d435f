"""How those who wait are told of the work."""

from collections.abc import Callable

Tell = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is done, and how much there is, where that is known."""
TELL_EVERY = 4096
"""Things between two words."""

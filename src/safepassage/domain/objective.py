"""What a plan is to be best at."""

from enum import StrEnum


class Objective(StrEnum):
    """What is to be small.

    Attributes:
        PERSON_TIME: the time that people spend in danger, by the weights of their tiers.
        COMPLETION: the time of the last arrival.
        EARLIEST: the time that people spend in danger, each alike; so many are out at every hour, for when nobody
            knows when the corridor will close.
    """

    PERSON_TIME = "person-time"
    COMPLETION = "completion"
    EARLIEST = "earliest"

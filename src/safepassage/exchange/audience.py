"""Who an export is for. There is no exporter without an audience."""

from enum import StrEnum

from safepassage.exchange.mistakes import Mistake, Mistakes


class Audience(StrEnum):
    """Who reads an export, from those who hold the register to everybody."""

    CUSTODIAN = "custodian"
    CONVOY = "convoy"
    PARTY = "party"
    PUBLIC = "public"


INDIVIDUAL = frozenset({Audience.CUSTODIAN, Audience.CONVOY})


def require_individual(audience: Audience, file: str) -> None:
    """Refuse a file of single movements or card numbers to those who may see totals only (protection rules 4 and 5).

    Raises:
        Mistakes: the audience is a party to the agreement, or the public.
    """
    if audience not in INDIVIDUAL:
        wrong = f"tells of single movements; the audience '{audience.value}' sees totals only"
        expected, do = "the audience custodian or convoy", "tell them the totals instead"
        raise Mistakes([Mistake(file, None, None, wrong, expected, do)])

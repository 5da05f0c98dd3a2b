"""How old someone is on a day, from all that is said of them, and the age bands of the published figures."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from reencuentro.linkage.mentions import Birth, Mention

_DAYS_A_YEAR = 365.25


class AgeBand(StrEnum):
    """Age in whole years, as Primero publishes it."""

    TENDER = "0-5"
    MIDDLE = "6-11"
    TEEN = "12-17"
    ADULT = "18+"
    UNKNOWN = "unknown"


_BANDS: tuple[tuple[int, AgeBand], ...] = ((5, AgeBand.TENDER), (11, AgeBand.MIDDLE), (17, AgeBand.TEEN))


def age_on(mentions: Iterable[Mention], day: date) -> int | None:
    """Whole years on `day`: the middle one of what the sources say; None where all are silent.

    A full birth date outweighs a year alone, and that a stated age.
    """
    stated: list[tuple[int, int]] = []
    for mention in mentions:
        if mention.birth is not None:
            exact = mention.birth.day is not None and not mention.birth.ambiguous
            stated.append((0 if exact else 1, _years_since(mention.birth, day)))
        elif mention.age is not None:
            since = (day - mention.stated_on).days if mention.stated_on else 0
            stated.append((2, int(mention.age + since / _DAYS_A_YEAR)))
    if not stated:
        return None
    best = min(weight for weight, _ in stated)
    ages = sorted(age for weight, age in stated if weight == best)
    return ages[(len(ages) - 1) // 2]


def age_band(age: int | None) -> AgeBand:
    """The band that `age`, in whole years, falls in."""
    if age is None:
        return AgeBand.UNKNOWN
    return next((band for limit, band in _BANDS if age <= limit), AgeBand.ADULT)


def _years_since(birth: Birth, day: date) -> int:
    # A year alone is taken as its middle, so that it errs by half a year at most.
    month, day_of_month = (birth.month or 7), (birth.day or 1)
    return day.year - birth.year - ((day.month, day.day) < (month, day_of_month))

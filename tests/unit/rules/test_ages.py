from datetime import date
from typing import Any

import pytest

from reencuentro.linkage.mentions import Birth, Mention
from reencuentro.rules.ages import AgeBand, age_band, age_on

DAY = date(2018, 6, 19)


def _said(**facts: Any) -> Mention:
    return Mention(agency="ORR", record_id="1", **facts)


def test_a_birthday_that_has_not_come_counts_not() -> None:
    assert age_on([_said(birth=Birth(year=2010, month=6, day=20))], DAY) == 7
    assert age_on([_said(birth=Birth(year=2010, month=6, day=19))], DAY) == 8


def test_a_full_date_outweighs_stated_ages() -> None:
    assert age_on([_said(age=12), _said(age=12), _said(birth=Birth(year=2010, month=1, day=2))], DAY) == 8


def test_a_stated_age_grows_with_time() -> None:
    assert age_on([_said(age=5, stated_on=date(2016, 1, 1))], DAY) == 7


def test_nobody_says_so_nobody_knows() -> None:
    assert age_on([_said()], DAY) is None


@pytest.mark.parametrize(
    ("age", "band"), [(0, "0-5"), (5, "0-5"), (6, "6-11"), (12, "12-17"), (17, "12-17"), (18, "18+"), (None, "unknown")]
)
def test_bands_are_those_of_the_published_figures(age: int | None, band: str) -> None:
    assert age_band(age) is AgeBand(band)

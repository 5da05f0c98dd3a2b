"""The regimes of contact as they are written down: which holds when, and what can't be written."""

from datetime import date

import pytest

from reencuentro.rules.contact.regimes import ContactStandard, Quota, Regime, Window, read_regimes, regimes

WHOLE = """
[[regime]]
code = "two_a_week"
source = "a rule"
[[regime.quota]]
window = "week"
calls = 2
minutes = 10
[[regime]]
code = "weekdays_weekends"
source = "a rule"
[[regime.quota]]
window = "week"
total = 50
[[regime]]
code = "daily"
source = "a rule"
[[regime.quota]]
window = "day"
calls = 1
minutes = 1
[[standard]]
code = "care_program"
[[standard.term]]
regime = "two_a_week"
until = 2023-06-26
[[standard.term]]
regime = "daily"
from = 2023-06-26
[silence]
days = 7
[holidays]
days = []
"""


@pytest.mark.parametrize(
    ("standard", "day", "regime"),
    [
        (ContactStandard.CARE_PROGRAM, "2018-06-26", "two_a_week"),
        (ContactStandard.CARE_PROGRAM, "2023-06-25", "two_a_week"),
        (ContactStandard.CARE_PROGRAM, "2023-06-26", "weekdays_weekends"),
        (ContactStandard.DAILY, "2023-06-25", "daily"),
        (ContactStandard.TWO_A_WEEK, "2024-01-01", "two_a_week"),
    ],
)
def test_who_follows_the_programme_follows_its_change_of_26_june_2023(
    standard: ContactStandard, day: str, regime: str
) -> None:
    found = regimes().in_force(standard, date.fromisoformat(day))
    assert found is not None
    assert found.code == regime


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2018-07-04", True),
        ("2018-01-15", True),  # the third Monday
        ("2018-01-22", False),
        ("2018-05-28", True),  # the last Monday
        ("2021-05-24", False),  # the fourth Monday of five
        ("2021-05-31", True),
        ("2018-06-19", False),  # before it was one
        ("2023-06-19", True),
        ("2023-11-23", True),  # the fourth Thursday of five
        ("2023-11-30", False),
        ("2023-07-03", False),
    ],
)
def test_holidays_fall_on_their_own_day(day: str, is_one: bool) -> None:
    assert regimes().is_holiday(date.fromisoformat(day)) is is_one


def test_every_regime_names_its_source() -> None:
    named = {one.regime.code: one.regime.source for terms in regimes().terms.values() for one in terms}
    assert set(named) == {"two_a_week", "weekdays_weekends", "daily"}
    assert all(named.values())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from = 2023-06-26", "from = 2023-06-20"),  # two on one day
        ("minutes = 1\n", ""),  # a call of no length
        ('source = "a rule"', 'source = " "'),
        ('code = "daily"', 'code = "hourly"'),
        ('window = "day"', 'window = "month"'),
    ],
)
def test_what_contradicts_itself_is_not_read(before: str, after: str) -> None:
    assert read_regimes(WHOLE.replace('window = "week"\ntotal', 'window = "week"\ncalls = 1\nminutes = 2\ntotal'))
    with pytest.raises(ValueError, match=r"."):
        read_regimes(WHOLE.replace(before, after))


def test_a_day_counts_for_one_quota() -> None:
    each = tuple(Quota(window=one, total=10) for one in (Window.WEEK, Window.DAY))
    with pytest.raises(ValueError, match="count each day once"):
        Regime(code="both", quotas=each, source="a rule")

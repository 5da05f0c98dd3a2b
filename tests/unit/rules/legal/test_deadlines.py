"""Last days of the law: calendar days, business days, years, holidays that move, and laws that change."""

from datetime import date, timedelta

import pytest

from reencuentro.rules.legal.deadlines import LegalDeadline, read_times, times

L = LegalDeadline


@pytest.mark.parametrize(
    ("code", "country", "start", "last"),
    [
        (L.ASYLUM_APPLICATION, "US", "2018-06-19", "2019-06-19"),
        (L.ASYLUM_APPLICATION, "US", "2020-02-29", "2021-03-01"),  # the 28th is a Sunday
        (L.ASYLUM_APPLICATION, "US", "2017-07-04", "2018-07-05"),  # Independence Day
        (L.BOARD_APPEAL, "US", "2018-06-01", "2018-07-02"),  # 1 July is a Sunday
        (L.BOARD_APPEAL, "US", "2018-06-04", "2018-07-05"),  # 4 July
        (L.BOARD_APPEAL, "US", "2018-01-31", "2018-03-02"),  # the end of a short month
        (L.BOARD_APPEAL, "US", "2018-10-13", "2018-11-13"),  # Veterans Day on a Sunday, kept on Monday
        (L.BOARD_APPEAL, "US", "2018-10-23", "2018-11-23"),  # Thanksgiving, the fourth Thursday
        (L.BOARD_APPEAL, "US", "2021-12-01", "2022-01-03"),  # New Year on a Saturday is kept on 31 December
        (L.BOARD_APPEAL, "US", "2021-05-19", "2021-06-21"),  # Juneteenth on a Saturday, kept on Friday the 18th
        (L.BOARD_APPEAL, "US", "2020-05-20", "2020-06-19"),  # and no holiday the year before
        (L.BOARD_APPEAL, "US", "2019-04-27", "2019-05-28"),  # Memorial Day, the last Monday of May
        (L.BOARD_APPEAL, "US", "2026-03-10", "2026-04-09"),  # the ten days of the interim rule were kept from force
        (L.MOTION_TO_REOPEN, "US", "2019-01-01", "2019-04-01"),
        (L.ORDER_IN_ABSENCE, "US", "2018-06-19", "2018-12-17"),  # the 16th is a Sunday
        (L.PETITION_FOR_REVIEW, "US", "2019-11-02", "2019-12-02"),
        (L.REFUGE_APPLICATION, "MX", "2018-06-19", "2018-07-31"),
        (L.REFUGE_APPLICATION, "MX", "2018-04-16", "2018-05-29"),  # 1 May is a holiday, 5 May a Saturday
        (L.REFUGE_DECISION, "MX", "2018-08-31", "2018-11-02"),
        (L.REFUGE_DECISION, "MX", "2020-08-28", "2020-11-03"),  # without 1 and 16 September
        (L.REFUGE_REVIEW, "MX", "2018-12-14", "2019-01-08"),  # over Christmas and New Year
    ],
)
def test_a_time_of_law_ends_on_the_day_the_calendar_gives(code: L, country: str, start: str, last: str) -> None:
    found = times().find(code, country, date.fromisoformat(start))
    assert found is not None
    assert times().last_day(found, date.fromisoformat(start)) == date.fromisoformat(last)


def test_no_time_ends_on_a_day_on_which_nothing_can_be_handed_in() -> None:
    for found in (one for one in times().times if one.rolls or one.business_days):
        for number in range(0, 730, 7):
            start = date(2018, 1, 1) + timedelta(days=number)
            assert times().is_business_day(found.country, times().last_day(found, start))


def test_the_law_of_another_country_or_of_an_earlier_day_has_no_such_time() -> None:
    assert times().find(L.BOARD_APPEAL, "MX", date(2018, 6, 19)) is None
    assert times().find(L.REFUGE_APPLICATION, "MX", date(2011, 1, 27)) is None


ONE = """
[[deadline]]
code = "board_appeal"
country = "US"
days = 30
valid_from = 2018-01-01
valid_until = 2026-03-09
source = "the first"
"""


def test_a_law_that_changes_holds_from_its_own_day() -> None:
    second = ONE.replace("days = 30", "days = 10").replace("valid_until = 2026-03-09\n", "")
    changed = read_times(ONE + second.replace("2018-01-01", "2026-03-09"))

    spans = [changed.find(L.BOARD_APPEAL, "US", day) for day in (date(2026, 3, 8), date(2026, 3, 9))]
    assert [one.days for one in spans if one] == [30, 10]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("days = 30", "", "one of them"),
        ("days = 30", "days = 30\nyears = 1", "one of them"),
        ("days = 30", "days = -1", "negative"),
        ("2026-03-09", "2017-01-01", "over before it begins"),
        ('"the first"', '""', "no source"),
        ("days = 30", "weeks = 4", "'weeks' is unknown"),
        ("board_appeal", "board_game", "board_game"),
        ("[[deadline]]", ONE + "[[deadline]]", "in force at once"),
    ],
)
def test_a_table_that_cannot_be_is_refused_in_words(was: str, becomes: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_times(ONE.replace(was, becomes, 1))

"""What pairs are owed and had: weekends, holidays, birthdays, month ends, changed clocks, the change of regime."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.contact.minutes import Kept, Owed, Talk, Terms, kept_in, late_from, silent_from, windows
from reencuentro.rules.contact.regimes import ContactStandard, regimes

TEXAS = ZoneInfo("America/Chicago")
PROGRAMME, DAILY = ContactStandard.CARE_PROGRAM, ContactStandard.DAILY


def day(text: str) -> date:
    return date.fromisoformat(text)


def talks(*told: str) -> list[Talk]:
    """Each as "2018-07-02 10": the day and the minutes."""
    return [Talk(day(one.split()[0]), int(one.split()[1])) for one in told]


def terms(standard: ContactStandard, since: str, **facts: object) -> Terms:
    return Terms(standard=standard, since=day(since), zone=TEXAS, **facts)  # type: ignore[arg-type]  # as they are named


def owed(standard: ContactStandard, since: str, first: str, before: str, **facts: object) -> list[Owed]:
    return list(windows(terms(standard, since, **facts), regimes(), first=day(first), before=day(before)))


@pytest.mark.parametrize(
    ("standard", "since", "told", "late"),
    [
        # Two calls of ten minutes a week, Monday to Sunday.
        (PROGRAMME, "2018-07-02", [], "2018-07-09"),
        (PROGRAMME, "2018-07-02", ["2018-07-02 10"], "2018-07-09"),
        (PROGRAMME, "2018-07-02", ["2018-07-02 10", "2018-07-08 10"], "2018-07-16"),
        (PROGRAMME, "2018-07-02", ["2018-07-02 20"], "2018-07-09"),  # one long call isn't two
        (PROGRAMME, "2018-07-02", ["2018-07-02 9", "2018-07-03 10"], "2018-07-09"),  # one was too short
        (PROGRAMME, "2018-07-28", ["2018-07-30 10", "2018-08-01 10"], "2018-08-13"),  # a week over the end of a month
        (PROGRAMME, "2018-07-06", ["2018-07-07 10"], "2018-07-16"),  # three days of seven owe one call
        # Monday to Friday five of ten minutes or fifty; each free day forty-five.
        (PROGRAMME, "2023-07-10", [], "2023-07-15"),
        (PROGRAMME, "2023-07-10", ["2023-07-14 50"], "2023-07-16"),
        (PROGRAMME, "2023-07-10", [f"2023-07-1{n} 10" for n in range(5)], "2023-07-16"),
        (PROGRAMME, "2023-07-10", [f"2023-07-1{n} 9" for n in range(5)], "2023-07-15"),  # forty-five in all
        (PROGRAMME, "2023-07-10", ["2023-07-14 50", "2023-07-15 45"], "2023-07-17"),
        (PROGRAMME, "2023-07-10", ["2023-07-14 50", "2023-07-15 44"], "2023-07-16"),
        (PROGRAMME, "2023-07-10", ["2023-07-16 45"], "2023-07-22"),
        (PROGRAMME, "2023-07-12", ["2023-07-12 30"], "2023-07-16"),  # three days of five owe thirty
        (PROGRAMME, "2023-07-12", ["2023-07-12 29"], "2023-07-15"),
        # 4 July 2023 was a Tuesday: it owes its own, and the other four days the whole of theirs.
        (PROGRAMME, "2023-07-03", ["2023-07-03 50"], "2023-07-05"),
        (PROGRAMME, "2023-07-03", ["2023-07-04 50"], "2023-07-08"),
        # The regime changed on 26 June 2023, a Monday.
        (PROGRAMME, "2023-06-19", ["2023-06-20 10", "2023-06-25 10"], "2023-07-01"),
        (PROGRAMME, "2023-06-19", ["2023-06-20 10"], "2023-06-26"),
        # Daily, as asked.
        (DAILY, "2018-06-30", ["2018-06-30 1"], "2018-07-02"),
        (DAILY, "2018-06-30", [], "2018-07-01"),
        (DAILY, "2020-02-28", ["2020-02-28 5"], "2020-03-01"),
        (DAILY, "2018-12-31", ["2018-12-31 5"], "2019-01-02"),
    ],
)
def test_a_pair_is_late_when_a_window_ends_that_was_not_met(
    standard: ContactStandard, since: str, told: list[str], late: str
) -> None:
    found = late_from(terms(standard, since), talks(*told), regimes())
    assert found == datetime.combine(day(late), datetime.min.time(), TEXAS)


@pytest.mark.parametrize(
    ("last", "hours"),
    [("2019-03-09 1", 23), ("2019-11-02 1", 25), ("2019-06-01 1", 24)],
)
def test_a_day_is_as_long_as_the_clocks_make_it(last: str, hours: int) -> None:
    """The clocks went forward on 10 March 2019 and back on 3 November 2019."""
    before = datetime.combine(talks(last)[0].day + timedelta(days=1), datetime.min.time(), TEXAS)
    late = late_from(terms(DAILY, "2019-01-01"), talks(last), regimes())
    assert late is not None
    assert late - before.astimezone(late.tzinfo) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        (Birth(year=2014, month=7, day=12), "2023-07-12"),
        (Birth(year=2012, month=2, day=29), "2023-02-28"),
        (Birth(year=2012, month=2, day=29), "2024-02-29"),
    ],
)
def test_a_birthday_on_a_weekday_owes_what_a_weekend_day_owes(born: Birth, birthday: str) -> None:
    monday = day(birthday) - timedelta(days=day(birthday).weekday())
    found = owed(
        ContactStandard.WEEKDAYS_WEEKENDS, "2020-01-01", str(monday), str(monday + timedelta(days=1)), born=born
    )

    assert [one.total for one in found if one.days == (day(birthday),)] == [45]
    assert all(day(birthday) not in one.days for one in found if one.total == 50)


def test_each_day_is_owed_once_whatever_cuts_the_weeks() -> None:
    found = owed(PROGRAMME, "2023-06-07", "2023-06-07", "2023-08-01", until=day("2023-07-27"))
    days = [one for each in found for one in each.days]

    assert sorted(days) == [day("2023-06-07") + timedelta(days=number) for number in range(50)]
    assert [one.ends for one in found] == sorted(one.ends for one in found)


def test_nothing_is_late_once_a_plan_is_over() -> None:
    ended = terms(DAILY, "2018-07-01", until=day("2018-07-03"))
    assert late_from(ended, talks("2018-07-02 5"), regimes()) is None
    assert late_from(ended, [], regimes()) is not None


def test_an_older_shortfall_counts_for_compliance_but_makes_nobody_late_any_more() -> None:
    plan = terms(PROGRAMME, "2018-07-02")
    told = talks("2018-07-10 10", "2018-07-11 10", "2018-07-17 10", "2018-07-18 10")
    late = late_from(plan, told, regimes())

    assert kept_in(plan, told, regimes(), first=day("2018-07-02"), before=day("2018-07-23")) == Kept(owed=3, met=2)
    assert late == datetime(2018, 7, 30, tzinfo=TEXAS)


@pytest.mark.parametrize(
    ("standard", "kept"),
    [(ContactStandard.TWO_A_WEEK, Kept(1, 1)), (ContactStandard.WEEKDAYS_WEEKENDS, Kept(3, 0)), (DAILY, Kept(7, 2))],
)
def test_the_same_week_is_measured_by_any_regime(standard: ContactStandard, kept: Kept) -> None:
    """What satisfied the rule of then was a third of what was asked for."""
    told = talks("2023-07-10 10", "2023-07-13 10")
    measured = kept_in(
        terms(standard, "2023-07-10"), told, regimes(), first=day("2023-07-10"), before=day("2023-07-17")
    )
    assert measured == kept


def test_a_pair_is_silent_after_seven_whole_days() -> None:
    plan = terms(PROGRAMME, "2018-07-02")
    assert silent_from(plan, [], regimes()) == datetime(2018, 7, 10, tzinfo=TEXAS)
    assert silent_from(plan, talks("2018-07-20 1", "2018-07-05 10"), regimes()) == datetime(2018, 7, 28, tzinfo=TEXAS)

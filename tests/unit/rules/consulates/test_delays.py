"""How long "without delay" lasts: dated numbers with sources, marked as policy; a wrong table is refused in words."""

from datetime import date, timedelta

import pytest

from reencuentro.rules.consulates.delays import Awaited, delay_of, delays, read_delays

GOOD = """
[[delay]]
what = "notice"
hours = 72
urgent_hours = 24
valid_from = 2018-01-01
source = "a page"
"""


@pytest.mark.parametrize(
    ("what", "where", "on", "hours", "urgent"),
    [
        (Awaited.NOTICE, "US", date(2018, 6, 19), 72, 24),
        (Awaited.NOTICE, "US", date(2020, 3, 21), 72, 24),
        (Awaited.NOTICE, "US", date(2020, 3, 22), 72, 24),
        (Awaited.NOTICE, "US", date(1997, 12, 31), 24, 24),
        (Awaited.NOTICE, "MX", date(2026, 11, 22), 24, 24),
        (Awaited.ACKNOWLEDGEMENT, "", date(2026, 11, 22), 72, 24),
        (Awaited.ASSISTANCE, "", date(2026, 11, 22), 168, 24),
    ],
)
def test_each_number_holds_where_and_when_it_says(what: Awaited, where: str, on: date, hours: int, urgent: int) -> None:
    found = delay_of(what, where, on)
    assert found is not None
    assert found.lasts(urgent=False) == timedelta(hours=hours)
    assert found.lasts(urgent=True) == timedelta(hours=urgent)


def test_before_the_convention_nothing_was_owed() -> None:
    assert delay_of(Awaited.NOTICE, "US", date(1963, 4, 23)) is None


def test_an_older_reading_ends_where_the_newer_begins() -> None:
    american = [one for one in delays() if "US" in one.jurisdictions]
    assert [one.valid_until for one in american][:-1] == [one.valid_from for one in american][1:]
    assert all(one.source for one in delays())


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ("urgent_hours = 24", "urgent_hours = 73", "can't wait longer"),
        ("urgent_hours = 24", "urgent_hours = 0", "can't wait longer"),
        ('source = "a page"', 'source = " "', "no source"),
        ("hours = 72", "hours = 72\nvalid_until = 2017-01-01", "over before"),
        ("hours = 72", "hours = 72\nfine = 1", "'fine' is unknown"),
        ('what = "notice"', 'what = "tea"', "tea"),
    ],
)
def test_what_can_not_be_a_delay_is_refused(line: str, instead: str, problem: str) -> None:
    assert read_delays(GOOD)
    with pytest.raises(ValueError, match=problem):
        read_delays(GOOD.replace(line, instead, 1))

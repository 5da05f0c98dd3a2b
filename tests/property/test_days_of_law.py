"""Laws of daylight and of last days, for any place between the tropics and 60° north, and for any day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.rules.legal.deadlines import TimeOfLaw, times
from reencuentro.rules.returns.arrangements import Window, for_a_child, table
from reencuentro.rules.returns.daylight import daylight

DAYS = st.dates(date(2017, 1, 1), date(2040, 12, 31))
TIMES = st.sampled_from(times().times)


@given(DAYS, st.floats(-60, 60), st.floats(-180, 180))
def test_every_day_has_its_sunrise_before_its_sunset_and_noon_between(day: date, north: float, east: float) -> None:
    sun = daylight(day, north, east)
    assert timedelta(hours=5) < sun.sets - sun.rises < timedelta(hours=19)
    assert sun.rises + (sun.sets - sun.rises) / 2 in sun


@given(DAYS, st.sampled_from(table()))
def test_what_is_left_for_a_child_lies_within_the_hours_and_the_day(day: date, window: Window) -> None:
    hours = for_a_child(window, day)
    assert hours is not None
    first, last = hours
    assert window.is_open(first)
    assert first in window.daylight(day)
    assert last <= window.daylight(day).sets
    assert window.closes is None or last.time() <= window.closes


@given(TIMES, DAYS, st.integers(0, 40))
def test_whatever_begins_later_never_ends_earlier(found: TimeOfLaw, day: date, more: int) -> None:
    assert times().last_day(found, day) <= times().last_day(found, day + timedelta(days=more))
    assert times().last_day(found, day) > day

"""Windows at the ports: which exist, on which days and hours, by daylight, through changes of clocks and of law."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from reencuentro.rules.returns.arrangements import (
    Closed,
    Port,
    closed,
    find_window,
    for_a_child,
    instant,
    read_windows,
    table,
    windows_at,
)
from reencuentro.rules.returns.daylight import daylight

P, C = Port, Closed


@pytest.mark.parametrize(
    ("port", "day", "rises", "sets"),
    [
        # By an independent program (astral 3.2), to the minute.
        (P.SAN_YSIDRO, "2018-06-21", "05:41", "19:58"),
        (P.SAN_YSIDRO, "2018-12-21", "06:46", "16:46"),
        (P.SAN_YSIDRO, "2019-03-10", "07:05", "18:52"),
        (P.NOGALES, "2018-06-21", "05:20", "19:31"),
        (P.NOGALES, "2019-11-03", "06:41", "17:33"),
        (P.EL_PASO, "2018-12-21", "07:02", "17:06"),
        (P.EL_PASO, "2020-02-29", "06:33", "18:03"),
        (P.BROWNSVILLE, "2018-06-21", "06:39", "20:24"),
        (P.BROWNSVILLE, "2019-11-03", "06:39", "17:46"),
    ],
)
def test_the_sun_rises_and_sets_when_another_program_says(port: Port, day: str, rises: str, sets: str) -> None:
    window = find_window(port, date.fromisoformat(day))
    assert window is not None
    sun = window.daylight(date.fromisoformat(day))

    for moment, told in ((sun.rises, rises), (sun.sets, sets)):
        here = moment.astimezone(window.zone).replace(tzinfo=None)
        assert abs(here - here.combine(date.fromisoformat(day), time.fromisoformat(told))) < timedelta(minutes=2)


def test_far_north_nobody_says_when_it_is_day() -> None:
    with pytest.raises(ValueError, match="beyond 60"):
        daylight(date(2018, 6, 21), 70.0, 20.0)


@pytest.mark.parametrize(
    ("port", "day", "hour", "why"),
    [
        (P.SAN_YSIDRO, "2018-06-19", "10:00", None),
        (P.SAN_YSIDRO, "2018-06-23", "10:00", None),  # a Saturday: no arrangement names days
        (P.SAN_YSIDRO, "2016-02-22", "10:00", C.NO_ARRANGEMENT),  # the day before they were announced
        (P.SAN_YSIDRO, "2016-02-23", "10:00", None),
        (P.SAN_YSIDRO, "2018-06-19", "04:59", C.NOT_OPEN),
        (P.SAN_YSIDRO, "2018-06-19", "05:00", C.DARK),
        (P.SAN_YSIDRO, "2018-06-19", "22:00", C.NOT_OPEN),
        (P.SAN_YSIDRO, "2018-06-19", "21:59", C.DARK),
        # The same hour is day in summer and night in winter.
        (P.SAN_YSIDRO, "2018-06-19", "19:30", None),
        (P.SAN_YSIDRO, "2018-12-19", "19:30", C.DARK),
        (P.EL_PASO, "2018-12-21", "17:20", C.DARK),
        (P.EL_PASO, "2018-12-21", "16:50", None),
        # The clocks go forward on 10 March 2019: seven in the morning was day the day before, and isn't any more.
        (P.EL_PASO, "2019-03-09", "07:00", None),
        (P.EL_PASO, "2019-03-10", "07:00", C.DARK),
        (P.EL_PASO, "2019-03-10", "02:30", C.NO_SUCH_HOUR),
        (P.NOGALES, "2019-03-10", "02:30", C.NOT_OPEN),  # Arizona keeps its clocks
        (P.NOGALES, "2019-03-10", "07:00", None),
        # They go back on 3 November 2019: half past five in the afternoon is night from then on.
        (P.SAN_YSIDRO, "2019-11-02", "17:30", None),
        (P.SAN_YSIDRO, "2019-11-03", "17:30", C.DARK),
        (P.EL_PASO, "2020-02-29", "12:00", None),
        # Where the hours aren't known, daylight alone counts.
        (P.TECUN_UMAN, "2023-12-10", "08:00", None),
        (P.TECUN_UMAN, "2023-12-10", "03:00", C.DARK),
        (P.TECUN_UMAN, "2006-05-04", "12:00", C.NO_ARRANGEMENT),
    ],
)
def test_a_child_is_handed_over_by_day_within_a_window_that_exists(
    port: Port, day: str, hour: str, why: Closed | None
) -> None:
    assert closed(port, date.fromisoformat(day), time.fromisoformat(hour)) is why


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    window = find_window(P.EL_PASO, date(2019, 11, 3))
    assert window is not None
    moment = instant(window, date(2019, 11, 3), time(1, 30))
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=-6)


def test_every_port_is_in_the_table_and_the_nine_arrangements_are_there() -> None:
    assert {one.port for one in table()} == set(Port)
    northern = {one.arrangement for one in table() if one.sends == "US"}
    assert len(northern) == 9
    assert all(one.source for one in table())


ARRANGEMENT = """
[[arrangement]]
code = "one"
from = "US"
to = "MX"
valid_from = 2016-02-23
valid_until = 2020-01-01
source = "the first"
[[arrangement.port]]
code = "laredo"
name = "Laredo"
zone = "America/Chicago"
latitude = 27.5
longitude = -99.5
opens = 08:00:00
closes = 17:00:00
days = [1, 2, 3, 4, 5]
receivers = ["consul"]
"""
SECOND = ARRANGEMENT.replace("valid_until = 2020-01-01\n", "").replace("2016-02-23", "2020-01-01")


def test_a_changed_arrangement_holds_from_its_own_day() -> None:
    windows = read_windows(ARRANGEMENT + SECOND.replace("08:00", "10:00"))

    assert len(windows_at(P.LAREDO, windows)) == 2
    assert closed(P.LAREDO, date(2019, 12, 31), time(9), windows) is None
    assert closed(P.LAREDO, date(2020, 1, 1), time(9), windows) is C.NOT_OPEN
    assert closed(P.LAREDO, date(2020, 1, 4), time(12), windows) is C.NOT_OPEN  # a Saturday


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("closes = 17:00:00", "", "both are known or neither"),
        ("closes = 17:00:00", "closes = 07:00:00", "closes before it opens"),
        ("2020-01-01", "2016-01-01", "over before it begins"),
        ("days = [1, 2, 3, 4, 5]", "days = [8]", "none of 1 to 7"),
        ('["consul"]', "[]", "nobody takes a child"),
        ('["consul"]', '["driver"]', "driver"),
        ('"the first"', '" "', "no source"),
        ('"laredo"', '"atlantis"', "atlantis"),
        ("name =", "nickname =", "'nickname' is unknown"),
    ],
)
def test_a_table_that_cannot_be_is_refused_in_words(was: str, becomes: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_windows(ARRANGEMENT.replace(was, becomes))


def test_two_arrangements_at_once_at_one_port_are_refused() -> None:
    with pytest.raises(ValueError, match="at once"):
        read_windows(ARRANGEMENT + ARRANGEMENT.replace("2016-02-23", "2019-01-01"))


def test_what_is_left_for_a_child_is_the_day_within_the_hours() -> None:
    window = find_window(P.SAN_YSIDRO, date(2018, 12, 21))
    assert window is not None
    day = window.daylight(date(2018, 12, 21))
    assert for_a_child(window, date(2018, 12, 21)) == (day.rises, day.sets)
    assert for_a_child(window, date(2016, 1, 1)) is None

    (weekdays,) = read_windows(ARRANGEMENT)
    short = for_a_child(weekdays, date(2018, 12, 21))
    assert short is not None
    assert [f"{one:%H:%M}" for one in short] == ["08:00", "17:00"]
    assert for_a_child(weekdays, date(2018, 12, 22)) is None  # a Saturday


def test_hours_are_those_of_the_side_that_delivers() -> None:
    window = find_window(P.PRESIDIO, date(2018, 6, 19))
    assert window is not None
    assert window.zone == ZoneInfo("America/Chicago")

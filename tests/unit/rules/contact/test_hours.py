"""When two places can speak: both their hours, in both their zones, whatever the clocks do."""

from datetime import UTC, datetime

import pytest

from reencuentro.rules.contact.hours import Hours, both_open, first_fit, fits, read_hours

OFFICE = {one: ["08:00-12:00", "14:00-18:00"] for one in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS: dict[str, list[str]] = {}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(one: Hours, other: Hours, begins: str, ends: str) -> list[str]:
    found = both_open(one, other, utc(begins), utc(ends))
    return [f"{start:%d %H:%M}-{end:%d %H:%M}" for start, end in found]


@pytest.mark.parametrize(
    ("day", "common"),
    [
        # Mexico City keeps its clocks since 2022; New York's change on 10 March and 3 November 2024.
        ("2024-03-08", ["08 14:00-08 17:00", "08 20:00-08 23:00"]),
        ("2024-03-11", ["11 14:00-11 16:00", "11 20:00-11 22:00"]),
        ("2024-11-01", ["01 14:00-01 16:00", "01 20:00-01 22:00"]),
        ("2024-11-04", ["04 14:00-04 17:00", "04 20:00-04 23:00"]),
        ("2024-03-09", []),  # a Saturday
    ],
)
def test_what_two_places_have_in_common_moves_with_the_clocks(day: str, common: list[str]) -> None:
    there, here = read_hours("America/New_York", OFFICE), read_hours("America/Mexico_City", OFFICE)
    assert told(there, here, f"{day}T06:00", f"{day}T23:59") == common
    assert told(here, there, f"{day}T06:00", f"{day}T23:59") == common


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2024-03-10", 3), ("2024-03-11", 4), ("2024-11-03", 5)],
)
def test_an_hour_that_is_skipped_is_not_there_and_one_that_comes_twice_is(day: str, hours: int) -> None:
    night = read_hours("America/New_York", {one: ["00:00-04:00"] for one in ("sun", "mon")})
    [(begins, ends)] = night.within(utc(f"{day}T04:00"), utc(f"{day}T12:00"))
    assert (ends - begins).total_seconds() == hours * 3600


def test_hours_until_midnight_go_on_in_the_next_day() -> None:
    late = read_hours("America/Tegucigalpa", {"mon": ["20:00-24:00"], "tue": ["00:00-01:00"]})
    assert told(late, read_hours("UTC", ALWAYS), "2018-07-02T00:00", "2018-07-04T00:00") == ["03 02:00-03 07:00"]


def test_who_names_no_hours_can_always_be_reached() -> None:
    family, office = read_hours("America/Guatemala", ALWAYS), read_hours("America/Chicago", OFFICE)
    assert told(family, office, "2018-07-02T00:00", "2018-07-03T00:00") == ["02 13:00-02 17:00", "02 19:00-02 23:00"]


def test_the_first_fit_is_long_enough() -> None:
    office, brief = read_hours("UTC", OFFICE), read_hours("UTC", {"mon": ["11:45-12:00", "15:00-16:00"]})
    between = utc("2018-07-02T00:00"), utc("2018-07-03T00:00")

    assert first_fit(office, brief, *between, 10) == utc("2018-07-02T11:45")
    assert first_fit(office, brief, *between, 30) == utc("2018-07-02T15:00")
    assert first_fit(office, brief, *between, 90) is None


def test_a_call_over_the_lunch_break_does_not_fit() -> None:
    office = read_hours("UTC", OFFICE)
    assert fits(office, utc("2018-07-02T11:30"), utc("2018-07-02T12:00"))
    assert not fits(office, utc("2018-07-02T11:30"), utc("2018-07-02T12:01"))
    assert not fits(office, utc("2018-07-01T11:30"), utc("2018-07-01T11:40"))


@pytest.mark.parametrize(
    ("zone", "hours", "said"),
    [
        ("Texas", {}, "no time zone"),
        ("UTC", {"monday": ["08:00-12:00"]}, "no weekday"),
        ("UTC", {"mon": ["8-12"]}, "no hours"),
        ("UTC", {"mon": ["12:00-08:00"]}, "ends before"),
    ],
)
def test_hours_that_can_not_be_are_refused_in_words(zone: str, hours: dict[str, list[str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_hours(zone, hours)

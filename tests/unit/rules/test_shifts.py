"""Shifts of a week, as they are written, kept and added up."""

import pytest

from reencuentro.rules.shifts import Shift, kept, overlap, read_kept, read_shift

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("08:00-16:00", 480), ("22:00 – 06:30", 510), ("00:00-00:00", 1440), ("07:15-07:16", 1)],
)
def test_a_shift_lasts_until_the_hour_that_comes_next(text: str, minutes: int) -> None:
    assert read_shift(MONDAY, text).minutes == minutes


@pytest.mark.parametrize("text", ["", "8-16", "08:00", "24:00-08:00", "08:60-09:00", "08:00-16:00-18:00"])
def test_what_is_no_shift_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="08:00-16:00"):
        read_shift(MONDAY, text)


def test_what_is_kept_is_read_again() -> None:
    week = (Shift(MONDAY, 480, 960), Shift(SUNDAY, 1320, 390))
    assert kept(week) == "0 08:00-16:00;6 22:00-06:30"
    assert read_kept(kept(reversed(week))) == week
    assert read_kept("") == ()


@pytest.mark.parametrize(
    ("shifts", "together"),
    [
        (("0 08:00-16:00", "0 16:00-20:00"), False),
        (("0 08:00-16:00", "0 15:59-20:00"), True),
        (("0 22:00-06:00", "1 05:00-09:00"), True),  # across midnight
        (("6 22:00-06:00", "0 05:00-09:00"), True),  # from Sunday to Monday
        (("6 22:00-06:00", "0 06:00-09:00"), False),
    ],
)
def test_nobody_is_on_two_shifts_at_once(shifts: tuple[str, ...], together: bool) -> None:
    assert overlap(read_kept(";".join(shifts))) is together

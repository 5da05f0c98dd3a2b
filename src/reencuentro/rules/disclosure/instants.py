"""Periods and instants, which count only with their time zone: without one, nothing is in force."""

from datetime import datetime


def is_zoned(*instants: datetime | None) -> bool:
    """Whether each of these instants says its time zone; None is no instant, and passes."""
    return all(one is None or one.utcoffset() is not None for one in instants)


def within(at: datetime, start: datetime, *ends: datetime | None) -> bool:
    """Whether `at` lies from `start` on and before every end; an end of None never comes. False without a time zone."""
    return is_zoned(at, start, *ends) and start <= at and all(end is None or at < end for end in ends)

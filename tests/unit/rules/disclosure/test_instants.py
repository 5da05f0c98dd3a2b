from datetime import UTC, datetime, timedelta, timezone

from reencuentro.rules.disclosure.instants import is_zoned, within

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
VAGUE = NOON.replace(tzinfo=None)


def test_a_period_holds_its_first_instant_and_not_its_last() -> None:
    assert within(NOON, NOON, None)
    assert not within(NOON, NOON, NOON)


def test_the_earliest_end_counts() -> None:
    assert not within(NOON, NOON - timedelta(1), None, NOON, NOON + timedelta(1))


def test_the_same_instant_in_another_zone_is_the_same() -> None:
    mexico = NOON.astimezone(timezone(timedelta(hours=-6)))

    assert within(mexico, NOON, NOON + timedelta(1))
    assert not within(mexico, NOON - timedelta(1), NOON)


def test_nothing_is_in_force_where_a_time_zone_is_missing() -> None:
    assert not within(VAGUE, NOON)
    assert not within(NOON, VAGUE)
    assert not within(NOON, NOON, VAGUE)
    assert is_zoned(None, NOON)

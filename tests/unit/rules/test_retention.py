"""How long a record is kept, to the second: leap days, time zones, clocks that jump."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.retention import (
    DEFAULTS,
    CountedFrom,
    Kept,
    RecordKind,
    Rule,
    due,
    ends,
    kind_of,
    later,
    latest_birthday,
    reliable,
    rule_for,
    witnessed,
)

LISTED = Kept(agency="ORR", listed=date(2018, 6, 19), received=date(2018, 6, 20))
YEAR = Rule(
    kind=RecordKind.ADULT,
    counted_from=frozenset({CountedFrom.LAST_LISTED}),
    years=1,
    source="law 7",
    zone="UTC",
    in_force_from=date(2018, 1, 1),
)
SECOND = timedelta(seconds=1)
NOW = datetime(2018, 6, 20, tzinfo=UTC)


def test_the_last_day_is_kept_to_its_end() -> None:
    end = datetime(2019, 6, 20, tzinfo=UTC)

    assert ends(YEAR, LISTED) == end
    assert due(RecordKind.ADULT, LISTED, end - SECOND, (YEAR,)) is None
    over = due(RecordKind.ADULT, LISTED, end, (YEAR,))
    assert over is not None
    assert over.since == end


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2016, 2, 29), date(2017, 2, 28)),
        (date(2015, 2, 28), date(2016, 2, 28)),
        (date(2015, 3, 1), date(2016, 3, 1)),
        (date(2019, 2, 28), date(2020, 2, 28)),
    ],
)
def test_a_year_from_a_leap_day_ends_with_the_month(day: date, last: date) -> None:
    assert later(day, years=1) == last


def test_a_month_that_is_shorter_ends_a_period_with_its_last_day() -> None:
    assert later(date(2018, 1, 31), months=1) == date(2018, 2, 28)
    assert later(date(2018, 12, 31), months=14) == date(2020, 2, 29)


def test_by_default_a_day_is_over_only_where_it_ends_last() -> None:
    last_to_end = replace(YEAR, zone="Etc/GMT+12")

    assert ends(last_to_end, LISTED) == datetime(2019, 6, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["America/Mexico_City", "America/Havana", "Pacific/Apia", "Asia/Kathmandu"])
def test_a_day_ends_when_the_next_begins_in_its_zone(zone: str) -> None:
    end = ends(replace(YEAR, zone=zone), LISTED)

    assert end.astimezone(ZoneInfo(zone)).date() == date(2019, 6, 20)
    assert (end - SECOND).astimezone(ZoneInfo(zone)).date() == date(2019, 6, 19)


def test_a_day_that_begins_at_one_o_clock_begins_then() -> None:
    # Havana: on 10 March 2019 clocks went from midnight to one o'clock.
    kept = replace(LISTED, listed=date(2018, 3, 9))

    assert ends(replace(YEAR, zone="America/Havana"), kept) == datetime(2019, 3, 10, 5, tzinfo=UTC)


def test_an_instant_counts_in_whatever_zone_it_is_told() -> None:
    end = datetime(2019, 6, 20, tzinfo=UTC)
    elsewhere = end.astimezone(timezone(timedelta(hours=-6)))

    assert due(RecordKind.ADULT, LISTED, elsewhere, (YEAR,)) is not None
    assert due(RecordKind.ADULT, LISTED, elsewhere - SECOND, (YEAR,)) is None


def test_an_instant_without_a_zone_decides_nothing() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(RecordKind.ADULT, LISTED, datetime(2019, 6, 20), (YEAR,))  # noqa: DTZ001 - that is what is tried


def test_of_several_days_the_latest_counts() -> None:
    child = replace(
        YEAR, kind=RecordKind.CHILD, counted_from=frozenset({CountedFrom.LAST_LISTED, CountedFrom.MAJORITY})
    )
    born = replace(LISTED, born=Birth(year=2010, month=2, day=1))

    assert ends(child, born) == datetime(2029, 2, 2, tzinfo=UTC)
    assert ends(child, replace(born, born=Birth(year=1990))) == datetime(2019, 6, 20, tzinfo=UTC)


def test_of_unknown_age_somebody_may_have_been_born_on_the_day_of_the_list() -> None:
    child = replace(YEAR, kind=RecordKind.CHILD, counted_from=frozenset({CountedFrom.MAJORITY}))

    assert ends(child, LISTED) == datetime(2037, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("born", "latest"),
    [
        (Birth(year=2010), date(2010, 12, 31)),
        (Birth(year=2012, month=2), date(2012, 2, 29)),
        (Birth(year=2012, month=3, day=5), date(2012, 3, 5)),
        (Birth(year=2012, month=3, day=5, ambiguous=True), date(2012, 5, 3)),
    ],
)
def test_a_birthday_is_the_latest_that_it_can_be(born: Birth, latest: date) -> None:
    assert latest_birthday(born) == latest


@pytest.mark.parametrize(
    ("born", "age", "estimated", "kind"),
    [
        (Birth(year=2000, month=6, day=19), None, False, RecordKind.ADULT),
        (Birth(year=2000, month=6, day=20), None, False, RecordKind.CHILD),
        (Birth(year=2000), None, False, RecordKind.CHILD),
        (None, 18.0, False, RecordKind.ADULT),
        (None, 20.0, True, RecordKind.CHILD),
        (None, 25.0, True, RecordKind.ADULT),
        (None, None, False, RecordKind.CHILD),
        (Birth(year=2010), 30.0, False, RecordKind.CHILD),
    ],
)
def test_who_may_be_a_child_has_a_childs_record(
    born: Birth | None, age: float | None, estimated: bool, kind: RecordKind
) -> None:
    assert kind_of(born, age, estimated=estimated, listed=date(2018, 6, 19)) is kind


def test_the_agencys_own_rule_goes_before_one_for_all_and_that_before_a_default() -> None:
    for_all, own = replace(YEAR, years=2), replace(YEAR, agency="ORR", years=3)
    policy = (YEAR, for_all, own, *DEFAULTS)

    assert rule_for(RecordKind.ADULT, "ORR", NOW, policy) == own
    assert rule_for(RecordKind.ADULT, "SRE", NOW, (for_all, *DEFAULTS)) == for_all
    assert rule_for(RecordKind.ADULT, "SRE", NOW, (own, *DEFAULTS)) in DEFAULTS


def test_a_rule_counts_from_its_day_on() -> None:
    new = replace(YEAR, years=5, in_force_from=date(2018, 6, 20))

    assert rule_for(RecordKind.ADULT, "ORR", NOW - SECOND, (YEAR, new)) == YEAR
    assert rule_for(RecordKind.ADULT, "ORR", NOW, (YEAR, new)) == new


def test_what_is_held_is_never_due() -> None:
    assert due(RecordKind.ADULT, replace(LISTED, held=True), datetime(2199, 1, 1, tzinfo=UTC), (YEAR,)) is None


def test_every_kind_has_a_default_that_says_that_it_is_one() -> None:
    assert {rule.kind for rule in DEFAULTS} == set(RecordKind)
    assert all(rule.is_default and "no law" in rule.source for rule in DEFAULTS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"years": -1}, "negative"),
        ({"years": 0}, "empty"),
        ({"years": 151}, "longer"),
        ({"counted_from": frozenset()}, "from which day"),
        ({"counted_from": frozenset({CountedFrom.MAJORITY})}, "only a child"),
        ({"kind": RecordKind.UNREAD}, "received"),
        ({"source": " "}, "source"),
        ({"zone": "Mars/Olympus"}, "time zone"),
        ({"zone": "../etc/passwd"}, "time zone"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(YEAR, **wrong)  # type: ignore[arg-type]  # facts by name


def test_one_jump_of_the_clock_makes_nothing_old() -> None:
    times = [NOW, NOW + timedelta(days=4000), NOW + timedelta(days=4001), NOW + timedelta(days=1)]

    assert witnessed((at, False) for at in times) == NOW + timedelta(days=1)
    assert reliable(NOW + timedelta(days=4000), NOW) is None


def test_a_clock_set_back_makes_nothing_young() -> None:
    assert reliable(NOW - timedelta(days=4000), NOW) == NOW


def test_who_vouches_for_the_clock_is_believed() -> None:
    later_on = NOW + timedelta(days=4000)

    assert witnessed([(NOW, False), (later_on, True)]) == later_on


def test_an_empty_log_leaves_the_clock_alone() -> None:
    assert witnessed([]) is None
    assert reliable(NOW, None) == NOW

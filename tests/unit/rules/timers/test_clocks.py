"""Deadlines by the table: when they end, what meets them, and what is left."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.timers.clocks import Child, Clock, Happened, Running, appointment, clocks
from reencuentro.rules.timers.policies import Trigger, law, read_law

T = Trigger
EAST = ZoneInfo("America/New_York")
MEXICO = ZoneInfo("America/Mexico_City")


def when(text: str, zone: ZoneInfo = EAST) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def only(timer: str, *told: tuple[Trigger, str], at: str, child: Child = Child(), where: str = "US") -> list[Clock]:  # noqa: B008 - nothing changes it
    happened = [Happened(what, when(text)) for what, text in told]
    return [one for one in clocks(law(), where, child, happened, at=when(at)) if one.timer == timer]


@pytest.mark.parametrize(
    ("timer", "start", "day", "due"),
    [
        ("screening", T.APPREHENDED, "2018-06-19T22:15", "2018-06-21T22:15"),
        ("transfer_to_care", T.APPREHENDED, "2018-06-19T22:15", "2018-06-22T22:15"),
        ("court_contact", T.COURT_ORDER, "2018-06-26T15:00", "2018-07-07T00:00"),
        ("court_reunification", T.COURT_ORDER, "2018-06-26T15:00", "2018-07-11T00:00"),
        ("sponsor_review", T.SPONSOR_APPLIED, "2024-12-02T00:00", "2025-03-03T00:00"),
        ("call_after_release", T.HANDED_OVER, "2018-07-26T09:00", "2018-09-02T00:00"),
        ("follow_up_visit", T.HANDED_OVER, "2018-07-26T09:00", "2018-08-27T00:00"),
        # The clocks go forward on 10 March 2019 and back on 3 November 2019.
        ("screening", T.APPREHENDED, "2019-03-09T12:00", "2019-03-11T13:00"),
        ("screening", T.APPREHENDED, "2019-11-02T12:00", "2019-11-04T11:00"),
        ("court_contact", T.COURT_ORDER, "2019-03-09T23:30", "2019-03-20T00:00"),
        # A month ends with its own last day.
        ("follow_up_visit", T.HANDED_OVER, "2019-01-31T09:00", "2019-03-01T00:00"),
        ("follow_up_visit", T.HANDED_OVER, "2020-01-31T09:00", "2020-03-01T00:00"),
    ],
)
def test_a_deadline_ends_when_the_law_says(timer: str, start: Trigger, day: str, due: str) -> None:
    [clock, *_] = only(timer, (start, day), at=day)

    assert clock.due == when(due)
    assert clock.left == clock.due - when(day)
    assert clock.running is (Running.WAITING if timer == "call_after_release" else Running.RUNNING)


@pytest.mark.parametrize(
    ("stop", "at", "running"),
    [
        (None, "2018-06-22T22:14", Running.RUNNING),
        (None, "2018-06-22T22:15", Running.LATE),
        ("2018-06-22T22:14", "2018-07-30T00:00", Running.MET),
        ("2018-06-22T22:15", "2018-07-30T00:00", Running.MET_LATE),
        ("2018-06-18T10:00", "2018-06-20T00:00", Running.RUNNING),  # of an earlier time
        ("2018-06-21T10:00", "2018-06-20T00:00", Running.RUNNING),  # nobody knows of it yet
    ],
)
def test_what_meets_a_deadline_lies_between_its_start_and_now(stop: str | None, at: str, running: Running) -> None:
    told = [(T.APPREHENDED, "2018-06-19T22:15"), *([(T.TRANSFERRED_TO_CARE, stop)] if stop else [])]
    [clock] = only("transfer_to_care", *told, at=at)

    assert clock.running is running
    assert (clock.left < timedelta(0)) == (running is Running.LATE and at > "2018-06-22T22:15")


@pytest.mark.parametrize(
    ("born", "day", "due"),
    [
        (Birth(year=2014), "2018-06-26T15:00", "2018-07-11T00:00"),
        (Birth(year=2013, month=6, day=26), "2018-06-26T15:00", "2018-07-27T00:00"),
        (Birth(year=2013, month=6, day=27), "2018-06-26T15:00", "2018-07-11T00:00"),
        (Birth(year=2008), "2018-06-26T15:00", "2018-07-27T00:00"),
        (None, "2018-06-26T15:00", "2018-07-11T00:00"),  # unknown: the stricter
        (Birth(year=2013), "2018-06-26T15:00", "2018-07-11T00:00"),  # perhaps still four
    ],
)
def test_the_court_gave_fourteen_days_to_those_under_five(born: Birth | None, day: str, due: str) -> None:
    [clock] = only("court_reunification", (T.COURT_ORDER, day), at=day, child=Child(born=born))
    assert clock.due == when(due)


@pytest.mark.parametrize(("nationals", "runs"), [({"MX"}, True), ({"GT"}, False), (set(), True), ({"GT", "MX"}, True)])
def test_screening_is_for_neighbouring_countries_and_for_whom_it_is_not_known(nationals: set[str], runs: bool) -> None:
    child = Child(nationalities=frozenset(nationals))
    assert bool(only("screening", (T.APPREHENDED, "2018-06-19T22:15"), at="2018-06-20", child=child)) is runs


@pytest.mark.parametrize(
    ("call", "at", "running"),
    [
        (None, "2018-08-24T12:00", Running.WAITING),
        (None, "2018-08-25T12:00", Running.RUNNING),
        (None, "2018-09-02T00:00", Running.LATE),
        ("2018-08-10T12:00", "2018-08-28T00:00", Running.RUNNING),  # too early to count
        ("2018-08-25T12:00", "2018-10-01T00:00", Running.MET),
        ("2018-09-05T12:00", "2018-10-01T00:00", Running.MET_LATE),
    ],
)
def test_the_call_after_release_counts_from_day_30_and_is_late_after_day_37(
    call: str | None, at: str, running: Running
) -> None:
    told = [(T.HANDED_OVER, "2018-07-26T09:00"), *([(T.CALLED, call)] if call else [])]
    assert [one.running for one in only("call_after_release", *told, at=at)] == [running]


def test_visits_come_round_month_by_month_each_on_its_own() -> None:
    visits = [(T.VISITED, day) for day in ("2018-08-20T10:00", "2018-10-30T10:00")]
    found = only("follow_up_visit", (T.HANDED_OVER, "2018-07-26T09:00"), *visits, at="2018-11-10T00:00")

    assert {one.number: one.running for one in found} == {
        1: Running.MET,
        2: Running.MET_LATE,
        3: Running.MET_LATE,
        4: Running.MET,
        5: Running.WAITING,
    }
    years_later = only("follow_up_visit", (T.HANDED_OVER, "2018-07-26T09:00"), at="2030-01-01T00:00")
    assert [one.running for one in years_later] == [Running.LATE] * 6


def test_what_the_law_wants_at_once_is_late_until_it_is_done() -> None:
    told = (T.FOUND_ALONE, "2022-05-01T08:00")
    [open_one] = only("child_protection_told", told, at="2022-05-01T08:00", where="MX")
    assert (open_one.running, open_one.at_once) == (Running.LATE, True)
    [done] = only(
        "child_protection_told", told, (T.AUTHORITY_TOLD, "2022-05-01T09:00"), at="2022-05-02T08:00", where="MX"
    )
    assert done.running is Running.MET
    assert not only("child_protection_told", (T.FOUND_ALONE, "2020-05-01T08:00"), at="2022-05-01", where="MX")


CHANGED = """
[[jurisdiction]]
code = "US"
zone = "America/New_York"
[[policy]]
timer = "review"
jurisdictions = ["US"]
days = 90
starts = "sponsor_applied"
stops = ["sponsor_decided"]
valid_from = 2018-01-01
valid_until = 2025-03-25
source = "the old rule"
[[policy]]
timer = "review"
jurisdictions = ["US"]
days = 30
starts = "sponsor_applied"
stops = ["sponsor_decided"]
valid_from = 2025-03-25
source = "the new rule"
"""


@pytest.mark.parametrize(
    ("start", "source"),
    [
        ("2017-12-31T23:59", None),
        ("2018-01-01T00:00", "the old rule"),
        ("2025-03-24T23:59", "the old rule"),
        ("2025-03-25T00:00", "the new rule"),
    ],
)
def test_what_began_under_a_rule_ends_by_it(start: str, source: str | None) -> None:
    told = [Happened(T.SPONSOR_APPLIED, when(start))]
    found = clocks(read_law(CHANGED), "US", Child(), told, at=when("2025-04-01T00:00"))
    assert [one.source for one in found] == ([source] if source else [])


def test_the_same_day_ends_at_its_own_place() -> None:
    told = [Happened(T.HANDED_OVER, datetime(2024, 3, 1, 5, 30, tzinfo=UTC))]  # still February in Mexico
    dues = {
        where: clocks(law(), where, Child(), told, at=datetime(2024, 3, 2, tzinfo=UTC))[0].due for where in ("MX", "US")
    }
    assert dues["MX"] == datetime(2024, 3, 30, tzinfo=MEXICO)
    assert dues["US"] == when("2024-04-02T00:00")


def test_the_order_in_which_things_are_told_does_not_matter_and_what_is_due_first_comes_first() -> None:
    told = [
        Happened(T.APPREHENDED, when("2018-06-19T22:15")),
        Happened(T.COURT_ORDER, when("2018-06-26T15:00")),
        Happened(T.TRANSFERRED_TO_CARE, when("2018-06-21T08:00")),
        Happened(T.APPREHENDED, when("2018-05-01T08:00")),
    ]
    answers = {clocks(law(), "US", Child(), order, at=when("2018-07-08T00:00")) for order in permutations(told)}
    [answer] = answers
    assert [one.timer for one in answer if one.is_open] == ["court_contact", "court_reunification"]
    assert answer[-1].ended is not None


def test_nothing_is_decided_without_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clocks(law(), "US", Child(), [], at=datetime(2018, 6, 19))  # noqa: DTZ001 - that is the point


def test_a_day_that_somebody_set_is_late_when_it_is_over() -> None:
    noted = when("2018-07-12T10:00")
    for day, running in (("2018-08-01T23:59", Running.RUNNING), ("2018-08-02T00:00", Running.LATE)):
        one = appointment("ineligibility_review", noted, when("2018-08-01T00:00").date(), EAST, at=when(day))
        assert (one.running, one.source) == (running, "")

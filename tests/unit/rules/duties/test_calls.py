"""Who may speak with whom, what is written down of a call, and what is refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reencuentro.rules.contact.hours import read_hours
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.call_log import CallArranged, CallLogged, Held, broken_by_call, instant
from reencuentro.rules.duties.calls import AGREED, ENDED, PLAN, TABLE, CallsAgreed, CallZone, planned
from reencuentro.rules.duties.going import broken_by
from reencuentro.rules.duties.steps import Known, Past, Taken
from reencuentro.rules.timers.clocks import Child

(CALLS,) = TABLE
MONDAY = datetime(2018, 7, 2, 15, tzinfo=UTC)
TEXAS = ZoneInfo("America/Chicago")
WHO = OfficerFacts(
    id="o-1", roles=frozenset({Role.CASE_WORKER}), agency=AgencyFacts(code="CARE", kind=AgencyKind.CARE, country="US")
)
AGREEMENT: Mapping[str, Any] = {
    "call_relative": "p-mother",
    "call_child_agrees": "yes",
    "call_relative_agrees": "yes",
    "call_channel": "phone",
    "call_standard": "care_program",
    "call_zone": "us_central",
    "call_their_zone": "guatemala",
    "call_language": "K'iche'",
}


def taken(step: str, at: datetime = MONDAY, **boxes: Any) -> Taken:
    found = CALLS.step(step)
    assert found is not None
    return Taken(step=step, form=found.shape.model_validate(boxes), at=at, officer="o-1", agency="CARE")


def broken(step: str, boxes: Mapping[str, Any], **facts: Any) -> list[tuple[str, str]]:
    found = CALLS.step(step)
    assert found is not None
    known = Known(at=MONDAY, doer=WHO, child=Child(), **{"verified": frozenset({"p-mother"}), **facts})
    return [(one.rule, one.box) for one in broken_by(CALLS, found, found.shape.model_validate(boxes), known)]


def test_a_plan_that_both_agree_to_stands() -> None:
    assert broken("agree_calls", AGREEMENT) == []


@pytest.mark.parametrize(
    ("boxes", "facts", "said"),
    [
        ({"call_child_agrees": "no"}, {}, [("call_not_agreed", "call_child_agrees")]),
        ({"call_relative_agrees": "unknown"}, {}, [("call_not_agreed", "call_relative_agrees")]),
        ({"call_relative": ""}, {}, [("call_with_nobody", "call_relative")]),
        ({}, {"barred": frozenset({"p-mother"})}, [("call_barred", "call_relative")]),
        ({}, {"verified": frozenset()}, [("call_unknown_adult", "call_basis")]),
        ({"call_basis": "The consulate knows her."}, {"verified": frozenset()}, []),
    ],
)
def test_contact_takes_the_word_of_both_and_nobody_who_is_barred(
    boxes: Mapping[str, Any], facts: Mapping[str, Any], said: list[tuple[str, str]]
) -> None:
    assert broken("agree_calls", {**AGREEMENT, **boxes}, **facts) == said


@pytest.mark.parametrize(("state", "said"), [(AGREED, [("call_planned_already", "call_relative")]), (ENDED, [])])
def test_a_pair_has_one_plan_at_a_time(state: str, said: list[tuple[str, str]]) -> None:
    history = (taken("agree_calls", **AGREEMENT),)
    other = Past(public_id="d-1", kind=PLAN, state=state, agency="CARE", counterpart="", history=history)
    assert broken("agree_calls", AGREEMENT, others=(other,)) == said


def test_a_pause_ends_and_whoever_was_barred_meanwhile_does_not_resume() -> None:
    pause = {"call_pause": "unwell", "call_review": date(2018, 7, 2)}
    assert broken("pause_calls", pause) == [("call_review_past", "call_review")]
    agreed = {"history": (taken("agree_calls", **AGREEMENT),), "barred": frozenset({"p-mother"})}
    assert broken("resume_calls", {"call_child_agrees": "yes", "call_relative_agrees": "yes"}, **agreed) == [
        ("call_barred", "")
    ]


def test_a_plan_is_due_by_its_regime_a_pause_on_its_day() -> None:
    agreed = taken("agree_calls", **AGREEMENT)
    paused = taken("pause_calls", call_pause="unwell", call_review=date(2018, 7, 10))

    assert CALLS.due((agreed,), Child()) == datetime(2018, 7, 9, tzinfo=TEXAS)
    assert CALLS.due((agreed, paused), Child()) == datetime(2018, 7, 11, tzinfo=TEXAS)
    # A change doesn't put off what was owed before.
    later = taken("change_calls", datetime(2018, 7, 20, tzinfo=UTC), **{**AGREEMENT, "call_standard": "daily"})
    assert CALLS.due((agreed, later), Child()) == datetime(2018, 7, 3, tzinfo=TEXAS)
    plan = planned((agreed, later))
    assert plan is not None
    assert (plan.agreed.call_standard, plan.since, plan.runs) == ("daily", MONDAY, True)


def test_a_pause_owes_nothing_and_what_is_resumed_begins_anew() -> None:
    agreed = taken("agree_calls", **AGREEMENT)
    paused = taken("pause_calls", call_pause="unwell", call_review=date(2018, 7, 10))
    resumed = taken(
        "resume_calls", datetime(2018, 7, 11, 15, tzinfo=UTC), call_child_agrees="yes", call_relative_agrees="yes"
    )
    plan = planned((agreed, paused, resumed))

    assert plan is not None
    assert plan.due(Child(), []) == datetime(2018, 7, 16, tzinfo=TEXAS)
    assert CALLS.due((agreed, taken("end_calls", call_end="together")), Child()) is None


LOGGED: Mapping[str, Any] = {
    "call_on": date(2018, 7, 2),
    "call_began": "09:00",
    "call_ended": "09:10",
    "call_channel": "phone",
    "call_outcome": "spoke",
}
ARRANGED = {"call_on": date(2018, 7, 3), "call_began": "09:00", "call_ended": "09:10", "call_channel": "video"}


def logged(boxes: Mapping[str, Any], **facts: Any) -> list[str]:
    held = Held(**{"at": MONDAY, "zone": TEXAS, **facts})
    return [one.rule for one in broken_by_call(CallLogged(**{**LOGGED, **boxes}), held)]


def arranged(boxes: Mapping[str, Any], **facts: Any) -> list[str]:
    held = Held(**{"at": MONDAY, "zone": TEXAS, **facts})
    return [one.rule for one in broken_by_call(CallArranged(**{**ARRANGED, **boxes}), held)]


@pytest.mark.parametrize(
    ("boxes", "facts", "said"),
    [
        ({}, {}, []),
        ({"call_ended": "08:50"}, {}, ["call_ends_first"]),
        ({"call_ended": "09:00"}, {}, ["call_ends_first"]),
        ({"call_ended": ""}, {}, ["call_no_end"]),
        ({"call_ended": "", "call_outcome": "no_answer"}, {}, []),
        ({"call_ended": "", "call_channel": "letter", "call_outcome": "passed_on"}, {}, []),
        ({"call_outcome": "passed_on"}, {}, ["call_other_way"]),
        ({"call_channel": "letter"}, {}, ["call_other_way"]),
        ({"call_ended": "10:01"}, {}, ["call_to_come"]),  # it is ten o'clock there
        ({"call_began": ""}, {}, ["call_no_such_hour"]),
        ({}, {"barred": True}, ["call_barred"]),
        ({}, {"running": False}, ["call_not_running"]),
    ],
)
def test_a_call_is_written_down_as_it_can_have_been(
    boxes: Mapping[str, Any], facts: Mapping[str, Any], said: list[str]
) -> None:
    assert logged(boxes, **facts) == said


@pytest.mark.parametrize(
    ("begins", "ends", "overlaps"),
    [("13:50", "14:00", False), ("13:50", "14:01", True), ("14:03", "14:05", True), ("14:10", "14:20", False)],
)
def test_nobody_speaks_in_two_calls_at_once(begins: str, ends: str, overlaps: bool) -> None:
    busy = [tuple(datetime.fromisoformat(f"2018-07-02T{one}").replace(tzinfo=UTC) for one in (begins, ends))]
    assert logged({}, busy=busy) == (["call_overlaps"] if overlaps else [])
    assert logged({"call_channel": "letter", "call_outcome": "passed_on"}, busy=busy) == []


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, []),
        ({"call_on": date(2018, 7, 2)}, ["call_is_past"]),
        ({"call_began": "17:55", "call_ended": "18:05"}, ["call_closed"]),
        ({"call_on": date(2018, 7, 7)}, ["call_closed"]),  # a Saturday
        # The clocks go forward at two, on a Sunday.
        ({"call_on": date(2019, 3, 10), "call_began": "02:30", "call_ended": "02:40"}, ["call_no_such_hour"]),
    ],
)
def test_a_call_is_arranged_when_both_places_are_open(boxes: Mapping[str, Any], said: list[str]) -> None:
    week = ("mon", "tue", "wed", "thu", "fri")
    hours = read_hours("America/Chicago", {one: ["08:00-18:00"] for one in week}), read_hours("America/Guatemala", {})
    assert arranged(boxes, hours=hours) == said


def test_an_hour_is_that_of_where_the_child_is() -> None:
    assert instant(date(2023, 7, 3), "09:00", TEXAS) == datetime(2023, 7, 3, 14, tzinfo=UTC)
    assert instant(date(2023, 12, 4), "09:00", TEXAS) == datetime(2023, 12, 4, 15, tzinfo=UTC)
    assert instant(date(2023, 11, 5), "01:30", TEXAS) == datetime(2023, 11, 5, 6, 30, tzinfo=UTC)  # the first of two


def test_every_zone_is_known() -> None:
    assert len({one.zone.key for one in CallZone}) == len(CallZone)


def test_what_was_agreed_reads_as_it_was_written() -> None:
    form = CallsAgreed.model_validate(AGREEMENT)
    assert CallsAgreed.model_validate(form.model_dump(mode="json")) == form

"""Contact as it is kept: what is late and silent follows from each call; messages reach who works for the child."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from reencuentro.actions.calls import PlaceStated, arrange_call, keep_place, log_call, place_calls
from reencuentro.actions.duties import Beginning, StepStated, begin_duty, take_step
from reencuentro.errors import AccountError
from reencuentro.records.calls import ARRANGED, CallAttempt, CallPlace, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.rules.duties.call_log import CallArranged, CallLogged
from reencuentro.rules.duties.going import DutyError
from tests.stored.at_once import at_once
from tests.stored.case_work import Team, team
from tests.unit.rules.cases.filled import CHILD, MOTHER
from tests.unit.rules.duties.test_calls import AGREEMENT

MONDAY = datetime(2026, 6, 15, 15, tzinfo=UTC)
"""Ten o'clock in Texas, where the child is."""
SPOKE: Mapping[str, Any] = {
    "call_on": date(2026, 6, 15),
    "call_began": "09:00",
    "call_ended": "09:25",
    "call_channel": "video",
    "call_outcome": "spoke",
    "call_note": "She cried, and wants to call again tomorrow.",
}


@pytest.fixture
def crew(registry: str) -> Team:
    """The team."""
    return team()


def plan(crew: Team, relative: str = MOTHER, child: str = CHILD) -> Duty:
    boxes = {**AGREEMENT, "call_relative": relative, "call_basis": "Her consulate knows her."}
    beginning = Beginning(kind="call_plan", step="agree_calls", person=child, boxes=boxes)
    return begin_duty(beginning, crew.doing(crew.ana, MONDAY))


def spoke(crew: Team, duty: Duty, at: datetime = MONDAY, *, answers: int = 0, **boxes: Any) -> CallAttempt:
    return log_call(duty, CallLogged(**{**SPOKE, **boxes}), crew.doing(crew.ana, at), answers=answers)


def refused(deed: Any) -> list[str]:
    with pytest.raises(DutyError) as error:
        deed()
    return [one.rule for one in error.value.broken]


def test_each_call_puts_off_what_is_late_and_what_is_silent(crew: Team) -> None:
    duty = plan(crew)
    row = CallPlan.objects.get(duty=duty)
    # Texas: the plan began on a Monday; 19 June, a Friday, is a holiday and owes its own.
    assert duty.due_at == datetime(2026, 6, 19, 5, tzinfo=UTC)
    assert (row.relative, row.spoke_at, row.silent_at) == (MOTHER, None, datetime(2026, 6, 23, 5, tzinfo=UTC))

    friday = MONDAY + timedelta(days=4)
    spoke(crew, duty, friday, call_on=date(2026, 6, 19), call_ended="09:45")
    row.refresh_from_db()
    assert Duty.objects.get(pk=duty.pk).due_at == datetime(2026, 6, 21, 5, tzinfo=UTC)
    assert row.silent_at == datetime(2026, 6, 27, 5, tzinfo=UTC)
    assert row.spoke_at == datetime(2026, 6, 19, 14, tzinfo=UTC)


def test_of_two_who_agree_at_once_on_calls_of_one_pair_one_is_told_of_the_other(crew: Team, unblocked: None) -> None:
    assert at_once([lambda: plan(crew)] * 2) == ["DutyError", "done"]
    assert CallPlan.objects.count() == 1


def test_what_the_steps_say_is_in_the_columns_at_once(crew: Team) -> None:
    duty = plan(crew)
    pause = {"call_pause": "unwell", "call_review": date(2026, 6, 20)}
    take_step(duty, StepStated(step="pause_calls", boxes=pause, seen=1), crew.doing(crew.ana, MONDAY))

    assert duty.due_at == datetime(2026, 6, 21, 5, tzinfo=UTC)
    assert CallPlan.objects.get(duty=duty).silent_at is None
    assert refused(lambda: spoke(crew, duty)) == ["call_not_running"]


def test_a_call_sent_twice_is_kept_once_and_for_good(crew: Team) -> None:
    duty = plan(crew)
    one = spoke(crew, duty)

    assert spoke(crew, duty) == one
    assert (one.minutes, one.told["language"]) == (25, "K'iche'")
    with pytest.raises(DatabaseError), transaction.atomic():
        CallAttempt.objects.filter(pk=one.pk).update(minutes=50)


def test_neither_of_the_two_is_in_another_call_meanwhile(crew: Team) -> None:
    duty, of_another = plan(crew), plan(crew, MOTHER, "p-other")
    spoke(crew, duty)
    assert refused(lambda: spoke(crew, of_another, call_began="09:20", call_ended="09:40")) == ["call_overlaps"]
    assert spoke(crew, of_another, call_began="09:25", call_ended="09:40").minutes == 15


def test_an_arranged_call_is_answered_by_how_it_went(crew: Team) -> None:
    duty, doer = plan(crew), crew.doing(crew.ana, MONDAY)
    boxes = {**SPOKE, "call_began": "11:00", "call_ended": "11:30"}
    form = CallArranged(**{name: boxes[name] for name in CallArranged.model_fields})
    arranged = arrange_call(duty, form, doer)
    assert arrange_call(duty, form, doer) == arranged
    missed = spoke(
        crew,
        duty,
        MONDAY + timedelta(hours=3),
        answers=arranged.pk,
        call_began="11:00",
        call_ended="",
        call_outcome="no_answer",
    )

    assert (arranged.outcome, missed.answers) == (ARRANGED, arranged)
    with pytest.raises(DutyError, match="doesn't wait"):
        spoke(crew, duty, MONDAY + timedelta(hours=4), answers=arranged.pk, call_began="12:00", call_ended="12:10")


@pytest.mark.parametrize(
    ("code", "name"), [("", "A home"), ("h" * 41, "A home"), ("a home", "A home"), ("h", "A\x1b[31m")]
)
def test_a_place_goes_by_a_code_and_a_name_that_can_be_read(crew: Team, code: str, name: str) -> None:
    with pytest.raises(AccountError, match="can't have that"):
        keep_place(PlaceStated(code=code, name=name, agency="ORR", zone="America/Chicago", hours={}), "tests")
    assert not CallPlace.objects.exists()


def test_a_call_is_arranged_in_the_hours_of_both_places(crew: Team) -> None:
    duty, doer = plan(crew), crew.doing(crew.ana, MONDAY)
    hours = {"tue": ["09:00-12:00"]}
    keep_place(PlaceStated(code="home", name="A home", agency="ORR", zone="America/Chicago", hours=hours), "tests")
    keep_place(PlaceStated(code="centre", name="A centre", agency="ORR", zone="America/Denver", hours=hours), "tests")
    place_calls(duty, doer, place="home")
    place_calls(duty, doer, their_place="centre")

    def arranged(began: str, ended: str) -> CallAttempt:
        boxes: dict[str, Any] = {
            "call_on": date(2026, 6, 16),
            "call_began": began,
            "call_ended": ended,
            "call_channel": "phone",
        }
        return arrange_call(duty, CallArranged(**boxes), doer)

    # The centre opens an hour later: its clocks are an hour behind.
    assert refused(lambda: arranged("09:30", "09:50")) == ["call_closed"]
    assert arranged("10:00", "10:20").day == date(2026, 6, 16)

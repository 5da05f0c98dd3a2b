"""What runs on a case: the law's deadlines, started by its forms and steps, and the days that people set."""

from datetime import UTC, date, datetime, timedelta

from reencuentro.rules.cases.deadlines import Arrival, Course, next_due, running
from reencuentro.rules.cases.evidence import Dossier, Kept
from reencuentro.rules.cases.forms import FormKind, filled
from reencuentro.rules.cases.forms.hindrances import EventKind
from reencuentro.rules.cases.states import State
from reencuentro.rules.timers.clocks import Child, Running
from reencuentro.rules.timers.policies import Trigger, law
from tests.unit.rules.cases.filled import GOOD

NOW = datetime(2018, 7, 26, 15, tzinfo=UTC)
K = FormKind


def form(kind: FormKind, number: int = 1, noted: datetime = NOW, **boxes: object) -> Kept:
    return Kept(kind=kind, number=number, at=noted, filled=filled(kind, {**GOOD[kind], **boxes}))


def course(*forms: Kept, arrivals: tuple[Arrival, ...] = ()) -> Course:
    return Course(jurisdiction="US", child=Child(), arrivals=arrivals, dossier=Dossier.of(forms))


def told(one: Course, at: datetime) -> dict[str, Running]:
    return {clock.timer: clock.running for clock in running(one, law(), at=at)}


def test_every_event_that_can_be_noted_is_one_that_the_law_knows() -> None:
    assert {one.value for one in EventKind} <= set(Trigger)


def test_an_event_without_its_hour_counts_from_the_first_of_its_day() -> None:
    noted = course(form(K.EVENT, what="apprehended", on=date(2018, 6, 19), at=""))
    found = running(noted, law(), at=NOW)
    assert next_due(found) == datetime(2018, 6, 21, 4, tzinfo=UTC)
    assert all(one.running is Running.LATE for one in found)


def test_a_hand_over_starts_the_call_and_the_visits_and_a_visit_meets_both() -> None:
    home = (Arrival(State.HANDED_OVER, NOW),)
    later = NOW + timedelta(days=31)
    assert told(course(arrivals=home), later) == {
        "call_after_release": Running.RUNNING,
        "follow_up_visit": Running.RUNNING,
    }
    seen = form(K.FOLLOW_UP, on=date(2018, 8, 25), next_visit=None)
    assert told(course(seen, arrivals=home), later)["call_after_release"] is Running.MET
    unseen = form(K.FOLLOW_UP, on=date(2018, 8, 25), safe="unknown")
    assert told(course(unseen, arrivals=home), later)["call_after_release"] is Running.RUNNING


def test_the_next_visit_is_due_from_the_day_on_which_the_last_one_was_made() -> None:
    """A list goes by what was due when somebody last worked on the case: it must hold until the next one does."""
    seen = form(K.FOLLOW_UP, on=date(2018, 8, 20), next_visit=None)
    visited = course(seen, arrivals=(Arrival(State.HANDED_OVER, NOW),))
    due = next_due(
        one for one in running(visited, law(), at=datetime(2018, 8, 21, tzinfo=UTC)) if one.timer == "follow_up_visit"
    )
    assert due == datetime(2018, 9, 27, 4, tzinfo=UTC)
    visits = [one.running for one in running(visited, law(), at=due) if one.timer == "follow_up_visit"]
    assert visits == [Running.LATE, Running.RUNNING, Running.MET]
    unseen = course(arrivals=(Arrival(State.HANDED_OVER, NOW),))
    rounds = [one.number for one in running(unseen, law(), at=NOW) if one.timer == "follow_up_visit"]
    assert rounds == [1]


def test_the_newest_day_that_somebody_set_counts() -> None:
    first = form(K.FOLLOW_UP, 1, next_visit=date(2018, 8, 1))
    second = form(K.FOLLOW_UP, 2, noted=NOW + timedelta(days=1), next_visit=date(2018, 9, 1))
    found = running(course(second, first), law(), at=NOW + timedelta(days=20))
    assert [(one.timer, one.running) for one in found] == [("follow_up_next", Running.RUNNING)]


def test_an_ineligibility_is_looked_at_again_until_it_holds_no_more() -> None:
    review = date(2018, 7, 1)
    standing, over = (form(K.INELIGIBILITY, still_holds=answer, review_on=review) for answer in ("yes", "no"))
    assert told(course(standing), NOW) == {"ineligibility_review": Running.LATE}
    assert told(course(over), NOW) == {}


def test_nothing_runs_on_a_case_that_is_over() -> None:
    event = form(K.EVENT, what="apprehended")
    assert next_due(running(course(event), law(), at=NOW)) is not None
    closed = course(event, arrivals=(Arrival(State.CLOSED, NOW),))
    assert next_due(running(closed, law(), at=NOW)) is None

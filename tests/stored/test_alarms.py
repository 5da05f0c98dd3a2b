"""Alarms: raised, taken up, found, closed by a second person, and opened again when the child drops out again."""

from datetime import date, timedelta
from typing import Any

import pytest

from reencuentro.actions.alarms import Doing, Raised, keep_alarms, raised_by, take_step
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.alarms import Alarm, AlarmStep
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.records.stays import Stay
from reencuentro.rules.alarms import Kind, State, Step
from reencuentro.rules.custody import Alarm as Urgency
from reencuentro.rules.custody import Reason, Unaccounted
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.removals import Departure, Leaving
from tests.stored.cast import LATER, NOW, agencies, invited, person

pytestmark = pytest.mark.usefixtures("child")
CHILD = "p-child"


@pytest.fixture
def child(registry: str) -> None:
    """A child whom ORR and DIF list."""
    agencies("ORR", "DIF")
    person(CHILD, "ORR", "DIF")


def lost(person_id: str = CHILD, **facts: Any) -> Raised:
    """The child is unaccounted for."""
    one = Unaccounted(
        **{
            "person_id": person_id,
            "reason": Reason.DROPPED_WITHOUT_DISCHARGE,
            "last_agency": "ORR",
            "last_place": "Casa Alma",
            "last_seen_on": date(2026, 6, 12),
            "alarms": (Urgency.TENDER_AGE,),
            **facts,
        }
    )
    (raised,) = raised_by([one], [])
    return raised


def keep(*told: Raised, days: int = 0) -> Alarm | None:
    """A run that finds this, so many days later; the alarm as it stands then."""
    keep_alarms(told, {CHILD, *(one.person for one in told)}, by="tests", at=NOW + timedelta(days=days))
    return Alarm.objects.order_by("pk").first()


def raised() -> Alarm:
    """The alarm about the child."""
    alarm = keep(lost())
    assert alarm is not None
    return alarm


def officers() -> tuple[Officer, Officer]:
    """Two of ORR's."""
    return invited("ana", "ORR", Role.CASE_WORKER)[0], invited("luz", "ORR", Role.SUPERVISOR)[0]


def take(alarm: Alarm, step: Step, officer: Officer, **how: Any) -> Alarm:
    """The step is taken on the alarm as it stands."""
    alarm.refresh_from_db()
    take_step(alarm, Doing(**{"step": step, "version": alarm.version, **how}), officer, at=LATER)
    return alarm


def steps() -> list[str]:
    """What was done, in order."""
    return list(AlarmStep.objects.order_by("pk").values_list("step", flat=True))


def test_an_alarm_tells_where_the_child_was_last_and_since_when_it_is_open() -> None:
    alarm = raised()

    assert (alarm.state, alarm.reason, alarm.place) == ("open", "dropped_without_discharge", "Casa Alma")
    assert (alarm.seen_on, alarm.opened_at, alarm.agency.code) == (date(2026, 6, 12), NOW, "ORR")


def test_the_same_alarm_isnt_raised_twice_and_keeps_its_age() -> None:
    raised()
    alarm = keep(lost(last_place="Casa Sol"), days=3)

    assert (Alarm.objects.count(), steps()) == (1, ["raised"])
    assert alarm is not None
    assert (alarm.opened_at, alarm.place) == (NOW, "Casa Alma")  # nothing that counts has changed


def test_what_the_lists_say_anew_is_told_anew() -> None:
    raised()
    alarm = keep(lost(last_place="Casa Sol", last_seen_on=date(2026, 6, 15)), days=3)

    assert alarm is not None
    assert (alarm.place, alarm.seen_on) == ("Casa Sol", date(2026, 6, 15))


def test_a_child_on_a_list_again_is_found_and_somebody_must_still_look() -> None:
    raised()
    alarm = keep(days=1)

    assert alarm is not None
    assert (alarm.state, alarm.lacking, steps()) == ("found", False, ["raised", "placed"])


def test_an_alarm_opens_again_when_the_child_drops_out_again() -> None:
    _, luz = officers()
    alarm = raised()
    keep(days=1)
    take(alarm, Step.CLOSED, luz)
    keep(lost(), days=9)
    alarm.refresh_from_db()

    assert (alarm.state, alarm.opened_at) == ("open", NOW + timedelta(days=9))
    assert steps() == ["raised", "placed", "closed", "reopened"]


def test_a_child_whom_somebody_found_stays_found_while_the_lists_still_lack_it() -> None:
    ana, _ = officers()
    alarm = take(raised(), Step.FOUND, ana, note="the shelter answers the telephone")
    keep(lost(), days=1)
    alarm.refresh_from_db()

    assert alarm.state == "found"


def test_of_whom_a_run_knows_nothing_nothing_is_settled() -> None:
    alarm = raised()
    keep_alarms([], frozenset(), by="tests", at=LATER)
    alarm.refresh_from_db()

    assert alarm.state == "open"


def test_to_find_a_child_needs_words_and_to_close_the_alarm_a_second_person() -> None:
    ana, luz = officers()
    alarm = take(raised(), Step.TAKEN, ana)
    assert (alarm.state, alarm.owner) == ("looking", ana)
    with pytest.raises(AccountError, match="on what this rests"):
        take(alarm, Step.FOUND, ana, note=" ")
    take(alarm, Step.FOUND, ana, note="spoke with her teacher")
    with pytest.raises(AccountError, match="second to look"):
        take(alarm, Step.CLOSED, ana)
    take(alarm, Step.CLOSED, luz)

    assert alarm.state == State.CLOSED
    assert AlarmStep.objects.get(step="found").note == "spoke with her teacher"


def test_a_second_look_that_doubts_opens_it_again() -> None:
    ana, luz = officers()
    alarm = take(raised(), Step.FOUND, ana, note="a list of the church")
    take(alarm, Step.DOUBTED, luz, note="another child of that name")

    assert (alarm.state, alarm.found_by) == ("open", "")


def test_an_alarm_is_handed_over_to_an_agency_that_lists_the_child_and_to_no_other() -> None:
    agencies("SRE")
    ana, _ = officers()
    alarm = take(raised(), Step.HANDED_OVER, ana, agency="DIF")
    assert alarm.owner_agency is not None
    assert (alarm.state, alarm.owner, alarm.owner_agency.code) == ("open", None, "DIF")

    with pytest.raises(AccountError, match="doesn't list the child"):
        take(alarm, Step.HANDED_OVER, ana, agency="SRE")


def test_of_two_who_take_it_at_once_one_is_told_of_the_other() -> None:
    ana, luz = officers()
    alarm = raised()
    take_step(alarm, Doing(step=Step.TAKEN, version=1), ana, at=LATER)

    with pytest.raises(ConflictError):
        take_step(Alarm.objects.get(), Doing(step=Step.TAKEN, version=1), luz, at=LATER)


def test_an_alarm_goes_on_with_the_records_under_the_id_of_today() -> None:
    alarm = raised()
    Membership.objects.filter(person__public_id=CHILD).update(known_until=LATER)
    today = Person.objects.create(public_id="p-today")
    for agency in ("ORR", "DIF"):
        Membership.objects.create(person=today, agency=agency, record_id=CHILD, known_from=LATER)
    keep(lost("p-today"), days=1)
    alarm.refresh_from_db()

    assert (alarm.person, Alarm.objects.count()) == ("p-today", 1)


def test_a_stay_goes_on_with_the_records_too() -> None:
    stay = Stay.objects.create(
        person=Person.objects.get(public_id=CHILD),
        agency=Agency.objects.get(code="ORR"),
        began_on=date(2026, 6, 1),
        noted_by="tests",
        noted_at=NOW,
    )
    Membership.objects.filter(person__public_id=CHILD).update(known_until=LATER)
    today = Person.objects.create(public_id="p-today")
    Membership.objects.create(person=today, agency="ORR", record_id=CHILD, known_from=LATER)
    keep(days=1)
    stay.refresh_from_db()

    assert stay.person == today


def test_a_relative_who_leaves_is_an_alarm_about_the_child_who_remains() -> None:
    leaves = Departure(
        child=CHILD, adult="p-mother", relation="mother", leaving=Leaving.PLANNED, on=date(2026, 6, 30), agency="DIF"
    )
    alarm = keep(lost(), *raised_by([], [leaves]))
    first = Alarm.objects.in_order().first()

    assert alarm is not None
    assert first is not None
    assert (first.kind, first.about, first.on) == (Kind.DEPARTURE, "p-mother", date(2026, 6, 30))


def test_a_thousand_alarms_are_raised_in_few_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(60):
        keep(*(lost(f"p-{number}") for number in range(1000)))

    assert Alarm.objects.count() == AlarmStep.objects.count() == 1000

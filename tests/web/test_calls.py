"""Calls on the pages: a day of them, what is refused beside its box; and the desk, which learns nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.calls import PlaceStated, arrange_call, keep_place
from reencuentro.actions.cases import Doer
from reencuentro.actions.desk import pass_on_messages
from reencuentro.actions.silence import keep_silence
from reencuentro.linkage.mentions import Birth
from reencuentro.records.alarms import Alarm
from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.duties.call_log import CallArranged, CallChannel
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.usefixtures("pages")
GIRL, MOTHER = "p-girl", "p-mother"
TEXAS = ZoneInfo("America/Chicago")
AGREED = {
    "call_relative": MOTHER,
    "call_child_agrees": "yes",
    "call_relative_agrees": "yes",
    "call_channel": "video",
    "call_standard": "daily",
    "call_zone": "us_central",
    "call_their_zone": "guatemala",
    "call_basis": "Her consulate knows her.",
}


@dataclass(frozen=True)
class Crew:
    """ana works for the girl at ORR; eva works there, too, and for nobody; leo answers the telephone at DIF."""

    ana: Client
    eva: Client
    leo: Client


@pytest.fixture(autouse=True)
def _no_workers() -> Iterator[None]:
    """Messages are passed on when a test says so."""
    with override_settings(SENDS_WORKERS=False):
        yield


PHONE = "+502 5555 0199"


@pytest.fixture
def crew(pages: None) -> Crew:
    """With a girl of eight and her mother, whom ORR lists."""
    girl = {"given_names": "Lucía Ana", "surnames": "Canaria Quej", "birth": Birth(year=2018, month=5, day=3)}
    mother = {"full_name": "Rosa Quej Canaria", "phones": (PHONE,)}
    list_people("ORR", {GIRL: girl, MOTHER: mother}, minors=frozenset({GIRL}))
    ana = account("ana", "ORR", Role.CASE_WORKER)
    assign(ana, GIRL, by="tests", at=NOW)
    others = account("eva", "ORR", Role.CASE_WORKER), account("leo", "DIF", Role.HOTLINE_AGENT)
    return Crew(browser_of(ana), *map(browser_of, others))


def typed(purpose: str = "care", **said: Any) -> dict[str, str]:
    """A form, as a browser sends it."""
    sent = {"purpose": purpose}
    for name, value in said.items():
        if isinstance(value, date):
            sent |= {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
        else:
            sent[name] = value
    return sent


def page_of(client: Client, address: str, purpose: str = "care") -> str:
    answer = client.get(f"{address}?purpose={purpose}")
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def planned(crew: Crew) -> str:
    answer = crew.ana.post(f"/people/{GIRL}/duties/calls/begin/call_plan/agree_calls/", typed(**AGREED))
    assert answer.status_code == 302, answer.content.decode()
    return Duty.objects.get(kind="call_plan").public_id


def yesterday() -> date:
    return timezone.now().astimezone(TEXAS).date() - timedelta(days=1)


def logged(crew: Crew, plan: str, query: str = "", **boxes: Any) -> Any:
    said: dict[str, Any] = {
        "call_on": yesterday(),
        "call_began": "09:00",
        "call_ended": "09:12",
        "call_channel": "video",
    }
    return crew.ana.post(f"/calls/{plan}/log/{query}", typed(**{**said, "call_outcome": "spoke", **boxes}))


def test_a_day_of_calls(crew: Crew) -> None:
    plan = planned(crew)
    tomorrow = yesterday() + timedelta(days=2)
    arranged: dict[str, Any] = {
        "call_on": tomorrow,
        "call_began": "10:00",
        "call_ended": "10:30",
        "call_channel": "phone",
    }
    assert crew.ana.post(f"/calls/{plan}/arrange/", typed(**arranged)).status_code == 302
    assert logged(crew, plan).status_code == 302

    page = page_of(crew.ana, f"/calls/{plan}/")
    assert "12 minutes" in page
    assert "a call a day" in page
    assert "Arranged" in page
    assert "They spoke" in page
    call = CallAttempt.objects.get(outcome="arranged")
    form = page_of(crew.ana, f"/calls/{plan}/log/?answers={call.pk}&x=").replace("\n", "")
    assert 'value="10:00"' in form
    Duty.objects.filter(public_id=plan).update(due_at=timezone.now() - timedelta(hours=30))
    sheet = page_of(crew.ana, "/calls/")
    assert "Contact overdue" in sheet
    assert plan in sheet
    assert "Canaria" in sheet


def test_how_an_arranged_call_went_is_noted_from_the_sheet(crew: Crew) -> None:
    plan = planned(crew)
    ana, before = Officer.objects.get(login="ana"), timezone.now() - timedelta(days=3)
    form = CallArranged(call_on=yesterday(), call_began="08:00", call_ended="08:10", call_channel=CallChannel.PHONE)
    doer = Doer(officer=ana, roles=frozenset({Role.CASE_WORKER}), at=before)
    arranged = arrange_call(Duty.objects.get(public_id=plan), form, doer)

    assert "How it went isn't noted yet" in page_of(crew.ana, "/calls/")
    missed = {"call_began": "08:00", "call_ended": "", "call_outcome": "no_answer", "call_barrier": "no_line"}
    assert logged(crew, plan, f"?answers={arranged.pk}", **missed).status_code == 302
    assert CallAttempt.objects.get(outcome="no_answer").answers == arranged
    assert "noted yet" not in page_of(crew.ana, "/calls/")
    assert "No line or connection" in page_of(crew.ana, f"/calls/{plan}/")


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({"call_ended": "08:59"}, "The call would end before it began"),
        ({"call_ended": ""}, "It isn't said when it ended"),
        ({"call_on": date(2031, 1, 1)}, "That hasn't happened yet"),
        ({"call_outcome": "passed_on"}, "People speak by telephone or video"),
    ],
)
def test_what_can_not_have_been_is_refused_and_stays_typed(crew: Crew, boxes: dict[str, Any], said: str) -> None:
    answer = logged(crew, planned(crew), call_note="as it was typed", **boxes)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert said in page
    assert "as it was typed" in page
    assert not CallAttempt.objects.exists()


def test_whoever_does_not_work_for_the_child_sees_and_writes_nothing(crew: Crew) -> None:
    plan = planned(crew)
    for address in (f"/calls/{plan}/", "/calls/d-nowhere/", f"/calls/{plan}/log/", f"/people/{GIRL}/duties/calls/"):
        assert crew.eva.get(f"{address}?purpose=care").status_code == 403, address
    assert crew.eva.post(f"/calls/{plan}/places/", typed()).status_code == 403
    Duty.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert plan not in page_of(crew.eva, "/calls/")
    assert plan not in str(crew.eva.get("/calls/?purpose=care&whose=ours").content)


def test_the_page_names_the_first_time_at_which_both_places_are_open(crew: Crew) -> None:
    plan = planned(crew)
    every = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    keep_place(PlaceStated(code="home", name="A home", agency="ORR", zone="America/Chicago", hours=every), "tests")
    assert crew.ana.post(f"/calls/{plan}/places/", typed(place="home", their_place="")).status_code == 302
    assert "The first time at which both places are open" in page_of(crew.ana, f"/calls/{plan}/")
    assert CallPlan.objects.get().place is not None
    assert crew.ana.post(f"/calls/{plan}/places/", typed(their_place="-")).status_code == 302
    assert CallPlan.objects.get().place is not None  # what nobody touched stays
    assert crew.ana.post(f"/calls/{plan}/places/", typed(place="nowhere")).status_code == 400


def test_a_pair_that_is_silent_for_a_week_is_an_alarm_until_they_speak(crew: Crew) -> None:
    plan = planned(crew)
    later = timezone.now() + timedelta(days=9)
    assert keep_silence(by="tests", at=timezone.now()).raised == 0
    assert keep_silence(by="tests", at=later).raised == 1
    assert keep_silence(by="tests", at=later).raised == 0
    assert "hasn't spoken" in page_of(crew.ana, f"/alarms/{Alarm.objects.get().pk}/")
    # With whom a child speaks is protected: whoever merely knows the child isn't told.
    assert crew.eva.get(f"/alarms/{Alarm.objects.get().pk}/?purpose=care").status_code == 403
    assert logged(crew, plan).status_code == 302
    CallPlan.objects.update(silent_at=later + timedelta(days=1))
    assert keep_silence(by="tests", at=later).placed == 1


def test_whom_to_dial_stands_on_the_plan_for_whoever_may_reach_them(crew: Crew) -> None:
    plan = f"/calls/{planned(crew)}/"
    assert PHONE not in page_of(crew.ana, plan)
    assign(Officer.objects.get(login="ana"), MOTHER, by="tests", at=NOW)
    assert PHONE in page_of(crew.ana, plan)


CALL = {
    "desk_caller": "Rosa Quej",
    "desk_relation": "mother",
    "desk_phone": "+502 2222 2222",
    "desk_asked": "The name of her school.",
    "desk_answered": "It was right.",
    "desk_verified": "yes",
    "desk_child_born": "",
    "desk_message": "That her grandmother is well.",
    "desk_zone": "guatemala",
    "desk_back_on": date(2031, 1, 2),
    "desk_back_at": "10:00",
}


def taken(crew: Crew, **child: Any) -> str:
    """What the desk sees after a call about that child, without what every call has of its own."""
    before = set(Duty.objects.values_list("public_id", flat=True))
    answer = crew.leo.post(
        "/duties/desk/begin/desk_call/take_call/", typed("tracing", **{**CALL, **child}), follow=True
    )
    assert answer.status_code == 200, answer.content.decode()
    (made,) = set(Duty.objects.values_list("public_id", flat=True)) - before
    page = answer.content.decode()
    page = re.sub(r"csrfmiddlewaretoken[^>]*|nonce=\"[^\"]*\"|\d\d:\d\d(:\d\d)?", "", page.replace(made, "-"))
    return page.replace(child["desk_child_given"], "-").replace(child["desk_child_surnames"], "-")


def test_the_desk_answers_alike_for_a_child_who_is_known_and_one_who_is_not(crew: Crew) -> None:
    known = taken(crew, desk_child_given="Lucía Ana", desk_child_surnames="Canaria Quej")
    unknown = taken(crew, desk_child_given="Zoila Marta", desk_child_surnames="Ninguna Nadie")
    assert known == unknown
    assert pass_on_messages(by="tests", at=timezone.now()) == 1
    assert pass_on_messages(by="tests", at=timezone.now()) == 0

    message = Duty.objects.get(kind="passed_message")
    assert message.person == GIRL
    assert "her grandmother is well" in page_of(crew.ana, f"/duties/calls/{message.public_id}/")
    for address in ("/calls/", "/duties/calls/"):  # of ana's child, though another agency's desk took it
        assert message.public_id in page_of(crew.ana, address)
        assert message.public_id not in page_of(crew.eva, address)
    for address in (f"/duties/calls/{message.public_id}/", f"/people/{GIRL}/duties/calls/", "/calls/"):
        assert crew.leo.get(f"{address}?purpose=tracing").status_code == 403
    desk = page_of(crew.leo, "/desk/", "tracing")
    assert message.public_id not in desk
    assert desk.count("Rosa Quej") == 2


def test_a_message_for_a_child_whom_no_list_has_yet_waits_for_the_list(crew: Crew) -> None:
    taken(crew, desk_child_given="Zoila Marta", desk_child_surnames="Ninguna Nadie")
    now = timezone.now()
    assert pass_on_messages(by="tests", at=now) == 0
    list_people("ORR", {"p-late": {"full_name": "Zoila Marta Ninguna Nadie"}}, minors=frozenset({"p-late"}))
    assert pass_on_messages(by="tests", at=now + timedelta(days=2)) == 1
    assert pass_on_messages(by="tests", at=now + timedelta(days=3)) == 0

    taken(crew, desk_child_given="Nadie", desk_child_surnames="Jamás Nunca")
    assert pass_on_messages(by="tests", at=now + timedelta(days=40)) == 0
    list_people("DIF", {"p-later": {"full_name": "Nadie Jamás Nunca"}}, minors=frozenset({"p-later"}))
    assert pass_on_messages(by="tests", at=now + timedelta(days=41)) == 0


def test_contact_kept_shows_no_small_count(crew: Crew) -> None:
    planned(crew)
    chief = browser_of(account("chief", "ORR", Role.SUPERVISOR))
    monday = datetime.now(tz=TEXAS).date()
    page = page_of(chief, "/calls/kept/", "statistics")
    shown = str(chief.get("/calls/kept/", typed("statistics", week=monday)).content)
    assert "Contact kept" in page
    assert "not shown" in shown

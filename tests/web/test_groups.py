"""Working groups on the pages: founded, joined, shared in as each has said; what is late comes to the chair by name."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.records.duties import Duty
from reencuentro.records.groups import GroupMember, WorkingGroup
from reencuentro.rules.disclosure.vocabulary import Role
from tests.web.entered import account, browser_of

FOR = {"purpose": "care"}


def in_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def page(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def chair(pages: None) -> Client:
    """Who founds a group of ORR and DIF, and chairs it."""
    browser = browser_of(account("alma", "ORR", Role.SUPERVISOR))
    words = {"name": "Mesa de contacto", "aim": "Que cada niño hable con su familia.", "chair": "alma", **FOR}
    made = browser.post("/groups/found/", words)
    assert made.status_code == 302
    assert (
        browser.post(f"{made.headers['Location'].partition('?')[0]}invite/", {"agency": "DIF", **FOR}).status_code
        == 302
    )
    return browser


@pytest.fixture
def member(pages: None) -> Client:
    """A supervisor of an agency that is invited."""
    return browser_of(account("diego", "DIF", Role.SUPERVISOR))


def address(rest: str = "") -> str:
    return f"/groups/{WorkingGroup.objects.get().public_id}/{rest}"


JOINT = {"joint_what": "Lista de intérpretes", "joint_details": "De K'iche' y Mam.", "does": "DIF", **FOR}


def give(browser: Client, day: date, **other: str) -> Any:
    return browser.post(address("act/"), {**JOINT, **in_boxes("joint_due", day), **other})


@pytest.mark.both
def test_every_agency_of_the_group_reads_what_it_does_and_no_other(chair: Client, member: Client) -> None:
    assert give(chair, timezone.now().date() + timedelta(days=5)).status_code == 302
    stranger = browser_of(account("irene", "SRE", Role.CONSULAR_OFFICER))
    duty = f"/duties/groups/{Duty.objects.get().public_id}/"
    assert "Lista de intérpretes" in page(member.get(address(), FOR))
    assert "De K&#x27;iche&#x27; y Mam." in page(member.get(duty, FOR))
    away = {"purpose": "consular_protection"}
    assert stranger.get(address(), away).status_code == stranger.get(duty, away).status_code == 403
    assert "Mesa de contacto" not in page(stranger.get("/groups/", away))


def test_an_agency_that_left_reads_nothing_more(chair: Client, member: Client) -> None:
    assert give(chair, timezone.now().date() + timedelta(days=5)).status_code == 302
    theirs = f"/duties/groups/{Duty.objects.get().public_id}/"
    assert member.get(theirs, FOR).status_code == 200
    assert member.post(address("leave/"), FOR).status_code == 302
    assert {member.get(one, FOR).status_code for one in (address(), theirs, f"{theirs}joint_finish/")} == {403}
    assert theirs not in page(member.get("/duties/groups/", FOR))
    assert GroupMember.objects.filter(left_at=None).count() == 1
    assert "stays in it" in page(chair.post(address("leave/"), FOR))


def test_what_an_agency_shares_is_what_it_has_said(chair: Client, member: Client) -> None:
    meeting = {
        "meeting_channel": "video",
        "meeting_agenda": "Llamadas",
        **in_boxes("meeting_on", date(2018, 7, 2)),
        **FOR,
    }
    where = chair.post(address("meet/"), meeting).headers["Location"].partition("?")[0]
    held = {"meeting_participants": "ORR, DIF", "meeting_minutes": "Lo hablado.", "version": "1"}
    assert (
        chair.post(
            f"{where}meeting_hold/", {**held, **in_boxes("meeting_held_on", date(2018, 7, 2)), **FOR}
        ).status_code
        == 302
    )
    told = {"meeting_share": "figures", "meeting_shared": "Cuántas llamadas.", "version": "2", **FOR}
    refused = member.post(f"{where}meeting_tell/", told)
    assert refused.status_code == 409
    assert "said that it shares this" in page(refused)
    assert "Cuántas llamadas." in page(refused)
    assert member.post(address("share/"), {"shares": ["figures"], **FOR}).status_code == 302
    assert member.post(f"{where}meeting_tell/", told).status_code == 302
    assert "Cuántas llamadas." in page(chair.get(where, FOR))


def test_what_is_late_comes_to_the_chair_and_to_who_does_it(chair: Client, member: Client) -> None:
    give(chair, timezone.now().date() + timedelta(days=5))
    assert "Lista de intérpretes" in page(member.get("/groups/", FOR)).split("<main")[1]
    assert "Comes to you" not in page(chair.get("/groups/", FOR))
    Duty.objects.update(due_at=timezone.now() - timedelta(days=1))
    assert "Comes to you, as the chair" in page(chair.get("/groups/", FOR))
    assert "Officer alma" in page(chair.get(address(), FOR))


def test_who_does_it_is_named_by_the_agency_that_does_it(chair: Client, member: Client) -> None:
    give(chair, timezone.now().date() + timedelta(days=5))
    owner = address(f"actions/{Duty.objects.get().public_id}/owner/")
    assert chair.post(owner, {"owner": "alma", **FOR}).status_code == 403
    assert member.post(owner, {"owner": "diego", **FOR}).status_code == 302
    assert Duty.objects.get().owner.login == "diego"
    assert "Officer diego" in page(member.get(address(), FOR))
    assert "Officer diego" not in page(chair.get(address(), FOR))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"joint_what": "Call +502 2222"}, "tells of somebody"),
        ({"joint_due_year": "2018"}, "That day has passed"),
        ({"does": "SRE"}, "Choose one of"),
    ],
)
def test_what_cannot_be_given_is_said_beside_its_box_and_nothing_is_lost(
    chair: Client, wrong: dict[str, str], said: str
) -> None:
    answer = give(chair, timezone.now().date() + timedelta(days=5), **wrong)
    assert answer.status_code == 400
    assert said in page(answer)
    assert "De K&#x27;iche&#x27; y Mam." in page(answer)
    assert not Duty.objects.exists()

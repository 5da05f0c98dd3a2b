"""Agreements on the pages: drafted, tried before anybody signs, signed, over; what can't be is said beside its box."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement, version_of
from reencuentro.actions.assignments import assign
from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.officers import Officer
from reencuentro.records.visible.agreed import agreements_waiting
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.trying import Counted, trial_of, try_agreement
from reencuentro.records.visible.viewers import officer_viewing
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import IDENTITY, LOCATION, Action, AgencyKind, Level, Purpose, Role, Topic
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

WHAT_FOR = {"purpose": "data_protection"}
CHILDREN = {f"p-{n:02}": {"full_name": "Ana Canaria", "nationality": "MX" if n < 15 else "GT"} for n in range(30)}


def in_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def boxes(**other: Any) -> dict[str, Any]:
    """An agreement by which DIF's case workers would see who ORR's Mexican children are, and where."""
    today = timezone.now().date()
    return {
        "agreement": "orr-dif",
        "giver": "ORR",
        "taker": "DIF",
        "purposes": ["care"],
        "roles": ["case_worker", "protection_officer"],
        "levels": ["1", "2", "3", "5"],
        "topics": ["location"],
        "only_nationals_of": "México",
        **in_boxes("begins", today),
        **in_boxes("until", today + timedelta(days=300)),
        **WHAT_FOR,
        **other,
    }


@pytest.fixture
def giver(pages: None) -> Client:
    """The data-protection officer of the agency that lists thirty children, fifteen of them Mexican."""
    list_people("ORR", CHILDREN, minors=frozenset(CHILDREN))
    return browser_of(account("datos", "ORR", Role.DATA_PROTECTION_OFFICER), stepped_up=True)


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_draft_is_kept_and_leads_to_what_it_would_show(giver: Client) -> None:
    answer = giver.post("/agreements/draft/", boxes())
    assert answer.headers["Location"] == "/agreements/orr-dif/1/try/?purpose=data_protection"
    page = page_of(giver.get(answer.headers["Location"]))
    assert "over 30 of the 30 people" in page
    assert page.count(">15</td>") == 2 * 4  # roles, and kinds of facts: to whom a child is assigned
    assert "Canaria" not in page
    assert not any(name in page for name in CHILDREN)


def test_the_next_version_begins_with_the_terms_of_the_last(giver: Client) -> None:
    giver.post("/agreements/draft/", boxes())
    page = page_of(giver.get("/agreements/draft/?after=orr-dif&version=1&purpose=data_protection"))
    assert 'value="orr-dif"' in page
    assert page.count(" checked") == len(["care", "case_worker", "protection_officer", "1", "2", "3", "5", "location"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"taker": "ORR"}, "Choose another one that sees"),
        ({"purposes": ["human_rights"]}, "may use them for: Tracing"),
        ({"roles": ["advocate"]}, "These count:"),
        ({"topics": ["health"], "roles": ["protection_officer"]}, "At most:"),
        ({"topics": []}, "go together"),
        ({"only_nationals_of": "Nowhere at all"}, "known. Write its name"),
        (in_boxes("until", date(2020, 1, 1)), "Choose a later day"),
        (in_boxes("until", date(2035, 1, 1)), "more than two years"),
        ({"agreement": "a/b"}, "up to 60"),
    ],
)
def test_what_cannot_be_agreed_is_said_with_what_would_be_right_and_nothing_typed_is_lost(
    giver: Client, wrong: dict[str, Any], said: str
) -> None:
    answer = giver.post("/agreements/draft/", boxes(**wrong))
    assert answer.status_code == 400
    assert said in page_of(answer)
    assert 'value="5" ' in page_of(answer)
    assert not AgreementVersion.objects.exists()


def test_a_name_that_another_agreement_has_is_refused_without_telling_whose(giver: Client) -> None:
    draft_agreement(_terms("DIF", "SRE", AgencyKind.CONSULATE, timezone.now()), by="tests", at=timezone.now())
    answer = giver.post("/agreements/draft/", boxes(agreement="quiet"))
    assert answer.status_code == 400
    assert "belongs to another agreement" in page_of(answer)
    assert "SRE" not in page_of(answer).replace("Agency SRE", "").replace('value="SRE"', "")


def test_a_version_that_shows_nothing_new_says_so(giver: Client) -> None:
    giver.post("/agreements/draft/", boxes())
    first = "/agreements/orr-dif/1/try/?purpose=data_protection"
    assert "change nothing" not in page_of(giver.get(first))
    for agency in ("ORR", "DIF"):
        signer = account(f"firma-{agency}", agency, Role.DATA_PROTECTION_OFFICER)
        sign_agreement(version_of("orr-dif", 1), signer, at=timezone.now())
    giver.post("/agreements/draft/", boxes(agreement="again"))
    assert "change nothing" in page_of(giver.get(first.replace("orr-dif", "again")))


def test_how_many_it_would_be_is_told_to_the_giver_alone(giver: Client) -> None:
    giver.post("/agreements/draft/", boxes())
    taker = browser_of(account("toma", "DIF", Role.DATA_PROTECTION_OFFICER), stepped_up=True)
    stranger = browser_of(account("ajeno", "SRE", Role.DATA_PROTECTION_OFFICER), stepped_up=True)
    page = page_of(taker.get("/agreements/orr-dif/1/try/", WHAT_FOR))
    assert "told only to the agency that shows" in page
    assert "15" not in page.split("<main")[1]
    assert stranger.get("/agreements/orr-dif/1/try/", WHAT_FOR).status_code == 403
    assert giver.get("/agreements/orr-dif/9/try/", WHAT_FOR).status_code == 403


def test_counts_of_few_people_are_not_told(giver: Client) -> None:
    list_people("DIF", {f"q-{n}": {"full_name": "Eva", "nationality": "GT"} for n in range(12)})
    giver.post("/agreements/draft/", boxes(only_nationals_of="MX"))
    tried = try_agreement(trial_of(version_of("orr-dif", 1), _viewer("uno", "ORR")), _viewer("dos", "ORR"), 10)
    assert {one.assigned.then for one in tried.lines} == {None}
    assert {one.assigned.now for one in tried.lines} == {0}


def _viewer(login: str, agency: str, *roles: Role) -> Any:
    officer = account(login, agency, *(roles or (Role.DATA_PROTECTION_OFFICER,)))
    return officer_viewing(officer, Purpose.CARE if roles else Purpose.DATA_PROTECTION, timezone.now())


def test_what_was_tried_is_what_officers_see_once_both_have_signed(giver: Client) -> None:
    giver.post("/agreements/draft/", boxes())
    version = version_of("orr-dif", 1)
    tried = try_agreement(trial_of(version, _viewer("uno", "ORR")), _viewer("dos", "ORR"))
    counts = {(one.role, one.place): one.assigned for one in tried.lines}
    assert counts[Role.CASE_WORKER, IDENTITY] == counts[Role.CASE_WORKER, LOCATION] == Counted(0, 15)

    now = timezone.now()
    for agency in ("ORR", "DIF"):
        sign_agreement(version, account(f"firma-{agency}", agency, Role.DATA_PROTECTION_OFFICER), at=now)
    worker = Officer.objects.get(pk=_viewer("caso", "DIF", Role.CASE_WORKER).pk)
    for child in CHILDREN:
        assign(worker, child, by="tests", at=now)
    viewer = officer_viewing(worker, Purpose.CARE, timezone.now())
    looking = visible_to(viewer, Action.SEE_PERSON, Action.SEE_LOCATION, levels=frozenset(Level))
    answers = looking.answers(sorted(CHILDREN)).values()
    assert sum(LOCATION in one.shown.get("ORR", ()) for one in answers) == 15


def test_the_first_page_counts_what_waits_for_the_agencys_word(giver: Client) -> None:
    giver.post("/agreements/draft/", boxes())
    version = version_of("orr-dif", 1)
    officer = _viewer("uno", "ORR")
    assert agreements_waiting(officer) == 1
    for agency in ("ORR", "DIF"):
        sign_agreement(version, account(f"firma-{agency}", agency, Role.DATA_PROTECTION_OFFICER), at=timezone.now())
    assert agreements_waiting(officer) == 0
    assert agreements_waiting(replace(officer, at=version.until - timedelta(days=29))) == 1


def test_an_agreement_that_is_over_says_so_and_leads_to_its_next_version(giver: Client) -> None:
    before = timezone.now() - timedelta(days=400)
    terms = _terms("ORR", "DIF", AgencyKind.CHILD_PROTECTION, before)
    draft_agreement(terms, by="tests", at=before)
    page = page_of(giver.get("/agreements/", WHAT_FOR))
    assert "/agreements/quiet/1/sign/" not in page
    assert "Draft the next version, and have both agencies sign it" in page
    assert "after=quiet&amp;version=1" in page
    refused = giver.post("/agreements/quiet/1/sign/", WHAT_FOR)
    assert refused.status_code == 409
    assert "Draft the next version" in page_of(refused)


def _terms(giver: str, taker: str, kind: AgencyKind, at: datetime) -> Agreement:
    consular = kind is AgencyKind.CONSULATE
    return Agreement(
        id="quiet",
        version=0,
        giver=giver,
        taker=taker,
        taker_kind=kind,
        purposes=frozenset({Purpose.REUNIFICATION}),
        roles=frozenset({Role.CONSULAR_OFFICER if consular else Role.CASE_WORKER}),
        levels=frozenset({Level.IDENTITY, Level.PROTECTED}),
        topics=frozenset({Topic.LOCATION}),
        valid_from=at,
        valid_until=at + timedelta(days=300),
    )

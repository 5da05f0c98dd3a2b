"""A violation, brought before a body: recorded, allowed, prepared, told in a pack that names nobody, and followed."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.linkage.mentions import Relation, Relative
from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis
from reencuentro.records.duties import Duty
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of
from tests.web.reading import pdf_text

FOR = {"purpose": "human_rights"}
CHILD = "p-1"
FACTS = {
    "full_name": "María Ixchoy B'atz'",
    "apprehended_on": date(2018, 6, 1),
    "relatives": (Relative(relation=Relation.MOTHER, name="Juana B'atz'"),),
}


def in_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


@dataclass(frozen=True)
class Officer:
    """Somebody who works on human rights. begins, takes: the answer to a form."""

    browser: Client

    def begins(self, kind: str, step: str, boxes: dict[str, str]) -> Any:
        return self.browser.post(f"/people/{CHILD}/duties/rights/begin/{kind}/{step}/", {**boxes, **FOR})

    def takes(self, kind: str, step: str, boxes: dict[str, str]) -> Any:
        duty = Duty.objects.get(kind=kind)
        where = f"/duties/rights/{duty.public_id}/{step}/"
        return self.browser.post(where, {**boxes, "version": str(duty.steps_taken), **FOR})

    def pack(self) -> Any:
        return self.browser.get(f"/papers/rights/{Duty.objects.get(kind='rights_referral').public_id}/", FOR)


@pytest.fixture
def olga(pages: None) -> Officer:
    """An officer for human rights who is assigned to a child whose mother has agreed."""
    add_agency("CNDH", AgencyStated(name="CNDH", kind=AgencyKind.HUMAN_RIGHTS, country="MX"), by="tests", at=NOW)
    list_people("ORR", {CHILD: FACTS}, minors=frozenset({CHILD}))
    officer = account("olga", "CNDH", Role.RIGHTS_OFFICER)
    assign(officer, CHILD, by="tests", at=NOW)
    levels = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED})
    topics = frozenset({Topic.PROTECTION, Topic.LEGAL})
    consent = ConsentStated(
        person=CHILD,
        purpose=Purpose.HUMAN_RIGHTS,
        recipient=Agency.objects.get(code="CNDH"),
        levels=levels,
        topics=topics,
        basis=Basis.PARENT,
        language="quc",
    )
    record_consent(consent, by="tests", at=NOW)
    terms = Agreement(
        id="rights",
        version=0,
        giver="ORR",
        taker="CNDH",
        taker_kind=AgencyKind.HUMAN_RIGHTS,
        purposes=frozenset({Purpose.HUMAN_RIGHTS}),
        roles=frozenset({Role.RIGHTS_OFFICER}),
        levels=levels,
        topics=topics,
        valid_from=NOW,
        valid_until=timezone.now() + timedelta(days=300),
    )
    version = draft_agreement(terms, by="tests", at=NOW)
    for agency in ("ORR", "CNDH"):
        sign_agreement(version, account(f"firma-{agency}", agency, Role.DATA_PROTECTION_OFFICER), at=NOW)
    return Officer(browser_of(officer))


YESTERDAY = timezone.now().date() - timedelta(days=1)
HAPPENED = {
    "rights_type": "family_separation",
    **in_boxes("rights_on", YESTERDAY),
    "rights_place": "McAllen, Texas",
    "rights_authority": "Border authority",
    "rights_facts": "María was taken from Juana B'atz', who called +502 2222 2222 for weeks.",
    "rights_source": "parent",
}
ALLOWED = {
    "rights_consent_by": "parent",
    **in_boxes("rights_consent_on", YESTERDAY),
    "rights_language": "quc",
    "rights_to_cndh": "yes",
    "rights_to_ohchr": "no",
    "rights_to_iachr": "unknown",
    "rights_named": "no",
}
PIECE = {
    "rights_evidence": "medical",
    "rights_described": "What a doctor saw of María.",
    "rights_source": "document",
    "rights_held_by": "Dr Zutana",
    "rights_hash": "ab" * 32,
}
BROUGHT = {"rights_body": "cndh", "rights_summary": "María Ixchoy was parted.", "rights_requested": "An inquiry."}
SENT = {**in_boxes("rights_sent_on", YESTERDAY), "rights_how": "By hand", "rights_told": "The visitor in charge"}


def test_nothing_is_brought_before_a_body_to_which_nobody_agreed_and_nothing_typed_is_lost(olga: Officer) -> None:
    assert olga.begins("violation", "violation_record", HAPPENED).status_code == 302
    refused = olga.begins("rights_referral", "rights_prepare", BROUGHT)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Nobody has consented" in page
    assert "Manual on Human Rights Monitoring" in page
    assert "María Ixchoy was parted." in page
    assert not Duty.objects.filter(kind="rights_referral").exists()


@pytest.fixture
def prepared(olga: Officer) -> Officer:
    """A case that is ready to be handed in."""
    assert olga.begins("violation", "violation_record", HAPPENED).status_code == 302
    for step, boxes in (("violation_consent", ALLOWED), ("violation_evidence", PIECE)):
        assert olga.takes("violation", step, boxes).status_code == 302
    assert olga.begins("rights_referral", "rights_prepare", BROUGHT).status_code == 302
    return olga


def test_the_pack_tells_what_happened_and_names_nobody(prepared: Officer) -> None:
    assert prepared.takes("rights_referral", "rights_submit", SENT).status_code == 302
    text = " ".join(pdf_text(prepared.pack().content).split())
    for told in (
        "[A] was taken from [B], who called […] for weeks.",
        "McAllen, Texas",
        "ab" * 8,
        "The visitor in charge",
    ):
        assert told.replace(" ", "") in text.replace(" ", ""), told
    for name in ("María", "Ixchoy", "Juana", "Zutana", "2222", CHILD):
        assert name not in text


def test_who_agreed_that_the_name_is_given_is_named(prepared: Officer) -> None:
    assert prepared.takes("violation", "violation_consent", {**ALLOWED, "rights_named": "yes"}).status_code == 302
    text = pdf_text(prepared.pack().content)
    assert re.search(r"María\s+Ixchoy", text)
    assert not re.search("Juana|2222", text)  # her mother agreed to nothing


def test_a_consent_withdrawn_meanwhile_stops_the_submission(prepared: Officer) -> None:
    gone = in_boxes("rights_withdrawn_on", YESTERDAY)
    assert prepared.takes("violation", "violation_unconsent", gone).status_code == 302
    refused = prepared.takes("rights_referral", "rights_submit", SENT)
    assert refused.status_code == 409
    assert "Nobody has consented" in refused.content.decode()


def test_nobody_but_who_is_assigned_and_agreed_reads_of_it(prepared: Officer) -> None:
    other = browser_of(account("ines", "CNDH", Role.RIGHTS_OFFICER))
    carer = browser_of(account("ana", "ORR", Role.SUPERVISOR))
    for kind in ("violation", "rights_referral"):
        duty = Duty.objects.get(kind=kind).public_id
        assert other.get(f"/duties/rights/{duty}/", FOR).status_code == 403
        assert carer.get(f"/duties/rights/{duty}/", {"purpose": "care"}).status_code == 403
        assert other.get(f"/papers/rights/{duty}/", FOR).status_code == 403


def test_a_pattern_is_told_in_figures(olga: Officer) -> None:
    many = {
        "rights_body": "ohchr",
        "rights_type": "no_contact",
        **in_boxes("rights_from", date(2018, 5, 1)),
        **in_boxes("rights_to", date(2018, 6, 30)),
        "rights_authority": "Care authority",
        "rights_people": "7",
        "rights_summary": "No calls for weeks.",
        "rights_requested": "A letter.",
        **FOR,
    }
    where = "/duties/patterns/begin/rights_pattern/pattern_prepare/"
    refused = olga.browser.post(where, many)
    assert refused.status_code == 409
    assert "CMS cell suppression policy" in refused.content.decode()
    assert olga.browser.post(where, {**many, "rights_people": "120"}).status_code == 302

"""Documents on the pages: what they say and to whom, in both languages; and the log has who made which."""

import page
import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.emergencies import Emergency, break_glass
from reencuentro.records.audit import AuditEntry
from reencuentro.records.cards import card_number
from reencuentro.records.officers import Officer
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.unit.rules.cases.filled import CHILD, MOTHER
from tests.web.case_pages import FOR, Crew, crew, opened
from tests.web.entered import account, browser_of, undone
from tests.web.reading import pdf_text
from tests.web.test_cases import bring_to

ASK = f"?purpose={FOR}"


@pytest.fixture
def team(pages: None) -> Crew:
    """The officers."""
    return crew()


def stranger() -> Officer:
    """A case worker of an agency that lists nobody, and to which nobody gives anything."""
    stated = AgencyStated(name="Agency IPI", kind=AgencyKind.CHILD_PROTECTION, country="MX")
    add_agency("IPI", stated, by="tests", at=NOW)
    return account("sol", "IPI", Role.CASE_WORKER)


def made(browser: Client, address: str, language: str = "en") -> str:
    """What a document says, once it is found to be PDF/UA-1."""
    answer = browser.get(f"{address}{ASK}&language={language}")
    assert answer.status_code == 200, answer.content.decode()
    assert page.validate_pdf_bytes(answer.content).is_compliant
    assert "Canaria" not in answer.headers["Content-Disposition"]
    return pdf_text(answer.content)


def test_a_summary_says_in_either_language_where_the_case_stands_and_what_its_forms_say(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.TRACING)
        english = made(team.ana, f"{address}documents/case_summary/")
        spanish = made(team.ana, f"{address}documents/case_summary/", "es")

    assert all(one in english for one in ("Case summary", "Ana Canaria", "Tracing", "her mother asks", "Officer ana"))
    assert all(one in spanish for one in ("Resumen del caso", "Ana Canaria", "En búsqueda", "her mother asks"))


def test_nothing_is_signed_over_a_child_before_an_adult_is_verified(team: Crew) -> None:
    with undone():
        address = opened(team)
        refused = team.ana.get(f"{address}documents/hand_over_record/{ASK}")
        assert refused.status_code == 409
        assert "Conclude the verification first" in refused.content.decode()
        bring_to(team, address, State.PREPARED)
        told = made(team.ana, f"{address}documents/hand_over_record/")

    assert all(one in told for one in ("Hand-over record", MOTHER, "Who receives", "Witness", "Identity of both"))


def test_a_request_says_who_is_sought_and_never_where_they_are(team: Crew) -> None:
    facts = {"full_name": "Ixchoy B'atz' Ñandú", "facility": "Casa Luz", "phones": ["555 0199"]}
    with undone():
        list_people("ORR", {"p-9": facts})
        told = made(team.ana, "/people/p-9/documents/tracing_request/")

    assert "Ixchoy B'atz' Ñandú" in told
    assert not any(one in told for one in ("Casa Luz", "0199"))


def test_each_document_is_in_the_log_under_its_number(team: Crew) -> None:
    with undone():
        told = made(team.ana, f"/people/{CHILD}/documents/tracing_request/")
        entry = AuditEntry.objects.filter(action="make_document").latest("sequence")

    _, kind, number = entry.about[0].split(":")
    assert (kind, entry.about[1], entry.purpose) == ("tracing_request", f"person:{CHILD}", FOR)
    assert number in told


def test_the_code_of_a_card_leads_whoever_may_see_the_person_to_their_page(team: Crew) -> None:
    with undone():
        assert "Ana Canaria" in made(team.ana, f"/people/{CHILD}/documents/id_card/")
        number = card_number(CHILD)
        found = team.ana.get(f"/cards/{ASK}&number={number}")
        strangers = browser_of(stranger())
        hidden = strangers.get(f"/cards/{ASK}&number={number}")
        absent = strangers.get(f"/cards/{ASK}&number={number[:-1]}")

    assert found.headers["Location"] == f"/people/{CHILD}/?purpose={FOR}"
    assert (hidden.status_code, absent.status_code) == (403, 403)
    assert hidden.content == absent.content


def test_what_an_emergency_opened_is_looked_at_and_not_taken_away(team: Crew) -> None:
    with undone():
        sol = stranger()
        browser = browser_of(sol, stepped_up=True)
        asked = Emergency(
            person=CHILD, levels=frozenset({Level.IDENTITY}), reason="she is ill and nobody knows her", minutes=60
        )
        break_glass(sol, asked, at=timezone.now())
        assert browser.get(f"/people/{CHILD}/{ASK}").status_code == 200
        assert browser.get(f"/people/{CHILD}/documents/tracing_request/{ASK}").status_code == 403

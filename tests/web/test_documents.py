"""Documents on the pages: what they say and to whom, in both languages; and the log has who made which."""

from datetime import timedelta

import page
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.gates import set_gate
from reencuentro.records.audit import AuditEntry
from reencuentro.records.cards import card_number
from reencuentro.records.duties import Duty
from reencuentro.records.officers import Officer
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Gate, Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.unit.rules.cases.filled import CHILD, MOTHER
from tests.web.case_pages import FOR, Crew, beside, crew, opened
from tests.web.entered import account, browser_of, undone
from tests.web.reading import pdf_text
from tests.web.test_cases import bring_to

ASK = f"?purpose={FOR}"


@pytest.fixture
def team(pages: None) -> Crew:
    """The officers."""
    return crew()


def begun(team: Crew, area: str, kind: str, step: str, **boxes: str) -> str:
    """The number of a duty towards the child that ana begins."""
    told = team.ana.post(f"/people/{CHILD}/duties/{area}/begin/{kind}/{step}/", {"purpose": FOR, **boxes})
    assert told.status_code == 302, told.content.decode()
    with beside():
        return Duty.objects.latest("pk").public_id


def take(team: Crew, area: str, duty: str, step: str, **boxes: str) -> None:
    """A step of it, by ana."""
    with beside():
        seen = str(Duty.objects.get(public_id=duty).steps_taken)
    told = team.ana.post(f"/duties/{area}/{duty}/{step}/", {"purpose": FOR, "version": seen, **boxes})
    assert told.status_code == 302, told.content.decode()


def day(box: str) -> dict[str, str]:
    """The day before yesterday, as a browser sends it."""
    then = timezone.now() - timedelta(days=2)
    return {f"{box}_day": str(then.day), f"{box}_month": str(then.month), f"{box}_year": str(then.year)}


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
    list_people("ORR", {"p-9": facts})
    with undone():
        told = made(team.ana, "/people/p-9/documents/tracing_request/")

    assert "Ixchoy B'atz' Ñandú" in told
    assert not any(one in told for one in ("Casa Luz", "0199"))


def test_each_document_is_in_the_log_under_its_number(team: Crew) -> None:
    with undone():
        told = made(team.ana, f"/people/{CHILD}/documents/tracing_request/")
        with beside():
            entry = AuditEntry.objects.filter(action="make_document").latest("sequence")

    _, kind, number = entry.about[0].split(":")
    assert (kind, entry.about[1], entry.purpose) == ("tracing_request", f"person:{CHILD}", FOR)
    assert number in told


def test_the_code_of_a_card_leads_whoever_may_see_the_person_to_their_page(team: Crew) -> None:
    sol = stranger()
    with undone():
        assert "Ana Canaria" in made(team.ana, f"/people/{CHILD}/documents/id_card/")
        number = card_number(CHILD)
        found = team.ana.get(f"/cards/{ASK}&number={number}")
        strangers = browser_of(sol)
        hidden = strangers.get(f"/cards/{ASK}&number={number}")
        absent = strangers.get(f"/cards/{ASK}&number={number[:-1]}")

    assert found.headers["Location"] == f"/people/{CHILD}/?purpose={FOR}"
    assert (hidden.status_code, absent.status_code) == (403, 403)
    assert hidden.content == absent.content


def test_what_an_emergency_opened_is_looked_at_and_not_taken_away(team: Crew) -> None:
    sol = stranger()
    with undone():
        browser = browser_of(sol, stepped_up=True)
        why = {"reason": "she is ill and nobody here knows her", "levels": ["3"], "minutes": "60", "purpose": FOR}
        assert browser.post(reverse("break_glass", args=[CHILD]), why).status_code == 302
        assert browser.get(f"/people/{CHILD}/{ASK}").status_code == 200
        assert browser.get(f"/people/{CHILD}/documents/tracing_request/{ASK}").status_code == 403


def test_no_notice_is_printed_before_it_is_made_nor_what_was_asked_before_it(team: Crew) -> None:
    with undone():
        with beside():
            set_gate(CHILD, Gate.OPEN, "she was asked", by="tests", at=timezone.now())
        owed = {"notice_ground": "minor", "held_in": "US", "holding_agency": "Casa Luz", **day("held_since")}
        duty = begun(team, "consular", "notice", "notice_owe", **owed)
        address = f"/papers/consular/{duty}/"
        refused = team.ana.get(f"{address}{ASK}")
        assert refused.status_code == 409
        assert "Take the step by which the notice is made first" in refused.content.decode()
        said = {"gate_asylum": "no", "gate_trafficking": "no", "gate_fear": "no", "own_words": "she misses her dog"}
        asked = {"gate_asked_by": "Officer ana", "language": "spa", **said, **day("on")}
        take(team, "consular", duty, "notice_screen", **asked)
        made_so = {"consular_post": "GT McAllen", "told_by": "Officer ana", "notice_way": "letter", **day("on")}
        take(team, "consular", duty, "notice_make", **made_so)
        assert address in team.ana.get(f"/duties/consular/{duty}/{ASK}").content.decode()
        told = made(team.ana, address)

    assert all(one in told for one in ("Ana Canaria", "GT McAllen", "Guatemala", "Acknowledgement", "36(1)"))
    assert not any(one in told for one in ("her dog", "Casa Luz", "sylum", "rafficking"))


def test_a_contact_sheet_says_who_speaks_with_whom_and_leaves_room_to_write(team: Crew) -> None:
    agreed = {
        "call_relative": MOTHER,
        "call_child_agrees": "yes",
        "call_relative_agrees": "yes",
        "call_channel": "video",
        "call_standard": "daily",
        "call_zone": "us_central",
        "call_their_zone": "guatemala",
        "call_basis": "Her consulate knows her.",
    }
    with undone():
        plan = begun(team, "calls", "call_plan", "agree_calls", **agreed)
        assert f"/papers/calls/{plan}/" in team.ana.get(f"/calls/{plan}/{ASK}").content.decode()
        told = made(team.ana, f"/papers/calls/{plan}/")

    assert all(one in told for one in ("Ana Canaria", "Juana Canaria", MOTHER, "Video", "To write down by hand"))

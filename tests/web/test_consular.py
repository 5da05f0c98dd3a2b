"""Consular protection on the pages: a notice withheld and then made, and what the consulate sees at each point."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.actions.gates import set_gate
from reencuentro.linkage.mentions import Birth
from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis
from reencuentro.records.duties import Duty
from reencuentro.records.officers import Officer
from reencuentro.records.visible.consular import late_notices
from reencuentro.records.visible.viewers import officer_viewing
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Gate, Level, Purpose, Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.usefixtures("pages")
GIRL = "p-girl"
WHO = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})
HELP = Purpose.CONSULAR_PROTECTION
TODAY = timezone.now().date()
HELD, ASKED_ON = TODAY - timedelta(days=4), TODAY - timedelta(days=2)


@dataclass(frozen=True)
class Crew:
    """ana works for the girl at ORR; leo is of the Mexican consulate, which ORR lets see who its nationals are."""

    ana: Client
    leo: Client


@pytest.fixture
def crew(pages: None) -> Crew:
    """With a Mexican girl of eight whom ORR lists; she agreed that the consulate may know."""
    facts = {"full_name": "Ana Canaria", "birth": Birth(year=2018, month=5, day=3), "nationality": "MX"}
    list_people("ORR", {GIRL: facts}, minors=frozenset({GIRL}))
    ana = account("ana", "ORR", Role.CASE_WORKER)
    leo = account("leo", "SRE", Role.CONSULAR_OFFICER)
    assign(ana, GIRL, by="tests", at=NOW)
    terms = Agreement(
        id="a-1",
        version=1,
        giver="ORR",
        taker="SRE",
        taker_kind=AgencyKind.CONSULATE,
        purposes=frozenset({HELP}),
        roles=frozenset({Role.CONSULAR_OFFICER}),
        levels=WHO,
        valid_from=NOW,
        valid_until=timezone.now() + timedelta(days=300),
        signed_by=frozenset({"ORR", "SRE"}),
    )
    version = draft_agreement(terms, by="tests", at=NOW)
    for one in (ana, leo):
        sign_agreement(version, one, at=NOW)
    consulate = Agency.objects.get(code="SRE")
    willing = ConsentStated(
        person=GIRL, purpose=HELP, recipient=consulate, levels=WHO, basis=Basis.PERSON, language="es"
    )
    record_consent(willing, by="tests", at=NOW)
    return Crew(ana=browser_of(ana), leo=browser_of(leo))


def gate(state: Gate) -> None:
    """Whoever protects her says so."""
    set_gate(GIRL, state, "she was asked", by="tests", at=timezone.now())


def typed(purpose: str, **said: Any) -> dict[str, str]:
    """A form, as a browser sends it."""
    sent = {"purpose": purpose}
    for name, value in said.items():
        if isinstance(value, date):
            sent |= {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
        else:
            sent[name] = value
    return sent


OWED: dict[str, Any] = {"notice_ground": "minor", "held_since": HELD, "held_in": "US", "consular_need": "disability"}
ASKED: dict[str, Any] = {
    "on": ASKED_ON,
    "gate_asked_by": "a case worker",
    "language": "spa",
    "gate_asylum": "no",
    "gate_trafficking": "no",
    "gate_fear": "no",
}
WITHHELD: dict[str, Any] = {
    "withheld_for": "fears_authorities",
    "reasons": "Her father is sought by the police",
    "review_on": TODAY + timedelta(days=30),
}
MADE: dict[str, Any] = {
    "consular_post": "mcallen",
    "on": ASKED_ON,
    "told_by": "a case worker",
    "notice_way": "telephone",
}


def begun(browser: Client, kind: str, step: str, purpose: str = "care", **said: Any) -> str:
    """A duty that somebody begins on its page; its address."""
    told = browser.post(f"/people/{GIRL}/duties/consular/begin/{kind}/{step}/", typed(purpose, **said))
    assert told.status_code == 302, told.content.decode()
    return f"/duties/consular/{Duty.objects.latest('pk').public_id}/"


def take(browser: Client, address: str, step: str, purpose: str = "care", **said: Any) -> tuple[int, str]:
    """A step of it, sent as its page shows the form; the status, and what the page says."""
    version = str(Duty.objects.get(public_id=address.split("/")[3]).steps_taken)
    told = browser.post(f"{address}{step}/", {**typed(purpose, **said), "version": version})
    return told.status_code, told.content.decode()


def page(browser: Client, address: str, purpose: str = "care") -> str:
    """What the page says."""
    return str(browser.get(f"{address}?purpose={purpose}", follow=True).content.decode())


def test_a_notice_is_withheld_while_she_is_afraid_and_made_once_she_is_not(crew: Crew) -> None:
    notice = begun(crew.ana, "notice", "notice_owe", **OWED)
    assert "Disability" in page(crew.ana, notice)
    assert take(crew.ana, notice, "notice_screen", **{**ASKED, "gate_fear": "yes"})[0] == 302
    gate(Gate.CLOSED)

    status, told = take(crew.ana, notice, "notice_make", **MADE)
    assert status == 409
    for words in ("Tell nobody; note that it is withheld", "The protection gate isn", "8 CFR 208.6", "mcallen"):
        assert words in told
    assert take(crew.ana, notice, "notice_withhold", **WITHHELD)[0] == 302
    assert "Withheld for now" in page(crew.ana, notice)

    assert take(crew.ana, notice, "notice_screen", **ASKED)[0] == 302
    gate(Gate.OPEN)
    status, told = take(crew.ana, notice, "notice_make", **{**MADE, "consular_post": "GT McAllen"})
    assert status == 409
    assert "A consulate helps its own nationals alone" in told
    assert "nationals of the sending State" in told
    assert take(crew.ana, notice, "notice_make", **MADE)[0] == 302
    answered: dict[str, Any] = {"on": TODAY - timedelta(days=1), "answered_by": "the duty officer"}
    assert take(crew.ana, notice, "notice_acknowledge", **answered)[0] == 302
    assert "Told and acknowledged" in page(crew.ana, notice)


def test_the_consulate_never_reads_the_notice_and_nothing_at_all_behind_a_closed_gate(crew: Crew) -> None:
    gate(Gate.OPEN)
    notice = begun(crew.ana, "notice", "notice_owe", **OWED)
    take(crew.ana, notice, "notice_screen", **ASKED)
    take(crew.ana, notice, "notice_withhold", **WITHHELD)
    asked = {"counterpart_agency": "SRE", "asked_of_consulate": "visit", "request_words": "She asks for her aunt"}
    request = begun(crew.ana, "consular_case", "case_told", **asked)

    child = f"/people/{GIRL}/duties/consular/"
    seen = page(crew.leo, child, HELP.value)
    assert "Request to a consulate" in seen
    assert "Consular notice" not in seen
    assert "She asks for her aunt" in page(crew.leo, request, HELP.value)
    strange = page(crew.leo, "/duties/consular/d-nowhere/", HELP.value)
    assert page(crew.leo, notice, HELP.value) == strange
    assert take(crew.leo, request, "case_accept", HELP.value, consul="a consul")[0] == 302
    assert all("a consul" in page(one, request, why) for one, why in ((crew.ana, "care"), (crew.leo, HELP.value)))

    gate(Gate.CLOSED)
    assert page(crew.leo, request, HELP.value) == strange
    assert "Ana Canaria" not in page(crew.leo, child, HELP.value)


def test_what_was_withheld_behind_an_open_gate_stands_first_and_then_what_is_late(crew: Crew) -> None:
    assert "Nothing is late" in page(crew.ana, "/notices/")
    gate(Gate.OPEN)
    late = begun(crew.ana, "notice", "notice_owe", **OWED)
    withheld = begun(crew.ana, "notice", "notice_owe", **OWED)
    take(crew.ana, withheld, "notice_withhold", **{**WITHHELD, "withheld_for": "court"})

    told = page(crew.ana, "/notices/")
    assert told.index("Withheld, but the protection gate is open") < told.index(withheld) < told.index(late)
    gate(Gate.CLOSED)
    told = page(crew.ana, "/notices/")
    assert withheld not in told
    assert late in told


def test_a_consulate_plans_a_visit_and_what_it_finds_is_read_by_those_who_care_for_her(crew: Crew) -> None:
    gate(Gate.OPEN)
    tomorrow = TODAY + timedelta(days=2)
    visit = begun(crew.leo, "visit", "visit_plan", HELP.value, on=tomorrow, consular_need="disability")
    seen = {"on": ASKED_ON, "consul": "a consul", "seems_well": "no", "remarks": "She needs her glasses"}
    assert take(crew.leo, visit, "visit_make", HELP.value, **seen)[0] == 302
    told = page(crew.ana, visit)
    assert "She needs her glasses" in told
    assert "Made" in told


def test_the_first_page_counts_for_a_consulate_what_is_late_for_its_own_purpose(crew: Crew) -> None:
    gate(Gate.OPEN)
    asked = begun(crew.leo, "assistance", "assistance_ask", HELP.value, helps_with="health", help_asked_by="person")
    Duty.objects.filter(public_id=asked.split("/")[3]).update(due_at=NOW)
    leo = Officer.objects.get(login="leo")
    viewer = officer_viewing(leo, Purpose.REUNIFICATION, timezone.now())
    assert late_notices(viewer) == 1
    assert asked in page(crew.leo, "/notices/", HELP.value)


def test_the_directory_tells_who_serves_a_state_and_how_that_is_known(crew: Crew) -> None:
    told = page(crew.leo, "/consulates/", HELP.value)
    assert "Mexico: 53 of 53" in told
    assert "MX McAllen" in told
    narrowed = crew.leo.get(f"/consulates/?purpose={HELP.value}&country=MX&state=OK").content.decode()
    assert "MX Oklahoma City" in narrowed
    assert "MX McAllen" not in narrowed
    odd = crew.leo.get(f"/consulates/?purpose={HELP.value}&country=XX&state=%00")
    assert odd.status_code == 200


def test_nine_late_notices_cost_as_many_questions_as_one(crew: Crew) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert crew.ana.get("/notices/?purpose=care").status_code == 200
        return len(queries)

    gate(Gate.OPEN)
    first = begun(crew.ana, "notice", "notice_owe", **OWED)
    take(crew.ana, first, "notice_withhold", **{**WITHHELD, "withheld_for": "court"})
    begun(crew.ana, "notice", "notice_owe", **OWED)
    asked()  # the first page after a step says that it is noted
    few = asked()
    for _ in range(8):
        begun(crew.ana, "notice", "notice_owe", **OWED)
    asked()
    assert asked() == few

"""Returns on the pages: what the gate and the ports refuse is said with its law, and what was typed stays."""

import html
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.actions.gates import set_gate
from reencuentro.linkage.mentions import Birth
from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis
from reencuentro.records.duties import Duty
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import WHO, AgencyKind, Gate, Purpose, Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.unit.rules.duties.test_returns import CROSSING, DECIDED, PREPARED, SCREENED
from tests.web.entered import account, browser_of

BOY = "p-boy"
FOR = Purpose.REPATRIATION
TODAY = timezone.now().date()
TOMORROW = TODAY + timedelta(days=2)  # by any clock
SAID = {**SCREENED, "apprehended_on": TODAY, "apprehended_at": "", "on": TODAY - timedelta(days=1)}
AT_NOON = {**CROSSING, "border_port": "nogales", "on": TOMORROW, "at": "12:00"}


@dataclass(frozen=True)
class Crew:
    """ana works for the boy at ORR, eva is her chief; leo is of the Mexican consulate; zoe of ORR isn't assigned."""

    ana: Client
    eva: Client
    leo: Client
    zoe: Client


@pytest.fixture
def crew(pages: None) -> Crew:
    """With a Mexican boy of sixteen who agreed that the consulate may know who he is."""
    born = Birth(year=TODAY.year - 17, month=1, day=1)
    facts = {"full_name": "Juan Canario", "birth": born, "nationality": "MX"}
    list_people("ORR", {BOY: facts}, minors=frozenset({BOY}))
    made = {
        "ana": account("ana", "ORR", Role.CASE_WORKER),
        "eva": account("eva", "ORR", Role.SUPERVISOR),
        "leo": account("leo", "SRE", Role.CONSULAR_OFFICER),
        "zoe": account("zoe", "ORR", Role.CASE_WORKER),
    }
    assign(made["ana"], BOY, by="tests", at=NOW)
    terms = Agreement(
        id="a-1",
        version=1,
        giver="ORR",
        taker="SRE",
        taker_kind=AgencyKind.CONSULATE,
        purposes=frozenset({FOR}),
        roles=frozenset({Role.CONSULAR_OFFICER}),
        levels=WHO,
        valid_from=NOW,
        valid_until=timezone.now() + timedelta(days=300),
        signed_by=frozenset({"ORR", "SRE"}),
    )
    version = draft_agreement(terms, by="tests", at=NOW)
    for name in ("ana", "leo"):
        sign_agreement(version, made[name], at=NOW)
    consulate = Agency.objects.get(code="SRE")
    willing = ConsentStated(
        person=BOY, purpose=FOR, recipient=consulate, levels=WHO, basis=Basis.PERSON, language="spa"
    )
    record_consent(willing, by="tests", at=NOW)
    return Crew(**{name: browser_of(one, stepped_up=True) for name, one in made.items()})


def typed(**said: Any) -> dict[str, str]:
    """A form, as a browser sends it."""
    sent = {"purpose": FOR.value}
    for name, value in said.items():
        if isinstance(value, date):
            sent |= {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
        else:
            sent[name] = value
    return sent


def page(browser: Client, address: str, **asked: str) -> str:
    """What the page says."""
    told = browser.get(address, {"purpose": FOR.value, **asked}, follow=True)
    return html.unescape(told.content.decode())


def begin(browser: Client, **said: Any) -> tuple[int, str]:
    """A return that begins with its screening."""
    told = browser.post(f"/people/{BOY}/duties/return/begin/return/return_screened/", typed(**said))
    return told.status_code, html.unescape(told.content.decode())


def take(browser: Client, step: str, **said: Any) -> tuple[int, str]:
    """A step of the newest return, sent as its page shows the form; the status, and what the page says."""
    duty = Duty.objects.latest("pk")
    sent = {**typed(**said), "version": str(duty.steps_taken)}
    told = browser.post(f"/duties/return/{duty.public_id}/{step}/", sent)
    return told.status_code, html.unescape(told.content.decode())


def test_what_stands_in_the_way_is_said_with_its_law_and_what_was_typed_stays(crew: Crew) -> None:
    status, told = begin(crew.ana, **{**SAID, "screening_basis": ""})
    assert status == 409
    assert "What the answers rest on is missing" in told
    assert "GAO-15-521" in told
    assert 'value="Officer 7"' in told
    assert begin(crew.ana, **{**SAID, "fears": "yes"})[0] == 302

    decided = {**DECIDED, "on": TODAY - timedelta(days=1)}
    status, told = take(crew.eva, "return_decided", **decided)
    assert status == 409
    assert "The child fears to return" in told
    assert "122 Stat. 5075" in told
    assert "go home to the grandmother" in told
    assert take(crew.ana, "return_screened_again", **SAID)[0] == 302
    assert take(crew.ana, "return_decided", **decided)[0] == 403  # a second officer decides, whose role it is
    assert take(crew.eva, "return_decided", **decided)[0] == 302

    for said, words in (({"at": "23:00"}, "takes nobody over at that hour"), ({"at": "05:00"}, "dark at the port")):
        status, told = take(crew.ana, "return_planned", **{**AT_NOON, **said})
        assert status == 409
        assert words in told
        assert "INM Ciudad Juárez" in told
    assert take(crew.ana, "return_planned", **AT_NOON)[0] == 302
    assert take(crew.ana, "return_prepared", **PREPARED)[0] == 302
    assert "Ready to cross" in page(crew.ana, f"/people/{BOY}/duties/return/")


def test_the_consulate_learns_behind_an_open_gate_that_he_returns_and_never_what_he_was_asked(crew: Crew) -> None:
    begin(crew.ana, **SAID)
    duty = f"/duties/return/{Duty.objects.get().public_id}/"
    assert "Asked alone, in Spanish" in page(crew.ana, duty)
    for stranger in (crew.leo, crew.zoe):
        assert page(stranger, duty) == page(stranger, "/duties/return/d-nowhere/")

    set_gate(BOY, Gate.OPEN, "he was asked", by="tests", at=timezone.now())
    told = page(crew.leo, duty)
    assert "Screened; to be decided" in told
    assert "Asked alone, in Spanish" not in told


def test_late_returns_and_the_windows_of_a_day_have_their_pages(crew: Crew) -> None:
    told = page(crew.ana, "/returns/")
    assert "Nothing is late" in told
    assert "/alarms/?purpose=repatriation&reason=departure_planned" in told
    begin(crew.ana, **{**SAID, "apprehended_on": TODAY - timedelta(days=9)})
    assert Duty.objects.get().public_id in page(crew.ana, "/returns/")

    winter = page(crew.leo, "/returns/ports/", on_day="21", on_month="12", on_year="2018")
    assert "El Paso – Ciudad Juárez" in winter
    assert "05:00–22:00" in winter
    assert re.search(r"07:0[12]–17:0[67]", winter)
    assert "Nothing is late" in page(crew.ana, "/legal/")
    told = page(crew.ana, "/legal/times/", start_day="1", start_month="6", start_year="2018")
    assert "8 CFR 1003.38(b)" in told
    assert "2 July 2018" in told
    before = page(crew.leo, "/returns/ports/", on_day="1", on_month="1", on_year="2005")
    assert "No arrangement was in force on that day" in before

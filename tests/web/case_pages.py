"""Officers at work on a child's case in their browsers, and forms as they type them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.linkage.mentions import Birth
from reencuentro.records.cases import Case, CaseStep
from reencuentro.records.second_wall.raising import OPERATOR, WEB
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.unit.rules.cases.filled import CHILD, GOOD, MOTHER
from tests.web.entered import account, browser_of

FOR = "reunification"


@dataclass(frozen=True)
class Crew:
    """ana works for ORR, eva is her chief and of the panel, vera verifies; luz is of DIF; zoe of ORR isn't assigned."""

    ana: Client
    eva: Client
    vera: Client
    luz: Client
    zoe: Client


def crew() -> Crew:
    """Two agencies that list a child and her mother, with an agreement from one to the other, and their officers."""
    facts = {"full_name": "Ana Canaria", "birth": Birth(year=2014, month=5, day=3), "nationality": "GT"}
    for agency in ("ORR", "DIF"):
        told: dict[str, dict[str, Any]] = {CHILD: facts, MOTHER: {"full_name": "Juana Canaria"}}
        list_people(agency, told, minors=frozenset({CHILD}))
    made = {
        "ana": account("ana", "ORR", Role.CASE_WORKER),
        "eva": account("eva", "ORR", Role.SUPERVISOR, Role.BEST_INTERESTS),
        "vera": account("vera", "ORR", Role.VERIFIER),
        "luz": account("luz", "DIF", Role.PROTECTION_OFFICER, Role.SUPERVISOR),
        "zoe": account("zoe", "ORR", Role.CASE_WORKER),
    }
    for name in ("ana", "eva", "luz"):
        for person in (CHILD, MOTHER):
            assign(made[name], person, by="tests", at=NOW)
    terms = Agreement(
        id="a-1",
        version=1,
        giver="ORR",
        taker="DIF",
        taker_kind=AgencyKind.CHILD_PROTECTION,
        purposes=frozenset({Purpose.REUNIFICATION}),
        roles=frozenset({Role.PROTECTION_OFFICER, Role.SUPERVISOR}),
        levels=frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED}),
        topics=frozenset({Topic.PROTECTION, Topic.LEGAL, Topic.NOTES}),
        valid_from=NOW,
        valid_until=timezone.now() + timedelta(days=300),
        signed_by=frozenset({"ORR", "DIF"}),
    )
    version = draft_agreement(terms, by="tests", at=NOW)
    for name in ("eva", "luz"):
        sign_agreement(version, made[name], at=NOW)
    return Crew(**{name: browser_of(one, stepped_up=True) for name, one in made.items()})


@contextmanager
def beside() -> Iterator[None]:
    """Within, what is kept is read as the command line reads it, not by an officer's rights."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {OPERATOR}")
        yield
        cursor.execute(f"SET LOCAL ROLE {WEB}")


def the_case() -> Case:
    """The newest case."""
    with beside():
        return Case.objects.latest("pk")


def the_step() -> int:
    """The number of its last step."""
    with beside():
        return CaseStep.objects.latest("pk").number


def opened(crew: Crew) -> str:
    """The address of a case that ana opens on the page of the child."""
    asked = {"country": "US", "escalates_to": "eva", "why": "her mother asks", "purpose": FOR}
    told = crew.ana.post(f"/people/{CHILD}/cases/open/", asked)
    assert told.status_code == 302, told.content.decode()
    return f"/cases/{the_case().public_id}/"


def typed(kind: FormKind, **changed: Any) -> dict[str, str]:
    """A form well filled in, as a browser sends it."""
    sent: dict[str, str] = {"purpose": FOR}
    for name, value in {**GOOD[kind], **changed}.items():
        sent |= _boxes(name, value)
    return sent


def _boxes(name: str, value: Any) -> Mapping[str, str]:
    if isinstance(value, date):
        return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
    if name == "separated_on":
        year, _, month = str(value).partition("-")
        return {f"{name}_year": year, f"{name}_month": month}
    return {name: str(value)}


def keep(browser: Client, address: str, kind: FormKind, *, version: int = 0, number: int = 0, **changed: Any) -> int:
    """The form, sent."""
    told = browser.post(f"{address}forms/{kind.value}/{number}/keep/", {**typed(kind, **changed), "version": version})
    return told.status_code

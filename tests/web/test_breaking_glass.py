"""A stranger is seen in an emergency, behind the second wall too; whoever is refused can't tell whether they exist."""

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.consents import Withholding
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.behind import pages as as_pages
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.both

ASKED = {"levels": ["3", "4"], "reason": "the ward needs to know whom to call", "minutes": "60", "purpose": "care"}


@pytest.fixture
def listed(pages: None) -> None:
    """p-1 is on DIF's list alone: a stranger to whoever works for ORR."""
    list_people("DIF", {"p-1": {"full_name": "Ana Canaria", "phones": ("555",)}}, minors=frozenset({"p-1"}))


def walled() -> AbstractContextManager[None]:
    """On PostgreSQL, the role of the pages."""
    return as_pages() if connection.vendor == "postgresql" else nullcontext()


def answer(browser: Client, person: str, **other: object) -> tuple[int, str]:
    """To breaking the glass; but for what was asked, and for the token of the form, which is another each time."""
    asked: dict[str, Any] = {**ASKED, **other}
    with walled():
        answered = browser.post(f"/people/{person}/emergency/", asked)
    page = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", answered.content.decode())
    return answered.status_code, page.replace(person, "")


def worker(*, agency: str = "ORR", role: Role = Role.CASE_WORKER, stepped_up: bool = True) -> Client:
    return browser_of(account("ana", agency, role), stepped_up=stepped_up)


@pytest.mark.usefixtures("listed")
def test_a_stranger_is_seen_once_the_glass_is_broken_and_whoever_lists_them_is_told() -> None:
    browser = worker()
    with walled():
        assert browser.get("/people/p-1/?purpose=care").status_code == 403

    assert answer(browser, "p-1")[0] == 302

    with walled():
        assert "555" in browser.get("/people/p-1/?purpose=care").content.decode()
    assert BreakGlass.objects.get().person == "p-1"
    assert EmergencyNotice.objects.get().agency.code == "DIF"
    assert [one.outcome for one in AuditEntry.objects.filter(action="break_glass")] == ["done", "done"]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("wrong", [{}, {"reason": "urgent"}, {"minutes": "600"}, {"levels": []}])
def test_who_is_withheld_by_a_court_can_not_be_told_from_nobody(wrong: dict[str, object]) -> None:
    Withholding.objects.create(person="p-1", agency=Agency.objects.get(code="ORR"), by_court=True, begins_at=NOW)

    _refused_alike(worker(), **wrong)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("role", [Role.VERIFIER, Role.ADMINISTRATOR])
def test_who_may_break_no_glass_can_not_tell_a_stranger_from_nobody(role: Role) -> None:
    _refused_alike(worker(role=role))


@pytest.mark.usefixtures("listed")
def test_an_id_that_is_too_long_for_anybody_is_answered_as_nobody() -> None:
    browser = worker()

    assert answer(browser, "p" * 200) == answer(browser, "nobody")


def _refused_alike(browser: Client, **other: object) -> None:
    stranger, nobody = answer(browser, "p-1", **other), answer(browser, "nobody", **other)
    assert stranger == nobody
    assert stranger[0] in (400, 403)  # what isn't understood is asked again, whoever it is about
    assert not BreakGlass.objects.exists()
    assert not EmergencyNotice.objects.exists()

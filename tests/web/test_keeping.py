"""A session that ends while somebody types: what they typed waits for them, and for nobody else."""

import re

import pytest
from django.test import Client

from reencuentro.actions.officers import officer_of
from reencuentro.records.consents import Withholding
from reencuentro.records.sessions import Session
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

FORM = {"purpose": "care", "agency": "SRE", "by_court": "1"}
ADDRESS = "/people/p-1/withhold/"


@pytest.fixture
def ana(pages: None) -> Client:
    """A supervisor's browser, whose session has just ended."""
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}})
    browser = browser_of(account("ana", "ORR", Role.SUPERVISOR))
    assert browser.get("/").status_code == 200
    Session.objects.all().delete()
    return browser


def sign_in(browser: Client, login: str, *roles: Role) -> None:
    """In the same browser, as somebody else or as the same again."""
    officer = account(login, "ORR", *roles) if roles else officer_of(login)
    browser.force_login(officer, backend="reencuentro.web.entering.Entrance")


def test_what_was_typed_waits_and_is_sent_after_signing_in_again(ana: Client) -> None:
    answer = ana.post(ADDRESS, FORM)
    assert answer.headers["Location"] == "/sign-in/?next=/kept/"
    assert "What you typed is kept" in ana.get("/sign-in/").content.decode()
    sign_in(ana, "ana")
    page = ana.get("/kept/").content.decode()
    assert f'action="{ADDRESS}"' in page
    waiting = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert {name: waiting[name] for name in FORM} == FORM
    assert not Withholding.objects.exists()
    assert ana.post(ADDRESS, FORM).status_code == 302
    assert Withholding.objects.get().person == "p-1"


def test_nobody_else_finds_it(ana: Client) -> None:
    ana.post(ADDRESS, FORM)
    sign_in(ana, "bea", Role.SUPERVISOR)
    assert ana.get("/kept/").headers["Location"] == "/"


def test_it_is_nowhere_in_clear(ana: Client) -> None:
    ana.post(ADDRESS, {**FORM, "note": "Qzcanary"})
    assert "Qzcanary" not in "".join(Session.objects.values_list("data", flat=True))
    assert "Qzcanary" not in str(ana.cookies)


def test_a_browser_in_which_nobody_signed_in_keeps_nothing(client: Client) -> None:
    answer = client.post(ADDRESS, FORM)
    assert answer.headers["Location"] == f"/sign-in/?next={ADDRESS}"
    assert not Session.objects.exists()


def test_too_much_is_not_kept(ana: Client) -> None:
    assert "kept" not in ana.post(ADDRESS, {**FORM, "note": "x" * 100_000}).headers["Location"]


def test_what_an_account_is_changed_with_is_never_kept(ana: Client) -> None:
    assert "kept" not in ana.post("/account/password/", {"oldpassword": "secret"}).headers["Location"]


def test_a_part_of_a_page_asks_the_whole_page_to_sign_in(ana: Client) -> None:
    answer = ana.post(ADDRESS, FORM, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"][:9]) == (200, "/sign-in/")

"""Coming in, staying in, and being out: at once, everywhere, for good."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.test import Client

from reencuentro.actions.agencies import suspend_agency
from reencuentro.actions.officers import give_role, invite_again, move_officer, officer_of, suspend_officer
from reencuentro.records.audit import AuditEntry
from reencuentro.records.sessions import Session
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW, PASSWORD
from tests.web.coming_in import app_code, app_of, enrol_with_app, invited_now, is_in, recovery_codes, sign_in

pytestmark = pytest.mark.both


@pytest.fixture
def ana(client: Client) -> Client:
    """Ana's browser, signed in by enrolment."""
    enrol_with_app(client, invited_now("ana", "ORR", Role.CASE_WORKER))
    return client


def another_browser() -> Client:
    return Client(HTTP_HOST="localhost", headers={"accept-language": "en"})


def test_one_time_code_leads_to_a_second_factor_and_nowhere_else(client: Client) -> None:
    code = invited_now("ana", "ORR")
    first = client.post("/enrol/", {"code": code, "password1": PASSWORD, "password2": PASSWORD})
    assert first.headers["Location"] == "/account/security/"
    assert client.get("/").headers["Location"] == "/account/security/"
    assert "no podrá volver a entrar" in client.get("/account/security/").content.decode()


def test_recovery_codes_are_shown_once(client: Client) -> None:
    code = invited_now("ana", "ORR")
    codes = enrol_with_app(client, code)
    assert len(set(codes)) == 10
    again = client.get("/account/security/codes/").content.decode()
    assert not any(code in again for code in codes)


def test_new_codes_are_told_of_in_our_own_words(ana: Client) -> None:
    page = ana.post("/account/security/codes/new/", follow=True).content.decode()
    assert "The new codes are made" in page or "Los códigos nuevos están hechos" in page


def test_recovery_code_works_once(ana: Client) -> None:
    who = officer_of("ana")
    codes = recovery_codes(ana.post("/account/security/codes/new/", follow=True).content.decode())
    for answer in (302, 200):
        browser = another_browser()
        browser.post("/sign-in/", {"login": "ana", "password": PASSWORD})
        assert browser.post("/sign-in/second/", {"code": codes[0]}).status_code == answer
        assert is_in(browser) is (answer == 302)
    assert who.is_active


def test_password_alone_opens_nothing(ana: Client) -> None:
    browser = another_browser()
    answer = browser.post("/sign-in/", {"login": "ana", "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/second/"
    assert not is_in(browser)


def test_password_and_code_open(ana: Client) -> None:
    browser = another_browser()
    sign_in(browser, officer_of("ana"))
    assert is_in(browser)


def test_account_without_second_factor_is_not_entered_by_password(ana: Client) -> None:
    who = officer_of("ana")
    Authenticator.objects.all().delete()
    browser = another_browser()
    answer = browser.post("/sign-in/", {"login": who.login, "password": PASSWORD})
    assert answer.status_code == 200
    assert not is_in(browser)


def test_code_seen_over_a_shoulder_works_no_second_time(ana: Client) -> None:
    code = app_code(officer_of("ana"))
    first, second = another_browser(), another_browser()
    for browser in (first, second):
        cache.clear()  # another process answers, which remembers nothing of the first
        browser.post("/sign-in/", {"login": "ana", "password": PASSWORD})
        browser.post("/sign-in/second/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(ana: Client) -> None:
    thief = another_browser()
    thief.cookies["session"] = ana.cookies["session"].value
    assert is_in(thief)
    ana.post("/sign-out/")
    assert not is_in(thief)
    assert not Session.objects.filter(officer=officer_of("ana")).exists()


def test_table_of_sessions_holds_hashes_and_sealed_contents(ana: Client) -> None:
    row = Session.objects.get(officer=officer_of("ana"))
    key = ana.cookies["session"].value
    assert key not in (row.key_hash + row.data)
    assert "_auth_user" not in row.data
    thief = another_browser()
    thief.cookies["session"] = row.key_hash
    assert not is_in(thief)


@pytest.mark.parametrize(
    "change",
    [
        lambda who: give_role(who, Role.VERIFIER, by="tests", at=NOW),
        lambda who: move_officer(who, who.version, "DIF", by="tests", at=NOW),
        lambda who: suspend_officer(who, by="tests", at=NOW),
        lambda who: suspend_agency(who.agency, "breach", by="tests", at=NOW),
        lambda who: invite_again(who, by="tests", at=NOW),
    ],
    ids=["role", "agency", "officer-out", "agency-out", "invited"],
)
def test_session_ends_with_any_change_of_rights(ana: Client, change: object) -> None:
    assert is_in(ana)
    assert callable(change)
    change(officer_of("ana"))
    assert not is_in(ana)


def test_suspended_agency_is_out_even_where_a_session_was_left(ana: Client) -> None:
    agency = officer_of("ana").agency
    type(agency).objects.filter(pk=agency.pk).update(suspended_at=NOW, suspended_by="raw", suspended_why="raw")
    assert not is_in(ana)


def test_request_under_way_does_not_revive_an_ended_session(ana: Client) -> None:
    store = ana.session
    assert "_auth_user_id" in store
    Session.objects.all().delete()
    store["something"] = 1
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_changed_password_ends_every_session_and_works(ana: Client) -> None:
    who, new = officer_of("ana"), "otra mariposa amarilla 8"
    browser = another_browser()
    sign_in(browser, who)
    answer = ana.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert (is_in(ana), is_in(browser)) == (False, False)
    sign_in(browser, who, new)
    assert is_in(browser)


def test_coming_in_and_going_is_noted_without_a_name(ana: Client) -> None:
    ana.post("/sign-out/")
    sign_in(ana, officer_of("ana"))
    ana.post("/sign-in/", {"login": "ana", "password": "wrong"})
    another_browser().post("/sign-in/", {"login": "ana", "password": "wrong"})
    noted = list(AuditEntry.objects.order_by("pk").values_list("action", "outcome"))
    assert noted[-3:] == [("sign_out", "done"), ("sign_in", "done"), ("sign_in", "refused")]
    assert "ana" not in str(list(AuditEntry.objects.values_list("by", "about")))


def test_secrets_of_second_factors_are_sealed(ana: Client) -> None:
    assert set(app_of(officer_of("ana")).data) == {"secret"}
    assert len(app_of(officer_of("ana")).data["secret"]) > 60


def test_last_second_factor_stays_and_the_page_says_what_to_do_first(ana: Client) -> None:
    page = ana.post("/account/security/app/off/").content.decode()
    assert app_of(officer_of("ana"))
    assert "Add a passkey first" in page or "Agregue antes una llave de acceso" in page

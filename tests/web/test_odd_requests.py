"""Odd requests, and clocks that jump: answered as all else is, in the reader's language, and fooled by nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from reencuentro.linkage.mentions import Birth
from reencuentro.records.audit import AuditEntry
from reencuentro.records.sessions import Session
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

TOO_MANY = {f"field-{number}": "x" for number in range(1_100)}


@pytest.fixture
def ana(pages: None) -> Client:
    """A case worker of ORR, on whose list one child is."""
    facts = {"full_name": "Ana Canaria", "birth": Birth(year=2012)}
    list_people("ORR", {"p-1": facts}, minors=frozenset({"p-1"}))
    return browser_of(account("ana", "ORR", Role.CASE_WORKER))


@pytest.mark.parametrize("address", ["/", "/help/", "/people/?purpose=care", "/people/p-1/?purpose=care", "/nowhere/"])
def test_who_asks_for_the_head_of_a_page_is_answered_as_for_the_page(ana: Client, address: str) -> None:
    whole, head = ana.get(address), ana.head(address)

    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["Cache-Control"] == whole.headers["Cache-Control"]


def test_to_ask_for_the_head_of_a_page_about_people_is_a_look_in_the_log(ana: Client) -> None:
    ana.head("/people/?purpose=care")

    newest = AuditEntry.objects.order_by("sequence").last()
    assert newest is not None
    assert (newest.action, newest.about) == ("see_person", ["person:p-1"])


def test_a_stranger_learns_nothing_from_the_head_of_a_page(pages: None) -> None:
    stranger = Client(HTTP_HOST="localhost")

    assert stranger.head("/people/").status_code == stranger.get("/people/").status_code == 302


@pytest.mark.parametrize(("language", "title"), [("es", "No pudimos entender"), ("en", "We couldn't understand")])
def test_what_nobody_could_understand_is_answered_in_the_readers_language(
    pages: None, language: str, title: str
) -> None:
    stranger = Client(HTTP_HOST="localhost", headers={"accept-language": language}, raise_request_exception=False)
    ours = (stranger.post("/sign-in/", TOO_MANY), stranger.get("/help/", headers={"host": "evil.example"}))

    for answer in ours:
        assert answer.status_code == 400
        assert title in answer.content.decode().replace("&#x27;", "'")


def test_an_officer_reads_it_in_their_own(ana: Client) -> None:
    ana.raise_request_exception = False

    said = ana.post("/people/search/", TOO_MANY).content.decode().replace("&#x27;", "'")

    assert "We couldn't understand" in said


def test_the_address_of_a_form_that_is_opened_like_a_page_is_answered_by_a_page_of_ours(ana: Client) -> None:
    answer = ana.put("/help/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert "There is no such page" in answer.content.decode()


def test_what_an_error_quotes_stays_out_of_the_log_and_where_it_was_raised_is_told(
    ana: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumbles(*_: Any, **__: Any) -> Any:
        try:
            return int("Ana Canaria")
        except ValueError as unread:
            raise KeyError("Ana Canaria") from unread

    monkeypatch.setattr("reencuentro.web.searching.asked_from", stumbles)
    ana.raise_request_exception = False
    assert ana.post("/people/search/", {"name": "Ana Canaria", "purpose": "care"}).status_code == 500

    assert "500 at people/search/" in caplog.text
    assert all(word in caplog.text for word in ("ValueError", "KeyError", "in stumbles"))
    assert "Ana Canaria" not in caplog.text.replace('int("Ana Canaria")', "").replace('KeyError("Ana Canaria")', "")


@pytest.mark.parametrize("address", ["/", "/help/", "/people/?purpose=care", "/sign-in/"])
def test_a_page_says_that_something_is_wrong_where_the_database_is_gone(ana: Client, address: str) -> None:
    def gone(*_: Any) -> Any:
        raise OperationalError("the server closed the connection")

    ana.raise_request_exception = False
    with connection.execute_wrapper(gone):
        told = ana.get(address)

    assert told.status_code == 500
    assert "Something went wrong on our side" in told.content.decode()
    assert ana.get("/people/?purpose=care").status_code == 200


def at(monkeypatch: pytest.MonkeyPatch, **away: float) -> None:
    """The clock stands so far from where it should."""
    real: Any = type(timezone.now()).now
    monkeypatch.setattr(timezone, "now", lambda: real(tz=timezone.get_default_timezone()) + timedelta(**away))


def is_in(browser: Client) -> bool:
    return browser.get("/people/?purpose=care").status_code == 200


def test_a_session_that_was_seen_to_be_over_stays_over_where_the_clock_is_set_back(
    ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as clock:
        at(clock, hours=9)
        assert not is_in(ana)

    assert not is_in(ana)


def test_sessions_that_are_over_are_gone_once_anybody_signs_in(ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    bea = account("bea", "ORR", Role.CASE_WORKER)
    with monkeypatch.context() as clock:
        at(clock, hours=9)
        browser_of(bea)

    assert not is_in(ana)
    assert not Session.objects.filter(officer__login="ana").exists()


def test_a_session_begun_while_the_clock_was_ahead_does_not_last_until_then(
    pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = account("ana", "ORR", Role.CASE_WORKER)
    with monkeypatch.context() as clock:
        at(clock, days=3650)
        browser = browser_of(officer)
        assert is_in(browser)

    assert not is_in(browser)

"""No address without a declaration: the program doesn't start, and the gate lets nobody through."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from reencuentro.errors import SettingsError
from reencuentro.rules.disclosure.vocabulary import Action, Level, Purpose
from reencuentro.web.declared import Door, declaration_of, declared, refuse_undeclared, undeclared
from reencuentro.web.gate import Gate


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("shown")


def test_every_address_there_is_is_declared() -> None:
    assert undeclared() == []


def test_undeclared_address_stops_the_start_however_deep_it_lies() -> None:
    patterns = [path("people/", include(([path("<int:pk>/", view)], "people")))]
    with pytest.raises(SettingsError, match="people/<int:pk>/"):
        refuse_undeclared(patterns)


def test_declared_address_starts() -> None:
    @declared(action=Action.SEE_PERSON, purposes=[Purpose.TRACING], levels=[Level.IDENTITY])
    def person(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    refuse_undeclared([path("person/", person)])
    told = declaration_of(person)
    assert told is not None
    assert (told.purposes, told.levels) == (frozenset({Purpose.TRACING}), frozenset({Level.IDENTITY}))


def test_nothing_is_done_for_no_purpose() -> None:
    with pytest.raises(ValueError, match="without a purpose"):
        declared(action=Action.SEE_PERSON)


def test_gate_lets_nobody_into_an_undeclared_view_that_slipped_in() -> None:
    request: Any = RequestFactory().get("/")
    with pytest.raises(PermissionDenied):
        Gate(view).process_view(request, view, (), {})


@pytest.mark.parametrize(
    "address",
    ["/", "/account/security/", "/account/password/", "/account/security/app/", "/account/security/passkeys/1/remove/"],
)
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={address}")


def test_only_what_anybody_may_see_is_open(client: Client) -> None:
    assert {Door.ANYBODY.value, Door.OWN.value, Door.SETTING_UP.value} == {door.value for door in Door}
    assert client.get("/sign-in/").status_code == 200


def test_no_page_is_kept_by_a_cache_or_framed_and_no_script_of_others_runs(client: Client) -> None:
    headers = client.get("/sign-in/").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"


def test_nobody_signs_up_or_resets_a_password_by_mail(client: Client) -> None:
    for address in ("signup/", "sign-up/", "accounts/signup/", "account/email/", "password/reset/"):
        assert client.get(f"/{address}").status_code == 404

"""What is sensitive asks again, with the second factor, and that holds for five minutes and no longer."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from reencuentro.actions.officers import officer_of
from reencuentro.records.emergencies import BreakGlass
from reencuentro.records.officers import RoleHeld
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role
from reencuentro.web.declared import declared
from reencuentro.web.gate import Gate
from reencuentro.web.stepping import is_stepped_up, stepped_up
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.coming_in import app_code, enrol_with_app, invited_now


@pytest.fixture
def ana(client: Client) -> Client:
    """Ana's browser: she has just come in."""
    enrol_with_app(client, invited_now("ana", "ORR"))
    return client


def request_of(client: Client) -> Any:
    request = RequestFactory().get("/")
    request.user = officer_of("ana")
    request.session = client.session
    return request


def confirm(client: Client) -> None:
    client.post("/account/confirm/code/", {"code": app_code(officer_of("ana"))})


def moved(request: Any, seconds: float) -> Any:
    """The same request, as if everything before it had happened so much earlier."""
    records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**one, "at": time.time() - seconds} for one in records]
    return request


def shown(request: HttpRequest) -> HttpResponse:
    return HttpResponse("shown")


def test_signing_in_or_enrolling_is_not_confirming(ana: Client) -> None:
    assert not is_stepped_up(request_of(ana))


@pytest.mark.parametrize(("seconds", "holds"), [(1, True), (299, True), (301, False), (-60, False)])
def test_confirmation_holds_for_five_minutes_and_not_from_the_future(ana: Client, seconds: float, holds: bool) -> None:
    confirm(ana)
    assert is_stepped_up(moved(request_of(ana), seconds)) is holds


def test_wrong_code_confirms_nothing(ana: Client) -> None:
    ana.post("/account/confirm/code/", {"code": "000000"})
    assert not is_stepped_up(request_of(ana))


def test_password_is_not_offered_to_who_has_a_second_factor(ana: Client) -> None:
    assert ana.get("/account/confirm/password/").headers["Location"] == "/account/confirm/code/"


def test_guarded_view_asks_first(ana: Client) -> None:
    with pytest.raises(ReauthenticationRequired):
        stepped_up(shown)(request_of(ana))
    confirm(ana)
    assert stepped_up(shown)(request_of(ana)).status_code == 200


def test_gate_asks_for_every_action_that_is_declared_sensitive(ana: Client) -> None:
    request = request_of(ana)
    assert {action for action in Action if asks(request, action)} == {
        action for action, declaration in DECLARATIONS.items() if declaration.needs_step_up
    }


def asks(request: Any, action: Action) -> bool:
    view = declared(action=action, purposes=[Purpose.OPERATION])(lambda _: HttpResponse())
    answer = Gate(shown).process_view(request, view, (), {})
    return (
        answer is not None and answer.status_code == 302 and answer.headers["Location"].startswith("/account/confirm/")
    )


def test_what_was_posted_before_confirming_is_done_afterwards(ana: Client) -> None:
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}})
    RoleHeld.objects.create(officer=officer_of("ana"), role=Role.CASE_WORKER.value, begins_at=NOW, given_by="tests")
    asked = {"levels": ["3"], "reason": "the ward needs to know whom to call", "minutes": "60", "purpose": "care"}
    answer = ana.post("/people/p-1/emergency/?purpose=care", asked)
    assert answer.headers["Location"] == "/account/confirm/code/?next=%2Fpeople%2Fp-1%2Femergency%2F"
    assert not BreakGlass.objects.exists()
    ana.post(answer.headers["Location"], {"code": app_code(officer_of("ana"))})
    assert BreakGlass.objects.get().person == "p-1"

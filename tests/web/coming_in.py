"""How an officer comes in during these tests: by enrolment with an app, then by password and code."""

import re
import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reencuentro.records.officers import Officer
from reencuentro.records.tries import Tries
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import PASSWORD, invited


def code_of(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def invited_now(login: str, agency: str, *roles: Role) -> str:
    """A one-time code that still holds."""
    return invited(login, agency, *roles, at=timezone.now())[1]


def enrol_with_app(client: Client, code: str) -> list[str]:
    """Comes in by a one-time code, sets up the app; the recovery codes, as they are shown once."""
    client.post("/enrol/", {"code": code, "password1": PASSWORD, "password2": PASSWORD})
    page = client.get("/account/security/app/").content.decode()
    secret = re.search(r'id="app_key">(\w+)<', page)
    assert secret, page
    shown = client.post("/account/security/app/", {"code": code_of(secret[1])}, follow=True).content.decode()
    return recovery_codes(shown)


def recovery_codes(page: str) -> list[str]:
    """The codes that the page shows."""
    return re.findall(r"<code>(\d{10})</code>", page)


def app_of(officer: Officer) -> Authenticator:
    """The officer's authenticator app."""
    return Authenticator.objects.get(user_id=officer.pk, type=Authenticator.Type.TOTP)


def app_code(officer: Officer) -> str:
    """What the officer's app shows now; used codes are forgotten, so that no test waits for the next half minute."""
    Tries.objects.all().delete()
    cache.clear()
    return code_of(get_adapter().decrypt(app_of(officer).data["secret"]))


def sign_in(client: Client, officer: Officer, password: str = PASSWORD) -> HttpResponse:
    """Password, then code; the answer to the code."""
    client.post("/sign-in/", {"login": officer.login, "password": password})
    return client.post("/sign-in/second/", {"code": app_code(officer)})  # type: ignore[return-value]  # of the client


def is_in(client: Client) -> bool:
    """Whether the browser is signed in."""
    return client.get("/").status_code == 200

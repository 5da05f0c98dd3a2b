"""Who may come in: the same work for an officer and for nobody, and the agency asked anew at every request."""

import secrets
from functools import cache
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from reencuentro.records.officers import Officer, normal_login


class Entrance(BaseBackend):
    """Signs officers in by login and password; whether they stay in is decided at each request."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Officer | None:
        """The officer, if the password is right, the account open, and a second factor there to be asked for.

        An account without a second factor is entered by a new one-time code only.
        """
        if not username or password is None:
            return None
        officer = Officer.objects.select_related("agency").filter(login=normal_login(username)).first()
        # One slow hash whoever it is: else the time would tell which logins there are.
        known = officer.password if officer and officer.has_usable_password() else _nobodys_password()
        right = check_password(password, known)
        return officer if officer and right and officer.may_enter and is_mfa_enabled(officer) else None

    def get_user(self, user_id: int) -> Officer | None:
        """The officer of a session; nobody as soon as they or their agency are suspended."""
        officer = Officer.objects.select_related("agency").filter(pk=user_id).first()
        return officer if officer and officer.may_enter else None


@cache
def _nobodys_password() -> str:
    return make_password(secrets.token_urlsafe())

"""Officers who are signed in already, as sign-in would leave them: a second factor, a session, a confirmation."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client

from reencuentro.records.agencies import Agency
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.records.second_wall.raising import WEB
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW


def account(login: str, agency: str, *roles: Role) -> Officer:
    """An officer with a second factor, without the slow making of a password."""
    officer = Officer.objects.create(
        public_id=f"of-{login}"[:20],
        login=login,
        full_name=f"Officer {login}",
        agency=Agency.objects.get(code=agency),
        language="en",
        added_at=NOW,
        added_by="tests",
    )
    for role in roles:
        RoleHeld.objects.create(officer=officer, role=role.value, begins_at=NOW, given_by="tests")
    Authenticator.objects.create(user_id=officer.pk, type=Authenticator.Type.TOTP, data={"secret": "-"})
    return officer


def browser_of(officer: Officer, *, stepped_up: bool = False) -> Client:
    """Their browser, signed in."""
    client = Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
    client.force_login(officer, backend="reencuentro.web.entering.Entrance")
    if stepped_up:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(officer.pk)
        session.save()
    return client


@contextmanager
def undone(first: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Within, requests are answered in one transaction that leaves nothing; on PostgreSQL in the role of the pages.

    first: what the command line does before, in that transaction too.
    """
    with transaction.atomic():
        first()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {WEB}")
        yield
        transaction.set_rollback(True)

"""Sessions in the database: the browser holds the key, the table only its hash, and the contents are sealed.

A session that was ended stays ended: whatever a request under way still wants to save finds no row, and makes none.
"""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import IntegrityError, transaction
from django.utils import timezone

from reencuentro.errors import SettingsError
from reencuentro.records.sessions import Session
from reencuentro.web.boxes import seal, unseal

__all__ = ["SessionMiddleware", "SessionStore"]


class SessionStore(SessionBase):
    """What Django keeps between two requests of one browser."""

    def load(self) -> dict[str, Any]:
        """The contents; of an unknown, ended or outdated session none, and the key is forgotten."""
        row = Session.objects.filter(key_hash=_hashed(self.session_key)).first()
        if row and not timedelta() < row.until - timezone.now() <= _longest():
            row.delete()  # so that a clock set back neither revives nor prolongs it
            row = None
        try:
            return dict(json.loads(unseal(row.data, row.key_hash))) if row else self._forget()
        except SettingsError:  # the secret key was changed: everybody signs in anew
            return self._forget()

    def _forget(self) -> dict[str, Any]:
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Whether there is such a session."""
        return Session.objects.filter(key_hash=_hashed(session_key)).exists()

    def create(self) -> None:
        """Begins an empty session under a new key, and removes those that are over, whoever they were of."""
        self.clear_expired()
        self._session_key = secrets.token_urlsafe(32)
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Keeps the contents. Raises UpdateError where the session was ended meanwhile."""
        if self.session_key is None:
            return self.create()
        now, key_hash = timezone.now(), _hashed(self.session_key)
        contents = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs leave it out
        facts = {
            "data": seal(json.dumps(contents), key_hash),
            "officer_id": contents.get("_auth_user_id"),
            "until": now + timedelta(seconds=self.get_expiry_age()),
        }
        if not must_create:
            if not Session.objects.filter(key_hash=key_hash).update(**facts):
                raise UpdateError
            return None
        try:
            with transaction.atomic():
                Session.objects.create(key_hash=key_hash, made_at=now, **facts)
        except IntegrityError as taken:
            raise CreateError from taken
        return None

    def delete(self, session_key: str | None = None) -> None:
        """Ends the session."""
        Session.objects.filter(key_hash=_hashed(session_key or self.session_key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Removes what is outdated."""
        Session.objects.filter(until__lte=timezone.now()).delete()


def _longest() -> timedelta:
    """How long a session may still last; a minute more, as two machines' clocks differ a little."""
    return timedelta(seconds=settings.SESSION_COOKIE_AGE, minutes=1)


def _hashed(key: str | None) -> str:
    return hashlib.sha256((key or "").encode()).hexdigest()

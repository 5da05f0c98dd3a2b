"""What allauth asks us while somebody signs in: how often they may try, what is noted, how secrets are kept."""

from typing import Any, ClassVar, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from reencuentro.actions.perform import performing
from reencuentro.actions.tries import Guess, claim, succeeded
from reencuentro.errors import AccountError
from reencuentro.records.officers import Officer, normal_login
from reencuentro.web.addresses import place_of
from reencuentro.web.boxes import seal, unseal
from reencuentro.web.words import said_later, say


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no hints
    """Signing in and out, counted and noted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themself."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        """The officer, or None; counted before the password is looked at. Raises ValidationError after too many."""
        now = timezone.now()
        guess = Guess("password", normal_login(credentials.get("username", "")), place_of(request))
        if not claim(guess, at=now):
            _note_refusal("sign_in", "too many tries")
            raise self.validation_error("too_many_login_attempts")
        officer: Officer | None = super().authenticate(request, **credentials)
        if officer is None:
            _note_refusal("sign_in", "wrong login or password")
            return None
        succeeded(guess, at=now)
        return officer

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Signs in, and notes it in the same transaction."""
        with performing("sign_in", by=f"officer:{user.public_id}", about=[f"officer:{user.public_id}"]):
            super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Signs out, and notes it in the same transaction."""
        who = f"officer:{request.user.public_id}" if isinstance(request.user, Officer) else "somebody"
        with performing("sign_out", by=who, about=[who]):
            super().logout(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor confirms with it: a password may be known to whoever found the screen unlocked."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        stronger = [method for method in methods if method["id"] != "reauthenticate"]
        return sorted(stronger or methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")


def _note_refusal(action: str, why: str) -> None:
    """Without the login: it may be anybody's, or a password typed into the wrong box."""
    try:
        with performing(action, by="somebody", about=[place_of(context.request)]):
            _refuse(why)
    except AccountError:
        return


def _refuse(why: str) -> NoReturn:
    raise AccountError(why, remedy="Try again later, or with a passkey.")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no hints
    """Second factors, sealed in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": said_later("factor_last"),
    }

    def generate_authenticator_name(self, user: Officer, type: Authenticator.Type) -> str:
        """What a passkey is called until its officer calls it something else: none of them is the master of others."""
        return say("passkey_number", number=Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1)

    def encrypt(self, text: str) -> str:
        """Seals a secret of a second factor."""
        return seal(text, "second factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Opens it again."""
        return unseal(encrypted_text, "second factor")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays: without one nobody comes in again."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def get_public_key_credential_user_entity(self, user: Officer) -> dict[str, Any]:
        """What a passkey is called on the officer's device."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.login}

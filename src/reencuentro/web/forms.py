"""The forms of our own, and those of allauth's whose tries are counted."""

import re
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as PlainChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from reencuentro.actions.officers import change_password, enrol
from reencuentro.actions.tries import Guess, claim, claim_once, succeeded
from reencuentro.errors import AccountError
from reencuentro.linkage.persons import NUMBER
from reencuentro.records.officers import Officer
from reencuentro.web.addresses import place_of
from reencuentro.web.words import said_later


class _Counted(forms.Form):
    """A six-digit code can be guessed, so tries are counted; and it works once, whichever process looks at it."""

    user: Officer

    def clean_code(self) -> str:
        """The code. Raises ValidationError where it is wrong, was used before, or too many were tried."""
        now = timezone.now()
        guess = Guess("code", self.user.public_id, place_of(context.request))
        if not claim(guess, at=now):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        if not claim_once("code", f"{self.user.public_id} {code} {now:%Y-%m-%d %H}", at=now):
            raise get_adapter().validation_error("incorrect_code")
        succeeded(guess, at=now)
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]  # allauth ships no hints
    """The second step of signing in."""


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no hints
    """Confirming that it is still the same person."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no hints
    """A passkey, asked for in our own words: allauth's are partly English in Spanish."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = said_later("passkey_name")
        if alone := self.fields.get("passwordless"):
            alone.label, alone.help_text = said_later("passkey_alone"), said_later("passkey_alone_help")


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no hints
    """The name of a passkey."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = said_later("passkey_name")


class ChangePasswordForm(PlainChangePasswordForm):  # type: ignore[misc]  # allauth ships no hints
    """A new password; every session ends with the old one."""

    def save(self) -> None:
        """Sets it. What is too weak was refused by the field before."""
        change_password(self.user, self.cleaned_data["password1"], at=timezone.now())


class EnrolForm(forms.Form):
    """The one-time code, and the password that the officer chooses."""

    code = forms.CharField(label=said_later("enrol_code"), max_length=100)
    password1 = forms.CharField(
        label=said_later("new_password"),
        help_text=said_later("new_password_help"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=said_later("new_password_again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer: Officer | None = None
        self.fields["code"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Uses the code up, unless anything else is wrong."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        if given["password1"] != given["password2"]:
            self.add_error("password2", ValidationError(said_later("passwords_differ")))
            return given
        guess = Guess("enrolment", "", place_of(context.request))
        if not claim(guess, at=timezone.now()):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            self.officer = enrol(given["code"], given["password1"], at=timezone.now())
        except AccountError as refused:
            weak = isinstance(refused.__cause__, ValidationError)
            self.add_error("password1" if weak else "code", refused.remedy if weak else said_later("enrol_code_wrong"))
        return given


class WhomForm(forms.Form):
    """A person, by the number that stands on their page and in lists."""

    person = forms.RegexField(
        re.compile(rf"\A{NUMBER}\Z", re.IGNORECASE | re.ASCII),
        strip=True,
        label=said_later("emergency_whom"),
        help_text=said_later("emergency_whom_help"),
        error_messages={"invalid": said_later("emergency_whom_wrong")},
    )

    def clean_person(self) -> str:
        """As the pages write it."""
        return str(self.cleaned_data["person"]).upper()

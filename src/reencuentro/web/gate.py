"""Stands before every view: nothing undeclared, nobody without a second factor, and no page kept by a cache."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import Declared, Door, declaration_of
from reencuentro.web.keeping import remember_who, sign_in_again
from reencuentro.web.refusals import unasked
from reencuentro.web.stepping import confirm_first


class Gate:
    """The last middleware before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers in the officer's own language, and forbids every cache to keep it."""
        if isinstance(request.user, Officer):
            translation.activate(request.user.language)
        response = self._answered(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = unasked(request, response)
        response.headers["Cache-Control"] = "no-store"
        if isinstance(request.user, Officer):
            remember_who(request, response, request.user)
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        """Whoever asks for the head of a page is answered, and noted, as if they asked for the page."""
        if request.method != "HEAD":
            return self._get_response(request)
        request.method = "GET"
        try:
            return self._get_response(request)
        finally:
            request.method = "HEAD"  # by which servers leave the page itself away

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """What stands in the way, or None. Raises PermissionDenied for a view that says nothing of what it is for."""
        declaration = declaration_of(view)
        if declaration is None:
            raise PermissionDenied
        if declaration.action is Door.ANYBODY:
            return None
        if not isinstance(request.user, Officer):
            return sign_in_again(request, declaration)
        return _for_officer(request, request.user, declaration)


def _for_officer(request: HttpRequest, officer: Officer, declaration: Declared) -> HttpResponseBase | None:
    if declaration.action is not Door.SETTING_UP and not _has_second_factor(officer):
        return redirect("mfa_index")
    if isinstance(declaration.action, Action) and DECLARATIONS[declaration.action].needs_step_up:
        return confirm_first(request)
    return None


def _has_second_factor(officer: Officer) -> bool:
    factors = Authenticator.objects.filter(user_id=officer.pk)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

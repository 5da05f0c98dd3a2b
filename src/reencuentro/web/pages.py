"""The pages of our own: home, help, coming in for the first time, the language, leaving in haste."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from reencuentro.actions.officers import read_in
from reencuentro.errors import ConflictError
from reencuentro.records.officers import Officer
from reencuentro.records.visible.viewers import purposes_of
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web.addresses import page_of_ours
from reencuentro.web.declared import Door, declared
from reencuentro.web.forms import EnrolForm, WhomForm
from reencuentro.web.home import due_at_home, tiles
from reencuentro.web.keeping import kept_of
from reencuentro.web.stepping import is_stepped_up


@declared(action=Door.ANYBODY)
@require_GET
def choose_language(request: HttpRequest, language: str) -> HttpResponse:
    """The page that one comes from, in that language from now on; of an officer, wherever they sign in.

    A link, so that pages hold nothing that depends on what was asked for; other sites change nothing by it.
    """
    answer = redirect(page_of_ours(request.headers.get("Referer", ""), request))
    if language not in dict(settings.LANGUAGES) or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return answer
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **_COOKIE)
    if isinstance(request.user, Officer):
        with suppress(ConflictError):  # pressed twice: it is done already
            read_in(request.user, language, at=timezone.now())
    return answer


_COOKIE: dict[str, Any] = {
    "secure": settings.LANGUAGE_COOKIE_SECURE,
    "httponly": settings.LANGUAGE_COOKIE_HTTPONLY,
    "samesite": settings.LANGUAGE_COOKIE_SAMESITE,
}


@declared(action=Door.OWN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The officer's own work first; for which agency and in which roles they do it."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    stepped_up = is_stepped_up(request)
    facts = {
        **due_at_home(request.user, stepped_up=stepped_up),
        "tiles": tiles(request.user, stepped_up=stepped_up),
        "roles": sorted(request.user.roles(timezone.now())),
    }
    return render(request, "account/home.html", facts)


@declared(action=Door.ANYBODY)
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Away in haste, to a page that tells nothing; who was signed in no longer is.

    Only where one of our own pages sends them: no other site signs anybody out.
    """
    if isinstance(request.user, Officer) and request.headers.get("Sec-Fetch-Site") == "same-origin":
        get_adapter().logout(request)
    # The stubs know the settings of the registry alone.
    return redirect(settings.EXIT_PAGE)  # type: ignore[misc]


@declared(action=Door.OWN)
@require_http_methods(["GET", "POST"])
def begin_emergency(request: HttpRequest) -> HttpResponse:
    """Asks whom an emergency is about; nothing is looked up here, so it says nothing of who is there."""
    return _begun(request, "account/begin_emergency.html", Action.BREAK_GLASS.value)


@declared(action=Door.OWN)
@require_http_methods(["GET", "POST"])
def begin_looks(request: HttpRequest) -> HttpResponse:
    """Asks at whom others looked: for those who oversee, and see nobody. Nothing is looked up here."""
    return _begun(request, "account/begin_looks.html", "looks")


def _begun(request: HttpRequest, template: str, then: str) -> HttpResponse:
    """What is typed is posted: it may be a name, and only what a number can be is led to an address."""
    form = WhomForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect(then, person=form.cleaned_data["person"])
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, template, {"form": form, "may_search": _may_search(request)}, status=status)


def _may_search(request: HttpRequest) -> bool:
    """Whether a role of the officer's looks people up by name, for any purpose."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    return bool(purposes_of((Action.LOOK_UP,), map(Role, request.user.roles(timezone.now()))))


@declared(action=Door.OWN)
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What the officer typed while their session ended, ready to be sent again."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    found = kept_of(request, request.user)
    if found is None:
        return redirect("home")
    return render(request, "account/kept.html", {"kept": found})


@declared(action=Door.ANYBODY)
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """What each kind of officer does here, the reader's own roles first; and what hard words mean."""
    own = sorted(request.user.roles(timezone.now())) if isinstance(request.user, Officer) else []
    others = sorted(role.value for role in Role if role.value not in own)
    return render(request, "account/help.html", {"own": own, "others": others, "words": HARD_WORDS})


HARD_WORDS = ("person", "record", "tie", "judgement", "purpose", "emergency", "gate", "release", "step_up")
"""Words that the help page explains, in this order: `help_word_…` and `help_means_…`."""


@declared(action=Door.ANYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A one-time code and a new password; then a second factor, before anything else.

    Second factors from before are forgotten: a new code is for who lost them.
    """
    form = EnrolForm(request.POST or None)
    if not form.is_valid() or form.officer is None:
        return render(request, "account/enrol.html", {"form": form})
    Authenticator.objects.filter(user_id=form.officer.pk).delete()
    login(request, form.officer)
    record_authentication(request, form.officer, "enrolment", reauthenticated=True)
    return redirect("mfa_index")

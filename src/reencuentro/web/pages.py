"""The pages of our own: home, help, coming in for the first time, the language, leaving in haste."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from reencuentro.actions.officers import read_in
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.web.declared import Door, declared
from reencuentro.web.forms import EnrolForm
from reencuentro.web.home import tiles
from reencuentro.web.stepping import is_stepped_up


@declared(action=Door.ANYBODY)
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The pages in the other language from now on; of an officer, wherever they sign in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, Officer) and chosen in dict(settings.LANGUAGES):
        read_in(request.user, chosen, at=timezone.now())
    answer: HttpResponse = set_language(request)
    return answer


@declared(action=Door.OWN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The officer's own work first; for which agency and in which roles they do it."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    facts = {
        "tiles": tiles(request.user, stepped_up=is_stepped_up(request)),
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

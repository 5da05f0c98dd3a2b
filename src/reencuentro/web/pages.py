"""The pages of our own: the account, coming in for the first time, the language."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from django.views.i18n import set_language

from reencuentro.records.officers import Officer
from reencuentro.web.declared import Door, declared
from reencuentro.web.forms import EnrolForm

choose_language = declared(action=Door.ANYBODY)(set_language)


@declared(action=Door.OWN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for which agency, in which roles."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    return render(request, "account/home.html", {"roles": sorted(request.user.roles(timezone.now()))})


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

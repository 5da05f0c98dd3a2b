"""What an officer is here for: asked once a visit, carried from page to page, and noted with each look all the same.

It is kept in the session, so that it ends with it, and asked anew once nothing was looked at for a while: whoever sits
down at an open page states their own.
"""

import time
from collections.abc import Collection

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reencuentro.records.officers import Officer
from reencuentro.records.visible.viewers import purposes_of
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role
from reencuentro.web.addresses import page_of_ours
from reencuentro.web.declared import Door, declared

LASTS = 30 * 60
"""Seconds without a look for it, after which it is asked anew."""
_RENEWED = 5 * 60
"""Seconds after which a look prolongs it: not each look writes to the session."""
_KEPT = "purpose"


def given(request: HttpRequest) -> str:
    """The purpose that the form or the address names; "" where it names none."""
    return request.POST.get("purpose") or request.GET.get("purpose") or ""


def purpose_among(request: HttpRequest, fitting: Collection[Purpose]) -> Purpose | None:
    """The one of these that is named; else the one that was chosen for this visit, or the only one; None if unclear.

    What is sent always names its own: nothing is changed for a purpose that nobody sees in the form.
    """
    named = given(request)
    if not named and len(fitting) > 1 and request.method == "GET":
        named = chosen(request)
    return next((one for one in fitting if one == named or (not named and len(fitting) == 1)), None)


def chosen(request: HttpRequest) -> str:
    """The purpose of this visit, "" where none was chosen, or too long ago."""
    purpose, at = request.session.get(_KEPT, ("", 0.0))
    return str(purpose) if 0 <= time.time() - at < LASTS else ""


def remember(request: HttpRequest, purpose: Purpose) -> None:
    """Keeps a purpose that was named for the rest of the visit; no other site's link changes it."""
    named, (kept, at) = given(request), request.session.get(_KEPT, ("", 0.0))
    is_theirs = request.headers.get("Sec-Fetch-Site") != "cross-site"
    is_new = bool(named) and purpose != kept and is_theirs
    if is_new or (purpose == kept and not 0 <= time.time() - at < _RENEWED):
        request.session[_KEPT] = (purpose.value, time.time())


@declared(action=Door.OWN)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """What the officer is here for from now on, of all that their roles know; then back to where they come from."""
    assert isinstance(request.user, Officer)  # noqa: S101 - the gate lets nobody else through
    known = purposes_of(Action, map(Role, request.user.roles(timezone.now())))
    picked = next((one for one in known if one == request.POST.get("purpose")), None)
    if request.method == "POST" and picked:
        remember(request, picked)
        return redirect(_back(request, picked))
    facts = {"purposes": known, "chosen": chosen(request), "back": request.headers.get("Referer", "")}
    return render(request, "people/purposes.html", facts)


def _back(request: HttpRequest, purpose: Purpose) -> str:
    """Our own page that they come from, for the new purpose; else the first one."""
    address, _, query = page_of_ours(request.POST.get("back", ""), request).partition("?")
    asked = QueryDict(query, mutable=True)
    if "purpose" in asked:
        asked["purpose"] = purpose.value
    return f"{address}?{asked.urlencode()}" if asked else address


URLS: list[URLPattern] = [path("purpose/", choose, name="purpose")]

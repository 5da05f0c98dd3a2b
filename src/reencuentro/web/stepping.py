"""Stepping up: before what is sensitive, the officer shows again that it is they, and that holds for five minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import urlencode


def is_stepped_up(request: HttpRequest) -> bool:
    """Whether the officer has confirmed with a second factor within the last five minutes, and not in the future."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    fresh = [one["at"] for one in records if one.get("reauthenticated") and one.get("method") == "mfa"]
    # The stubs know the settings of the registry alone.
    lasts: int = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT  # type: ignore[misc]
    return bool(fresh) and 0 <= time.time() - fresh[-1] < lasts


def require_step_up(request: HttpRequest) -> None:
    """Raises what sends the officer to confirm, and then back to what they were about to do."""
    if not is_stepped_up(request):
        raise ReauthenticationRequired


def confirm_first(request: HttpRequest) -> HttpResponseBase | None:
    """Sends the officer to confirm, then back; None where they have. For middleware, whose exceptions nobody heeds."""
    if is_stepped_up(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    url = methods[0]["url"]
    found: HttpResponseBase = suspend_request(request, url)
    if request.method == "POST":  # what was posted is sent again afterwards, but only to an address without a query
        found.headers["Location"] = f"{url}?{urlencode({REDIRECT_FIELD_NAME: request.path})}"
    return found


def stepped_up(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that nobody enters without having confirmed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_step_up(request)
        return view(request, *args, **kwargs)

    return guarded

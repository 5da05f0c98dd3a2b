"""What somebody typed while their session ended: kept, sealed, until the same officer has signed in again.

The browser holds a cookie that tells, readable to nobody but us, who signed in there last. What is posted without a
session is sealed for that officer and laid into the empty session that signing in begins with; whoever else signs in
can't open it. Files aren't kept, and nothing of what an account is changed with.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from reencuentro.errors import SettingsError
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.boxes import seal, unseal
from reencuentro.web.declared import Declared

_WHO = "who signed in here last"
_KEPT = "kept"
_MOST = 100_000  # bytes
_LONGEST = 8 * 60 * 60  # seconds
# The stubs know the settings of the registry alone.
COOKIE: str = settings.WHO_COOKIE_NAME  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent. fields: each box with what stood in it, in order, repeated ones too."""

    address: str
    fields: tuple[tuple[str, str], ...]


def remember_who(request: HttpRequest, response: HttpResponseBase, officer: Officer) -> None:
    """Notes in the browser whose it is, unless that stands there already."""
    if _who(request) != officer.public_id:
        response.set_cookie(
            COOKIE,
            seal(officer.public_id, _WHO),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def _who(request: HttpRequest) -> str:
    return _opened(request.COOKIES.get(COOKIE, ""), _WHO)


def _opened(sealed: str, about: str) -> str:
    try:
        return unseal(sealed, about) if sealed else ""
    except (SettingsError, ValueError):
        return ""


def sign_in_again(request: HttpRequest, declaration: Declared) -> HttpResponseBase:
    """Sends somebody whose session has ended to sign in, and then back; what they posted is kept, if that can be."""
    kept = request.method == "POST" and isinstance(declaration.action, Action) and _keep(request)
    after = reverse("kept") if kept else request.get_full_path()
    answer = redirect_to_login(after)
    if request.headers.get("HX-Request"):  # the page around it would be put into a part of the old one
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def _keep(request: HttpRequest) -> bool:
    who = _who(request)
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    written = json.dumps({"address": request.get_full_path(), "fields": fields, "at": time.time()})
    if not who or len(written) > _MOST or request.headers.get("HX-Request"):
        return False
    request.session[_KEPT] = seal(written, _of(who))
    return True


def _of(who: str) -> str:
    return f"what {who} typed"


def kept_of(request: HttpRequest, officer: Officer) -> Kept | None:
    """What this officer typed; None where it was somebody else, or too long ago."""
    written = _opened(request.session.get(_KEPT, ""), _of(officer.public_id))
    told: dict[str, Any] = json.loads(written) if written else {"at": 0}
    if time.time() - told["at"] > _LONGEST:
        return None
    return Kept(told["address"], tuple((name, text) for name, text in told["fields"]))

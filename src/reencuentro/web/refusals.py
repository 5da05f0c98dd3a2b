"""What people see when something isn't possible: in their language, with what to do, and nothing of anybody."""

import re
import sys
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from reencuentro.errors import ConflictError, ReencuentroError
from reencuentro.web.words import is_said, say


def _refused(request: HttpRequest, kind: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "refused.html", {"title": f"{kind}_title", "help": f"{kind}_help"}, status=status)


def told(error: ReencuentroError) -> str:
    """Why it couldn't be done, in the reader's language; of a problem that nobody put into words, that it couldn't."""
    if isinstance(error, ConflictError):
        return say("conflict_title")
    key = "refusal_" + re.sub(r"[^a-z]+", "_", error.problem.partition(":")[0].lower()).strip("_")
    return say(key if is_said(key) else "refusal_other")


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed, or not there: the same page."""
    return _refused(request, "denied", HTTPStatus.FORBIDDEN)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address."""
    return _refused(request, "missing", HTTPStatus.NOT_FOUND)


def unasked(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """An address of a form that is opened like a page, from the browser's history perhaps: there is no such page."""
    answer = _refused(request, "missing", HTTPStatus.METHOD_NOT_ALLOWED)
    answer.headers["Allow"] = refusal.headers["Allow"]
    return answer


def forged(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    """A form that didn't come from our page."""
    return _refused(request, "forged", HTTPStatus.FORBIDDEN)


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What nobody could understand: too many fields, a broken upload, a name of this server that isn't ours."""
    # Such a request may have been refused before anybody asked who sends it, or in which language they read.
    if not hasattr(request, "user"):
        translation.activate(translation.get_language_from_request(request))
        request.user = AnonymousUser()
    return _refused(request, "malformed", HTTPStatus.BAD_REQUEST)


def no_room(request: HttpRequest) -> HttpResponse:
    """The disk is full."""
    return _refused(request, "no_room", HTTPStatus.INSUFFICIENT_STORAGE)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Where it is the database's, nothing is asked of it for this page, not even who reads it."""
    if isinstance(sys.exc_info()[1], DatabaseFault):
        request.user = AnonymousUser()
        request.session = {}  # type: ignore[assignment]  # an empty session of Django's would sign out who reads it
    return _refused(request, "broken", HTTPStatus.INTERNAL_SERVER_ERROR)

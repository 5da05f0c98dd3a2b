"""What was written of somebody on the pages, their photo, and who they may be, or who their family."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from reencuentro.actions.searches import Candidate, proposed_for
from reencuentro.records.visible.written import LEVELS, Written, photo_seen, written_of
from reencuentro.reports.words import Language, fine_share_text
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import Offer, offered
from reencuentro.web.said import tongue
from reencuentro.web.searching import shown
from reencuentro.web.showing import name_of
from reencuentro.web.words import language, say

_SEEN = DECLARATIONS[Action.SEE_PERSON].levels


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a registration: the key of its words, and its texts, in order where there are several."""

    label: str
    texts: tuple[str, ...]
    is_urgent: bool = False


@declared(action=Action.SEE_PERSON, purposes=purposes_on_pages(Action.SEE_PERSON), levels=_SEEN)
@require_GET
@answering
def registered(request: HttpRequest, person: str) -> HttpResponse:
    """What was written, and whom the matching proposes: unasked, right after somebody was written down."""
    viewer = viewer_of(request, registered)
    told = written_of(viewer, person)
    candidates, enough = proposed_for(viewer, person)
    facts = {
        "purpose": viewer.purpose,
        "person": told.person,
        "name": name_of(told.person),
        "written": [{"record": one.record, "lines": list(_lines(one))} for one in told.written],
        "has_photo": told.has_photo,
        "candidates": [_shown(one) for one in candidates],
        "enough": enough,
        "may_amend": bool(offered(viewer, person, [Offer(Action.AMEND, "amend", "amend")])),
    }
    return render(request, "people/registered.html", facts)


@declared(action=Action.SEE_PERSON, purposes=purposes_on_pages(Action.SEE_PERSON), levels=LEVELS)
@require_GET
@answering
def photo(request: HttpRequest, person: str) -> HttpResponse:
    """The newest photo of somebody; no cache keeps it."""
    viewer = viewer_of(request, photo)
    answer = HttpResponse(photo_seen(viewer, person), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = 'inline; filename="photo.jpg"'
    return answer


def _shown(one: Candidate) -> dict[str, object]:
    said: Language = "es" if language() == "es" else "en"
    return shown(one.match) | {"relation": one.relation, "share": fine_share_text(one.probability, said)}


def _lines(one: Written) -> Iterator[Line]:
    for name, value in (*one.concern.items(), *one.told.items()):
        texts = tuple(_TEXTS[name](value)) if name in _TEXTS else (str(value),)
        yield Line(f"registered_{name}", texts, is_urgent=name == "concern")
    if one.message:
        yield Line("request_message", (one.message,))


def _wishes(wishes: list[Mapping[str, str]]) -> Iterator[str]:
    for one in wishes:
        yield f"{one['name']} ({say('person_kin_' + one['relation'])})" if one["relation"] else one["name"]


_TEXTS: Mapping[str, Any] = {
    "wishes": _wishes,
    "other_languages": lambda codes: map(tongue, codes),
    "unknown": lambda facts: (say(f"registered_unknown_{one}") for one in facts),
    "concern": lambda word: (say(f"person_concern_{word}"),),
    "wants": lambda word: (say(f"person_wants_{word}"),),
}
"""What isn't simply text, in the reader's words."""

URLS: list[URLPattern] = [
    path("people/<str:person>/registered/", registered, name="registered"),
    path("people/<str:person>/photo/", photo, name="photo"),
]

"""Documents as PDF/UA-1: which there are of a person, each of them, and where the code of a card leads."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from reencuentro.records.cards import person_of_card
from reencuentro.records.visible.cases import VisibleCases
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.words import LANGUAGES
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import Offer, offered
from reencuentro.web.papers.making import (
    HANDED_OVER,
    OF_CASE,
    OF_DUTIES,
    OF_PERSON,
    SUMMARY,
    Document,
    document_made,
)
from reencuentro.web.showing import name_of

_SEE = Action.SEE_PERSON
_NOBODY = "(nobody)"
_MOST = 200  # letters of a number of a card; ours have 52


def _address(document: Document, parameter: str) -> Any:
    """The address at which such a document is made."""

    @declared(action=document.action, purposes=purposes_on_pages(document.action), levels=document.levels)
    @require_GET
    @answering
    def page(request: HttpRequest, **about: str) -> HttpResponse:
        viewer = viewer_of(request, page)
        wanted = request.GET.get("language", "")
        with translation.override(wanted) if wanted in LANGUAGES else nullcontext():
            name, made = document_made(document, viewer, about[parameter])
        answer = HttpResponse(made, content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    return page


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=WHO)
@require_GET
@answering
def documents(request: HttpRequest, person: str) -> HttpResponse:
    """Which documents the officer may have made about a person."""
    viewer = viewer_of(request, documents)
    seen = visible_to(viewer, _SEE, levels=WHO).get(person)
    facts = {
        "person": person,
        "name": name_of(seen) or person,
        "documents": [*(_line(one, person) for one in OF_PERSON), *_of_cases(viewer, person)],
        "languages": LANGUAGES,
        "purpose": viewer.purpose,
    }
    return render(request, "documents/list.html", facts)


def _line(document: Document, about: str) -> tuple[str, str]:
    return document.code, reverse(f"paper_{document.code}", args=[about])


def _of_cases(viewer: Viewer, person: str) -> Iterator[tuple[str, str]]:
    if not offered(viewer, person, [Offer(Action.SEE_CASE, "case_side", "cases_of")]):
        return
    cases = VisibleCases(viewer)
    for line in cases.of_person(person)[1]:
        number = line.case.public_id
        yield _line(SUMMARY, number)
        if cases.get(number).file.dossier.verified_adult:
            yield _line(HANDED_OVER, number)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=WHO)
@require_GET
@answering
def card(request: HttpRequest) -> HttpResponse:
    """Where the number in a card's code leads: to the person, for whoever may see them.

    A number of no card is answered like that of somebody who may not be seen.
    """
    viewer = viewer_of(request, card)
    number = request.GET.get("number", "")[:_MOST]
    if not number:
        return render(request, "documents/card.html", {"purpose": viewer.purpose})
    person = person_of_card(number) or _NOBODY
    visible_to(viewer, _SEE, levels=WHO).get(person)
    return redirect(f"{reverse('see_person', args=[person])}?purpose={viewer.purpose.value}")


URLS: list[URLPattern] = [
    path("people/<str:person>/documents/", documents, name="documents"),
    path("cards/", card, name="card"),
    *(
        path(f"people/<str:person>/documents/{one.code}/", _address(one, "person"), name=f"paper_{one.code}")
        for one in OF_PERSON
    ),
    *(
        path(f"cases/<str:case>/documents/{one.code}/", _address(one, "case"), name=f"paper_{one.code}")
        for one in OF_CASE
    ),
    *(
        path(f"papers/{area}/<str:duty>/", _address(one, "duty"), name=f"paper_{area}")
        for area, one in OF_DUTIES.items()
    ),
]

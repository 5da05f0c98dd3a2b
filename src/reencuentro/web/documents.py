"""Documents as PDF/UA-1: which there are of a person, each of them, and where the code of a card leads."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from reencuentro.records.cards import person_of_card
from reencuentro.records.reading import reading
from reencuentro.records.visible.cases import LEVELS, VisibleCases
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.words import LANGUAGES
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, WHO, Action, Level
from reencuentro.rules.duties.catalogue import AREAS, of_area
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import Offer, offered
from reencuentro.web.papers.cases import case_summary, hand_over_record
from reencuentro.web.papers.duties import duty_document
from reencuentro.web.papers.framing import CardTold, Told, new_number, set_document
from reencuentro.web.papers.people import id_card, tracing_request
from reencuentro.web.showing import name_of

_SEE = Action.SEE_PERSON
_NOBODY = "(nobody)"
_MOST = 200  # letters of a number of a card; ours have 52


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document. code: of its words and its file. action: what whoever has it made must be permitted.

    levels: it holds no more than these. tells: what it says of whom it is asked for, by public id.
    """

    code: str
    action: Action
    levels: frozenset[Level]
    tells: Callable[[Viewer, str], Told | CardTold]


def document_made(document: Document, viewer: Viewer, about: str) -> tuple[str, bytes]:
    """The name of its file, and the document as PDF/UA-1, in the language that is spoken now.

    Who made it, under which number, is in the log before it is handed out. Raises NotAllowedError and what it tells.
    """
    told, number = document.tells(viewer, about), new_number()
    what = [f"document:{document.code}:{number}", *(f"person:{one}" for one in told.people)]
    capacity = viewer.capacity(told.levels & document.levels)
    with reading("make_document", by=viewer.by, about=what, capacity=capacity, at=viewer.at):
        made = set_document(document.code, told, number, viewer)
    return f"{document.code.replace('_', '-')}-{number}.pdf", made


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
    made = [(one.code, reverse(f"paper_{one.code}", args=[person])) for one in _OF_PERSON]
    facts = {
        "person": person,
        "name": name_of(seen) or person,
        "documents": [*made, *_of_cases(viewer, person)],
        "languages": LANGUAGES,
        "purpose": viewer.purpose,
    }
    return render(request, "documents/list.html", facts)


def _of_cases(viewer: Viewer, person: str) -> Iterator[tuple[str, str]]:
    if not offered(viewer, person, [Offer(Action.SEE_CASE, "case_side", "cases_of")]):
        return
    cases = VisibleCases(viewer)
    for line in cases.of_person(person)[1]:
        number = line.case.public_id
        yield _SUMMARY.code, reverse(f"paper_{_SUMMARY.code}", args=[number])
        if cases.get(number).file.dossier.verified_adult:
            yield _HANDED_OVER.code, reverse(f"paper_{_HANDED_OVER.code}", args=[number])


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


_OF_PERSON = (
    Document("tracing_request", _SEE, WHO, tracing_request),
    Document("id_card", _SEE, WHO, id_card),
)
_SUMMARY = Document("case_summary", Action.SEE_CASE, LEVELS, case_summary)
_HANDED_OVER = Document("hand_over_record", Action.SEE_CASE, LEVELS, hand_over_record)
_OF_CASE = (_SUMMARY, _HANDED_OVER)


def _of_duties(area: str) -> Document:
    action = next(one.sees for one in of_area(area))
    levels = DECLARATIONS[action].levels | {IDENTITY.level}
    return Document(f"duty_{area}", action, levels, duty_document(area, action))


DOCUMENTS: Mapping[str, Document] = {
    one.code: one for one in (*_OF_PERSON, *_OF_CASE, *(_of_duties(area) for area in AREAS))
}
"""Every kind of document, by its code."""

URLS: list[URLPattern] = [
    path("people/<str:person>/documents/", documents, name="documents"),
    path("cards/", card, name="card"),
    *(
        path(f"people/<str:person>/documents/{one.code}/", _address(one, "person"), name=f"paper_{one.code}")
        for one in _OF_PERSON
    ),
    *(
        path(f"cases/<str:case>/documents/{one.code}/", _address(one, "case"), name=f"paper_{one.code}")
        for one in _OF_CASE
    ),
    *(
        path(f"papers/{area}/<str:duty>/", _address(DOCUMENTS[f"duty_{area}"], "duty"), name=f"paper_{area}")
        for area in AREAS
    ),
]

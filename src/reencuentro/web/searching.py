"""Searching for somebody on the pages: one box, suggestions while one types, and why each person may be meant."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reencuentro.actions.searches import SETTLED, TYPING, Match, Searched, search_for
from reencuentro.interchange.asking import MOST_LETTERS, Asked, asked_from
from reencuentro.linkage.evidence import silent_facts, strongest_first
from reencuentro.linkage.persons import NUMBER
from reencuentro.linkage.results import Evidence, Outcome
from reencuentro.linkage.wording import fact_words, level_words
from reencuentro.records.visible.viewers import Viewer, purposes_of
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import records_shown
from reencuentro.web.words import language

_NOBODY = Searched((), enough=False)


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for and against somebody, fact by fact and in words; silent: what nobody says."""

    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    silent: tuple[str, ...]


@declared(action=Action.LOOK_UP, purposes=purposes_on_pages(Action.LOOK_UP), levels=WHO)
@require_http_methods(["GET", "POST"])
@answering
def search(request: HttpRequest) -> HttpResponse:
    """The box; and who was found. What is sought is posted, so that no address and no log of them holds it.

    While somebody types, only the list of those found is sent.
    """
    viewer = viewer_of(request, search)
    typed = request.POST.get("name", "")[:MOST_LETTERS]
    then = _THEN.get(request.POST.get("then") or request.GET.get("then") or "", "")
    is_typing = request.headers.get("HX-Request") == "true"
    if re.fullmatch(NUMBER, number := typed.strip().upper()) and not is_typing:
        # Whether there is such a person, and for whom, the page itself decides.
        address = reverse(then or "see_person", args=[number])
        return redirect(address if then else f"{address}?purpose={viewer.purpose.value}")
    asked = asked_from(typed, viewer.at.date()) if typed else Asked()
    found = search_for(viewer, asked.readings, TYPING if is_typing else SETTLED) if asked.readings else _NOBODY
    facts = {
        "purpose": viewer.purpose,
        "typed": typed,
        "then": then,
        "is_asked": request.method == "POST" and bool(typed.strip()),
        "asked": asked,
        "enough": found.enough,
        "people": [shown(match) for match in found.matches],
        "is_typing": is_typing,
        "may_register": may_do(viewer, Action.REGISTER),
        "may_request": may_do(viewer, Action.SUBMIT_REQUEST),
    }
    return render(request, "people/found.html" if is_typing else "people/search.html", facts)


_THEN = {"looks": "looks", "emergency": "break_glass"}
"""What somebody may be sought for, by the word of the address, and the page to which whoever is found leads then."""


def may_do(viewer: Viewer, action: Action) -> bool:
    """Whether a role of the viewer's does this for the same purpose; the decision itself comes when it is done."""
    return viewer.purpose in purposes_of((action,), viewer.facts.roles)


def shown(match: Match) -> dict[str, object]:
    """A match as the page has it."""
    records = records_shown(match.person)
    return {
        "person_id": match.person.person_id,
        "is_child": match.person.is_child,
        "names": _names(record.name for record in records),
        "births": match.person.values("birth"),
        "ages": [f"{one:g}" for one in match.person.values("age")],
        "agencies": _each(record.agency for record in records),
        "why": why(match.evidence),
    }


def _names(names: Iterable[str]) -> list[str]:
    """Each way in which a name is written; in capitals alone only where nobody writes it otherwise."""
    told: dict[str, str] = {}
    for name in sorted(filter(None, names), key=str.isupper):
        told.setdefault(name.casefold(), name)
    return list(told.values())


def _each(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def why(evidence: Sequence[Evidence]) -> Why:
    """The evidence in the reader's words, what tells most first."""
    known = [one for one in strongest_first(evidence) if one.fact != "agency"]
    said = language()
    return Why(
        agrees=tuple(_words(one) for one in known if one.outcome is Outcome.AGREES),
        differs=tuple(_words(one) for one in known if one.outcome is Outcome.DIFFERS),
        silent=tuple(fact_words(fact, said) for fact in silent_facts(evidence)),
    )


def _words(one: Evidence) -> str:
    said = language()
    return f"{fact_words(one.fact, said)}: {level_words(one.fact, one.level, said)}"

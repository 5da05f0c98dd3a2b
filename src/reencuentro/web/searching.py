"""Searching for somebody on the pages: each person found is decided on, and nobody sees many people a day so."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from reencuentro.actions.searches import search_for
from reencuentro.linkage.mentions import Mention
from reencuentro.rules.disclosure.vocabulary import Action, Level
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import records_shown
from reencuentro.web.typed import Typed

_LEVELS = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})


@declared(action=Action.LOOK_UP, purposes=purposes_on_pages(Action.LOOK_UP), levels=_LEVELS)
@require_http_methods(["GET", "POST"])
@answering
def search(request: HttpRequest) -> HttpResponse:
    """A form; and what was found by it. What is sought is posted, so that no address and no log of them holds it."""
    viewer = viewer_of(request, search)
    facts = {"purpose": viewer.purpose, "asked": request.method == "POST"}
    if request.method == "POST":
        typed = Typed(request.POST)
        found = search_for(viewer, Mention(agency="", record_id="", full_name=typed.text("name")))
        facts["people"] = [{"person_id": one.person_id, "records": records_shown(one)} for one in found.people]
        facts["enough"] = found.enough
    return render(request, "people/search.html", facts)

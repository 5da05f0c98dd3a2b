"""The pages about people: the list, one person, and each protected side of them on a page of its own."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reencuentro.records.visible.people import PAGE, PersonSeen, TieSeen, visible_to
from reencuentro.records.visible.viewers import Viewer, purposes_of, whose_relatives
from reencuentro.reports.words import Language, fine_share_text
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web import offers
from reencuentro.web.colleagues import unassigned
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import offered
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.showing import name_of, records_shown
from reencuentro.web.words import language

_LIST = "the list of people"


@declared(action=Action.SEE_PERSON, purposes=purposes_on_pages(Action.SEE_PERSON), levels=WHO)
@require_GET
@answering
def people(request: HttpRequest) -> HttpResponse:
    """The people whom the officer may see, a hundred at a time."""
    viewer = viewer_of(request, people)
    after = place_in(request.GET.get("after", ""), _LIST, str)
    page = visible_to(viewer, Action.SEE_PERSON, levels=WHO).page(after or "", PAGE)
    listed = [_listed(one) for one in page.people]
    following = sealed_place(_LIST, page.last) if page.last else ""
    return render(request, "people/list.html", {"people": listed, "following": following, "purpose": viewer.purpose})


def _listed(person: PersonSeen) -> dict[str, Any]:
    """One line of the list: each name by which anybody has the person, and who lists them."""
    records = records_shown(person)
    name, *others = dict.fromkeys(one.name for one in records if one.name) or [""]
    agencies = dict.fromkeys(one.agency for one in records)
    return {"person": person, "name": name, "other_names": others, "agencies": list(agencies)}


def _page_on(action: Action) -> Callable[..., HttpResponse]:
    """The page that shows one side of a person."""
    levels = DECLARATIONS[action].levels

    @declared(action=action, purposes=purposes_on_pages(action), levels=levels)
    @require_GET
    @answering
    def page(request: HttpRequest, person: str) -> HttpResponse:
        viewer = viewer_of(request, page)
        looking = visible_to(viewer, action, levels=levels, with_ties=action is Action.SEE_PERSON)
        seen = looking.get(person)
        facts: dict[str, Any] = {"person": seen, "name": name_of(seen), "records": records_shown(seen)}
        facts |= {"purpose": viewer.purpose, "action": action.value, "ties": _ties(viewer, seen)}
        facts["whose"] = whose_relatives(viewer)
        facts["compares"] = viewer.purpose in purposes_of((Action.SEE_MATCH,), viewer.facts.roles)
        facts |= {"sides": offered(viewer, person, offers.SIDES), "deeds": offered(viewer, person, offers.DEEDS)}
        facts |= _work(viewer, seen, {one.action for one in (*facts["sides"], *facts["deeds"])})
        return render(request, "people/person.html", facts)

    return page


def _work(viewer: Viewer, person: PersonSeen, able: Collection[Action]) -> dict[str, Any]:
    """Of a child for whose case somebody's role works: what they must do first. Who sees the case needs no telling."""
    works = viewer.purpose in purposes_of((Action.WORK_CASE,), viewer.facts.roles)
    if not (person.is_child and works) or Action.SEE_CASE in able:
        return {}
    return {"ask": unassigned(viewer, Action.WORK_CASE, able, person.shown), "may_assign": Action.ASSIGN in able}


def _ties(viewer: Viewer, person: PersonSeen) -> list[tuple[TieSeen, str, str, str]]:
    """Each tie with relative and child by name, as far as they may be shown, else by number; and its share."""
    ends = dict.fromkeys(end for tie in person.ties for end in (tie.relative, tie.child) if end != person.person_id)
    around = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO).among(list(ends)) if ends else ()
    names = {one.person_id: name_of(one) for one in (person, *around)}
    named = {one: names.get(one) or one for one in (person.person_id, *ends)}
    said: Language = "es" if language() == "es" else "en"
    return [(tie, named[tie.relative], named[tie.child], fine_share_text(tie.probability, said)) for tie in person.ties]


SIDES = {
    "": Action.SEE_PERSON,
    "matches/": Action.SEE_MATCH,
    "location/": Action.SEE_LOCATION,
    "protection/": Action.SEE_PROTECTION,
    "health/": Action.SEE_HEALTH,
    "legal/": Action.SEE_LEGAL,
    "notes/": Action.SEE_NOTES,
    "record/": Action.SEE_RECORD,
}
"""What comes after a person's address, and what is looked at there."""

PAGES = {address: _page_on(action) for address, action in SIDES.items()}

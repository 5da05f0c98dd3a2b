"""The family around one person, as a picture and as a list, as far as its reader may know of each of them."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from reencuentro.linkage.results import Status
from reencuentro.records.visible.people import PersonSeen, TieSeen, VisiblePeople, visible_to
from reencuentro.records.visible.viewers import whose_relatives
from reencuentro.reports.family_tree import OLDER, Bond, Member, family_tree, generations
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import name_of
from reencuentro.web.words import say

_MOST = 30
"""People in one tree: who is further away is found from theirs."""


@declared(action=Action.SEE_PERSON, purposes=purposes_on_pages(Action.SEE_PERSON), levels=WHO)
@require_GET
@answering
def family(request: HttpRequest, person: str) -> HttpResponse:
    """Who is tied to the person, and to those in turn: rejected ties left out."""
    viewer = viewer_of(request, family)
    looking = visible_to(viewer, Action.SEE_PERSON, Action.SEE_MATCH, levels=WHO, with_ties=True)
    seen = {person: looking.get(person)}
    _follow(looking, seen)
    _follow(looking, seen)
    ties = sorted(_ties(seen.values()), key=lambda one: (-one.probability, one.child, one.relative))
    ties = [tie for tie in ties if {tie.child, tie.relative} <= seen.keys()]
    facts = {
        "person": seen[person],
        "name": name_of(seen[person]) or person,
        "picture": _picture(person, seen, ties) if ties else "",
        "ties": [(tie, name_of(seen[tie.child]), name_of(seen[tie.relative])) for tie in ties],
        "whose": whose_relatives(viewer),
        "purpose": viewer.purpose,
    }
    return render(request, "people/family.html", facts)


def _follow(looking: VisiblePeople, seen: dict[str, PersonSeen]) -> None:
    """Takes in whom the ties of those seen so far lead to, the likeliest first."""
    ties = sorted(_ties(seen.values()), key=lambda one: -one.probability)
    new = [end for tie in ties for end in (tie.child, tie.relative) if end not in seen]
    wanted = list(dict.fromkeys(new))[: _MOST - len(seen)]
    if wanted:
        seen |= {one.person_id: one for one in looking.among(wanted)}


def _ties(people: Iterable[PersonSeen]) -> set[TieSeen]:
    return {tie for one in people for tie in one.ties if tie.status != Status.REJECTED}


def _picture(person: str, seen: dict[str, PersonSeen], ties: list[TieSeen]) -> SafeString:
    bonds = [
        Bond(child=tie.child, relative=tie.relative, relation=tie.relation, confirmed=tie.status == Status.CONFIRMED)
        for tie in ties
    ]
    told = {tie.relative: str(say(f"relation_{tie.relation}")) for tie in ties if tie.child == person}
    told |= {tie.child: str(say("family_child")) for tie in ties if tie.relative == person and OLDER.get(tie.relation)}
    drawn = generations(person, bonds)
    members = [
        Member(person=one, name=name_of(seen[one]) or one, what=told.get(one, "")) for one in drawn if one in seen
    ]
    title, about = str(say("family_title")), str(say("family_about"))
    # The drawing escapes every word that it is given.
    return mark_safe(family_tree(person, members, bonds, title=title, about=about))  # noqa: S308


URLS: list[URLPattern] = [path("people/<str:person>/family/", family, name="family")]

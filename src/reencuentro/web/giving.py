"""Who takes which child: the rules propose, somebody looks at it and may choose otherwise, and only then it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.team import Handing, hand_out
from reencuentro.errors import AccountError
from reencuentro.records.visible.people import PersonSeen
from reencuentro.records.visible.team import Member, children_of, team_of, waiting_for_officer
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.assignment import Given, Waiting, assign
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.refusals import told
from reencuentro.web.said import tongue
from reencuentro.web.showing import name_of
from reencuentro.web.team_forms import UNKNOWN, GivingForm
from reencuentro.web.words import say, say_count

ACTION = Action.ASSIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Giving:
    """Who is to be given out: the children, from whom, and to which team."""

    children: Sequence[PersonSeen]
    before: Member | None
    members: Sequence[Member]

    @property
    def names(self) -> dict[str, str]:
        """What each child is called on the page."""
        return {one.person_id: name_of(one) or one.person_id for one in self.children}

    @property
    def states(self) -> dict[str, str]:
        """Where a child is who goes from one officer to another, or whose agency works in one state alone."""
        covers = [self.before] if self.before else self.members
        found = {one.cover.state for one in covers if one.cover}
        return {one.person_id: next(iter(found)) for one in self.children} if len(found) == 1 else {}

    def offered(self) -> list[tuple[str, str]]:
        """Who can be chosen: whoever is on duty, with what they have."""
        return [(one.officer.public_id, f"{one.officer.full_name} ({one.load})") for one in self._on_duty()]

    def proposed(self, states: Mapping[str, str]) -> dict[str, Given]:
        """Whom the rules propose, by the child."""
        waiting = [
            Waiting(child=one.person_id, state=states.get(one.person_id, ""), languages=_spoken(one))
            for one in self.children
        ]
        return {one.child: one for one in assign(waiting, [one.staff for one in self._on_duty() if one.staff])}

    def handings(self, chosen: Mapping[str, str]) -> list[Handing]:
        """What is done where those were chosen."""
        by_id = {one.officer.public_id: one.officer for one in self.members}
        before = self.before.officer if self.before else None
        return [Handing(person=person, officer=by_id[one], before=before) for person, one in chosen.items()]

    def _on_duty(self) -> list[Member]:
        gone = self.before.officer.pk if self.before else None
        return [one for one in self.members if one.staff and one.staff.on_duty and one.officer.pk != gone]


def _spoken(child: PersonSeen) -> frozenset[str]:
    return frozenset(str(one) for one in child.values("language") if one and one != UNKNOWN)


@declared(action=ACTION, purposes=purposes_on_pages(ACTION), levels=WHO)
@require_http_methods(["GET", "POST"])
@answering
def giving(request: HttpRequest, officer: str = "") -> HttpResponse:
    """Children for whom nobody works, or whom an officer leaves; officer: by public id.

    First it is asked where they are; then the rules propose who takes them; what is sent then is done.
    """
    viewer = viewer_of(request, giving)
    found = _to_give(viewer, officer)
    if request.method == "GET":
        return _asked(request, viewer, found, GivingForm(None, found.names, found.states))
    if "give" not in request.POST:
        asked = GivingForm(request.POST, found.names, found.states)
        return _proposal(request, viewer, found, asked) if asked.is_valid() else _asked(request, viewer, found, asked)
    form = GivingForm(request.POST, found.names, found.states, found.offered())
    if not form.is_valid():
        return _asked(request, viewer, found, form)
    handings = found.handings(form.chosen())
    if not handings:
        return _asked(request, viewer, found, GivingForm(None, found.names, form.states()))
    try:
        with permitted(viewer, ACTION, Matter(people=tuple(one.person for one in handings))):
            count = hand_out(handings, by=viewer.by, at=viewer.at)
    except AccountError as refused:
        form.add_error(None, told(refused))
        return _asked(request, viewer, found, form, HTTPStatus.CONFLICT)
    messages.success(request, say_count("team_given", count))
    return redirect(f"{reverse('team')}?purpose={viewer.purpose.value}")


def _to_give(viewer: Viewer, officer: str) -> _Giving:
    members = team_of(viewer)
    before = next((one for one in members if one.officer.public_id == officer), None)
    if officer and before is None:
        raise NotAllowedError
    children = children_of(viewer, before.officer) if before else waiting_for_officer(viewer)
    return _Giving(children=children, before=before, members=members)


def _asked(
    request: HttpRequest, viewer: Viewer, found: _Giving, form: GivingForm, status: int | None = None
) -> HttpResponse:
    wrong = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "team/giving.html", _page(viewer, found, form), status=status or wrong)


def _proposal(request: HttpRequest, viewer: Viewer, found: _Giving, asked: GivingForm) -> HttpResponse:
    """The proposal: an officer beside each child, and why; each can be changed."""
    states = asked.states()
    proposed = found.proposed(states)
    data = {f"state-{person}": state for person, state in states.items()}
    data |= {f"officer-{person}": one.officer for person, one in proposed.items()}
    form = GivingForm(data, found.names, states, found.offered())
    facts = _page(viewer, found, form, {person: _why(one) for person, one in proposed.items()})
    return render(request, "team/giving.html", {**facts, "proposed": bool(proposed)})


def _why(one: Given) -> list[SafeString]:
    """What speaks for the proposal, and what against it."""
    said = [say("team_why_state" if one.in_state else "team_why_elsewhere")]
    if one.speaks is not None:
        said.append(say("team_why_speaks" if one.speaks else "team_why_silent"))
    return said


def _page(
    viewer: Viewer, found: _Giving, form: GivingForm, why: Mapping[str, Sequence[SafeString]] | None = None
) -> dict[str, Any]:
    spoken = {one.person_id: ", ".join(map(tongue, sorted(_spoken(one)))) for one in found.children}
    rows = [
        {
            "person": person,
            "name": found.names[person],
            "languages": spoken[person],
            "state": state,
            "officer": officer,
            "why": (why or {}).get(person, ()),
        }
        for person, state, officer in form.rows()
    ]
    return {
        "rows": rows,
        "form": form,
        "before": found.before.officer.full_name if found.before else "",
        "nobody": not found.offered(),
        "purpose": viewer.purpose,
    }


URLS: list[URLPattern] = [
    path("team/giving/", giving, name="giving"),
    path("team/<str:officer>/giving/", giving, name="giving_of"),
]
"""The pages on which children are given to officers."""

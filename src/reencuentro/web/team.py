"""The pages of a team: who works where, what they speak, how much they have; and what one of them covers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.team import begin_leave, end_leave, set_cover
from reencuentro.errors import AccountError
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.team import Member, member_named, team_of
from reencuentro.records.visible.viewers import Viewer, purposes_of
from reencuentro.rules.assignment import TOLERANCE
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.shifts import read_kept
from reencuentro.rules.states import STATES
from reencuentro.web import giving
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.refusals import told
from reencuentro.web.said import tongue
from reencuentro.web.team_forms import CoverForm, LeaveForm, shifts_told
from reencuentro.web.words import say

_SEE, _MANAGE, _ASSIGN = Action.SEE_TEAM, Action.MANAGE_TEAM, Action.ASSIGN


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def team(request: HttpRequest) -> HttpResponse:
    """Everybody who can look after a child, state by state."""
    viewer = viewer_of(request, team)
    members = team_of(viewer)
    facts = {
        "states": _by_state(members),
        "bare": _bare(viewer, members),
        "unplaced": [_told(one, {}) for one in members if one.cover is None],
        "may_manage": decide_alone(viewer, _MANAGE).allowed,
        "may_assign": viewer.purpose in purposes_of((_ASSIGN,), viewer.facts.roles),
        "purpose": viewer.purpose,
    }
    return render(request, "team/team.html", facts)


def _by_state(members: Sequence[Member]) -> list[dict[str, Any]]:
    grouped: defaultdict[str, list[Member]] = defaultdict(list)
    for one in members:
        if one.cover:
            grouped[one.cover.state].append(one)
    fair = _fair_parts(members)
    return [
        {
            "name": STATES[code].name,
            "border": STATES[code].border,
            "children": sum(one.load for one in grouped[code]),
            "members": [_told(one, fair) for one in grouped[code]],
        }
        for code in STATES
        if code in grouped
    ]


def _bare(viewer: Viewer, members: Iterable[Member]) -> list[str]:
    """For a Mexican agency the states in which none of its officers is on duty."""
    there = {one.staff.state for one in members if one.staff and one.staff.on_duty}
    return (
        [one.name for code, one in STATES.items() if code not in there] if viewer.facts.agency.country == "MX" else []
    )


def _fair_parts(members: Iterable[Member]) -> dict[str, float]:
    """What each officer on duty would have if the children of a state were given out by hours."""
    teams: defaultdict[str, list[Any]] = defaultdict(list)
    for one in members:
        if one.staff and one.staff.on_duty:
            teams[one.staff.state].append(one.staff)
    fair: dict[str, float] = {}
    for staff in teams.values():
        share = sum(one.load for one in staff) / sum(one.minutes for one in staff)
        fair |= {one.officer: share * one.minutes for one in staff}
    return fair


def _told(one: Member, fair: Mapping[str, float]) -> dict[str, Any]:
    cover, part = one.cover, fair.get(one.officer.public_id)
    return {
        "id": one.officer.public_id,
        "name": one.officer.full_name,
        "languages": ", ".join(map(tongue, cover.languages.split())) if cover else "",
        "shifts": ", ".join(shifts_told(read_kept(cover.shifts))) if cover else "",
        "hours": round(cover.minutes / 60) if cover else 0,
        "load": one.load,
        "away_until": one.away_until,
        # A child can't be halved: one more than fair is no more than fair.
        "too_many": part is not None and one.load > max(part * (1 + float(TOLERANCE)), part + 1),
    }


@declared(action=_MANAGE, purposes=purposes_on_pages(_MANAGE))
@require_http_methods(["GET", "POST"])
@answering
def cover(request: HttpRequest, officer: str) -> HttpResponse:
    """What an officer covers; and whether they are away."""
    viewer = viewer_of(request, cover)
    member = member_named(viewer, officer)
    form = CoverForm(request.POST if request.method == "POST" else None, member.cover)
    return _managed(
        request, (viewer, member), form, lambda: set_cover(member.officer, form.stated(), by=viewer.by, at=viewer.at)
    )


@declared(action=_MANAGE, purposes=purposes_on_pages(_MANAGE))
@require_http_methods(["GET", "POST"])
@answering
def leave(request: HttpRequest, officer: str) -> HttpResponse:
    """Until when an officer is on leave."""
    viewer = viewer_of(request, leave)
    member = member_named(viewer, officer)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    return _managed(
        request, (viewer, member), form, lambda: begin_leave(member.officer, form.until, by=viewer.by, at=viewer.at)
    )


@declared(action=_MANAGE, purposes=purposes_on_pages(_MANAGE))
@require_POST
@answering
def back(request: HttpRequest, officer: str) -> HttpResponse:
    """The officer is back from their leave."""
    viewer = viewer_of(request, back)
    member = member_named(viewer, officer)
    with permitted(viewer, _MANAGE, Matter()):
        end_leave(member.officer, by=viewer.by, at=viewer.at)
    return _to_team(request, viewer, say("team_is_back"))


def _managed(request: HttpRequest, who: tuple[Viewer, Member], form: Any, deed: Callable[[], object]) -> HttpResponse:
    """The page of a form about an officer; where it was sent and is sound, the deed is done."""
    viewer, member = who
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            with permitted(viewer, _MANAGE, Matter()):
                deed()
            return _to_team(request, viewer, say("team_kept"))
        except AccountError as refused:
            form.add_error(None, told(refused))
            status = HTTPStatus.CONFLICT
    elif form.is_bound:
        status = HTTPStatus.BAD_REQUEST
    title = "team_leave" if isinstance(form, LeaveForm) else "team_cover"
    facts = {"form": form, "title": title, "member": _told(member, {}), "purpose": viewer.purpose}
    return render(request, "team/member.html", facts, status=status)


def _to_team(request: HttpRequest, viewer: Viewer, said: SafeString) -> HttpResponse:
    messages.success(request, said)
    return redirect(f"{reverse('team')}?purpose={viewer.purpose.value}")


URLS: list[URLPattern] = [
    path("team/", team, name="team"),
    *giving.URLS,
    path("team/<str:officer>/", cover, name="cover"),
    path("team/<str:officer>/leave/", leave, name="leave_of"),
    path("team/<str:officer>/back/", back, name="back_from_leave"),
]
"""The pages of a team."""

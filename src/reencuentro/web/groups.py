"""Working groups on pages: founded, joined, what each agency shares; meetings and joint actions are pages of duties."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.cases import Doer
from reencuentro.actions.groups import (
    Founding,
    add_member,
    call_meeting,
    found_group,
    give_action,
    leave_group,
    name_owner,
    say_sharing,
)
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.visible.colleagues import colleagues
from reencuentro.records.visible.duties import DutyLine
from reencuentro.records.visible.groups import GroupSeen, VisibleGroups
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.rules.duties.catalogue import DEFINITIONS
from reencuentro.rules.duties.going import DutyError, handed_in
from reencuentro.rules.duties.groups import JOINT, MEETING
from reencuentro.rules.groups import GroupShare
from reencuentro.web.case_showing import agency_name
from reencuentro.web.colleagues import to_choose
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import WORDS, line_shown
from reencuentro.web.fields import offer
from reencuentro.web.filled import BoxedForm, boxed
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.refusals import told
from reencuentro.web.words import said_later, say

_SEE, _DO = Action.SEE_GROUPS, Action.COORDINATE
_WRONG = HTTPStatus.BAD_REQUEST


def _page(action: Action, *methods: str) -> Callable[[Any], Any]:
    def wrap(view: Any) -> Any:
        kept = {(): require_GET, ("POST",): require_POST}.get(methods) or require_http_methods([*methods])
        return declared(action=action, purposes=purposes_on_pages(action))(kept(answering(view)))

    return wrap


class FoundingForm(forms.Form):
    """A group that is to be founded."""

    name = forms.CharField(label=said_later("groups_name"), max_length=120)
    aim = forms.CharField(
        label=said_later("groups_aim"),
        help_text=said_later("groups_aim_help"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    chair = forms.ChoiceField(label=said_later("groups_chair"), help_text=said_later("groups_chair_help"))

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, chair=to_choose(colleagues(viewer, _DO)))


class InvitingForm(forms.Form):
    """An agency that is to belong to the group."""

    agency = forms.ChoiceField(label=said_later("groups_agency"))

    def __init__(self, seen: GroupSeen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [one.agency_id for one in seen.members]
        others = Agency.objects.exclude(kind="").exclude(pk__in=within).order_by("name", "code")
        offer(self, agency=[("", "–"), *((one.code, agency_name(one)) for one in others)])


class SharingForm(forms.Form):
    """What the own agency may tell the group."""

    shares = forms.MultipleChoiceField(
        label=said_later("groups_sharing"),
        help_text=said_later("groups_sharing_help"),
        required=False,
        choices=[(one.value, said_later(f"duty_group_share_{one.value}")) for one in GroupShare],
        error_messages={"invalid_choice": said_later("choice_unknown")},
        widget=forms.CheckboxSelectMultiple,
    )


class OwnerForm(forms.Form):
    """Who of the own agency does a joint action."""

    owner = forms.ChoiceField(label=said_later("groups_owner"))

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, owner=to_choose(colleagues(viewer, _DO)))


def _doer(viewer: Viewer) -> Doer:
    return Doer(officer=officer_of(viewer.facts.id), roles=viewer.facts.roles, at=viewer.at)


@_page(_SEE)
def groups(request: HttpRequest) -> HttpResponse:
    """The groups to which the own agency belongs, and what waits in them."""
    viewer = viewer_of(request, groups)
    visible = VisibleGroups(viewer)
    waiting = [
        {"group": one.group, "line": line_shown(one.line, viewer), "to_you": one.to_you} for one in visible.waiting()
    ]
    brings = Role.RIGHTS_OFFICER in viewer.facts.roles
    facts = {"groups": visible.all(), "waiting": waiting, "brings": brings, "purpose": viewer.purpose}
    return render(request, "groups/list.html", facts)


@_page(_DO, "GET", "POST")
def found(request: HttpRequest) -> HttpResponse:
    """Founds a group; the own agency is in it."""
    viewer = viewer_of(request, found)
    form = FoundingForm(viewer, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        founding = Founding(name=given["name"], aim=given["aim"], chair=officer_of(given["chair"]))
        made = _kept(form, viewer, lambda: found_group(founding, _doer(viewer)))
        if made is not None:
            messages.success(request, say("groups_founded"))
            return redirect(f"{reverse('group', args=[made.public_id])}?purpose={viewer.purpose.value}")
    return _form_page(request, viewer, form, {"title": "groups_found", "back": reverse("groups")})


def _form_page(request: HttpRequest, viewer: Viewer, form: forms.Form, facts: dict[str, Any]) -> HttpResponse:
    status = _WRONG if form.errors else HTTPStatus.OK
    return render(request, "groups/form.html", {"form": form, "purpose": viewer.purpose, **facts}, status=status)


def _kept(form: forms.Form, viewer: Viewer, deed: Callable[[], Any]) -> Any:
    """What the deed gives, if it is permitted; None where it was refused, which then stands in the form."""
    try:
        with permitted(viewer, _DO, Matter()):
            return deed()
    except NotAllowedError:
        raise
    except DutyError as refused:
        for one in refused.broken:
            text = say(f"duty_broken_{one.rule}")
            said = str(say("duty_source", text=text, source=one.source) if one.source else text)
            form.add_error(one.box if one.box in form.fields else None, said)
        if not refused.broken:
            form.add_error(None, told(refused))
    except AccountError as refused:
        form.add_error(None, told(refused))
    return None


@_page(_SEE)
def group(request: HttpRequest, group: str) -> HttpResponse:
    """One group: who belongs to it, what each shares, its meetings and its actions."""
    viewer = viewer_of(request, _GROUP)
    return _group_page(request, viewer, VisibleGroups(viewer).get(group))


_GROUP = group


def _group_page(request: HttpRequest, viewer: Viewer, seen: GroupSeen, **given: Any) -> HttpResponse:
    chairs = seen.group.agency.code == viewer.facts.agency.code
    shares = SharingForm(initial={"shares": seen.own.may_share}, auto_id="share_%s")
    facts = {
        "group": seen.group,
        "agency": agency_name(seen.group.agency),
        "chair": seen.group.chair.full_name if chairs else agency_name(seen.group.agency),
        "members": [_member(one) for one in seen.members],
        "meetings": [line_shown(one, viewer) for one in seen.meetings],
        "actions": [_action(one, seen, viewer) for one in seen.actions],
        "inviting": InvitingForm(seen, auto_id="invite_%s") if chairs else None,
        "leaves": not chairs,
        "sharing": shares,
        "purpose": viewer.purpose,
        **given,
    }
    wrong = any(isinstance(one, forms.Form) and one.errors for one in given.values())
    return render(request, "groups/group.html", facts, status=_WRONG if wrong else HTTPStatus.OK)


def _member(one: Any) -> dict[str, Any]:
    return {"agency": agency_name(one.agency), "shares": one.may_share, "since": one.joined_at}


def _action(line: DutyLine, seen: GroupSeen, viewer: Viewer) -> dict[str, Any]:
    duty = line.duty
    does = duty.counterpart or duty.agency
    late = line.is_late or duty.state == "joint_escalated"
    return {
        "line": line_shown(line, viewer),
        "does": agency_name(does),
        "owner": line_shown(line, viewer).owner if duty.owner.agency_id == does.pk else "",
        "may_name": does.code == viewer.facts.agency.code and duty.over_at is None,
        "escalated": late and duty.over_at is None,
    }


def _deed(name: str, deed: Callable[[GroupSeen, Any, Doer], Any], form: Callable[..., forms.Form], said: str) -> Any:
    """The view by which something small is done on a group's page. name: of its form there."""

    @_page(_DO, "POST")
    def view(request: HttpRequest, group: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        seen = VisibleGroups(viewer).get(group)
        sent = form(seen, request.POST)
        if sent.is_valid():
            _kept(sent, viewer, lambda: deed(seen, sent.cleaned_data, _doer(viewer)))
        if sent.errors:
            return _group_page(request, viewer, seen, **{name: sent})
        messages.success(request, say(said))
        return redirect(
            f"{reverse('groups')}?purpose={viewer.purpose.value}" if name == "leaving" else _at(viewer, seen)
        )

    return view


def _at(viewer: Viewer, seen: GroupSeen) -> str:
    return f"{reverse('group', args=[seen.group.public_id])}?purpose={viewer.purpose.value}"


invite = _deed(
    "inviting",
    lambda seen, given, doer: add_member(seen.group, agency_of(given["agency"]), doer),
    partial(InvitingForm, auto_id="invite_%s"),
    "groups_added",
)
share = _deed(
    "sharing",
    lambda seen, given, doer: say_sharing(seen.group, frozenset(map(GroupShare, given["shares"])), doer),
    lambda seen, sent: SharingForm(sent, auto_id="share_%s"),
    "done",
)
leave = _deed(
    "leaving",
    lambda seen, given, doer: leave_group(seen.group, doer),
    lambda seen, sent: forms.Form(sent),
    "groups_left",
)


def _beginning(kind: str, title: str) -> Any:
    """The view by which a meeting or a joint action of a group begins."""
    (step,) = DEFINITIONS[kind].following("")

    @_page(_DO, "GET", "POST")
    def view(request: HttpRequest, group: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        seen = VisibleGroups(viewer).get(group)
        form = _begun(kind, seen)(request.POST if request.method == "POST" else None)
        if form.is_valid():
            duty = _kept(form, viewer, lambda: _begin(kind, seen, form, _doer(viewer)))
            if duty is not None:
                messages.success(request, say("duty_begun"))
                return redirect(f"{reverse('duty_groups', args=[duty.public_id])}?purpose={viewer.purpose.value}")
        facts = {"title": title, "caption": seen.group.name, "back": reverse("group", args=[group])}
        return _form_page(request, viewer, form, facts)

    def _begun(kind: str, seen: GroupSeen) -> type[BoxedForm]:
        made = boxed(step.shape, WORDS, partial(handed_in, step))
        if kind != JOINT:
            return made
        choices = [(one.agency.code, agency_name(one.agency)) for one in seen.members]
        field = forms.ChoiceField(
            label=said_later("groups_does"),
            choices=[("", "–"), *choices],
            error_messages={"invalid_choice": said_later("choice_unknown")},
        )
        return type("JointForm", (made,), {"beside": frozenset({"does"}), "does": field})

    return view


def _begin(kind: str, seen: GroupSeen, form: BoxedForm, doer: Doer) -> Any:
    if kind == MEETING:
        return call_meeting(seen.group, form.boxes, doer)
    return give_action(seen.group, agency_of(form.cleaned_data["does"]), form.boxes, doer)


meet, act = _beginning(MEETING, "groups_meet"), _beginning(JOINT, "groups_act")


@_page(_DO, "GET", "POST")
def owner(request: HttpRequest, group: str, action: str) -> HttpResponse:
    """Names who of the own agency does a joint action."""
    viewer = viewer_of(request, owner)
    seen = VisibleGroups(viewer).get(group)
    line = next((one for one in seen.actions if one.duty.public_id == action), None)
    if line is None or not _action(line, seen, viewer)["may_name"]:
        raise NotAllowedError
    form = OwnerForm(viewer, request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = officer_of(form.cleaned_data["owner"])
        _kept(form, viewer, lambda: name_owner(line.duty, chosen, _doer(viewer)))
        if not form.errors:
            messages.success(request, say("groups_owner_named"))
            return redirect(_at(viewer, seen))
    facts = {"title": "groups_owner_name", "caption": line_shown(line, viewer).gist}
    return _form_page(request, viewer, form, {**facts, "back": reverse("group", args=[group])})


URLS: list[URLPattern] = [
    path("groups/", groups, name="groups"),
    path("groups/found/", found, name="found_group"),
    path("groups/<str:group>/", group, name="group"),
    path("groups/<str:group>/invite/", invite, name="invite_to_group"),
    path("groups/<str:group>/share/", share, name="share_in_group"),
    path("groups/<str:group>/leave/", leave, name="leave_group"),
    path("groups/<str:group>/meet/", meet, name="meet_group"),
    path("groups/<str:group>/act/", act, name="act_group"),
    path("groups/<str:group>/actions/<str:action>/owner/", owner, name="name_owner"),
]

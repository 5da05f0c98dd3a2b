"""A version of an agreement, drafted on a page: what can't be agreed is said beside its box; nothing typed is lost."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.agreements import draft_agreement
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.text import UnreadableError
from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.agreements import Agreement, Trouble, shown_by_policy, troubles_of
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS, Reach
from reencuentro.rules.disclosure.vocabulary import (
    NOTHING,
    Action,
    AgencyKind,
    Compartment,
    Compartments,
    Level,
    Purpose,
    Role,
    Topic,
)
from reencuentro.web.agreements import ours
from reencuentro.web.declared import declared
from reencuentro.web.fields import DayField, offer
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import said_later, say

_AGREE = Action.MANAGE_AGREEMENTS
_AGREED = tuple(row for row in ROWS if row.reach is Reach.AGREED)
_ROLES = tuple(role for role in Role if any(row.role is role for row in _AGREED))
_PURPOSES = tuple(one for one in Purpose if any(one in row.purposes for row in _AGREED))
_TOPICS = tuple(one for one in Topic if any(Compartment(Level.PROTECTED, one) in row.shows for row in _AGREED))


def _several(label: str, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=said_later(label), widget=forms.CheckboxSelectMultiple, **options)


class DraftForm(forms.Form):
    """The terms of a version."""

    agreement = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$",
        label=said_later("draft_name"),
        help_text=said_later("draft_name_help"),
        error_messages={"invalid": said_later("draft_name_wrong")},
    )
    giver = forms.ChoiceField(label=said_later("agreement_giver"))
    taker = forms.ChoiceField(label=said_later("agreement_taker"))
    purposes = _several("what_for_short")
    roles = _several("draft_roles")
    levels = _several("agreement_levels")
    topics = _several("draft_topics", required=False, help_text=said_later("draft_topics_help"))
    only_nationals_of = forms.CharField(
        label=said_later("agreement_nationals"),
        help_text=said_later("draft_nationals_help"),
        required=False,
        max_length=200,
    )
    begins = DayField(label=said_later("agreement_from"))
    until = DayField(label=said_later("agreement_until"), help_text=said_later("draft_until_help"))

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        agencies = [
            (one.code, one.name or one.code) for one in Agency.objects.exclude(kind="").order_by("name", "code")
        ]
        offer(
            self,
            giver=[("", "–"), *agencies],
            taker=[("", "–"), *agencies],
            purposes=[(one.value, say(f"purpose_{one.value}")) for one in _PURPOSES],
            roles=[(one.value, say(one.value)) for one in _ROLES],
            levels=[(str(one.value), say(f"level_{one.value}")) for one in Level],
            topics=[(one.value, say(f"topic_{one.value}")) for one in _TOPICS],
        )

    def clean_only_nationals_of(self) -> frozenset[str]:
        """The countries, by their codes. Raises ValidationError for what names none."""
        named = [one for one in str(self.cleaned_data["only_nationals_of"]).split(",") if one.strip()]
        try:
            return frozenset(read_country(one) for one in named)
        except UnreadableError as unknown:
            raise ValidationError(say("draft_nationals_wrong")) from unknown

    def clean(self) -> dict[str, Any]:
        """Whether such an agreement can be made."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        terms = self.terms()
        for trouble in troubles_of(terms):
            box, key = _TROUBLES.get(trouble, (None, "draft_trouble"))
            self.add_error(box, say(key, allowed=_allowed(trouble, terms)))
        if not self.errors and terms.valid_until <= self.viewer.at:
            self.add_error("until", say("draft_over"))
        return typed

    def terms(self) -> Agreement:
        """The terms as a first version. Call it on boxes that are right each by itself."""
        typed = self.cleaned_data
        return Agreement(
            id=typed["agreement"],
            version=1,
            giver=typed["giver"],
            taker=typed["taker"],
            taker_kind=AgencyKind(agency_of(typed["taker"]).kind),
            purposes=frozenset(map(Purpose, typed["purposes"])),
            roles=frozenset(map(Role, typed["roles"])),
            levels=frozenset(Level(int(one)) for one in typed["levels"]),
            topics=frozenset(map(Topic, typed["topics"])),
            only_nationals_of=typed["only_nationals_of"],
            valid_from=_midnight(typed["begins"]),
            valid_until=_midnight(typed["until"]),
        )


_TROUBLES = {
    Trouble.WITH_ITSELF: ("taker", "draft_with_itself"),
    Trouble.PURPOSE_NOT_FOR_TAKER: ("purposes", "draft_purposes_beyond"),
    Trouble.ROLE_NOT_OF_TAKER: ("roles", "draft_roles_beyond"),
    Trouble.MORE_THAN_TAKER_MAY_SEE: ("levels", "draft_more_than_kind"),
    Trouble.MORE_THAN_POLICY_SHOWS: ("levels", "draft_more_than_policy"),
    Trouble.TOPIC_WITHOUT_LEVEL: ("topics", "draft_topics_lack"),
    Trouble.ENDS_BEFORE_IT_BEGINS: ("until", "draft_ends_first"),
    Trouble.TOO_LONG: ("until", "draft_too_long"),
}
"""Beside which box each trouble is said, and in which words."""


def _allowed(trouble: Trouble, terms: Agreement) -> str:
    """What would be right instead, in words; "" where the words of the trouble say it."""
    kind = KINDS[terms.taker_kind]
    if trouble is Trouble.PURPOSE_NOT_FOR_TAKER:
        return _listed(say(f"purpose_{one.value}") for one in _PURPOSES if one in kind.purposes)
    if trouble is Trouble.ROLE_NOT_OF_TAKER:
        return _listed(say(one.value) for one in _ROLES if one in kind.roles)
    by_policy = shown_by_policy(terms.roles, terms.purposes)
    return places_in_words(kind.takes & by_policy if trouble in _BEYOND else NOTHING)


_BEYOND = (Trouble.MORE_THAN_TAKER_MAY_SEE, Trouble.MORE_THAN_POLICY_SHOWS)


def places_in_words(places: Compartments) -> str:
    """Compartments as the reader calls them, the least telling first."""
    return _listed(place_in_words(one) for one in sorted(places, key=lambda one: (one.level, str(one))))


def place_in_words(place: Compartment) -> str:
    """A compartment as the reader calls it."""
    return str(say(f"topic_{place.topic.value}" if place.topic else f"level_{place.level.value}"))


def _listed(words: Iterable[str]) -> str:
    return "; ".join(map(str, words)) or str(say("draft_nothing"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_http_methods(["GET", "POST"])
@answering
def draft(request: HttpRequest) -> HttpResponse:
    """Drafts a version; either side may. Kept, it can be tried before anybody signs."""
    viewer = viewer_of(request, draft)
    if request.method == "GET":
        with permitted(viewer, _AGREE, Matter()):
            return _page(request, DraftForm(viewer, initial=_initial(request, viewer)))
    form = DraftForm(viewer, request.POST)
    with permitted(viewer, _AGREE, Matter()):
        kept = _kept(form, viewer) if form.is_valid() else None
    if kept is None:
        return _page(request, form, HTTPStatus.BAD_REQUEST)
    messages.success(request, say("draft_kept"))
    address = reverse("try_agreement", args=[kept.agreement, kept.version])
    return redirect(f"{address}?purpose={viewer.purpose.value}")


def _kept(form: DraftForm, viewer: Viewer) -> AgreementVersion | None:
    terms = form.terms()
    if viewer.facts.agency.code not in (terms.giver, terms.taker):
        raise NotAllowedError
    try:
        return draft_agreement(terms, by=viewer.by, at=viewer.at)
    except AccountError:  # all but its name was looked at before
        form.add_error("agreement", str(say("draft_name_taken")))
        return None


def _page(request: HttpRequest, form: DraftForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    facts = {"form": form, "purpose": form.viewer.purpose, "following": request.GET.get("after", "")}
    return render(request, "agreements/draft.html", facts, status=status)


def _initial(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """What the form says before anybody typed: the terms of the version that is to be followed, but for its days."""
    after, number = request.GET.get("after", ""), request.GET.get("version", "")
    if not after:
        return {"giver": viewer.facts.agency.code}
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise NotAllowedError
    terms = ours(viewer, after, int(number)).as_rule()
    return {
        "agreement": terms.id,
        "giver": terms.giver,
        "taker": terms.taker,
        "purposes": sorted(terms.purposes),
        "roles": sorted(terms.roles),
        "levels": sorted(str(one.value) for one in terms.levels),
        "topics": sorted(terms.topics),
        "only_nationals_of": ", ".join(sorted(terms.only_nationals_of)),
    }

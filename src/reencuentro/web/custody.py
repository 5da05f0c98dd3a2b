"""One person's way on the pages: as a list and as a picture, and what officers note of it."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.stays import StayStated, correct_stay, end_stay, note_stay, transfer_stay, withdraw_stay
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, purposes_of
from reencuentro.records.visible.ways import WaySeen, way_of
from reencuentro.reports.way import Shape, Strip, Today, way
from reencuentro.rules.chains import Chain, Contradiction, Gap
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.whereabouts import Stay, StayKind
from reencuentro.web.dates import day
from reencuentro.web.declared import declared
from reencuentro.web.fields import DayField
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import said_later, say, say_count

_SEE, _NOTE = Action.SEE_LOCATION, Action.NOTE_STAY


class StayForm(forms.Form):
    """With which agency somebody was, from when, until when."""

    agency = forms.ChoiceField(label=said_later("custody_agency"))
    began = DayField(label=said_later("custody_began"))
    ended = DayField(label=said_later("custody_ended"), required=False, help_text=said_later("custody_ended_help"))
    place = forms.CharField(
        label=said_later("custody_place"), help_text=said_later("custody_place_help"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.choices = [("", ""), *_agencies()]

    def clean(self) -> dict[str, Any]:
        """Days to come haven't happened, and nothing ends before it begins."""
        typed: dict[str, Any] = super().clean() or {}
        today = timezone.now().date()
        for name in ("began", "ended"):
            if (typed.get(name) or today) > today:
                self.add_error(name, say("custody_day_to_come"))
        began, ended = typed.get("began"), typed.get("ended")
        if began and ended and ended < began:
            self.add_error("ended", say("custody_ends_before"))
        return typed

    def stated(self, person: str, viewer: Viewer) -> StayStated:
        """What was typed."""
        typed = self.cleaned_data
        return StayStated(
            person=person,
            agency=typed["agency"],
            began_on=typed["began"],
            ended_on=typed.get("ended"),
            place=typed.get("place", ""),
            told_by=viewer.facts.agency.code,
        )


class MoveForm(StayForm):
    """To which agency somebody was moved, and when."""

    field_order = ("agency", "began", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ended"]
        self.fields["began"].label = say("custody_moved_on")


class EndForm(forms.Form):
    """The day on which somebody left."""

    ended = DayField(label=said_later("custody_left_on"))

    def clean_ended(self) -> Any:
        """A day to come hasn't happened."""
        if self.cleaned_data["ended"] > timezone.now().date():
            raise forms.ValidationError(say("custody_day_to_come"))
        return self.cleaned_data["ended"]


class NoForm(forms.Form):
    """Nothing to be filled in."""


def _agencies() -> list[tuple[str, str]]:
    told = Agency.objects.filter(suspended_at=None).order_by("code").values_list("code", "name")
    return [(code, f"{name} ({code})" if name and name != code else code) for code, name in told]


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels)
@require_GET
@answering
def way_page(request: HttpRequest, person: str) -> HttpResponse:
    """The way of one person through places and agencies."""
    viewer = viewer_of(request, way_page)
    seen = way_of(viewer, person)
    facts = {"person": person, "purpose": viewer.purpose, **_told(seen)}
    if viewer.purpose in purposes_of((_NOTE,), viewer.facts.roles):
        facts["forms"] = [
            ("note", StayForm(auto_id="note_%s"), reverse("note_stay", args=[person])),
            ("move", MoveForm(auto_id="move_%s"), reverse("move_stay", args=[person])),
            ("end", EndForm(auto_id="end_%s"), reverse("end_stay", args=[person])),
        ]
        facts["corrections"] = [(number, _correction(number, stay)) for number, stay in sorted(seen.noted.items())]
    return render(request, "custody/way.html", facts)


def _correction(number: int, stay: Stay) -> StayForm:
    """What was noted, to be put right."""
    said = {"agency": stay.agency, "began": stay.began, "ended": stay.ended, "place": stay.place}
    return StayForm(initial=said, auto_id=f"correct-{number}_%s")


def _told(seen: WaySeen) -> dict[str, Any]:
    """The chain in words, and as a picture."""
    chain = seen.chain
    links = [_link(link, chain, seen.noted) for link in chain.links]
    clashes = [_clash(one) for one in chain.contradictions]
    return {
        "is_child": seen.is_child,
        "links": links,
        "undated": [_link(one, chain, seen.noted) for one in chain.undated],
        "clashes": clashes,
        "limits": [
            say(f"custody_limit_{'certain' if one.is_certain else 'likely'}", days=one.days) for one in chain.past_limit
        ],
        "picture": _picture(chain, links) if chain.links else "",
    }


def _link(link: Stay | Gap, chain: Chain, noted: Mapping[int, Stay]) -> dict[str, Any]:
    if isinstance(link, Gap):
        words = say(f"custody_gap_{link.kind.value}")
        return {"gap": link.kind.value, "title": words, "when": _between(link.since, link.until), "words": words}
    where = " · ".join(filter(None, (link.agency, link.place))) or say("custody_somewhere")
    numbers = [source.number for source in link.sources if source.number in noted]
    return {
        "gap": "",
        "title": where,
        "kind": link.kind.value,
        "when": _days(link),
        "words": f"{where}: {say(f'custody_kind_{link.kind.value}')}",
        "onward": link.onward,
        "removed": link.removed,
        "doubted": any(link in (one.first, one.second) for one in chain.contradictions),
        "sources": sorted({_source(source.agency, source.record_id) for source in link.sources if not source.number}),
        "noted": numbers,
    }


def _source(agency: str, record_id: str) -> str:
    return f"{agency} {record_id}".strip()


def _days(stay: Stay) -> str:
    """From when until when, as far as anybody says; what is only certain from lists is said so."""
    if not stay.days:
        return str(say("custody_no_day"))
    began = say("custody_from", day=day(stay.began)) if stay.began else say("custody_seen_from", day=day(stay.days[0]))
    if stay.ended:
        return f"{began} {say('custody_to', day=day(stay.ended))}"
    return (
        f"{began} {say('custody_seen_to' if stay.days[-1] != stay.days[0] else 'custody_open', day=day(stay.days[-1]))}"
    )


def _between(since: Any, until: Any) -> str:
    return f"{say('custody_from', day=day(since))} {say('custody_to', day=day(until))}"


def _clash(one: Contradiction) -> str:
    sides = [" · ".join(filter(None, (stay.agency, stay.place))) or say("custody_somewhere") for stay in _two(one)]
    facts = {"first": sides[0], "second": sides[-1], "since": day(one.since), "until": day(one.until)}
    return str(say(f"custody_clash_{one.kind.value}", **facts))


def _two(one: Contradiction) -> Iterator[Stay]:
    yield one.first
    if one.second != one.first:
        yield one.second


def _picture(chain: Chain, links: list[dict[str, Any]]) -> SafeString:
    strips = [_strip(link, told) for link, told in zip(chain.links, links, strict=True)]
    about = ". ".join(f"{one['words']}, {one['when']}" for one in links)
    # The drawing escapes every word that it is given.
    return mark_safe(way(strips, _today(chain), title=str(say("custody_way")), about=about, day_text=day))  # noqa: S308


def _today(chain: Chain) -> Today | None:
    """What is known since the last word; nothing of somebody who was removed, or where the newest word is today's."""
    last = max(chain.stays, key=lambda one: one.days[-1])
    silent = (chain.as_of - last.days[-1]).days
    if silent <= 0 or last.removed:
        return None
    key = "custody_until_today" if any(one.is_open for one in chain.stays) else "custody_since_then"
    return Today(chain.as_of, str(say_count(key, silent)))


def _strip(link: Stay | Gap, told: Mapping[str, Any]) -> Strip:
    """How long it was is said of what has two days, and of what goes on up to its newest word."""
    shape = Shape.GAP if isinstance(link, Gap) else Shape.TOLD if link.kind is StayKind.TOLD else Shape.HELD
    since, until = (link.since, link.until) if isinstance(link, Gap) else (link.days[0], link.days[-1])
    return Strip(
        words=str(told["title"]),
        lasts=str(say_count("custody_lasts", (until - since).days or 1)),
        shape=shape,
        since=since,
        until=until,
        goes_on=isinstance(link, Stay) and link.is_open,
        doubted=bool(told.get("doubted")),
    )


Deed = Callable[[Any, str, Viewer, int], Any]


def _noting(kind: str, form_class: type[forms.Form], deed: Deed) -> Callable[..., HttpResponse]:
    """The view by which an officer notes something of a person's way; what was typed wrongly stays, with what to do."""

    @declared(action=_NOTE, purposes=purposes_on_pages(_NOTE), levels=DECLARATIONS[_NOTE].levels)
    @require_POST
    @answering
    def view(request: HttpRequest, person: str, number: int = 0) -> HttpResponse:
        viewer, form = viewer_of(request, view), form_class(request.POST)
        status = HTTPStatus.BAD_REQUEST
        try:
            with permitted(viewer, _NOTE, Matter(people=(person,))):
                if not form.is_valid():
                    raise AccountError("something isn't filled in as it must be", remedy="Correct what is marked.")
                deed(form, person, viewer, number)
        except NotAllowedError:
            raise
        except AccountError:
            if form.is_valid():
                form.add_error(None, say("custody_refused"))
                status = HTTPStatus.CONFLICT
            facts = {"form": form, "kind": kind, "person": person, "purpose": viewer.purpose}
            return render(request, "custody/stay.html", facts, status=status)
        messages.success(request, say(f"custody_{kind}_done"))
        return redirect(f"{reverse('way', args=[person])}?purpose={viewer.purpose.value}")

    return view


def _note(form: StayForm, person: str, viewer: Viewer, _: int) -> None:
    note_stay(form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _move(form: StayForm, person: str, viewer: Viewer, _: int) -> None:
    transfer_stay(form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _end(form: EndForm, person: str, viewer: Viewer, _: int) -> None:
    end_stay(person, form.cleaned_data["ended"], by=viewer.by, at=viewer.at)


def _correct(form: StayForm, person: str, viewer: Viewer, number: int) -> None:
    correct_stay(number, form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _withdraw(_form: forms.Form, person: str, viewer: Viewer, number: int) -> None:
    withdraw_stay(person, number, by=viewer.by, at=viewer.at)


URLS: list[URLPattern] = [
    path("people/<str:person>/way/", way_page, name="way"),
    path("people/<str:person>/stays/note/", _noting("note", StayForm, _note), name="note_stay"),
    path("people/<str:person>/stays/move/", _noting("move", MoveForm, _move), name="move_stay"),
    path("people/<str:person>/stays/end/", _noting("end", EndForm, _end), name="end_stay"),
    path(
        "people/<str:person>/stays/<int:number>/correct/", _noting("correct", StayForm, _correct), name="correct_stay"
    ),
    path(
        "people/<str:person>/stays/<int:number>/withdraw/", _noting("withdraw", NoForm, _withdraw), name="withdraw_stay"
    ),
]

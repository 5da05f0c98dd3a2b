"""The directory of consular posts, and the notices whose time is over or that need a look."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from reencuentro.records.visible.consular import withheld_behind_open_gates
from reencuentro.records.visible.duties import VisibleDuties
from reencuentro.rules.consulates.posts import Directory, Post, Source, directory
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action
from reencuentro.rules.duties.consular import AREA
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import line_shown
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import language, said_later, say

_SEE = Action.SEE_NOTICES


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels | {IDENTITY.level})
@require_GET
@answering
def notices(request: HttpRequest) -> HttpResponse:
    """What is late, what has been longest in front; and what was withheld though the gate stands open."""
    viewer = viewer_of(request, notices)
    late = VisibleDuties(viewer, _SEE).late(AREA)
    facts = {
        "late": [line_shown(one, viewer) for one in late.lines],
        "more": late.last is not None,
        "exposed": [line_shown(one, viewer) for one in withheld_behind_open_gates(viewer)],
        "addresses": {"duty": f"duty_{AREA}"},
        "purpose": viewer.purpose,
    }
    return render(request, "consular/notices.html", facts)


class PostsForm(forms.Form):
    """Which posts are asked for."""

    country = forms.ChoiceField(label=said_later("consulates_country"), required=False)
    state = forms.ChoiceField(label=said_later("consulates_state"), required=False)

    def __init__(self, known: Directory, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = sorted({one.country for one in known.posts}, key=_country)
        states = sorted({state for one in known.posts for state in (one.state, *one.whole, *one.part)})
        self._offer("country", ((one, _country(one)) for one in countries))
        self._offer("state", ((one, one) for one in states))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", say("consulates_any")), *choices]

    def chosen(self, known: Directory) -> list[Post]:
        """The posts that fit; all of them where what was typed can't be understood."""
        typed: Mapping[str, str] = self.cleaned_data if self.is_valid() else {}
        country, state = typed.get("country", ""), typed.get("state", "")
        countries = {country} if country else {one.country for one in known.posts}
        if not state:
            return list(known.of(countries))
        today = timezone.now().date()
        return [post for one in sorted(countries) for post in known.serving(one, state, today)]


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def consulates(request: HttpRequest) -> HttpResponse:
    """Where the posts of each country are, which states they serve, and how that is known. Public facts, nobody's."""
    viewer, known = viewer_of(request, consulates), directory()
    form = PostsForm(known, request.GET)
    posts = form.chosen(known)
    sources = list(dict.fromkeys(one.source for one in posts))
    facts = {
        "filter": form,
        "posts": [_told(one, sources) for one in posts],
        "sources": sources,
        "networks": [_counted(known, one.country, one.posts, one.source) for one in known.networks],
        "purpose": viewer.purpose,
    }
    return render(request, "consular/consulates.html", facts)


def _country(code: str) -> str:
    return str(Locale(language()).territories.get(code, code))


def _told(post: Post, sources: list[Source]) -> dict[str, Any]:
    return {
        "code": post.code,
        "country": _country(post.country),
        "place": f"{post.city}, {post.state}",
        "kind": f"post_kind_{post.kind.value}",
        "whole": ", ".join(sorted(post.whole)),
        "part": ", ".join(sorted(post.part)),
        "source": sources.index(post.source) + 1,
    }


def _counted(known: Directory, country: str, said: int, source: str) -> dict[str, Any]:
    return {"country": _country(country), "here": len(known.of({country})), "said": said, "source": source}


URLS: list[URLPattern] = [
    path("notices/", notices, name="notices"),
    path("consulates/", consulates, name="consulates"),
]

"""Judgements about any two records, one by one; what waits to be judged is shown by `matches`."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie
from reencuentro.actions.permitted import Matter, acted_before, judged_by, permitted
from reencuentro.errors import AccountError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Verdict
from reencuentro.records.provenance import person_of, record_named
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.typed import Typed
from reencuentro.web.words import say

Deed = Callable[[Typed, str, Viewer], Any]
MatterOf = Callable[[Typed, str, Viewer], Matter]


def _judging(action: Action, deed: Deed, matter_of: MatterOf) -> Callable[..., HttpResponse]:
    """The view by which officers say what they found about a person and another."""

    @declared(action=action, purposes=purposes_on_pages(action), levels=DECLARATIONS[action].levels)
    @require_POST
    @answering
    def view(request: HttpRequest, person: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        typed = Typed(request.POST)
        with permitted(viewer, action, partial(matter_of, typed, person, viewer)):
            deed(typed, person, viewer)
        messages.success(request, say("done"))
        return redirect("home")

    return view


def _pair(typed: Typed, person: str, _: Viewer) -> Matter:
    return Matter(people=(person, typed.text("other")))


def _judge(typed: Typed, person: str, viewer: Viewer) -> None:
    over = typed.number("over") if typed.text("over") else None
    _decide(typed, (person, typed.text("other")), typed.word("verdict", Verdict), viewer, over)


def _judged(typed: Typed, person: str, _: Viewer) -> Matter:
    others = acted_before(judged_by(typed.number("judgement")))
    return Matter(people=(person, typed.text("other")), others=others)


def _verify(typed: Typed, person: str, viewer: Viewer) -> None:
    """The second officer's judgement on the same question stands upon the first one's."""
    pair = (person, typed.text("other"))
    _decide(typed, pair, typed.word("verdict", Verdict), viewer, typed.number("judgement"))


def _decide(typed: Typed, pair: tuple[str, str], verdict: Verdict, viewer: Viewer, over: int | None) -> None:
    left, right = record_named(typed.text("record")), record_named(typed.text("other_record"))
    if left is None or right is None or tuple(map(_person_of, (left, right))) != pair:
        raise NotAllowedError
    deciding = Deciding(by=viewer.by, reason=typed.text("reason"), at=viewer.at, expected=over)
    if not deciding.reason:
        raise AccountError("a judgement needs a reason", remedy="Say why, in words.")
    relation = typed.text("relation")
    if relation:
        judge_tie(left, right, relation, verdict, deciding)
    else:
        judge_identity(left, right, verdict, deciding)


def _person_of(record: RecordKey) -> str:
    person = person_of(record)
    return person.public_id if person else ""


URLS: list[URLPattern] = [
    path("people/<str:person>/judge/", _judging(Action.JUDGE, _judge, _pair), name=Action.JUDGE.value),
    path("people/<str:person>/verify/", _judging(Action.VERIFY, _verify, _judged), name=Action.VERIFY.value),
]

"""How officers answer a question about two people: yes or no with a reason, or an answer taken back."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, ClassVar, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.judgements import Deciding
from reencuentro.actions.permitted import Matter, acted_before, judged_by, permitted
from reencuentro.errors import JudgementError
from reencuentro.linkage.results import Verdict
from reencuentro.records.visible.queues import LEVELS
from reencuentro.records.visible.viewers import Viewer, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.trails import Trail
from reencuentro.web.words import said_later, say

Facts = dict[str, Any]


class JudgeForm(forms.Form):
    """Why: one of the usual reasons, or own words; the button pressed is the verdict."""

    why = forms.ChoiceField(label=said_later("match_why"), required=False, widget=forms.RadioSelect)
    words = forms.CharField(
        label=said_later("match_words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, reasons: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["why"]
        choices.choices = [(key, say(f"match_why_{key}")) for key in reasons]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where neither a reason was chosen nor one written."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("why") or cleaned.get("words")):
            self.add_error("why", say("match_why_missing"))
        return cleaned

    @property
    def reason(self) -> str:
        """The reason as it is kept: the code of the usual one, and the words."""
        return ": ".join(filter(None, (self.cleaned_data["why"], self.cleaned_data["words"])))


class Question(Protocol):
    """A question about two people, as its address names it. said: the key of what is said once it is answered."""

    template: ClassVar[str]
    reasons: ClassVar[tuple[str, ...]]
    said: ClassVar[str]

    def shown(self, viewer: Viewer, trail: Trail) -> AbstractContextManager[Facts]:
        """What the page shows. Raises NotAllowedError, noted, for whoever may not see it."""

    def people(self) -> tuple[str, ...]:
        """Whom it is about. Raises NotAllowedError where it isn't there. Called behind the wall."""

    def judge(self, verdict: Verdict | None, deciding: Deciding) -> None:
        """Decides. Raises JudgementError where somebody decided meanwhile, or rivals stand in the way."""


Questioned = Callable[..., Question]


def showing(question: Questioned) -> Callable[..., HttpResponse]:
    """The view of such a question."""

    @declared(action=Action.SEE_MATCH, purposes=purposes_on_pages(Action.SEE_MATCH), levels=LEVELS)
    @require_GET
    @answering
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        viewer, asked = viewer_of(request, view), question(**named)
        with asked.shown(viewer, Trail.of(request)) as facts:
            return render(request, asked.template, {**facts, "form": JudgeForm(asked.reasons)})

    return view


def answered_by(action: Action, question: Questioned) -> Callable[..., HttpResponse]:
    """The view by which an officer says yes or no to such a question, or takes an answer back; then comes the next."""

    @declared(action=action, purposes=purposes_on_pages(action), levels=LEVELS)
    @require_POST
    @answering
    def view(request: HttpRequest, **named: Any) -> HttpResponse:
        viewer, trail, asked = viewer_of(request, view), Trail.of(request), question(**named)
        form = JudgeForm(asked.reasons, request.POST)
        status = _answer(request, viewer, action, asked, form)
        if status is None:
            said = "match_verified_" if action is Action.VERIFY else asked.said
            messages.success(request, say(f"{said}{request.POST['verdict']}"))
            return redirect(trail.onwards(viewer.purpose))
        with asked.shown(viewer, trail) as facts:
            return render(request, asked.template, {**facts, "form": form}, status=status)

    return view


def _answer(
    request: HttpRequest, viewer: Viewer, action: Action, asked: Question, form: JudgeForm
) -> HTTPStatus | None:
    """Decides as the form has it; None once it is done, else how what is wrong with it is answered."""
    over = _number(request.POST.get("over", ""))
    verdict = _VERDICTS.get(request.POST.get("verdict", ""), _MISSING)
    if verdict is _MISSING:
        form.add_error(None, say("match_verdict_missing"))
        return HTTPStatus.OK
    if not form.is_valid():
        return HTTPStatus.OK

    def matter() -> Matter:
        others = acted_before(judged_by(over or 0)) if action is Action.VERIFY else ()
        return Matter(people=asked.people(), others=others)

    try:
        with permitted(viewer, action, matter):
            asked.judge(verdict, Deciding(by=viewer.by, reason=form.reason, at=viewer.at, expected=over))
    except JudgementError as refused:
        form.add_error(None, say("match_meanwhile" if "meanwhile" in refused.problem else "match_refused"))
        return HTTPStatus.CONFLICT
    return None


_MISSING: Any = object()
_VERDICTS: Mapping[str, Verdict | None] = {
    "confirmed": Verdict.CONFIRMED,
    "rejected": Verdict.REJECTED,
    "withdrawn": None,
}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None


def answerable(viewer: Viewer, *, awaits_second: bool) -> Facts:
    """Which answer the officer may give by their roles; whether about these two is decided when they do."""
    verifies = awaits_second and _may(viewer, Action.VERIFY)
    return {
        "may_answer": verifies or _may(viewer, Action.JUDGE),
        "answer": "verify" if verifies else "judge",
    }


def _may(viewer: Viewer, action: Action) -> bool:
    return viewer.purpose in purposes_of((action,), viewer.facts.roles)

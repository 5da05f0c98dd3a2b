"""The matches on the pages: what waits for whom, one question side by side, and the answers of two officers."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.judgements import Deciding, judge_tie
from reencuentro.actions.permitted import Matter, acted_before, judged_by, permitted
from reencuentro.errors import JudgementError, SettingsError
from reencuentro.linkage.explanations import Explanation
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Outcome, Status, Verdict
from reencuentro.records.proposals import decisions_between, named
from reencuentro.records.queue import Ticket
from reencuentro.records.visible.people import PersonSeen
from reencuentro.records.visible.questions import LEVELS, Question, question_about, questions_for
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, purposes_of
from reencuentro.reports.explaining import asking_words, explained
from reencuentro.reports.explanation_words import bits_text, deciding_words, evidence_words, probability_text
from reencuentro.reports.waterfall import waterfall
from reencuentro.reports.words import Language
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.queueing import Proposal
from reencuentro.web.boxes import seal, unseal
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import RecordShown, name_of, records_shown
from reencuentro.web.words import language, said_later, say

QUEUES = {"": Status.PROPOSED, "verify": Status.CONFIRMED}
"""What waits for the first officer, and for the second."""
_PLACE = "a place in the queue of matches"


@declared(action=Action.SEE_MATCH, purposes=purposes_on_pages(Action.SEE_MATCH), levels=LEVELS)
@require_GET
@answering
def matches(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, or to be verified, what matters most first."""
    viewer = viewer_of(request, matches)
    which = request.GET.get("which", "")
    queue = questions_for(viewer, QUEUES.get(which, Status.PROPOSED), _after(request))
    facts = {
        "which": which if which in QUEUES else "",
        "queues": list(QUEUES),
        "questions": [_listed(one, viewer.at) for one in queue.questions],
        "following": _sealed(queue.after) if queue.after else "",
        "purpose": viewer.purpose,
    }
    return render(request, "matches/list.html", facts)


def _sealed(ticket: Ticket) -> str:
    """The last one tried may be about somebody who isn't shown, so the address doesn't tell which it is."""
    return seal(f"{ticket.place} {ticket.since.isoformat()} {ticket.pk}", _PLACE)


def _after(request: HttpRequest) -> Ticket | None:
    given = request.GET.get("after", "")
    if not given:
        return None
    try:
        place, since, pk = unseal(given, _PLACE).split(" ")
        return Ticket(int(place), datetime.fromisoformat(since), int(pk))
    except (SettingsError, ValueError) as forged:
        raise NotAllowedError from forged


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two. name: as the first record that tells it has it, "" where none may be shown."""

    person: str
    name: str
    records: list[RecordShown]


def _side(person: PersonSeen) -> _Side:
    records = records_shown(person)
    return _Side(person.person_id, name_of(person), records)


def _listed(one: Question, now: datetime) -> dict[str, Any]:
    tie = one.asked.proposal
    return {
        "child": _side(one.child),
        "relative": _side(one.relative),
        "relation": tie.relation,
        "strength": _strength(tie.probability),
        "rivals": len(one.rivals),
        "days": (now - one.asked.since).days,
        "address": reverse("match", args=[tie.child, tie.relative, tie.relation]),
    }


def _strength(probability: float) -> str:
    return next(word for word, least in (("strong", 0.9), ("likely", 0.5), ("weak", 0.0)) if probability >= least)


class JudgeForm(forms.Form):
    """Why: one of the usual reasons, or own words; the button pressed is the verdict."""

    why = forms.ChoiceField(
        label=said_later("match_why"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (key, said_later(f"match_why_{key}")) for key in ("stories", "documents", "contradicts", "other_found")
        ],
    )
    words = forms.CharField(
        label=said_later("match_words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

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


@declared(action=Action.SEE_MATCH, purposes=purposes_on_pages(Action.SEE_MATCH), levels=LEVELS)
@require_GET
@answering
def match(request: HttpRequest, child: str, relative: str, relation: str) -> HttpResponse:
    """The two side by side, with what speaks for and against, and what would decide."""
    viewer = viewer_of(request, match)
    with _shown(viewer, (child, relative, relation)) as (_, facts):
        return render(request, "matches/match.html", {**facts, "form": JudgeForm()})


@contextmanager
def _shown(viewer: Viewer, about: tuple[str, str, str]) -> Iterator[tuple[Question, dict[str, Any]]]:
    spoken: Language = "en" if language() == "en" else "es"
    with question_about(viewer, *about) as question:
        told = explained(*filter(None, map(named, about[:2])))
        answers = [one for one in told.answers if getattr(one.explanation.about, "relation", "") == about[2]]
        standing = next((one for one in told.decisions if one.relation == about[2]), None)
        tie = question.asked.proposal
        child, relative = _side(question.child), _side(question.relative)
        mine = bool(standing and standing.by == viewer.by)
        facts: dict[str, Any] = {
            "child": child,
            "relative": relative,
            "relation": about[2],
            "status": "verified" if tie.verified else tie.status.value,
            "strength": _strength(tie.probability),
            "rivals": question.rivals,
            "purpose": viewer.purpose,
            "over": standing.number if standing else "",
            "decision": standing,
            "mine": mine,
            "sides": [("child", child), ("relative", relative)],
            "families": [("child", child, _ties(question.child)), ("relative", relative, _ties(question.relative))],
        }
        facts |= _answerable(viewer, about, tie, second=bool(standing) and not mine)
        if answers and question.explained:
            facts |= _evidence(answers[0].explanation, spoken)
            facts["ask"] = [asking_words(who, spoken) for who in answers[0].ask]
        yield question, facts


def _answerable(viewer: Viewer, about: tuple[str, str, str], tie: Proposal, *, second: bool) -> dict[str, Any]:
    """Which answer the officer may give by their roles; whether about these two is decided when they do."""
    verifies = second and tie.status is Status.CONFIRMED and not tie.verified
    action = Action.VERIFY if verifies and _may(viewer, Action.VERIFY) else Action.JUDGE
    name = {Action.VERIFY: "verify", Action.JUDGE: "judge"}[action]
    return {
        "may_answer": _may(viewer, action),
        "answer": name,
        "action": reverse(f"{name}_match", args=about),
    }


def _may(viewer: Viewer, action: Action) -> bool:
    return viewer.purpose in purposes_of((action,), viewer.facts.roles)


def _ties(person: PersonSeen) -> list[Any]:
    return [one for one in person.ties if one.status != Status.REJECTED]


def _evidence(one: Explanation, spoken: Language) -> dict[str, Any]:
    facts = [
        {"words": evidence_words(fact, spoken), "outcome": fact.outcome.value, "bits": bits_text(fact.bits)}
        for fact in (*one.facts, *(quiet for quiet in one.about.evidence if quiet.outcome is Outcome.UNKNOWN))
    ]
    return {
        "evidence": facts,
        "probability": probability_text(one, spoken),
        "deciding": deciding_words(one, spoken),
        "picture": _picture(one, spoken),
    }


def _picture(one: Explanation, spoken: Language) -> SafeString:
    # The drawing escapes every word that it is given, and holds keys and words of facts alone.
    return mark_safe(waterfall(one, spoken))  # noqa: S308


QueryNumber = int | None
"""The judgement that the officer knew of; None where they knew of none."""


def _answering_with(
    action: Action, matter: Callable[[QueryNumber, tuple[str, str]], Matter]
) -> Callable[..., HttpResponse]:
    """The view by which an officer says yes or no to a question, or takes an answer back."""

    @declared(action=action, purposes=purposes_on_pages(action), levels=LEVELS)
    @require_POST
    @answering
    def view(request: HttpRequest, child: str, relative: str, relation: str) -> HttpResponse:
        viewer, form = viewer_of(request, view), JudgeForm(request.POST)
        over = _number(request.POST.get("over", ""))
        verdict = _VERDICTS.get(request.POST.get("verdict", ""), _MISSING)
        status = HTTPStatus.OK
        if verdict is _MISSING:
            form.add_error(None, say("match_verdict_missing"))
        elif form.is_valid():
            try:
                with permitted(viewer, action, partial(matter, over, (child, relative))):
                    _judge(viewer, (child, relative, relation), verdict, form.reason, over)
            except JudgementError as refused:
                form.add_error(None, say("match_meanwhile" if "meanwhile" in refused.problem else "match_refused"))
                status = HTTPStatus.CONFLICT
            else:
                messages.success(request, say(f"match_said_{request.POST['verdict']}"))
                return redirect(f"{reverse('matches')}?purpose={viewer.purpose.value}")
        with _shown(viewer, (child, relative, relation)) as (_, facts):
            return render(request, "matches/match.html", {**facts, "form": form}, status=status)

    return view


_MISSING: Any = object()
_VERDICTS: Mapping[str, Verdict | None] = {
    "confirmed": Verdict.CONFIRMED,
    "rejected": Verdict.REJECTED,
    "withdrawn": None,
}


def _number(text: str) -> QueryNumber:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None


def _judge(
    viewer: Viewer, about: tuple[str, str, str], verdict: Verdict | None, reason: str, over: QueryNumber
) -> None:
    child, relative = _records(*about)
    judge_tie(child, relative, about[2], verdict, Deciding(by=viewer.by, reason=reason, at=viewer.at, expected=over))


def _records(child: str, relative: str, relation: str) -> tuple[RecordKey, RecordKey]:
    """The records that stand for the two: those that were judged before, or the first of each."""
    sides = [named(person) for person in (child, relative)]
    if None in sides:
        raise NotAllowedError
    left, right = (one.records for one in sides if one)
    before = (one for one in decisions_between(left, right) if one.relation == relation)
    return next(((one.left, one.right) for one in before), (left[0], right[0]))


def _first(_: QueryNumber, ends: tuple[str, str]) -> Matter:
    return Matter(people=ends)


def _second(over: QueryNumber, ends: tuple[str, str]) -> Matter:
    return Matter(people=ends, others=acted_before(judged_by(over or 0)))


judge = _answering_with(Action.JUDGE, _first)
verify = _answering_with(Action.VERIFY, _second)

_ADDRESS = "matches/<str:child>/<str:relative>/<str:relation>/"
URLS: list[URLPattern] = [
    path("matches/", matches, name="matches"),
    path(_ADDRESS, match, name="match"),
    path(f"{_ADDRESS}judge/", judge, name="judge_match"),
    path(f"{_ADDRESS}verify/", verify, name="verify_match"),
]

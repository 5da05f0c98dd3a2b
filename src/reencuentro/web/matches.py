"""The matches on the pages: what waits for whom, in the order of its urgency, and one proposed tie side by side."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET

from reencuentro.actions.judgements import Deciding, judge_tie
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Status, Verdict
from reencuentro.records.proposals import decisions_between, named
from reencuentro.records.queue import Ticket
from reencuentro.records.visible.doubts import doubts_for
from reencuentro.records.visible.people import PersonSeen, TieSeen, visible_to
from reencuentro.records.visible.questions import Question, claimed_by_rivals, question_about, questions_for
from reencuentro.records.visible.queues import LEVELS, PAGE
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, purposes_of, whose_relatives
from reencuentro.reports.explaining import explained, weighed_alone
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.comparing import Side, compared, evidence_of, side_of
from reencuentro.web.declared import declared
from reencuentro.web.doubts import URLS as DOUBTS
from reencuentro.web.doubts import doubt_listed
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import name_of
from reencuentro.web.trails import ABOUT_DOUBTS, QUEUES, Trail, sealed, ticket_in
from reencuentro.web.verdicts import Facts, answerable, answered_by, showing

_SEE = Action.SEE_MATCH


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=LEVELS)
@require_GET
@answering
def matches(request: HttpRequest, which: str = "") -> HttpResponse:
    """One of the queues, what matters most first."""
    viewer = viewer_of(request, matches)
    after = request.GET.get("after", "")
    rows, following = _READ[which](viewer, ticket_in(after), PAGE)
    trail = Trail(which, after)
    facts = {
        "which": which,
        "queues": [(one, reverse(name)) for one, name in QUEUES.items()],
        "questions": [{**one, "address": one["address"] + trail.query(viewer.purpose)} for one in rows],
        "about_doubts": which in ABOUT_DOUBTS,
        "claimed": _claimed_besides(viewer, rows) if which == "rivals" and not after else [],
        "following": sealed(following) if following else "",
        "purpose": viewer.purpose,
    }
    return render(request, "matches/list.html", facts)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=LEVELS)
@require_GET
@answering
def onwards(request: HttpRequest) -> HttpResponse:
    """The next question of the queue; where there is none any more, the queue."""
    viewer, trail = viewer_of(request, onwards), Trail.of(request)
    rows, _ = _READ[trail.which](viewer, ticket_in(trail.at), 1)
    here = replace(trail, at="")
    address = rows[0]["address"] + here.query(viewer.purpose) if rows else Trail(here.which).back(viewer.purpose)
    return redirect(address)


def _claimed_besides(viewer: Viewer, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Children whom rivals claim of whom the officer may not know, so that no question is listed: id and name."""
    listed = {one["person"] for one in rows}
    return [
        (one.person_id, name_of(one) or one.person_id)
        for one in claimed_by_rivals(viewer)
        if one.person_id not in listed
    ]


_Rows = tuple[list[dict[str, Any]], Ticket | None]


def _ties(viewer: Viewer, after: Ticket | None, size: int, *, status: Status, rivalled: bool = False) -> _Rows:
    queue = questions_for(viewer, status, after, size=size, rivalled=rivalled)
    return [_listed(one, viewer) for one in queue.questions], queue.after


def _doubts(viewer: Viewer, after: Ticket | None, size: int, *, second: bool) -> _Rows:
    queue = doubts_for(viewer, after, second=second, size=size)
    return [doubt_listed(one, viewer) for one in queue.doubts], queue.after


_READ: dict[str, Callable[[Viewer, Ticket | None, int], _Rows]] = {
    "": partial(_ties, status=Status.PROPOSED),
    "verify": partial(_ties, status=Status.CONFIRMED),
    "same": partial(_doubts, second=False),
    "same_verify": partial(_doubts, second=True),
    "rivals": partial(_ties, status=Status.PROPOSED, rivalled=True),
}
"""What waits in each queue: for the first officer, for the second, and what rivals freeze."""


def _listed(one: Question, viewer: Viewer) -> dict[str, Any]:
    tie = one.asked.proposal
    return {
        "person": tie.child,
        "child": name_of(one.child) or one.child.person_id,
        "relative": name_of(one.relative) or one.relative.person_id,
        "relation": tie.relation,
        "strength": _strength(tie.probability),
        "rivalled": one.rivalled,
        "days": (viewer.at - one.asked.since).days,
        "address": reverse("match", args=[tie.child, tie.relative, tie.relation]),
    }


def _strength(probability: float) -> str:
    return next(word for word, least in (("strong", 0.9), ("likely", 0.5), ("weak", 0.0)) if probability >= least)


@dataclass(frozen=True, slots=True)
class TieQuestion:
    """Whether the relative is that to the child."""

    child: str
    relative: str
    relation: str

    template: ClassVar[str] = "matches/match.html"
    reasons: ClassVar[tuple[str, ...]] = ("stories", "documents", "contradicts", "other_found")
    said: ClassVar[str] = "match_said_"

    def people(self) -> tuple[str, ...]:
        """Both."""
        return self.child, self.relative

    @contextmanager
    def shown(self, viewer: Viewer, trail: Trail) -> Iterator[Facts]:
        """The two side by side, with what speaks for and against, and what would decide."""
        with question_about(viewer, self.child, self.relative, self.relation) as question:
            told = weighed_alone(explained(*filter(None, map(named, self.people()))), self.relation)
            answers = [one for one in told.answers if getattr(one.explanation.about, "relation", "") == self.relation]
            standing = next((one for one in told.decisions if one.relation == self.relation), None)
            tie = question.asked.proposal
            mine = bool(standing and standing.by == viewer.by)
            second = standing is not None and not mine and tie.status is Status.CONFIRMED and not tie.verified
            facts = {
                **self._told(question),
                **answerable(viewer, awaits_second=second),
                "status": "verified" if tie.verified else tie.status.value,
                "strength": _strength(answers[0].explanation.about.probability if answers else tie.probability),
                "decision": standing,
                "mine": mine,
                "whose": whose_relatives(viewer),
                "alone": tie.status is Status.CONFIRMED,
                "purpose": viewer.purpose,
                "trail": replace(trail, at=sealed(question.asked.ticket)),
                "back": trail.back(viewer.purpose),
            }
            facts["onwards"] = facts["trail"].onwards(viewer.purpose)
            facts["same_queue"] = trail.query(viewer.purpose)
            facts["sees_people"] = viewer.purpose in purposes_of((Action.SEE_PERSON,), viewer.facts.roles)
            facts["action"] = reverse(f"{facts['answer']}_match", args=[*self.people(), self.relation])
        weighed = answers[0].explanation.alternatives if answers else ()
        names = _names_around(viewer, question, [one.candidate for one in weighed])
        if answers and question.explained:
            facts |= evidence_of(answers[0], names)
        facts["rivals"] = [(one, names.get(one) or one) for one in question.rivals]
        facts["families"] = [
            (side, [(tie, names.get(_other(tie, person)) or _other(tie, person)) for tie in _family(person)])
            for side, person in ((facts["left"], question.child), (facts["right"], question.relative))
        ]
        yield facts

    def _told(self, question: Question) -> Facts:
        left, right = side_of(question.child), side_of(question.relative)
        return {
            "left": left,
            "right": right,
            "both": (left, right),
            "relation": self.relation,
            "rows": compared(left, right),
            "rivalled": question.rivalled,
        }

    def judge(self, verdict: Verdict | None, deciding: Deciding) -> None:
        """Decides about the records that were judged before, or else the first of each."""
        judge_tie(*self._records(), self.relation, verdict, deciding)

    def _records(self) -> tuple[RecordKey, RecordKey]:
        sides = [named(person) for person in self.people()]
        if None in sides:
            raise NotAllowedError
        left, right = (one.records for one in sides if one)
        before = (one for one in decisions_between(left, right) if one.relation == self.relation)
        return next(((one.left, one.right) for one in before), (left[0], right[0]))


_MOST = 30
"""People around the two who are named."""


def _names_around(viewer: Viewer, question: Question, weighed: Sequence[str]) -> dict[str, str]:
    """The names of those who are tied to either, or were weighed for the place, as far as they may be shown."""
    ties = [(one, person) for person in (question.child, question.relative) for one in _family(person)]
    others = list(dict.fromkeys([*question.rivals, *weighed, *(_other(*tie) for tie in ties)]))[:_MOST]
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)
    return {one.person_id: name_of(one) for one in looking.among(others)} if others else {}


def _family(person: PersonSeen) -> list[TieSeen]:
    return [one for one in person.ties if one.status != Status.REJECTED]


def _other(tie: TieSeen, person: PersonSeen | Side) -> str:
    mine = person.person_id if isinstance(person, PersonSeen) else person.person
    return tie.relative if tie.child == mine else tie.child


_ADDRESS = "matches/<str:child>/<str:relative>/<str:relation>/"
URLS: list[URLPattern] = [
    path("matches/", matches, name="matches"),
    path("matches/verify/", matches, {"which": "verify"}, name="matches_verify"),
    path("matches/same/", matches, {"which": "same"}, name="matches_same"),
    path("matches/same/verify/", matches, {"which": "same_verify"}, name="matches_same_verify"),
    path("matches/rivals/", matches, {"which": "rivals"}, name="matches_rivals"),
    path("matches/next/", onwards, name="next_match"),
    *DOUBTS,
    path(_ADDRESS, showing(TieQuestion), name="match"),
    path(f"{_ADDRESS}judge/", answered_by(Action.JUDGE, TieQuestion), name="judge_match"),
    path(f"{_ADDRESS}verify/", answered_by(Action.VERIFY, TieQuestion), name="verify_match"),
]

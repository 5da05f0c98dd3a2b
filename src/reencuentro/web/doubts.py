"""Whether two records are one person: the question side by side, and the answers of two officers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.urls import URLPattern, path, reverse

from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Identity, Verdict
from reencuentro.records.doubts import Doubted, doubt_numbered, owners_of
from reencuentro.records.proposals import named
from reencuentro.records.provenance import record_named
from reencuentro.records.visible.doubts import DoubtSeen, doubt_about
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.queues import LEVELS
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.reports.explaining import Answer, Explained, explained, weighed_alone
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.comparing import compared, evidence_of, side_of
from reencuentro.web.showing import name_of
from reencuentro.web.trails import Trail, sealed
from reencuentro.web.verdicts import Facts, answerable, answered_by, showing


def doubt_listed(one: DoubtSeen, viewer: Viewer) -> dict[str, Any]:
    """A line of the queue."""
    asked = one.asked
    return {
        "left": name_of(one.left) or one.left.person_id,
        "right": name_of(one.right) or one.right.person_id,
        "agencies": [agency for agency, _ in asked.records],
        "joined": asked.joined,
        "days": (viewer.at - asked.since).days,
        "address": reverse("doubt", args=[asked.number]),
    }


@dataclass(frozen=True, slots=True)
class DoubtQuestion:
    """Whether the two records of that proposal are one person."""

    number: int

    template: ClassVar[str] = "matches/doubt.html"
    reasons: ClassVar[tuple[str, ...]] = ("documents", "listed_twice", "contradicts", "both_seen")
    said: ClassVar[str] = "doubt_said_"

    def people(self) -> tuple[str, ...]:
        """To whom the records belong: one person, where the registry has joined them."""
        return tuple(dict.fromkeys(self._asked().persons))

    def _asked(self) -> Doubted:
        found = doubt_numbered(self.number)
        if found is None:
            raise NotAllowedError
        return found

    @contextmanager
    def shown(self, viewer: Viewer, trail: Trail) -> Iterator[Facts]:
        """The two side by side, with what speaks for and against, and what would decide."""
        with doubt_about(viewer, self.number) as (doubt, said):
            told = _explained(doubt.asked)
            owners = _owners_weighed(told)
            answer, decision = _answer(told, doubt.asked), _decision(told, doubt.asked)
            mine = bool(decision and decision.by == viewer.by)
            second = decision is not None and not mine and said.answer is Verdict.CONFIRMED and not said.verified
            left, right = side_of(doubt.left), side_of(doubt.right)
            facts = {
                **answerable(viewer, awaits_second=second),
                "left": left,
                "right": right,
                "both": (left, right),
                "rows": compared(left, right),
                "joined": doubt.asked.joined,
                "status": "verified" if said.verified else said.answer.value if said.answer else "proposed",
                "decision": decision,
                "mine": mine,
                "alone": said.answer is Verdict.CONFIRMED,
                "purpose": viewer.purpose,
                "trail": replace(trail, at=sealed(doubt.asked.ticket)),
                "back": trail.back(viewer.purpose),
            }
            facts["onwards"] = facts["trail"].onwards(viewer.purpose)
            facts["action"] = reverse(f"{facts['answer']}_doubt", args=[self.number])
        if answer and doubt.explained:
            facts |= evidence_of(answer, _known(viewer, owners))
        yield facts

    def judge(self, verdict: Verdict | None, deciding: Deciding) -> None:
        """Decides about the two records."""
        judge_identity(*self._asked().records, verdict, deciding)


def _explained(asked: Doubted) -> Explained | None:
    left, right = (named(":".join(key)) for key in asked.records)
    return weighed_alone(explained(left, right), "") if left and right else None


def _owners_weighed(told: Explained | None) -> list[str]:
    """To whom the records belong that were weighed in place of either. Called behind the wall."""
    answers = told.answers if told else ()
    texts = [other.candidate for one in answers for other in one.explanation.alternatives]
    keys = [key for key in map(record_named, texts) if key]
    return sorted(set(owners_of(keys).values())) if keys else []


def _known(viewer: Viewer, owners: Sequence[str]) -> set[str]:
    """The records of these people of which the viewer may know, as AGENCY:RECORD."""
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)
    seen = looking.among(owners) if owners else []
    return {f"{one.agency}:{one.record_id}" for person in seen for one in person.records}


def _answer(told: Explained | None, asked: Doubted) -> Answer | None:
    """The proposal itself: between two people there may be others, and in one person a chain."""
    answers = told.answers if told else ()
    return next((one for one in answers if _about(one) == set(asked.records)), None)


def _about(answer: Answer) -> set[RecordKey]:
    about = answer.explanation.about
    return {about.left, about.right} if isinstance(about, Identity) else set()


def _decision(told: Explained | None, asked: Doubted) -> Any:
    decisions = told.decisions if told else ()
    ends = set(asked.records)
    return next((one for one in decisions if not one.relation and {one.left, one.right} == ends), None)


_ADDRESS = "matches/same/<int:number>/"
URLS: list[URLPattern] = [
    path(_ADDRESS, showing(DoubtQuestion), name="doubt"),
    path(f"{_ADDRESS}judge/", answered_by(Action.JUDGE, DoubtQuestion), name="judge_doubt"),
    path(f"{_ADDRESS}verify/", answered_by(Action.VERIFY, DoubtQuestion), name="verify_doubt"),
]

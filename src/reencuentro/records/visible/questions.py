"""Proposed ties as questions to people: the queue of one officer, and one question with what it rests on."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from reencuentro.linkage.results import Status
from reencuentro.records.agreements import agreements_in_force
from reencuentro.records.matches import Tie
from reencuentro.records.queue import Ticket, around, proposal_of, verified_ties, waiting
from reencuentro.records.reading import reading
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import MATCH_SUMMARY, Action, Level
from reencuentro.rules.queueing import Proposal, rivals_of

LEVELS = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})
PAGE = 50
"""Questions on one page."""
_MOST_TRIED = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A tie that waits for people. since: when it was first proposed."""

    tie: int
    proposal: Proposal
    place: int | None
    since: datetime

    @property
    def ends(self) -> tuple[str, str]:
        """The child and the relative."""
        return self.proposal.child, self.proposal.relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as somebody may see it. rivals: who else is taken for the same to the child; nobody's names.

    explained: whether the evidence may be shown, which quotes what each source says.
    """

    asked: Asked
    child: PersonSeen
    relative: PersonSeen
    rivals: tuple[str, ...]
    explained: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of the questions. after: where the next page goes on; None where there is none."""

    questions: tuple[Question, ...]
    after: Ticket | None


def questions_for(viewer: Viewer, status: Status, after: Ticket | None = None, size: int = PAGE) -> Queue:
    """The questions that wait for this viewer: proposed ones for the first officer, confirmed ones for the second."""
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)
    agencies = _within_reach(viewer)
    tried = _Tried()
    found = looking.pairs(tried.batches(status, agencies, after, size), size)
    told = [(asked, child, relative) for asked, child, relative in found if _summed_up(child, relative)]
    last = told[-1][0] if len(found) >= size and told else None
    going_on = _ticket(last) if last else tried.last
    with reading("see_match", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        beside = around([asked.proposal.child for asked, _, _ in told])
    return Queue(tuple(_question(asked, child, relative, beside) for asked, child, relative in told), going_on)


class _Tried:
    """Reads the queue in batches; last: where it goes on after as many as one page may cost."""

    def __init__(self) -> None:
        self.last: Ticket | None = None

    def batches(
        self, status: Status, agencies: Collection[str] | None, after: Ticket | None, size: int
    ) -> Iterator[Sequence[Asked]]:
        """One after the other, until there are no more, or too many were tried."""
        for _ in range(0, _MOST_TRIED, size):
            batch = [_asked(tie, verified=False) for tie in waiting(status, agencies, after)[:size]]
            self.last = after = _ticket(batch[-1]) if len(batch) == size else None
            yield batch
            if after is None:
                return


def _ticket(asked: Asked) -> Ticket:
    return Ticket(asked.place or 0, asked.since, asked.tie)


def _asked(tie: Tie, *, verified: bool) -> Asked:
    return Asked(tie.pk, proposal_of(tie, verified=verified), tie.place, tie.waiting_since or tie.known_from)


def _within_reach(viewer: Viewer) -> frozenset[str] | None:
    """The agencies of whose records anything might be shown; None for whoever holds the machine."""
    if viewer.pk is None:
        return None
    mine = viewer.facts.agency.code
    return frozenset({mine, *(one.giver for one in agreements_in_force(viewer.at, taker=mine))})


def _summed_up(*people: PersonSeen) -> bool:
    return all(MATCH_SUMMARY in frozenset().union(*one.shown.values()) for one in people)


def _question(asked: Asked, child: PersonSeen, relative: PersonSeen, beside: Sequence[Proposal]) -> Question:
    return Question(
        asked=asked,
        child=child,
        relative=relative,
        rivals=rivals_of(asked.proposal, beside),
        explained=all(
            any(decision.sees("tie.evidence") for decision in one.answer.decisions.values())
            for one in (child, relative)
        ),
    )


@contextmanager
def question_about(viewer: Viewer, child: str, relative: str, relation: str) -> Iterator[Question]:
    """That question; within, what it rests on can be read as far as the viewer reaches it.

    Raises NotAllowedError, noted, alike where there is no such tie and where it may not be shown.
    """
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS, with_ties=True)
    noting = reading("see_match", by=viewer.by, sought=[child, relative], capacity=viewer.capacity(), at=viewer.at)
    with noting as noted, behind_the_wall(viewer):
        found = looking.pairs([_standing(child, relative, relation)], 1)
        if not found or not _summed_up(*found[0][1:]):
            raise NotAllowedError
        noted.concerns(f"person:{child}", f"person:{relative}")
        yield _question(*found[0], around([child]))


def _standing(child: str, relative: str, relation: str) -> list[Asked]:
    ends = {"child__public_id": child, "relative__public_id": relative}
    kept = list(
        Tie.objects.standing()
        .filter(relation=relation, **ends)
        .select_related("child", "relative")
        .defer("evidence", "alternatives", "would_decide")
    )
    verified = verified_ties(kept)
    return [_asked(tie, verified=tie.pk in verified) for tie in kept]

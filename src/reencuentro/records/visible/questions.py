"""Proposed ties as questions to people: the queue of one officer, and one question with what it rests on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reencuentro.linkage.results import Status
from reencuentro.records.assignments import Assignment
from reencuentro.records.matches import Tie
from reencuentro.records.queue import Ticket, claimed_children, proposal_of, verified_ties, waiting
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import Answer
from reencuentro.records.visible.people import PersonSeen, TieSeen, visible_to
from reencuentro.records.visible.queues import LEVELS, PAGE, explainable, page_of, summed_up, within_reach
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.policy import POLICY, Condition
from reencuentro.rules.disclosure.vocabulary import MATCH_SUMMARY, Action, Role
from reencuentro.rules.queueing import ALONE, Proposal, rivals_of

MOST_COUNTED = 50
"""What waits is counted up to here: more is more than anybody does in a day."""


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

    @property
    def ticket(self) -> Ticket:
        """After which the queue goes on."""
        return Ticket(self.place or 0, self.since, self.tie)

    @property
    def rivalled(self) -> bool:
        """Whether a rival freezes it, whom the viewer may not know of, perhaps."""
        return self.place is not None and self.place < ALONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as somebody may see it. rivals: of those who are taken for the same to the child, whom they may see.

    explained: whether the evidence may be shown, which quotes what each source says.
    """

    asked: Asked
    child: PersonSeen
    relative: PersonSeen
    rivals: tuple[str, ...]
    explained: bool

    @property
    def rivalled(self) -> bool:
        """Whether nobody may be confirmed before the rivals are decided on."""
        return self.asked.rivalled or bool(self.rivals)


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of the questions. after: where the next page goes on; None where there is none."""

    questions: tuple[Question, ...]
    after: Ticket | None


def questions_for(
    viewer: Viewer, status: Status, after: Ticket | None = None, *, size: int = PAGE, rivalled: bool = False
) -> Queue:
    """The questions that wait for this viewer: proposed ones for the first officer, confirmed ones for the second.

    rivalled: those alone that a rival freezes.
    """
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)

    def read(after: Ticket | None, size: int) -> Sequence[Asked]:
        ties = waiting(status, within_reach(viewer), after, rivalled=rivalled)
        return [_asked(tie, verified=False) for tie in ties[:size]]

    told, going_on = page_of(looking, read, after, size)
    return Queue(tuple(_question(*one) for one in told), going_on)


def matches_waiting(viewer: Viewer) -> int:
    """How many questions wait to be decided by this viewer, up to one more than are counted."""
    return len(_countable(viewer, Status.PROPOSED, _bound_to(viewer, Action.JUDGE)))


def verifications_waiting(viewer: Viewer) -> int:
    """How many questions wait for the viewer as the second officer, up to one more than are counted."""
    return len(_countable(viewer, Status.CONFIRMED, _bound_to(viewer, Action.VERIFY)))


def rivals_waiting(viewer: Viewer) -> int:
    """How many children rivals claim to whom it is for the viewer to see, up to one more than are counted.

    For a supervisor, each child that they may see; for any other officer those to whom they are assigned. Who the
    rivals are they need not be allowed to know.
    """
    supervises = Role.SUPERVISOR in viewer.facts.roles
    return sum(supervises or mine for mine in _claimed(viewer).values())


def claimed_by_rivals(viewer: Viewer) -> list[PersonSeen]:
    """The children whom rivals claim, as far as the viewer may see them."""
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)
    return looking.among(sorted(_claimed(viewer)))


def _claimed(viewer: Viewer) -> dict[str, bool]:
    """The children whom rivals claim and of whom the viewer may know that; whether they are assigned to them."""
    looking = visible_to(viewer, Action.SEE_MATCH, levels=LEVELS)
    with reading("count_matches", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        children = claimed_children(within_reach(viewer), MOST_COUNTED + 1)
        answers = looking.answers(children)
        subjects = subjects_of(children, viewer)
    return {name: subjects[name].facts.assigned for name, one in answers.items() if _hints(one)}


def _countable(viewer: Viewer, status: Status, bound: frozenset[Condition] | None) -> list[Asked]:
    """What may be shown of the first of the queue; nothing of it is handed out, so nobody's facts are opened."""
    looking = visible_to(viewer, Action.SEE_MATCH, levels=LEVELS)
    with reading("count_matches", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        ties = waiting(status, within_reach(viewer))
        if bound is not None:
            ties = ties.filter(child__public_id__in=_assigned(viewer, bound))
        asked = [_asked(tie, verified=False) for tie in ties[: MOST_COUNTED + 1]]
        answers = looking.answers({end for one in asked for end in one.ends})
    shown = {name for name, one in answers.items() if _hints(one)}
    return [one for one in asked if shown.issuperset(one.ends)]


def _hints(answer: Answer) -> bool:
    """Whether it may be told that somebody matches them."""
    return MATCH_SUMMARY in frozenset().union(*answer.shown.values())


def _bound_to(viewer: Viewer, action: Action) -> frozenset[Condition] | None:
    """By which assignments the viewer's roles bind the action; None where any lets them do it about anybody."""
    rows = [row for role in viewer.facts.roles for row in POLICY.get((role, action), ())]
    bound = [row.conditions & _ASSIGNMENTS for row in rows if viewer.purpose in row.purposes]
    return frozenset().union(*bound) if all(bound) else None


_ASSIGNMENTS = frozenset({Condition.ASSIGNED, Condition.AGENCY_ASSIGNED})


def _assigned(viewer: Viewer, bound: frozenset[Condition]) -> QuerySet[Assignment, str]:
    """To whom the officer is assigned, or anybody of their agency where that is enough."""
    held = Assignment.objects.in_force(viewer.at)
    ours = Condition.AGENCY_ASSIGNED in bound
    mine = held.filter(officer__agency__code=viewer.facts.agency.code) if ours else held.filter(officer=viewer.pk)
    return mine.values_list("person", flat=True)


def _asked(tie: Tie, *, verified: bool) -> Asked:
    return Asked(tie.pk, proposal_of(tie, verified=verified), tie.place, tie.waiting_since or tie.known_from)


def _question(asked: Asked, child: PersonSeen, relative: PersonSeen) -> Question:
    return Question(
        asked=asked,
        child=child,
        relative=relative,
        rivals=rivals_of(asked.proposal, map(_proposal, child.ties)),
        explained=explainable(child, relative, fact="tie.evidence"),
    )


def _proposal(seen: TieSeen) -> Proposal:
    return Proposal(
        child=seen.child,
        relative=seen.relative,
        relation=seen.relation,
        probability=seen.probability,
        status=Status(seen.status),
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
        if not found or not summed_up(*found[0][1:]):
            raise NotAllowedError
        noted.concerns(f"person:{child}", f"person:{relative}")
        yield _question(*found[0])


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

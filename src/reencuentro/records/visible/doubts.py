"""Doubts whether two records are one person, as questions to people: an officer's queue of them, and one of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.doubts import Doubted, doubted, proposed_under, said_of, waiting_doubts
from reencuentro.records.queue import Ticket
from reencuentro.records.reading import reading
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.queues import LEVELS, PAGE, explainable, page_of, summed_up, within_reach
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.queueing import Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtSeen:
    """One doubt as somebody may see it. left, right: the persons; where they are joined, each with its record alone.

    explained: whether the evidence may be shown, which quotes what each source says.
    """

    asked: Doubted
    left: PersonSeen
    right: PersonSeen
    explained: bool


@dataclass(frozen=True, slots=True)
class Doubts:
    """Some of the doubts. after: where the next page goes on; None where there is none."""

    doubts: tuple[DoubtSeen, ...]
    after: Ticket | None


def doubts_for(viewer: Viewer, after: Ticket | None = None, *, second: bool, size: int = PAGE) -> Doubts:
    """The doubts that wait for this viewer, as the first officer or as the second."""
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)

    def read(after: Ticket | None, size: int) -> Sequence[Doubted]:
        return doubted(waiting_doubts(second=second, agencies=within_reach(viewer), after=after)[:size])

    told, going_on = page_of(looking, read, after, size)
    return Doubts(tuple(_seen(*one) for one in told), going_on)


@contextmanager
def doubt_about(viewer: Viewer, number: int) -> Iterator[tuple[DoubtSeen, Doubt]]:
    """That doubt, and what officers said; within, what it rests on can be read as far as the viewer reaches it.

    Raises NotAllowedError, noted, alike where there is none and where it may not be shown.
    """
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=LEVELS)
    noting = reading("see_match", by=viewer.by, sought=[str(number)], capacity=viewer.capacity(), at=viewer.at)
    with noting as noted, behind_the_wall(viewer):
        found = looking.pairs([doubted(proposed_under(number))], 1)
        if not found or not summed_up(*found[0][1:]):
            raise NotAllowedError
        asked, *_ = found[0]
        noted.concerns(*(f"person:{end}" for end in dict.fromkeys(asked.ends)))
        yield _seen(*found[0]), said_of(asked)


def _seen(asked: Doubted, left: PersonSeen, right: PersonSeen) -> DoubtSeen:
    if asked.joined:
        left, right = (_record_alone(one, key) for one, key in zip((left, right), asked.records, strict=True))
    explained = explainable(left, right, fact="identity_proposal.evidence")
    return DoubtSeen(asked=asked, left=left, right=right, explained=explained)


def _record_alone(person: PersonSeen, key: RecordKey) -> PersonSeen:
    return replace(person, records=tuple(one for one in person.records if (one.agency, one.record_id) == key))

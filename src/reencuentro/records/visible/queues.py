"""One page of a queue of what is about two people: only where both may be shown, and no dearer than a page may be."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from reencuentro.records.agreements import agreements_in_force
from reencuentro.records.queue import Ticket
from reencuentro.records.visible.people import PersonSeen, VisiblePeople
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import MATCH_SUMMARY, WHO

LEVELS = WHO
PAGE = 50
"""Questions on one page."""
_MOST_TRIED = 1_000


class Waiting(Protocol):
    """What waits, about two people."""

    @property
    def ends(self) -> tuple[str, str]:
        """The two, by public id."""

    @property
    def ticket(self) -> Ticket:
        """After which the queue goes on."""


WaitingT = TypeVar("WaitingT", bound=Waiting)
Read = Callable[[Ticket | None, int], Sequence[WaitingT]]
"""So many of those after the ticket, of whom anything might be shown."""
Seen = tuple[WaitingT, PersonSeen, PersonSeen]


class Tried(Generic[WaitingT]):
    """Reads a queue in batches; last: where it goes on after as many as one page may cost."""

    def __init__(self, read: Read[WaitingT]) -> None:
        self._read = read
        self.last: Ticket | None = None

    def batches(self, after: Ticket | None, size: int) -> Iterator[Sequence[WaitingT]]:
        """One after the other, until there are no more, or too many were tried."""
        for _ in range(0, _MOST_TRIED, size):
            batch = self._read(after, size)
            self.last = after = batch[-1].ticket if len(batch) == size else None
            yield batch
            if after is None:
                return


def page_of(
    looking: VisiblePeople, read: Read[WaitingT], after: Ticket | None, size: int
) -> tuple[list[Seen[WaitingT]], Ticket | None]:
    """Those of the queue that may be shown, and where the next page goes on; None where there is none."""
    tried = Tried(read)
    found = looking.pairs(tried.batches(after, size), size)
    going_on = found[-1][0].ticket if len(found) >= size else tried.last
    return [one for one in found if summed_up(*one[1:])], going_on


def summed_up(*people: PersonSeen) -> bool:
    """Whether it may be told of each of them that somebody matches them."""
    return all(MATCH_SUMMARY in frozenset().union(*one.shown.values()) for one in people)


def explainable(*people: PersonSeen, fact: str) -> bool:
    """Whether the evidence may be shown, which quotes what each source says."""
    return all(any(decision.sees(fact) for decision in one.answer.decisions.values()) for one in people)


def within_reach(viewer: Viewer) -> frozenset[str] | None:
    """The agencies of whose records anything might be shown; None for whoever holds the machine.

    Called behind the wall, where only the own agency's agreements are.
    """
    if viewer.pk is None:
        return None
    mine = viewer.facts.agency.code
    return frozenset({mine, *(one.giver for one in agreements_in_force(viewer.at, taker=mine))})

"""Where in which queue somebody is, so that they go back to the same place, and on to the next question."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from reencuentro.records.queue import Ticket
from reencuentro.records.visible.viewers import NotAllowedError
from reencuentro.rules.disclosure.vocabulary import Purpose
from reencuentro.web.places import place_in, sealed_place

QUEUES = {
    "": "matches",
    "verify": "matches_verify",
    "same": "matches_same",
    "same_verify": "matches_same_verify",
    "rivals": "matches_rivals",
}
"""The queues, and the names of their addresses."""
ABOUT_DOUBTS = frozenset({"same", "same_verify"})
"""Those of doubts whether two are one; the others are of family ties."""
_LIST = "the queue of matches"


@dataclass(frozen=True, slots=True)
class Trail:
    """which: the queue. after: behind which ticket its page begins that somebody comes from, "" for the first page.

    at: the ticket of the question that they are at, "" for none. Both are sealed.
    """

    which: str = ""
    after: str = ""
    at: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Trail":
        """As the address, or the form, has it; what was forged leads to the beginning of the first queue."""
        boxes = request.POST if request.method == "POST" else request.GET
        which = boxes.get("which", "")
        return cls(which if which in QUEUES else "", *(_genuine(boxes.get(name, "")) for name in ("after", "at")))

    def query(self, purpose: Purpose) -> str:
        """The same as it follows an address."""
        told = {"purpose": purpose.value, "which": self.which, "after": self.after, "at": self.at}
        return "?" + urlencode({name: value for name, value in told.items() if value})

    def back(self, purpose: Purpose) -> str:
        """The page of the queue that they came from."""
        return reverse(QUEUES[self.which]) + Trail(after=self.after).query(purpose)

    def onwards(self, purpose: Purpose) -> str:
        """The question that comes after the one that they are at."""
        return reverse("next_match") + self.query(purpose)


def sealed(ticket: Ticket) -> str:
    """The place behind that ticket."""
    return sealed_place(_LIST, ticket.place, ticket.since.isoformat(), ticket.pk)


def _genuine(text: str) -> str:
    try:
        ticket_in(text)
    except NotAllowedError:
        return ""
    return text


def ticket_in(text: str) -> Ticket | None:
    """What was sealed; None for "". Raises NotAllowedError for what was forged."""
    return place_in(text, _LIST, _ticket)


def _ticket(place: str, since: str, pk: str) -> Ticket:
    return Ticket(int(place), datetime.fromisoformat(since), int(pk))

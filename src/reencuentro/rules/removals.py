"""Adults who are removed or returned, or about to be, while a child of theirs remains: told before, if possible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.results import Status, Tie
from reencuentro.linkage.spelling import fold
from reencuentro.rules.destinations import Course, Destinations
from reencuentro.rules.rosters import PersonFacts, RosterFacts

LIKELY = 0.5
"""From this probability on a tie counts although nobody has confirmed it: an alarm too many costs a look."""


class Leaving(StrEnum):
    """What a record says of an adult's removal or return, the most urgent first."""

    PLANNED = "planned"  # for a day to come
    ORDERED = "ordered"  # its status or destination says that it is coming, and no day
    REMOVED = "removed"  # it has happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """An adult leaves, or left, and the child to whom they are `relation` remains.

    on: the day, None where nobody says. agency: who says so.
    """

    child: str
    adult: str
    relation: str
    leaving: Leaving
    on: date | None
    agency: str


# Stems of words that speak of a removal or return, as rosters write them.
_REMOVAL = ("remov", "deport", "repatri", "retorn", "expuls", "expel")
_NOUNS = ("oval", "tion", "cion")
_RETURN = frozenset(("returned", "return", "devuelto", "devuelta"))
_COMING = frozenset("""
    awaiting eligible espera final orden order ordered pending pendiente por proceso programada programado ready
    schedule scheduled sera soon tramite travel documents
""".split())  # fmt: skip
_DENIED = frozenset(
    "appeal cancelada cancelado cancelled canceled ineligible never no not stayed suspended sin".split()
)


def find_departures(
    people: Sequence[PersonFacts], ties: Iterable[Tie], rosters: Sequence[RosterFacts], *, as_of: date
) -> list[Departure]:
    """For each child who remains and each relative of theirs who leaves, what is known; sorted by child and adult."""
    known = {person.person_id: person for person in people}
    leaving = {
        name: told for name, person in known.items() if not person.is_child and (told := _leaving(person, as_of))
    }
    linked = [tie for tie in ties if tie.relative in leaving and tie.child in known and _counts(tie)]
    if not linked:
        return []
    destinations = Destinations(people, rosters)
    found: dict[tuple[str, str], Departure] = {}
    for tie in linked:
        what, on, agency = leaving[tie.relative]
        if _remains(known[tie.child], destinations, on or as_of):
            found[tie.child, tie.relative] = Departure(
                child=tie.child, adult=tie.relative, relation=tie.relation, leaving=what, on=on, agency=agency
            )
    return [found[key] for key in sorted(found)]


def _counts(tie: Tie) -> bool:
    return tie.status is not Status.REJECTED and (tie.status is Status.CONFIRMED or tie.probability >= LIKELY)


_Told = tuple[Leaving, date | None, str]


def _leaving(person: PersonFacts, as_of: date) -> _Told | None:
    """What their records say, a day before words, and a day to come before one that is past."""
    told = [one for listing in person.listings for one in _said(listing.mention, as_of)]
    return min(told, key=lambda one: (_RANK[one[0]], one[1] or date.max, one[2]), default=None)


_RANK: Mapping[Leaving, int] = {Leaving.REMOVED: 0, Leaving.PLANNED: 1, Leaving.ORDERED: 2}


def _said(mention: Mention, as_of: date) -> Iterator[_Told]:
    if mention.removed_on is not None:
        what = Leaving.PLANNED if mention.removed_on > as_of else Leaving.REMOVED
        yield what, mention.removed_on, mention.agency
        return
    for text in (mention.status, mention.destination):
        if (what_said := leaving_in_words(text)) is not None:
            yield what_said, None, mention.agency


def leaving_in_words(text: str) -> Leaving | None:
    """What a status or destination says of a removal; None where it says nothing of one, or that there is none."""
    spoken = frozenset(fold(text).split())
    speaks = any(word.startswith(_REMOVAL) for word in spoken) or bool(spoken & _RETURN)
    if not speaks or spoken & _DENIED:
        return None
    # "Removal", "deportación" name what is to happen; "removed", "deportado" what has.
    is_coming = spoken & _COMING or any(word.startswith(_REMOVAL) and word.endswith(_NOUNS) for word in spoken)
    return Leaving.ORDERED if is_coming else Leaving.REMOVED


def _remains(child: PersonFacts, destinations: Destinations, day: date) -> bool:
    """Unless some record has the child removed or out of custody by that day: then nobody stays behind."""
    for listing in child.listings:
        removed_on = listing.mention.removed_on
        if removed_on is not None and removed_on <= day:
            return False
        if destinations.onward(listing).course is Course.LEFT:
            return False
    return True

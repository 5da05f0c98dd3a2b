"""The queue of doubts whether two records are one person, and what officers said of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Verdict
from reencuentro.records.judgements import WITHDRAWN, Judgement
from reencuentro.records.listings import Thread
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal
from reencuentro.records.people import Membership
from reencuentro.records.queue import Ticket, within_reach_alone
from reencuentro.records.search import SearchRecord
from reencuentro.rules.queueing import SECOND, Doubt

Pair = tuple[RecordKey, RecordKey]


@dataclass(frozen=True, slots=True)
class Doubted:
    """Two records, left and right, that wait for people. persons: to whom each belongs; twice the same if joined.

    number: of the proposal. place: None where nobody needs to look at it. since: when it was first proposed.
    """

    number: int
    records: Pair
    persons: tuple[str, str]
    probability: float
    place: int | None
    since: datetime

    @property
    def ends(self) -> tuple[str, str]:
        """The two persons."""
        return self.persons

    @property
    def joined(self) -> bool:
        """Whether the registry takes them for one."""
        return self.persons[0] == self.persons[1]

    @property
    def ticket(self) -> Ticket:
        """After which the queue goes on."""
        return Ticket(self.place or 0, self.since, self.number)


def waiting_doubts(
    *, second: bool, agencies: Collection[str] | None, after: Ticket | None = None
) -> QuerySet[IdentityProposal]:
    """The doubts that wait for the first officer, or for the second, in their order; evidence isn't read.

    agencies: only where any of these lists each of the two, which the second wall sees to by itself; None: whoever
    lists them.
    """
    waiting = IdentityProposal.objects.standing().filter(place__isnull=False)
    waiting = waiting.filter(place__gte=SECOND) if second else waiting.filter(place__lt=SECOND)
    if agencies is not None and not within_reach_alone():
        waiting = waiting.filter(*(_reached(side, agencies) for side in ("left", "right")))
    if after is not None:
        later = Q(place=after.place, waiting_since=after.since, pk__gt=after.pk)
        later |= Q(place=after.place, waiting_since__gt=after.since) | Q(place__gt=after.place)
        waiting = waiting.filter(later)
    return waiting.order_by("place", "waiting_since", "pk").defer("evidence", "would_decide")


def _reached(side: str, agencies: Collection[str]) -> Exists:
    """Whether any of these agencies lists the person to whom the record belongs."""
    listed = Membership.objects.standing().filter(person=OuterRef("person"), agency__in=sorted(agencies))
    record = {"agency": OuterRef(f"{side}_agency"), "record_id": OuterRef(f"{side}_record_id")}
    return Exists(Membership.objects.standing().filter(Exists(listed), **record))


def doubted(rows: Iterable[IdentityProposal]) -> list[Doubted]:
    """These proposals with their persons; those left out of whose records one belongs to nobody."""
    kept = list(rows)
    pairs = {row.pk: _pair_of(row) for row in kept}
    owners = owners_of(key for pair in pairs.values() for key in pair)
    return [
        Doubted(
            row.pk,
            (left, right),
            (owners[left], owners[right]),
            row.probability,
            row.place,
            row.waiting_since or row.known_from,
        )
        for row in kept
        for left, right in [pairs[row.pk]]
        if left in owners and right in owners
    ]


def doubt_numbered(number: int) -> Doubted | None:
    """The doubt, for whoever has yet to be decided on; None where there is none, or the wall shows none."""
    return next(iter(doubted(proposed_under(number))), None)


def proposed_under(number: int) -> QuerySet[IdentityProposal]:
    """What is proposed now of the two records of that proposal, which a later one may have superseded."""
    then = IdentityProposal.objects.filter(pk=number)
    return IdentityProposal.objects.standing().filter(**{f"{name}__in": then.values(name) for name in _PAIR})


_PAIR = ("left_agency", "left_record_id", "right_agency", "right_record_id")


def _pair_of(row: IdentityProposal) -> Pair:
    return (row.left_agency, row.left_record_id), (row.right_agency, row.right_record_id)


def owners_of(keys: Iterable[RecordKey] | None) -> dict[RecordKey, str]:
    """To whom each of these records (None: each there is) belongs, by public id."""
    held = Membership.objects.standing()
    if keys is not None:
        wanted = set(keys)
        held = held.filter(among("agency", (one for one, _ in wanted)), among("record_id", (one for _, one in wanted)))
    return {(agency, record): person for agency, record, person in held.values_list(*_OWNER)}


_OWNER = ("agency", "record_id", "person__public_id")


def said_of(one: Doubted) -> Doubt:
    """The doubt as the queue's rules need it, with what officers said of it."""
    return doubt_of(one.probability, answers([one.records]).get(one.records), joined=one.joined)


def doubt_of(probability: float, said: "Judgement | None", *, joined: bool) -> Doubt:
    """The same from the judgement that stands."""
    if said is None:
        return Doubt(probability=probability, joined=joined)
    first = said.supersedes
    verified = bool(first and first.verdict == said.verdict == Verdict.CONFIRMED and first.by != said.by)
    return Doubt(probability=probability, joined=joined, answer=Verdict(said.verdict), verified=verified)


def answers(pairs: Collection[Pair] | None = None) -> dict[Pair, Judgement]:
    """What stands of officers' judgements on these pairs (None: on all), by the records' ids of today, sorted."""
    standing = Judgement.objects.standing().filter(relation="").exclude(verdict=WITHDRAWN)
    if pairs is not None:
        texts = threads_of({key for pair in pairs for key in pair})
        standing = standing.filter(among("left_thread", (text for _, text in texts)))
    made = list(standing.select_related("supersedes").defer("reason", "seen"))
    today = keys_today({thread for one in made for thread in one.threads})
    found: dict[Pair, Judgement] = {}
    for one in made:
        left, right = sorted(today.get(thread, thread) for thread in one.threads)
        found[left, right] = one
    return found


def threads_of(keys: Collection[RecordKey]) -> frozenset[Thread]:
    """What lasts of these records; of one that isn't filed, its id."""
    filed = SearchRecord.objects.filter(among("record_id", (record for _, record in keys)))
    told = filed.values_list("agency__code", "record_id", "thread")
    return frozenset({(agency, thread) for agency, record, thread in told if (agency, record) in keys} | set(keys))


def keys_today(threads: Collection[Thread]) -> dict[Thread, RecordKey]:
    """By which ids the records go today of which this lasts."""
    agencies, texts = (agency for agency, _ in threads), (text for _, text in threads)
    filed = SearchRecord.objects.filter(among("agency__code", agencies), among("thread", texts))
    told = filed.values_list("agency__code", "thread", "record_id")
    return {(agency, thread): (agency, record) for agency, thread, record in told if (agency, thread) in threads}

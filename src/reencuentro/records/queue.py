"""The queue of ties that people should look at, and which ties a second officer has confirmed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Status, Verdict
from reencuentro.records.judgements import Judgement
from reencuentro.records.listings import Thread
from reencuentro.records.many import among
from reencuentro.records.matches import Tie
from reencuentro.records.people import Membership, Person
from reencuentro.records.search import SearchRecord
from reencuentro.records.second_wall.acting import acting
from reencuentro.rules.queueing import ALONE, RIVAL, Proposal


class Ticket(NamedTuple):
    """After which tie a page of the queue goes on."""

    place: int
    since: datetime
    pk: int


def waiting(
    status: Status, agencies: Collection[str] | None, after: Ticket | None = None, *, rivalled: bool = False
) -> QuerySet[Tie]:
    """The ties of that status that wait to be looked at, in their order; evidence isn't read.

    agencies: only of children whom any of these lists, which the second wall sees to by itself; None: whoever lists
    them. rivalled: those alone that a rival freezes.
    """
    ties = Tie.objects.standing().filter(status=status, place__isnull=False)
    if rivalled:
        ties = ties.filter(place__lt=ALONE)
    if agencies is not None and not within_reach_alone():
        listed = Membership.objects.standing().filter(person=OuterRef("child"), agency__in=sorted(agencies))
        ties = ties.filter(Exists(listed))
    if after is not None:
        later = Q(place=after.place, waiting_since=after.since, pk__gt=after.pk)
        later |= Q(place=after.place, waiting_since__gt=after.since) | Q(place__gt=after.place)
        ties = ties.filter(later)
    ordered = ties.order_by("place", "waiting_since", "pk")
    return ordered.select_related("child", "relative").defer("evidence", "alternatives", "would_decide")


def claims_on(child: int) -> list[tuple[int, str]]:
    """Who counts as what to the child, by ids in the database: for `rivals_among`.

    Those are named, too, whom the officer who asks may not reach: nobody is to be brought together unknowingly.
    """
    if within_reach_alone():
        with connection.cursor() as cursor:
            cursor.execute("SELECT relative, relation FROM second_wall.claims(%s, %s)", [child, RIVAL])
            return [(int(relative), str(relation)) for relative, relation in cursor.fetchall()]
    counting = Q(status=Status.CONFIRMED) | Q(status=Status.PROPOSED, probability__gte=RIVAL)
    return list(Tie.objects.standing().filter(counting, child=child).values_list("relative", "relation"))


def claimed_children(agencies: Collection[str] | None, most: int) -> list[str]:
    """So many children, by public id, whom rivals freeze, whoever the rivals are.

    agencies: only children whom any of these lists; None: whoever lists them.
    """
    people = Person.objects.order_by("public_id")
    if within_reach_alone():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM second_wall.claimed(%s, %s)", [ALONE, most])
            return list(people.filter(pk__in=[pk for (pk,) in cursor]).values_list("public_id", flat=True))
    frozen = (waiting(status, agencies, rivalled=True) for status in (Status.PROPOSED, Status.CONFIRMED))
    ids = {pk for ties in frozen for pk in ties.values_list("child", flat=True)}
    return list(people.filter(pk__in=sorted(ids)[:most]).values_list("public_id", flat=True))


def within_reach_alone() -> bool:
    """Whether the database shows only what an officer reaches, so that who stands in whose way isn't seen whole."""
    return connection.vendor == "postgresql" and bool(acting())


def proposal_of(tie: Tie, *, verified: bool) -> Proposal:
    """The tie as the queue's rules need it. Reads its persons."""
    return Proposal(
        child=tie.child.public_id,
        relative=tie.relative.public_id,
        relation=tie.relation,
        probability=tie.probability,
        status=Status(tie.status),
        verified=verified,
    )


def verified_ties(ties: Iterable[Tie]) -> frozenset[int]:
    """The ids of those of these ties that two officers have confirmed, the second upon the first one's word."""
    confirmed = [tie for tie in ties if tie.status == Status.CONFIRMED]
    threads = _threads_of({end for tie in confirmed for end in (tie.child_id, tie.relative_id)})
    twice = {(one.threads, one.relation) for one in _said_twice(threads)}
    return frozenset(
        tie.pk
        for tie in confirmed
        if any(
            ((child, relative), tie.relation) in twice
            for child in threads.get(tie.child_id, ())
            for relative in threads.get(tie.relative_id, ())
        )
    )


def _said_twice(threads: dict[int, list[Thread]]) -> Iterable[Judgement]:
    texts = (text for held in threads.values() for _, text in held)
    confirmed = Judgement.objects.standing().filter(verdict=Verdict.CONFIRMED, supersedes__verdict=Verdict.CONFIRMED)
    found = confirmed.exclude(relation="").filter(among("left_thread", texts)).select_related("supersedes")
    return (one for one in found.defer("reason", "seen") if one.supersedes and one.by != one.supersedes.by)


def _threads_of(people: Collection[int]) -> dict[int, list[Thread]]:
    """What lasts of the records of these persons, by the person's id in the database."""
    rows = Membership.objects.standing().filter(person__in=people).values_list("person", "agency", "record_id")
    owner: dict[RecordKey, int] = {(agency, record_id): person for person, agency, record_id in rows}
    filed = SearchRecord.objects.filter(among("record_id", (record_id for _, record_id in owner)))
    found: defaultdict[int, list[Thread]] = defaultdict(list)
    for agency, record_id, thread in filed.values_list("agency__code", "record_id", "thread"):
        if (agency, record_id) in owner:
            found[owner[agency, record_id]].append((agency, thread))
    return found


def around(children: Collection[str]) -> list[Proposal]:
    """Every standing tie of these children (by public id), as the queue's rules need them."""
    ties: Sequence[Tie] = list(
        Tie.objects.standing()
        .filter(among("child__public_id", children))
        .select_related("child", "relative")
        .defer("evidence", "alternatives", "would_decide")
    )
    verified = verified_ties(ties)
    return [proposal_of(tie, verified=tie.pk in verified) for tie in ties]

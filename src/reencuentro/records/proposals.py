"""What the matching proposed about two persons or records, what rivalled it, and what people decided, as known then."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Alternative, Contrast, Evidence, Identity, Outcome, Status, Tie
from reencuentro.records.judgements import Judgement
from reencuentro.records.knowledge import FactQuerySet, Known
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal
from reencuentro.records.matches import Tie as TieKept
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.provenance import person_of, record_named, rows_of, thread_of

Kept = TypeVar("Kept", bound=Known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person whom someone named, by one of their records (record) or by themselves (None); records: all of them."""

    person_id: str
    record: RecordKey | None
    records: tuple[RecordKey, ...]
    is_minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people decided between two records; relation "" for an identity. verdict: confirmed, rejected, withdrawn.

    since: when the first of those who say the same, one upon the other, said so; None where a list gives its records no
    ids, so that they went by others then.
    """

    number: int
    left: RecordKey
    right: RecordKey
    relation: str
    verdict: str
    by: str
    at: datetime
    since: datetime | None


def named(text: str, *, on: datetime | None = None) -> Named | None:
    """The person whom AGENCY:RECORD or a person_id names, as known at that instant (None: now); None for nobody."""
    record = record_named(text)
    person = person_of(record, on=on) if record else None
    if person is None:
        record, person = None, Person.objects.filter(public_id=text).first()
    members = as_known(Membership, on).filter(person=person).order_by("agency", "record_id")
    records = tuple(members.values_list("agency", "record_id")) if person else ()
    if person is None or not records:
        return None
    is_minor = as_known(Minor, on).filter(person=person).exists()
    return Named(person_id=person.public_id, record=record, records=records, is_minor=is_minor)


def as_known(model: type[Kept], on: datetime | None) -> FactQuerySet[Kept]:
    """What was believed at that instant; None: now."""
    facts: FactQuerySet[Kept] = model._default_manager.all()  # type: ignore[assignment]  # the manager of every Known
    return facts.standing() if on is None else facts.known_on(on)


def ties_of(person_ids: Collection[str], *, on: datetime | None = None) -> list[Tie]:
    """Every tie of any of these persons, sorted."""
    # By ids, so that an index of either end is used: asked about the persons' own columns, every tie is read.
    ids = list(Person.objects.filter(among("public_id", person_ids)).values_list("pk", flat=True))
    ends = Q(child__in=ids) | Q(relative__in=ids)
    rows = as_known(TieKept, on).filter(ends).select_related("child", "relative")
    return sorted((_tie(row) for row in rows), key=lambda tie: (tie.child, tie.relative, tie.relation))


def identities_of(records: Iterable[RecordKey], *, on: datetime | None = None) -> list[Identity]:
    """Every proposed identity of any of these records, sorted."""
    asked = frozenset(records)
    ids = {record_id for _, record_id in asked}
    rows = as_known(IdentityProposal, on).filter(Q(left_record_id__in=ids) | Q(right_record_id__in=ids))
    found = (_identity(row) for row in rows)
    return sorted(
        (one for one in found if one.left in asked or one.right in asked), key=lambda one: (one.left, one.right)
    )


def _tie(row: TieKept) -> Tie:
    return Tie(
        child=row.child.public_id,
        relative=row.relative.public_id,
        relation=row.relation,
        probability=row.probability,
        status=Status(row.status),
        evidence=_evidence(row.evidence),
        would_decide=row.would_decide,
        alternatives=tuple(_alternative(*one) for one in row.alternatives or ()),
    )


def _alternative(candidate: str, probability: float, bits: float, why: Iterable[list[Any]]) -> Alternative:
    contrasts = tuple(Contrast(here=here, there=there) for here, there in map(_evidence, why))
    return Alternative(candidate=candidate, probability=probability, bits=bits, why=contrasts)


def _identity(row: IdentityProposal) -> Identity:
    return Identity(
        left=(row.left_agency, row.left_record_id),
        right=(row.right_agency, row.right_record_id),
        probability=row.probability,
        evidence=_evidence(row.evidence),
        would_decide=row.would_decide,
    )


def _evidence(kept: Iterable[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(fact, Outcome(outcome), level, bits) for fact, outcome, level, bits in kept)


def decisions_between(
    left: Collection[RecordKey], right: Collection[RecordKey], *, on: datetime | None = None
) -> list[Decision]:
    """The judgements on these records that stood at that instant (None: now), oldest first; those withdrawn too."""
    lasting = {_thread(key): key for key in (*left, *right)}
    made = Judgement.objects.filter(
        left_agency__in={agency for agency, _ in lasting}, left_thread__in={thread for _, thread in lasting}
    )
    standing = made.filter(superseded_by=None) if on is None else made.filter(at__lte=on)
    last = {(one.threads, one.relation): one for one in standing.order_by("pk")}
    return [
        _decision(one, lasting)
        for one in sorted(last.values(), key=lambda one: one.pk)
        if _between(one, lasting, left, right)
    ]


def _thread(key: RecordKey) -> tuple[str, str]:
    rows = rows_of(key)
    return (key[0], thread_of(key)) if rows and rows[-1].likeness else key


def _between(
    judgement: Judgement,
    lasting: dict[tuple[str, str], RecordKey],
    left: Collection[RecordKey],
    right: Collection[RecordKey],
) -> bool:
    one, other = (lasting.get(thread) for thread in judgement.threads)
    return (one in left and other in right) or (one in right and other in left)


def _decision(judgement: Judgement, lasting: dict[tuple[str, str], RecordKey]) -> Decision:
    left, right = judgement.threads
    return Decision(
        number=judgement.pk,
        left=lasting[left],
        right=lasting[right],
        relation=judgement.relation,
        verdict=judgement.verdict,
        by=judgement.by,
        at=judgement.at,
        since=_first(judgement).at if (left, right) == (lasting[left], lasting[right]) else None,
    )


def _first(judgement: Judgement) -> Judgement:
    while judgement.supersedes and judgement.supersedes.verdict == judgement.verdict:
        judgement = judgement.supersedes
    return judgement

"""Which records' time is over, as far as the registry can tell."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.records.listings import Listed, listed_records, mentions_for_matching
from reencuentro.records.restrictions import restricted_records
from reencuentro.records.rosters import Quarantined, Roster, SourceRecord
from reencuentro.records.sealing.keys import KINDS, Kind
from reencuentro.records.sealing.keys import RecordKey as KeyKept
from reencuentro.rules.retention import Due, Kept, Policy, RecordKind, due, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Expirable:
    """One record whose time is over: its newest row, what lasts of it, whose it is, since when and by which rule."""

    key: RecordKey
    thread: str
    row: int
    kind: RecordKind
    due: Due


@dataclass(frozen=True, slots=True)
class Cell:
    """A row that nobody understood (a source record), or a value in quarantine."""

    kind: Kind
    pk: int


def records_due(at: datetime, policy: Policy) -> list[Expirable]:
    """The records due at that instant, by key. Of rows that are all alike, all are due or none is."""
    mentions = {mention.key: mention for mention in mentions_for_matching().mentions}
    held = restricted_records(at, holding=True)
    received = dict(Roster.objects.values_list("content_hash", "received_at"))
    alike: defaultdict[tuple[str, str], list[Expirable | None]] = defaultdict(list)
    for listed in listed_records(sorted({agency for agency, _ in mentions})):
        kept = _kept(listed, mentions[listed.key], received[listed.roster.content_hash], held=listed.key in held)
        alike[listed.key[0], listed.thread[1].partition("#")[0]].append(
            _judged(listed, mentions[listed.key], kept, at, policy)
        )
    found = [one for group in alike.values() if all(group) for one in group if one is not None]
    return sorted(found, key=lambda one: one.key)


def _kept(listed: Listed, mention: Mention, received: datetime, *, held: bool) -> Kept:
    return Kept(
        agency=listed.key[0], listed=listed.roster.as_of, received=received.date(), born=mention.birth, held=held
    )


def _judged(listed: Listed, mention: Mention, kept: Kept, at: datetime, policy: Policy) -> Expirable | None:
    kind = kind_of(mention.birth, mention.age, estimated=mention.age_estimated, listed=kept.listed)
    over = due(kind, kept, at, policy)
    if over is None:
        return None
    return Expirable(key=listed.key, thread=listed.thread[1], row=listed.row, kind=kind, due=over)


def cells_due(at: datetime, policy: Policy) -> list[Cell]:
    """What nobody could understand or shall go by, and is due at that instant; without what was emptied before."""
    return [*_rows_due(at, policy), *_values_due(at, policy)]


def _rows_due(at: datetime, policy: Policy) -> Iterator[Cell]:
    known = {listed.key for listed in listed_records(sorted(Roster.objects.values_list("agency__code", flat=True)))}
    withdrawn = list(Roster.objects.withdrawn().values_list("pk", flat=True))
    unheard = Q(mentions=None) | Q(roster__in=withdrawn)
    rows = SourceRecord.objects.filter(unheard, expired=None).order_by("pk").distinct()
    for pk, agency, record_id, received in rows.values_list(
        "pk", "roster__agency__code", "record_id", "roster__received_at"
    ):
        if (agency, record_id) not in known and _is_over(agency, received, at, policy):
            yield Cell(Kind.ROW, pk)


def _values_due(at: datetime, policy: Policy) -> Iterator[Cell]:
    sealed = KeyKept.objects.annotate(kind=F("record") % KINDS).filter(kind=Kind.QUARANTINED)
    pks = [record // KINDS for record in sealed.order_by("record").values_list("record", flat=True)]
    values = Quarantined.objects.values_list("pk", "agency__code", "known_from")
    told = {pk: (agency, known_from) for pk, agency, known_from in values}
    return (Cell(Kind.QUARANTINED, pk) for pk in pks if pk in told and _is_over(*told[pk], at, policy))


def _is_over(agency: str, received: datetime, at: datetime, policy: Policy) -> bool:
    kept = Kept(agency=agency, listed=received.date(), received=received.date())
    return due(RecordKind.UNREAD, kept, at, policy) is not None

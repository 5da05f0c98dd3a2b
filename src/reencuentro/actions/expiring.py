"""Takes a record out of everything that is kept: its content, its index, its matches; and sets its tombstone."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat, Greatest

from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.unfiling import take_out
from reencuentro.errors import ReencuentroError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.alarms import Alarm
from reencuentro.records.case_files import persons_of
from reencuentro.records.cases import Case
from reencuentro.records.certified import Certified
from reencuentro.records.corrections import Correction
from reencuentro.records.duties import Duty
from reencuentro.records.expirable import Cell, Expirable
from reencuentro.records.judgements import Judgement
from reencuentro.records.listings import listed_records
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal, Separation, Tie
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.reading import term_hash
from reencuentro.records.restrictions import restricted_records
from reencuentro.records.rosters import Mention, Quarantined, SourceRecord
from reencuentro.records.sealing.fields import Sealed
from reencuentro.records.sealing.keys import Kind, record_number
from reencuentro.records.sealing.keys import RecordKey as KeyKept
from reencuentro.records.sealing.ring import ring
from reencuentro.records.stays import Stay
from reencuentro.records.tombstones import ExpiredRow, PendingShred, Tombstone

EMPTY = Sealed("")
"""What stands in the place of a sealed value once its key is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record that is to be destroyed: its newest row, and why."""

    key: RecordKey
    row: int
    why: str

    @classmethod
    def of(cls, one: Expirable) -> "Found":
        """By the rule that it is due by."""
        return cls(key=one.key, row=one.row, why=one.due.rule.source)

    @classmethod
    def named(cls, key: RecordKey, why: str, at: datetime) -> "Found":
        """By somebody's decision. Raises ReencuentroError where there is no such record, or it is held."""
        listed = next((one for one in listed_records([key[0]]) if one.key == key), None)
        if listed is None:
            raise ReencuentroError(
                f"agency {key[0]} has no record {key[1]}", remedy="Take agency and record id as people.csv has them."
            )
        if key in restricted_records(at, holding=True):
            raise ReencuentroError(
                "the record is held: somebody needs it for a claim, or a court wants it kept",
                remedy="Lift the restriction first.",
            )
        return cls(key=key, row=listed.row, why=why)


def bury(found: Sequence[Found], at: datetime) -> None:
    """Make these records unreadable, within the transaction of whoever calls; `finish_shredding` comes after it."""
    rows: list[int] = []
    for one in found:
        newest = SourceRecord.objects.select_related("roster__agency").get(pk=one.row)
        mine = _rows_of(newest)
        stone = _stone(one, newest, at)
        ExpiredRow.objects.bulk_create(ExpiredRow(row_id=pk, tombstone=stone, at=at) for pk in mine)
        rows += mine
    take_out(rows)
    _forget_people([one.key for one in found], at)
    _empty_rows(rows)


def _rows_of(newest: SourceRecord) -> list[int]:
    """Every row that tells of the record, whichever roster has it, and whether it could be understood or not."""
    roster = newest.roster
    rows = SourceRecord.objects.filter(roster__agency=roster.agency_id, expired=None).order_by("pk")
    if newest.likeness:
        rows = rows.filter(likeness=newest.likeness)
    else:
        rows = rows.filter(record_id=newest.record_id, roster__has_record_ids=True)
    return list(rows.values_list("pk", flat=True))


def _stone(one: Found, newest: SourceRecord, at: datetime) -> Tombstone:
    return Tombstone.objects.create(
        agency_id=newest.roster.agency_id,
        record_id=one.key[1],
        likeness_mark=term_hash(newest.likeness) if newest.likeness else "",
        roster=newest.roster,
        source_date=newest.roster.as_of,
        entry_date=newest.roster.received_at,
        expiry_date=at,
        rule=one.why,
    )


def _forget_people(keys: Sequence[RecordKey], at: datetime) -> None:
    """What was believed of the records; of persons of whom no record is left, nothing is believed any more."""
    touched: set[int] = set()
    for agency, record_id in keys:
        members = Membership.objects.filter(agency=agency, record_id=record_id)
        mine = set(members.values_list("person", flat=True))
        touched |= mine
        members.delete()
        IdentityProposal.objects.filter(
            Q(left_agency=agency, left_record_id=record_id) | Q(right_agency=agency, right_record_id=record_id)
        ).delete()
        Separation.objects.filter(Q(child__in=mine) | Q(relative__in=mine), agency=agency).delete()
    ties = Tie.objects.filter(Q(child__in=touched) | Q(relative__in=touched))
    ties.update(evidence=[], would_decide="", alternatives=None)
    _close_what_is_left(touched, at)


def _close_what_is_left(touched: Iterable[int], at: datetime) -> None:
    left = Membership.objects.standing().values("person")
    people = list(Person.objects.filter(pk__in=touched).exclude(pk__in=left))
    gone = [one.pk for one in people]
    of_child_or_relative = Q(child__in=gone) | Q(relative__in=gone)
    until = Greatest(F("known_from"), at)
    Tie.objects.standing().filter(of_child_or_relative).update(known_until=until)
    Separation.objects.filter(of_child_or_relative).delete()
    Minor.objects.standing().filter(person__in=gone).update(known_until=until)
    Certified.objects.standing().filter(person__in=gone).update(known_until=until)
    _destroy_work({name for one in people for name in (one.public_id, *(one.names or {}))})


def _destroy_work(ids: Collection[str]) -> None:
    """What officers kept of people of whom no record is left can't be read any more: cases, stays, alarms.

    ids: by which those people ever went. What has gone over to somebody of whom records are left stays theirs.
    """
    kept = {
        Kind.CASE: persons_of(Case.objects.filter(among("person", ids)).defer("why")),
        Kind.DUTY: persons_of(Duty.objects.filter(among("person", ids)).defer("gist")),
        Kind.ALARM: dict(Alarm.objects.filter(among("person", ids)).values_list("pk", "person")),
        Kind.STAY: dict(Stay.objects.filter(among("person__public_id", ids)).values_list("pk", "person__public_id")),
    }
    named = {person for of_kind in kept.values() for person in of_kind.values()}
    lost = named - _standing(named) if named else named
    work = ((kind, pk) for kind, of_kind in kept.items() for pk, person in of_kind.items() if person in lost)
    _destroy_keys([record_number(kind, pk) for kind, pk in work])


def _standing(ids: Collection[str]) -> set[str]:
    """Those of these ids by which somebody goes, or went, of whom records are left."""
    left = Person.objects.filter(pk__in=Membership.objects.standing().values("person"))
    former = Q(names__isnull=False, names__has_any_keys=sorted(ids))
    told = left.filter(former | Q(among("public_id", ids))).values_list("public_id", "names")
    return {name for public_id, names in told for name in (public_id, *(names or {}))}


def _empty_rows(rows: Sequence[int]) -> None:
    """The rows are emptied, the database lets it because they are expired; their keys go with what they seal."""
    keys = [record_number(Kind.ROW, pk) for pk in rows]
    keys += _empty_quarantined(rows)
    keys += _empty_judgements(rows)
    corrections = Correction.objects.filter(row__in=rows)
    corrections.update(value=EMPTY, evidence=EMPTY, thread=_expired("row_id"))
    Mention.objects.filter(source_record__in=rows).delete()
    SourceRecord.objects.filter(pk__in=rows).update(cells=EMPTY, row_hash="", likeness="")
    _destroy_keys(keys)


def _expired(row: str) -> Concat:
    return Concat(Value("expired:"), Cast(row, CharField()))


def _empty_quarantined(rows: Sequence[int]) -> list[int]:
    places = SourceRecord.objects.filter(pk__in=rows).values_list("roster", "line")
    cells = [
        pk
        for roster, line in places
        for pk in Quarantined.objects.filter(roster=roster, line=line).values_list("pk", flat=True)
    ]
    Quarantined.objects.filter(pk__in=cells).update(value=EMPTY)
    return [record_number(Kind.QUARANTINED, pk) for pk in cells]


def _empty_judgements(rows: Sequence[int]) -> list[int]:
    """A decision between two records quotes both: it goes with the first of them."""
    judged = Judgement.objects.filter(Q(left_row__in=rows) | Q(right_row__in=rows))
    pks = list(judged.values_list("pk", flat=True))
    judged = Judgement.objects.filter(pk__in=pks)
    judged.update(reason=EMPTY, seen={})
    for side in ("left", "right"):
        unnumbered = judged.filter(**{f"{side}_row__in": rows, f"{side}_row__roster__has_record_ids": False})
        unnumbered.update(reason=EMPTY, seen={}, **{f"{side}_thread": _expired(f"{side}_row_id")})
    return [record_number(Kind.JUDGEMENT, pk) for pk in pks]


def empty_cells(cells: Sequence[Cell], at: datetime) -> None:
    """Make what nobody understood unreadable, within the transaction of whoever calls."""
    rows = [cell.pk for cell in cells if cell.kind is Kind.ROW]
    ExpiredRow.objects.bulk_create(ExpiredRow(row_id=pk, at=at) for pk in rows)
    _empty_rows(rows)
    values = [cell.pk for cell in cells if cell.kind is Kind.QUARANTINED]
    Quarantined.objects.filter(pk__in=values).update(value=EMPTY)
    _destroy_keys([record_number(Kind.QUARANTINED, pk) for pk in values])


def _destroy_keys(numbers: Sequence[int]) -> None:
    """Here at once; out of the tree of secrets, and so out of reach for older copies, once this is committed.

    A transaction that is undone gives its numbers away again, but what was cut out of the tree stays cut.
    """
    KeyKept.objects.filter(record__in=numbers).delete()
    PendingShred.objects.bulk_create((PendingShred(record=one) for one in numbers), ignore_conflicts=True)


def finish_shredding(*, by: str, at: datetime) -> int:
    """Cut the secrets of destroyed records out of the tree; how many. Stopped at any moment, the next call goes on."""
    if not PendingShred.objects.exists():
        return 0
    with performing("shred", by=by, at=at):
        one_at_a_time()
        numbers = list(PendingShred.objects.order_by("record").values_list("record", flat=True))
        ring().destroy(numbers)
        PendingShred.objects.all().delete()
    return len(numbers)

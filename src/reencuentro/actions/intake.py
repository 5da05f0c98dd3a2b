"""Writes the rows of one roster, a chunk at a time, so that a million rows need no more memory than a thousand."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import itemgetter
from typing import TypeVar

from django.db.models import Count

from reencuentro.interchange.rosters import Problem, RosterReading, RowReading
from reencuentro.linkage.mentions import Identifier as IdentifierRead
from reencuentro.linkage.mentions import Mention as MentionRead
from reencuentro.records.exact import as_json, printable
from reencuentro.records.facts import facts_of, relative_facts
from reencuentro.records.loading import Row, load_rows, reserve_ids
from reencuentro.records.rosters import Claim, Identifier, Mention, Quarantined, Role, Roster, SourceRecord

CHUNK = 2_000  # rows; larger chunks were no faster
LONGEST_KEY = 200  # characters, of a record id or another number

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How many rows were taken, said the same again, or went to quarantine."""

    rows: int = 0
    repeated: int = 0
    quarantined: int = 0


def fits(key: str) -> bool:
    """Whether the text can name a record for good: not too long, and nothing in it that a database can't hold."""
    return len(key) <= LONGEST_KEY and printable(key) == key


def take_rows(roster: Roster, reading: RosterReading, progress: Callable[[int], None] = lambda _rows: None) -> Intake:
    """Keeps every row as it came, and of each what was understood or why nothing could be."""
    rows = quarantined = 0
    for chunk in _chunks(map(_with_key_checked, reading.rows()), CHUNK):
        refused = [row for row in chunk if row.mention is None]
        quarantined += len(refused)
        rows += len(chunk) - len(refused)
        _take(roster, chunk)
        _quarantine(roster, ((row.line, problem) for row in refused for problem in row.problems))
        progress(rows + quarantined)
    intake = Intake(rows=rows, quarantined=quarantined)
    return _settle_repeated_ids(roster, intake) if roster.has_record_ids else intake


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    remaining = iter(items)
    return iter(lambda: list(islice(remaining, size)), [])


def _with_key_checked(row: RowReading) -> RowReading:
    """The row, or its refusal where its id or a number in it could not be kept."""
    if row.mention is None or (fits(row.record_id) and all(map(_identifier_fits, _identifiers(row.mention)))):
        return row
    problem = Problem("", "", f"an id or number is longer than {LONGEST_KEY} characters or unprintable: correct it")
    return replace(row, mention=None, problems=(problem,))


def _identifiers(mention: MentionRead) -> Iterator[IdentifierRead]:
    yield from mention.identifiers
    for relative in mention.relatives:
        yield from relative.identifiers


def _identifier_fits(identifier: IdentifierRead) -> bool:
    return fits(identifier.value) and fits(identifier.kind) and len(identifier.kind) <= _LONGEST_KIND


_LONGEST_KIND = 50


def take_written(roster: Roster, row: RowReading) -> int:
    """Keeps the one row that was written on the pages; its id. Raises ValueError for one that can't be kept."""
    if _with_key_checked(row).mention is None:
        raise ValueError("an id or number is too long or unprintable")
    return _take(roster, [row])[0]


def _take(roster: Roster, chunk: list[RowReading]) -> Sequence[int]:
    ids = reserve_ids(SourceRecord, len(chunk))
    names = ("id", "roster", "line", "record_id", "row_hash", "likeness", "cells")
    rows = (_source_record(roster, row, pk) for pk, row in zip(ids, chunk, strict=True))
    load_rows(SourceRecord, names, rows, agency=roster.agency_id)
    read = [(pk, row.mention) for pk, row in zip(ids, chunk, strict=True) if row.mention is not None]
    _take_mentions(read, agency=roster.agency_id)
    return ids


def _source_record(roster: Roster, row: RowReading, pk: int) -> Row:
    cells = as_json(dict(row.cells))
    row_hash = hashlib.sha256(cells.encode()).hexdigest()
    likeness = "" if roster.has_record_ids else lasting_likeness(row, row_hash)
    record_id = row.record_id if fits(row.record_id) else ""
    return (pk, roster.pk, row.line, record_id, row_hash, likeness, cells)


def lasting_likeness(row: RowReading, row_hash: str = "") -> str:
    """What lasts of a record of a list that gives no ids; "" where nothing is understood of it."""
    if row.mention is None:
        return ""
    return likeness_of(row.mention) or (row_hash or hashlib.sha256(as_json(dict(row.cells)).encode()).hexdigest())[:32]


def likeness_of(mention: MentionRead) -> str:
    """Digest of names, sex and birth, whatever their case and spacing; "" where the row has none of them."""
    names = (getattr(mention, name) for name in _NAMES)
    said = [" ".join(name.casefold().split()) for name in names]
    birth = mention.birth
    said += [mention.sex or "", f"{birth.year}-{birth.month}-{birth.day}" if birth else ""]
    return hashlib.sha256(as_json(said).encode()).hexdigest()[:32] if any(said) else ""


def take_mended(roster: Roster, row: SourceRecord, mention: MentionRead) -> None:
    """What is understood of a row that was kept before, and put right since."""
    _take_mentions([(row.pk, mention)], agency=roster.agency_id)


_NAMES = ("full_name", "given_names", "surnames", "first_surname", "second_surname")


def _take_mentions(read: list[tuple[int, MentionRead]], *, agency: int) -> None:
    """Mentions of subjects and relatives, the numbers of each, and the claims between them."""
    ids = iter(reserve_ids(Mention, sum(1 + len(mention.relatives) for _, mention in read)))
    mentions: list[Row] = []
    identifiers: list[Row] = []
    claims: list[Row] = []
    for source_record, mention in read:
        subject = next(ids)
        mentions.append((subject, source_record, Role.SUBJECT.value, as_json(facts_of(mention))))
        identifiers += ((subject, number.kind, number.value) for number in mention.identifiers)
        for relative in mention.relatives:
            other = next(ids)
            mentions.append((other, source_record, Role.RELATIVE.value, as_json(relative_facts(relative))))
            identifiers += ((other, number.kind, number.value) for number in relative.identifiers)
            claims.append((subject, relative.relation.value, other))
    load_rows(Mention, ("id", "source_record", "role", "facts"), mentions, agency=agency)
    load_rows(Identifier, ("mention", "kind", "value"), identifiers)
    load_rows(Claim, ("subject", "relation", "relative"), claims)


def _quarantine(roster: Roster, problems: Iterable[tuple[int, Problem]]) -> None:
    names = ("agency", "roster", "file_name", "line", "column", "value", "problem", "known_from")
    refusals = (_refusal(roster, line, problem) for line, problem in problems)
    load_rows(Quarantined, names, refusals, agency=roster.agency_id)


def _refusal(roster: Roster, line: int, problem: Problem) -> Row:
    column, value = as_json(problem.column), as_json(problem.value)
    said = printable(problem.problem)
    return (roster.agency_id, roster.pk, roster.file_name, line, column, value, said, roster.received_at)


@dataclass(frozen=True, slots=True, order=True)
class _Rival:
    """One of several rows that share a record id; the greatest is kept, whatever the order of rows."""

    filled: int
    row_hash: str
    line: int
    pk: int


def _settle_repeated_ids(roster: Roster, intake: Intake) -> Intake:
    """Of rows that share a record id the fullest stays; one that says the same is dropped, any other is refused."""
    repeated = refused = 0
    for _, group in groupby(_rivals(roster), key=itemgetter(0)):
        rivals = sorted(rival for _, rival in group)
        kept = next(rival for rival in rivals if rival.row_hash == rivals[-1].row_hash)  # the first of its like
        others = [rival for rival in rivals if rival is not kept]
        differing = [rival for rival in others if rival.row_hash != kept.row_hash]
        _forget_mentions(rival.pk for rival in others)
        _quarantine(roster, ((rival.line, _contradicted(rival, kept)) for rival in differing))
        repeated += len(others) - len(differing)
        refused += len(differing)
    left = intake.rows - repeated - refused
    return Intake(rows=left, repeated=repeated, quarantined=intake.quarantined + refused)


def _rivals(roster: Roster) -> Iterator[tuple[str, _Rival]]:
    understood = SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT)
    shared = understood.values("record_id").annotate(times=Count("pk")).filter(times__gt=1).values("record_id")
    rows = understood.filter(record_id__in=shared).order_by("record_id")
    for pk, line, record_id, row_hash, cells in rows.values_list("pk", "line", "record_id", "row_hash", "cells"):
        filled = sum(1 for cell in cells.values() if cell.strip())
        yield record_id, _Rival(filled=filled, row_hash=row_hash, line=line, pk=pk)


def _contradicted(rival: _Rival, kept: _Rival) -> Problem:
    problem = (
        f"line {rival.line} has the record id of line {kept.line} but says otherwise; line {kept.line}, which says "
        "more, was taken: give each record its own id, or send only the row that is right"
    )
    return Problem("", "", problem)


def _forget_mentions(source_records: Iterable[int]) -> None:
    """The rows themselves stay, only nothing is understood from them."""
    for pks in _chunks(source_records, 500):
        Mention.objects.filter(source_record__in=pks).delete()

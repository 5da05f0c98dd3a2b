"""What records say: which row tells of each now, and facts and cells, opened only for those asked for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.corrections import any_corrected, corrections_of_rows
from reencuentro.records.facts import Facts, mention_from
from reencuentro.records.listings import listed_records
from reencuentro.records.many import among
from reencuentro.records.provenance import rows_of
from reencuentro.records.rosters import Mention, Role, SourceRecord
from reencuentro.records.search import SearchRecord
from reencuentro.rules.ages import age_on

GROWN = 18  # years


@dataclass(frozen=True, slots=True)
class Row:
    """A row that tells of a record; as_of: the day that its roster describes."""

    record: RecordKey
    pk: int
    as_of: date


def newest_rows(records: Collection[RecordKey]) -> list[Row]:
    """The row that tells of each of these records now, in their order; those that no roster lists are left out.

    One query, however many there are. Where the registry was made by a version that kept no index, the rosters of
    their agencies are read instead.
    """
    wanted = set(records)
    rows = SearchRecord.objects.filter(
        among("agency__code", (agency for agency, _ in wanted)), among("record_id", (record for _, record in wanted))
    )
    told = rows.values_list("agency__code", "record_id", "row", "row__roster__as_of")
    found = {(agency, record): Row((agency, record), row, as_of) for agency, record, row, as_of in told}
    if not found and wanted:
        found = _read_from_rosters(wanted)
    return [found[key] for key in records if key in found]


def _read_from_rosters(records: Collection[RecordKey]) -> dict[RecordKey, Row]:
    listed = listed_records(sorted({agency for agency, _ in records}))
    return {one.key: Row(one.key, one.row, one.roster.as_of) for one in listed if one.key in records}


def rows_through_time(records: Iterable[RecordKey], known_at: datetime | None) -> list[Row]:
    """Every row that ever told of these records, the oldest of each first; as the registry had them at that instant."""
    return [Row(key, row.pk, row.roster.as_of) for key in records for row in rows_of(key, on=known_at)]


def facts_of(rows: Iterable[Row]) -> dict[int, Facts]:
    """What these rows say of their subjects, by row; each is opened."""
    wanted = Mention.objects.filter(source_record__in=[row.pk for row in rows], role=Role.SUBJECT)
    return dict(wanted.values_list("source_record", "facts"))


def corrected_of(rows: Iterable[Row], known_at: datetime | None = None) -> dict[int, Mapping[str, Any]]:
    """What counts instead of what these rows say, by row; None where nothing is known. Most rows aren't among them."""
    asked = list(rows)
    if not any_corrected(agency for agency, _ in (row.record for row in asked)):
        return {}
    return corrections_of_rows([row.pk for row in asked], on=known_at)


def cells_of(rows: Iterable[Row]) -> dict[int, Mapping[str, str]]:
    """These rows as they came, by row; each is opened."""
    return dict(SourceRecord.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "cells"))


@dataclass(frozen=True, slots=True)
class Known:
    """What some decisions must read in sealed facts. is_grown: known to be, not only not known to be a child."""

    nationalities: frozenset[str]
    is_grown: bool


def known_of(rows: Iterable[Row], facts: Mapping[int, Facts], day: date) -> Known:
    """What counts of the records of one person together on their nationality and age on that day."""
    said: list[Any] = [mention_from(facts[row.pk], row.record) for row in rows if row.pk in facts]
    age = age_on(said, day)
    nationalities = frozenset(one.nationality for one in said if one.nationality)
    return Known(nationalities=nationalities, is_grown=age is not None and age >= GROWN)

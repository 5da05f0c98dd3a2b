"""Keeps what people are looked up by current: whatever a roster adds, changes or takes away, as it is admitted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import F

from reencuentro.actions.filing import Cabinet
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.linkage.lookup.few import Bearers, chances_among, namesakes_among
from reencuentro.linkage.lookup.filing import VERSION
from reencuentro.linkage.lookup.kin import chances_of_kin
from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.names import Lexicon
from reencuentro.records.agencies import Agency
from reencuentro.records.facts import mention_from
from reencuentro.records.listings import listed_records
from reencuentro.records.loading import load_rows, reserve_ids
from reencuentro.records.rosters import Channel, Role, Roster, SourceRecord
from reencuentro.records.rosters import Mention as MentionKept
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord
from reencuentro.records.searching import uses

CHUNK = 5_000
"""Records filed at once."""
SAMPLE = 400
"""Records among which it is counted how often strangers agree."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Listed:
    """What is listed now under a thread: the id by which the record goes, and the row that tells of it."""

    thread: str
    record_id: str
    row: int


def keep_searchable(roster: Roster) -> None:
    """After a roster was taken in: file what it adds and changes, drop what nobody lists any more.

    Costs what the roster holds; only where it isn't its agency's newest, or a list without record ids is among them,
    the agency's lists are laid over one another anew.
    """
    if not _is_current():
        _file_everything()
        return
    lists = Roster.objects.lists().filter(agency=roster.agency_id)
    numbered = not lists.filter(has_record_ids=False).exists()
    if lists.in_order().last() == roster and numbered and not _is_written_on(roster):
        _file(roster.agency_id, _rows_of(roster))
    else:
        _file_agency(roster.agency)
    _count_again_if_doubled()


def _is_written_on(roster: Roster) -> bool:
    """Whether somebody on the list was written down on the pages too, so that the later of the two counts."""
    written = SourceRecord.objects.filter(roster__agency=roster.agency_id).exclude(roster__channel=Channel.LIST)
    listed = SourceRecord.objects.filter(roster=roster).values("record_id")
    return written.filter(record_id__in=listed).exists()


def keep_written_searchable(agency: int, row: int, mention: Mention) -> None:
    """After a row was written on the pages: file what it says. Costs what one row costs, however many people there are.

    Nothing of others is read, so that an officer may do it who reaches nobody else.
    """
    SearchTotals.objects.get_or_create(defaults={"filing": VERSION, "chances": {"person": {}, "kin": {}}})
    cabinet = Cabinet()
    kept = SearchRecord.objects.filter(agency=agency, thread=mention.record_id).first()
    if kept is None:
        pk = reserve_ids(SearchRecord, 1)[0]
        names = ("id", "agency", "thread", "record_id", "row")
        load_rows(SearchRecord, names, [(pk, agency, mention.record_id, mention.record_id, row)])
        cabinet.file({}, {pk: mention})
        SearchTotals.objects.update(records=F("records") + 1)
    else:
        cabinet.file(_said([(kept.pk, kept.record_id, kept.row_id)]), {kept.pk: mention})
        SearchRecord.objects.filter(pk=kept.pk).update(row=row)
    cabinet.close()


def make_searchable(*, by: str) -> None:
    """File everything, where the registry was made by a version that kept no index, or another one."""
    if not _is_current() and Roster.objects.exists():
        with performing("make_searchable", by=by):
            one_at_a_time()
            _file_everything()


def _is_current() -> bool:
    return SearchTotals.objects.filter(filing=VERSION).exists()


def _file_everything() -> None:
    for model in (SearchTotals, SearchRecord, SearchKey, SearchSound, SearchWord):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 the model's own name
    SearchTotals.objects.create(filing=VERSION, chances={"person": {}, "kin": {}})
    for agency in Agency.objects.order_by("code"):
        _file_agency(agency)
    _count_again_if_doubled()


def _file_agency(agency: Agency) -> None:
    listed = [_Listed(one.thread[1], one.key[1], one.row) for one in listed_records([agency.code])]
    _file(agency.pk, listed)
    threads = {one.thread for one in listed}
    _drop([kept for kept in SearchRecord.objects.filter(agency=agency).iterator() if kept.thread not in threads])


def _rows_of(roster: Roster) -> Iterator[_Listed]:
    rows = SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT).order_by("pk")
    return (_Listed(record_id, record_id, pk) for pk, record_id in rows.values_list("pk", "record_id").iterator())


def _file(agency: int, listed: Iterable[_Listed]) -> None:
    """Each record under the keys of what its newest row says, and no longer under those of an older row."""
    cabinet = Cabinet()
    for chunk in _chunks(listed, CHUNK):
        kept = SearchRecord.objects.filter(agency=agency, thread__in=[one.thread for one in chunk])
        known = {one.thread: one for one in kept}
        _file_new(cabinet, agency, [one for one in chunk if one.thread not in known])
        _file_again(cabinet, [(known[one.thread], one) for one in chunk if one.thread in known])
    cabinet.close()


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    remaining = iter(items)
    return iter(lambda: list(islice(remaining, size)), [])


def _file_new(cabinet: Cabinet, agency: int, listed: Sequence[_Listed]) -> None:
    ids = reserve_ids(SearchRecord, len(listed))
    rows = [(pk, agency, one.thread, one.record_id, one.row) for pk, one in zip(ids, listed, strict=True)]
    load_rows(SearchRecord, ("id", "agency", "thread", "record_id", "row"), rows)
    cabinet.file({}, _said((pk, one.record_id, one.row) for pk, one in zip(ids, listed, strict=True)))
    SearchTotals.objects.update(records=F("records") + len(listed))


def _file_again(cabinet: Cabinet, pairs: Sequence[tuple[SearchRecord, _Listed]]) -> None:
    moved = [(kept, one) for kept, one in pairs if (kept.row_id, kept.record_id) != (one.row, one.record_id)]
    before = _said((kept.pk, kept.record_id, kept.row_id) for kept, _ in moved)
    after = _said((kept.pk, one.record_id, one.row) for kept, one in moved)
    changed = {pk for pk, mention in after.items() if mention != before[pk]}
    cabinet.file(*({pk: said[pk] for pk in sorted(changed)} for said in (before, after)))
    for kept, one in moved:
        kept.row_id, kept.record_id = one.row, one.record_id
    SearchRecord.objects.bulk_update([kept for kept, _ in moved], ["row", "record_id"], batch_size=400)


def _drop(gone: Sequence[SearchRecord]) -> None:
    cabinet = Cabinet()
    for chunk in _chunks(gone, CHUNK):
        cabinet.file(_said((kept.pk, kept.record_id, kept.row_id) for kept in chunk), {})
        SearchRecord.objects.filter(pk__in=[kept.pk for kept in chunk]).delete()
    cabinet.close()
    SearchTotals.objects.update(records=F("records") - len(gone))


def _said(records: Iterable[tuple[int, str, int]]) -> dict[int, Mention]:
    """What each record (its number, its id, its row) says, whoever says it: by the record's number."""
    asked = list(records)
    kept = MentionKept.objects.filter(role=Role.SUBJECT, source_record__in=[row for _, _, row in asked])
    facts = dict(kept.values_list("source_record", "facts"))
    return {pk: mention_from(facts[row], ("", record_id)) for pk, record_id, row in asked}


def _count_again_if_doubled() -> None:
    """How often strangers agree: told by a sample, and not worth counting again before the registry has doubled."""
    totals = SearchTotals.objects.get()
    if totals.records < max(2, 2 * totals.counted_at):
        return
    step = max(1, totals.records // SAMPLE)
    numbers = list(SearchRecord.objects.order_by("pk").values_list("pk", flat=True))[::step][:SAMPLE]
    sample = SearchRecord.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "record_id", "row_id")
    mentions = list(_said(sample).values())
    comparer = namesakes_among(mentions, Bearers(uses, totals.records))
    totals.chances = {
        "person": chances_among(mentions),
        "kin": chances_of_kin(mentions, comparer, Lexicon.of(mentions)),
    }
    totals.counted_at = totals.records
    totals.save()

"""The rosters laid over one another: for each record, the newest row that tells of it.

An agency's newest roster is not the whole truth: a record that has vanished from it is listed still, by the last
roster that had it. Nobody is missing from a list of a part of an agency's people; one that was withdrawn says nothing.
Where rosters give no record ids, rows with equal names, sex and birth continue one another.
What officers wrote on the pages stands among the rosters by its day: it may be told anew by either, and it is never
missing from a list.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Any, NamedTuple

from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.records.corrections import corrected, corrections_standing
from reencuentro.records.facts import mention_from
from reencuentro.records.rosters import Channel, Quarantined, Role, Roster, RosterQuerySet, SourceRecord

Thread = tuple[str, str]
"""Agency, and what lasts of a record through all its rosters: its id or, without ids, its likeness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRef:
    """A roster, by its content hash; is_newest: no newer whole list of its agency counts as of the day asked."""

    content_hash: str
    agency: str
    file_name: str
    as_of: date
    is_newest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One record, as the newest row that tells of it has it; row: id of the source record."""

    key: RecordKey
    thread: Thread
    row: int
    roster: RosterRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ForMatching:
    """Every record once, sorted by key, and for each the roster that last listed it.

    still_listed: records that a current list of their agency has in a row that could not be read, so that an older row
    speaks for them.
    """

    mentions: list[Mention]
    last_listed: dict[RecordKey, RosterRef]
    still_listed: frozenset[RecordKey]


def mentions_for_matching(as_of: date | None = None) -> ForMatching:
    """What the rosters of that day and before say, one mention a record; None: all rosters."""
    mentions: list[Mention] = []
    last_listed: dict[RecordKey, RosterRef] = {}
    told = corrections_standing()
    for listed, facts in _walk(_rosters(as_of)):
        mentions.append(mention_from(corrected(facts, told.get(listed.thread)), listed.key))
        last_listed[listed.key] = listed.roster
    mentions.sort(key=attrgetter("key"))
    unread = {(roster.agency.code, record_id) for roster in current_rosters(as_of) for record_id in unread_ids(roster)}
    still_listed = frozenset(key for key, ref in last_listed.items() if not ref.is_newest and key in unread)
    return ForMatching(mentions=mentions, last_listed=last_listed, still_listed=still_listed)


def listed_records(agencies: Sequence[str], *, on: datetime | None = None) -> Iterator[Listed]:
    """The records of these agencies, without what they say; on: as they stood at that instant, None: now."""
    rosters = _rosters(None, on).filter(agency__code__in=agencies)
    arrived = rosters if on is None else rosters.filter(received_at__lte=on)
    return (listed for listed, _ in _walk(arrived))


def current_rosters(as_of: date | None = None) -> list[Roster]:
    """The lists that tell who is listed as of that day: each agency's newest whole one, and the parts after it."""
    return [roster for lists in _current(_lists(as_of)).values() for roster in lists]


def current_of(agency: int) -> list[Roster]:
    """The current lists of one agency, the oldest first."""
    return _current(_lists(None).filter(agency=agency)).get(agency, [])


def changes_by(roster: Roster) -> dict[str, int] | None:
    """How many records the list adds, changes, leaves as they were, and lacks; None where nothing counted before it.

    Told by whether a row reads as it did, not by what it says: nothing sealed is opened.
    """
    before = lists_before(roster)
    if not before:
        return None
    then: dict[str, str] = {}
    for older in before:
        then |= _read_as(older)
    now = _read_as(roster)
    counts = {
        "added": len(now.keys() - then.keys()),
        "changed": sum(1 for base, row in now.items() if then.get(base, row) != row),
        "same": sum(1 for base, row in now.items() if then.get(base) == row),
    }
    unread = unread_ids(roster)
    return counts | ({"missing": len(then.keys() - now.keys() - unread)} if roster.is_whole else {})


def _read_as(roster: Roster) -> dict[str, str]:
    """Its rows that were understood, by what lasts of each record: a digest of how each reads."""
    rows = SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT).order_by("line", "pk")
    met: Counter[str] = Counter()
    found: dict[str, str] = {}
    for likeness, record_id, row_hash in rows.values_list("likeness", "record_id", "row_hash").iterator():
        base = likeness or record_id
        met[base] += 1
        found[thread_named(base, met[base])] = row_hash
    return found


def listed_once(agency: int) -> frozenset[str]:
    """What lasts of the records that lists of the agency ever had."""
    rows = SourceRecord.objects.filter(roster__in=_lists(None).filter(agency=agency).values("pk"))
    told = rows.filter(mentions__role=Role.SUBJECT).values_list("likeness", "record_id").distinct()
    return frozenset(likeness or record_id for likeness, record_id in told)


def records_only_on(roster: Roster) -> frozenset[str]:
    """The ids of its records that its agency tells nowhere else."""
    rows = SourceRecord.objects.filter(roster__agency=roster.agency_id, mentions__role=Role.SUBJECT)
    bases = {pk: likeness or record_id for pk, likeness, record_id in rows.values_list("pk", "likeness", "record_id")}
    here = frozenset(rows.filter(roster=roster).values_list("pk", flat=True))
    silent = set(rows.filter(roster__in=Roster.objects.withdrawn().values("pk")).values_list("pk", flat=True))
    elsewhere = {base for pk, base in bases.items() if pk not in here | silent}
    listed = (one for one in listed_records([roster.agency.code]) if one.row in here)
    return frozenset(one.key[1] for one in listed if bases[one.row] not in elsewhere)


def newest_lists(as_of: date | None = None) -> list[Roster]:
    """The newest list of each agency as of that day, by agency, be it whole or of a part."""
    return list({roster.agency_id: roster for roster in _lists(as_of)}.values())


def lists_before(roster: Roster) -> list[Roster]:
    """The lists that told who was listed before this one: the newest whole one and those of a part after it."""
    of_agency = _lists(None).filter(agency=roster.agency_id)
    before = takewhile(lambda other: other.pk != roster.pk, of_agency)
    return _current(before).get(roster.agency_id, [])


def _lists(as_of: date | None) -> RosterQuerySet:
    return Roster.objects.lists().select_related("agency").until(as_of).in_order()


def _current(in_order: Iterable[Roster]) -> dict[int, list[Roster]]:
    current: dict[int, list[Roster]] = {}
    for roster in in_order:
        older = [] if roster.is_whole else current.get(roster.agency_id, [])
        current[roster.agency_id] = [*older, roster]
    return current


def mentions_of_lists(rosters: Iterable[Roster], *, as_of: date | None = None) -> dict[Thread, Mention]:
    """What these lists of one agency say together, the oldest first: of each record the newest counts."""
    said: dict[Thread, Mention] = {}
    for roster in rosters:
        said |= mentions_of(roster, as_of=as_of)
    return said


def mentions_of(roster: Roster, *, as_of: date | None = None) -> dict[Thread, Mention]:
    """What one roster says, by what lasts of each record, under the keys by which records go as of that day."""
    agency = roster.agency.code
    of_agency = _rosters(as_of).filter(agency=roster.agency_id)
    unnumbered = of_agency.filter(has_record_ids=False).exists()
    keys = {listed.thread: listed.key for listed, _ in _walk(of_agency)} if unnumbered else {}
    told = (((agency, thread_named(*row.place)), row) for row in _rows(roster))
    return {thread: mention_from(row.facts, keys.get(thread, (agency, row.record_id))) for thread, row in told}


def unread_ids(roster: Roster) -> frozenset[str]:
    """The record ids of its rows of which nothing could be understood; empty where it gives none."""
    if not roster.has_record_ids or not Quarantined.objects.filter(roster=roster).exists():
        return frozenset()
    rows = SourceRecord.objects.filter(roster=roster, mentions=None).exclude(record_id="")
    return frozenset(rows.values_list("record_id", flat=True))


def _rosters(as_of: date | None, on: datetime | None = None) -> RosterQuerySet:
    return Roster.objects.select_related("agency").until(as_of).counting(on).in_order()


def _walk(rosters: Iterable[Roster]) -> Iterator[tuple[Listed, Mapping[str, Any]]]:
    """Each record's newest row, agency by agency, from the newest roster back."""
    for _, of_agency in groupby(rosters, key=attrgetter("agency_id")):
        newest_first = list(of_agency)[::-1]
        whole = next((roster for roster in newest_first if roster.is_whole), None)
        is_current = True
        written = _rows_written(newest_first)
        held: Counter[str] = Counter()
        keys = _Keys()
        for roster in newest_first:
            rows = _rows(roster) if roster.is_list else written.get(roster.pk, ())
            # What was written on the pages is missing from no list.
            ref = _ref(roster, is_newest=is_current or not roster.is_list)
            numbered = roster.has_record_ids or roster is whole or not roster.is_list
            yield from _not_held(roster, rows, held, keys, ref, numbered=numbered)
            is_current = is_current and roster is not whole


def _ref(roster: Roster, *, is_newest: bool) -> RosterRef:
    return RosterRef(
        content_hash=roster.content_hash,
        agency=roster.agency.code,
        file_name=roster.file_name,
        as_of=roster.as_of,
        is_newest=is_newest,
    )


def _rows_written(rosters: Sequence[Roster]) -> Mapping[int, Sequence["_Row"]]:
    """The rows of those that were written on the pages, of which there are many, in one query."""
    written = [roster.pk for roster in rosters if not roster.is_list]
    found: dict[int, list[_Row]] = {}
    if not written:
        return found
    agency = rosters[0].agency_id
    rows = SourceRecord.objects.filter(roster__agency=agency, mentions__role=Role.SUBJECT)
    told = rows.exclude(roster__channel=Channel.LIST).order_by("pk")
    for roster, pk, line, record_id, facts in told.values_list(
        "roster", "pk", "line", "record_id", "mentions__facts"
    ).iterator():
        found.setdefault(roster, []).append(_Row(pk, line, record_id, (record_id, 1), facts))
    return found


def _not_held(
    roster: Roster, rows: Iterable["_Row"], held: Counter[str], keys: "_Keys", ref: RosterRef, *, numbered: bool
) -> Iterator[tuple[Listed, Mapping[str, Any]]]:
    """The rows of one roster that no newer one continues; two rows alike are two records."""
    agency = ref.agency
    here: Counter[str] = Counter()
    for row in rows:
        base, nth = row.place
        here[base] = nth
        if nth <= held[base]:
            continue
        wished = row.record_id if numbered else f"{row.line}@{roster.as_of}"
        key, thread = (agency, keys.give(wished, roster)), (agency, thread_named(base, nth))
        yield Listed(key=key, thread=thread, row=row.pk, roster=ref), row.facts
    for base, nth in here.items():  # as |=, which would go through all that is held for each row that was written
        held[base] = max(held[base], nth)


class _Row(NamedTuple):
    """A row that was understood; place: its record id or likeness, and how many rows down to it have the same."""

    pk: int
    line: int
    record_id: str
    place: tuple[str, int]
    facts: Any


def _rows(roster: Roster) -> Iterator[_Row]:
    """The rows that were understood, in the file's order."""
    rows = SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT).order_by("line", "pk")
    met: Counter[str] = Counter()
    for pk, line, record_id, likeness, facts in rows.values_list(
        "pk", "line", "record_id", "likeness", "mentions__facts"
    ).iterator():
        base = likeness or record_id
        met[base] += 1
        yield _Row(pk, line, record_id, (base, met[base]), facts)


def thread_named(base: str, nth: int) -> str:
    """Rows that are all alike get a number each, from the second."""
    return f"{base}#{nth}" if nth > 1 else base


class _Keys:
    """Gives each record of an agency a key of its own: a line number may be another roster's record id."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def give(self, wished: str, roster: Roster) -> str:
        """The wished one if it is free, else one that names the roster too."""
        dated = f"{wished}@{roster.as_of}"
        choices = (wished, dated, f"{dated}-{roster.content_hash[:12]}")
        key = next(choice for choice in choices if choice not in self._given)
        self._given.add(key)
        return key

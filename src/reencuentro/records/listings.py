"""The rosters laid over one another: for each record, the newest row that tells of it.

An agency's newest roster is not the whole truth: a record that has vanished from it is listed still, by the last
roster that had it. Where rosters give no record ids, rows with equal names, sex and birth continue one another.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.records.facts import mention_from
from reencuentro.records.rosters import Role, Roster, RosterQuerySet, SourceRecord

Thread = tuple[str, str]
"""Agency, and what lasts of a record through all its rosters: its id or, without ids, its likeness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRef:
    """A roster, by its content hash; is_newest: no newer one of its agency counts as of the day asked."""

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
    """Every record once, sorted by key, and for each the roster that last listed it."""

    mentions: list[Mention]
    last_listed: dict[RecordKey, RosterRef]


def mentions_for_matching(as_of: date | None = None) -> ForMatching:
    """What the rosters of that day and before say, one mention a record; None: all rosters."""
    mentions: list[Mention] = []
    last_listed: dict[RecordKey, RosterRef] = {}
    for listed, facts in _walk(_rosters(as_of)):
        mentions.append(mention_from(facts, listed.key))
        last_listed[listed.key] = listed.roster
    mentions.sort(key=attrgetter("key"))
    return ForMatching(mentions=mentions, last_listed=last_listed)


def listed_records(agencies: Sequence[str], *, on: datetime | None = None) -> Iterator[Listed]:
    """The records of these agencies, without what they say; on: as they stood at that instant, None: now."""
    rosters = _rosters(None).filter(agency__code__in=agencies)
    arrived = rosters if on is None else rosters.filter(received_at__lte=on)
    return (listed for listed, _ in _walk(arrived))


def current_rosters(as_of: date | None = None) -> list[Roster]:
    """The newest roster of each agency as of that day, by agency."""
    newest = {roster.agency_id: roster for roster in _rosters(as_of)}
    return list(newest.values())


def roster_before(roster: Roster) -> Roster | None:
    """The roster of the same agency that this one follows; None for its first."""
    before = None
    for other in _rosters(None).filter(agency=roster.agency_id):
        if other.pk == roster.pk:
            return before
        before = other
    return None


def mentions_of(roster: Roster) -> list[Mention]:
    """What one roster says, row by row, under the record ids that it gives."""
    agency = roster.agency.code
    return [mention_from(facts, (agency, record_id)) for _, _, record_id, _, facts in _rows(roster)]


def _rosters(as_of: date | None) -> RosterQuerySet:
    return Roster.objects.select_related("agency").until(as_of).in_order()


def _walk(rosters: Iterable[Roster]) -> Iterator[tuple[Listed, Mapping[str, Any]]]:
    """Each record's newest row, agency by agency, from the newest roster back."""
    for _, of_agency in groupby(rosters, key=attrgetter("agency_id")):
        newest_first = list(of_agency)[::-1]
        held: Counter[str] = Counter()
        keys = _Keys()
        for roster in newest_first:
            yield from _not_held(roster, held, keys, is_newest=roster is newest_first[0])


def _not_held(
    roster: Roster, held: Counter[str], keys: "_Keys", *, is_newest: bool
) -> Iterator[tuple[Listed, Mapping[str, Any]]]:
    """The rows of one roster that no newer one continues; two rows alike are two records."""
    agency = roster.agency.code
    ref = RosterRef(
        content_hash=roster.content_hash,
        agency=agency,
        file_name=roster.file_name,
        as_of=roster.as_of,
        is_newest=is_newest,
    )
    here: Counter[str] = Counter()
    for row, line, record_id, likeness, facts in _rows(roster):
        thread = likeness or record_id
        here[thread] += 1
        if here[thread] <= held[thread]:
            continue
        nth = f"#{here[thread]}" if here[thread] > 1 else ""
        shown = keys.give(record_id if roster.has_record_ids or is_newest else f"{line}@{roster.as_of}", roster)
        yield Listed(key=(agency, shown), thread=(agency, thread + nth), row=row, roster=ref), facts
    held |= here


def _rows(roster: Roster) -> Iterator[tuple[int, int, str, str, Any]]:
    """The rows that were understood, in the file's order: source record, line, record id, likeness, facts."""
    rows = SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT).order_by("line", "pk")
    return rows.values_list("pk", "line", "record_id", "likeness", "mentions__facts").iterator()


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

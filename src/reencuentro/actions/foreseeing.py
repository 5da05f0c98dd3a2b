"""What a list would change, found out before it is taken in: who is new, the same, changed, gone, or back."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reencuentro.actions.intake import lasting_likeness
from reencuentro.interchange.rosters import RosterReading
from reencuentro.linkage.mentions import Mention
from reencuentro.records.agencies import Agency
from reencuentro.records.listings import Thread, current_of, listed_once, mentions_of_lists, thread_named
from reencuentro.records.rosters import Roster
from reencuentro.rules.rosters import ChangeKind, compare_rosters, is_much


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a list would change against the lists of its agency that count, in records.

    listed: how many those have. gone: how many of them would be, if it were the whole list; noted: of these, how many
    were discharged or removed by what was said before. back: who is on it again, and was on an older list. unread: rows
    that couldn't be taken. before: the day of the newest of those lists, "" where there is none. is_older: the list is
    of an earlier day than they are, so that it changes nothing of today. beside: which lists it was compared with.
    """

    listed: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0
    someone_else: int = 0
    gone: int = 0
    noted: int = 0
    back: int = 0
    unread: int = 0
    before: str = ""
    is_older: bool = False
    beside: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """Who would be gone without a word of where to."""
        return self.gone - self.noted

    @property
    def must_be_confirmed(self) -> bool:
        """Whether so many would be lost that it is more likely a list of a part."""
        return is_much(self.lost, self.listed)

    def as_plain(self) -> dict[str, Any]:
        """As it is kept beside the list, and `foreseen` reads it again."""
        return {**asdict(self), "beside": list(self.beside)}


def foreseen(kept: dict[str, Any]) -> Foreseen:
    """As `as_plain` wrote it."""
    return Foreseen(**{**kept, "beside": tuple(kept["beside"])})


def beside(agency: Agency) -> tuple[str, ...]:
    """The lists of an agency that count, each with what it is; differs whenever a list was taken in or said anew."""
    return _named(current_of(agency.pk))


def _named(lists: list[Roster]) -> tuple[str, ...]:
    return tuple(f"{roster.pk} {roster.extent}" for roster in lists)


def foresee(reading: RosterReading, agency: Agency, day: date | None) -> Foreseen:
    """Read the list against those that count. day: which it describes; None is taken for the newest."""
    current = current_of(agency.pk)
    before = current[-1].as_of if current else None
    if before and day and day < before:
        return Foreseen(before=before.isoformat(), is_older=True, beside=_named(current))
    old = mentions_of_lists(current)
    new, unread_ids, unread = _read(reading, agency.code)
    unknown = {(agency.code, record_id) for record_id in unread_ids} - new.keys()
    changes = compare_rosters({thread: one for thread, one in old.items() if thread not in unknown}, new)
    by_kind = {kind: {one.record_id for one in changes if one.change is kind} for kind in ChangeKind}
    differing = len(by_kind[ChangeKind.CHANGED]), len(by_kind[ChangeKind.CONTRADICTION])
    once = {(agency.code, base) for base in listed_once(agency.pk)}
    return Foreseen(
        listed=len(old),
        new=len(new.keys() - old.keys() - once),
        same=len(new.keys() & old.keys()) - sum(differing),
        changed=differing[0],
        someone_else=differing[1],
        gone=len(by_kind[ChangeKind.MISSING]),
        noted=len({one.record_id for one in changes if one.change is ChangeKind.MISSING and one.field}),
        back=len((new.keys() - old.keys()) & once),
        unread=unread,
        before=before.isoformat() if before else "",
        beside=_named(current),
    )


def _read(reading: RosterReading, agency: str) -> tuple[dict[Thread, Mention], set[str], int]:
    """What is understood of the list, by what lasts of each record; the ids of its other rows, and their number."""
    said: dict[Thread, Mention] = {}
    unread_ids: set[str] = set()
    unread = 0
    met: Counter[str] = Counter()
    for row in reading.rows():
        if row.mention is None:
            unread += 1
            unread_ids |= {row.record_id} if reading.has_record_ids else set()
            continue
        base = row.record_id if reading.has_record_ids else lasting_likeness(row)
        met[base] += 1
        thread = base if reading.has_record_ids else thread_named(base, met[base])
        said.setdefault((agency, thread), row.mention)
    return said, unread_ids, unread

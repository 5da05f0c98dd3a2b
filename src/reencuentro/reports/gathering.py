"""Gathers from the registry what a report counts beside the matching: changes, quarantine, the ledger."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.records.certified import CertifiedEntry
from reencuentro.records.listings import (
    Thread,
    current_rosters,
    lists_before,
    mentions_of,
    mentions_of_lists,
    newest_lists,
    unread_ids,
)
from reencuentro.records.rosters import Quarantined, Roster
from reencuentro.reports.results import QuarantinedValue
from reencuentro.reports.situation import QuarantinedCell, RosterInfo
from reencuentro.rules.contradictions import contradictions_between
from reencuentro.rules.destinations import Destinations
from reencuentro.rules.rosters import Change, PersonFacts, RosterFacts, RosterKind, compare_rosters
from reencuentro.rules.separations import Ground, LedgerChange, LedgerEntry


def changes(
    people: Sequence[PersonFacts],
    rosters: Sequence[RosterFacts],
    as_of: date,
    frozen: Set[RecordKey] = frozenset(),
) -> list[Change]:
    """Each agency's newest roster against those that counted before it, and the agencies against each other.

    frozen: records of which nothing may be told.
    """
    found: list[Change] = []
    for roster in newest_lists(as_of):
        before = lists_before(roster)
        if before:
            found.extend(_changes_between(before, roster, as_of, frozen))
    destinations = Destinations(people, rosters)
    for person in people:
        if len(person.listings) > 1:
            found.extend(contradictions_between(person.listings, destinations))
    return found


def _changes_between(before: Sequence[Roster], after: Roster, as_of: date, frozen: Set[RecordKey]) -> list[Change]:
    """A row that could not be read on one of the lists is on it all the same: what changed in it isn't known."""
    old, new = mentions_of_lists(before, as_of=as_of), mentions_of(after, as_of=as_of)
    agency = after.agency.code
    unread = {(agency, record_id) for roster in (*before, after) for record_id in unread_ids(roster)}
    unknown = unread - (old.keys() & new.keys())
    unknown |= {thread for said in (old, new) for thread, mention in said.items() if mention.key in frozen}
    return compare_rosters(_without(old, unknown), _without(new, unknown), whole=after.is_whole)


def _without(mentions: Mapping[Thread, Mention], unknown: Set[Thread]) -> dict[Thread, Mention]:
    return {thread: mention for thread, mention in mentions.items() if thread not in unknown}


def quarantined_values() -> list[QuarantinedValue]:
    """Every cell that still waits in quarantine."""
    fields = ("agency__code", "file_name", "line", "column", "value", "problem")
    return [
        QuarantinedValue(agency=agency, file=file, line=line, column=column, value=value, problem=problem)
        for agency, file, line, column, value, problem in Quarantined.objects.standing().values_list(*fields)
    ]


def without_values(quarantine: Iterable[QuarantinedValue]) -> list[QuarantinedCell]:
    """The same for the report, which shows no value: it could be someone's name."""
    return [
        QuarantinedCell(agency=one.agency, file=one.file, line=one.line, column=one.column, problem=one.problem)
        for one in quarantine
    ]


def roster_infos(
    rosters: Sequence[RosterFacts], quarantine: Sequence[QuarantinedValue], as_of: date
) -> list[RosterInfo]:
    """Every roster of that day and before as the report names it."""
    kinds = {facts.agency: facts.kind for facts in sorted(rosters, key=lambda facts: facts.is_newest)}
    waiting = Counter((agency, file) for agency, file, _ in {(one.agency, one.file, one.line) for one in quarantine})
    newest = {roster.pk for roster in current_rosters(as_of)}
    kept = Roster.objects.lists().until(as_of).select_related("agency").with_lines()
    return [
        RosterInfo(
            agency=roster.agency.code,
            file=roster.file_name,
            as_of=roster.as_of,
            kind=kinds.get(roster.agency.code, RosterKind.REGISTRY),
            rows=roster.lines,
            quarantined=waiting[roster.agency.code, roster.file_name] if roster.pk in newest else 0,
            is_newest=roster.pk in newest,
            unused=roster.unused,
        )
        for roster in kept.in_order()
    ]


def ledger_of(day: date) -> list[LedgerEntry]:
    """What changed on the certified list drawn up for that day, a child's first grade against its last."""
    entries: dict[str, LedgerEntry] = {}
    for kept in CertifiedEntry.objects.filter(on=day).select_related("person").order_by("at", "pk"):
        name = kept.person.public_id
        before = entries[name].before if name in entries else kept.before
        change = LedgerChange.ADDED if not before else LedgerChange.REGRADED if kept.after else LedgerChange.REMOVED
        if before != kept.after:
            entries[name] = LedgerEntry(
                person_id=name, change=change, before=before, after=kept.after, reasons=tuple(map(Ground, kept.reasons))
            )
        else:
            entries.pop(name, None)
    return [entries[name] for name in sorted(entries)]

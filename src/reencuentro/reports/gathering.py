"""Gathers from the registry what a report counts beside the matching: changes, contradictions, quarantine, the ledger."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from reencuentro.linkage.mentions import Mention
from reencuentro.records.certified import CertifiedEntry
from reencuentro.records.listings import current_rosters, mentions_of, roster_before
from reencuentro.records.rosters import Quarantined, Roster
from reencuentro.reports.results import QuarantinedValue
from reencuentro.reports.situation import QuarantinedCell, RosterInfo
from reencuentro.rules.contradictions import contradictions_between
from reencuentro.rules.destinations import Destinations
from reencuentro.rules.rosters import Change, PersonFacts, RosterFacts, compare_rosters
from reencuentro.rules.separations import Ground, LedgerChange, LedgerEntry


def changes(people: Sequence[PersonFacts], rosters: Sequence[RosterFacts], as_of: date) -> list[Change]:
    """Each agency's newest roster against the one before, and the agencies against each other."""
    found: list[Change] = []
    for roster in current_rosters(as_of):
        before = roster_before(roster)
        if before is not None:
            found.extend(compare_rosters(_by_record(before), _by_record(roster)))
    destinations = Destinations(people, rosters)
    for person in people:
        if len(person.listings) > 1:
            found.extend(contradictions_between(person.listings, destinations))
    return found


def _by_record(roster: Roster) -> dict[str, Mention]:
    """A roster's rows by record id; without ids by what says who they are, since line numbers move."""
    rows = mentions_of(roster)
    if roster.has_record_ids:
        return {mention.record_id: mention for mention in rows}
    return {repr((_names(mention), mention.sex, mention.birth)): mention for mention in rows}


def _names(mention: Mention) -> tuple[str, ...]:
    return mention.full_name, mention.given_names, mention.surnames, mention.first_surname, mention.second_surname


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


def roster_infos(rosters: Sequence[RosterFacts], quarantine: Sequence[QuarantinedValue]) -> list[RosterInfo]:
    """Every roster in the registry as the report names it."""
    kinds = {roster.agency: roster.kind for roster in rosters}
    waiting = Counter((one.agency, one.file) for one in {(q.agency, q.file, q.line): q for q in quarantine}.values())
    newest = {roster.pk for roster in current_rosters()}
    return [
        RosterInfo(
            agency=roster.agency.code,
            file=roster.file_name,
            as_of=roster.as_of,
            kind=kinds[roster.agency.code],
            rows=roster.rows,
            quarantined=waiting[roster.agency.code, roster.file_name],
            is_newest=roster.pk in newest,
        )
        for roster in Roster.objects.select_related("agency").in_order()
        if roster.agency.code in kinds
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

"""The main job: rosters in; persons, families, the unaccounted and the certified list out, all or nothing."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from reencuentro.actions.matches import store_linkage
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.rosters import Admission, admit_roster
from reencuentro.actions.separations import store_certified, store_separations
from reencuentro.errors import ReencuentroError, RosterRefusedError
from reencuentro.interchange.mapping import Mapping
from reencuentro.interchange.rosters import RosterReading, read_roster
from reencuentro.linkage import Linkage, Mention, RecordKey, link
from reencuentro.records.certified import certified_grades, renamed_persons
from reencuentro.records.judgements import judgements
from reencuentro.records.listings import ForMatching, current_rosters, mentions_for_matching
from reencuentro.records.rosters import Roster
from reencuentro.rules.custody import SILENT_AFTER, Unaccounted, find_unaccounted
from reencuentro.rules.rosters import Listing, PersonFacts, RosterFacts, kind_of_roster
from reencuentro.rules.separations import CertifiedChild, certify, find_separations, ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """A file that somebody brings, and whose list it is."""

    agency: str
    path: Path
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a run is done: by whom, when, as of which day (None: the day of the newest roster).

    silent_after: the age from which a roster no longer says where a child is.
    """

    by: str
    at: datetime
    as_of: date | None = None
    silent_after: timedelta = SILENT_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file of which nothing was kept, and why."""

    agency: str
    error: RosterRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Everything that a run found, for whoever counts it or writes it down."""

    as_of: date
    admissions: tuple[Admission, ...]
    refusals: tuple[Refusal, ...]
    mentions: dict[RecordKey, Mention]
    linkage: Linkage
    people: tuple[PersonFacts, ...]
    rosters: tuple[RosterFacts, ...]
    unaccounted: tuple[Unaccounted, ...]
    certified: tuple[CertifiedChild, ...]


Progress = Callable[[str, int], None]
"""Told what is being done ("read", an agency's code; "match"; "store") and how many rows so far."""


def reconcile(
    files: Sequence[RosterFile], terms: Terms, progress: Progress = lambda _stage, _rows: None
) -> Reconciliation:
    """Keep the rosters, match the whole registry, and keep what was found: in one transaction.

    A file that can't be read is refused and the others go on. Raises ReencuentroError where no file can be read and the
    registry is empty, RegistryError where the registry can't be written; then the registry is as it was.
    """
    with ExitStack() as opened:
        readings, refusals = _open(files, terms, opened, progress)
        with performing("reconcile", by=terms.by, at=terms.at):
            one_at_a_time()
            admissions = tuple(
                admit_roster(reading, by=terms.by, received_at=terms.at, as_of=terms.as_of) for reading in readings
            )
            if not Roster.objects.exists():
                raise _nothing_to_match(refusals)
            return _match(terms, admissions, refusals, progress)


def _open(
    files: Sequence[RosterFile], terms: Terms, opened: ExitStack, progress: Progress
) -> tuple[list[RosterReading], tuple[Refusal, ...]]:
    """Every file understood, in an order that doesn't depend on the order of the command line."""
    readings: list[RosterReading] = []
    refusals: list[Refusal] = []
    for file in files:
        try:
            reading = opened.enter_context(
                read_roster(
                    file.path,
                    agency=file.agency,
                    mapping=file.mapping,
                    stated_on=terms.as_of,
                    progress=lambda rows, agency=file.agency: progress(f"read {agency}", rows),  # type: ignore[misc]
                )
            )
        except RosterRefusedError as error:
            refusals.append(Refusal(agency=file.agency, error=error))
        else:
            readings.append(reading)
    readings.sort(key=lambda one: (one.agency, one.as_of or one.latest_event or date.min, one.content_hash))
    return readings, tuple(sorted(refusals, key=lambda one: (one.agency, one.error.file)))


def _nothing_to_match(refusals: Sequence[Refusal]) -> ReencuentroError:
    if len(refusals) == 1:
        return refusals[0].error
    return ReencuentroError(
        "none of the files could be read, and the registry is empty" if refusals else "there is no roster to match",
        remedy="Give at least one roster: reencuentro reconcile AGENCY=FILE …",
    )


def _match(
    terms: Terms, admissions: tuple[Admission, ...], refusals: tuple[Refusal, ...], progress: Progress
) -> Reconciliation:
    as_of = terms.as_of or max(roster.as_of for roster in current_rosters())
    matching = mentions_for_matching(as_of)
    progress("match", len(matching.mentions))
    linkage = link(matching.mentions, judged=judgements())
    progress("store", len(matching.mentions))
    people, rosters = _facts(matching, linkage, as_of)
    certified = certify(people, linkage.ties)
    entries = ledger(certified_grades(), certified, renamed=renamed_persons(linkage.persons))
    store_linkage(linkage, by=terms.by, at=terms.at)
    store_separations(find_separations(people, linkage.ties), by=terms.by, at=terms.at)
    store_certified(certified, entries, on=as_of, by=terms.by, at=terms.at)
    return Reconciliation(
        as_of=as_of,
        admissions=admissions,
        refusals=refusals,
        mentions={mention.key: mention for mention in matching.mentions},
        linkage=linkage,
        people=people,
        rosters=rosters,
        unaccounted=tuple(
            find_unaccounted(
                people, rosters, as_of=as_of, silent_after=terms.silent_after, doubles=linkage.doubles()
            )
        ),
        certified=tuple(certified),
    )


def _facts(
    matching: ForMatching, linkage: Linkage, as_of: date
) -> tuple[tuple[PersonFacts, ...], tuple[RosterFacts, ...]]:
    """The rosters and the persons as the rules need them."""
    by_roster: dict[str, list[Mention]] = {}
    mentions = {mention.key: mention for mention in matching.mentions}
    for key, ref in matching.last_listed.items():
        by_roster.setdefault(ref.content_hash + ref.agency, []).append(mentions[key])
    rosters = {ref.content_hash + ref.agency: ref for ref in matching.last_listed.values()}
    newest = {(roster.agency.code, roster.content_hash) for roster in current_rosters(as_of)}
    facts = [
        RosterFacts(
            key=name, agency=ref.agency, as_of=ref.as_of, kind=kind_of_roster(by_roster[name]), is_newest=ref.is_newest
        )
        for name, ref in sorted(rosters.items())
    ]
    # A newest roster from which every row has gone to quarantine, or that is empty, still says that nobody is on it.
    facts += [
        RosterFacts(key=content + agency, agency=agency, as_of=as_of, kind=kind_of_roster([]))
        for agency, content in sorted(newest)
        if content + agency not in rosters
    ]
    people = tuple(
        PersonFacts(
            person_id=person.person_id,
            is_child=person.person_id in linkage.children,
            listings=tuple(
                Listing(
                    mention=mentions[key],
                    roster=matching.last_listed[key].content_hash + key[0],
                    is_current=matching.last_listed[key].is_newest,
                )
                for key in person.records
            ),
        )
        for person in linkage.persons
    )
    return people, tuple(facts)

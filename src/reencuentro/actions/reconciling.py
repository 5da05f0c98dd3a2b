"""The main job: rosters in; persons, families, the unaccounted and the certified list out, all or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db.models import Count, Max

from reencuentro.actions.alarms import keep_alarms, raised_by
from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.matches import store_linkage
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.queueing import queue_ties
from reencuentro.actions.rosters import Admission, Brought, admit_roster
from reencuentro.actions.separations import store_certified, store_separations
from reencuentro.actions.silence import keep_silence
from reencuentro.errors import ReencuentroError, RosterRefusedError
from reencuentro.interchange.mapping import Mapping
from reencuentro.interchange.rosters import RosterReading, read_roster
from reencuentro.linkage import Linkage, Mention, RecordKey, link
from reencuentro.linkage.engines import EMBEDDED, Engine
from reencuentro.records.certified import certified_grades, renamed_persons
from reencuentro.records.consents import Withholding
from reencuentro.records.corrections import Correction
from reencuentro.records.judgements import Judgement, judgements
from reencuentro.records.listings import ForMatching, current_rosters, mentions_for_matching
from reencuentro.records.restrictions import Restriction, restricted_persons, restricted_records, without
from reencuentro.records.rosters import Extent, ExtentSaid, Roster
from reencuentro.records.rosters import Mention as MentionKept
from reencuentro.records.tombstones import ExpiredRow
from reencuentro.records.withheld import withheld_records
from reencuentro.rules.ages import AgeBand, age_band, age_on
from reencuentro.rules.custody import SILENT_AFTER, Unaccounted, find_held, find_unaccounted
from reencuentro.rules.removals import find_departures
from reencuentro.rules.rosters import Listing, PersonFacts, RosterFacts, kind_of_roster
from reencuentro.rules.separations import CertifiedChild, certify, find_separations, ledger
from reencuentro.rules.withholding import kept_apart


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
    engine: who does the heavy work of the matching. extent: whether the rosters list everybody, where somebody says.
    """

    by: str
    at: datetime
    as_of: date | None = None
    silent_after: timedelta = SILENT_AFTER
    engine: Engine = EMBEDDED
    extent: Extent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file of which nothing was kept, and why."""

    agency: str
    error: RosterRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Everything that a run found, for whoever counts it or writes it down.

    frozen: the records under a restriction, of which nothing may be told.
    """

    as_of: date
    admissions: tuple[Admission, ...]
    refusals: tuple[Refusal, ...]
    mentions: dict[RecordKey, Mention]
    linkage: Linkage
    people: tuple[PersonFacts, ...]
    rosters: tuple[RosterFacts, ...]
    unaccounted: tuple[Unaccounted, ...]
    certified: tuple[CertifiedChild, ...]
    held: frozenset[str]
    frozen: frozenset[RecordKey] = frozenset()


Progress = Callable[[str, int], None]
"""Told what is being done ("read" or "keep" with an agency's code, "match", "store") and how many rows so far."""


@contextmanager
def reconciling(
    files: Sequence[RosterFile], terms: Terms, progress: Progress = lambda _stage, _rows: None
) -> Iterator[Reconciliation]:
    """Keep the rosters, match the whole registry, and keep what was found: in one transaction.

    What the block reads of the registry is of that same moment; an error in it undoes everything.
    A file that can't be taken is refused and the others go on. Raises ReencuentroError where none of the files can be
    taken or there is no roster at all, RegistryError where the registry can't be written; then it is as it was.
    """
    with ExitStack() as opened:
        readings, unread = _open(files, terms, opened, progress)
        with performing("reconcile", by=terms.by, at=terms.at):
            one_at_a_time()
            admissions, unkept = _admit(readings, terms, progress)
            refusals = sorted((*unread, *unkept), key=lambda one: (one.agency, one.error.file, one.error.problem))
            if (files and not admissions) or not Roster.objects.exists():
                raise _nothing_taken(refusals)
            yield _match(terms, admissions, tuple(refusals), progress)


def _open(
    files: Sequence[RosterFile], terms: Terms, opened: ExitStack, progress: Progress
) -> tuple[list[RosterReading], list[Refusal]]:
    """Every file understood, in an order that doesn't depend on the order of the command line."""
    readings: list[RosterReading] = []
    refusals: list[Refusal] = []
    for file in files:
        reading = read_roster(
            file.path,
            agency=file.agency,
            mapping=file.mapping,
            stated_on=terms.as_of,
            progress=partial(progress, f"read {file.agency}"),
        )
        try:
            readings.append(opened.enter_context(reading))
        except RosterRefusedError as error:
            refusals.append(Refusal(agency=file.agency, error=error))
    readings.sort(key=lambda one: (one.agency, one.as_of or one.latest_event or date.min, one.content_hash))
    return readings, refusals


def _admit(
    readings: Sequence[RosterReading], terms: Terms, progress: Progress
) -> tuple[tuple[Admission, ...], list[Refusal]]:
    days = [day for reading in readings if (day := reading.as_of or terms.as_of or reading.latest_event)]
    newest = max(days, default=None)
    admissions: list[Admission] = []
    refusals: list[Refusal] = []
    for reading in readings:
        try:
            admission = admit_roster(
                reading,
                by=terms.by,
                received_at=terms.at,
                brought=Brought(as_of=terms.as_of, beside=newest, extent=terms.extent),
                progress=partial(progress, f"keep {reading.agency}"),
            )
        except RosterRefusedError as error:
            refusals.append(Refusal(agency=reading.agency, error=error))
        else:
            admissions.append(admission)
    return tuple(admissions), refusals


def _nothing_taken(refusals: Sequence[Refusal]) -> ReencuentroError:
    if not refusals:
        return ReencuentroError("there is no roster to match", remedy="Give one: reencuentro reconcile AGENCY=FILE …")
    if len(refusals) == 1:
        return refusals[0].error
    told = "".join(f"\n  {one.error}: {one.error.remedy}" for one in refusals)
    return ReencuentroError(f"none of the files could be taken{told}", remedy="Mend them, then run it again.")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the registry says as of a day, and what the matching made of it."""

    as_of: date
    matching: ForMatching
    linkage: Linkage
    frozen: frozenset[RecordKey]


def rematch(terms: Terms, progress: Progress = lambda _stage, _rows: None) -> None:
    """Match the whole registry anew, and keep what was found; others read and write while it is being matched.

    Where what is matched has changed by then it is matched again, at last while nobody else can change it.
    Raises ReencuentroError where there is no roster at all.
    """
    for _ in range(_TRIES):
        before = _mark()
        found = _find(terms, progress)
        with performing("reconcile", by=terms.by, at=terms.at):
            one_at_a_time()
            if _mark() == before:
                _keep(found, terms, progress)
                return
    with reconciling((), terms, progress):
        pass


_TRIES = 2


def _mark() -> tuple[Any, ...]:
    """Differs whenever anything was said that the matching goes by."""
    said = (Roster, ExtentSaid, MentionKept, Judgement, Correction, ExpiredRow)
    newest = tuple(model._default_manager.aggregate(count=Count("pk"), newest=Max("pk")) for model in said)
    held = (Restriction, Withholding)
    lasting = tuple(model._default_manager.aggregate(count=Count("pk"), ended=Count("ended_at")) for model in held)
    return newest + lasting


def _match(
    terms: Terms, admissions: tuple[Admission, ...], refusals: tuple[Refusal, ...], progress: Progress
) -> Reconciliation:
    return _keep(_find(terms, progress), terms, progress, admissions, refusals)


def _find(terms: Terms, progress: Progress) -> _Found:
    if not Roster.objects.exists():
        raise _nothing_taken(())
    as_of = terms.as_of or _newest_day()
    if not Roster.objects.until(as_of).exists():
        raise ReencuentroError(
            f"no roster describes {as_of} or an earlier day",
            remedy="Choose a later day: --as-of DATE, or leave it out.",
        )
    frozen = restricted_records(terms.at)
    # What was written on the pages after the newest list counts, unless the state of an earlier day is asked for.
    matching = without(mentions_for_matching(terms.as_of), frozen)
    progress("match", len(matching.mentions))
    found = link(matching.mentions, judged=judgements(), engine=terms.engine)
    return _Found(as_of, matching, kept_apart(found, withheld_records(terms.at)), frozen)


def _keep(
    found: _Found,
    terms: Terms,
    progress: Progress,
    admissions: tuple[Admission, ...] = (),
    refusals: tuple[Refusal, ...] = (),
) -> Reconciliation:
    as_of, matching, linkage = found.as_of, found.matching, found.linkage
    progress("store", len(matching.mentions))
    people, rosters = _person_facts(matching, linkage), _roster_facts(matching, as_of)
    certified = certify(people, linkage.ties)
    entries = ledger(_grades(terms.at), certified, renamed=renamed_persons(linkage.persons))
    store_linkage(linkage, by=terms.by, at=terms.at)
    bands = _bands(people, as_of)
    queue_ties(bands)
    queue_doubts(bands)
    store_separations(find_separations(people, linkage.ties), by=terms.by, at=terms.at)
    store_certified(certified, entries, on=as_of, by=terms.by, at=terms.at)
    unaccounted = tuple(
        find_unaccounted(people, rosters, as_of=as_of, silent_after=terms.silent_after, doubles=linkage.doubles())
    )
    if as_of >= _newest_day():  # an alarm is about today
        departures = find_departures(people, linkage.ties, rosters, as_of=as_of)
        judged = frozenset(person.person_id for person in people)
        keep_alarms(raised_by(unaccounted, departures), judged, by=terms.by, at=terms.at)
        keep_silence(by=terms.by, at=terms.at)
    return Reconciliation(
        as_of=as_of,
        admissions=admissions,
        refusals=refusals,
        mentions={mention.key: mention for mention in matching.mentions},
        linkage=linkage,
        people=people,
        rosters=rosters,
        unaccounted=unaccounted,
        certified=tuple(certified),
        held=find_held(people, rosters, as_of=as_of),
        frozen=found.frozen,
    )


def _newest_day() -> date:
    """The day of the newest list; where agencies have sent none yet, of what was written on the pages last."""
    days = [roster.as_of for roster in current_rosters()]
    return max(days or Roster.objects.values_list("as_of", flat=True))


def _bands(people: Sequence[PersonFacts], day: date) -> dict[str, AgeBand]:
    """How old the children are."""
    return {
        one.person_id: age_band(age_on((listing.mention for listing in one.listings), day))
        for one in people
        if one.is_child
    }


def _grades(at: datetime) -> dict[str, str]:
    """The certified list as it stands, without those on it whose data is restricted: they stay as they stand."""
    frozen = restricted_persons(at)
    return {person: grade for person, grade in certified_grades().items() if person not in frozen}


def _roster_facts(matching: ForMatching, as_of: date) -> tuple[RosterFacts, ...]:
    """The rosters as the rules need them: those that say the last word on any record, and every agency's newest."""
    mentions = {mention.key: mention for mention in matching.mentions}
    listed: dict[str, list[Mention]] = {}
    for key, ref in matching.last_listed.items():
        listed.setdefault(_roster_key(ref.content_hash, ref.agency), []).append(mentions[key])
    refs = {_roster_key(ref.content_hash, ref.agency): ref for ref in matching.last_listed.values()}
    speaking = [
        RosterFacts(
            key=key, agency=ref.agency, as_of=ref.as_of, kind=kind_of_roster(listed[key]), is_newest=ref.is_newest
        )
        for key, ref in sorted(refs.items())
    ]
    # A newest roster from which every row has gone to quarantine, or that is empty, still says that nobody is on it.
    return (*speaking, *(facts for facts in map(_silent, current_rosters(as_of)) if facts.key not in refs))


def _silent(roster: Roster) -> RosterFacts:
    agency = roster.agency.code
    key = _roster_key(roster.content_hash, agency)
    return RosterFacts(key=key, agency=agency, as_of=roster.as_of, kind=kind_of_roster([]))


def _roster_key(content_hash: str, agency: str) -> str:
    """Two agencies may send the same content."""
    return content_hash + agency


def _person_facts(matching: ForMatching, linkage: Linkage) -> tuple[PersonFacts, ...]:
    """The persons with their records as the rules need them."""
    mentions = {mention.key: mention for mention in matching.mentions}

    def listing(key: RecordKey) -> Listing:
        ref = matching.last_listed[key]
        roster = _roster_key(ref.content_hash, ref.agency)
        return Listing(mention=mentions[key], roster=roster, is_current=ref.is_newest or key in matching.still_listed)

    return tuple(
        PersonFacts(
            person_id=person.person_id,
            is_child=person.person_id in linkage.children,
            listings=tuple(map(listing, person.records)),
        )
        for person in linkage.persons
    )

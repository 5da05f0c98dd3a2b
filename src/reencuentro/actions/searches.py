"""Searches for somebody on an officer's behalf: what is found is decided on, and so much is shown a day and no more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from reencuentro.actions.perform import performing
from reencuentro.actions.searching import make_searchable
from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.linkage.results import Evidence, Status
from reencuentro.records.officers import Officer
from reencuentro.records.proposals import identities_of, ties_of
from reencuentro.records.provenance import people_of
from reencuentro.records.reading import reading
from reencuentro.records.searching import BEYOND_DOUBT, Found, find
from reencuentro.records.shown import ShownBySearch, shown_today
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.people import PersonSeen, VisiblePeople, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.fields import may_tell
from reencuentro.rules.disclosure.vocabulary import WHO, Action


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many people one answer shows, and how many different ones within a day (UTC). action: as the log calls it."""

    action: str
    at_once: int
    a_day: int
    settled: bool


SETTLED = Bounds("search_shown", 10, 30, settled=True)
"""An answer that the officer asked for."""
TYPING = Bounds("search_glimpsed", 5, 150, settled=False)
"""What is suggested while they type: fewer at once, and counted apart, as most of it is shown in passing."""
MOST_A_DAY = SETTLED.a_day
ALARM = "search_alarm"


@dataclass(frozen=True, slots=True)
class Match:
    """A person who may be meant; evidence: what each fact says for and against it, as far as it may be told."""

    person: PersonSeen
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """Who was found and may be shown. enough: more were found than the officer may be shown today."""

    matches: tuple[Match, ...]
    enough: bool

    @property
    def people(self) -> tuple[PersonSeen, ...]:
        """Who was found, likeliest first."""
        return tuple(match.person for match in self.matches)


def search_for(viewer: Viewer, asked: Sequence[Mention], bounds: Bounds = SETTLED) -> Searched:
    """Whom a question, read in any of these ways, may mean; likeliest first.

    Raises NotAllowedError, noted, for who may not search. Whoever comes to a day's bound sees nobody new; that is noted
    as an alarm, once a day.
    """
    make_searchable(by=viewer.by)
    if not decide_alone(viewer, Action.LOOK_UP).allowed:
        with reading("look_up", by=viewer.by, capacity=viewer.capacity(), at=viewer.at):
            raise NotAllowedError
    who = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    with (
        performing(bounds.action, by=viewer.by, capacity=viewer.capacity(), at=viewer.at) as noted,
        behind_the_wall(viewer),
    ):
        with reading("look_up", by=viewer.by, sought=_sought(asked), capacity=viewer.capacity(), at=viewer.at):
            found = _likeliest(asked, bounds.at_once, who)
        people, enough = _within_bounds(viewer, who, bounds, people_of(list(found)))
        noted.concerns(*(f"person:{one.person_id}" for one in people))
    if enough:
        _raise_alarm(viewer)
    return Searched(tuple(Match(one, _evidence(one, found)) for one in people), enough)


def _sought(asked: Sequence[Mention]) -> list[str]:
    texts = (text for one in asked for text in (one.full_name, *(number.value for number in one.identifiers)))
    return list(dict.fromkeys(texts))


def _likeliest(asked: Sequence[Mention], most: int, who: VisiblePeople) -> dict[RecordKey, Found]:
    """Each record by the reading of the question that it answers best, among those who may be shown at all."""
    agencies = who.agencies()
    best: dict[RecordKey, Found] = {}
    for question in asked:
        for one in find(question, most, agencies=agencies):
            if one.key not in best or best[one.key].bits < one.bits:
                best[one.key] = one
        if any(one.probability >= BEYOND_DOUBT for one in best.values()):
            break  # the plainest reading was meant
    ranked = sorted(best.values(), key=lambda one: (-one.bits, one.key))
    return {one.key: one for one in ranked[:most]}


def _within_bounds(
    viewer: Viewer, who: VisiblePeople, bounds: Bounds, found: Sequence[str]
) -> tuple[list[PersonSeen], bool]:
    """Those of the found whom the officer may be shown today, and counted so; whether there were more.

    Two searches at once are counted one after the other.
    """
    if viewer.pk is None:
        return who.among(found), False
    Officer.objects.select_for_update().filter(pk=viewer.pk).first()
    before = shown_today(viewer.pk, viewer.at)
    # Who was shown in an answer may be suggested again; who was only suggested is new to an answer.
    known = {name for name, settled in before.items() if settled or not bounds.settled}
    room = max(0, bounds.a_day - sum(1 for settled in before.values() if settled == bounds.settled))
    fresh, enough = [name for name in found if name not in known], False
    if len(fresh) > room:  # who may not be shown at all takes no room
        allowed = [name for name, one in who.answers(found).items() if one.allowed]
        fresh = [name for name in fresh if name in allowed]
        enough, fresh = len(fresh) > room, fresh[:room]
    people = who.among([name for name in found if name in known or name in fresh])
    shown = {one.person_id for one in people}
    _keep(viewer.pk, viewer.at, [name for name in fresh if name in shown], settled=bounds.settled)
    return people, enough


def _keep(officer: int, at: datetime, people: Sequence[str], *, settled: bool) -> None:
    day = at.astimezone(UTC).date()
    ShownBySearch.objects.filter(officer=officer, day__lt=day).delete()
    ShownBySearch.objects.bulk_create(
        [ShownBySearch(officer_id=officer, day=day, person=one, settled=settled) for one in people],
        ignore_conflicts=True,
    )


def _evidence(person: PersonSeen, records: Mapping[RecordKey, Found]) -> tuple[Evidence, ...]:
    """Of the record that answers best, what it says of facts that may be shown."""
    own = [records[key] for one in person.records if (key := (one.agency, one.record_id)) in records]
    if not own:
        return ()
    best = max(own, key=lambda one: one.bits)
    seen = person.shown[best.key[0]]
    return tuple(one for one in best.evidence if may_tell(one.fact, seen))


def _raise_alarm(viewer: Viewer) -> None:
    if viewer.pk is None:
        return
    day = viewer.at.astimezone(UTC).date()
    with transaction.atomic(), behind_the_wall(viewer):
        if ShownBySearch.objects.filter(officer=viewer.pk, day=day, person="").exists():
            return
        _keep(viewer.pk, viewer.at, [""], settled=True)
        about = [f"officer:{viewer.facts.id}"]
        with performing(ALARM, by=viewer.by, about=about, capacity=viewer.capacity(), at=viewer.at):
            pass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the matching proposed. relation: what they are to the person, "" for the same person."""

    match: Match
    relation: str
    probability: float


def proposed_for(viewer: Viewer, person: str) -> tuple[list[Candidate], bool]:
    """Whom the matching proposes as the same person or family of this one, likeliest first; and whether that is all.

    Whoever may not be shown is left out, and they count among those whom searching shows a day: to write somebody down
    is no way to read out the registry. Raises NotAllowedError for a person who may not be shown.
    """
    who = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    own = who.get(person)
    with (
        reading("see_match", by=viewer.by, about=[f"person:{person}"], capacity=viewer.capacity(), at=viewer.at),
        behind_the_wall(viewer),
    ):
        found = dict(_proposals(person, [(one.agency, one.record_id) for one in own.records]))
        allowed = {name for name, answer in who.answers(list(found)).items() if answer.allowed}
        names = [name for name in found if name in allowed][: SETTLED.at_once]
    with performing(SETTLED.action, by=viewer.by, capacity=viewer.capacity(), at=viewer.at) as noted:
        with behind_the_wall(viewer):
            people, enough = _within_bounds(viewer, who, SETTLED, names)
        noted.concerns(*(f"person:{one.person_id}" for one in people))
    if enough:
        _raise_alarm(viewer)
    return [_candidate(one, *found[one.person_id]) for one in people], enough


Proposal = tuple[str, float, tuple[Evidence, ...]]


def _proposals(person: str, records: Sequence[RecordKey]) -> Iterator[tuple[str, Proposal]]:
    """By person: the relation, how probable it is, and the evidence; likeliest first, and each person once."""
    ties = [one for one in ties_of([person]) if one.status is not Status.REJECTED]
    told: list[tuple[str, Proposal]] = [
        (tie.relative, (tie.relation, tie.probability, tie.evidence))
        if tie.child == person
        else (tie.child, ("child", tie.probability, tie.evidence))
        for tie in ties
    ]
    for one in identities_of(records):
        other = one.right if one.left in records else one.left
        told += [(name, ("", one.probability, one.evidence)) for name in people_of([other]) if name != person]
    seen: set[str] = set()
    for name, proposal in sorted(told, key=lambda each: (-each[1][1], each[0])):
        if name not in seen:
            seen.add(name)
            yield name, proposal


def _candidate(person: PersonSeen, relation: str, probability: float, evidence: Sequence[Evidence]) -> Candidate:
    """Evidence quotes what every source says of the facts, so only what all that are shown may tell is told."""
    seen = [places for places in person.shown.values() if places]
    told = tuple(one for one in evidence if all(may_tell(one.fact, places) for places in seen))
    return Candidate(Match(person, told), relation, probability)

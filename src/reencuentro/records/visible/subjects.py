"""What a decision must know of the people asked about: for many of them in as many queries as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.assignments import Assignment
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.emergencies import BreakGlass
from reencuentro.records.gates import Said, gate_of, gates_said
from reencuentro.records.many import among
from reencuentro.records.names import Names, meant, names_kept
from reencuentro.records.people import Membership, Minor
from reencuentro.records.restrictions import restrictions_on
from reencuentro.records.visible.expiry import records_over
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure import emergencies
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.emergencies import LONGEST
from reencuentro.rules.disclosure.vocabulary import Gate


@dataclass(frozen=True, slots=True)
class Subject:
    """One person asked about. records: theirs; glass: an emergency under which the viewer sees more of them."""

    facts: SubjectFacts
    records: tuple[RecordKey, ...]
    glass: emergencies.BreakGlass | None = None


@dataclass(slots=True)
class _Rights:
    """Who was given what about one person."""

    mine: bool = False
    ours: bool = False
    consents: list[Any] = field(default_factory=list)
    withheld: list[Any] = field(default_factory=list)


def subjects_of(people: Collection[str], viewer: Viewer, known_at: datetime | None = None) -> dict[str, Subject]:
    """Those of these persons (by public id) who are known; nationalities aren't read yet, as they are sealed.

    known_at: as the registry believed then; None: now. The same queries are made whoever is there, and how many.
    """
    members, minors, kept = _members(people, known_at)
    over = records_over([key for records in members.values() for key in records], viewer.at)
    names = names_kept(people, kept)
    rights = _rights(names, viewer)
    gates = gates_of(names, viewer.at) if viewer.facts.is_consular else {}
    restricted = _restricted(names, viewer.at)
    glasses = _glasses(people, viewer)
    return {
        person: Subject(
            facts=SubjectFacts(
                person_id=person,
                listed_by=frozenset(agency for agency, _ in _kept(records, over)),
                is_child=person in minors,
                assigned=rights[person].mine,
                assigned_agency=rights[person].ours,
                protection_gate=gates.get(person, Gate.UNKNOWN),
                consents=tuple(rights[person].consents),
                withheld_from=tuple(rights[person].withheld),
                restricted=person in restricted,
                expired=over.issuperset(records),
            ),
            records=tuple(_kept(records, over)),
            glass=glasses.get(person),
        )
        for person, records in members.items()
    }


def _kept(records: Sequence[RecordKey], over: frozenset[RecordKey]) -> list[RecordKey]:
    """What is past its time is shown no more; where all of it is, the person is, and agencies stay named for that."""
    return [key for key in records if key not in over] or list(records)


def stand_in(person: str) -> Subject:
    """For somebody who isn't there, so that to be told so takes as long as to be refused."""
    return Subject(SubjectFacts(person_id=person, listed_by=frozenset({"(nobody)"})), ())


def records_alone(records: Iterable[RecordKey]) -> Subject:
    """Records that nobody has matched yet: who they are of isn't known, so it may be a child."""
    held = tuple(records)
    return Subject(SubjectFacts(person_id="", listed_by=frozenset(agency for agency, _ in held)), held)


_Members = tuple[dict[str, list[RecordKey]], frozenset[str], dict[str, Any]]
"""Each person's records, who is believed to be a minor, and the former ids that are kept of whom."""


def _members(people: Collection[str], known_at: datetime | None) -> _Members:
    rows, minors = (
        model.objects.standing() if known_at is None else model.objects.known_on(known_at) for model in _BELIEVED
    )
    told = rows.filter(among("person__public_id", people)).order_by("agency", "record_id")
    is_minor = Exists(minors.filter(person=OuterRef("person")))
    found: defaultdict[str, list[RecordKey]] = defaultdict(list)
    young, kept = set(), {}
    for person, agency, record_id, names, minor in told.values_list(
        "person__public_id", "agency", "record_id", "person__names", is_minor
    ):
        found[person].append((agency, record_id))
        if names:
            kept[person] = names
        if minor:
            young.add(person)
    return dict(found), frozenset(young), kept


_BELIEVED: tuple[Any, ...] = (Membership, Minor)


def _rights(names: Names, viewer: Viewer) -> Mapping[str, _Rights]:
    """What was given under any of these ids, for each person whom it means."""
    found: defaultdict[str, _Rights] = defaultdict(_Rights)
    agency = viewer.facts.agency.code
    given = lasting(Assignment, viewer).filter(among("person", names), officer__agency__code=agency)
    for name, officer, since in given.values_list("person", "officer", "begins_at"):
        for person in meant(names, name, since):
            found[person].ours = True
            found[person].mine |= officer == viewer.pk
    consents = Consent.objects.filter(among("person", names), recipient__code=agency).select_related("recipient")
    for consent in consents.order_by("pk"):
        for person in meant(names, consent.person, consent.begins_at):
            found[person].consents.append(replace(consent.as_rule(), basis=consent.basis))
    named = Q(agency__code=agency) | Q(officer=viewer.pk or _NOBODY)
    withheld = lasting(Withholding, viewer).filter(named, among("person", names))
    for one in withheld.select_related("agency", "officer").order_by("pk"):
        for person in meant(names, one.person, one.begins_at):
            found[person].withheld.append(one.as_rule())
    return found


def gates_of(names: Names, at: datetime) -> dict[str, Gate]:
    """The gate of each person whom these ids mean; whom nobody has said anything of isn't in it."""
    said: defaultdict[str, list[tuple[Said, datetime | None]]] = defaultdict(list)
    for one in gates_said(names, at):
        for name in names[one.name]:
            if name.means(one.at):
                said[name.person].append((one, name.until))
    return {person: gate_of(person, answers) for person, answers in said.items()}


def _restricted(names: Names, at: datetime) -> frozenset[str]:
    stated = restrictions_on(names, at)
    return frozenset(person for name, since in stated for person in meant(names, name, since))


_NOBODY = -1
"""No officer's key: asked for None, the database would find what names no officer."""


def lasting(model: Any, viewer: Viewer) -> Any:
    """What holds for the viewer: now, or as it held then where they ask about the past."""
    if not viewer.in_the_past:
        return model.objects.in_force(viewer.at)
    at = viewer.at
    return model.objects.filter(
        Q(until=None) | Q(until__gt=at), Q(ended_at=None) | Q(ended_at__gt=at), begins_at__lte=at
    )


def _glasses(people: Collection[str], viewer: Viewer) -> dict[str, emergencies.BreakGlass]:
    """The last one that the viewer broke, for each person."""
    recent = BreakGlass.objects.filter(among("person", people), officer=viewer.pk, begins_at__gt=viewer.at - LONGEST)
    standing = recent.filter(begins_at__lte=viewer.at).select_related("officer", "agency").order_by("begins_at", "pk")
    return {one.person: one.as_rule() for one in standing if one.lasts(viewer.at)}

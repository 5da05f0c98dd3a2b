"""Who we believe a person is and was, and where each thing that we know of them comes from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.listings import listed_records
from reencuentro.records.many import among
from reencuentro.records.matches import Tie
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.rosters import Role, Roster, SourceRecord

Source = tuple[Any, str, str, date]
"""A value as kept in the facts, the agency and the record id that say it, and the day their roster describes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKnown:
    """A person as the registry knew them at one instant; fields: every value of each field with its source."""

    person_id: str
    is_minor: bool
    records: tuple[RecordKey, ...]
    fields: dict[str, list[Source]]
    ties: tuple[Tie, ...]


def person_known(person_id: str, *, on: datetime | None = None) -> PersonKnown | None:
    """The person as known at that instant (None: now); None where the registry believed in no such person then."""
    instant = on or timezone.now()
    person = Person.objects.known_on(instant).filter(public_id=person_id).first()
    if person is None:
        return None
    ties = Tie.objects.known_on(instant).filter(child=person) | Tie.objects.known_on(instant).filter(relative=person)
    return PersonKnown(
        person_id=person_id,
        is_minor=Minor.objects.known_on(instant).filter(person=person).exists(),
        records=_records(person, instant),
        fields=field_provenance(person, on=instant),
        ties=tuple(ties.select_related("child", "relative").order_by("-probability", "pk")),
    )


def person_of(key: RecordKey, *, on: datetime | None = None) -> Person | None:
    """The person to whom the record belonged at that instant (None: now); None where it was unknown."""
    agency, record_id = key
    membership = _memberships(on).filter(agency=agency, record_id=record_id).first()
    return None if membership is None else membership.person


def people_of(keys: Sequence[RecordKey]) -> list[str]:
    """The public ids of those to whom these records belong now, each once, in the records' order."""
    members = Membership.objects.standing().filter(
        among("agency", (agency for agency, _ in keys)), among("record_id", (record for _, record in keys))
    )
    told = members.values_list("agency", "record_id", "person__public_id")
    owner = {(agency, record): person for agency, record, person in told}
    return list(dict.fromkeys(owner[key] for key in keys if key in owner))


def record_named(text: str) -> RecordKey | None:
    """The record that AGENCY:RECORD names, whichever of its colons parts the two; None where there is none."""
    keys = [(text[:place], text[place + 1 :]) for place, character in enumerate(text) if character == ":"]
    return next((key for key in keys if rows_of(key)), None)


def field_provenance(person: Person, *, on: datetime | None = None) -> dict[str, list[Source]]:
    """Each field that any record of the person fills, with all values in the order in which they were told.

    on: as the registry knew it at that instant; None: now. Fields and values are those of `records.facts`.
    """
    said: dict[str, list[Source]] = {}
    for agency, record_id in _records(person, on):
        for row in rows_of((agency, record_id), on=on):
            for field, value in row.mentions.get(role=Role.SUBJECT).facts.items():
                said.setdefault(field, []).append((value, agency, record_id, row.roster.as_of))
    return said


def names_of(keys: Iterable[RecordKey], *, on: datetime | None = None) -> tuple[str, ...]:
    """The names that the newest rows of these records give, as written, each once, in the records' order."""
    newest = (rows[-1] for key in keys if (rows := rows_of(key, on=on)))
    facts = (row.mentions.get(role=Role.SUBJECT).facts for row in newest)
    return tuple(dict.fromkeys(filter(None, map(_name, facts))))


def _name(facts: Mapping[str, Any]) -> str:
    parts = ("given_names", "surnames") if "surnames" in facts else ("given_names", "first_surname", "second_surname")
    return facts.get("full_name") or " ".join(facts[part] for part in parts if part in facts)


def rows_of(key: RecordKey, *, on: datetime | None = None) -> list[SourceRecord]:
    """The understood rows of one record through all its rosters, oldest first; empty where there is no such record."""
    agency, record_id = key
    rows = SourceRecord.objects.filter(roster__agency__code=agency, mentions__role=Role.SUBJECT)
    rows = rows.exclude(roster__in=Roster.objects.withdrawn(on).filter(agency__code=agency).values("pk"))
    if on is not None:
        rows = rows.filter(roster__received_at__lte=on)
    numbered = _in_order(rows.filter(record_id=record_id, roster__has_record_ids=True))
    if numbered or not Roster.objects.filter(agency__code=agency, has_record_ids=False).exists():
        return numbered
    thread = thread_of(key, on=on)
    return _in_order(rows.filter(likeness=thread.partition("#")[0])) if thread else []


def thread_of(key: RecordKey, *, on: datetime | None = None) -> str:
    """What lasts of the record through its agency's rosters; "" where there is no such record."""
    return next((listed.thread[1] for listed in listed_records([key[0]], on=on) if listed.key == key), "")


def _in_order(rows: QuerySet[SourceRecord]) -> list[SourceRecord]:
    place = {pk: order for order, pk in enumerate(Roster.objects.in_order().values_list("pk", flat=True))}
    # What a row says is sealed: it is opened by whoever needs it, and may see it.
    return sorted(rows.select_related("roster").defer("cells"), key=lambda row: (place[row.roster_id], row.line))


def _records(person: Person, on: datetime | None) -> tuple[RecordKey, ...]:
    memberships = _memberships(on).filter(person=person).order_by("agency", "record_id")
    return tuple(memberships.values_list("agency", "record_id"))


def _memberships(on: datetime | None) -> QuerySet[Membership]:
    return Membership.objects.standing() if on is None else Membership.objects.known_on(on)

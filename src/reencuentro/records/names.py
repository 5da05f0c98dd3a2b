"""Under which ids something may have been stated of a person: the one of today, and those of the records before.

Ids change when records join or part. What is stated of a person is kept under the id of its day; `names_to_keep` is
worked out whenever persons change, and `names_of` is what readers go by: one query, whoever reads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.assignments import Assignment
from reencuentro.records.cases import Case
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.duties import Duty
from reencuentro.records.following import today_of
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.many import among
from reencuentro.records.people import Membership, Person
from reencuentro.records.restrictions import Restriction

STATED: Mapping[type[Model], str] = {
    Assignment: "begins_at",
    Consent: "begins_at",
    Withholding: "begins_at",
    ProtectionGate: "at",
    Restriction: "begins_at",
    Case: "opened_at",
    Duty: "begun_at",
}
"""What is stated of a person by id, and the field that says from when on."""


@dataclass(frozen=True, slots=True)
class Name:
    """An id by which a person's records go, or went until then; until None: whatever the instant."""

    person: str
    until: datetime | None = None

    def means(self, since: datetime) -> bool:
        """Whether what was stated under the id since that instant is about the person."""
        return self.until is None or since <= self.until


Names = Mapping[str, tuple[Name, ...]]
"""By an id under which something may be stated: whom of today it means."""


def names_of(people: Collection[str]) -> Names:
    """Every id under which something may be stated of these people; their own come first."""
    kept = Person.objects.filter(among("public_id", people), names__isnull=False)
    return names_kept(people, dict(kept.values_list("public_id", "names")))


def names_kept(people: Collection[str], kept: Mapping[str, Mapping[str, str | None] | None]) -> Names:
    """The same, where it was read already which former ids are kept of whom."""
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for person in people:
        found[person].append(Name(person))
    for person, names in kept.items():
        for name, until in (names or {}).items():
            found[name].append(Name(person, datetime.fromisoformat(until) if until else None))
    return {name: tuple(meant) for name, meant in found.items()}


def meant(names: Names, name: str, since: datetime) -> tuple[str, ...]:
    """Whom what was stated under that id since that instant is about."""
    return tuple(one.person for one in names[name] if one.means(since))


def names_to_keep() -> dict[str, dict[str, str | None]]:
    """By today's id, the others under which something was stated of the same records; those without are left out."""
    stated = _latest_statements()
    found: defaultdict[str, dict[str, datetime | None]] = defaultdict(dict)
    ever = list(_ever(stated))
    today = _persons_today({key for _, key, _ in ever})
    for name, key, until in ever:
        person = today.get(key)
        if person is not None and person != name:
            found[person][name] = _later(found[person].get(name, until), until)
    return {person: {name: _written(until) for name, until in names.items()} for person, names in found.items()}


def _written(until: datetime | None) -> str | None:
    return until.isoformat() if until else None


def _latest_statements() -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for model, since in STATED.items():
        for person, at in model._default_manager.exclude(person="").order_by(since).values_list("person", since):
            found[person] = max(at, found.get(person, at))
    return found


def _ever(stated: Mapping[str, datetime]) -> Iterator[tuple[str, RecordKey, datetime | None]]:
    """Each record, under its key of today, that ever was one of these persons', and until when."""
    memberships: defaultdict[str, list[Membership]] = defaultdict(list)
    known = Membership.objects.filter(among("person__public_id", stated)).select_related("person").order_by("pk")
    for one in known:
        memberships[one.person.public_id].append(one)
    for name, ever in sorted(memberships.items()):
        # Where a clock was set back, nothing may be left of that time: then all that were ever this person's count.
        is_lost = not any(one.known_until is None or one.known_until >= stated[name] for one in ever)
        for key, one in today_of(ever):
            yield name, key, None if is_lost else one.known_until


def _persons_today(keys: Collection[RecordKey]) -> dict[RecordKey, str]:
    standing = Membership.objects.standing().filter(
        among("agency", (agency for agency, _ in keys)), among("record_id", (record for _, record in keys))
    )
    told = standing.values_list("agency", "record_id", "person__public_id")
    return {(agency, record): person for agency, record, person in told}


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Of several records the last to leave counts."""
    return max(one, other) if one and other else None

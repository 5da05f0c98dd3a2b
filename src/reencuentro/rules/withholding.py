"""Keeps the records of people who withheld themselves from an agency apart from that agency's own records."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.persons import person_id
from reencuentro.linkage.results import Identity, Linkage, PersonFound, Tie

Barred = Mapping[RecordKey, frozenset[str]]
"""For each record of somebody withheld, the agencies from whose records it is kept apart."""


def kept_apart(linkage: Linkage, withheld: Barred) -> Linkage:
    """The linkage in which no person, identity or tie leads from a record to an agency from which it is withheld.

    The records of such an agency, though believed to be of the same person, make a person of their own: what that
    agency knows it keeps, and learns nothing of the others. Who is withheld from nobody is left as found.
    """
    if not any(withheld.values()):
        return linkage
    barred = _barred(linkage.persons, withheld)
    parts = {found.person_id: _parted(found, barred) for found in linkage.persons}
    persons = sorted((part for many in parts.values() for part in many), key=lambda part: part.person_id)
    agencies = {part.person_id: frozenset(agency for agency, _ in part.records) for part in persons}
    shunned = {
        part.person_id: frozenset().union(*(barred[record] for record in part.records if record in barred))
        for part in persons
    }
    names = {old: many[0].person_id for old, many in parts.items()}
    return Linkage(
        persons=tuple(persons),
        identities=tuple(_without(one, barred) for one in linkage.identities if not _crosses(one, barred)),
        ties=tuple(_ties(linkage.ties, names, agencies, shunned)),
        children=frozenset(part.person_id for old in linkage.children for part in parts[old]),
    )


def _barred(persons: Iterable[PersonFound], withheld: Barred) -> dict[RecordKey, frozenset[str]]:
    """What holds for one record holds for all that are believed to be of the same person; never against its own."""
    found: dict[RecordKey, frozenset[str]] = {}
    for person in persons:
        shunned = frozenset().union(*(withheld.get(record, frozenset()) for record in person.records))
        found |= {record: shunned - {record[0]} for record in person.records if shunned}
    return found


def _parted(found: PersonFound, barred: Barred) -> list[PersonFound]:
    """The person, first what is left of them and then what each agency keeps to itself."""
    shunned = frozenset().union(*(barred.get(record, frozenset()) for record in found.records))
    parts: dict[str, list[RecordKey]] = {}
    for record in found.records:
        parts.setdefault(record[0] if record[0] in shunned else "", []).append(record)
    return [PersonFound(person_id=person_id(records), records=tuple(records)) for _, records in sorted(parts.items())]


def _crosses(one: Identity, barred: Barred) -> bool:
    return _apart(one.left, one.right, barred)


def _apart(left: RecordKey, right: RecordKey, barred: Barred) -> bool:
    none: frozenset[str] = frozenset()
    return right[0] in barred.get(left, none) or left[0] in barred.get(right, none)


def _without(one: Identity, barred: Barred) -> Identity:
    """The identity without those alternatives that would tell what it may not."""
    told, ends = {":".join(record): record for record in barred}, (one.left, one.right)
    kept = tuple(
        other
        for other in one.alternatives
        if not any(_names_agency(other.candidate, barred.get(end, frozenset())) for end in ends)
        and not (other.candidate in told and any(_apart(end, told[other.candidate], barred) for end in ends))
    )
    return one if len(kept) == len(one.alternatives) else replace(one, alternatives=kept)


def _names_agency(candidate: str, agencies: frozenset[str]) -> bool:
    return any(candidate.startswith(f"{agency}:") for agency in agencies)


def _ties(
    ties: Iterable[Tie],
    names: Mapping[str, str],
    agencies: Mapping[str, frozenset[str]],
    shunned: Mapping[str, frozenset[str]],
) -> Iterable[Tie]:
    """The ties between what is left of the persons; none to somebody known only to an agency that is shunned."""

    def hidden(one: str, other: str) -> bool:
        return agencies[other] <= shunned[one] or agencies[one] <= shunned[other]

    for tie in ties:
        child, relative = names[tie.child], names[tie.relative]
        if hidden(child, relative):
            continue
        kept = tuple(
            replace(other, candidate=names.get(other.candidate, other.candidate))
            for other in tie.alternatives
            if other.candidate not in names or not hidden(child, names[other.candidate])
        )
        yield replace(tie, child=child, relative=relative, alternatives=kept)

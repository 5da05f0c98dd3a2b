"""The whole matching: mentions in, persons and families out."""

from collections.abc import Sequence

from reencuentro.linkage import identities
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.comparers import Frequencies
from reencuentro.linkage.engines import EMBEDDED, Engine
from reencuentro.linkage.explanations import alternative
from reencuentro.linkage.families import Found, Rulings, find_ties
from reencuentro.linkage.identities import Persons, find_persons
from reencuentro.linkage.individuals import Individual, individuals_of
from reencuentro.linkage.kinship import Comparer
from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.linkage.names import Lexicon
from reencuentro.linkage.persons import person_id
from reencuentro.linkage.proofs import identities_of
from reencuentro.linkage.results import Identity, Judged, Linkage, PersonFound, Status, Tie, Verdict


def link(mentions: Sequence[Mention], *, judged: Sequence[Judged] = (), engine: Engine = EMBEDDED) -> Linkage:
    """Who is the same person, and who belongs to whom.

    One mention a record: (agency, record_id) must be unique, else ValueError. The order of the mentions doesn't matter.
    judged: what officers confirmed or rejected before; it overrules all evidence.
    engine: who does the heavy work; the answer is the same.
    """
    ordered = sorted(mentions, key=lambda one: one.key)
    keys = [one.key for one in ordered]
    if len(set(keys)) < len(keys):
        raise ValueError("each record may be mentioned once: agency and record_id must be unique together")
    lexicon = Lexicon.of(ordered)
    columns = columns_of(ordered)
    decided = identities.Rulings.of(keys, judged)
    comparer = Comparer(
        Frequencies(name.given for name in columns.names), Frequencies(name.surnames for name in columns.names)
    )

    persons = find_persons(columns, decided, engine)
    individuals = individuals_of(ordered, columns, persons.members, lexicon)
    rulings = _rulings(judged, keys, persons.members)
    found = find_ties(individuals, comparer, rulings)
    return _linkage(keys, persons, individuals, rulings, found, identities_of(persons, columns, keys))


def _linkage(
    keys: Sequence[RecordKey],
    persons: Persons,
    individuals: Sequence[Individual],
    rulings: Rulings,
    found: Sequence[Found],
    proofs: Sequence[Identity],
) -> Linkage:
    names = [person_id([keys[record] for record in records]) for records in persons.members]
    everybody = (
        PersonFound(person_id=name, records=tuple(keys[record] for record in records))
        for name, records in zip(names, persons.members, strict=True)
    )
    ties = (_tie(one, names, rulings) for one in found)
    return Linkage(
        persons=tuple(sorted(everybody, key=lambda person: person.person_id)),
        identities=tuple(proofs),
        ties=tuple(sorted(ties, key=lambda tie: (tie.child, tie.relative))),
        children=frozenset(name for name, one in zip(names, individuals, strict=True) if one.is_child),
    )


def _rulings(judged: Sequence[Judged], keys: Sequence[RecordKey], members: Sequence[Sequence[int]]) -> Rulings:
    person = {keys[record]: number for number, records in enumerate(members) for record in records}
    confirmed: dict[tuple[int, int], str] = {}
    rejected: set[tuple[int, int]] = set()
    for one in judged:
        if one.relation and one.left in person and one.right in person and person[one.left] != person[one.right]:
            pair = person[one.left], person[one.right]
            if one.verdict is Verdict.CONFIRMED:
                confirmed[pair] = one.relation
            else:
                rejected.update((pair, pair[::-1]))
    return Rulings(confirmed, frozenset(rejected))


def _tie(found: Found, names: Sequence[str], rulings: Rulings) -> Tie:
    decided = (found.child, found.relative) in rulings.confirmed
    child, relative = names[found.child], names[found.relative]
    if found.relation in ("sibling", "cousin") and not decided:
        child, relative = sorted((child, relative))
    return Tie(
        child=child,
        relative=relative,
        relation=found.relation,
        probability=found.probability,
        status=Status.CONFIRMED if decided else Status.PROPOSED,
        evidence=found.evidence,
        would_decide=found.would_decide,
        alternatives=tuple(alternative(found, rival, names[rival.relative]) for rival in found.rivals),
    )

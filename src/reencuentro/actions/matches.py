"""Keeps what the matching found: persons, identities and ties, each for as long as it is believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from reencuentro.actions.beliefs import Change, Values, believe
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.linkage.results import Alternative, Evidence, Identity, Linkage, Tie
from reencuentro.records.loading import load_rows
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal, Rarity
from reencuentro.records.matches import Tie as TieKept
from reencuentro.records.names import names_to_keep
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.rarities import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What changed in the registry's beliefs; all zero where the matching found what it had found before."""

    memberships: Change
    minors: Change
    identities: Change
    ties: Change


def store_linkage(linkage: Linkage, *, by: str, at: datetime) -> Stored:
    """Makes the linkage what the registry believes from `at` on; what was believed before stays to be asked for."""
    with performing("store_linkage", by=by, at=at):
        one_at_a_time()
        person = _persons(linkage)
        memberships = believe(Membership, ("agency", "record_id"), ("person",), _members(linkage, person), at)
        _keep_names()
        stored = Stored(
            memberships=memberships,
            minors=believe(Minor, ("person",), (), {(person[child],): () for child in sorted(linkage.children)}, at),
            identities=believe(IdentityProposal, _PAIR, _WEIGHED, dict(map(_identity, linkage.identities)), at),
            ties=believe(
                TieKept,
                _ENDS,
                (*_WEIGHED, "status", "alternatives"),
                dict(_tie(tie, person) for tie in linkage.ties),
                at,
            ),
        )
        believe(Rarity, ("of",), ("share",), counted(), at)
        return stored


def _keep_names() -> None:
    """What was stated of persons goes on for their records, under whatever id they go now."""
    names = names_to_keep()
    changed = [
        one
        for one in Person.objects.filter(Q(names__isnull=False) | among("public_id", names))
        if one.names != names.get(one.public_id)
    ]
    for one in changed:
        one.names = names.get(one.public_id)
    Person.objects.bulk_update(changed, ["names"], batch_size=200)


_PAIR = ("left_agency", "left_record_id", "right_agency", "right_record_id")
_ENDS = ("child", "relative", "relation")
_WEIGHED = ("probability", "evidence", "would_decide")


def evidence_kept(evidence: Iterable[Evidence]) -> list[list[str | float]]:
    """Evidence as the registry keeps it: fact, outcome, level, bits."""
    return [[piece.fact, piece.outcome.value, piece.level, piece.bits] for piece in evidence]


def alternative_kept(one: Alternative) -> list[Any]:
    """An alternative as the registry keeps it: candidate, probability, bits, and what told the two apart."""
    return [one.candidate, one.probability, one.bits, [evidence_kept((why.here, why.there)) for why in one.why]]


def _persons(linkage: Linkage) -> dict[str, int]:
    """The ids in the database of all persons by their public ids, the new ones added."""
    known = set(Person.objects.values_list("public_id", flat=True))
    new = [found.person_id for found in linkage.persons if found.person_id not in known]
    load_rows(Person, ("public_id",), ((public_id,) for public_id in new))
    return dict(Person.objects.values_list("public_id", "pk"))


def _members(linkage: Linkage, person: dict[str, int]) -> dict[Values, Values]:
    return {record: (person[found.person_id],) for found in linkage.persons for record in found.records}


def _identity(identity: Identity) -> tuple[Values, Values]:
    weighed = (identity.probability, evidence_kept(identity.evidence), identity.would_decide)
    return (*identity.left, *identity.right), weighed


def _tie(tie: Tie, person: dict[str, int]) -> tuple[Values, Values]:
    alternatives = [alternative_kept(one) for one in tie.alternatives] or None
    weighed = (tie.probability, evidence_kept(tie.evidence), tie.would_decide, tie.status.value, alternatives)
    return (person[tie.child], person[tie.relative], str(tie.relation)), weighed

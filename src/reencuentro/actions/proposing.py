"""Matches one record at once: who may be the same person or family is looked up, and proposed for people to decide.

The whole registry isn't matched anew; the next reconciliation weighs everything together and may supersede this.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from reencuentro.actions.beliefs import Values, believe
from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.matches import evidence_kept
from reencuentro.actions.queueing import queue_ties
from reencuentro.linkage.mentions import Mention, RecordKey, Relation, Sex
from reencuentro.linkage.results import Status
from reencuentro.records.judgements import Judgement
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.people import Membership, Person
from reencuentro.records.restrictions import restricted_records
from reencuentro.records.searching import Found, find, find_relatives
from reencuentro.records.withheld import withheld_records
from reencuentro.rules.ages import age_band, age_on

LEAST = 0.1
"""Probability from which somebody is proposed."""
MOST = 5
"""People proposed in each relation."""
_GROWN = 18  # years
_OF_CHILD = (Relation.MOTHER, Relation.FATHER, Relation.SIBLING)
_OF_ADULT = (Relation.CHILD,)


def propose_for(mention: Mention, person: Person, at: datetime) -> None:
    """Propose who may be the person of this record, and who their family.

    Call it in the transaction that wrote the record. Behind PostgreSQL's second wall only those are found whom the
    officer reaches; reconciliation finds the others.
    """
    bars = _Bars.of(mention.key, at)
    proposing = _Proposing(mention, person, at, bars, tuple(find(mention)))
    proposing.identities()
    proposing.ties()


@dataclass(frozen=True, slots=True)
class _Bars:
    """With whom a record isn't brought together: by a restriction, by who is withheld, by what people rejected."""

    frozen: frozenset[RecordKey]
    withheld: Mapping[RecordKey, frozenset[str]]
    judged: frozenset[tuple[RecordKey, str]]

    @classmethod
    def of(cls, key: RecordKey, at: datetime) -> "_Bars":
        return cls(restricted_records(at), withheld_records(at), frozenset(_judged(key)))

    def open_to(self, key: RecordKey, other: RecordKey, relation: str) -> bool:
        """Whether nothing keeps the two apart."""
        none: frozenset[str] = frozenset()
        apart = other[0] in self.withheld.get(key, none) or key[0] in self.withheld.get(other, none)
        return key != other and not apart and other not in self.frozen and (other, relation) not in self.judged


def _judged(key: RecordKey) -> Iterator[tuple[RecordKey, str]]:
    """What people have decided between this record and others, whichever way; withdrawn judgements leave it open."""
    agency, record = key
    sides = Q(left_agency=agency, left_thread=record) | Q(right_agency=agency, right_thread=record)
    for one in Judgement.objects.standing().filter(sides).exclude(verdict="withdrawn"):
        left, right = one.threads
        yield (right if left == key else left), one.relation


@dataclass(frozen=True)
class _Proposing:
    mention: Mention
    person: Person
    at: datetime
    bars: _Bars
    same: tuple[Found, ...]

    def identities(self) -> None:
        found = {}
        for one in self._likely(self.same, "")[:MOST]:
            left, right = sorted((self.mention.key, one.key))
            found[(*left, *right)] = (round(one.probability, 4), evidence_kept(one.evidence), one.would_decide)
        agency, record = self.mention.key
        ours = Q(left_agency=agency, left_record_id=record) | Q(right_agency=agency, right_record_id=record)
        self._believe(IdentityProposal, _PAIR, _WEIGHED, found, ours)

    def ties(self) -> None:
        age = age_on([self.mention], self.at.date())
        relations = (*_OF_CHILD, *_OF_ADULT) if age is None else _OF_ADULT if age >= _GROWN else _OF_CHILD
        best: dict[frozenset[int], tuple[Values, Values]] = {}
        for ends, weighed in (one for relation in relations for one in self._relatives(relation)):
            pair = frozenset(ends[:2])
            # Somebody whose sex isn't told may be either parent; the likelier relation is proposed.
            if pair not in best or best[pair][1][0] < weighed[0]:
                best[pair] = (ends, weighed)
        found = dict(best.values())
        ours = Q(child=self.person) | Q(relative=self.person)
        decided = Tie.objects.standing().filter(ours).exclude(status=Status.PROPOSED.value)
        for ends in decided.values_list("child", "relative", "relation"):
            found.pop(ends, None)
        self._believe(Tie, _ENDS, (*_WEIGHED, "status", "alternatives"), found, ours & Q(status=Status.PROPOSED.value))
        children = Tie.objects.standing().filter(ours).values_list("child__public_id", flat=True)
        bands = {self.person.public_id: age_band(age)}
        queue_ties(bands, sorted(set(children)))
        queue_doubts(bands, [self.person.public_id])

    def _relatives(self, relation: Relation) -> Iterator[tuple[Values, Values]]:
        likely = self._likely(find_relatives(self.mention, relation, MOST, same=self.same), str(relation))
        owners = _owners([one.key for one in likely])
        for one in likely:
            weighed = (round(one.probability, 4), evidence_kept(one.evidence), one.would_decide)
            yield self._ends(owners[one.key], relation), (*weighed, Status.PROPOSED.value, None)

    def _ends(self, other: Person, relation: Relation) -> tuple[Any, ...]:
        """Child, relative and what the relative is to the child; of siblings the first by id stands for the child."""
        if relation is Relation.CHILD:
            return other.pk, self.person.pk, str(_PARENT[self.mention.sex])
        if relation is Relation.SIBLING:
            first, second = sorted((self.person, other), key=lambda one: one.public_id)
            return first.pk, second.pk, "sibling"
        return self.person.pk, other.pk, str(relation)

    def _likely(self, found: Sequence[Found], relation: str) -> list[Found]:
        """Those worth proposing: people of their own, with whom nothing keeps this one apart."""
        worth = [one for one in found if one.probability >= LEAST]
        owners = _owners([one.key for one in worth])
        return [
            one
            for one in worth
            if one.key in owners
            and owners[one.key].pk != self.person.pk
            and self.bars.open_to(self.mention.key, one.key, relation)
        ]

    def _believe(
        self, model: type[models.Model], key: Sequence[str], said: Sequence[str], found: dict[Values, Values], ours: Q
    ) -> None:
        """Of a person with other records nothing is taken back: what those say for it wasn't weighed here."""
        alone = Membership.objects.standing().filter(person=self.person).count() == 1
        if not alone:
            standing = model._default_manager.filter(ours, known_until=None).values_list(*key)
            found = {about: belief for about, belief in found.items() if about not in set(standing)}
        believe(model, key, said, found, self.at, among=ours if alone else _NOTHING)


_PAIR = ("left_agency", "left_record_id", "right_agency", "right_record_id")
_ENDS = ("child", "relative", "relation")
_WEIGHED = ("probability", "evidence", "would_decide")
_NOTHING = Q(pk__in=())


_PARENT = {Sex.FEMALE: Relation.MOTHER, Sex.MALE: Relation.FATHER, None: Relation.PARENT}


def _owners(keys: Iterable[RecordKey]) -> dict[RecordKey, Person]:
    """To whom these records belong; those of nobody yet are left out."""
    wanted = set(keys)
    held = Membership.objects.standing().filter(
        among("agency", (agency for agency, _ in wanted)), among("record_id", (record for _, record in wanted))
    )
    owners = {(one.agency, one.record_id): one.person for one in held.select_related("person")}
    return {key: owners[key] for key in wanted if key in owners}

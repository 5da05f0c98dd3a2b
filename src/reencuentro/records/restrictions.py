"""Persons whose data nobody may work with for a time: kept as they stand, neither matched anew nor shown."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.certified import Certified
from reencuentro.records.following import persons_meant, records_of
from reencuentro.records.lasting import Lasting
from reencuentro.records.listings import ForMatching
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal, Rarity, Separation, Tie
from reencuentro.records.people import Membership, Minor
from reencuentro.records.retention import reliable_time


class Ground(StrEnum):
    """Why somebody's data may not be used. Source: Regulation (EU) 2016/679, Art. 18(1), and courts."""

    ACCURACY = "accuracy"  # contested; until it is verified
    WRONGLY_KEPT = "wrongly_kept"  # and the person wants it kept all the same, not erased
    CLAIM = "claim"  # the person needs it for a claim: it isn't destroyed meanwhile, either
    OBJECTION = "objection"  # until it is decided
    COURT = "court"


HOLDING = (Ground.CLAIM.value, Ground.COURT.value)
"""Grounds for which a record isn't destroyed when its time is over."""


class Restriction(Lasting):
    """The use of a person's data is suspended, until it is lifted. why: in words, without names."""

    person = models.CharField(max_length=64, db_index=True)
    ground = models.CharField(max_length=20, choices=[(ground.value, ground.value) for ground in Ground])
    why = models.TextField(blank=True)

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="restricted_once_at_a_time"),
        )

    def __str__(self) -> str:
        return f"restriction {self.pk} of {self.person}"


def restricted_persons(at: datetime) -> frozenset[str]:
    """The public ids, as of today, of all persons under a restriction at that instant."""
    return _meant(_standing(at).values_list("person", "begins_at"))


def restrictions_on(names: Collection[str], at: datetime) -> tuple[tuple[str, datetime], ...]:
    """The restrictions stated under these ids that hold at that instant: under which, and since when."""
    stated = Restriction.objects.open().filter(among("person", names)).values_list("person", "begins_at", "until")
    found = [((person, since), bool(until and until <= at)) for person, since, until in stated]
    # The log is read only where it matters whether the clock may be believed.
    is_sure = any(is_over for _, is_over in found) and reliable_time(at) is not None
    return tuple(one for one, is_over in found if not (is_sure and is_over))


def restricted_records(at: datetime, *, holding: bool = False) -> frozenset[RecordKey]:
    """The records, under their keys of today, of all persons under a restriction; holding: that forbids to destroy."""
    standing = _standing(at)
    if holding:
        standing = standing.filter(ground__in=HOLDING)
    stated = standing.values_list("person", "begins_at")
    return frozenset(key for person, since in stated for key in records_of(person, since=since))


def _standing(at: datetime) -> QuerySet[Restriction]:
    """What protects somebody begins when it is stated and isn't over before its time, wherever the clock jumps."""
    stated = Restriction.objects.open()
    if not stated.exclude(until=None).exists():
        return stated
    sure = reliable_time(at)
    return stated if sure is None else stated.filter(Q(until=None) | Q(until__gt=at))


def _meant(stated: Iterable[tuple[str, datetime]]) -> frozenset[str]:
    return frozenset(public_id for person, since in stated for public_id in persons_meant(person, since=since))


def without(matching: ForMatching, frozen: frozenset[RecordKey]) -> ForMatching:
    """What may be matched: everything but these records."""
    if not frozen:
        return matching
    return replace(
        matching,
        mentions=[mention for mention in matching.mentions if mention.key not in frozen],
        last_listed={key: ref for key, ref in matching.last_listed.items() if key not in frozen},
        still_listed=matching.still_listed - frozen,
    )


def as_it_stands(model: type[models.Model], at: datetime) -> Q | None:
    """Which beliefs of that kind are about somebody under a restriction, and stay as they stand; None: none are."""
    names = sorted(restricted_persons(at))
    if not names:
        return None
    if model is IdentityProposal:
        return _any(_of_record(*key) for key in sorted(restricted_records(at)))
    return _any(Q(**{f"{field}__public_id__in": names}) for field in _ABOUT[model])


def _any(questions: Iterable[Q]) -> Q:
    return reduce(or_, questions, Q(pk__in=[]))


def _of_record(agency: str, record_id: str) -> Q:
    return Q(left_agency=agency, left_record_id=record_id) | Q(right_agency=agency, right_record_id=record_id)


_ABOUT: dict[type[models.Model], tuple[str, ...]] = {
    Membership: ("person",),
    Minor: ("person",),
    Certified: ("person",),
    Tie: ("child", "relative"),
    Separation: ("child", "relative"),
    Rarity: (),
}

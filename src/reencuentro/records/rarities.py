"""How rare it is that two are one person, or family: the odds at which the weighing of any pair begins.

Counted once a matching and kept, so that the same pair is explained alike to whoever may see it, however few of all the
people they reach, and at the same cost, however many there are.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, F, Sum

from reencuentro.records.matches import Rarity, Tie
from reencuentro.records.people import Membership, Minor
from reencuentro.records.proposals import as_known

IDENTITY = "identity"
_KINDS: Mapping[str, frozenset[str]] = {
    "mother": frozenset({"mother", "father", "parent"}),
    "sibling": frozenset({"sibling"}),
}
_OTHERS = "relative"
"""All who are neither parent nor sibling."""
_LIKELY = 0.5


def rarity_of_identities(*, on: datetime | None = None) -> float:
    """The share of all pairs of records that are believed to be one person, in (0, 0.5]."""
    return _kept(IDENTITY, on) or _identities(on)


def rarity_of_ties(relation: str, *, on: datetime | None = None) -> float:
    """The share of all pairs of a child and anyone that are believed to have such a tie, in (0, 0.5].

    Mothers and fathers count together, and so do all who are neither parent nor sibling.
    """
    kind = next((kind for kind, relations in _KINDS.items() if relation in relations), _OTHERS)
    return _kept(kind, on) or _ties(kind, on)


def counted() -> dict[tuple[str], tuple[float]]:
    """Every rarity as it is now, as beliefs are kept: by what it is of."""
    return {(IDENTITY,): (_identities(None),)} | {(kind,): (_ties(kind, None),) for kind in (*_KINDS, _OTHERS)}


def _kept(of: str, on: datetime | None) -> float | None:
    """None before the first matching, and of registries whose last one was before rarities were kept."""
    return as_known(Rarity, on).filter(of=of).values_list("share", flat=True).first()


def _identities(on: datetime | None) -> float:
    sizes = as_known(Membership, on).values("person").annotate(size=Count("pk"))
    told = sizes.aggregate(together=Sum(F("size") * (F("size") - 1)), records=Sum("size"))
    records = told["records"] or 0
    return _share(told["together"] or 0, records * (records - 1))


def _ties(kind: str, on: datetime | None) -> float:
    ties = as_known(Tie, on).filter(probability__gte=_LIKELY)
    relations = _KINDS.get(kind)
    found = ties.filter(relation__in=relations) if relations else ties.exclude(relation__in=_NEAR)
    persons = as_known(Membership, on).aggregate(persons=Count("person", distinct=True))["persons"]
    return _share(found.count(), as_known(Minor, on).count() * (persons - 1))


_NEAR = frozenset().union(*_KINDS.values())


def _share(found: int, possible: int) -> float:
    """As if half of one more had been found, so that what is rare is never called impossible."""
    return min((found + 0.5) / max(possible, 1), 0.5)

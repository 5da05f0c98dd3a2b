"""In which order people look at what the matching proposes, and which proposals stand in each other's way."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from reencuentro.linkage.results import Status, Verdict
from reencuentro.rules.ages import AgeBand

AnyoneT = TypeVar("AnyoneT", bound=Hashable)

RIVAL = 0.2
"""The probability from which a proposal counts as a one. It is ours: of two candidates who are equally likely, and a
third who hardly is, the two shall stop the work until somebody has looked at both.
"""

ONE_PLACE = frozenset({"mother", "father"})
"""Relations in which a child has one person at most."""

PARENTS = ONE_PLACE | {"parent"}
"""Relations in which a child has two persons at most; of a parent nobody said yet which."""
_TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One tie as the queue needs it. verified: a second officer has said the same as the first."""

    child: str
    relative: str
    relation: str
    probability: float
    status: Status
    verified: bool = False

    @property
    def counts(self) -> bool:
        """Whether it can stand in another's way."""
        return self.status is Status.CONFIRMED or (self.status is Status.PROPOSED and self.probability >= RIVAL)


def rivals_of(one: Proposal, around: Iterable[Proposal]) -> tuple[str, ...]:
    """Who else is taken, by a person or by the matching, for what the relative is to the child; sorted.

    Empty where the relation has room for several, and for a proposal that doesn't count itself.
    """
    if not one.counts:
        return ()
    claims = [(other.relative, other.relation) for other in around if other.child == one.child and other.counts]
    return tuple(sorted(rivals_among((one.relative, one.relation), claims)))


def rivals_among(one: tuple[AnyoneT, str], claims: Collection[tuple[AnyoneT, str]]) -> frozenset[AnyoneT]:
    """Who stands in the way of this claim to be something to a child. claims: all that count, by relative and relation.

    Two who are taken for the mother do. So do three who are taken for parents, where of one it isn't said which.
    """
    relative, relation = one
    found = {other for other, same in claims if same == relation and relation in ONE_PLACE}
    if relation in PARENTS:
        parents = {other: what for other, what in (one, *claims) if what in PARENTS}
        if len(parents) > _TWO and not ONE_PLACE.issuperset(parents.values()):
            found.update(parents)
    return frozenset(found - {relative})


ALONE = 100
"""The first place of proposals without rivals: before it stand those that a rival freezes."""

SECOND = 200
"""The first place of doubts that wait for a second officer: before it stand those that wait for the first."""


def place_of(one: Proposal, band: AgeBand, *, rivalled: bool) -> int | None:
    """Where the proposal stands in the queue, the least first; None where nobody needs to look at it.

    Rivals come before all else; then small children before older ones; then what is likely before what is not.
    Within a place, whatever waits the longest comes first.
    """
    if one.status is Status.REJECTED or (one.verified and not rivalled):
        return None
    return (0 if rivalled else ALONE) + _BANDS[band] * _GRADES + _grade(one.probability)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Whether two records are one person. joined: the registry takes them for one, as long as nobody says otherwise.

    answer: what officers said, None while none has. verified: a second officer has said the same as the first.
    """

    probability: float
    joined: bool
    answer: Verdict | None = None
    verified: bool = False


LEAST, SURE = 0.1, 0.95
"""Whom the matching keeps apart is asked about from the first on; whom it joins, below the second. Both are ours: for
what is less likely nobody has the time, and one of twenty who are joined below the second is somebody else.
"""


def place_of_doubt(one: Doubt, band: AgeBand) -> int | None:
    """Where the doubt stands among its kind, the least first; None where nobody needs to look at it.

    Doubts about small children come first, those about adults last. Among equals come first those who are joined
    already, whose mistake does harm today; then what is likely before what is not.
    """
    if one.verified or one.answer is Verdict.REJECTED:
        return None
    grade = 0 if one.joined else 1 if one.probability >= _LIKELY else 2
    if one.answer is Verdict.CONFIRMED:
        return SECOND + _BANDS[band] * _GRADES + grade
    asked = one.probability < SURE if one.joined else one.probability >= LEAST
    return ALONE + _BANDS[band] * _GRADES + grade if asked else None


def band_at(place: int) -> AgeBand:
    """How old the child was taken to be whose proposal, or doubt, stands at that place."""
    return next(band for band, order in _BANDS.items() if order == place % ALONE // _GRADES)


def younger(one: AgeBand, other: AgeBand) -> AgeBand:
    """The one that comes first in the queue."""
    return min(one, other, key=_BANDS.__getitem__)


_BANDS = {AgeBand.TENDER: 0, AgeBand.MIDDLE: 1, AgeBand.TEEN: 2, AgeBand.UNKNOWN: 3, AgeBand.ADULT: 4}
_GRADES = 10
_LIKELY = 0.5


def _grade(probability: float) -> int:
    return next(grade for grade, least in enumerate((0.9, _LIKELY, 0.0)) if probability >= least)

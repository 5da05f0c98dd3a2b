"""In which order people look at what the matching proposes, and which proposals stand in each other's way."""

from collections.abc import Iterable
from dataclasses import dataclass

from reencuentro.linkage.results import Status
from reencuentro.rules.ages import AgeBand

RIVAL = 0.2
"""The probability from which a proposal counts as a one. It is ours: of two candidates who are equally likely, and a
third who hardly is, the two shall stop the work until somebody has looked at both.
"""

ONE_PLACE = frozenset({"mother", "father"})
"""Relations in which a child has one person at most."""


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
    if one.relation not in ONE_PLACE or not one.counts:
        return ()
    same = (other for other in around if (other.child, other.relation) == (one.child, one.relation) and other.counts)
    return tuple(sorted({other.relative for other in same} - {one.relative}))


def place_of(one: Proposal, band: AgeBand, *, rivalled: bool) -> int | None:
    """Where the proposal stands in the queue, the least first; None where nobody needs to look at it.

    Rivals come before all else; then small children before older ones; then what is likely before what is not.
    Within a place, whatever waits the longest comes first.
    """
    if one.status is Status.REJECTED or (one.verified and not rivalled):
        return None
    return (0 if rivalled else _ALONE) + _BANDS[band] * _GRADES + _grade(one.probability)


def band_at(place: int) -> AgeBand:
    """How old the child was taken to be whose proposal stands at that place."""
    return next(band for band, order in _BANDS.items() if order == place % _ALONE // _GRADES)


_BANDS = {AgeBand.TENDER: 0, AgeBand.MIDDLE: 1, AgeBand.TEEN: 2, AgeBand.UNKNOWN: 3, AgeBand.ADULT: 4}
_GRADES = 10
_ALONE = 100


def _grade(probability: float) -> int:
    return next(grade for grade, least in enumerate((0.9, 0.5, 0.0)) if probability >= least)

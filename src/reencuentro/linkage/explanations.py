"""Why a proposal has its probability: where it starts, what each fact adds, what rivals take, and what others had.

All in bits of log2 odds that add up. What the lists cannot say themselves is read off what was found: a start as rare
as such pairs are, and a rest that no fact explains.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, log2
from typing import Protocol

from reencuentro.linkage.evidence import silent_facts, strongest_first
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Alternative, Contrast, Evidence, Identity, Outcome, Status, Tie

Proposal = Identity | Tie

LEAST, MOST = 0.00005, 0.99995
"""Probabilities are kept to four digits: beyond these they read 0 and 1, and the facts say more than they do."""
SUREST_TIE = 0.998
"""No tie is given more unless people confirm it."""
_WITHIN = 2.0  # bits; shares are counted anew, and kin and strangers weighed against at once: less is no difference
_TELLING = 1.0  # bits; less is no reason why one candidate lost
_REASONS = 3
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One proposal taken apart; start + the bits of all facts + rest = end, in log2 odds.

    start: before any fact. among_kin: it was weighed against relatives and likely candidates, of whom there are few,
    rather than against everybody. facts: what both sources state, strongest first. silent: what somebody could still
    be asked. rest: what rivals for the same place or the limit of lists take, or what people decided.
    at_limit: the probability is the highest that is given, so that the end may be cut, or the start the least that
    fits. decided: people confirmed it, which overrules the facts.
    """

    about: Proposal
    start: float
    among_kin: bool
    facts: tuple[Evidence, ...]
    silent: tuple[str, ...]
    rest: float
    end: float
    at_limit: bool
    decided: bool
    alternatives: tuple[Alternative, ...]


def explain_tie(tie: Tie, *, rarity: float, others: Iterable[Tie] = ()) -> Explanation:
    """Takes a tie apart.

    rarity: share of such ties among all pairs of a child and anyone, in (0, 1). others: ties of either side, of which
    the rivals are picked: a second mother of one child; two children of one claim.
    """
    rivals = [
        alternative(tie, other, other.relative if tie.child == other.child else other.child)
        for other in others
        if _is_rival(tie, other)
    ]
    return _explained(tie, rivals, rarity, decided=tie.status is Status.CONFIRMED)


def explain_identity(
    identity: Identity, *, rarity: float, others: Iterable[Identity] = (), decided: bool = False
) -> Explanation:
    """Takes an identity apart.

    rarity: share of pairs of one person among all pairs of records, in (0, 1). others: identities with one of its
    records. decided: people confirmed it.
    """
    ends = {identity.left, identity.right}
    rivals = [
        alternative(identity, other, ":".join(other.right if other.left in ends else other.left))
        for other in others
        if len(ends & {other.left, other.right}) == 1
    ]
    return _explained(identity, rivals, rarity, decided=decided)


def undecided(one: Explanation) -> Explanation:
    """What the facts alone say of what people decided; who else was weighed isn't known without their word."""
    said = one.start + bits_of(one.facts)
    end = min(said, log_odds(SUREST_TIE if isinstance(one.about, Tie) else MOST))
    about: Proposal = replace(one.about, probability=1 / (1 + 2**-end))
    if isinstance(about, Tie):
        about = replace(about, status=Status.PROPOSED)
    at_limit, rest = end < said, min(end - said, 0.0)
    return replace(one, about=about, rest=rest, end=end, at_limit=at_limit, decided=False, alternatives=())


def taken_by_rivals(one: Explanation, other: Alternative) -> float:
    """The bits by which an alternative is less probable than its facts alone would make it; 0.0 where they explain it.

    Somebody else may fit the place better, or be decided on; or what it says of a child may fit another child better.
    """
    taken = one.start + other.bits - log_odds(min(max(other.probability, LEAST), MOST))
    return taken if taken > _WITHIN else 0.0


def _explained(about: Proposal, rivals: Iterable[Alternative], rarity: float, *, decided: bool) -> Explanation:
    common, said = log_odds(rarity), bits_of(about.evidence)
    end = _end(about.probability, common + said)
    before = end - said
    return Explanation(
        about=about,
        start=before if before > common - _WITHIN and not decided else common,
        among_kin=before > common + _WITHIN and not decided,
        facts=strongest_first(about.evidence),
        silent=silent_facts(about.evidence),
        rest=before - common if before <= common - _WITHIN or decided else 0.0,
        end=end,
        at_limit=about.probability >= (SUREST_TIE if isinstance(about, Tie) else MOST),
        decided=decided,
        alternatives=_ranked((*about.alternatives, *rivals)),
    )


def _end(probability: float, by_facts: float) -> float:
    """The log2 odds of a probability; of one that reads 0 or 1 what the facts say, as far as that agrees with it."""
    if probability >= MOST:
        return max(log_odds(MOST), by_facts)
    return log_odds(probability) if probability > LEAST else min(log_odds(LEAST), by_facts)


def log_odds(probability: float) -> float:
    """In bits; probability in (0, 1)."""
    return log2(probability / (1 - probability))


def bits_of(evidence: Iterable[Evidence]) -> float:
    """What all facts together say; silence says nothing."""
    return fsum(one.bits for one in evidence if one.outcome is not Outcome.UNKNOWN)


class Weighed(Protocol):
    """Whatever was given a probability by its evidence."""

    @property
    def probability(self) -> float:
        """In [0, 1]."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """One entry a fact."""


def alternative(about: Weighed, rival: Weighed, candidate: str) -> Alternative:
    """The rival, and the facts in which the less probable of the two was weaker."""
    return Alternative(
        candidate=candidate,
        probability=rival.probability,
        bits=bits_of(rival.evidence),
        why=_contrasts(about.evidence, rival.evidence, ahead=about.probability >= rival.probability),
    )


def _contrasts(here: Iterable[Evidence], there: Iterable[Evidence], *, ahead: bool) -> tuple[Contrast, ...]:
    other = {one.fact: one for one in there}
    both = [Contrast(here=one, there=other[one.fact]) for one in here if one.fact in other]
    lead = {one.here.fact: (one.here.bits - one.there.bits) * (1 if ahead else -1) for one in both}
    telling = [one for one in both if lead[one.here.fact] >= _TELLING]
    return tuple(sorted(telling, key=lambda one: (-lead[one.here.fact], one.here.fact))[:_REASONS])


def _ranked(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """The likeliest, each candidate once."""
    by_candidate = {one.candidate: one for one in alternatives}
    return tuple(sorted(by_candidate.values(), key=lambda one: (-one.probability, one.candidate))[:_ALTERNATIVES])


def _is_rival(tie: Tie, other: Tie) -> bool:
    """Whether one of the two at most can be true: then their probabilities don't exceed one together."""
    one_end = (tie.child == other.child) != (tie.relative == other.relative)
    same_place = other.relation in _PLACES.get(tie.relation, ())
    return one_end and same_place and tie.probability + other.probability <= _WHOLE


_PLACES = {
    "mother": frozenset(("mother", "parent")),
    "father": frozenset(("father", "parent")),
    "parent": frozenset(("mother", "father", "parent")),
}
"""The relations of which a child has one at most, and which compete for its place."""
_WHOLE = 1.001  # probabilities are rounded


def chain(identities: Sequence[Identity], left: RecordKey, right: RecordKey) -> tuple[Identity, ...]:
    """The links that join two records of one person, from left to right; empty where none do.

    identities: the person's own, which hold its records together like a tree, so that there is one way.
    """
    ways: dict[RecordKey, tuple[Identity, ...]] = {left: ()}
    waiting = [left]
    neighbours = _neighbours(identities)
    for record in waiting:
        for other, link in neighbours.get(record, ()):
            if other not in ways:
                ways[other] = (*ways[record], link)
                waiting.append(other)
    return ways.get(right, ())


def _neighbours(identities: Iterable[Identity]) -> Mapping[RecordKey, Collection[tuple[RecordKey, Identity]]]:
    found: dict[RecordKey, list[tuple[RecordKey, Identity]]] = {}
    for one in sorted(identities, key=lambda one: (-one.probability, one.left, one.right)):
        found.setdefault(one.left, []).append((one.right, one))
        found.setdefault(one.right, []).append((one.left, one))
    return found

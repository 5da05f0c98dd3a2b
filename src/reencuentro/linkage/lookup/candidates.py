"""Who may be meant, likeliest first, with the reasons."""

from dataclasses import dataclass

import numpy as np

from reencuentro.linkage.evidence import evidence_of
from reencuentro.linkage.results import Evidence
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Facts, Weights, likelihoods


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be of the person asked for, or of the relative.

    record: its number. bits: log2 odds that it is. evidence: what each fact says for and against, in bits.
    """

    record: int
    bits: float
    evidence: tuple[Evidence, ...]

    @property
    def probability(self) -> float:
        """That it is, in [0, 1]."""
        return float(1.0 / (1.0 + np.exp2(-np.clip(self.bits, -60.0, 60.0))))


def likeliest(facts: Facts, compared: Comparison, weights: Weights, records: Ints, most: int) -> list[Candidate]:
    """The best of the pairs that were compared, `most` at most; records: the candidate of each pair."""
    odds = likelihoods(facts, compared, weights).log_odds(weights.shares)
    best = np.lexsort((records, -odds))[:most]
    few = Comparison(compared.levels[:, best], {fact: chance[best] for fact, chance in compared.chance.items()})
    bits = likelihoods(facts, few, weights).bits(weights.shares)
    return [
        Candidate(int(records[at]), float(odds[at]), evidence_of(facts, few.levels[:, i], bits[:, i]))
        for i, at in enumerate(best.tolist())
    ]

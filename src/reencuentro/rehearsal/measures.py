"""Precision, recall, calibration: the arithmetic of scores, free of what is scored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb

BINS = 10
GROUP_NEEDS = 30  # a group with fewer true cases says too little to be compared: one miss would move it by three points


@dataclass(frozen=True, slots=True)
class Score:
    """correct of the reported, found of the expected: two counts each, since one true thing may be reported twice."""

    correct: int
    reported: int
    found: int
    expected: int

    @property
    def precision(self) -> float | None:
        """Share of what was reported that is true; None where nothing was reported."""
        return self.correct / self.reported if self.reported else None

    @property
    def recall(self) -> float | None:
        """Share of what is true that was reported; None where nothing is true."""
        return self.found / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where either is."""
        if self.precision is None or self.recall is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_plain(self) -> dict[str, float | int | None]:
        """The counts and what follows from them."""
        counts = {name: getattr(self, name) for name in self.__slots__}
        return {**counts, "precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Bin:
    """Ties given a probability in [low, high): what was said on average, and what came true."""

    low: float
    high: float
    count: int
    said: float | None
    true: float | None

    def to_plain(self) -> dict[str, float | int | None]:
        """The bin by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def pairs(groups: Iterable[Sequence[bool]]) -> int:
    """Pairs within groups of which at least one member counts."""
    return sum(comb(len(group), 2) - comb(len(group) - sum(group), 2) for group in groups)


def calibration_bins(said: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Ten bins of equal width over probabilities and whether each came true; 1.0 belongs to the last."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for probability, true in said:
        held[min(BINS - 1, int(probability * BINS))].append((probability, true))
    return tuple(_bin(at, inside) for at, inside in enumerate(held))


def _bin(at: int, inside: Sequence[tuple[float, bool]]) -> Bin:
    count = len(inside)
    said = sum(probability for probability, _ in inside) / count if count else None
    true = sum(true for _, true in inside) / count if count else None
    return Bin(at / BINS, (at + 1) / BINS, count, said, true)


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Expected calibration error: mean distance of said and true, weighted by count; None without any tie.

    Source: Naeini, Cooper & Hauskrecht 2015, doi:10.1609/aaai.v29i1.9602
    """
    total = sum(each.count for each in bins)
    if not total:
        return None
    return sum(each.count * abs((each.said or 0) - (each.true or 0)) for each in bins) / total


def widest_gap(scores: Iterable[Score]) -> float | None:
    """Largest difference in recall between groups that are large enough; None where fewer than two are."""
    recalls = [score.recall for score in scores if score.expected >= GROUP_NEEDS and score.recall is not None]
    return max(recalls) - min(recalls) if len(recalls) > 1 else None

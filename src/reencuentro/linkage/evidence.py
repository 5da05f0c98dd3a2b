"""Evidence made readable: the bits of each fact, in words, and the silent fact that would decide."""

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

import numpy as np

from reencuentro.linkage.results import Evidence, Outcome
from reencuentro.linkage.scoring import Facts, Floats, Levels, Weights
from reencuentro.linkage.wording import fact_words, level_words

_DIFFERING = frozenset(
    ("DIFFERENT", "GENERATION", "ONE_PART", "NEAR", "IMPOSSIBLE", "UNRELATED", "PARTLY", "FIRST_ONLY", "SECOND_ONLY")
)


def evidence_of(facts: Facts, levels: Levels, bits: Floats) -> tuple[Evidence, ...]:
    """The evidence of one pair: one entry a fact, in the facts' order, silent ones included.

    levels, bits: one value a fact.
    """
    return tuple(
        _evidence(fact.name, fact.levels, level, round(value, 1) + 0.0)
        for fact, level, value in zip(facts, levels.tolist(), bits.tolist(), strict=True)
    )


@lru_cache(maxsize=1 << 16)
def _evidence(fact: str, levels: type[IntEnum], level: int, bits: float) -> Evidence:
    """The same few thousand values recur in a million ties: each is made once."""
    return Evidence(fact, _outcome(levels(level)), levels(level).name.lower(), bits)


def _outcome(level: IntEnum) -> Outcome:
    if level == 0:
        return Outcome.UNKNOWN
    return Outcome.DIFFERS if level.name in _DIFFERING else Outcome.AGREES


def telling(facts: Facts, weights: Weights) -> dict[str, float]:
    """How many bits each fact is expected to tell of a match once it is known, by fact name."""
    return {
        fact.name: float(np.sum(np.exp2(m[1:]) * (m[1:] - np.maximum(k[1:], s[1:]))))
        for fact, m, k, s in zip(facts, weights.matches, weights.kin, weights.strangers, strict=True)
    }


def would_decide(evidence: Iterable[Evidence], expected: dict[str, float]) -> str:
    """The silent fact that is expected to tell most, "" where nothing askable is silent."""
    return max(silent_facts(evidence), key=lambda fact: (expected[fact], fact), default="")


def silent_facts(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The facts on which a source is silent and which somebody could be asked for, in the evidence's order."""
    return tuple(one.fact for one in evidence if one.outcome is Outcome.UNKNOWN and one.fact not in _NOT_ASKABLE)


# The last three are facts of plain tables: rosters have no place for them.
_NOT_ASKABLE = frozenset(("agency", "any_number", "siblings", "household", "postcode", "address", "occupation"))


def strongest_first(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What both sources state, the most bits for or against first."""
    known = (one for one in evidence if one.outcome is not Outcome.UNKNOWN)
    return tuple(sorted(known, key=lambda one: (-abs(one.bits), one.fact)))


def in_words(evidence: Iterable[Evidence], language: str = "en") -> str:
    """What speaks for and against, strongest first: "for: A-number the same (+14.2) | against: sex different (-5.1)".

    language: "en" or "es". Holds no names and no values, so it may be shown where a name may not.
    """
    evidence = tuple(evidence)
    known = strongest_first(evidence)
    silent = [fact_words(fact, language) for fact in silent_facts(evidence)]
    parts = []
    for heading, chosen in (
        (_HEADINGS[language][0], [one for one in known if one.bits >= _TELLS]),
        (_HEADINGS[language][1], [one for one in known if one.bits <= -_TELLS]),
    ):
        if chosen:
            parts.append(f"{heading}: " + "; ".join(_phrase(one, language) for one in chosen))
    if silent:
        parts.append(f"{_HEADINGS[language][2]}: " + ", ".join(silent))
    return " | ".join(parts)


_TELLS = 0.1  # bits; less than that is not worth a reader's time
_HEADINGS = {"en": ("for", "against", "unknown"), "es": ("a favor", "en contra", "se desconoce")}


def _phrase(one: Evidence, language: str) -> str:
    return f"{fact_words(one.fact, language)} {level_words(one.fact, one.level, language)} ({one.bits:+.1f})"

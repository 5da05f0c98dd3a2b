"""An explanation as sentences, in Spanish and English: keys, facts and bits, never a name or a value."""

from collections.abc import Iterator
from dataclasses import dataclass

from reencuentro.linkage.explanations import LEAST, MOST, Explanation, taken_by_rivals
from reencuentro.linkage.results import Alternative, Evidence, Tie
from reencuentro.linkage.wording import fact_words, level_words
from reencuentro.reports.words import Language, count_text, explanation_text, fine_share_text


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: its words, its bits, and whether it is a fact; start, rest and end are none."""

    words: str
    bits: float
    is_fact: bool


def statement(one: Explanation, language: Language) -> str:
    """What is explained: "P2 is the mother of P1"."""
    about = one.about
    if isinstance(about, Tie):
        return explanation_text(about.relation, language, child=about.child, relative=about.relative)
    return explanation_text("same", language, left=":".join(about.left), right=":".join(about.right))


def standing(one: Explanation, language: Language) -> str:
    """How probable it is and where it stands: "99.8%, near certain; proposed"."""
    status = one.about.status.value if isinstance(one.about, Tie) else "confirmed" if one.decided else "proposed"
    grade = next(grade for limit, grade in _GRADES if one.about.probability >= limit)
    words = explanation_text(grade, language)
    return f"{probability_text(one, language)}, {words}; {explanation_text(status, language)}"


_GRADES = ((0.99, "grade_99"), (0.9, "grade_90"), (0.5, "grade_50"), (0.1, "grade_10"), (0.0, "grade_0"))


def probability_text(one: Explanation, language: Language) -> str:
    """The probability as far as it is known: over 99.99% where the registry has 1 and nobody decided it."""
    if one.decided and one.about.probability >= MOST:
        return fine_share_text(one.about.probability, language)
    return _bounded(one.about.probability, language)


def _bounded(probability: float, language: Language) -> str:
    """A share of four digits, of which the first and the last stand for whatever lies beyond."""
    if probability >= MOST:
        return explanation_text("over", language, share=fine_share_text(0.9999, language))
    if probability <= LEAST:
        return explanation_text("under", language, share=fine_share_text(0.0001, language))
    return fine_share_text(probability, language)


def steps(one: Explanation, language: Language) -> Iterator[Step]:
    """Start, facts and rest in words with their bits, which add up to the end."""
    yield Step(start_words(one, language), one.start, is_fact=False)
    for fact in one.facts:
        yield Step(evidence_words(fact, language), fact.bits, is_fact=True)
    if one.rest:
        key = "rest_decided" if one.decided else "rest_limit" if one.at_limit else "rest"
        yield Step(explanation_text(key, language), one.rest, is_fact=False)


def start_words(one: Explanation, language: Language) -> str:
    """How probable such a thing is before any fact: 1 in 840 pairs, or among those who come close."""
    before = 1 / (1 + 2**-one.start)
    if one.among_kin:
        key = "start_kin_least" if one.at_limit else "start_kin"
        return explanation_text(key, language, share=fine_share_text(before, language))
    return explanation_text("start", language, n=count_text(round(1 / before), language))


def end_words(one: Explanation, language: Language) -> str:
    """All of it together, as a probability."""
    return explanation_text("end", language, share=probability_text(one, language))


def evidence_words(fact: Evidence, language: Language) -> str:
    """A fact and how well it agreed: "sex: the same"."""
    return f"{fact_words(fact.fact, language)}: {level_words(fact.fact, fact.level, language)}"


def bits_text(bits: float) -> str:
    """Bits with their sign: +8.2, −3.1; 0.0 where there are none."""
    rounded = round(bits, 1) + 0.0
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def silence_words(one: Explanation, language: Language) -> str:
    """What nobody states, in one line."""
    if not one.silent:
        return explanation_text("nothing_silent", language)
    facts = ", ".join(fact_words(fact, language) for fact in one.silent)
    return explanation_text("silent", language, facts=facts)


def alternative_words(one: Explanation, other: Alternative, language: Language) -> Iterator[str]:
    """Another candidate with its probability, what rivals take of it, then each fact that told the two apart."""
    yield f"{other.candidate}: {_bounded(other.probability, language)} ({bits_text(other.bits)} bits)"
    if taken := taken_by_rivals(one, other):
        yield explanation_text("taken", language, bits=bits_text(-taken))
    for each in other.why:
        contrast = explanation_text(
            "contrast",
            language,
            here=level_words(each.here.fact, each.here.level, language),
            here_bits=bits_text(each.here.bits),
            there=level_words(each.there.fact, each.there.level, language),
            there_bits=bits_text(each.there.bits),
        )
        yield f"{fact_words(each.here.fact, language)}: {contrast}"
    if not other.why:
        yield explanation_text("alike", language)


def deciding_words(one: Explanation, language: Language) -> str:
    """The one silent fact that would decide; "" where nothing is silent."""
    wanted = one.about.would_decide
    return explanation_text("decide", language, fact=fact_words(wanted, language)) if wanted else ""

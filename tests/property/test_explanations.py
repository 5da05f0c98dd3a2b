"""Laws of explanations: bits add up, silence and the order of sides count for nothing, and a picture is whole."""

from dataclasses import replace
from math import isclose

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from reencuentro.linkage.explanations import Explanation, bits_of, chain, explain_identity, explain_tie
from reencuentro.linkage.identity import FACTS as IDENTITY_FACTS
from reencuentro.linkage.kinship import PARENT_FACTS
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Evidence, Identity, Outcome, Status, Tie
from reencuentro.reports.explanation_words import alternative_words, silence_words, standing, statement, steps
from reencuentro.reports.waterfall import bars_of, lines_of, waterfall
from reencuentro.reports.words import LANGUAGES

bits = st.floats(-40, 40)
probabilities = st.floats(0, 1).map(lambda value: round(value, 4)) | st.sampled_from([0.0, 0.998, 1.0])
rarities = st.floats(1e-9, 0.5)
languages = st.sampled_from(LANGUAGES)
keys = st.tuples(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=60))
known = st.sampled_from((Outcome.AGREES, Outcome.DIFFERS))


@st.composite
def evidence(draw: st.DrawFn, facts: tuple[str, ...]) -> tuple[Evidence, ...]:
    """What some of the facts say; the others are silent."""
    said = draw(st.sets(st.sampled_from(facts)))
    return tuple(
        Evidence(fact, draw(known), draw(st.sampled_from(("same", "different", "<&>"))), draw(bits))
        if fact in said
        else Evidence(fact, Outcome.UNKNOWN, "unknown", 0.0)
        for fact in facts
    )


identities = st.builds(
    Identity,
    left=keys,
    right=keys,
    probability=probabilities,
    evidence=evidence(tuple(fact.name for fact in IDENTITY_FACTS)),
    would_decide=st.sampled_from(("", "birth")),
)
ties = st.builds(
    Tie,
    child=st.sampled_from(("P1", "P2")),
    relative=st.sampled_from(("P3", "P4", "P5")),
    relation=st.sampled_from(("mother", "father", "parent", "sibling")),
    probability=probabilities,
    status=st.sampled_from(Status),
    evidence=evidence(tuple(fact.name for fact in PARENT_FACTS)),
    would_decide=st.sampled_from(("", "phone")),
)
explanations = st.builds(
    explain_tie, ties, rarity=rarities, others=st.lists(ties, max_size=4)
) | st.builds(explain_identity, identities, rarity=rarities, decided=st.booleans())  # fmt: skip


@given(explanations)
def test_start_facts_and_rest_make_the_end(one: Explanation) -> None:
    assert isclose(one.start + bits_of(one.facts) + one.rest, one.end, abs_tol=1e-6)


@given(explanations, languages)
def test_the_bars_make_the_posterior(one: Explanation, language: str) -> None:
    bars = bars_of(one, "es" if language == "es" else "en")

    assert isclose(bars[-1].after, one.end, abs_tol=1e-6)
    assert isclose(sum(bar.bits for bar in bars), one.end, abs_tol=1e-6)


@given(explanations)
def test_the_end_is_the_probability_as_far_as_that_is_known(one: Explanation) -> None:
    probability = 1 / (1 + 2**-one.end)

    assert abs(probability - one.about.probability) <= 0.0001


@given(ties, rarities)
def test_rivals_and_limits_only_ever_take(tie: Tie, rarity: float) -> None:
    one = explain_tie(tie, rarity=rarity)

    assert one.decided or one.rest <= 0


@given(identities, rarities, st.integers(0, 17))
def test_a_silent_fact_counts_for_nothing(identity: Identity, rarity: float, place: int) -> None:
    spoken = tuple(one for one in identity.evidence if one.outcome is not Outcome.UNKNOWN)
    loud = Evidence("shoe_size", Outcome.UNKNOWN, "unknown", 9.0)
    padded = (*spoken[:place], loud, *spoken[place:])
    without, with_it = (
        explain_identity(replace(identity, evidence=facts), rarity=rarity) for facts in (spoken, padded)
    )

    assert (with_it.start, with_it.facts, with_it.end) == (without.start, without.facts, without.end)
    assert bars_of(with_it, "en") == bars_of(without, "en")


@given(identities, rarities, st.lists(identities, max_size=3), st.booleans())
def test_the_order_of_facts_and_rivals_changes_nothing(
    identity: Identity, rarity: float, others: list[Identity], decided: bool
) -> None:
    turned = replace(identity, evidence=identity.evidence[::-1])
    forth = explain_identity(identity, rarity=rarity, others=others, decided=decided)
    back = explain_identity(turned, rarity=rarity, others=others, decided=decided)

    assert list(steps(forth, "en")) == list(steps(back, "en"))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8), st.integers(0, 6), st.integers(0, 6))
def test_a_chain_is_the_same_from_either_side(pairs: list[tuple[int, int]], left: int, right: int) -> None:
    tree = [_link(a, b) for a, b in _forest(pairs)]

    assert chain(tree, _key(left), _key(right)) == chain(tree, _key(right), _key(left))[::-1]


def _forest(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the pairs that close no ring, as the identities of a person are."""
    home = list(range(7))
    kept = []
    for a, b in pairs:
        if home[a] != home[b]:
            kept.append((a, b))
            home = [home[a] if one == home[b] else one for one in home]
    return kept


def _key(number: int) -> RecordKey:
    return ("a", str(number))


def _link(left: int, right: int) -> Identity:
    return Identity(left=_key(left), right=_key(right), probability=0.9, evidence=(), would_decide="")


@given(explanations)
def test_a_picture_is_well_formed_whatever_the_keys_hold(one: Explanation) -> None:
    for language in LANGUAGES:
        root = fromstring(waterfall(one, language))

        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert {child.tag.rpartition("}")[2] for child in root} <= {"title", "desc", "rect", "path", "text"}


@given(explanations)
def test_every_explanation_can_be_told(one: Explanation) -> None:
    for language in LANGUAGES:
        assert statement(one, language)
        assert standing(one, language)
        assert silence_words(one, language)
        assert all(list(alternative_words(one, other, language)) for other in one.alternatives)


@given(st.text(max_size=80), st.floats(2, 30))
def test_lines_lose_nothing_but_spaces(text: str, width: float) -> None:
    assert "".join("".join(lines_of(text, width)).split()) == "".join(text.split())

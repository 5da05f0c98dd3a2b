"""Laws of looking up: what an index answers is what the slow way answers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage import Birth, Mention, Relation, Relative, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.engines import odds_of
from reencuentro.linkage.lookup import Index
from reencuentro.linkage.lookup.spellings import Spellings
from reencuentro.linkage.names import given_likeness
from reencuentro.linkage.spelling import Likeness, likeness
from reencuentro.linkage.words import Words

GIVEN = st.sampled_from("maria mario guadalupe gudalupe lupe jose josé j juan juana ana anna beatriz betty".split())
SURNAMES = st.sampled_from("lopez lopes garcia gracia hernandez ernandes garcialopez perez xol shol".split())
NAMES = st.lists(GIVEN, max_size=3).map(" ".join)
KIN = st.lists(
    st.builds(
        lambda relation, one, other: Relative(relation=relation, name=f"{one} {other}"),
        st.sampled_from((Relation.MOTHER, Relation.FATHER, Relation.CHILD)), GIVEN, SURNAMES,
    ), max_size=3,
)  # fmt: skip


@st.composite
def lists_of_people(draw: st.DrawFn) -> list[Mention]:
    """A dozen people with few names among them."""

    def one(i: int) -> Mention:
        facts: dict[str, Any] = {
            "given_names": draw(NAMES),
            "first_surname": draw(SURNAMES),
            "second_surname": draw(st.just("") | SURNAMES),
            "sex": draw(st.sampled_from((None, Sex.FEMALE, Sex.MALE))),
            "birth": draw(st.none() | st.builds(Birth, year=st.integers(1980, 1983), month=st.just(4), day=st.just(2))),
            "municipality": draw(st.sampled_from(("", "Nebaj", "Cobán"))),
            "phones": tuple(draw(st.sets(st.sampled_from(("50211", "50222"))))),
            "relatives": tuple(draw(KIN)),
        }
        return Mention(agency="", record_id=str(i), **facts)

    return [one(i) for i in range(draw(st.integers(2, 12)))]


@settings(max_examples=150, deadline=None)
@given(lists_of_people())
def test_asking_as_a_record_does_scores_everybody_as_the_engine_scores_the_pair(people: list[Mention]) -> None:
    columns = columns_of(people)
    index = Index.of(columns)
    everybody = np.arange(len(people), dtype=np.int32)
    for number, asked in enumerate(people):
        slow = odds_of(columns, np.full(len(people), number, np.int32), everybody, index.weights)
        for candidate in index.find(asked, most=len(people)):
            assert candidate.bits == pytest.approx(slow[candidate.record], abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(lists_of_people())
def test_the_order_of_records_changes_nobody_s_bits(people: list[Mention]) -> None:
    weights = Index.of(columns_of(people)).weights
    there, back = (Index.of(columns_of(order), weights) for order in (people, people[::-1]))
    for asked in people:
        found = {one.record: round(one.bits, 6) for one in there.find(asked, most=len(people))}
        mirrored = {len(people) - 1 - one.record: round(one.bits, 6) for one in back.find(asked, most=len(people))}
        assert found == mirrored


@given(
    st.lists(st.text("abceghlmorsz", min_size=1, max_size=8), unique=True, max_size=30),
    st.text("abceghlmorsz", min_size=1, max_size=8),
)
def test_a_word_finds_all_the_words_that_are_like_it(known: list[str], word: str) -> None:
    found = Spellings(Words(["", *known])).similar(word)
    alike = zip(found.numbers.tolist(), found.likeness.tolist(), found.given.tolist(), strict=True)

    assert {number - 1: (one, other) for number, one, other in alike} == {
        i: (likeness(word, other), given_likeness(word, other))
        for i, other in enumerate(known)
        if likeness(word, other) > Likeness.DIFFERENT
    }

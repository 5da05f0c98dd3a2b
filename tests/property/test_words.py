"""Laws of words by number: looked up, two words are as alike as letter by letter."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage import names, spelling
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.spelling import Likeness
from reencuentro.linkage.words import Words, distinct, pack, pairs_sharing
from tests.property.written import folded

vocabularies = st.lists(folded, unique=True, max_size=12).map(lambda found: ["", *found])


@settings(deadline=None, max_examples=300)
@given(vocabularies)
def test_looked_up_two_words_are_as_alike_as_letter_by_letter(texts: list[str]) -> None:
    words = Words(texts)
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(texts), len(texts))))
    pairs = [(texts[a], texts[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]

    assert words.likeness(left, right).tolist() == [
        spelling.likeness(a, b) if a and b else Likeness.DIFFERENT for a, b in pairs
    ]
    assert words.given_likeness(left, right).tolist() == [
        names.given_likeness(a, b) if a and b else Likeness.DIFFERENT for a, b in pairs
    ]


@given(st.lists(folded | st.text("tchszlqugeiambpxv", max_size=8), max_size=8))
def test_words_sound_the_same_many_at_once_as_one_by_one(texts: list[str]) -> None:
    assert spelling.sounds(texts) == [spelling.sound(text) for text in texts]


@settings(deadline=None)
@given(vocabularies)
def test_which_words_are_near_or_short_for_others_is_as_their_likeness_says(texts: list[str]) -> None:
    words = Words(texts)
    every = {(a, b): spelling.likeness(texts[a], texts[b]) for b in range(1, len(texts)) for a in range(1, b)}

    assert pairs_of(words.near) == {pair for pair, alike in every.items() if alike >= Likeness.SLIP}
    assert {(min(pair), max(pair)) for pair in pairs_of(words.shortened)} == {
        pair for pair, alike in every.items() if alike == Likeness.SHORTENED
    }
    assert all(texts[long].startswith(texts[short]) for short, long in pairs_of(words.shortened))


@settings(deadline=None)
@given(vocabularies, st.randoms(use_true_random=False))
def test_the_order_of_the_words_changes_nothing(texts: list[str], random: Random) -> None:
    shuffled = ["", *random.sample(texts[1:], len(texts) - 1)]
    one, other = Words(texts), Words(shuffled)

    assert {frozenset((texts[a], texts[b])) for a, b in pairs_of(one.near)} == {
        frozenset((shuffled[a], shuffled[b])) for a, b in pairs_of(other.near)
    }


@settings(deadline=None)
@given(vocabularies, st.data())
def test_two_words_written_together_are_found_where_somebody_writes_them_so(
    texts: list[str], data: st.DataObject
) -> None:
    pair = st.tuples(st.integers(0, len(texts) - 1), st.integers(0, len(texts) - 1))
    asked = data.draw(st.lists(pair, max_size=10))
    fused = [texts[a] + texts[b] for a, b in asked if a and b and data.draw(st.booleans())]
    texts = list(dict.fromkeys([*texts, *fused]))
    left, right = (np.array([one[side] for one in asked], np.int32) for side in (0, 1))

    assert Words(texts).joined(left, right).tolist() == [
        texts.index(texts[a] + texts[b]) if a and b and texts[a] + texts[b] in texts else 0 for a, b in asked
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=30))
def test_pairs_that_share_a_key_are_those_that_share_a_key(filed: list[tuple[int, int]]) -> None:
    keys = np.array([key << 40 for key, _ in filed], np.uint64)
    found = pairs_sharing(keys, np.array([item for _, item in filed], np.int32))

    assert [(pair >> 32, pair & 0xFFFFFFFF) for pair in found.tolist()] == sorted(
        {(a, b) for key, a in filed for other, b in filed if key == other and a < b}
    )


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1)), max_size=20))
def test_packed_pairs_sort_as_pairs_do(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    found = distinct(pack(left, right)).tolist()

    assert [(one >> 32, one & 0xFFFFFFFF) for one in found] == sorted({(min(pair), max(pair)) for pair in pairs})


def pairs_of(found: tuple[Ints, Ints]) -> set[tuple[int, int]]:
    left, right = found
    return set(zip(left.tolist(), right.tolist(), strict=True))

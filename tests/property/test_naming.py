"""Laws of names by number: a million taken apart and compared at once are taken apart and compared as one is."""

from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage import Mention
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.comparers import FullName, compare_full_names, compare_relatives
from reencuentro.linkage.kernels import Kernel
from reencuentro.linkage.names import (
    Given,
    Lexicon,
    Name,
    Surnames,
    compare_given,
    compare_surnames,
    name_of,
    split_name,
)
from reencuentro.linkage.naming import Leanings, Names, Numbering, Texts, Written, split_texts, take_apart
from reencuentro.linkage.rows import Rows
from reencuentro.linkage.words import Words
from tests.property.written import cell, folded, whole_name
from tests.unit.linkage.cast import mother

COLUMNS = tuple(field.name for field in fields(Written))
told = st.fixed_dictionaries(
    {},
    optional={
        "given_names": cell,
        "first_surname": cell,
        "second_surname": cell,
        "surnames": cell,
        "full_name": whole_name,
    },
)
# Names that the sources keep apart, enough of them to say which words are given names and which are surnames.
TAUGHT = [{"given_names": "juan jose maria ana", "surnames": "lopez xol garcia cruz"}] * 9


@settings(deadline=None, max_examples=200)
@given(st.lists(told, max_size=6), st.booleans())
def test_names_are_taken_apart_by_the_million_as_one_by_one(rows: list[dict[str, Any]], taught: bool) -> None:
    rows = [*rows, *TAUGHT] if taught else rows
    mentions = [Mention(agency="a", record_id=str(i), **row) for i, row in enumerate(rows)]
    lexicon = Lexicon.of(mentions)

    assert list(taken_apart(rows)[0]) == [name_of(mention, lexicon) for mention in mentions]


@settings(deadline=None)
@given(st.lists(told, max_size=6))
def test_words_lean_by_the_million_as_one_by_one(rows: list[dict[str, Any]]) -> None:
    lexicon = Lexicon.of(Mention(agency="a", record_id=str(i), **row) for i, row in enumerate(rows))
    names, leanings = taken_apart(rows)
    found = leanings.of(np.arange(len(names.texts), dtype=np.int32))

    assert found.tolist() == pytest.approx([lexicon.leaning(word) for word in names.texts])


def taken_apart(rows: list[dict[str, Any]]) -> tuple[Names, Leanings]:
    """The names of these rows of a table."""
    numbering = Numbering()
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS}
    given, surnames, leanings = take_apart(Written(**columns), len(rows), numbering)
    return Names(numbering.texts, given, surnames), leanings


@settings(deadline=None)
@given(st.lists(whole_name, max_size=6))
def test_names_in_one_piece_are_split_by_the_million_as_one_by_one(texts: list[str]) -> None:
    numbering = Numbering()
    lexicon = Lexicon(["juan", "maria", "pascual"] * 3, ["lopez", "xol", "pascual"] * 3)
    numbering.rows(pa.array(["juan maria pascual lopez xol"]))
    leanings = Leanings(np.array([lexicon.leaning(word) for word in numbering.texts]))
    given, surnames = split_texts(Texts(pa.array(texts, pa.string())), leanings, numbering)

    assert list(Names(numbering.texts, given, surnames)) == [split_name(text, lexicon) for text in texts]


@st.composite
def of_few_words(draw: st.DrawFn) -> list[Name]:
    """Names made of few words, so that some stand twice in one name and many in several: García García, García G."""
    part = st.lists(st.sampled_from(draw(st.lists(folded, min_size=1, max_size=4))), max_size=4).map(tuple)
    return draw(st.lists(st.builds(Name, part, part), min_size=1, max_size=6))


names = of_few_words()


@settings(deadline=None, max_examples=200)
@given(names)
def test_tabulated_rules_say_what_the_rules_say(known: list[Name]) -> None:
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(known), len(known))))
    kernel = kernel_of(known)
    pairs = [(known[a], known[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]

    assert [Given(level) for level in kernel.compare_given(left, right).levels.tolist()] == [
        compare_given(one.given, other.given)[0] for one, other in pairs
    ]
    assert [Surnames(level) for level in kernel.compare_surnames(left, right).levels.tolist()] == [
        compare_surnames(one.surnames, other.surnames)[0] for one, other in pairs
    ]


@settings(deadline=None)
@given(names)
def test_how_common_the_agreeing_words_are_does_not_depend_on_the_sides(known: list[Name]) -> None:
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(known), len(known))))
    kernel = kernel_of(known)

    for compare in (kernel.compare_given, kernel.compare_surnames):
        forth, back = compare(left, right).share, compare(right, left).share
        assert forth.tolist() == pytest.approx(back.tolist())
        assert (forth <= 0).all()


def kernel_of(known: list[Name]) -> Kernel:
    """The kernel of these names, whatever their words."""
    numbering = Numbering()
    given, surnames = (
        Rows.of([[numbering.of(word) for word in part] for part in parts])
        for parts in ([name.given for name in known], [name.surnames for name in known])
    )
    return Kernel(Names(numbering.texts, given, surnames), Words(numbering.texts))


@settings(deadline=None)
@given(st.lists(whole_name, min_size=2, max_size=6))
def test_relatives_compare_by_the_million_as_one_by_one(texts: list[str]) -> None:
    columns = with_mothers(texts)
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(texts), len(texts))))
    found = compare_relatives(columns, columns.mother[left], columns.mother[right])
    told = (columns.relative_names[code] for code in columns.mother.tolist())
    names = [Name(name.given[:2], name.surnames) for name in told]  # of relatives two given names count

    assert [FullName(level) for level in found.tolist()] == [
        compare_full_names(names[a], names[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]


def with_mothers(texts: list[str]) -> Columns:
    """Records that say nothing but their mother's name."""
    return columns_of(
        [Mention(agency="a", record_id=str(i), relatives=(mother(text),)) for i, text in enumerate(texts)]
    )

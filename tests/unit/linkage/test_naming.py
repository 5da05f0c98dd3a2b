"""Names by the million: columns of written names become rows of numbered words."""

import pyarrow as pa
import pytest

from reencuentro.linkage.names import LONGEST, Name, words
from reencuentro.linkage.naming import Leanings, Names, Numbering, Texts, Written, split_texts, take_apart
from reencuentro.linkage.rows import Rows


def apart(count: int, **columns: list[str | None]) -> Names:
    numbering = Numbering()
    written = Written(**{name: pa.array(texts, pa.string()) for name, texts in columns.items()})
    given, surnames, _ = take_apart(written, count, numbering)
    return Names(numbering.texts, given, surnames)


def test_words_are_numbered_in_the_order_of_first_sight_and_silence_is_zero() -> None:
    numbering = Numbering()

    assert [numbering.of(word) for word in ("xol", "ana", "xol", "")] == [1, 2, 1, 0]
    assert numbering.texts == ["", "xol", "ana"]


@pytest.mark.parametrize(
    "written",
    [
        "ANA LUCÍA",
        "de la Cruz",
        "Montes de Oca",
        "San Juan",
        "Santa",
        "Delacruz",
        "K'iche'",
        "de",
        "🙂",
        "",
        "ab " * 20,
    ],
)
def test_a_text_holds_the_words_that_it_holds_alone(written: str) -> None:
    numbering = Numbering()
    rows = numbering.rows(pa.array(["Ana", written, None, written]))
    texts = numbering.texts

    assert tuple(texts[word] for word in rows.at(1)) == words(written)
    assert rows.at(3) == rows.at(1)
    assert rows.at(2) == []
    assert len(rows.at(1)) <= LONGEST


def test_a_column_that_is_not_there_is_silent() -> None:
    assert list(apart(2)) == [Name((), ()), Name((), ())]
    assert list(apart(2, given_names=["Ana", None])) == [Name(("ana",), ()), Name((), ())]


def test_no_rows_have_no_names() -> None:
    assert list(apart(0, given_names=[], surnames=[], full_name=[])) == []


def test_the_name_in_one_piece_counts_where_its_parts_are_silent() -> None:
    found = apart(2, given_names=["Ana", None], surnames=["Xol", None], full_name=["Pop, Eva", "Pop, Eva"])

    assert list(found) == [Name(("ana",), ("xol",)), Name(("eva",), ("pop",))]


def test_two_columns_of_surnames_are_one_surname_each() -> None:
    found = apart(
        2, given_names=["Ana", "Ana"], first_surname=["San Martín Ixcoy", "Xol"], second_surname=["Pop", None]
    )

    assert [name.surnames for name in found] == [("sanmartinixcoy", "pop"), ("xol",)]


def test_exchanged_columns_are_put_right_where_the_others_tell_them_apart() -> None:
    given: list[str | None] = ["Ernesto"] * 30
    surnames: list[str | None] = ["Zavala"] * 30
    found = apart(31, given_names=[*given, "Zavala"], surnames=[*surnames, "Ernesto"])

    assert set(found) == {Name(("ernesto",), ("zavala",))}


def test_names_are_counted_from_either_end_and_end_somewhere() -> None:
    found = apart(2, given_names=["Ana", "Eva"])

    assert found[-1] == found[1] == Name(("eva",), ())
    with pytest.raises(IndexError):
        found[2]


def test_a_word_leans_to_where_the_sources_put_it_and_a_new_one_nowhere() -> None:
    leanings = Leanings.counted(Rows.of([[1, 1, 1, 1]]), Rows.of([[2, 2, 2, 2]]), 3)
    given, surname, unseen, new = leanings.of(Rows.of([[1, 2, 0, 9]]).flat).tolist()

    assert given == -surname == 2.0
    assert unseen == new == 0.0


def test_a_name_in_one_piece_is_split_at_its_comma_or_by_what_its_words_lean_to() -> None:
    numbering = Numbering()
    numbering.rows(pa.array(["ana xol"]))
    leanings = Leanings.counted(Rows.of([[1] * 9]), Rows.of([[2] * 9]), 3)
    texts = ["Xol Pop, Ana", "Ana Xol Pop", "Xol Pop Ana", "Ana", "", ",", "Ana,"]
    given, surnames = split_texts(Texts(pa.array(texts)), leanings, numbering)

    assert list(Names(numbering.texts, given, surnames)) == [
        *[Name(("ana",), ("xol", "pop"))] * 3,
        Name(("ana",), ()),
        Name((), ()),
        Name((), ()),
        Name(("ana",), ()),
    ]

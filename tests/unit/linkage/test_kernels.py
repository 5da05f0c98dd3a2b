"""Names compared by tabulated rules, and how common the words are on which they agree."""

from collections.abc import Sequence

import numpy as np
import pytest

from reencuentro.linkage.kernels import Compared, Kernel, given_rules, surname_rules
from reencuentro.linkage.names import Given, Surnames
from reencuentro.linkage.naming import Names, Numbering
from reencuentro.linkage.rows import Rows
from reencuentro.linkage.words import Words


def kernel_of(given: Sequence[str], surnames: Sequence[str] = (), *, in_full: bool = True) -> Kernel:
    numbering = Numbering()
    one, other = (
        Rows.of([[numbering.of(word) for word in text.split()] for text in texts]) for texts in (given, surnames)
    )
    other = other if surnames else Rows.of([[] for _ in given])
    return Kernel(Names(numbering.texts, one, other), Words(numbering.texts), in_full=in_full)


def given_names(*names: str, in_full: bool = True) -> Compared:
    """The first of these names against each of the others."""
    left, right = against_the_first(len(names))
    return kernel_of(names, in_full=in_full).compare_given(left, right)


def surnames(*names: str) -> Compared:
    left, right = against_the_first(len(names))
    return kernel_of([""] * len(names), names).compare_surnames(left, right)


def against_the_first(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(count - 1, np.int32), np.arange(1, count, dtype=np.int32)


def test_every_case_of_two_words_a_side_has_an_answer() -> None:
    for rules in (given_rules(), surname_rules()):
        assert len(rules.level) == len(rules.answers[0]) == len(rules.answers[1]) == 3 * 3 * 5**4


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ("garcia garsia", Surnames.BOTH_NEARLY),
        ("garsia garcia", Surnames.BOTH_NEARLY),
        ("garcia g", Surnames.BOTH_NEARLY),
        ("garcia", Surnames.ONE),
        ("garcia lopez", Surnames.FIRST_ONLY),
        ("garcia garcia", Surnames.BOTH),
    ],
)
def test_a_surname_borne_twice_is_asked_after_in_each_place(other: str, level: Surnames) -> None:
    assert surnames("garcia garcia", other).levels.tolist() == [level]


def test_two_surnames_written_as_one_word_are_both() -> None:
    found = surnames("garcia lopez", "garcialopez", "lopezgarcia")

    assert found.levels.tolist() == [Surnames.BOTH_NEARLY, Surnames.DIFFERENT]


def test_more_than_two_given_names_are_all_asked_after_unless_two_are_enough() -> None:
    assert given_names("ana maria xochitl", "xochitl").levels.tolist() == [Given.SUBSET]
    assert given_names("ana maria xochitl", "xochitl", in_full=False).levels.tolist() == [Given.DIFFERENT]


def test_rare_words_are_shared_more_rarely() -> None:
    crowd = ["lopez"] * 500 + ["xol"] * 5
    found = kernel_of([""] * 505, crowd).compare_surnames(np.array([0, 500], np.int32), np.array([1, 501], np.int32))

    assert found.levels.tolist() == [Surnames.ONE, Surnames.ONE]
    assert found.share[1] < found.share[0] < 0


def test_of_a_nickname_the_commoner_of_the_two_words_counts() -> None:
    crowd = ["francisco"] * 200 + ["paco"] * 2
    kernel = kernel_of(crowd)
    name, nickname = (kernel.compare_given(np.array([one], np.int32), np.array([201], np.int32)) for one in (0, 200))

    assert name.levels.tolist() == [Given.VARIANT]
    assert nickname.levels.tolist() == [Given.SAME]
    assert name.share[0] >= nickname.share[0]


def test_an_initial_is_as_common_as_all_names_it_begins() -> None:
    crowd = ["maria"] * 100 + ["mercedes"] * 100 + ["m", "xochitl", "x"]
    common, rare = kernel_of(crowd).compare_given(np.array([0, 201], np.int32), np.array([200, 202], np.int32)).share

    assert common > rare


def test_two_words_mostly_borne_together_are_as_common_as_the_two_of_them() -> None:
    kernel = kernel_of([""] * 600, ["xol tzunun"] * 300 + ["lopez choc"] * 150 + ["garcia pop"] * 150)
    (share,) = kernel.compare_surnames(np.array([0], np.int32), np.array([1], np.int32)).share

    assert share == pytest.approx(np.log2(298 / 900), abs=0.01)  # strangers, of 600 names and a belief of 300


def test_a_list_of_ten_proves_little_of_how_common_a_name_is() -> None:
    (share,) = surnames("lopez", "lopez").share

    assert share < np.log2(0.01)


def test_names_that_say_nothing_compare_as_unknown() -> None:
    assert given_names("", "ana", "").levels.tolist() == [Given.UNKNOWN, Given.UNKNOWN]
    assert surnames("", "xol", "").levels.tolist() == [Surnames.UNKNOWN, Surnames.UNKNOWN]
    assert len(kernel_of([]).compare_given(np.empty(0, np.int32), np.empty(0, np.int32)).levels) == 0

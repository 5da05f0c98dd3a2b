"""The facts by which two records are compared, each with its levels and a docstring for whoever reviews a match."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from reencuentro.linkage.columns import Columns, Lists
from reencuentro.linkage.kernels import Compared, Levels
from reencuentro.linkage.names import Given, Name, Surnames, compare_given, compare_surnames
from reencuentro.linkage.rows import Ints


class Agreement(IntEnum):
    """Same or not; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    DIFFERENT = 2


class Number(IntEnum):
    """How identifiers compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    SLIP = 2  # one digit wrong, missing, added or two exchanged
    DIFFERENT = 3


class FullName(IntEnum):
    """How two full names of a relative compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    NEARLY = 2  # every part agrees or is silent
    PARTLY = 3  # the given name agrees and one surname
    GIVEN_ONLY = 4
    SURNAMES_ONLY = 5
    DIFFERENT = 6


class Place(IntEnum):
    """How places of origin compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1  # municipality
    SAME_DEPARTMENT = 2
    DIFFERENT = 3


class Apprehension(IntEnum):
    """How the day and place of apprehension compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    TOGETHER = 1  # same day, same place
    SAME_DAY = 2
    NEAR = 3  # up to three days apart
    DIFFERENT = 4


class Journey(IntEnum):
    """How the way from apprehension into custody compares; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1  # admitted within four days of the apprehension, or on the day that the other list gives
    LATER = 2  # within ten days
    DIFFERENT = 3


class Frequencies:
    """How common each word of a name part is among the records at hand."""

    def __init__(self, parts: Iterable[tuple[str, ...]]) -> None:
        self._whole = Counter(part for part in parts if part)
        self._total = max(1, self._whole.total())
        self._words: dict[str, int] = {}
        for part, count in self._whole.items():
            for word in set(part):
                self._words[word] = self._words.get(word, 0) + count

    def of(self, shared: tuple[str, ...]) -> float:
        """Share of records that hold all these words, never 0."""
        apart = 1.0
        for word in shared:
            apart *= (self._words.get(word, 0) + _UNSEEN * _BELIEF) / (self._total + _BELIEF)
        return max(apart, self._whole.get(shared, 0) / (self._total + _BELIEF))


# Before any data are seen a word is believed to be borne by 3 in 1,000, and that belief weighs as much as 300 records:
# in a list of ten, two people called Hernández are no proof that a fifth of the world is.
_UNSEEN = 0.003
_BELIEF = 300.0


def compare_given_names(columns: Columns, left: Ints, right: Ints) -> Compared:
    """Do the given names agree? Nicknames, spelling variants and a missing second name are not differences."""
    return columns.kernel.compare_given(left, right)


def compare_surname_pairs(columns: Columns, left: Ints, right: Ints) -> Compared:
    """Do the two surnames agree, in order, swapped, or as far as the shorter name goes?"""
    return columns.kernel.compare_surnames(left, right)


def compare_coded(left: Ints, right: Ints) -> Levels:
    """Same value or not, of two coded columns."""
    levels = np.where(left == right, Agreement.SAME, Agreement.DIFFERENT)
    return np.where((left == 0) | (right == 0), Agreement.UNKNOWN, levels).astype(np.int8)


def compare_places(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Do they come from the same municipality, or at least the same department?"""
    towns = compare_coded(columns.municipality[left], columns.municipality[right])
    departments = compare_coded(columns.department[left], columns.department[right])
    conditions = [
        (towns == Agreement.SAME) & (departments != Agreement.DIFFERENT),
        departments == Agreement.SAME,
        (towns == Agreement.DIFFERENT) | (departments == Agreement.DIFFERENT),
    ]
    return np.select(conditions, [Place.SAME, Place.SAME_DEPARTMENT, Place.DIFFERENT], Place.UNKNOWN).astype(np.int8)


def compare_apprehensions(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Were they apprehended on the same day, and at the same place?"""
    day, other_day = columns.apprehended_on[left], columns.apprehended_on[right]
    places = compare_coded(columns.apprehended_at[left], columns.apprehended_at[right])
    apart = np.abs(day - other_day)
    conditions = [
        (day == 0) | (other_day == 0),
        (apart == 0) & (places == Agreement.SAME),
        apart == 0,
        apart <= 3,
    ]
    outcomes = [Apprehension.UNKNOWN, Apprehension.TOGETHER, Apprehension.SAME_DAY, Apprehension.NEAR]
    return np.select(conditions, outcomes, Apprehension.DIFFERENT).astype(np.int8)


def compare_journeys(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Was the one admitted when the other was, or soon after the other was apprehended?

    Source for the days: the transfer of children to care within 72 hours, 8 USC 1232(b)(3).
    """
    forth = columns.admitted_on[right] - columns.apprehended_on[left]
    back = columns.admitted_on[left] - columns.apprehended_on[right]
    known_forth = (columns.admitted_on[right] > 0) & (columns.apprehended_on[left] > 0)
    known_back = (columns.admitted_on[left] > 0) & (columns.apprehended_on[right] > 0)
    both = (columns.admitted_on[left] > 0) & (columns.admitted_on[right] > 0)
    between = np.abs(columns.admitted_on[left] - columns.admitted_on[right])

    def within(days: int) -> NDArray[np.bool_]:
        onward = (known_forth & (forth >= -1) & (forth <= days)) | (known_back & (back >= -1) & (back <= days))
        return np.asarray(onward | (both & (between <= max(1, days - 3))), np.bool_)

    conditions = [~(known_forth | known_back | both), within(4), within(10)]
    return np.select(conditions, [Journey.UNKNOWN, Journey.SAME, Journey.LATER], Journey.DIFFERENT).astype(np.int8)


def compare_numbers(numbers: Sequence[str], left: Ints, right: Ints) -> Levels:
    """Is it the same number, allowing for one slip of the hand?"""
    levels = np.full(len(left), Number.UNKNOWN, np.int8)
    both = np.flatnonzero((left > 0) & (right > 0))
    one, other = left[both], right[both]
    levels[both] = np.where(one == other, Number.SAME, Number.DIFFERENT)
    both = both[one != other]
    ones, others = [numbers[i] for i in left[both].tolist()], [numbers[i] for i in right[both].tolist()]
    slips = cpdist(ones, others, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1
    long = np.minimum(_lengths(ones), _lengths(others)) >= SHORTEST_WITH_SLIP
    levels[both[slips & long]] = Number.SLIP
    return levels


SHORTEST_WITH_SLIP = 5
"""Letters from which a number may hold a slip: shorter ones are all alike."""


def _lengths(texts: Sequence[str]) -> Ints:
    return np.fromiter(map(len, texts), np.int32, len(texts))


def compare_number(left: str, right: str) -> Number:
    """Is it the same number? One digit wrong, missing, added, or two neighbours exchanged is a slip."""
    if not left or not right:
        return Number.UNKNOWN
    if left == right:
        return Number.SAME
    return Number.SLIP if len(left) >= 5 and OSA.distance(left, right, score_cutoff=1) <= 1 else Number.DIFFERENT


def compare_relatives(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Do both sources name the same mother (or father)? left, right: numbers of relatives' names, 0 for silence."""
    levels = np.zeros(len(left), np.int8)
    both = np.flatnonzero((left > 0) & (right > 0))
    one, other = left[both], right[both]
    given = columns.relatives.compare_given(one, other).levels
    surnames = columns.relatives.compare_surnames(one, other).levels
    levels[both] = whole_names()[given, surnames]
    return levels


@lru_cache
def whole_names() -> Levels:
    """`weigh_whole_names` for every level of given names (rows) and of surnames (columns)."""
    table = [[weigh_whole_names(given, surnames) for surnames in Surnames] for given in Given]
    return np.array(table, np.int8)


def compare_full_names(left: Name, right: Name) -> FullName:
    """Are these two names of one person, given names and surnames together?"""
    if not left or not right:
        return FullName.UNKNOWN
    given, _ = compare_given(left.given, right.given)
    surnames, _ = compare_surnames(left.surnames, right.surnames)
    return weigh_whole_names(given, surnames)


def weigh_whole_names(given: Given, surnames: Surnames) -> FullName:
    """How two names compare whose given names and surnames compare like this."""
    if not given and not surnames:
        return FullName.UNKNOWN
    if given == Given.SAME and surnames in (Surnames.BOTH, Surnames.ONE):
        return FullName.SAME
    if given <= Given.SHORTENED and surnames in _SURNAMES_NEARLY:
        return FullName.NEARLY
    if given <= Given.PARTLY and surnames < Surnames.DIFFERENT:
        return FullName.PARTLY
    if given <= Given.SHORTENED and given:
        return FullName.GIVEN_ONLY
    if surnames in (Surnames.BOTH, Surnames.BOTH_NEARLY, Surnames.ONE):
        return FullName.SURNAMES_ONLY
    return FullName.DIFFERENT


_SURNAMES_NEARLY = frozenset(
    (
        Surnames.UNKNOWN,
        Surnames.BOTH,
        Surnames.BOTH_NEARLY,
        Surnames.SWAPPED,
        Surnames.ONE,
        Surnames.ONE_NEARLY,
        Surnames.CROSSED,
    )
)


def compare_lists(lists: Lists, left: Ints, right: Ints) -> Levels:
    """Do the two records share any of their phones (or numbers)?"""
    one, other = lists.padded[left], lists.padded[right]
    shared = np.zeros(len(left), np.bool_)
    for column in range(one.shape[1]):
        for another in range(other.shape[1]):
            shared |= (one[:, column] == other[:, another]) & (one[:, column] > 0)
    silent = (one[:, 0] == 0) | (other[:, 0] == 0)
    levels = np.where(shared, Agreement.SAME, Agreement.DIFFERENT)
    return np.where(silent, Agreement.UNKNOWN, levels).astype(np.int8)


def compare_children(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Do both sources name the same children? The best-agreeing child counts."""
    levels = np.zeros(len(left), np.int8)
    padded = columns.children.padded
    both = np.flatnonzero((padded[left, 0] > 0) & (padded[right, 0] > 0))
    if not len(both):
        return levels
    ones, others = padded[left[both]], padded[right[both]]
    pair, one, other = np.nonzero((ones[:, :, None] > 0) & (others[:, None, :] > 0))
    found = compare_relatives(columns, ones[pair, one], others[pair, other])
    best = np.full(len(both), _NOT_ASKED, np.int8)
    np.minimum.at(best, pair, np.where(found > 0, found, _NOT_ASKED))
    levels[both] = np.where(best == _NOT_ASKED, FullName.UNKNOWN, best)
    return levels


_NOT_ASKED = np.int8(127)

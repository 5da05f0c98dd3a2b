"""The loop over pairs, compiled: what `identity` and `scoring` say of two records, as plain arithmetic.

A pair is asked the cheap questions first. As soon as the best possible answers to the others couldn't lift it to the
odds that are wanted, it is let go: nine pairs of ten never get as far as the names of relatives.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage import comparers, compiled_names, dates, identity, kernels, names, scoring, spelling
from reencuentro.linkage.comparers import SHORTEST_WITH_SLIP, Agreement, Number, Place
from reencuentro.linkage.compiled_names import (
    LINE,
    Lookup,
    Rules,
    compiled,
    fetch,
    fetch_filter,
    fused,
    given_case,
    inlined,
    share_of,
    surname_case,
)
from reencuentro.linkage.dates import Born
from reencuentro.linkage.identity import FACTS
from reencuentro.linkage.kernels import Floats
from reencuentro.linkage.names import Given, Surnames
from reencuentro.linkage.rows import Ints, Places

HANDLED = (
    *("given_names", "surnames", "birth", "sex", "nationality", "origin", "other_number"),
    *("mother", "father", "children", "agency"),
)
(GIVEN, SURNAMES, _BIRTH, _SEX, _NATIONALITY, _ORIGIN, NUMBER, _MOTHER, _FATHER, _CHILDREN, _AGENCY) = (
    [fact.name for fact in FACTS].index(name) for name in HANDLED
)
RELATIVES = (_MOTHER, _FATHER, _CHILDREN)
MORE_WORDS = 3
"""How many given names a record has that has more than the two that are looked at."""

# The compiler wants plain numbers.
_SHORTENED, _BOTH_NEARLY = int(Given.SHORTENED), int(Surnames.BOTH_NEARLY)
_SAME, _DIFFERENT = int(Agreement.SAME), int(Agreement.DIFFERENT)
_PLACE_SAME, _PLACE_DEPARTMENT, _PLACE_DIFFERENT = int(Place.SAME), int(Place.SAME_DEPARTMENT), int(Place.DIFFERENT)
_NUMBER_SAME, _NUMBER_SLIP, _NUMBER_DIFFERENT = int(Number.SAME), int(Number.SLIP), int(Number.DIFFERENT)
(_B_SAME, _B_NEW_YEAR, _B_SWAPPED, _B_SLIP, _B_MONTH, _B_YEAR, _B_AGE, _B_ONE_PART, _B_NEAR, _B_DIFFERENT, _B_APART) = (
    int(level) for level in list(Born)[1:]
)
_AHEAD, _SOON = 12, 5  # pairs: by how many memory is asked before its turn
_AT_A_LOOK = (_BIRTH, _SEX, _ORIGIN, _NATIONALITY, _AGENCY, NUMBER, _MOTHER, _FATHER, _CHILDREN)
_MATCH, _KIN, _STRANGER = range(3)
_BITS_OF_E = float(np.log2(np.e))


class People(NamedTuple):
    """Records, names of relatives, and what they are compared by. whole: `comparers.whole_names`."""

    rows: NDArray[np.void]
    relatives: NDArray[np.void]
    children: Ints
    letters: NDArray[np.uint32]
    letters_begin: Places
    given: Rules
    surnames: Rules
    lookup: Lookup
    whole: NDArray[np.int8]


class Scale(NamedTuple):
    """What levels are worth.

    weights: log2 by kind, fact and level; best: the most that a fact may say for a match, by kind it is weighed against
    and fact (names against strangers: where they don't agree); agreeing: the most that matches weigh where given names
    and where surnames agree. priors: log2, by kind. namesakes: `scoring.Fact.namesakes` of given names, and its log2.
    """

    weights: Floats
    hopes: Floats
    best: Floats
    agreeing: Floats
    priors: Floats
    namesakes: float
    namesakes_bits: float
    least_rare: float


@inlined
def _relative(people: Any, one: int, other: int) -> int:
    """`comparers.compare_relatives` of one pair."""
    left, right = people.relatives[one], people.relatives[other]
    given = people.given.level[given_case(people.lookup, left, right)]
    if fused(left, right) or fused(right, left):
        return int(people.whole[given, _BOTH_NEARLY])
    return int(people.whole[given, people.surnames.level[surname_case(people.lookup, left, right)]])


@inlined
def _children(people: Any, i: int, j: int) -> int:
    """`comparers.compare_children` of one pair."""
    best = 0
    for n in range(people.children.shape[1]):
        one = people.children[i, n]
        if one == 0:
            break
        for m in range(people.children.shape[1]):
            other = people.children[j, m]
            if other == 0:
                break
            level = _relative(people, one, other)
            if level > 0 and (best == 0 or level < best):
                best = level
    return best


@inlined
def _slip(one: int, other: int) -> bool:
    if one == other:
        return True
    tens, units, other_tens, other_units = one // 10 % 10, one % 10, other // 10 % 10, other % 10
    same_century = one // 100 == other // 100
    if abs(one - other) == 1:
        return True
    if not same_century:
        return False
    return tens == other_tens or units == other_units or (tens == other_units and units == other_tens)


@inlined
def _births(one: Any, other: Any) -> int:
    """`dates.compare_births` of one pair."""
    apart = abs(one.born - other.born)
    if np.isnan(apart):
        return 0
    year, month, day = int(one.year), int(one.month), int(one.day)
    other_year, other_month, other_day = int(other.year), int(other.month), int(other.day)
    both_full = day > 0 and other_day > 0
    same_year, same_month = year == other_year, month == other_month
    agreeing = int(same_year) + int(same_month) + int(day == other_day)
    new_year, other_new_year = month == 1 and day == 1, other_month == 1 and other_day == 1
    if both_full and agreeing == 3:
        return _B_NEW_YEAR if new_year else _B_SAME
    if both_full and same_year and month == other_day and day == other_month:
        return _B_SAME if one.ambiguous or other.ambiguous else _B_SWAPPED
    if both_full and agreeing == 2 and _slip(year, other_year) and _slip(month, other_month) and _slip(day, other_day):
        return _B_SLIP
    years = (year > 0) & (other_year > 0)
    if years and not both_full and same_year and same_month and month > 0:
        return _B_MONTH
    if years and same_year and (not both_full or new_year or other_new_year):
        return _B_YEAR
    width = one.born_within + other.born_within
    if not years and apart <= width + 0.1:
        return _B_AGE
    if both_full and agreeing == 2:
        return _B_ONE_PART
    return _B_NEAR + int(apart > width + (2.0 if years else 3.0)) + int(apart > width + 12.0)


@inlined
def _same(one: int, other: int) -> int:
    return int((one != 0) & (other != 0)) * (_SAME + int(one != other))


@inlined
def _origin(towns: int, departments: int) -> int:
    if towns == _SAME and departments != _DIFFERENT:
        return _PLACE_SAME
    if departments == _SAME:
        return _PLACE_DEPARTMENT
    return _PLACE_DIFFERENT if towns == _DIFFERENT or departments == _DIFFERENT else 0


@inlined
def _number_slip(people: Any, one: int, other: int) -> bool:
    """Whether two different numbers are long, and one edit apart: optimal string alignment, as in `comparers`."""
    letters, begin = people.letters, people.letters_begin
    a, a_end, b, b_end = begin[one], begin[one + 1], begin[other], begin[other + 1]
    if min(a_end - a, b_end - b) < SHORTEST_WITH_SLIP or abs((a_end - a) - (b_end - b)) > 1:
        return False
    while a < a_end and b < b_end and letters[a] == letters[b]:
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and letters[a_end - 1] == letters[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    if a_end - a == 2 and b_end - b == 2:
        return bool(letters[a] == letters[b + 1] and letters[a + 1] == letters[b])
    return bool(a_end - a <= 1 and b_end - b <= 1)


@inlined
def _said(scale: Any, fact: int, level: int) -> tuple[float, float]:
    """Bits that a level says for a match, against kin and against strangers."""
    match = scale.weights[_MATCH, fact, level]
    return match - scale.weights[_KIN, fact, level], match - scale.weights[_STRANGER, fact, level]


@inlined
def _hopes(scale: Any, one: Any, other: Any, levels: Any) -> tuple[float, float]:
    """Put down the levels that a look at two records tells: what they and the best of the rest say for a match."""
    towns, departments = _same(one.town, other.town), _same(one.department, other.department)
    levels[_BIRTH] = _births(one, other)
    levels[_SEX] = _same(one.sex, other.sex)
    levels[_ORIGIN] = _origin(towns, departments)
    levels[_NATIONALITY] = int(towns + departments == 0) * _same(one.country, other.country)
    levels[_AGENCY] = _same(one.agency, other.agency)
    # Of these it is seen here only whether both sources speak, and of numbers whether they are equal.
    levels[NUMBER] = _same(one.number, other.number)
    levels[_MOTHER] = int((one.mother > 0) & (other.mother > 0))
    levels[_FATHER] = int((one.father > 0) & (other.father > 0))
    levels[_CHILDREN] = int((one.child > 0) & (other.child > 0))
    kin, strange = scale.hopes[GIVEN, 0, 0], scale.hopes[GIVEN, 0, 1]
    for fact in _AT_A_LOOK:
        kin += scale.hopes[fact, levels[fact], 0]
        strange += scale.hopes[fact, levels[fact], 1]
    return kin, strange


@inlined
def _name_hope(scale: Any, fact: int, rarest: float) -> float:
    """The most that a name part may say against strangers, of words that together aren't rarer than `rarest`."""
    return float(max(scale.best[_STRANGER, fact], scale.agreeing[fact] - min(rarest, scale.least_rare)))


@inlined
def _given(people: Any, scale: Any, one: Any, other: Any) -> tuple[int, float, float, float]:
    """The level of given names, the share of the words they agree on; the bits against kin, at most, and strangers."""
    case, rules = given_case(people.lookup, one, other), people.given
    level = rules.level[case]
    if not rules.agrees[level]:
        kin, strange = _said(scale, GIVEN, level)
        return level, 0.0, kin, strange
    words = one.first_given, one.second_given, other.first_given, other.second_given
    share = share_of(rules, case, words, level == _SHORTENED, max(one.given_share, other.given_share))
    match, rare = scale.weights[_MATCH, GIVEN, level], min(share, scale.least_rare)
    return level, share, match - max(rare, scale.namesakes_bits), match - rare


@inlined
def _surnames(people: Any, scale: Any, one: Any, other: Any) -> tuple[int, float, float, float]:
    """The same of surnames."""
    rules, share = people.surnames, 0.0
    if fused(one, other):
        level, share = _BOTH_NEARLY, rules.word[other.first_surname, 0] + rules.word[other.second_surname, 1]
    elif fused(other, one):
        level, share = _BOTH_NEARLY, rules.word[one.first_surname, 0] + rules.word[one.second_surname, 1]
    else:
        case = surname_case(people.lookup, one, other)
        level = int(rules.level[case])
        if rules.agrees[level]:
            words = one.first_surname, one.second_surname, other.first_surname, other.second_surname
            share = share_of(rules, case, words, False, max(one.surname_share, other.surname_share))
    kin, strange = _said(scale, SURNAMES, level)
    if rules.agrees[level]:
        strange = scale.weights[_MATCH, SURNAMES, level] - min(share, scale.least_rare)
    return level, share, kin, strange


@inlined
def _relatives(people: Any, scale: Any, pair: tuple[int, int], levels: Any, left: tuple[float, float]) -> Any:
    """Put down the levels of relatives of whom both speak; whether what is hoped for stays above nothing.

    left: how far what is hoped for, against kin and strangers, lies above the odds that are wanted.
    """
    one, other = people.rows[pair[0]], people.rows[pair[1]]
    kin, strange = left
    for fact in RELATIVES:
        if levels[fact]:
            if fact == _CHILDREN:
                levels[fact] = _children(people, pair[0], pair[1])
            elif fact == _MOTHER:
                levels[fact] = _relative(people, one.mother, other.mother)
            else:
                levels[fact] = _relative(people, one.father, other.father)
            against_kin, against_strangers = _said(scale, fact, levels[fact])
            kin += against_kin - scale.best[_KIN, fact]
            strange += against_strangers - scale.best[_STRANGER, fact]
            if min(kin, strange) < 0:
                return False
    return True


@inlined
def _exact(scale: Any, people: Any, levels: Any, given_share: float, surname_share: float) -> float:
    """log2 odds, added up fact by fact as `scoring` does: the same to the last bit."""
    match = kin = stranger = 0.0
    for fact in range(len(levels)):
        level = levels[fact]
        match += scale.weights[_MATCH, fact, level]
        if fact == GIVEN and people.given.agrees[level]:
            share = min(given_share, scale.least_rare)
            stranger += share
            kin += np.log2(np.exp2(share) + scale.namesakes)
        elif fact == SURNAMES and people.surnames.agrees[level]:
            stranger += min(surname_share, scale.least_rare)
            kin += scale.weights[_KIN, fact, level]
        else:
            stranger += scale.weights[_STRANGER, fact, level]
            kin += scale.weights[_KIN, fact, level]
    match, kin, stranger = match + scale.priors[_MATCH], kin + scale.priors[_KIN], stranger + scale.priors[_STRANGER]
    high, low = (kin, stranger) if kin > stranger else (stranger, kin)
    return float(match - (high + np.log1p(np.exp2(low - high)) * _BITS_OF_E))


@inlined
def _number(people: Any, one: int, other: int) -> int:
    if one == 0 or other == 0:
        return 0
    if one == other:
        return _NUMBER_SAME
    return _NUMBER_SLIP if _number_slip(people, one, other) else _NUMBER_DIFFERENT


@inlined
def _weighed(people: Any, scale: Any, pair: tuple[int, int], levels: Any, at_least: float) -> float:
    """log2 odds of one pair; NaN where it is left to the arrays; -infinity where they are below `at_least`."""
    one, other = people.rows[pair[0]], people.rows[pair[1]]
    if one.odd & other.odd:
        return np.nan
    kin, strange = _hopes(scale, one, other, levels)
    surnames_hope = _name_hope(scale, SURNAMES, max(one.surnames_rarest, other.surnames_rarest))
    if fused(one, other) or fused(other, one):
        surnames_hope = np.inf
    surnames_kin = scale.best[_KIN, SURNAMES]
    longer = one.given_words == MORE_WORDS or other.given_words == MORE_WORDS
    # Of longer names those of the shorter may all agree, and it isn't known here which name that is.
    rarest = min(one.given_rarest, other.given_rarest) if longer else max(one.given_rarest, other.given_rarest)
    given_kin, given_strange = scale.best[_KIN, GIVEN], _name_hope(scale, GIVEN, rarest)
    if min(kin + given_kin + surnames_kin, strange + given_strange + surnames_hope) < at_least:
        return -np.inf
    given_share = 0.0
    if not longer:
        levels[GIVEN], given_share, given_kin, given_strange = _given(people, scale, one, other)
        if min(kin + given_kin + surnames_kin, strange + given_strange + surnames_hope) < at_least:
            return -np.inf
    levels[SURNAMES], surname_share, surnames_kin, surnames_strange = _surnames(people, scale, one, other)
    kin, strange = kin + given_kin + surnames_kin, strange + given_strange + surnames_strange
    if min(kin, strange) < at_least:
        return -np.inf
    if longer:
        return np.nan
    if not _relatives(people, scale, pair, levels, (kin - at_least, strange - at_least)):
        return -np.inf
    levels[NUMBER] = _number(people, one.number, other.number)
    return _exact(scale, people, levels, given_share, surname_share)


@inlined
def _ahead(people: Any, left: Any, right: Any, n: int) -> None:
    """Ask for what the next pairs will need: of the far ones the record, of the near ones what their words lead to."""
    last = len(left) - 1
    far, near = np.int64(right[min(n + _AHEAD, last)]) * (2 * LINE), min(n + _SOON, last)
    fetch(people.rows, far)
    fetch(people.rows, far + LINE)
    one, other = people.rows[left[near]], people.rows[right[near]]
    for word in (other.first_given, other.second_given):
        fetch(people.given.word, np.int64(word) * 16)
        fetch_filter(people.lookup, one.first_given, word)
        fetch_filter(people.lookup, one.second_given, word)
    for word in (other.first_surname, other.second_surname):
        fetch(people.surnames.word, np.int64(word) * 16)
        fetch_filter(people.lookup, one.first_surname, word)
        fetch_filter(people.lookup, one.second_surname, word)
    fetch(people.relatives, np.int64(other.mother) * (LINE // 2))
    fetch(people.relatives, np.int64(other.father) * (LINE // 2))


def _loop(sources: str) -> Callable[..., None]:
    """The loop; what is kept on the disk is found again only by the same `sources`."""

    @compiled
    def weigh(people: Any, scale: Any, pairs: Any, levels: Any, at_least: float, found: Any) -> None:
        assert sources  # noqa: S101 - what a function closes over is part of the name under which it is kept
        left, right = pairs
        for n in range(len(left)):
            _ahead(people, left, right, n)
            found[n] = _weighed(people, scale, (left[n], right[n]), levels, at_least)

    return weigh


def _sources() -> str:
    """A digest of all that ends up inside the loop: the compiler itself looks at this module alone."""
    modules = (compiled_names, comparers, dates, identity, kernels, names, scoring, spelling)
    texts = [Path(str(module.__file__)).read_bytes() for module in modules]
    return hashlib.sha256(b"".join(texts)).hexdigest()


weigh = _loop(_sources())
"""`_weighed` of each pair of record numbers, put into the last argument. levels: room for those of one pair."""

"""The kernel for many millions of pairs: what `identity` and `scoring` say of a pair, compiled.

It knows the facts that nearly every pair is decided by. A pair of which both sources speak of anything else, or whose
names are longer than the tables hold, is left to the kernel of arrays, which knows everything; a property holds the two
to the same answer. Compiling takes some ten seconds, once; after that it lies on the disk.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.comparers import Agreement, Place, whole_names
from reencuentro.linkage.dates import Born
from reencuentro.linkage.identity import FACTS, NAMES_AGREE
from reencuentro.linkage.kernels import Floats, Kernel, given_rules, surname_rules
from reencuentro.linkage.names import Given, Surnames
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import LEAST_RARE, Weights
from reencuentro.linkage.spelling import Likeness

HANDLED = ("given_names", "surnames", "birth", "sex", "nationality", "origin", "mother", "father", "children", "agency")
_PLACE = {fact.name: i for i, fact in enumerate(FACTS)}
_GIVEN, _SURNAMES, _BIRTH, _SEX, _NATIONALITY, _ORIGIN, _MOTHER, _FATHER, _CHILDREN, _AGENCY = (
    _PLACE[name] for name in HANDLED
)
# The compiler wants plain numbers.
_EQUAL, _BITS = int(Likeness.EQUAL), len(Likeness)
_SHORTENED, _BOTH_NEARLY = int(Given.SHORTENED), int(Surnames.BOTH_NEARLY)
_SAME, _DIFFERENT = int(Agreement.SAME), int(Agreement.DIFFERENT)
_PLACE_SAME, _PLACE_DEPARTMENT, _PLACE_DIFFERENT = int(Place.SAME), int(Place.SAME_DEPARTMENT), int(Place.DIFFERENT)
(_B_SAME, _B_NEW_YEAR, _B_SWAPPED, _B_SLIP, _B_MONTH, _B_YEAR, _B_AGE, _B_ONE_PART, _B_NEAR, _B_DIFFERENT, _B_APART) = (
    int(level) for level in list(Born)[1:]
)
_NOBODY = 2

F = TypeVar("F", bound=Callable[..., Any])


def _compiled(function: F) -> F:
    """Compiled for plain numbers and arrays: without counting references, which would cost more than the work."""
    # The stubs know neither `_nrt` nor what comes back.
    return njit(cache=True, nogil=True, _nrt=False)(function)  # type: ignore[call-overload,no-any-return]


class _Lookup(NamedTuple):
    keys: NDArray[np.uint64]
    codes: NDArray[np.uint8]
    map: NDArray[np.uint8]
    size: np.uint64
    shift: np.uint64
    fine: np.uint64
    multiplier: np.uint64


class _Rules(NamedTuple):
    """The rules and shares of one name part: see `kernels.Rules` and `kernels.Shares`."""

    word: Floats
    alike: Floats
    beginning: Floats
    whole: Floats
    level: NDArray[np.int8]
    answers: NDArray[np.int8]
    agrees: NDArray[np.bool_]
    given: int  # 1 for given names, 0 for surnames


class _Own(NamedTuple):
    """Records, and how their own names are compared. exact: the same memory as rows, as numbers of 8 bytes."""

    given: _Rules
    surnames: _Rules
    lookup: _Lookup
    rows: Ints
    exact: Floats


class _Kin(NamedTuple):
    """Names of relatives, and how they are compared. whole: `comparers.whole_names`."""

    given: _Rules
    surnames: _Rules
    lookup: _Lookup
    names: Ints
    children: Ints
    whole: NDArray[np.int8]


# What is asked of every record stands side by side in memory, so that a record costs one trip there instead of twenty.
# A name takes eight places: first and second given name, how many there are, whether there are more; the same of
# surnames, but for the last place, which is the word that the two make when written together.
_YEAR, _MONTH, _DAY, _AMBIGUOUS, _HIS_SEX, _COUNTRY, _DEPARTMENT, _TOWN = range(8, 16)
_LIST, _HIS_MOTHER, _HIS_FATHER, _ODD, _BORN, _WIDTH = 16, 17, 18, 19, 10, 11  # the last two as numbers of 8 bytes
_WIDE = 24


@_compiled
def _likeness(lookup: Any, a: int, b: int) -> int:
    if a == b:
        return _EQUAL | _EQUAL << 3
    low, high = (a, b) if a < b else (b, a)
    key = np.uint64(low) * lookup.size + np.uint64(high)
    mixed = key * lookup.multiplier
    place = mixed >> lookup.fine
    if not (lookup.map[place >> np.uint64(3)] >> np.uint8(place & np.uint64(7))) & np.uint8(1):
        return 0
    slot = mixed >> lookup.shift
    while lookup.keys[slot] != 0:
        if lookup.keys[slot] == key:
            return int(lookup.codes[slot])
        slot += np.uint64(1)
    return 0


@_compiled
def _alike(lookup: Any, shift: int, a: int, b: int) -> int:
    if a == 0 or b == 0:
        return 0
    code = _likeness(lookup, a, b)
    return code >> 3 if shift else code & 7


@_compiled
def _likenesses(given: int, lookup: Any, a: int, b: int, x: int, y: int) -> tuple[int, int, int, int]:
    """How alike the words a, b of one name are to x, y of another: a to x, a to y, b to x, b to y.

    Words that are answered by their equals, each in its place, need no answer crosswise, as in `kernels`.
    """
    straight, last = a == x and a > 0, b == y and b > 0
    crossed, back = a == y and a > 0, b == x and b > 0
    ax = _EQUAL if straight else _alike(lookup, given, a, x)
    by = _EQUAL if last else _alike(lookup, given, b, y)
    ay = _EQUAL if crossed else 0
    bx = _EQUAL if back else 0
    if crossed or back or not (straight or last):
        if not crossed:
            ay = _alike(lookup, given, a, y)
        if not back:
            bx = _alike(lookup, given, b, x)
    return ax, ay, bx, by


@_compiled
def _answered(rules: Any, case: int, words: tuple[int, int, int, int], begins: bool) -> tuple[float, int]:
    """log2 of how common the words are that answer each other, and how many of one name are answered."""
    (a, b, x, y), share, agreeing = words, 0.0, 0
    for place in range(2):
        at = rules.answers[place, case]
        if at == _NOBODY:
            continue
        one = a if place == 0 else b
        other = x if at == 0 else y
        if begins:
            share += max(rules.beginning[place, one], rules.beginning[at, other])
        elif one == other:
            share += max(rules.word[place, one], rules.word[at, other])
        else:
            share += max(rules.alike[place, one], rules.alike[at, other])
        agreeing += 1
    return share, agreeing


@_compiled
def _compare(rules: Any, lookup: Any, left: Any, right: Any, i: int, j: int) -> tuple[int, float]:
    """Level of one part of two names, and log2 of the share of names that hold what they agree on."""
    part = 0 if rules.given else 4
    a, b, x, y = left[i, part], left[i, part + 1], right[j, part], right[j, part + 1]
    ones, others = left[i, part + 2], right[j, part + 2]
    if not rules.given:
        if ones == 1 and right[j, 7] > 0 and right[j, 7] == a:
            return _BOTH_NEARLY, rules.word[0, x] + rules.word[1, y]
        if others == 1 and left[i, 7] > 0 and left[i, 7] == x:
            return _BOTH_NEARLY, rules.word[0, a] + rules.word[1, b]
    ax, ay, bx, by = _likenesses(rules.given, lookup, a, b, x, y)
    case = ((((ones * 3 + others) * _BITS + ax) * _BITS + ay) * _BITS + bx) * _BITS + by
    level = int(rules.level[case])
    if not rules.agrees[level]:
        return level, 0.0
    share, agreeing = _answered(rules, case, (a, b, x, y), rules.given and level == _SHORTENED)
    if agreeing == 2:
        share = max(share, max(rules.whole[i], rules.whole[j]))
    return level, share


@_compiled
def _relative(kin: Any, one: int, other: int) -> int:
    """`comparers.compare_relatives` of one pair."""
    given = _compare(kin.given, kin.lookup, kin.names, kin.names, one, other)[0]
    return int(kin.whole[given, _compare(kin.surnames, kin.lookup, kin.names, kin.names, one, other)[0]])


@_compiled
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


@_compiled
def _births(rows: Any, exact: Any, i: int, j: int) -> int:
    """`dates.compare_births` of one pair."""
    apart = abs(exact[i, _BORN] - exact[j, _BORN])
    if np.isnan(apart):
        return 0
    year, month, day = rows[i, _YEAR], rows[i, _MONTH], rows[i, _DAY]
    other_year, other_month, other_day = rows[j, _YEAR], rows[j, _MONTH], rows[j, _DAY]
    both_full = day > 0 and other_day > 0
    same_year, same_month = year == other_year, month == other_month
    agreeing = int(same_year) + int(same_month) + int(day == other_day)
    new_year, other_new_year = month == 1 and day == 1, other_month == 1 and other_day == 1
    if both_full and agreeing == 3:
        return _B_NEW_YEAR if new_year else _B_SAME
    if both_full and same_year and month == other_day and day == other_month:
        return _B_SAME if rows[i, _AMBIGUOUS] or rows[j, _AMBIGUOUS] else _B_SWAPPED
    if both_full and agreeing == 2 and _slip(year, other_year) and _slip(month, other_month) and _slip(day, other_day):
        return _B_SLIP
    years = year > 0 and other_year > 0
    if years and not both_full and same_year and same_month and month > 0:
        return _B_MONTH
    if years and same_year and (not both_full or new_year or other_new_year):
        return _B_YEAR
    width = exact[i, _WIDTH] + exact[j, _WIDTH]
    if not years and apart <= width + 0.1:
        return _B_AGE
    if both_full and agreeing == 2:
        return _B_ONE_PART
    if apart <= width + (2.0 if years else 3.0):
        return _B_NEAR
    return _B_DIFFERENT if apart <= width + 12.0 else _B_APART


@_compiled
def _same(one: int, other: int) -> int:
    if one == 0 or other == 0:
        return 0
    return _SAME if one == other else _DIFFERENT


@_compiled
def _origin(towns: int, departments: int) -> int:
    if towns == _SAME and departments != _DIFFERENT:
        return _PLACE_SAME
    if departments == _SAME:
        return _PLACE_DEPARTMENT
    return _PLACE_DIFFERENT if towns == _DIFFERENT or departments == _DIFFERENT else 0


@_compiled
def _family(kin: Any, rows: Any, levels: Any, i: int, j: int) -> None:
    """Put down the levels of mother, father and children."""
    children = kin.children
    for fact, place in ((_MOTHER, _HIS_MOTHER), (_FATHER, _HIS_FATHER)):
        one, other = rows[i, place], rows[j, place]
        levels[fact] = _relative(kin, one, other) if one > 0 and other > 0 else 0
    levels[_CHILDREN] = 0
    if children[i, 0] == 0 or children[j, 0] == 0:
        return
    for n in range(children.shape[1]):
        for m in range(children.shape[1]):
            one, other = children[i, n], children[j, m]
            if one > 0 and other > 0:
                level = _relative(kin, one, other)
                if level > 0 and (levels[_CHILDREN] == 0 or level < levels[_CHILDREN]):
                    levels[_CHILDREN] = level


@_compiled
def _odds(pairs: Any, own: Any, kin: Any, scoring: Any, levels: Any, found: Any) -> None:
    """log2 odds of each pair, NaN where it is left to the kernel of arrays. levels: room for those of one pair."""
    left, right = pairs
    rows, exact = own.rows, own.exact
    weights, least_rare, namesakes, priors = scoring
    for n in range(len(left)):
        i, j = left[n], right[n]
        found[n] = np.nan
        if rows[i, _ODD] & rows[j, _ODD] or rows[i, 3] or rows[j, 3]:
            continue
        towns, departments = _same(rows[i, _TOWN], rows[j, _TOWN]), _same(rows[i, _DEPARTMENT], rows[j, _DEPARTMENT])
        levels[_BIRTH] = _births(rows, exact, i, j)
        levels[_SEX] = _same(rows[i, _HIS_SEX], rows[j, _HIS_SEX])
        levels[_ORIGIN] = _origin(towns, departments)
        levels[_NATIONALITY] = 0 if towns or departments else _same(rows[i, _COUNTRY], rows[j, _COUNTRY])
        levels[_AGENCY] = _same(rows[i, _LIST], rows[j, _LIST])
        _family(kin, rows, levels, i, j)
        match, sibling, stranger = priors
        for fact in (_BIRTH, _SEX, _NATIONALITY, _ORIGIN, _MOTHER, _FATHER, _CHILDREN, _AGENCY):
            level = levels[fact]
            match += weights[0, fact, level]
            sibling += weights[1, fact, level]
            stranger += weights[2, fact, level]
        given, given_share = _compare(own.given, own.lookup, rows, rows, i, j)
        match += weights[0, _GIVEN, given]
        if own.given.agrees[given]:
            given_share = min(given_share, least_rare)
            stranger += given_share
            sibling += np.log2(np.exp2(given_share) + namesakes)
        else:
            sibling += weights[1, _GIVEN, given]
            stranger += weights[2, _GIVEN, given]
        surnames, share = _compare(own.surnames, own.lookup, rows, rows, i, j)
        match += weights[0, _SURNAMES, surnames]
        sibling += weights[1, _SURNAMES, surnames]
        stranger += min(share, least_rare) if own.surnames.agrees[surnames] else weights[2, _SURNAMES, surnames]
        high, low = (sibling, stranger) if sibling > stranger else (stranger, sibling)
        found[n] = match - (high + np.log2(1.0 + np.exp2(low - high)))


class Bulk:
    """Columns and weights made ready for the compiled kernel."""

    def __init__(self, columns: Columns, weights: Weights) -> None:
        lookup, rows = _Lookup(*columns.words.table.parts), _rows(columns)
        self._own = _Own(*_rules(columns.kernel), lookup, rows, rows.view(np.float64))
        names, children = _name_places(columns.relatives), columns.children.padded
        self._kin = _Kin(*_rules(columns.relatives), lookup, names, children, whole_names())
        table = np.zeros((3, len(FACTS), max(len(fact.levels) for fact in FACTS)))
        for kind, by_fact in enumerate((weights.matches, weights.kin, weights.strangers)):
            for fact, row in enumerate(by_fact):
                table[kind, fact, : len(row)] = row
        self._scoring = table, LEAST_RARE, float(FACTS[_GIVEN].namesakes or 0.0), weights.priors

    def odds(self, left: Ints, right: Ints) -> Floats:
        """log2 odds of N pairs; NaN where the kernel of arrays must be asked."""
        found, levels = np.empty(len(left)), np.zeros(len(FACTS), np.int64)
        pairs = np.ascontiguousarray(left), np.ascontiguousarray(right)
        _odds(pairs, self._own, self._kin, self._scoring, levels, found)
        return found


def _rules(kernel: Kernel) -> tuple[_Rules, _Rules]:
    given, surnames = (
        _Rules(
            *(part.shares.word, part.shares.alike, part.shares.beginning, part.shares.whole),
            level=rules.level,
            answers=np.stack(rules.answers),
            agrees=~np.isnan(NAMES_AGREE[name]),
            given=int(name == "given_names"),
        )
        for name, part, rules in (
            ("given_names", kernel.given, given_rules()),
            ("surnames", kernel.surnames, surname_rules()),
        )
    )
    return given, surnames


def _name_places(kernel: Kernel) -> Ints:
    places = np.zeros((len(kernel.names), 8), np.int32)
    for start, part in ((0, kernel.given), (4, kernel.surnames)):
        places[:, start], places[:, start + 1], places[:, start + 2] = part.first, part.second, part.counts
    places[:, 3], places[:, 7] = kernel.given.longer, kernel.surnames.fused
    return places


def _rows(columns: Columns) -> Ints:
    odd = np.zeros(len(columns), np.int32)
    for bit, fact in enumerate(sorted(columns.spoken_of - set(HANDLED))):
        odd |= columns.speaks(fact).astype(np.int32) << np.int32(bit)
    rows = np.zeros((len(columns), _WIDE), np.int32)
    rows[:, :8] = _name_places(columns.kernel)
    for place, column in (
        (_YEAR, columns.year),
        (_MONTH, columns.month),
        (_DAY, columns.day),
        (_AMBIGUOUS, columns.ambiguous),
        (_HIS_SEX, columns.sex),
        (_COUNTRY, columns.nationality),
        (_DEPARTMENT, columns.department),
        (_TOWN, columns.municipality),
        (_LIST, columns.agency),
        (_HIS_MOTHER, columns.mother),
        (_HIS_FATHER, columns.father),
        (_ODD, odd),
    ):
        rows[:, place] = column
    exact = rows.view(np.float64)
    exact[:, _BORN], exact[:, _WIDTH] = columns.born, columns.born_within
    return rows

"""Names of millions of pairs compared at once: the rules of `names`, worked out beforehand for every case there is.

Two names of up to two given names and two surnames can be alike in a few thousand ways. The rules are asked once for
each; a pair then costs a few look-ups. Names with more given names are compared in full, each distinct pair once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.names import Given, Surnames, compare_given, weigh_given, weigh_surnames
from reencuentro.linkage.naming import Names
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import Likeness
from reencuentro.linkage.words import Words

Levels = NDArray[np.int8]
Floats = NDArray[np.float64]

_LIKENESSES = len(Likeness)
_NOBODY = 2  # no word of the other name answers


@dataclass(frozen=True, slots=True)
class Rules:
    """Answers for every case: the level, and which word of the other name answers the first and the second word."""

    level: Levels
    answers: tuple[Levels, Levels]


def _tabulated(weigh: Callable[[list[list[Likeness]]], tuple[int, list[tuple[int, int]]]]) -> Rules:
    """Ask a rule about names of none to two words each, for every likeness of their words."""
    level: list[int] = []
    answers: tuple[list[int], list[int]] = ([], [])
    asked = cache(lambda *alike: weigh([list(row) for row in alike]))  # words that aren't there are alike in many ways
    for ones, others, *flat in product(range(3), range(3), *[tuple(Likeness)] * 4):
        found, pairs = asked(*(tuple(flat[2 * i : 2 * i + others]) for i in range(ones)))
        answered = dict(pairs)
        level.append(found)
        for word in range(2):
            answers[word].append(answered.get(word, _NOBODY))
    return Rules(np.array(level, np.int8), (np.array(answers[0], np.int8), np.array(answers[1], np.int8)))


@lru_cache
def given_rules() -> Rules:
    """`names.weigh_given`, tabulated."""
    return _tabulated(weigh_given)


@lru_cache
def surname_rules() -> Rules:
    """`names.weigh_surnames`, tabulated; names written as one word are another matter."""
    return _tabulated(lambda alike: weigh_surnames(alike, fused=False))


@dataclass(frozen=True, slots=True)
class Shares:
    """log2 of how often strangers' names hold a word, among the names at hand but for the two compared.

    word: the word itself; alike: it or any word that is as good as it, a slip, variant or nickname away; beginning: any
    word that it may be short for; shape (2, words), as a first and as a second word: a common first surname says little
    of second ones. whole: all words of a name part together, by row.
    """

    word: Floats
    alike: Floats
    beginning: Floats
    whole: Floats


@dataclass(frozen=True, slots=True)
class Compared:
    """Levels of N pairs, and log2 of the share of all names that hold what they agree on; 0 where nothing agrees."""

    levels: Levels
    share: Floats


@dataclass(frozen=True)
class Part:
    """One part of many names, given names or surnames, ready to be compared.

    first, second: word numbers, 0 for none; first_or_none, second_or_none: the same with -1 for none, so that silence
    equals nothing. counts: words of each, two at most.
    """

    first: Ints
    second: Ints
    first_or_none: Ints
    second_or_none: Ints
    counts: NDArray[np.int16]
    fused: Ints  # the one word that the two make when written together, or 0
    longer: NDArray[np.bool_]
    shares: Shares


@dataclass(frozen=True)
class Kernel:
    """Compares names by their row numbers, `left[i]` with `right[i]`.

    in_full: whether names of more than two given names are compared with all of them; else by the first two.
    """

    names: Names
    words: Words
    in_full: bool = True

    @cached_property
    def given(self) -> Part:
        """The given names."""
        return _part(self.names.first_given, self.names.given.counts, self.words, in_full=self.in_full)

    @cached_property
    def surnames(self) -> Part:
        """The surnames, two at most."""
        return _part(self.names.both_surnames, self.names.surnames.counts, self.words, in_full=False)

    def compare_given(self, left: Ints, right: Ints) -> Compared:
        """Do the given names agree? Nicknames, spelling variants and a missing second name are not differences."""
        part = self.given
        case = _case(part, left, right, self.words.given_likeness)
        rules = given_rules()
        levels = rules.level[case]
        share = _share(part, rules, case, (left, right), levels == Given.SHORTENED)
        longer = np.flatnonzero(part.longer[left] | part.longer[right])
        if len(longer):
            self._compare_in_full(longer, (left, right), levels, share)
        return Compared(levels, share)

    def compare_surnames(self, left: Ints, right: Ints) -> Compared:
        """Do the two surnames agree, in order, swapped, or as far as the shorter name goes?"""
        part = self.surnames
        case = _case(part, left, right, self.words.likeness)
        rules = surname_rules()
        levels = rules.level[case]
        share = _share(part, rules, case, (left, right), None)
        for one, other in ((left, right), (right, left)):
            fused = np.flatnonzero((part.fused[other] == part.first[one]) & (part.fused[other] > 0))
            fused = fused[part.counts[one[fused]] == 1]
            levels[fused] = Surnames.BOTH_NEARLY
            share[fused] = (
                part.shares.word[0, part.first[other[fused]]] + part.shares.word[1, part.second[other[fused]]]
            )
        return Compared(levels, share)

    @cached_property
    def _compared_in_full(self) -> dict[tuple[int, int], tuple[int, float]]:
        return {}

    def _compare_in_full(self, which: Places, sides: tuple[Ints, Ints], levels: Levels, share: Floats) -> None:
        shares, known = self.given.shares, self._compared_in_full
        for i, a, b in zip(which.tolist(), sides[0][which].tolist(), sides[1][which].tolist(), strict=True):
            pair = (min(a, b), max(a, b))
            if pair not in known:
                level, shared = compare_given(self.names[pair[0]].given, self.names[pair[1]].given)
                words = shares.beginning if level == Given.SHORTENED else shares.word
                known[pair] = level, sum(float(words[:, self.words.number[word]].max()) for word in shared)
            levels[i], share[i] = known[pair]


def _part(first_two: Ints, counts: Places, words: Words, *, in_full: bool) -> Part:
    first, second = np.ascontiguousarray(first_two.T)
    return Part(
        first=first,
        second=second,
        first_or_none=np.where(first > 0, first, np.int32(-1)),
        second_or_none=np.where(second > 0, second, np.int32(-1)),
        counts=np.minimum(counts, 2).astype(np.int16),
        fused=words.joined(first_two[:, 0], first_two[:, 1]),
        longer=(counts > 2) & in_full,
        shares=_shares(first_two, words),
    )


# Before any data are seen a word is believed to be borne by 3 in 1,000, and that belief weighs as much as 300 records:
# in a list of ten, two people called Hernández are no proof that a fifth of the world is.
_UNSEEN = 0.003
_BELIEF = 300.0


def _shares(first_two: Ints, words: Words) -> Shares:
    total = max(1, int(np.count_nonzero(first_two[:, 0])))
    counts = np.stack([np.bincount(column, minlength=len(words)) for column in first_two.T])
    counts[:, 0] = 0
    alike, beginning = counts.copy(), counts.copy()
    short, long = words.shortened
    for place in range(2):
        for one, other in (words.near, words.near[::-1]):
            np.add.at(alike[place], one, counts[place, other])
        np.add.at(beginning[place], short, counts[place, long])
    whole = _occurrences(first_two[:, 0].astype(np.int64) << 32 | first_two[:, 1])

    def share(counted: Places, belief: float = _UNSEEN * _BELIEF) -> Floats:
        """The two that are compared bear the word themselves, which says nothing of strangers."""
        return np.asarray(np.log2((np.maximum(counted - 2, 0) + belief) / (total + _BELIEF)))

    return Shares(share(counts), share(alike), share(beginning), share(whole, _TOGETHER))


_TOGETHER = 0.01  # of a name part: so little that the words one by one say more, until it is seen


def _occurrences(values: Places) -> Places:
    """How often each value occurs among all, value by value."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(ordered) else np.empty(0, np.bool_)
    start = np.flatnonzero(begins)
    counts = np.diff(np.append(start, len(ordered)))
    found = np.empty(len(values), np.int64)
    found[order] = np.repeat(counts, counts)
    return found


def _case(part: Part, left: Ints, right: Ints, likeness: Callable[[Ints, Ints], NDArray[np.uint8]]) -> Ints:
    """Which of the tabulated cases each pair is.

    Most words are equal or wholly different, so equality is asked of all, likeness only of those whom it could help:
    words that are answered by their equals, each in its place, need no answer crosswise.
    """
    first, second = part.first[left], part.second[left]
    answer, other = part.first_or_none[right], part.second_or_none[right]
    straight, last = first == answer, second == other
    crossed, back = first == other, second == answer
    case = part.counts[left] * np.int16(3) + part.counts[right]
    case = case * np.int16(_LIKENESSES**2)
    case += _CASES[straight + 2 * crossed.view(np.int8)]
    case = case.astype(np.int32) * _LIKENESSES**2
    case += _CASES[back + 2 * last.view(np.int8)]
    settled = (straight | last) & ~(crossed | back)
    shift = _LIKENESSES**3
    for word, answered, known in (
        (first, answer, straight),
        (first, other, crossed | settled),
        (second, answer, back | settled),
        (second, other, last),
    ):
        asked = np.flatnonzero(~known & (word > 0) & (answered > 0))
        case[asked] += np.int32(shift) * likeness(word[asked], answered[asked])
        shift //= _LIKENESSES
    return case


# Two equalities, of the first and of the second of two answers, as the part of the case that they make up.
_CASES = np.array([0, 1, 0, 1]) * int(Likeness.EQUAL) * _LIKENESSES + np.array([0, 0, 1, 1]) * int(Likeness.EQUAL)
_CASES = _CASES.astype(np.int16)


def _share(
    part: Part, rules: Rules, case: Ints, sides: tuple[Ints, Ints], beginnings: NDArray[np.bool_] | None
) -> Floats:
    """Of the two words that answer each other the commoner counts: Beto may be any Roberto."""
    left, right = sides
    total = np.zeros(len(case))
    agreeing = np.zeros(len(case), np.int8)
    for place in range(2):
        answer = rules.answers[place][case]
        agrees = np.flatnonzero(answer != _NOBODY)
        at = answer[agrees]
        one = (part.first, part.second)[place][left[agrees]]
        other = np.where(at == 0, part.first[right[agrees]], part.second[right[agrees]])
        common = np.maximum(part.shares.word[place, one], part.shares.word[at, other])
        unequal = np.flatnonzero(one != other)
        common[unequal] = _commoner(part.shares.alike, (place, at[unequal]), (one[unequal], other[unequal]))
        if beginnings is not None and (begins := np.flatnonzero(beginnings[agrees])).size:
            common[begins] = _commoner(part.shares.beginning, (place, at[begins]), (one[begins], other[begins]))
        total[agrees] += common
        agreeing[agrees] += 1
    both = np.flatnonzero(agreeing == 2)
    total[both] = np.maximum(total[both], np.maximum(part.shares.whole[left[both]], part.shares.whole[right[both]]))
    return total


def _commoner(shares: Floats, places: tuple[int, Levels], words: tuple[Ints, Ints]) -> Floats:
    return np.asarray(np.maximum(shares[places[0], words[0]], shares[places[1], words[1]]))

"""Persons who may be one after all, each weighed as a whole.

When records have been put together, a few are left beside the person whom they belong to: a damaged name and no number
say too little record by record. So pairs of persons in doubt are weighed again, all that the records of the one say
against all that those of the other say, and how the two lists of lists fit: a person is on each list once, while kin
who travel together stand on the same lists side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.dates import Born
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.persons import Pair
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Floats, Likelihoods, Weights, likelihoods
from reencuentro.linkage.weighed import Weighed, packed

IN_QUESTION = -10.0
"""log2 odds of two records from which their persons are weighed as wholes."""
MOST = 100_000
"""Pairs of persons that are weighed as wholes, the likeliest first."""
LONGEST = 8
"""Records of a person that are compared with the other's; more say no more."""
_ROUNDS = 3
_SETTLED = 15  # rounds of counting
_RANDOM_PAIRS = 20_000
_SEED = 20180619

# Lists that both persons are on: none, one, several. Whoever is one person but was not recognised lacks the other's
# lists; one list may have entered them twice. How often others share lists is counted.
_LISTS_OF_ONE = np.log2([0.75, 0.24, 0.01])
_LEVELS = len(_LISTS_OF_ONE)
# Bits that being left over adds at most, on a list of which nearly everybody is on others too, and takes at most, on a
# list whose people mostly are on no other (callers at home). Whose own record was found elsewhere is in no question.
_MOST_FOR, _MOST_AGAINST = 2.0, -3.0
_COUNTED_AT_RANDOM = 20.0  # pairs of persons in question that random pairs of persons weigh as much as


@dataclass(frozen=True, slots=True)
class _Questions:
    """Pairs of persons, and the record pairs between them; owner: the pair of persons of each record pair."""

    persons: list[Pair]
    left: Ints
    right: Ints
    owner: NDArray[np.int64]


def reunite(
    columns: Columns, members: list[list[int]], weighed: Weighed, weights: Weights, apart: frozenset[Pair]
) -> tuple[list[list[int]], Weighed]:
    """Join the persons who are one as wholes; the pairs in question get the odds of their persons.

    apart: pairs of records that officers rejected; nobody is joined across one.
    """
    for _ in range(_ROUNDS):
        questions = _questions(members, weighed, apart, len(columns))
        if not questions.persons:
            break
        odds = _odds_of_persons(columns, members, questions, weighed, weights)
        joined = _joined(members, questions.persons, odds)
        weighed = weighed.updated(_answered(questions, odds, weighed))
        if len(joined) == len(members):
            break
        members = joined
    return members, weighed


def _questions(members: Sequence[Sequence[int]], weighed: Weighed, apart: frozenset[Pair], records: int) -> _Questions:
    home = homes(members, records)
    open_pairs = weighed.where((weighed.odds >= IN_QUESTION) & (home[weighed.left] != home[weighed.right]))
    sides = np.sort(np.column_stack([home[open_pairs.left], home[open_pairs.right]]), axis=1)
    order = np.lexsort((sides[:, 1], sides[:, 0], -open_pairs.odds))
    rejected = {(min(home[a], home[b]), max(home[a], home[b])) for a, b in apart}
    found = dict.fromkeys(map(tuple, sides[order].tolist()))
    persons = sorted(pair for pair in list(found)[:MOST] if pair not in rejected)
    table = [
        (min(a, b), max(a, b), number)
        for number, (one, other) in enumerate(persons)
        for a in members[one][:LONGEST]
        for b in members[other][:LONGEST]
    ]
    rows = np.array(table, np.int64).reshape(-1, 3)
    return _Questions(persons, rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32), rows[:, 2])


def homes(members: Iterable[Sequence[int]], records: int) -> Ints:
    """The number of the person of each record."""
    home = np.zeros(records, np.int32)
    for person, own in enumerate(members):
        home[own] = person
    return home


def _odds_of_persons(
    columns: Columns, members: Sequence[Sequence[int]], questions: _Questions, weighed: Weighed, weights: Weights
) -> Floats:
    """log2 odds that the two are one person, for each pair of persons."""
    found = compare_records(columns, questions.left, questions.right)
    each = likelihoods(_ABOUT_THEM, Comparison(found.levels[_KEPT], found.chance), _without_agency(weights))
    whole = _whole(each, found.levels[_KEPT] > 0, questions)
    odds = whole.log_odds(weights.shares) + _second_thoughts(
        questions, weighed, likelihoods(FACTS, found, weights).log_odds(weights.shares)
    )
    said = _lists_say(columns, members, questions.persons, odds) + _left_over(columns, members, questions.persons)
    return np.where(_generations_apart(found, questions), np.minimum(odds, _GENERATIONS), odds + said)


_GENERATIONS = -1.0  # bits at the most for people born more than twelve years apart, whom no number has joined


def _left_over(columns: Columns, members: Sequence[Sequence[int]], persons: Sequence[Pair]) -> Floats:
    """How usual it is to be on other lists too, in bits: by the list that says most of each, for the odder of both."""
    lists = [np.unique(columns.agency[own]) for own in members]
    size = int(columns.agency.max(initial=0)) + 1
    everybody, elsewhere = np.ones(size), np.ones(size)
    for own in lists:
        everybody[own] += 1
        elsewhere[own] += len(own) > 1
    usual = np.clip(np.log2(elsewhere / np.maximum(everybody - elsewhere, 0.5)), _MOST_AGAINST, _MOST_FOR)
    of_person = np.array([usual[own].max() for own in lists])
    return np.asarray(np.min(of_person[np.array(persons)], axis=1), np.float64)


def _generations_apart(found: Comparison, questions: _Questions) -> NDArray[np.bool_]:
    """A mother and her daughter may share name, day and kin, but not the years."""
    born = found.levels[_BIRTH]
    apart, known = (
        np.bincount(questions.owner[chosen], minlength=len(questions.persons))
        for chosen in (born == Born.GENERATION, born != Born.UNKNOWN)
    )
    return np.asarray((known > 0) & (apart == known), np.bool_)


_BIRTH = next(i for i, fact in enumerate(FACTS) if fact.name == "birth")


_KEPT = np.array([i for i, fact in enumerate(FACTS) if fact.name != "agency"])  # that persons share lists is told apart
_ABOUT_THEM = tuple(FACTS[i] for i in _KEPT)


def _without_agency(weights: Weights) -> Weights:
    matches, kin, strangers = (
        tuple(table[i] for i in _KEPT) for table in (weights.matches, weights.kin, weights.strangers)
    )
    return Weights(matches, kin, strangers, weights.shares)


def _whole(each: Likelihoods, known: NDArray[np.bool_], questions: _Questions) -> Likelihoods:
    """What the records of two persons say of each fact together: as if any of them, none rather, had been the one."""
    count = len(questions.persons)

    def mixed(kind: Floats) -> Floats:
        return np.vstack([_mean(row, told, questions.owner, count) for row, told in zip(kind, known, strict=True)])

    return Likelihoods(mixed(each.matches), mixed(each.kin), mixed(each.strangers))


def _mean(logs: Floats, known: NDArray[np.bool_], owner: NDArray[np.int64], count: int) -> Floats:
    """log2 of the mean likelihood over the known record pairs of each pair of persons; 0 where all are silent."""
    told = np.bincount(owner[known], minlength=count)
    total = np.bincount(owner[known], weights=np.exp2(logs[known]), minlength=count)
    return np.where(told > 0, np.log2(np.maximum(total, _LEAST) / np.maximum(told, 1)), 0.0)


_LEAST = 2.0**-60


def _second_thoughts(questions: _Questions, weighed: Weighed, plain: Floats) -> Floats:
    """What being left over on both lists added to the odds of their records: the most of each pair of persons."""
    keys = packed(weighed.left, weighed.right)
    wanted = packed(questions.left, questions.right)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    gained = np.where(keys[place] == wanted, weighed.odds[place] - plain, 0.0)
    most = np.zeros(len(questions.persons))
    np.maximum.at(most, questions.owner, gained)
    return np.minimum(most, _MOST_GAINED)


_MOST_GAINED = 4.0


def _lists_say(columns: Columns, members: Sequence[Sequence[int]], persons: Sequence[Pair], odds: Floats) -> Floats:
    """What the lists that both are on, or neither, add in bits; counted among those of the pairs who are two."""
    lists = [frozenset(columns.agency[own].tolist()) for own in members]
    shared = _in_common(lists, persons)
    random = np.random.default_rng(_SEED)
    anyone = random.integers(0, len(members), (_RANDOM_PAIRS, 2))
    usual = np.bincount(_in_common(lists, anyone.tolist()), minlength=_LEVELS) + 1.0
    usual *= _COUNTED_AT_RANDOM / usual.sum()
    said = np.zeros(len(odds))
    for _ in range(_SETTLED):
        two = np.bincount(shared, weights=1 / (1 + np.exp2(odds + said)), minlength=_LEVELS) + usual
        said = (_LISTS_OF_ONE - np.log2(two / two.sum()))[shared]
    return said


def _in_common(lists: Sequence[frozenset[int]], persons: Iterable[Sequence[int]]) -> NDArray[np.int64]:
    return np.array([min(len(lists[one] & lists[other]), _LEVELS - 1) for one, other in persons], np.int64)


def _joined(members: Sequence[Sequence[int]], persons: Sequence[Pair], odds: Floats) -> list[list[int]]:
    """The persons after joining the likeliest, each with one other at most."""
    joined = {number: list(own) for number, own in enumerate(members)}
    taken: set[int] = set()
    for i in np.argsort(-odds, kind="stable").tolist():
        one, other = persons[i]
        if odds[i] <= 0:
            break
        if one not in taken and other not in taken:
            taken.update((one, other))
            joined[one] = sorted(joined[one] + joined.pop(other))
    return sorted(joined.values())


def _answered(questions: _Questions, odds: Floats, weighed: Weighed) -> Weighed:
    """The odds of the two persons for the likeliest pair of their records, and no more than that for the others."""
    keys = packed(weighed.left, weighed.right)
    wanted = packed(questions.left, questions.right)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    seen = np.flatnonzero(keys[place] == wanted)
    before, owner = weighed.odds[place[seen]], questions.owner[seen]
    order = np.lexsort((wanted[seen], -before, owner))
    _, first = np.unique(owner[order], return_index=True)
    after = np.minimum(before, odds[owner])
    after[order[first]] = odds[owner[order[first]]]
    return Weighed(questions.left[seen], questions.right[seen], after)

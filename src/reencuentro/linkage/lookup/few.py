"""A mention compared with a few others, where how common names are is known from elsewhere than these few."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.kernels import _BELIEF, _TOGETHER, _UNSEEN, Floats, Part, Shares
from reencuentro.linkage.lookup.candidates import Candidate, likeliest
from reencuentro.linkage.lookup.namesakes import Borne, Namesakes
from reencuentro.linkage.mentions import Mention, Relative
from reencuentro.linkage.names import COMMON_SPLITS
from reencuentro.linkage.names import words as words_of
from reencuentro.linkage.plain import random_pairs
from reencuentro.linkage.rows import Places
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.training import starting_weights
from reencuentro.linkage.words import Words

Uses = Sequence[int]
"""Records in which a word is the first given name, the second, the first surname, the second."""


@dataclass(frozen=True, slots=True)
class Bearers:
    """How many records bear these words, among `records` of them; words that nobody bears may be left out."""

    of: Callable[[Sequence[str]], Mapping[str, Uses]]
    records: int


def uses_of(columns: Columns) -> dict[str, Uses]:
    """How often the words of these records' names are used."""
    size = len(columns.words)
    places = (*columns.names.first_given.T, *columns.names.both_surnames.T)
    counts = np.stack([np.bincount(place, minlength=size) for place in places], axis=1)
    texts = columns.words.texts
    return {texts[i]: tuple(counts[i].tolist()) for i in range(1, size) if counts[i].any()}


def compared_with(
    query: Mention, others: Sequence[Mention], known: Bearers, weights: Weights, most: int
) -> list[Candidate]:
    """Those of the others that are likeliest of the person asked for; records: their places among the others."""
    asked = readings(query)
    columns = columns_of([*asked, *others])
    kernel, words = columns.kernel, columns.words
    found = known.of(words.texts)
    uses = np.array([found.get(text, _NO_USES) for text in words.texts], np.int64).T
    vars(kernel).update(
        given=_with_shares(kernel.given, words, uses[:2], known.records),
        surnames=_with_shares(kernel.surnames, words, uses[2:], known.records),
    )
    places = np.tile(np.arange(len(others), dtype=np.int32), len(asked))
    left = np.repeat(np.arange(len(asked), dtype=np.int32), len(others))
    compared = compare_records(columns, left, places + np.int32(len(asked)))
    best: dict[int, Candidate] = {}
    for one in likeliest(FACTS, compared, weights, places, most * len(asked)):
        best.setdefault(one.record, one)
    return list(best.values())[:most]


def readings(query: Mention) -> list[Mention]:
    """The query, and where its name is told in one piece, the same with each usual number of given names.

    "Rosa Ema Escobar" has one given name and two surnames, or two and one; too few words are at hand to tell which.
    So it is with relatives who are named beside it: of all of them the one reading counts, or the other.
    """
    heard = tuple(_with_one_surname(relative) for relative in query.relatives)
    alike = [query] if heard == query.relatives else [query, replace(query, relatives=heard)]
    return [reading for one in alike for reading in _named_otherwise(one)]


def _with_one_surname(relative: Relative) -> Relative:
    """A relative with a name of three words: the first two as given names."""
    written = words_of(relative.name)
    if "," in relative.name or len(written) != _ONE_AND_TWO:
        return relative
    return replace(relative, name=f"{written[2]}, {written[0]} {written[1]}")


_ONE_AND_TWO = 3  # words, which are read as a given name and two surnames where nothing speaks against it


def _named_otherwise(query: Mention) -> list[Mention]:
    written = words_of(query.full_name)
    if "," in query.full_name or query.given_names or query.surnames or query.first_surname:
        return [query]
    splits = [(written[:given], written[given:]) for given in COMMON_SPLITS.get(len(written), ()) if len(written) > 2]
    return [
        query,
        *(replace(query, full_name="", given_names=" ".join(one), surnames=" ".join(two)) for one, two in splits),
    ]


def _with_shares(part: Part, words: Words, counts: Places, records: int) -> Part:
    """counts: of the words as first and as second of this part, shape (2, words)."""
    alike, beginning = counts.copy(), counts.copy()
    left, right = words.near
    short, long = words.shortened
    for place in range(len(counts)):
        np.add.at(alike[place], left, counts[place, right])
        np.add.at(alike[place], right, counts[place, left])
        np.add.at(beginning[place], short, counts[place, long])
    whole = np.full(len(part.shares.whole), np.log2(_TOGETHER / (records + _BELIEF)))
    word, near, begun = (_share(one, records) for one in (counts, alike, beginning))
    return replace(part, shares=Shares(word, near, begun, whole))


_NO_USES = (0, 0, 0, 0)


def _share(counts: Places, records: int) -> Floats:
    """As the kernel has it of the records at hand."""
    return np.asarray(np.log2((np.maximum(counts - 2, 0) + _UNSEEN * _BELIEF) / (records + _BELIEF)), np.float64)


Chances = Mapping[str, Sequence[float]]
"""For each fact, log2 of how often strangers come to each level, silence first."""


def chances_among(sample: Sequence[Mention]) -> dict[str, list[float]]:
    """Counted in random pairs of the mentions."""
    levels = compare_records(columns_of(sample), *random_pairs(len(sample))).levels
    strangers = starting_weights(FACTS, levels, (0.1, 0.1)).strangers
    return {fact.name: table.tolist() for fact, table in zip(FACTS, strangers, strict=True)}


def believed(chances: Chances, records: int) -> Weights:
    """What each fact is worth: what is believed of matches and kin beforehand, and how often strangers agree.

    One record more than that of the query is expected to be of the person asked for, among all of them.
    """
    one = min(0.2, 1.0 / max(1, records))
    start = starting_weights(FACTS, np.zeros((len(FACTS), 0), np.int8), (one, one))
    strangers = (
        np.array(chances[fact.name]) if len(chances.get(fact.name, ())) == len(fact.levels) else table
        for fact, table in zip(FACTS, start.strangers, strict=True)
    )
    return replace(start, strangers=tuple(strangers))


def namesakes_among(mentions: Sequence[Mention], known: Bearers) -> Namesakes:
    """Compares these mentions as relatives, knowing how common their words are."""
    texts = sorted({word for mention in mentions for text in _names(mention) for word in words_of(text)})
    words = Words(["", *texts])
    found = known.of(texts)
    uses = np.array([found.get(text, _NO_USES) for text in words.texts], np.int64).T
    return Namesakes(*(_borne(counts.sum(axis=0), words, known.records) for counts in (uses[:2], uses[2:])))


def _borne(counts: Places, words: Words, records: int) -> Borne:
    alike = counts.copy()
    for one, other in (words.near, words.near[::-1]):
        np.add.at(alike, one, counts[other])
    by_word, as_good = (dict(zip(words.texts, one.tolist(), strict=True)) for one in (counts, alike))
    return Borne(by_word, as_good, records)


def _names(mention: Mention) -> Iterator[str]:
    yield from (mention.full_name, mention.given_names, mention.surnames, mention.first_surname, mention.second_surname)
    yield from (one.name for one in mention.relatives)

"""How the words of a question may have been meant to sound: as written, or as known words that are like them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.lookup.asking import Hearing
from reencuentro.linkage.lookup.namesakes import Borne, Namesakes
from reencuentro.linkage.lookup.overlay import AskedWords
from reencuentro.linkage.names import Lexicon
from reencuentro.linkage.naming import Leanings
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import Likeness, heard_names, sound
from reencuentro.linkage.words import Words


@dataclass(frozen=True)
class Usage:
    """How the words of an index are used."""

    columns: Columns

    @cached_property
    def lexicon(self) -> Lexicon:
        """Which of them lean to given names."""
        names, words = self.columns.names, self.columns.words
        return _Leaning(words, Leanings.counted(names.given, names.surnames, len(words)))

    def hearing(self, words: AskedWords, most: int) -> Hearing:
        """How each word asked for may have been meant to sound: as up to `most` known words do, the commonest first."""
        return {word: tuple(dict.fromkeys(self._heard(word, words, most))) for word in words.like}

    def _heard(self, word: str, words: AskedWords, most: int) -> Iterable[str]:
        yield sound(word)
        yield from sorted(heard_names(word, sound(word)))
        for apart in words.apart(word):
            yield from map(sound, apart)
        like = words.like[word]
        meant = like.numbers[like.likeness >= Likeness.SLIP]
        commonest = meant[np.argsort(-self.counts[meant], kind="stable")[:most]]
        yield from (self.columns.words.sounds[number] for number in commonest.tolist())

    @cached_property
    def comparer(self) -> Namesakes:
        """Compares as relatives, knowing how common each word is."""
        names = self.columns.names
        return Namesakes(*(self._borne(part.first(2)) for part in (names.given, names.surnames)))

    def _borne(self, first_two: Ints) -> Borne:
        words = self.columns.words
        counts = np.bincount(first_two.ravel(), minlength=len(words))
        alike = counts.copy()
        for one, other in (words.near, words.near[::-1]):
            np.add.at(alike, one, counts[other])
        uses, likes = (dict(zip(words.texts, one.tolist(), strict=True)) for one in (counts, alike))
        return Borne(uses, likes, int(np.count_nonzero(first_two[:, 0])))

    @cached_property
    def counts(self) -> Places:
        """How many names hold each word."""
        names, size = self.columns.names, len(self.columns.words)
        return sum(
            (np.bincount(part.flat, minlength=size) for part in (names.given, names.surnames)), np.zeros(size, int)
        )


class _Leaning(Lexicon):
    def __init__(self, words: Words, leanings: Leanings) -> None:
        super().__init__()
        self._words, self._leanings = words, leanings

    def leaning(self, word: str) -> float:
        """As of a lexicon; 0 for a word never seen."""
        number = self._words.number.get(word, 0)
        return float(self._leanings.values[number]) if number else 0.0

"""Under what a written word may be filed: as it is heard, and as the known words are that it may stand for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from reencuentro.linkage.keys import Filing, stable
from reencuentro.linkage.lookup.overlay import AskedWords
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import Likeness, heard_names, sound

MOST_MEANT = 8
"""Known words that a written one is taken to stand for, the commonest: the others are as rare as the slip itself."""


@dataclass(frozen=True)
class Hearing:
    """How words are filed in an index."""

    filing: Filing

    def given(self, words: Iterable[str], asked: AskedWords) -> Places:
        """Sounds under which a record with one of these given names may be filed."""
        sounds, rows = self.filing.heard
        found = [stable(heard_names(word, sound(word))) for word in words]
        found += [sounds[np.array(rows.at(number), np.int64)] for word in words for number in self._meant(word, asked)]
        return _distinct(found)

    def surnames(self, words: Iterable[str], asked: AskedWords) -> Places:
        """Sounds under which a record with one of these surnames may be filed; given names of relatives likewise."""
        found = [stable(sound(word) for word in words)]
        found += [self.filing.sound[self._meant(word, asked)] for word in words]
        return _distinct(found)

    def beginnings(self, words: Iterable[str], asked: AskedWords) -> Places:
        """The first letters of the sounds of these words."""
        found = [stable(sound(word)[:3] for word in words)]
        found += [self.filing.beginning[self._meant(word, asked)] for word in words]
        return _distinct(found)

    def initials(self, words: Iterable[str], asked: AskedWords) -> Places:
        """The first letter of what these words may stand for."""
        found = [stable(sound(word)[:1] for word in words)]
        found += [self.filing.initial[self._meant(word, asked)] for word in words]
        return _distinct(found)

    def _meant(self, word: str, asked: AskedWords) -> Ints:
        like = asked.like[word]
        numbers = like.numbers[like.likeness >= Likeness.SLIP]
        if len(numbers) > MOST_MEANT:
            numbers = numbers[np.argsort(-self.filing.counts[numbers], kind="stable")[:MOST_MEANT]]
        return numbers


def _distinct(found: list[Places]) -> Places:
    every = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
    return every[every > 0]

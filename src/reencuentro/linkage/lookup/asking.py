"""What a mention asks for: its names taken apart, and every key under which whoever is meant may be filed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reencuentro.linkage.columns import _numbers as numbers_of
from reencuentro.linkage.keys import _filed as filed
from reencuentro.linkage.keys import stable
from reencuentro.linkage.lookup.hearing import Hearing
from reencuentro.linkage.lookup.overlay import AskedWords
from reencuentro.linkage.lookup.spellings import Spellings
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.names import Lexicon, Name, name_of, split_name
from reencuentro.linkage.naming import Leanings
from reencuentro.linkage.rows import Places
from reencuentro.linkage.spelling import fold, sound
from reencuentro.linkage.words import Hashes, Words


class LeaningWords(Lexicon):
    """Which of the known words lean to given names, as counted when the index was made."""

    def __init__(self, words: Words, leanings: Leanings) -> None:
        super().__init__()
        self._words, self._leanings = words, leanings

    def leaning(self, word: str) -> float:
        """As of a lexicon; 0 for a word never seen."""
        number = self._words.number.get(word, 0)
        return float(self._leanings.values[number]) if number else 0.0


@dataclass(frozen=True)
class Asked:
    """A mention, taken apart.

    relatives: names by what they are to the subject. words: those of all these names that are compared.
    """

    mention: Mention
    name: Name
    relatives: Mapping[Relation, tuple[Name, ...]]
    words: AskedWords

    @classmethod
    def of(cls, mention: Mention, lexicon: Lexicon, spellings: Spellings) -> "Asked":
        """Take the mention apart as all records were."""
        name = name_of(mention, lexicon)
        relatives: dict[Relation, tuple[Name, ...]] = {}
        for one in mention.relatives:
            if one.name:
                relatives[one.relation] = (*relatives.get(one.relation, ()), split_name(one.name, lexicon))
        names = (name, *(other for others in relatives.values() for other in others))
        return cls(mention, name, relatives, AskedWords(spellings, names))


def keys_asked(asked: Asked, hearing: Hearing) -> Hashes:
    """The keys, in no order, some of them more than once."""
    return np.concatenate([np.empty(0, np.uint64), *_Asking(asked, hearing).filed()])


@dataclass(frozen=True)
class _Asking:
    asked: Asked
    hearing: Hearing

    def filed(self) -> Iterator[Hashes]:
        yield from self._by_name()
        yield from self._by_birth()
        yield from self._by_number()
        yield from self._by_what_is_shared()
        yield from self._by_relatives()

    def _by_name(self) -> Iterator[Hashes]:
        yield _together("name", self._given, self._surnames)
        first, second = (self.hearing.surnames(surname, self.asked.words) for surname in self._each_surname)
        initials = self.hearing.initials(self.asked.name.given[:1], self.asked.words)
        one, other = np.repeat(first, len(second)), np.tile(second, len(first))
        yield _together("surnames", (np.minimum(one, other), np.maximum(one, other)), initials)
        yield _together("fused", stable([sound("".join(self.asked.name.surnames[:2]))]), initials)

    def _by_birth(self) -> Iterator[Hashes]:
        birth, name = self.asked.mention.birth, self.asked.name
        if birth and birth.month and birth.day and (birth.month, birth.day) != (1, 1):
            low, high = sorted((birth.month, birth.day))
            beginnings = self.hearing.beginnings((*name.given[:2], *name.surnames[:2]), self.asked.words)
            yield _together("beginning born", beginnings, *(np.array([part]) for part in (birth.year, low, high)))

    def _by_number(self) -> Iterator[Hashes]:
        yield _together("number", stable(numbers_of(self.asked.mention)))

    def _by_what_is_shared(self) -> Iterator[Hashes]:
        mention = self.asked.mention
        town = stable([fold(mention.municipality)])
        for kind, shared in (
            ("phone", stable(mention.phones)), ("unit", stable([fold(mention.family_unit)])), ("town", town)
        ):  # fmt: skip
            yield _together(kind, shared, self._given)
        yield _together("town surname", town, self._surnames)

    def _by_relatives(self) -> Iterator[Hashes]:
        hearing, words = self.hearing, self.asked.words
        own = hearing.surnames(self.asked.name.given[:2], words)
        for relation, kind in _KINDS.items():
            for name in self.asked.relatives.get(relation, ()):
                theirs, surnames = hearing.surnames(name.given[:1], words), hearing.surnames(name.surnames[:2], words)
                yield _together(kind, own, theirs, surnames)

    @cached_property
    def _given(self) -> Places:
        return self.hearing.given(self.asked.name.given[:2], self.asked.words)

    @cached_property
    def _surnames(self) -> Places:
        return self.hearing.surnames([word for words in self._each_surname for word in words], self.asked.words)

    @cached_property
    def _each_surname(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the first surname may be, and the second: one word may be two written together."""
        surnames = self.asked.name.surnames
        apart = self.asked.words.apart(surnames[0]) if len(surnames) == 1 else ()
        return (*surnames[:1], *(one for one, _ in apart)), (*surnames[1:2], *(other for _, other in apart))


_KINDS = {Relation.MOTHER: "mother", Relation.FATHER: "father", Relation.CHILD: "child"}


def _together(kind: str, *parts: Places | tuple[Places, Places]) -> Hashes:
    """Keys of every choice of one of each part; a pair of parts is chosen as one."""
    columns: list[Places] = []
    for part in parts:
        several = part if isinstance(part, tuple) else (part,)
        if not len(several[0]):
            return np.empty(0, np.uint64)
        times, size = len(several[0]), len(columns[0]) if columns else 1
        columns = [np.repeat(column, times) for column in columns] + [np.tile(column, size) for column in several]
    return filed(kind, *columns)[0]

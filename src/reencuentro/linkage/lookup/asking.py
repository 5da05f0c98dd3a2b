"""What a mention asks for: its names taken apart, and every key under which whoever is meant may be filed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np

from reencuentro.linkage.columns import _numbers as numbers_of
from reencuentro.linkage.keys import _filed as filed
from reencuentro.linkage.keys import stable
from reencuentro.linkage.lookup.filing import BEGINNING
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.names import Lexicon, Name, name_of, split_name
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import fold
from reencuentro.linkage.words import Hashes

Heard = Sequence[str]
"""How a word may have been meant to sound, likeliest first: as written, then as what it may be a slip of."""
Hearing = Mapping[str, Heard]
"""How each word of a question may sound."""
Parts = Sequence[tuple[int, ...]]
"""What keys are made of, one tuple a key."""


@dataclass(frozen=True)
class Asked:
    """A mention, taken apart. relatives: names by what they are to the subject."""

    mention: Mention
    name: Name
    relatives: Mapping[Relation, tuple[Name, ...]]

    @classmethod
    def of(cls, mention: Mention, lexicon: Lexicon) -> "Asked":
        """lexicon: which words lean to given names, where the mention doesn't say where they end."""
        relatives: dict[Relation, tuple[Name, ...]] = {}
        for one in mention.relatives:
            if one.name:
                relatives[one.relation] = (*relatives.get(one.relation, ()), split_name(one.name, lexicon))
        return cls(mention, name_of(mention, lexicon), relatives)

    @property
    def names(self) -> tuple[Name, ...]:
        """All names: the subject's own, then its relatives'."""
        return (self.name, *(name for names in self.relatives.values() for name in names))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Keys to look under, and for each the number of the question that it answers, from 0.

    A word that may be spelt in many ways makes one question of all of them: an answer tells as little as they are
    common together, however rare a single misspelling is.
    """

    keys: Hashes
    question: Ints

    @classmethod
    def of(cls, kind: str, questions: Iterable[Parts]) -> "Wanted":
        """Keys of one kind: for each question the parts of every key that answers it."""
        asked = [parts for parts in questions if parts]
        if not asked:
            return cls(np.empty(0, np.uint64), np.empty(0, np.int32))
        columns = np.array([part for parts in asked for part in parts], np.int64).T
        question = np.repeat(np.arange(len(asked), dtype=np.int32), [len(parts) for parts in asked])
        return cls(filed(kind, *columns)[0], question[(columns > 0).all(axis=0)])

    @classmethod
    def together(cls, several: Iterable["Wanted"]) -> "Wanted":
        """All of them, each question by a number of its own."""
        some = [one for one in several if len(one.keys)]
        first = np.cumsum([0, *(int(one.question[-1]) + 1 for one in some)])
        return cls(
            np.concatenate([np.empty(0, np.uint64), *(one.keys for one in some)]),
            np.concatenate([np.empty(0, np.int32), *(one.question + at for one, at in zip(some, first, strict=False))]),
        )

    def telling(self, counts: Places, records: int) -> Places:
        """How much an answer to its question tells, in 256ths of a bit, for each key; counts: of its records."""
        total = np.bincount(self.question, counts)[self.question] if len(self.question) else counts
        return (256 * np.log2(1 + records / np.maximum(total, 1))).astype(np.int64)


def keys_of_person(asked: Asked, hearing: Hearing) -> Wanted:
    """The keys under which records of the same person may be filed."""
    return _Asking(asked, hearing).keys()


def keys_of_name(name: Name, hearing: Hearing) -> Wanted:
    """The keys under which records of somebody of this name may be filed."""
    heard = _heard(name, hearing)
    return Wanted.together((Wanted.of("two", _twos(heard)), Wanted.of("three", _threes(heard))))


def keys_of_claimed(name: Name, kind: str, hearing: Hearing) -> Wanted:
    """The keys under which records are filed that claim somebody of this name; kind: mother, father or child."""
    return Wanted.of(kind, _twos(_heard(name, hearing)))


def keys_of_relative(asked: Asked, relation: Relation, hearing: Hearing) -> Wanted:
    """The keys under which a mother, father, child or sibling of the one asked for may be filed.

    By the name that is given; by whom they claim in their turn; by a parent whom both name; in the same town by what is
    known of their name, or by the surname that custom hands on; by phone and family unit.
    """
    named = [name for said in _NAMING[relation] for name in asked.relatives.get(said, ())]
    claimed = [keys_of_claimed(asked.name, kind, hearing) for kind in _CLAIMED_AS[relation]]
    if relation is Relation.SIBLING:
        parents = ((kind, name) for said, kind in KINDS.items() if said is not Relation.CHILD
                   for name in asked.relatives.get(said, ()))  # fmt: skip
        claimed += [keys_of_claimed(name, kind, hearing) for kind, name in parents]
    asking = _Asking(asked, hearing)
    homes = [Wanted.of("town", asking.at_home(name)) for name in (*named, Name((), asked.name.surnames))]
    return Wanted.together([*(keys_of_name(name, hearing) for name in named), *claimed, *homes, *asking.shared()])


_NAMING: Mapping[Relation, Sequence[Relation]] = {
    Relation.MOTHER: (Relation.MOTHER, Relation.PARENT),
    Relation.FATHER: (Relation.FATHER, Relation.PARENT),
    Relation.CHILD: (Relation.CHILD,),
    Relation.SIBLING: (Relation.SIBLING,),
}
"""What the one asked for may call such a relative."""
_CLAIMED_AS: Mapping[Relation, Sequence[str]] = {
    Relation.MOTHER: ("child",),
    Relation.FATHER: ("child",),
    Relation.CHILD: ("mother", "father"),
    Relation.SIBLING: (),
}
"""What such a relative may have claimed the one asked for to be."""


def _heard(name: Name, hearing: Hearing) -> list[list[int]]:
    """For each word of a name that keys are made of, under which sounds it may be filed, as written first."""
    return [stable(hearing[word]).tolist() for word in (*name.given[:2], *name.surnames[:2])]


def _twos(heard: Sequence[Sequence[int]]) -> Iterator[Parts]:
    """Of two words both may be common misspellings, or one a rare one; as written they are a question apart."""
    for one, other in combinations(heard, 2):
        pairs = chain(
            product(one[:BOTH_MEANT], other[:BOTH_MEANT]),
            product(one[BOTH_MEANT:], other[:1]),
            product(one[:1], other[BOTH_MEANT:]),
        )
        written, *meant = [(min(pair), max(pair)) for pair in pairs]
        yield from ([written], meant)


BOTH_MEANT = 4
"""Sounds of each of two words that are looked under in every combination; of the others one at a time."""


def _threes(heard: Sequence[Sequence[int]]) -> Iterator[Parts]:
    """Of three words one at most is misspelt."""
    for three in combinations(heard, 3):
        written = [one[0] for one in three]
        yield [tuple(sorted(written))]
        yield [
            tuple(sorted((*written[:place], sound, *written[place + 1 :])))
            for place, sounds in enumerate(three)
            for sound in sounds[1:]
        ]


@dataclass(frozen=True)
class _Asking:
    asked: Asked
    hearing: Hearing

    def keys(self) -> Wanted:
        return Wanted.together(
            (
                keys_of_name(self.asked.name, self.hearing),
                Wanted.of("born", self._born()),
                Wanted.of("town", self.at_home(self.asked.name)),
                Wanted.of("number", _each(numbers_of(self.asked.mention))),
                *self.shared(),
                *self._related(),
            )
        )

    def _born(self) -> Iterator[Parts]:
        birth = self.asked.mention.birth
        if birth and birth.month and birth.day and (birth.month, birth.day) != (1, 1):
            low, high = sorted((birth.month, birth.day))
            begun = {sound[:BEGINNING] for word in self._words for sound in self.hearing[word]}
            yield [(beginning, birth.year, low, high) for beginning in stable(sorted(begun)).tolist()]

    def at_home(self, name: Name) -> Iterator[Parts]:
        """Town and word, for somebody of this name who comes from where the one asked for does."""
        town = stable([fold(self.asked.mention.municipality)]).tolist()
        for sounds in _heard(name, self.hearing):
            yield from (list(product(town, sounds[:1])), list(product(town, sounds[1:])))

    def shared(self) -> Iterator[Wanted]:
        """What families share."""
        yield Wanted.of("phone", _each(self.asked.mention.phones))
        yield Wanted.of("unit", _each([fold(self.asked.mention.family_unit)]))

    def _related(self) -> Iterator[Wanted]:
        """Others who name the same mother, father or child."""
        for relation, kind in KINDS.items():
            for name in self.asked.relatives.get(relation, ()):
                yield keys_of_claimed(name, kind, self.hearing)

    @property
    def _words(self) -> tuple[str, ...]:
        return (*self.asked.name.given[:2], *self.asked.name.surnames[:2])


def _each(values: Iterable[str]) -> Iterator[Parts]:
    return ([(value,)] for value in stable(values).tolist())


KINDS = {Relation.MOTHER: "mother", Relation.FATHER: "father", Relation.CHILD: "child"}
"""The kinds of keys under which it is filed whom a record names."""

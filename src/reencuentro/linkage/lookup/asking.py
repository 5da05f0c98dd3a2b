"""What a mention asks for: its names taken apart, and every key under which whoever is meant may be filed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np

from reencuentro.linkage.columns import _numbers as numbers_of
from reencuentro.linkage.keys import _filed as filed
from reencuentro.linkage.keys import stable
from reencuentro.linkage.lookup.filing import BEGINNING
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.names import Lexicon, Name, name_of, split_name
from reencuentro.linkage.spelling import fold
from reencuentro.linkage.words import Hashes

Heard = Sequence[str]
"""How a word may have been meant to sound, likeliest first: as written, then as what it may be a slip of."""
Hearing = Mapping[str, Heard]
"""How each word of a question may sound."""


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


def keys_of_person(asked: Asked, hearing: Hearing) -> Hashes:
    """The keys under which records of the same person may be filed."""
    return _Asking(asked, hearing).keys()


def keys_of_name(name: Name, hearing: Hearing) -> Hashes:
    """The keys under which records of somebody of this name may be filed."""
    heard = _heard(name, hearing)
    return np.concatenate([_keys("two", _twos(heard)), _keys("three", _threes(heard))])


def keys_of_claimed(name: Name, kind: str, hearing: Hearing) -> Hashes:
    """The keys under which records are filed that claim somebody of this name; kind: mother, father or child."""
    return _keys(kind, _twos(_heard(name, hearing)))


Parts = Sequence[tuple[int, ...]]


def _heard(name: Name, hearing: Hearing) -> list[list[int]]:
    """For each word of a name that keys are made of, under which sounds it may be filed, as written first."""
    return [stable(hearing[word]).tolist() for word in (*name.given[:2], *name.surnames[:2])]


def _twos(heard: Sequence[Sequence[int]]) -> Parts:
    return [
        (min(pair), max(pair)) for one, other in combinations(heard, 2) for pair in product(one, other)
    ]  # fmt: skip


def _threes(heard: Sequence[Sequence[int]]) -> Parts:
    """Of three words one at most is misspelt."""
    found = []
    for three in combinations(heard, 3):
        written = [one[0] for one in three]
        for place, sounds in enumerate(three):
            found += [tuple(sorted((*written[:place], sound, *written[place + 1 :]))) for sound in sounds]
    return found


def _keys(kind: str, parts: Parts) -> Hashes:
    if not parts:
        return np.empty(0, np.uint64)
    return filed(kind, *np.array(parts, np.int64).T)[0]


@dataclass(frozen=True)
class _Asking:
    asked: Asked
    hearing: Hearing

    def keys(self) -> Hashes:
        found = (
            keys_of_name(self.asked.name, self.hearing),
            _keys("born", self._born()),
            _keys("town", self._at_home()),
            *self._numbered(),
            *self._related(),
        )
        return np.concatenate(found)

    def _born(self) -> Parts:
        birth = self.asked.mention.birth
        if not (birth and birth.month and birth.day) or (birth.month, birth.day) == (1, 1):
            return ()
        low, high = sorted((birth.month, birth.day))
        begun = {sound[:BEGINNING] for word in self._words for sound in self.hearing[word]}
        return [(beginning, birth.year, low, high) for beginning in stable(sorted(begun)).tolist()]

    def _at_home(self) -> Parts:
        town = fold(self.asked.mention.municipality)
        if not town:
            return ()
        return list(product(stable([town]).tolist(), (sound for one in self._sounds for sound in one)))

    def _numbered(self) -> Iterator[Hashes]:
        mention = self.asked.mention
        for kind, values in (
            ("number", numbers_of(mention)), ("phone", mention.phones), ("unit", [fold(mention.family_unit)])
        ):  # fmt: skip
            yield _keys(kind, [(value,) for value in stable(values).tolist() if value])

    def _related(self) -> Iterator[Hashes]:
        """Others who name the same mother, father or child."""
        for relation, kind in KINDS.items():
            for name in self.asked.relatives.get(relation, ()):
                yield keys_of_claimed(name, kind, self.hearing)

    @property
    def _words(self) -> tuple[str, ...]:
        return (*self.asked.name.given[:2], *self.asked.name.surnames[:2])

    @cached_property
    def _sounds(self) -> list[list[int]]:
        return _heard(self.asked.name, self.hearing)


KINDS = {Relation.MOTHER: "mother", Relation.FATHER: "father", Relation.CHILD: "child"}
"""The kinds of keys under which it is filed whom a record names."""

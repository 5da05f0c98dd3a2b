"""The keys under which a record is filed to be looked up, now or years later: the same whatever stands beside it.

They are made as the keys for matching are, of stable hashes of how words sound, towns and days. But those may depend on
what else is listed (where given names end, which spelling is the usual one); what is kept must not. So any two and any
three words of a name make a key, whatever their order, and it is the question that is spelt in every way, not the
record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.keys import _filed as filed
from reencuentro.linkage.keys import stable
from reencuentro.linkage.naming import Names
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.words import Hashes

Filed = tuple[Hashes, Ints]
"""Keys, and the records filed under them."""

VERSION = 1
"""Raised whenever keys are made another way, so that what was filed before is filed anew."""
BEGINNING = 3
"""Letters of a sound that are enough beside a day of birth."""
CLAIMED = {"mother": "mother", "father": "father", "children": "child"}
"""Columns of relatives, and the kinds of keys of their names."""


def keys_filed(columns: Columns) -> Iterator[Filed]:
    """Every key of every record, kind by kind; about a dozen a record, some twice."""
    return _Records(columns).filed()


@dataclass(frozen=True)
class _Records:
    columns: Columns

    def filed(self) -> Iterator[Filed]:
        sounds = self._sounds(self.columns.names)
        yield from _by_words("two", "three", sounds)
        yield from self._by_birth()
        yield from self._by_town(sounds)
        yield from self._by_number()
        yield from self._by_relatives()

    def _by_birth(self) -> Iterator[Filed]:
        columns = self.columns
        real = (columns.month > 0) & (columns.day > 0) & ~((columns.month == 1) & (columns.day == 1))
        low, high = (np.where(real, side(columns.month, columns.day), 0) for side in (np.minimum, np.maximum))
        beginnings = stable(sound[:BEGINNING] for sound in columns.words.sounds)
        for word in (columns.names.first_given[:, 0], *columns.names.both_surnames.T):
            yield _of(filed("born", beginnings[word], columns.year, low, high))

    def _by_town(self, sounds: Places) -> Iterator[Filed]:
        town = stable(self.columns.municipalities)[self.columns.municipality]
        return (_of(filed("town", town, sounds[:, place])) for place in (0, 2))

    def _by_number(self) -> Iterator[Filed]:
        columns = self.columns
        numbers, phones = stable(columns.identifier_values), stable(columns.phone_numbers)
        yield from (_of(filed("number", numbers[code])) for code in columns.identifiers.padded.T)
        yield from (_of(filed("phone", phones[code])) for code in columns.phones.padded.T)
        yield _of(filed("unit", stable(columns.family_units)[columns.family_unit]))

    def _by_relatives(self) -> Iterator[Filed]:
        """Whom a record names is found by it, so that a mother is found by the children whom she claims."""
        columns = self.columns
        sounds = self._sounds(columns.relative_names)
        for name, kind in CLAIMED.items():
            column = getattr(columns, name)
            for codes in column.padded.T if name == "children" else (column,):
                named = np.flatnonzero(codes).astype(np.int32)
                given, _, *surnames = sounds[codes[named]].T
                pairs = [(given, surname) for surname in surnames]
                if kind == CLAIMED["children"]:
                    pairs.append(
                        (surnames[0], surnames[1])
                    )  # brothers and sisters are claimed by the same two surnames
                for one, other in pairs:
                    yield _of(filed(kind, np.minimum(one, other), np.maximum(one, other), of=named))

    def _sounds(self, names: Names) -> Places:
        """How the first two given names and the two surnames sound, shape (names, 4); 0 where there are fewer."""
        return self._heard[np.column_stack([names.first_given, names.both_surnames])]

    @cached_property
    def _heard(self) -> Places:
        return stable(self.columns.words.sounds)


def _by_words(two: str, three: str, sounds: Places) -> Iterator[Filed]:
    for kind, many in ((two, 2), (three, 3)):
        for some in combinations(range(sounds.shape[1]), many):
            yield _of(filed(kind, *np.sort(sounds[:, some], axis=1).T))


def _of(one: tuple[Hashes, Ints, int]) -> Filed:
    return one[0], one[1]

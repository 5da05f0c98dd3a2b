"""Files what records say under the keys by which they are looked up, and takes it out again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.lookup.few import uses_of
from reencuentro.linkage.lookup.filing import keys_filed
from reencuentro.linkage.lookup.spellings import marks_heard, marks_meant
from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.spelling import LONGEST_WORD, sound
from reencuentro.records.loading import load_rows
from reencuentro.records.search import SearchKey, SearchWord

Said = Mapping[int, Mention]
"""What records say, by their numbers."""
Filed = NDArray[np.int64]
"""Keys and the numbers of the records filed under them, shape (n, 2)."""

AT_ONCE = 4_000_000
"""Keys that are gathered before they are written, in their order: one by one each would be a trip to the disk."""
CHUNK = 50_000


class Cabinet:
    """Takes records in and out; what it takes in is written when it is full, and when it is closed."""

    def __init__(self) -> None:
        self._added: list[Filed] = []
        self._borne: Counter[tuple[str, int]] = Counter()

    def file(self, before: Said, after: Said) -> None:
        """From now on the records are found by what they say after, no longer by what they said before.

        A record may be in either or in both.
        """
        old, new = (columns_of(list(said.values())) for said in (before, after))
        old_keys, new_keys = _keys(old, before), _keys(new, after)
        if len(old_keys):
            kept = {tuple(pair) for pair in new_keys.tolist()}
            gone = {tuple(pair) for pair in old_keys.tolist()}
            _delete(sorted(gone - kept))
            new_keys = np.array(sorted(kept - gone), np.int64).reshape(-1, 2)
        self._added.append(new_keys)
        self._count(old, -1)
        self._count(new, 1)
        if sum(map(len, self._added)) > AT_ONCE:
            self._write_keys()

    def close(self) -> None:
        """Write what is left."""
        self._write_keys()
        self._write_words()

    def _count(self, columns: Columns, one: int) -> None:
        for word, uses in uses_of(columns).items():
            if len(word) <= LONGEST_WORD:
                for place, times in enumerate(uses):
                    self._borne[word, place] += one * times

    def _write_keys(self) -> None:
        added = np.concatenate([np.empty((0, 2), np.int64), *self._added])
        self._added = []
        added = added[np.lexsort(added.T[::-1])]
        differs = np.ones(len(added), np.bool_)
        differs[1:] = (added[1:] != added[:-1]).any(axis=1)
        added = added[differs]
        _take_room()
        for start in range(0, len(added), CHUNK):
            load_rows(SearchKey, ("key", "record"), map(tuple, added[start : start + CHUNK].tolist()))

    def _write_words(self) -> None:
        """How often each word is borne; and of words never met how they sound, so that what is like them finds them."""
        words = sorted({word for (word, _), times in self._borne.items() if times})
        for start in range(0, len(words), CHUNK):
            some = words[start : start + CHUNK]
            known = frozenset(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
            _add_up([(word, *(self._borne[word, place] for place in range(4))) for word in some])
            _learn_sounds(word for word in some if word not in known)


def _keys(columns: Columns, said: Said) -> Filed:
    numbers = np.fromiter(said, np.int64, len(said))
    filed = [np.column_stack([key.view(np.int64), numbers[record]]) for key, record in keys_filed(columns)]
    return np.concatenate([np.empty((0, 2), np.int64), *filed])


def _take_room() -> None:
    """SQLite's two megabytes of memory would make it read the same pages of a large index over and over."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -131072")


def _delete(filed: Sequence[tuple[int, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM records_searchkey WHERE key = %s AND record = %s", filed)


def _add_up(rows: Sequence[tuple[str | int, ...]]) -> None:
    if connection.vendor == "postgresql":
        _add_up_behind_the_wall(rows)
        return
    names = ("first_given", "second_given", "first_surname", "second_surname")
    added = ", ".join(f"{name} = records_searchword.{name} + excluded.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO records_searchword (word, {', '.join(names)}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608 own names
            f" ON CONFLICT (word) DO UPDATE SET {added}",
            rows,
        )


def _add_up_behind_the_wall(rows: Sequence[tuple[str | int, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT second_wall.bear(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])",
            [list(column) for column in zip(*rows, strict=True)] or [[]] * 5,
        )


def _learn_sounds(words: Iterable[str]) -> None:
    rows = {(mark, sound(word)) for word in words for mark in marks_heard(word) | marks_meant(word)}
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO records_searchsound (mark, sound) VALUES (%s, %s) ON CONFLICT DO NOTHING", sorted(rows)
        )

"""Files what records say under the keys by which they are looked up, and takes it out again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection

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
Filed = tuple[int, int]
"""A key, and the number of a record."""


def file_records(before: Said, after: Said) -> None:
    """From now on the records are found by what they say after, no longer by what they said before.

    A record may be in either or in both.
    """
    old, new = columns_of(list(before.values())), columns_of(list(after.values()))
    old_keys, new_keys = _keys(old, before), _keys(new, after)
    _delete(sorted(old_keys - new_keys))
    load_rows(SearchKey, ("key", "record"), sorted(new_keys - old_keys))
    _count(old, new)


def _keys(columns: Columns, said: Said) -> set[Filed]:
    numbers = np.fromiter(said, np.int64, len(said))
    return {
        filed
        for key, record in keys_filed(columns)
        for filed in zip(key.view(np.int64).tolist(), numbers[record].tolist(), strict=True)
    }


def _delete(filed: Sequence[Filed]) -> None:
    if filed:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM records_searchkey WHERE key = %s AND record = %s", filed)


def _count(old: Columns, new: Columns) -> None:
    """How often each word is borne; and of words never met how they sound, so that what is like them finds them."""
    change: Counter[tuple[str, int]] = Counter()
    for columns, one in ((old, -1), (new, 1)):
        for word, uses in uses_of(columns).items():
            for place, times in enumerate(uses):
                change[word, place] += one * times
    changed = sorted({word for (word, _), times in change.items() if times and len(word) <= LONGEST_WORD})
    known = _known(changed)
    rows = [(word, *(change[word, place] for place in range(4))) for word in changed]
    _upsert(rows)
    _learn_sounds([word for word in changed if word not in known])


def _known(words: Sequence[str]) -> frozenset[str]:
    return frozenset(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))


def _upsert(rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    names = ("first_given", "second_given", "first_surname", "second_surname")
    added = ", ".join(f"{name} = records_searchword.{name} + excluded.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO records_searchword (word, {', '.join(names)}) VALUES (%s, %s, %s, %s, %s)"  # noqa: S608 own names
            f" ON CONFLICT (word) DO UPDATE SET {added}",
            rows,
        )


def _learn_sounds(words: Iterable[str]) -> None:
    rows = {(mark, sound(word)) for word in words for mark in marks_heard(word) | marks_meant(word)}
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO records_searchsound (mark, sound) VALUES (%s, %s) ON CONFLICT DO NOTHING", sorted(rows)
            )

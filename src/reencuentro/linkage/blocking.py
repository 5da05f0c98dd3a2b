"""Which pairs of records are worth comparing: those that share a key, of many keys that each survive some errors."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.keys import RECORD_BITS, Keys, file_records, keys_of
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.words import Hashes, distinct

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AS_LARGE_AT_LAST = 4  # times as many records may a block hold that nothing splits any more, in STEPS too

# The same text runs on any engine that takes SQL. `keys` has one row a record and key, and how many records may share
# the key; a larger block is split by year of birth, then by place, never dropped whole. `years` has the years a record
# may be of, one a row; `places` the place that splits what the year doesn't. A pair is formed in the coarsest block
# that is small enough, and may come from several.
STEPS: tuple[tuple[str, str], ...] = (
    ("counted", "SELECT key, count(*) AS size, max(largest) AS largest FROM keys GROUP BY key"),
    ("coarse", "SELECT k.key, record FROM keys k JOIN counted c ON k.key = c.key WHERE size BETWEEN 2 AND c.largest"),
    (
        "dated",
        "SELECT k.key, year, k.record, c.largest FROM keys k JOIN counted c ON k.key = c.key"
        " JOIN years y ON k.record = y.record WHERE size > c.largest",
    ),
    ("dated_counted", "SELECT key, year, count(*) AS size FROM dated GROUP BY key, year"),
    (
        "fine",
        "SELECT d.key, d.year, record FROM dated d JOIN dated_counted c ON d.key = c.key AND d.year = c.year"
        " WHERE size BETWEEN 2 AND largest",
    ),
    (
        "placed",
        "SELECT d.key, d.year, place, d.record, largest FROM dated d"
        " JOIN dated_counted c ON d.key = c.key AND d.year = c.year JOIN places p ON d.record = p.record"
        " WHERE size > largest",
    ),
    ("placed_counted", "SELECT key, year, place, count(*) AS size FROM placed GROUP BY key, year, place"),
    (
        "finest",
        "SELECT p.key, p.year, p.place, record FROM placed p"
        " JOIN placed_counted c ON p.key = c.key AND p.year = c.year AND p.place = c.place"
        " WHERE size BETWEEN 2 AND 4 * largest",
    ),
)
PAIRS = """
SELECT a.record AS l, b.record AS r FROM coarse a JOIN coarse b ON a.key = b.key AND a.record < b.record
UNION ALL
SELECT a.record, b.record FROM fine a JOIN fine b ON a.key = b.key AND a.year = b.year AND a.record < b.record
UNION ALL
SELECT a.record, b.record FROM finest a JOIN finest b
    ON a.key = b.key AND a.year = b.year AND a.place = b.place AND a.record < b.record
"""


def candidate_pairs(columns: Columns) -> tuple[Ints, Ints]:
    """Numbers of the records of every pair worth comparing, left < right, sorted.

    While they fit into memory several times, keys are sorted instead of joined, with the same outcome in a third of the
    time; beyond that DuckDB joins them, and spills to disk what doesn't fit.
    """
    filed = file_records(columns)
    if len(filed) > MOST_IN_MEMORY:
        return unpacked(pairs_by_joining(tables_of(columns, filed.part(0, 1))))
    year, place = years_and_places(columns)
    parts = 1 + len(filed) // _AT_ONCE
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        found = list(workers.map(lambda part: pairs_by_sorting(filed.part(part, parts), year, place), range(parts)))
        left, right = zip(*workers.map(unpacked, workers.map(distinct, _ranges(found))), strict=True)
    return np.concatenate(left), np.concatenate(right)


MOST_IN_MEMORY = 200_000_000
"""Rows of keys up to which they are sorted in memory: of some 20 million records, in 10 GiB."""
_AT_ONCE = 1 << 18
"""Rows of keys sorted at once: few enough for the processor's cache."""


def _ranges(found: list[Hashes]) -> Iterator[Hashes]:
    """All pairs of several sorted arrays, in as many ranges: those of a lower range first."""
    edges = max(found, key=len)[:: max(1, max(map(len, found)) // len(found))][1:]
    cuts = [[0, *np.searchsorted(pairs, edges).tolist(), len(pairs)] for pairs in found]
    for number in range(len(edges) + 1):
        yield np.concatenate([pairs[cut[number] : cut[number + 1]] for pairs, cut in zip(found, cuts, strict=True)])


def pairs_by_joining(tables: dict[str, pa.Table]) -> Hashes:
    """STEPS and PAIRS on DuckDB: every pair once, packed, sorted."""
    with _database() as database:
        for name, table in tables.items():
            database.register(name, table)
        for name, text in STEPS:
            database.execute(f"CREATE TEMP TABLE {name} AS {text}")
        found = database.execute(_PACKED).fetchnumpy()
    return distinct(np.asarray(found["pair"], np.uint64))


_PACKED = f"SELECT l::UBIGINT << 32 | r::UBIGINT AS pair FROM ({PAIRS})"  # noqa: S608 - both texts are written here


def pairs_by_sorting(keys: Keys, year: Places, place: Places) -> Hashes:
    """The same as STEPS and PAIRS: every pair once, packed, sorted.

    year: of each record the year it may be of, 0 where unknown, the year after being as good; place: what splits what
    the year doesn't.
    """
    coarse = _Blocks.of(keys.key, keys.record, lambda block, begin: keys.largest[begin])
    number, record = coarse.split(coarse.sizes > coarse.largest)
    dated = np.flatnonzero(year[record])
    number, record = np.tile(number[dated], 2), np.tile(record[dated], 2)
    years = year[record] + np.repeat([0, 1], len(dated))
    fine = _Blocks.of(*_sorted(number << _YEAR_BITS | years, record), lambda b, _: coarse.largest[b >> _YEAR_BITS])
    number, record = fine.split(fine.sizes > fine.largest)
    block = number << _PLACE_BITS | place[record]
    finest = _Blocks.of(
        *_sorted(block, record), lambda b, _: fine.largest[b >> _PLACE_BITS] * np.int16(_AS_LARGE_AT_LAST)
    )
    return distinct(np.concatenate([blocks.pairs() for blocks in (coarse, fine, finest)]))


_YEAR_BITS, _PLACE_BITS = 14, 16
_PLACES = 65_521  # a prime: places whose numbers are the same but for multiples of it share blocks


def _sorted(block: Places, record: Ints) -> tuple[Places, Ints]:
    """By block, then record. Sorted as one number, which is many times as fast as by two."""
    both = np.sort(block.astype(np.uint64) << np.uint64(RECORD_BITS) | record.astype(np.uint64))
    return (both >> np.uint64(RECORD_BITS)).astype(np.int64), (both & _RECORD).astype(np.int32)


_RECORD = np.uint64((1 << RECORD_BITS) - 1)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Records in blocks, one block after the other. begin, sizes, largest: one value a block."""

    record: Ints
    begin: Ints
    sizes: Ints
    largest: NDArray[np.int16]

    @classmethod
    def of(cls, block: Places, record: Ints, largest: Callable[[Places, Ints], NDArray[np.int16]]) -> "_Blocks":
        """From the block of each row, sorted, and what finds out how large blocks may be, by block and first row."""
        edges = np.ones(len(block), np.bool_)
        np.not_equal(block[1:], block[:-1], out=edges[1:])
        begin = np.flatnonzero(edges).astype(np.int32)
        return cls(record, begin, np.diff(begin, append=np.int32(len(block))), largest(block[begin], begin))

    def split(self, which: NDArray[np.bool_]) -> tuple[Places, Ints]:
        """The rows of some blocks: the number of the block, and the record."""
        chosen = np.flatnonzero(which).astype(np.int32)
        sizes = self.sizes[chosen]
        return np.repeat(chosen, sizes).astype(np.int64), self.record[_rows(self.begin[chosen], sizes)]

    def pairs(self) -> Hashes:
        """All pairs inside each block that is small enough, packed."""
        begin, sizes = (part[(self.sizes > 1) & (self.sizes <= self.largest)] for part in (self.begin, self.sizes))
        rows, after = _rows(begin, sizes), np.repeat(begin + sizes - 1, sizes)
        found, step = [np.empty(0, np.uint64)], 1
        while len(rows := rows[(near := rows + step <= after)]):
            after = after[near]
            low, high = self.record[rows].astype(np.uint64), self.record[rows + step].astype(np.uint64)
            low <<= np.uint64(32)
            low |= high
            found.append(low)
            step += 1
        return np.concatenate(found)


def _rows(begin: Ints, sizes: Ints) -> Ints:
    """The numbers of the rows of blocks that begin here and have so many."""
    rows = np.repeat(begin - (np.cumsum(sizes, dtype=np.int32) - sizes), sizes)
    rows += np.arange(len(rows), dtype=np.int32)
    return rows


def unpacked(pairs: Hashes) -> tuple[Ints, Ints]:
    """The two numbers of each packed pair."""
    return (pairs >> np.uint64(32)).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def tables_of(columns: Columns, keys: Keys | None = None) -> dict[str, pa.Table]:
    """What STEPS start from."""
    keys = keys or keys_of(columns)
    year, place = years_and_places(columns)
    dated = np.flatnonzero(year).astype(np.int32)
    year = year[dated]
    return {
        "keys": pa.table({"key": keys.key, "record": keys.record, "largest": keys.largest}),
        # Two years each: people whose years of birth are stated one apart still share one.
        "years": pa.table({"record": np.concatenate([dated, dated]), "year": np.concatenate([year, year + 1])}),
        "places": pa.table({"record": np.arange(len(columns), dtype=np.int32), "place": place}),
    }


def years_and_places(columns: Columns) -> tuple[Places, Places]:
    """Of each record the year of birth, 0 where unknown, and the number of the place that it comes from."""
    known = ~np.isnan(columns.born)
    year = np.zeros(len(columns), np.int64)
    year[known] = np.clip(columns.born[known], 1, (1 << _YEAR_BITS) - 2)
    town = columns.municipality.astype(np.int64) % _PLACES
    return year, np.where(columns.municipality > 0, town, _PLACES - 1 - columns.nationality % 1000)


@contextmanager
def _database() -> Iterator["DuckDBPyConnection"]:
    import duckdb  # noqa: PLC0415 - keys that fit into memory need none, and it takes a twentieth of a second to load

    with duckdb.connect(":memory:") as database:
        database.execute("SET preserve_insertion_order TO false")
        yield database

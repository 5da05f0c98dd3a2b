"""Which pairs of records are worth comparing: those that share a key, of many keys that each survive some errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from reencuentro.linkage.columns import Columns, Ints
from reencuentro.linkage.keys import keys_of
from reencuentro.linkage.names import Name
from reencuentro.linkage.nicknames import formal_names
from reencuentro.linkage.spelling import sound
from reencuentro.linkage.words import Hashes, distinct

Key = tuple[str | int, ...]
_AS_LARGE_AT_LAST = 4  # times as many records may a block hold that nothing splits any more

# The same text runs on any engine that takes SQL. `keys` has one row a record and key, and how many records may share
# the key; a larger block is split by year of birth, then by place, never dropped whole. `years` has the years a record
# may be of, one a row; `places` the place that splits what the year doesn't. A pair is formed in the coarsest block that
# is small enough, and may come from several.
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
        f" WHERE size BETWEEN 2 AND {_AS_LARGE_AT_LAST} * largest",
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
    """Numbers of the records of every pair worth comparing, left < right, sorted."""
    with _database() as database:
        for name, table in tables_of(columns).items():
            database.register(name, table)
        for name, text in STEPS:
            database.execute(f"CREATE TEMP TABLE {name} AS {text}")
        found = database.execute(f"SELECT l::UBIGINT << 32 | r::UBIGINT AS pair FROM ({PAIRS})").fetchnumpy()
    return unpacked(distinct(np.asarray(found["pair"], np.uint64)))


def unpacked(pairs: Hashes) -> tuple[Ints, Ints]:
    """The two numbers of each packed pair."""
    return (pairs >> np.uint64(32)).astype(np.int32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def tables_of(columns: Columns) -> dict[str, pa.Table]:
    """What STEPS start from."""
    keys = keys_of(columns)
    everyone = np.arange(len(columns), dtype=np.int32)
    dated = everyone[~np.isnan(columns.born)]
    year = columns.born[dated].astype(np.int32)
    place = np.where(columns.municipality > 0, columns.municipality, -columns.nationality)
    return {
        "keys": pa.table({"key": keys.key, "record": keys.record, "largest": keys.largest}),
        # Two years each: people whose years of birth are stated one apart still share one.
        "years": pa.table({"record": np.concatenate([dated, dated]), "year": np.concatenate([year, year + 1])}),
        "places": pa.table({"record": everyone, "place": place}),
    }


@contextmanager
def _database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as database:
        database.execute("SET preserve_insertion_order TO false")
        yield database


@lru_cache(maxsize=1 << 18)
def name_keys(name: Name) -> tuple[Key, ...]:
    """A given name with a surname, any of each: survives order, a missing part, and an error in the others."""
    given = heard(*name.given[:2])
    surnames = {sound(word) for word in name.surnames[:2]}
    keys: list[Key] = [("name", *sorted(pair)) for pair in product(given, surnames)]
    if len(name.surnames) >= 2:
        keys.append(("surnames", *sorted(surnames), min(given, default="")[:1]))
    if name.surnames:
        keys.append(("fused", "".join(name.surnames)[:9], *(word[:1] for word in name.given[:1])))
    return tuple(sorted(keys))


@lru_cache(maxsize=1 << 17)
def heard(*given: str) -> frozenset[str]:
    """Given names as heard, and all that they may be short for: "paco" is heard as paco and as francisco."""
    return frozenset(sound(name) for word in given for name in formal_names(word))

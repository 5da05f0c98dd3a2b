"""Which pairs of records are worth comparing: those that share a key, of many keys that each survive some errors."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from reencuentro.linkage.columns import Columns, Ints
from reencuentro.linkage.names import Name
from reencuentro.linkage.nicknames import formal_names
from reencuentro.linkage.spelling import sound

Key = tuple[str | int, ...]
LARGEST_BLOCK = 20
"""Records that may share one key; a larger block is split by year of birth, then by place, never dropped whole."""

# The same text runs on any engine that takes SQL. `keys` has one row a record and key: key, the finer keys that split a
# block which is too large, and the record. A pair is formed in the coarsest block that is small enough.
PAIRS_SQL = """
WITH coarse AS (
    SELECT key FROM keys GROUP BY key HAVING count(DISTINCT record) BETWEEN 2 AND {largest}
), fine AS (
    SELECT key, finer FROM keys
    WHERE finer <> 0 AND key NOT IN (SELECT key FROM coarse)
    GROUP BY key, finer HAVING count(DISTINCT record) BETWEEN 2 AND {largest}
), finest AS (
    SELECT key, finer, finest FROM keys
    WHERE finer <> 0 AND finest <> 0 AND key NOT IN (SELECT key FROM coarse)
      AND (key, finer) NOT IN (SELECT (key, finer) FROM fine)
    GROUP BY key, finer, finest HAVING count(DISTINCT record) BETWEEN 2 AND 8 * {largest}
), pairs AS (
    SELECT a.record AS l, b.record AS r FROM keys a JOIN coarse USING (key) JOIN keys b USING (key)
    WHERE a.record < b.record
    UNION
    SELECT a.record, b.record FROM keys a JOIN fine USING (key, finer) JOIN keys b USING (key, finer)
    WHERE a.record < b.record
    UNION
    SELECT a.record, b.record FROM keys a JOIN finest USING (key, finer, finest) JOIN keys b USING (key, finer, finest)
    WHERE a.record < b.record
)
SELECT l, r FROM pairs ORDER BY l, r
"""


def candidate_pairs(columns: Columns) -> tuple[Ints, Ints]:
    """Numbers of the records of every pair worth comparing, left < right, sorted."""
    keys = _keys_table(columns)
    with duckdb.connect(":memory:") as database:
        database.execute("SET threads TO 2")
        database.register("keys", keys)
        found = database.execute(PAIRS_SQL.format(largest=LARGEST_BLOCK)).fetchnumpy()
    return np.asarray(found["l"], np.int32), np.asarray(found["r"], np.int32)


def _keys_table(columns: Columns) -> pa.Table:
    codes: dict[Key, int] = {}
    rows: list[tuple[int, int, int, int]] = []
    for record in range(len(columns)):
        finers = _finer_keys(columns, record)
        finest = int(columns.department[record]) or int(columns.nationality[record])
        for key in dict.fromkeys(record_keys(columns, record)):
            code = codes.setdefault(key, len(codes) + 1)
            rows.extend((code, finer, finest, record) for finer in finers)
    table = np.array(rows, np.int64).reshape(-1, 4)
    return pa.table({name: table[:, i] for i, name in enumerate(("key", "finer", "finest", "record"))})


def _finer_keys(columns: Columns, record: int) -> tuple[int, ...]:
    """Two years each: people whose years of birth are stated one apart still share one."""
    born = columns.born[record]
    return (0,) if np.isnan(born) else (int(born), int(born) + 1)


def record_keys(columns: Columns, record: int) -> Iterator[Key]:
    """Every key of one record; two records that share any key are compared."""
    name = columns.names[record]
    yield from name_keys(name)
    yield from _birth_keys(columns, record, name)
    first = heard(*name.given[:1])
    for code in columns.identifiers.at(record):
        yield ("number", int(code))
    for code in columns.phones.at(record):
        yield from (("phone", int(code), given) for given in first)
    if unit := int(columns.family_unit[record]):
        yield from (("unit", unit, given) for given in first)
    for role, parent in (("mother", columns.mother[record]), ("father", columns.father[record])):
        yield from (
            ("parent", role, *key[1:], given) for key in name_keys(columns.relative_names[parent]) for given in first
        )
    for child in columns.children.at(record):
        yield from (("child", *key[1:], given) for key in name_keys(columns.relative_names[child]) for given in first)


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


def _birth_keys(columns: Columns, record: int, name: Name) -> Iterator[Key]:
    year, month, day = int(columns.year[record]), int(columns.month[record]), int(columns.day[record])
    if not day or (month, day) == (1, 1):
        return
    born = (year, *sorted((month, day)))
    for word in name.given[:2]:
        for given in heard(word):
            yield ("given born", given[:3], *born)
            yield ("given month day", given, *sorted((month, day)))
    for word in name.surnames[:2]:
        yield ("surname born", sound(word)[:4], *born)


@lru_cache(maxsize=1 << 17)
def heard(*given: str) -> frozenset[str]:
    """Given names as heard, and all that they may be short for: "paco" is heard as paco and as francisco."""
    return frozenset(sound(name) for word in given for name in formal_names(word))

"""SQLite's own text index looking up one person: `python -m bench.peers.sqlite_prefix PEOPLE QUESTIONS ANSWERS …`.

FTS5 over the names, with prefixes of three letters; a question asks for any two of its words by their beginnings and,
beside the year of birth, for any one. The thousands found are scored by rapidfuzz, token set ratio of the names, and
the day of birth; tuned by hand on people_100k for right answers among ten.
"""

import sqlite3
import sys
from itertools import combinations
from typing import Any

import pyarrow.parquet as pq
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import token_sort_ratio

from bench.peers.laps import Laps
from bench.peers.lookups import answer_each, pairs_of

MOST = 4_000  # rows that are scored
TEN = 10
NAMES = ("given", "surname1", "surname2")
BORN_WEIGHT = 40.0  # beside 100 for the names


def name_of(row: dict[str, Any]) -> str:
    """All names in a row, in the order in which they are told."""
    return " ".join(filter(None, (row[name] for name in NAMES)))


def matching(row: dict[str, Any]) -> str:
    """A question in the words of FTS5."""
    words = dict.fromkeys(f'"{word[:3]}"*' for word in name_of(row).replace('"', "").split())
    asked = [f"({one} AND {other})" for one, other in combinations(words, 2)]
    if row["dob"]:
        asked += [f"({one} AND y{row['dob'][:4]})" for one in words]
    return " OR ".join(asked or words)


def main() -> None:
    """Fill, ask."""
    people, *asked = sys.argv[1:]
    laps = Laps()
    database = sqlite3.connect(":memory:")
    with laps.lap("build"):
        database.execute("CREATE VIRTUAL TABLE people USING fts5(said, name UNINDEXED, born UNINDEXED, prefix='3')")
        for batch in pq.ParquetFile(people).iter_batches(50_000, columns=["rec_id", "dob", *NAMES]):
            rows = ((row["rec_id"], name_of(row), row["dob"] or "") for row in batch.to_pylist())
            database.executemany(
                "INSERT INTO people (rowid, said, name, born) VALUES (?, ?, ?, ?)",
                ((record, f"{name} y{born[:4]}", name, born) for record, name, born in rows),
            )
        database.commit()

    def ask(row: dict[str, Any]) -> list[str]:
        name, born = name_of(row), row["dob"] or ""
        query = "SELECT rowid, name, born FROM people WHERE people MATCH ? ORDER BY rank LIMIT ?"
        found = database.execute(query, (matching(row), MOST)).fetchall() if name else []
        score = {
            record: token_sort_ratio(name, other)
            + (BORN_WEIGHT * Levenshtein.normalized_similarity(born, day) if born and day else BORN_WEIGHT / 2)
            for record, other, day in found
        }
        return [str(record) for record in sorted(score, key=lambda one: (-score[one], one))[:TEN]]

    for questions, out in pairs_of(asked):
        rows = pq.read_table(questions).to_pylist()
        answer_each(out, {row["query_id"]: row for row in rows}, ask)
    laps.tell()


if __name__ == "__main__":
    main()

"""PostgreSQL's trigrams looking up one person at a time: `python -m bench.peers.trigrams PEOPLE QUESTIONS ANSWERS …`.

pg_trgm with a GIN index over the whole name, its usual threshold; those like enough are ranked by the likeness of the
names and of the days of birth. On a private server with its settings as they are installed.
"""

import sys
from typing import Any

import psycopg
import pyarrow.parquet as pq

from bench.peers.laps import Laps
from bench.peers.lookups import answer_each, pairs_of
from bench.peers.sqlite_prefix import NAMES, name_of
from tests.stored.servers import running_server

MADE = """
CREATE EXTENSION pg_trgm;
CREATE TABLE people (rec_id bigint PRIMARY KEY, name text NOT NULL, born text NOT NULL)
"""
INDEXED = "CREATE INDEX ON people USING gin (name gin_trgm_ops); ANALYZE people"
ASKED = """
SELECT rec_id FROM people WHERE name %% %(name)s
ORDER BY similarity(name, %(name)s) + 0.4 * CASE WHEN %(born)s = '' OR born = '' THEN 0.5
    ELSE similarity(born, %(born)s) END DESC, rec_id LIMIT 10
"""


def main() -> None:
    """Fill, ask."""
    people, *asked = sys.argv[1:]
    with (
        running_server() as server,
        server.new_database() as address,
        psycopg.connect(address, autocommit=True) as connection,
    ):
        laps = Laps()
        with laps.lap("build"):
            _fill(connection, people)

        def ask(row: dict[str, Any]) -> list[str]:
            told = {"name": name_of(row), "born": row["dob"] or ""}
            return [str(record) for (record,) in connection.execute(ASKED, told).fetchall()]

        for questions, out in pairs_of(asked):
            rows = pq.read_table(questions).to_pylist()
            answer_each(out, {row["query_id"]: row for row in rows}, ask)
        laps.tell()


def _fill(connection: psycopg.Connection[Any], people: str) -> None:
    connection.execute(MADE)
    with connection.cursor() as cursor, cursor.copy("COPY people FROM STDIN") as copy:
        for batch in pq.ParquetFile(people).iter_batches(50_000, columns=["rec_id", "dob", *NAMES]):
            for row in batch.to_pylist():
                copy.write_row((row["rec_id"], name_of(row), row["dob"] or ""))
    connection.execute(INDEXED)


if __name__ == "__main__":
    main()

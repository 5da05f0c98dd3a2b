# mypy: disable-error-code="import-not-found"
"""Splink looking up one person at a time: `python -m bench.peers.splink_lookup PEOPLE QUESTIONS ANSWERS.csv …`.

Trained on the people as in `splink_people`, with tables of term frequencies made beforehand; then each question becomes
a table of one row, blocked and scored against all people. That is Splink's own way to look up new records; its blocking
rules are wider than for a million records at once, since one question brings few pairs.
"""

import sys
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker, block_on

from bench.peers.laps import Laps
from bench.peers.lookups import answer_each, pairs_of
from bench.peers.splink_people import RECIPE
from bench.peers.splink_recipe import prepare, train

FREQUENT = ("given", "given1", "first", "second", "adm2")
LIMIT = 10
RULES = [
    block_on("dob"),
    block_on("sound_given", "sound"),
    block_on("first", "second"),
    block_on("sound", "second"),
    block_on("given1", "second"),
    block_on("given", "year"),
    block_on("first", "year"),
    block_on("given1", "adm2"),
    block_on("sound", "adm2"),
    "l.given1 = r.first and l.first = r.given1",
    "l.given1 = r.given1 and l.first = r.second",
    "l.given1 = r.given1 and l.second = r.first",
    "l.given2 = r.given1 and l.first = r.first",
    "l.given1 = r.given2 and l.first = r.first",
]
# A question's number becomes negative, so that it is no record's.
AS_PEOPLE = """
copy (select *, -1 - query_id as rec_id, null::varchar as nid from questions_file) to $1 (format parquet)
"""


def main() -> None:
    """Train, prepare both sides, ask."""
    people, *asked = sys.argv[1:]
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    laps = Laps()
    with laps.lap("build"):
        connection.execute(RECIPE.macros)
        prepare(RECIPE, connection, Path(people), "people")
        known = api.register("people")
        linker = Linker(known, RECIPE.settings, log_level="ERROR")
        train(RECIPE, linker)
        for column in FREQUENT:
            linker.table_management.compute_tf_table(column)

    def ask(question: int) -> list[str]:
        connection.table("questions").filter(f"unique_id = -1 - {question}").to_table("one")
        found = linker.inference.predict_between(
            known, api.register("one"), blocking_rules_to_generate_predictions=RULES
        )
        best = connection.table(found.physical_name).order("match_weight desc, unique_id_l, unique_id_r").limit(LIMIT)
        records = best.project("greatest(unique_id_l, unique_id_r)").fetchall()
        found.drop_table_from_database_and_remove_from_cache()
        connection.execute("drop table one")
        return [str(record) for (record,) in records]

    for questions, out in pairs_of(asked):
        with laps.lap("build"):
            numbers = _prepared(connection, questions, out.with_suffix(".parquet"))
        answer_each(out, {number: number for number in numbers}, ask)
    laps.tell()


def _prepared(connection: duckdb.DuckDBPyConnection, questions: Path, as_people: Path) -> list[int]:
    """The numbers of the questions, which stand as people in the table questions."""
    connection.execute("drop table if exists questions")
    connection.read_parquet(str(questions)).to_view("questions_file", replace=True)
    connection.execute(AS_PEOPLE, [str(as_people)])
    prepare(RECIPE, connection, as_people, "questions")
    return [number for (number,) in connection.execute("select query_id from questions_file order by 1").fetchall()]


if __name__ == "__main__":
    main()

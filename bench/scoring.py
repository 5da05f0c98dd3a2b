"""How right a table of clusters is: pairwise precision, recall and F1 against the truth.

    python -m bench.scoring TRUTH.parquet PEOPLE.csv

Two records are a pair where they lie in one cluster. Files are CSV or Parquet; a record that the clusters leave out
stands alone. A million records take about a second.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import duckdb

from reencuentro.rehearsal.measures import Score

RECORD = ("record_id", "rec_id", "unique_id")
ENTITY = ("entity_id", "person_id", "cluster")
CLUSTER = ("person_id", "cluster", "cluster_id")

COUNTS = """
with labelled as (
    select entity, coalesce('in ' || cluster, 'alone ' || record) as cluster from truth left join found using (record)
), cells as (select entity, cluster, count(*) as n from labelled group by all)
select (select coalesce(sum(n * (n - 1) // 2), 0)::bigint from cells),
       (select coalesce(sum(n * (n - 1) // 2), 0)::bigint from (select sum(n) as n from cells group by cluster)),
       (select coalesce(sum(n * (n - 1) // 2), 0)::bigint from (select sum(n) as n from cells group by entity))
"""
REFUSALS = {
    "records come twice in the truth": "select 1 from truth group by record having count(*) > 1",
    "records come twice in the clusters": "select 1 from found group by record having count(*) > 1",
    "records in the clusters are unknown to the truth": "select 1 from found anti join truth using (record)",
}


def pairwise(truth: Path, clusters: Path) -> Score:
    """Pairs of records put together against pairs that belong together.

    truth: record_id and entity_id (or person_id, cluster). clusters: record_id and person_id (or cluster).
    Raises ValueError where a column lacks, a record comes twice, or the clusters hold a record that the truth doesn't.
    """
    with duckdb.connect() as connection:
        read_groups(connection, truth, "entity", ENTITY).to_table("truth")
        read_groups(connection, clusters, "cluster", CLUSTER).to_table("found")
        for problem, query in REFUSALS.items():
            if count := len(connection.execute(query).fetchall()):
                raise ValueError(f"{count} {problem}")
        together, reported, expected = connection.execute(COUNTS).fetchone() or (0, 0, 0)
    return Score(together, reported, together, expected)


def read_groups(
    connection: duckdb.DuckDBPyConnection, path: Path, group: str, candidates: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """The file's records and their groups, as text: columns record and `group`, the latter the first of the candidates.

    Raises ValueError where there is no such column.
    """
    parquet = path.suffix == ".parquet"
    rows = connection.read_parquet(str(path)) if parquet else connection.read_csv(path, header=True, all_varchar=True)
    named = {"record": _first(rows.columns, RECORD, path), group: _first(rows.columns, candidates, path)}
    text = duckdb.sqltypes.VARCHAR
    return rows.select(*(duckdb.ColumnExpression(old).cast(text).alias(new) for new, old in named.items()))


def _first(columns: Sequence[str], candidates: Sequence[str], path: Path) -> str:
    found = next((name for name in candidates if name in columns), None)
    if found is None:
        raise ValueError(f"{path.name} has none of the columns {', '.join(candidates)}")
    return found


def told(score: Score) -> str:
    """Precision, recall and F1 in a line."""
    figures = {"precision": score.precision, "recall": score.recall, "F1": score.f1}
    return ", ".join(f"{name} {'–' if figure is None else f'{figure:.4f}'}" for name, figure in figures.items())


def main() -> None:
    """Score one file against another."""
    parser = argparse.ArgumentParser(description="Pairwise precision, recall and F1 of clusters.")
    parser.add_argument("truth", type=Path)
    parser.add_argument("clusters", type=Path)
    asked = parser.parse_args()
    print(told(pairwise(asked.truth, asked.clusters)))


if __name__ == "__main__":
    main()

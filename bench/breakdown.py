"""Where a tool loses: pairs that it found by kind of error and by name culture, on sets that we made and so know.

A pair of records of one person counts under every kind of error that either of the two got, and under `none` where
neither got any. Between cultures, precision counts the pairs that were put together; recall those that belong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from bench.scoring import CLUSTER, ENTITY, read_groups
from reencuentro.rehearsal.measures import Score

KNOWN = frozenset({"errors", "culture"})  # columns of a truth that this can be told of

JOINED = """
create table labelled as
select record, entity, coalesce('in ' || cluster, 'alone ' || record) as cluster,
    coalesce(errors, '') as errors, culture
from truth join read_parquet($1) as known on known.record_id::varchar = truth.record left join found using (record)
"""
BY_ERROR = """
with pairs as (
    select l.cluster = r.cluster as together,
        list_distinct(list_filter(string_split(l.errors || '|' || r.errors, '|'), lambda kind: kind <> '')) as kinds
    from labelled l join labelled r using (entity) where l.record < r.record
), told as (select together, unnest(case when len(kinds) = 0 then ['none'] else kinds end) as kind from pairs)
select kind, count(*) filter (together), count(*) from told group by kind order by count(*) desc, kind
"""
BY_CULTURE = """
with cells as (select culture, entity, cluster, count(*) as n from labelled group by all)
select culture,
    (select sum(n * (n - 1) // 2) from cells c where c.culture = each.culture),
    (select sum(n * (n - 1) // 2) from (
        select sum(n) as n from cells c where c.culture = each.culture group by cluster)),
    (select sum(n * (n - 1) // 2) from (
        select sum(n) as n from cells c where c.culture = each.culture group by entity))
from (select distinct culture from labelled) each order by 4 desc, 1
"""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """found: by kind of error, how many pairs were found of how many. cultures: a score each."""

    found: Mapping[str, tuple[int, int]]
    cultures: Mapping[str, Score]


def is_known(truth: Path) -> bool:
    """Whether a truth tells the errors and the culture of each record."""
    return set(pq.read_schema(truth).names) >= KNOWN


def broken_down(truth: Path, clusters: Path) -> Breakdown:
    """What was found by kind of error and by culture; the truth must be one that `is_known`."""
    with duckdb.connect() as connection:
        read_groups(connection, truth, "entity", ENTITY).to_table("truth")
        read_groups(connection, clusters, "cluster", CLUSTER).to_table("found")
        connection.execute(JOINED, [str(truth)])
        found = {kind: (together, count) for kind, together, count in connection.execute(BY_ERROR).fetchall()}
        cultures = {
            culture: Score(int(together), int(reported), int(together), int(expected))
            for culture, together, reported, expected in connection.execute(BY_CULTURE).fetchall()
        }
    return Breakdown(found, cultures)


def error_table(told: Mapping[str, Breakdown]) -> str:
    """Share of the pairs found by kind of error, one column a tool; where the first tool loses most comes first."""
    tools = list(told)
    counts = {kind: count for kind, (_, count) in told[tools[0]].found.items()}
    shares = {kind: [told[tool].found[kind][0] / count for tool in tools] for kind, count in counts.items()}
    order = sorted(counts, key=lambda kind: (shares[kind][0], kind))
    rows = [[kind, f"{counts[kind]:,}", *(f"{share:.4f}" for share in shares[kind])] for kind in order]
    return _markdown(["error in either record", "pairs", *tools], rows)


def culture_table(told: Mapping[str, Breakdown]) -> str:
    """F1 by name culture, one column a tool."""
    tools = list(told)
    counts = {culture: score.expected for culture, score in told[tools[0]].cultures.items()}
    rows = [
        [culture, f"{count:,}", *(f"{told[tool].cultures[culture].f1 or 0:.4f}" for tool in tools)]
        for culture, count in counts.items()
    ]
    return _markdown(["name culture, F1", "pairs", *tools], rows)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = f"|---|{'--:|' * (len(head) - 1)}"
    return "\n".join([f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)])

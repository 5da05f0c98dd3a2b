"""Made-up people to a Parquet file, in chunks: memory stays the same however many there are."""

import tempfile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.people.listing import AGENCIES, listed
from bench.people.population import populate
from bench.people.vocabulary import vocabulary

CHUNK = 20_000  # families at a time
SHUFFLED = """
copy (
    select row_number() over (order by luck, person_id) - 1 as rec_id, * exclude (luck)
    from read_parquet($1) order by luck, person_id limit $3
) to $2 (format parquet)
"""


def write_people(out: Path, *, records: int, seed: int, agencies: int = len(AGENCIES), memory: str = "4GB") -> None:
    """Write so many records of made-up people, in random order, with their truth beside them."""
    with tempfile.TemporaryDirectory(prefix="people-", dir=out.parent) as folder:
        spool = Path(folder) / "chunks.parquet"
        _write_chunks(spool, records, seed, agencies)
        with duckdb.connect(config={"memory_limit": memory, "temp_directory": folder}) as connection:
            connection.execute("set enable_progress_bar = false")
            connection.execute(SHUFFLED, [str(spool), str(out), records])


def _write_chunks(spool: Path, records: int, seed: int, agencies: int) -> None:
    """Chunk after chunk until there are enough records; each has a stream of luck of its own."""
    written = persons = families = chunk = 0
    writer: pq.ParquetWriter | None = None
    while written < records:
        rng = np.random.default_rng([seed, chunk])
        population = populate(rng, vocabulary(), CHUNK)
        table = _renumbered(listed(rng, population, vocabulary(), agencies), persons, families)
        writer = writer or pq.ParquetWriter(spool, table.schema)
        writer.write_table(table)
        written, persons, families = written + len(table), persons + len(population.family), families + CHUNK
        chunk += 1
    if writer:
        writer.close()


def _renumbered(table: pa.Table, persons: int, families: int) -> pa.Table:
    """Numbers of persons and families that go on from the chunks before."""
    for name, before in {"person_id": persons, "family_id": families}.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pc.add(table.column(name), before))
    return table

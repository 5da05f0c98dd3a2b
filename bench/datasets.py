"""The sets that tools are measured on: files without any truth, and the truth apart.

Nothing is downloaded. What is generated or exported is kept in .bench/data and made anew only where it lacks.
"""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from bench.historical import write_historical
from bench.peers.environment import ROOT, peers_python
from bench.people.vocabulary import SHARED
from bench.people.writing import write_people

DATA = ROOT / ".bench" / "data"
MADE_SEED, HISTORICAL_SEED = 20_181, 1_837
TWO_FILES = 4  # Febrl 4 is to be linked, the others hold duplicates
TRUE = ("person_id", "family_id", "role", "errors", "culture")
RELATIVES = ("father_name", "mother_name", "children_names")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set to link.

    kind: people, febrl or historical, which says what recipe fits. files: one to look for duplicates in, or two to
    link. truth: record_id and entity_id, and what else is known of each record.
    """

    name: str
    kind: str
    files: tuple[Path, ...]
    truth: Path

    @property
    def records(self) -> int:
        """How many there are in all files."""
        return sum(pq.read_metadata(path).num_rows for path in self.files)


def people(name: str, source: Path, *, without: Sequence[str] = ()) -> Dataset:
    """A set with the columns of people_1m, its truth split off; `without`: columns that tools shall not see."""
    public, truth = DATA / f"{name}.parquet", DATA / f"{name}.truth.parquet"
    if not (public.is_file() and truth.is_file()):
        DATA.mkdir(parents=True, exist_ok=True)
        records = duckdb.read_parquet(str(source))
        hidden = [column for column in (*TRUE, *without) if column in records.columns]
        records.select(duckdb.StarExpression(exclude=hidden)).write_parquet(str(public))
        known = [duckdb.ColumnExpression(column) for column in TRUE if column in records.columns]
        record, entity = duckdb.ColumnExpression("rec_id"), duckdb.ColumnExpression("person_id")
        records.select(record.alias("record_id"), entity.alias("entity_id"), *known).write_parquet(str(truth))
    return Dataset(name, "people", (public,), truth)


def _shared(size: str, *, without: Sequence[str] = ()) -> Callable[[], Dataset]:
    name = f"people_{size}" + ("_alone" if without else "")
    return lambda: people(name, SHARED / f"people_{size}.parquet", without=without)


def people_10k() -> Dataset:
    """Every tenth family of people_100k: small enough for tools that hold all pairs in memory."""
    source = DATA / "people_10k.source.parquet"
    if not source.is_file():
        DATA.mkdir(parents=True, exist_ok=True)
        records = duckdb.read_parquet(str(SHARED / "people_100k.parquet"))
        records.filter("family_id % 10 = 0").write_parquet(str(source))
    return people("people_10k", source)


def _made(size: str, records: int, *, without: Sequence[str] = ()) -> Callable[[], Dataset]:
    def make() -> Dataset:
        source = DATA / f"made_{size}.source.parquet"
        if not source.is_file():
            DATA.mkdir(parents=True, exist_ok=True)
            write_people(source, records=records, seed=MADE_SEED)
        return people(f"made_{size}" + ("_alone" if without else ""), source, without=without)

    return make


def historical() -> Dataset:
    """50,000 records of historical persons."""
    public, truth = DATA / "historical.parquet", DATA / "historical.truth.parquet"
    if not (public.is_file() and truth.is_file()):
        DATA.mkdir(parents=True, exist_ok=True)
        source = DATA / "historical.source.parquet"
        write_historical(source, records=50_000, seed=HISTORICAL_SEED)
        records = duckdb.read_parquet(str(source))
        records.select(duckdb.StarExpression(exclude=["cluster"])).write_parquet(str(public))
        records.project("unique_id as record_id, cluster as entity_id").write_parquet(str(truth))
    return Dataset("historical", "historical", (public,), truth)


def _febrl(number: int) -> Callable[[], Dataset]:
    def export() -> Dataset:
        name = f"febrl{number}"
        files = tuple(DATA / f"{name}{side}.parquet" for side in (("a", "b") if number == TWO_FILES else ("",)))
        truth = DATA / f"{name}.truth.parquet"
        if not all(path.is_file() for path in (*files, truth)):
            DATA.mkdir(parents=True, exist_ok=True)
            subprocess.run([peers_python(), "-m", "bench.peers.export_febrl", DATA], cwd=ROOT, check=True)
        return Dataset(name, "febrl", files, truth)

    return export


DATASETS: dict[str, Callable[[], Dataset]] = {
    "people_10k": people_10k,
    "people_100k": _shared("100k"),
    "people_100k_alone": _shared("100k", without=RELATIVES),
    "people_1m": _shared("1m"),
    "people_1m_alone": _shared("1m", without=RELATIVES),
    "made_100k": _made("100k", 100_000),
    "made_100k_alone": _made("100k", 100_000, without=RELATIVES),
    "made_1m": _made("1m", 1_000_000),
    "made_1m_alone": _made("1m", 1_000_000, without=RELATIVES),
    "made_10m": _made("10m", 10_000_000),
    "historical": historical,
    **{f"febrl{number}": _febrl(number) for number in (1, 2, 3, TWO_FILES)},
}
"""By name. `_alone`: without the names of relatives. `made_`: generated anew, unlike the shared ones in its errors."""

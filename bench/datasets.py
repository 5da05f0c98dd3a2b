"""The sets that tools are measured on: files without any truth, and the truth apart.

Nothing is downloaded. What is generated or exported is kept in .bench/data and made anew only where it lacks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.peers.environment import ROOT

DATA = ROOT / ".bench" / "data"
SHARED = ROOT.parent / "shared" / "data" / "linkage"
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


DATASETS: dict[str, Callable[[], Dataset]] = {
    "people_100k": _shared("100k"),
    "people_100k_alone": _shared("100k", without=RELATIVES),
    "people_1m": _shared("1m"),
    "people_1m_alone": _shared("1m", without=RELATIVES),
}
"""By name; `_alone`: without the names of relatives."""

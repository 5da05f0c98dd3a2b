"""A cluster as engine: Spark finds the pairs by the same SQL text, and its workers compare them by the same kernel.

What is shuffled are numbers that mean nothing outside of this run. The names, which the workers compare, travel in one
broadcast. Every step can be done again from the one before, so a worker that dies costs time and nothing else.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyspark import StorageLevel, TaskContext
from pyspark.broadcast import Broadcast
from pyspark.sql import DataFrame, SparkSession

from reencuentro.linkage.blocking import PAIRS, STEPS, tables_of, unpacked
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import AT_ONCE, MANY, NO_PAIRS, compiled, odds_of
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.kernels import Kernel
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.scoring import Comparison, Weights
from reencuentro.linkage.weighed import Weighed
from reencuentro.linkage.words import Hashes, Words

if TYPE_CHECKING:
    from reencuentro.linkage.bulk import Bulk

Batches = Iterable[pa.RecordBatch]

_DISTINCT = f"""
SELECT pair FROM (
    SELECT shiftleft(CAST(l AS BIGINT), 32) | r AS pair FROM ({PAIRS})
    UNION SELECT pair FROM besides
) ORDER BY pair
"""  # noqa: S608 - constants only
_PACKED = 8  # levels to one 64-bit number
_LEVELS = tuple(f"levels{i}" for i in range(-(-len(FACTS) // _PACKED)))


class WorkerDiffersError(Exception):
    """A worker computes with other versions than the driver, so its results might differ."""


@dataclass(frozen=True)
class Briefing:
    """What every worker is told once: the records, and by which versions they were made."""

    columns: Columns
    versions: Mapping[str, str]

    def __reduce__(self) -> tuple[Any, ...]:
        # As one piece: Spark's encrypted broadcast can't take the buffers of arrays one by one.
        return _opened, (pickle.dumps((self.columns, dict(self.versions)), protocol=5),)

    @cached_property
    def checked(self) -> Columns:
        """The records, where this process computes as the driver does; else raises WorkerDiffersError."""
        ours = versions()
        if ours != self.versions:
            raise WorkerDiffersError(", ".join(f"{name} {ours[name]}" for name in sorted(ours)))
        return self.columns


def _opened(packed: bytes) -> Briefing:
    return Briefing(*pickle.loads(packed))  # noqa: S301 - packed by the driver of this very run


def versions() -> dict[str, str]:
    """The versions on which the last bit of a result depends."""
    return {"reencuentro": version("reencuentro"), "numpy": np.__version__}


@dataclass(frozen=True, slots=True)
class Spark:
    """A session on a cluster, as engine."""

    session: SparkSession

    @contextmanager
    def pairs(self, columns: Columns, besides: Hashes = NO_PAIRS) -> Iterator["PairsThere"]:
        """As `engines.Engine` has it."""
        told = self.session.sparkContext.broadcast(Briefing(_travelling(columns), versions()))
        tables = {**tables_of(columns), "besides": pa.table({"pair": besides.astype(np.int64)})}
        with ExitStack() as kept:
            kept.callback(told.destroy)
            yield PairsThere(self._candidates(tables, kept), told, columns)

    def _candidates(self, tables: Mapping[str, pa.Table], kept: ExitStack) -> DataFrame:
        self._share_out(sum(map(len, tables.values())))
        for name, table in tables.items():
            self.session.createDataFrame(table).createOrReplaceTempView(name)
        for name, text in STEPS:
            self._kept(text, kept).createOrReplaceTempView(name)
        return self._kept(_DISTINCT, kept)

    def _kept(self, text: str, kept: ExitStack) -> DataFrame:
        """What a query finds, worked out once, and again from the steps before it where a worker took it along."""
        found = self.session.sql(text).persist(StorageLevel.MEMORY_AND_DISK)
        kept.callback(found.unpersist)
        return found

    def _share_out(self, rows: int) -> None:
        """Parts small enough for any worker, no more of them than there is work for."""
        parts = max(self.session.sparkContext.defaultParallelism, -(-rows // _ROWS_OF_A_PART))
        self.session.conf.set("spark.sql.shuffle.partitions", str(parts))


_ROWS_OF_A_PART = 1 << 20


@dataclass(frozen=True)
class PairsThere:
    """Pairs that lie on the workers, in order over the partitions and inside each."""

    frame: DataFrame
    told: "Broadcast[Briefing]"
    columns: Columns

    def __len__(self) -> int:
        return int(self._counts.sum())

    def every(self, step: int) -> tuple[Ints, Ints]:
        """As `engines.Pairs` has it."""
        before = np.cumsum(self._counts) - self._counts
        some = self.frame.mapInArrow(partial(_every, step=step, before=before), "pair long")
        return _unpacked(_collected(some))

    def compared(self) -> tuple[Ints, Ints, Comparison]:
        """As `engines.Pairs` has it."""
        chance = tuple(compare_records(self.columns, *unpacked(NO_PAIRS)).chance)
        schema = ", ".join(["pair long", *(f"{name} long" for name in _LEVELS), *(f"{name} double" for name in chance)])
        found = _collected(self.frame.mapInArrow(partial(_compared, told=self.told), schema))
        packed = np.column_stack([found[name].to_numpy() for name in _LEVELS])
        levels = np.ascontiguousarray(packed.view(np.int8).reshape(len(found), -1)[:, : len(FACTS)].T)
        return *_unpacked(found), Comparison(levels, {name: found[name].to_numpy() for name in chance})

    def weighed(self, weights: Weights, *, at_least: float) -> Weighed:
        """As `engines.Pairs` has it."""
        kernel = self.frame.sparkSession.sparkContext.broadcast((weights, len(self) >= MANY))
        weigh = partial(_weighed, told=self.told, kernel=kernel, at_least=at_least)
        try:
            found = _collected(self.frame.mapInArrow(weigh, "pair long, odds double"))
        finally:
            kernel.destroy()
        return Weighed(*_unpacked(found), found["odds"].to_numpy())

    @cached_property
    def _counts(self) -> Places:
        """How many pairs each partition holds."""
        counted = self.frame.mapInArrow(_count, "part int, pairs long").toArrow()
        part = counted["part"].to_numpy()
        counts = np.zeros(int(part.max(initial=-1)) + 1, np.int64)
        np.add.at(counts, part, counted["pairs"].to_numpy())
        return counts


def _travelling(columns: Columns) -> Columns:
    """The columns with what is worked out once about all names, and without what only this process needs.

    So no worker has to do that work again, and none takes a logarithm that another processor might round otherwise.
    """
    words = Words(columns.words.texts)
    vars(words)["similar"] = columns.words.similar
    names, relatives = replace(columns.names), replace(columns.relative_names)
    lean = replace(columns, words=words, names=names, relative_names=relatives)
    vars(lean).update(
        kernel=_ready(columns.kernel, replace(columns.kernel, names=names, words=words)),
        relatives=_ready(columns.relatives, replace(columns.relatives, names=relatives, words=words)),
    )
    return lean


def _ready(ours: Kernel, theirs: Kernel) -> Kernel:
    vars(theirs).update(given=ours.given, surnames=ours.surnames)
    return theirs


def _count(batches: Batches) -> Iterator[pa.RecordBatch]:
    part = _part()
    for batch in batches:
        yield _batch(part=np.array([part], np.int32), pairs=np.array([len(batch)]))


def _every(batches: Batches, *, step: int, before: Places) -> Iterator[pa.RecordBatch]:
    passed = -int(before[_part()])  # how far the next pair wanted lies ahead, if negative that many were passed
    for batch in batches:
        yield batch.take(pa.array(np.arange(passed % step, len(batch), step)))
        passed -= len(batch)


def _compared(batches: Batches, *, told: "Broadcast[Briefing]") -> Iterator[pa.RecordBatch]:
    for pairs, left, right in _portions(batches):
        compared = compare_records(told.value.checked, left, right)
        levels = np.zeros((len(pairs), len(_LEVELS) * _PACKED), np.int8)
        levels[:, : len(FACTS)] = compared.levels.T
        packed = dict(zip(_LEVELS, levels.view(np.int64).T, strict=True))
        yield _batch(pair=pairs, **packed, **compared.chance)


def _weighed(
    batches: Batches, *, told: "Broadcast[Briefing]", kernel: "Broadcast[tuple[Weights, bool]]", at_least: float
) -> Iterator[pa.RecordBatch]:
    weights, many = kernel.value
    for pairs, left, right in _portions(batches):
        odds = odds_of(told.value.checked, left, right, weights, _compiled(told, kernel, at_least) if many else None)
        kept = odds >= at_least
        yield _batch(pair=pairs[kept], odds=odds[kept])


@lru_cache(maxsize=1)
def _compiled(told: "Broadcast[Briefing]", kernel: "Broadcast[tuple[Weights, bool]]", at_least: float) -> "Bulk":
    """Once a worker process: both broadcasts stay what they are from task to task."""
    return compiled(told.value.checked, kernel.value[0], at_least)


def _portions(batches: Batches) -> Iterator[tuple[Places, Ints, Ints]]:
    """Packed pairs and both their numbers, AT_ONCE at most."""
    for batch in batches:
        pairs = batch.column("pair").to_numpy()
        for start in range(0, len(pairs), AT_ONCE):
            some = pairs[start : start + AT_ONCE]
            yield some, *unpacked(some.view(np.uint64))


def _part() -> int:
    """The number of the partition that this process works at."""
    context = TaskContext.get()
    assert context is not None  # noqa: S101 - only workers ask
    return int(context.partitionId())


def _batch(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({name: np.ascontiguousarray(values) for name, values in columns.items()})


def _collected(frame: DataFrame) -> pa.Table:
    """All rows, by pair; sorted only where they didn't come so."""
    table = frame.toArrow()
    pairs = table["pair"].to_numpy()
    return table if (pairs[1:] > pairs[:-1]).all() else table.sort_by("pair")


def _unpacked(table: pa.Table) -> tuple[Ints, Ints]:
    return unpacked(table["pair"].to_numpy().view(np.uint64))

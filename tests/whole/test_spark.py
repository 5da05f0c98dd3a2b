"""The same results on a cluster, bit for bit, though a worker dies; and one clear error where there is no cluster."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reencuentro.cli.engine import engine_named
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.engines import EMBEDDED, NO_PAIRS, Engine, Pairs
from reencuentro.linkage.plain import FAINTEST, weights_of
from reencuentro.linkage.words import Hashes
from tests.unit.linkage.cast import records_of, town
from tests.whole.clusters import QUICK, Cluster, need_spark, running_cluster
from tests.whole.cohorts import SAME_HOWEVER_ORDERED, generate
from tests.whole.commands import run, spawn
from tests.whole.lists import CHILD, MOTHER, results, roster

pytestmark = [
    # pyspark leaves its sockets to the garbage collection.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SECRET = "REENCUENTRO_SPARK_SECRET"  # noqa: S105 - the name of a variable


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", QUICK)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as cluster:
        yield cluster


@dataclass
class Frail:
    """An engine that loses a worker, and with it half of the pairs it had found, before they are compared."""

    engine: Engine
    cluster: Cluster

    @contextmanager
    def pairs(self, columns: Columns, besides: Hashes = NO_PAIRS) -> Iterator[Pairs]:
        with self.engine.pairs(columns, besides) as pairs:
            assert len(pairs) > 0
            self.cluster.kill_a_worker()
            yield pairs


def all_said_of(people: Columns, engine: Engine) -> list[bytes]:
    """Everything that an engine is asked, as bytes: nothing is as equal as they are."""
    with engine.pairs(people, np.array([5, 1 << 32 | 7], np.uint64)) as pairs:
        left, right, compared = pairs.compared()
        weighed = pairs.weighed(weights_of(people, pairs), at_least=FAINTEST)
        chance = [compared.chance[name] for name in sorted(compared.chance)]
        said: list[NDArray[Any]] = [*pairs.every(7), left, right, compared.levels, *chance]
    return [one.tobytes() for one in (*said, weighed.left, weighed.right, weighed.odds)]


@pytest.mark.slow
def test_a_cluster_answers_as_this_process_does_though_a_worker_is_killed_midway(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So many records of so few names that every step of the search for pairs has work to do.
    people = columns_of(records_of(town(300)))
    monkeypatch.setenv(SECRET, cluster.secret)

    with engine_named(cluster.address) as engine:
        assert all_said_of(people, Frail(engine, cluster)) == all_said_of(people, EMBEDDED)

    assert cluster.alive() == 1


@pytest.mark.slow
@pytest.mark.torture
def test_reconciling_on_a_cluster_writes_the_same_files_and_leaves_nothing_behind(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.hire(2)
    rosters = generate(tmp_path, children=20, seed=7)
    assert run("reconcile", *rosters, "--out", "here").code in (0, 3)
    private = tmp_path / "private"
    private.mkdir()

    said = spawn(
        *("reconcile", *rosters, "--out", "there", "--engine", cluster.address),
        REENCUENTRO_SPARK_SECRET=cluster.secret,
        TMPDIR=str(private),
    )

    assert said.code in (0, 3), said
    here, there = results("here"), results("there")
    assert [name for name in SAME_HOWEVER_ORDERED if here[name] != there[name]] == []
    assert list(private.iterdir()) == []


def test_an_address_at_which_nothing_answers_is_told_at_once() -> None:
    need_spark()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        said = reconcile_at(f"spark://127.0.0.1:{taken.getsockname()[1]}")

    assert said.startswith("Error: nothing answers at spark://127.0.0.1")


@pytest.mark.slow
@pytest.mark.torture
def test_an_address_at_which_something_else_answers_is_given_up_in_bounded_time() -> None:
    need_spark()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begin = time.monotonic()
        said = reconcile_at(f"spark://127.0.0.1:{silent.getsockname()[1]}")

    assert said.startswith("Error: no Spark ")
    assert time.monotonic() - begin < 45  # of which Java may take a while to start on a busy machine


@pytest.mark.parametrize("engine", ["spark://192.0.2.1:7077", "spark://master.invalid:7077"])
def test_names_do_not_travel_to_another_machine_in_clear(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    need_spark()
    monkeypatch.delenv(SECRET, raising=False)

    assert "names may not travel to it in clear" in reconcile_at(engine)


@pytest.mark.parametrize("engine", ["spark://127.0.0.1", "spark://127.0.0.1:0", "spark://127.0.0.1:port"])
def test_an_address_that_is_none_is_told(engine: str) -> None:
    need_spark()

    assert "is not the address of a master" in reconcile_at(engine)


def test_an_engine_that_does_not_exist_is_a_wrong_use() -> None:
    said = run("reconcile", "--engine", "yarn://somewhere")

    assert said.code == 2
    assert "embedded or spark://HOST:PORT" in " ".join(said.err.split())


def test_without_pyspark_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [name for name in sys.modules if name.startswith(("pyspark", "reencuentro.linkage.cluster"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "pyspark", None)

    assert "pip install 'reencuentro[spark]'" in reconcile_at("spark://127.0.0.1:7077")


def test_workers_with_other_versions_are_refused() -> None:
    need_spark()
    # Not at the top: without pyspark there is no such room.
    from reencuentro.linkage.spark import Briefing, WorkerDiffersError  # noqa: PLC0415 - see above

    briefing = Briefing(columns_of([]), {"reencuentro": "0.0.1", "numpy": "1.0"})

    with pytest.raises(WorkerDiffersError):
        _ = briefing.checked


def reconcile_at(engine: str) -> str:
    """The one error of a run that can't have its engine; it must not have made anything."""
    said = run("reconcile", roster("border.csv", CHILD, MOTHER), "--out", "out", "--engine", engine)
    assert said.code == 1
    assert not Path("out").exists()
    return said.err

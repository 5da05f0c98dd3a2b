"""Starts a real Spark cluster on loopback: a master, two workers, a secret of its own; gone afterwards."""

import importlib.util
import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.request import urlopen

import pytest

T = TypeVar("T")
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
"""JAVA_TOOL_OPTIONS of short runs: Java shall not spend half of them on compiling for long ones."""
_PATIENCE = 60.0  # seconds for a Java process to start, on a machine that has other things to do


@dataclass
class Cluster:
    """A standalone master and its workers; all ports are free ones."""

    folder: Path
    secret: str
    address: str = ""
    page: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start the master, and wait until it says where it is."""
        self._start("master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        log = self.folder / "master.log"
        self.address = _awaited(lambda: re.search(r"Starting Spark master at (\S+)", log.read_text()))[1]
        self.page = _awaited(lambda: re.search(r"MasterWebUI.* started at (\S+)", log.read_text()))[1]

    def hire(self, count: int) -> None:
        """Start workers of one core each, until so many are at work."""
        while len(self.workers) < count:
            name = f"worker{len(self._processes)}"
            options = ("--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0")
            self.workers.append(self._start(name, *options, "--work-dir", str(self.folder / name), self.address))
        _awaited(lambda: self.alive() == count)

    def kill_a_worker(self) -> None:
        """As if its machine lost power; returns when the master has noticed."""
        worker = self.workers.pop()
        worker.kill()
        worker.wait()
        _awaited(lambda: self.alive() == len(self.workers))

    def alive(self) -> int:
        """Workers that the master counts on."""
        with urlopen(f"{self.page}/json/") as answer:  # noqa: S310 - the master's own page
            return sum(one["state"] == "ALIVE" for one in json.load(answer)["workers"])

    def stop(self) -> None:
        """End every process."""
        for process in reversed(self._processes):
            process.terminate()  # a worker so asked ends what it started
            process.wait()

    def _start(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        kind = "master.Master" if name == "master" else "worker.Worker"
        command = [_spark_class(), f"org.apache.spark.deploy.{kind}", *options]
        environment = {
            **os.environ,
            "SPARK_CONF_DIR": str(self.folder),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "JAVA_TOOL_OPTIONS": QUICK,
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self._processes.append(process)
        return process


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Skips where Java or pyspark is missing, unless REENCUENTRO_REQUIRE_SPARK is set: then it fails."""
    need_spark()
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    cluster = Cluster(folder, secrets.token_hex(16))
    (folder / "spark-defaults.conf").write_text(
        f"spark.authenticate true\nspark.authenticate.secret {cluster.secret}\nspark.network.crypto.enabled true\n"
    )
    try:
        cluster.start()
        cluster.hire(2)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def need_spark() -> None:
    """Skips where Java or pyspark is missing, unless REENCUENTRO_REQUIRE_SPARK is set: then it fails."""
    missing = [
        name
        for name, there in (("Java", shutil.which("java")), ("pyspark", importlib.util.find_spec("pyspark")))
        if not there
    ]
    if missing and os.environ.get("REENCUENTRO_REQUIRE_SPARK"):
        pytest.fail(f"missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"no cluster can be started without {' and '.join(missing)}")


def _spark_class() -> str:
    spec = importlib.util.find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "bin" / "spark-class")


def _awaited(seen: Callable[[], T | None]) -> T:
    """What is seen at last."""
    deadline = time.monotonic() + _PATIENCE
    while not (found := seen()):
        assert time.monotonic() < deadline, "the cluster didn't come up"
        time.sleep(0.1)
    return found

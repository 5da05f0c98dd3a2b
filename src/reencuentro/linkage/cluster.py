"""A standalone Spark cluster: reached within half a minute or not at all, and left without a trace.

Beyond this machine nothing travels in clear: all who take part must share a secret (docs/scaling.md).
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from ipaddress import ip_address
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

import pyspark
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from reencuentro.linkage.engines import EngineError
from reencuentro.linkage.spark import Spark, WorkerDiffersError, versions

SECRET_VARIABLE = "REENCUENTRO_SPARK_SECRET"  # noqa: S105 - the name of a variable
_SCHEME = "spark://"
_ANSWER = 5.0  # seconds a master has to take a call
_READY = 24.0  # seconds from when Java runs until the first worker must be at work


@contextmanager
def engine_at(address: str) -> Iterator[Spark]:
    """The cluster whose master answers at spark://HOST:PORT[,HOST:PORT…].

    Raises EngineError where there is none that can be used, and where it is lost while in use.
    """
    secret = os.environ.get(SECRET_VARIABLE, "")
    here = _own_address(address, secret)
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise EngineError("Spark needs Java, and there is none", remedy="Install Java 17 or newer, without a display.")
    # Deleted last, when nothing writes to it any more.
    with tempfile.TemporaryDirectory(prefix="reencuentro-spark-") as folder:
        settings = {**_SETTINGS, **_protection(secret), **_places(Path(folder), here), "spark.master": address}
        with _java(Path(folder)) as gateway, _told_plainly():
            deadline = time.monotonic() + _READY
            with _context(settings, gateway, deadline) as context:
                _await_worker(context, deadline)
                yield Spark(SparkSession(context))


_SETTINGS = {
    "spark.app.name": "reencuentro",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.io.encryption.enabled": "true",  # of what it writes to disks: shuffled numbers, and the names
    "spark.sql.adaptive.enabled": "true",  # joins the many small partitions, splits the few large ones
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(1 << 17),
    "spark.sql.execution.arrow.localRelationThreshold": "0b",  # a table inside a plan is compared with every other plan
    "spark.shuffle.io.retryWait": "1s",  # three times, then what a dead worker had is worked out again
    "spark.network.timeout": "60s",  # a worker that says nothing for so long is taken for dead
}


def _protection(secret: str) -> Mapping[str, str]:
    if not secret:
        return {}
    return {
        "spark.authenticate": "true",
        "spark.authenticate.secret": secret,
        "spark.network.crypto.enabled": "true",
    }


def _places(folder: Path, here: str) -> Mapping[str, str]:
    return {
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.host": here,
        "spark.driver.bindAddress": here,
    }


def _own_address(address: str, secret: str) -> str:
    """This machine's address as the first master that takes a call sees it."""
    masters = [_host_and_port(one) for one in address.removeprefix(_SCHEME).split(",")]
    for host, _ in masters:
        if not secret and not _is_loopback(host):
            raise EngineError(
                f"{host} is another machine, and names may not travel to it in clear",
                remedy=f"Give the cluster a secret, and tell it here by {SECRET_VARIABLE}: see docs/scaling.md.",
            )
    for master in masters:
        try:
            with closing(socket.create_connection(master, timeout=_ANSWER / len(masters))) as call:
                return str(call.getsockname()[0])
        except OSError:
            continue
    raise EngineError(f"nothing answers at {address}", remedy="Check the address, and that the master runs.")


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise EngineError(f"{text!r} is not the address of a master", remedy=f"Write {_SCHEME}HOST:PORT.")
    return host, int(port)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(socket.gethostbyname(host)).is_loopback
    except (OSError, ValueError):
        return False


@contextmanager
def _java(folder: Path) -> Iterator[Any]:
    """A Java process of our own; it ends with the context, and what it prints goes to a file."""
    conf = SparkConf(loadDefaults=False).setAll(
        [
            ("spark.driver.memory", f"{_driver_memory()}m"),
            ("spark.driver.extraJavaOptions", f"-Djava.io.tmpdir={folder} -XX:-UsePerfData"),
        ]
    )
    with (folder / "log").open("wb") as log:
        try:
            gateway = launch_gateway(conf, popen_kwargs={"stdout": log, "stderr": log})
        except PySparkException as error:
            raise EngineError("Java didn't start", remedy="Spark needs Java 17 or newer: see java -version.") from error
        try:
            yield gateway
        finally:
            _end(gateway)


def _end(gateway: Any) -> None:
    gateway.shutdown()
    gateway.proc.stdin.close()  # Spark's sign to leave
    try:
        gateway.proc.wait(_ANSWER)
    except TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    # Spark keeps its Java for the next session of this process; ours is gone.
    SparkContext._gateway = SparkContext._jvm = None


def _driver_memory() -> int:
    """A quarter of this machine, in MiB, 1 GiB at least: tables of keys pass through it on their way to the workers."""
    return max(1 << 10, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 22)


@contextmanager
def _context(settings: Mapping[str, str], gateway: Any, deadline: float) -> Iterator[SparkContext]:
    """Registered with the master by the deadline: an address at which something else answers is given up."""
    in_time = threading.Timer(max(1.0, deadline - time.monotonic()), gateway.proc.kill)
    in_time.start()
    before = signal.getsignal(signal.SIGINT)
    try:
        # Settings given now, not when Java starts, show in no list of processes.
        context = SparkContext(conf=SparkConf(loadDefaults=False).setAll(list(settings.items())), gateway=gateway)
    except (Py4JError, PySparkException, OSError) as error:
        raise EngineError(
            f"no Spark {pyspark.__version__} answers at {settings['spark.master']}",
            remedy="Check the address, that the cluster runs the same Spark, and its secret if it has one.",
        ) from error
    finally:
        in_time.cancel()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, before)  # Ctrl-C shall end the run, not only its jobs
    context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
    try:
        yield context
    finally:
        context.stop()


def _await_worker(context: SparkContext, deadline: float) -> None:
    while not context._jsc.sc().getExecutorIds().size():
        if time.monotonic() > deadline:
            raise EngineError(
                f"the cluster at {context.master} gives no worker",
                remedy="Its workers are busy, gone, or have too little memory free: see the master's page.",
            )
        time.sleep(0.1)


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Spark's long stories, which may quote anything, as one sentence."""
    try:
        yield
    except (Py4JError, PySparkException, ConnectionError, EOFError) as error:
        story = str(error)
        problem, remedy = next((told for sign, told in _TROUBLES.items() if sign in story), _LOST)
        raise EngineError(problem, remedy=remedy) from error


_SAME = f"Install the same versions on every worker: {', '.join(f'{name} {one}' for name, one in versions().items())}."
_TROUBLES = {
    WorkerDiffersError.__name__: ("the workers compute with other versions than this machine", _SAME),
    "ModuleNotFoundError": ("the workers lack a package", _SAME),
    "Cannot run program": (
        "the workers have no such Python",
        "Install it at the same path, or tell the path on the workers by PYSPARK_PYTHON.",
    ),
    "PYTHON_VERSION_MISMATCH": ("the workers run another Python", "Tell the path of the same by PYSPARK_PYTHON."),
    "OutOfMemoryError": (
        "the cluster ran out of memory",
        "Give spark.executor.memory more in spark-defaults.conf: see docs/scaling.md.",
    ),
}
_LOST = ("the cluster was lost while it worked; nothing has changed", "Look at the master's page, then run it again.")

"""Starts a private PostgreSQL server: no network, its data in memory or a temporary folder, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

_CHOOSES = 15
"""The first version that lets one choose how a database is copied."""


@dataclass(frozen=True)
class Server:
    """A running server, reached through a socket in its folder. major: its version."""

    folder: Path
    major: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    @contextmanager
    def new_database(self, *, made: bool = True) -> Iterator[str]:
        """A database of its own for one test, gone afterwards: empty, or not made yet."""
        name = f"registry_{next(self.numbers)}"
        if made:
            self.create(name)
        yield self.address(name)
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def create(self, name: str) -> str:
        """An empty database of that name that stays as long as the server; its address."""
        self._say(f"CREATE DATABASE {name}")
        return self.address(name)

    def copy_into(self, address: str, template: str) -> bool:
        """Make a new database the copy of one that nobody has open; False, and nothing, where it is there already."""
        name = conninfo_to_dict(address)["dbname"]
        if self._has(str(name)):
            return False
        # By files, where they are in memory, it takes a third of the time that going through the log does.
        by_files = " STRATEGY file_copy" if self.major >= _CHOOSES else ""
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}{by_files}")
        return True

    def _has(self, name: str) -> bool:
        with psycopg.connect(self.address("postgres")) as connection:
            return connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server() -> Iterator[Server]:
    """Skips where no PostgreSQL is installed, unless REENCUENTRO_REQUIRE_POSTGRES is set: then it fails."""
    programs = _programs()
    if programs is None:
        reason = "no PostgreSQL server is installed: initdb wasn't found"
        if os.environ.get("REENCUENTRO_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="registry-", dir=_roomy_memory()))  # short, as a socket's path must be
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    _run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_wal_size=256MB"
    _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield Server(folder, int((data / "PG_VERSION").read_text("ascii")))
    finally:
        _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _roomy_memory() -> Path | None:
    """Where files are kept in memory: a database has 600, which are copied ten times as fast there. None without."""
    memory = Path("/dev/shm")  # noqa: S108  the folder within it is private
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy else None


_ROOM = 4 << 30  # bytes; a server of a whole run takes some 400 MB


def _programs() -> Path | None:
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    choices = [Path(found)] if found else installed[-1:]
    return choices[0].parent if choices else None


def _run(*command: str | Path) -> None:
    """The server refuses to run as root, so root runs it as its own user."""
    runuser = shutil.which("runuser", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or "runuser"
    user = [runuser, "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")

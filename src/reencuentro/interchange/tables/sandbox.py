"""Runs the parser as a limited child process and brings back what it made of the file.

The file is copied once into a nameless file, and hashed meanwhile, so that what was hashed is what is parsed. Copy
and spool have no name from the start: even `kill -9` leaves nothing of them behind.
"""

import hashlib
import json
import os
import select
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.limits import MIB, Limits

START = (
    "import json, sys; sys.path += json.loads(sys.argv[2]);"
    "from reencuentro.interchange.tables.child import main; main(sys.argv[1])"
)
INHERITED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")  # no secret of the registry reaches the child
KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
SPLIT = "split the file, or raise the limit if you trust where it came from"
LIMITS_HIT = {
    "memory": ("reading the file takes more memory than allowed", SPLIT),
    "cpu": ("reading the file takes longer than allowed", SPLIT),
    "wall": ("reading the file takes longer than allowed", SPLIT),
    "spool": ("the rows of the file take more space than allowed", SPLIT),
    "disk": ("there is no space left for reading the file", "free some disk space and try again"),
    "damaged": ("the file is damaged", "open it in the program that made it, save it again or export it as CSV"),
}


@contextmanager
def copied(path: Path, limits: Limits) -> Iterator[tuple[IO[bytes], str]]:
    """A private copy of a file and the SHA-256 of its bytes, in hex.

    Raises RosterRefusedError for what is missing, no regular file, not readable or too large.
    """
    with tempfile.TemporaryFile() as copy, _opened(path) as source:
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(MIB):
            size += len(chunk)
            if size > limits.max_bytes:
                raise RosterRefusedError(path.name, f"the file has more than {limits.max_bytes:,} bytes", remedy=SPLIT)
            digest.update(chunk)
            copy.write(chunk)
        if not size:
            raise RosterRefusedError(path.name, "the file is empty", remedy="ask the agency to send it again")
        copy.seek(0)
        yield copy, digest.hexdigest()


def parse_limited(
    file_name: str, copy: IO[bytes], spool: IO[bytes], limits: Limits, progress: Callable[[int], None] | None
) -> dict[str, Any]:
    """Has the copy parsed into the spool; answers what `child` reports of the table.

    Raises RosterRefusedError, with the name of the file, where the child refuses it or meets a limit.
    """
    command = [sys.executable, "-I", "-c", START, _order(spool, limits), json.dumps(_import_path())]
    child = subprocess.Popen(  # noqa: S603  # our own interpreter, and no shell
        command,
        stdin=copy,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # an error of a parser may quote the file, and this may be a log
        pass_fds=(spool.fileno(),),
        env={name: os.environ[name] for name in INHERITED if name in os.environ},
        start_new_session=True,  # Ctrl-C comes to us alone, and we end the child
    )
    reports = cast(IO[bytes], child.stdout)
    try:
        answer = _listen(child, time.monotonic() + limits.wall_seconds, progress)
    finally:
        child.kill()
        child.wait()
        reports.close()
    return _accepted(file_name, answer)


def refuse_no_file(path: Path) -> None:
    """A pipe could keep us waiting for ever, and a device never ends.

    Raises RosterRefusedError for what is no regular file, OSError where nothing is there.
    """
    mode = path.stat().st_mode
    kind = next((name for is_kind, name in KINDS if is_kind(mode)), "")
    if kind:
        raise RosterRefusedError(path.name, f"this is {kind}, not a file", remedy="give the path of a file")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        refuse_no_file(path)
        source = path.open("rb")
    except FileNotFoundError as error:
        raise RosterRefusedError(path.name, "there is no such file", remedy="check the path") from error
    except PermissionError as error:
        raise RosterRefusedError(path.name, "the file may not be read", remedy="ask for permission") from error
    except (OSError, ValueError) as error:
        raise RosterRefusedError(path.name, "the file can't be opened", remedy="check the path and the disk") from error
    with source:
        yield source


def _order(spool: IO[bytes], limits: Limits) -> str:
    return json.dumps({"spool": spool.fileno(), "limits": limits.as_order()})


def _import_path() -> list[str]:
    """Where this process finds its modules, but never the working directory, where a roster may lie beside a trap."""
    return [entry for entry in sys.path if entry and os.path.isabs(entry)]


def _listen(child: subprocess.Popen[bytes], deadline: float, progress: Callable[[int], None] | None) -> dict[str, Any]:
    """Passes progress on until the child has answered, has ended or is out of time."""
    for line in _lines(child, deadline):
        message: dict[str, Any] = json.loads(line)
        if "rows" not in message:
            return message
        if progress:
            progress(message["rows"])
    return {"limit": "wall" if time.monotonic() >= deadline else _cause_of_death(child)}


def _lines(child: subprocess.Popen[bytes], deadline: float) -> Iterator[bytes]:
    reports = cast(IO[bytes], child.stdout)
    pending = b""
    while select.select([reports], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(reports.fileno(), MIB)
        if not chunk:
            return
        *lines, pending = (pending + chunk).split(b"\n")
        yield from lines


def _cause_of_death(child: subprocess.Popen[bytes]) -> str:
    """Which limit ended a child that said nothing: a parser that gets no memory aborts."""
    return {-signal.SIGXCPU: "cpu", -signal.SIGKILL: "cpu", -signal.SIGABRT: "memory"}.get(child.wait(), "damaged")


def _accepted(file_name: str, answer: dict[str, Any]) -> dict[str, Any]:
    if "table" in answer:
        table: dict[str, Any] = answer["table"]
        return table
    if "refused" in answer:
        refused = answer["refused"]
        raise RosterRefusedError(file_name, refused["problem"], remedy=refused["remedy"], line=refused["line"])
    problem, remedy = LIMITS_HIT[answer["limit"]]
    raise RosterRefusedError(file_name, problem, remedy=remedy)

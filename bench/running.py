"""One command, measured: wall clock, processor time, and peak memory of it and all the processes that it starts."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.05  # seconds between two looks at the memory
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took.

    seconds: wall clock of the whole process. cpu: user and system seconds, children that ended among them.
    memory: peak MiB of the process tree, shared pages counted once.
    """

    seconds: float
    cpu: float
    memory: float
    output: str


def measure(command: Sequence[str | Path], *, cwd: Path) -> Measured:
    """Run the command to its end; raises CalledProcessError, with what it wrote to stderr, where it fails."""
    words = [str(word) for word in command]
    with TemporaryFile("w+", encoding="utf-8") as said, TemporaryFile("w+", encoding="utf-8") as complained:
        started = time.perf_counter()
        process = subprocess.Popen(words, cwd=cwd, stdout=said, stderr=complained)
        with _Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if process.returncode:
            error = subprocess.CalledProcessError(process.returncode, words, said.read(), complained.read())
            error.add_note(error.stderr)
            raise error
        # Linux keeps the exact peak of the largest process; looking now and then adds what ran beside it.
        memory = max(used.ru_maxrss / 1024, watch.peak / MIB)
        return Measured(seconds, used.ru_utime + used.ru_stime, memory, said.read())


class _Watch:
    """Looks at the memory of a process and its descendants from entry to exit; `peak` in bytes."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(EVERY):
            self.peak = max(self.peak, _memory(_descendants(self._pid)))


def _descendants(pid: int) -> list[int]:
    """The process and all below it, as far as they still live."""
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            found.extend(int(child) for child in _text(children).split())
    return found


def _memory(pids: Sequence[int]) -> int:
    """Resident bytes of several processes: each one's own, and the largest share of what they share."""
    sizes = [[int(field) for field in _text(Path(f"/proc/{pid}/statm")).split()] for pid in pids]
    resident = [(size[1], size[2]) for size in sizes if size]
    return PAGE * (sum(all_ - shared for all_, shared in resident) + max((shared for _, shared in resident), default=0))


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended in between
        return ""

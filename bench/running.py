"""One command, measured: wall clock, processor time, and peak memory of it and all the processes that it starts."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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


def measure(command: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run the command to its end; raises CalledProcessError, with what it wrote to stderr, where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    said, complained = _drain(process)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    watch.stop()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        error = subprocess.CalledProcessError(process.returncode, process.args, said, complained)
        error.add_note(complained)
        raise error
    # Linux keeps the exact peak of the largest process; looking now and then adds what ran beside it.
    return Measured(seconds, used.ru_utime + used.ru_stime, max(used.ru_maxrss / 1024, watch.peak / MIB), said)


def _drain(process: subprocess.Popen[str]) -> tuple[str, str]:
    """All of stdout and stderr, without collecting the process itself: `communicate` would take its figures."""
    complaints: list[str] = []
    reader = threading.Thread(target=lambda: complaints.extend(process.stderr or ()))
    reader.start()
    said = process.stdout.read() if process.stdout else ""
    reader.join()
    return said, "".join(complaints)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants until it is stopped; `peak` in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak = pid, 0
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(EVERY):
            self.peak = max(self.peak, _memory(_descendants(self.pid)))

    def stop(self) -> None:
        self._ended.set()
        self.join()


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

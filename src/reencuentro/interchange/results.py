"""Writes result tables as CSV: UTF-8, safe from spreadsheet formulas, the same bytes from the same rows.

A cell that a spreadsheet could take for a formula gets a leading apostrophe; `read_cell` takes it off again, so that
a phone number +502… or a name "-" comes back exactly. A NUL, which many readers choke on, becomes ␀, and half a
surrogate pair its escape; neither can come from a row that was read whole.
Source: OWASP, CSV Injection.
"""

import errno
import fcntl
import os
import re
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

GUARD = "'"
# Full-width signs calculate too, and spreadsheets skip blanks and marks that don't show.
FORMULA = re.compile("'*[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u2400]*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
QUOTED = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True)
class ResultTable:
    """A header and its rows, all text; each row has as many cells as the header."""

    header: Sequence[str]
    rows: Iterable[Sequence[str]]


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Writes one table; until all of it is on the disk, what was at `path` stays.

    The file is for its owner's eyes only (mode 0600), since it names people. Raises OSError where it can't be
    written, ValueError for a row that doesn't fit the header.
    """
    write_tables(path.parent, {path.name: ResultTable(header, rows)})


def write_tables(folder: Path, tables: Mapping[str, ResultTable | str]) -> None:
    """Writes several tables or ready texts, by file name, and places them only when all are on the disk.

    The folder is made if need be. Raises as `write_table`, and then none of them is placed, unless the file system
    itself fails between two renames.
    """
    with drafted(folder, tables) as place:
        place()


@contextmanager
def drafted(folder: Path, tables: Mapping[str, ResultTable | str]) -> Iterator[Callable[[], None]]:
    """As `write_tables`, but the files are placed only when what this gives is called; else nothing of them stays."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder), ExitStack() as unplaced:
        drafts = {name: unplaced.enter_context(_draft(folder, table)) for name, table in tables.items()}
        for name in tables:
            refuse_taken(folder / name)
        yield lambda: _place(folder, drafts)


def refuse_taken(path: Path) -> None:
    """A pipe or device must not give way to a file: it would be gone for the whole machine. Raises OSError."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where the file should be", str(path))
    if path.exists() and not path.is_file():
        raise FileExistsError(errno.EEXIST, "a pipe or device stands where the file should be", str(path))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other run writes its results here, so that theirs and ours don't mix."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for left_by_a_killed_run in folder.glob(f"{_DRAFT}*"):
                left_by_a_killed_run.unlink()
        yield
    finally:
        os.close(descriptor)


def _place(folder: Path, drafts: Mapping[str, Path]) -> None:
    with _undisturbed():
        for name, draft in drafts.items():
            draft.replace(folder / name)
    _sync(folder)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets Ctrl-C and its like wait, so that they don't part files which belong together."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what signals do, and only there do they interrupt
        return
    waiting: list[int] = []
    before = {number: signal.signal(number, lambda got, _: waiting.append(got)) for number in _DISTURBING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        for late in waiting:
            signal.raise_signal(late)


_DISTURBING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_DRAFT = ".result-"


def guarded(cell: str) -> str:
    """The cell as a spreadsheet may see it."""
    return GUARD + cell if FORMULA.match(cell) else cell


def read_cell(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith(GUARD) and FORMULA.match(cell) else cell


@contextmanager
def _draft(folder: Path, content: ResultTable | str) -> Iterator[Path]:
    """The content in a file of its own beside its place, removed unless it was put there."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=_DRAFT, suffix=".part")
    draft = Path(name)
    try:
        with (
            naming(folder),
            os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file,
        ):
            file.writelines([content] if isinstance(content, str) else _lines(content))
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def naming(place: Path) -> Iterator[None]:
    """An error of the system that names no file, as of a full disk, names the place."""
    try:
        yield
    except OSError as error:
        if error.filename or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(place)) from error


def _lines(table: ResultTable) -> Iterator[str]:
    yield _line(table.header)
    width = len(table.header)
    for number, row in enumerate(table.rows, 1):
        if len(row) != width:
            raise ValueError(f"row {number} has {len(row)} cells, the header {width}")
        yield _line(row)


def _line(row: Sequence[str]) -> str:
    # csv.writer leaves a lone \r unquoted before Python 3.13, and no reader takes that for one cell.
    line = ",".join(map(_field, row))
    return (line or '""') + "\n"


def _field(cell: str) -> str:
    text = guarded(cell.replace("\0", "\u2400"))
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text


def _sync(folder: Path) -> None:
    """Makes the renames themselves survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""What the commands print, where, and with which exit code."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from reencuentro.errors import ReencuentroError
from reencuentro.interchange.results import naming

console = Console(soft_wrap=True, highlight=False, emoji=False)
"""Results. With --json nothing but JSON goes there."""
notes = Console(stderr=True, soft_wrap=True, highlight=False, emoji=False)
"""Progress, problems and remedies."""


class Exit(IntEnum):
    """What the exit code tells a script."""

    DONE = 0
    FAILED = 1
    USED_WRONGLY = 2
    DONE_WITH_QUARANTINE = 3


def print_json(content: Mapping[str, Any]) -> None:
    """One JSON object on standard output, keys in their order."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    # A file's name may hold bytes that are no text: JSON has an escape for them.
    print(text if text.isascii() or _fits(text, sys.stdout.encoding) else json.dumps(content, indent=2))


def _fits(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def explain(error: ReencuentroError) -> None:
    """The problem and what to do about it, on standard error; never a traceback."""
    notes.print(f"Error: {shown(error)}", style="bold red", markup=False)
    if error.remedy:
        notes.print(f"What to do: {shown(error.remedy)}", markup=False)


def error_as_plain(error: ReencuentroError) -> dict[str, Any]:
    """An error as `--json` shows it; file, line and column are None where it isn't about one."""
    place = {name: getattr(error, name, None) for name in ("file", "line", "column")}
    return {**place, "problem": error.problem, "remedy": error.remedy}


def counted(number: int, one: str, many: str) -> str:
    """How many of what: 1 agency, 2,219 agencies."""
    return f"{number:,} {one if number == 1 else many}"


def shown(text: object) -> str:
    """Text fit for a terminal: bytes that are no text, and control characters that could command it, spelled out."""
    plain = str(text).encode("utf-8", "backslashreplace").decode()
    return "".join(one if one.isprintable() or one == "\n" else repr(one)[1:-1] for one in plain)


@contextmanager
def showing_progress() -> Iterator[Callable[[str, int], None]]:
    """A line a stage on a terminal, with rows and time; nothing where nobody watches."""
    if not notes.is_terminal:
        yield lambda _stage, _rows: None
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=notes, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def report(stage: str, rows: int) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    progress.update(task, total=1, completed=1)
                tasks[stage] = progress.add_task(_described(stage), total=None, rows="")
            progress.update(tasks[stage], rows=f"{rows:,} rows" if rows else "")

        yield report


def _described(stage: str) -> str:
    verb, _, about = stage.partition(" ")
    return " ".join((_STAGES.get(verb, verb), shown(about)))


_STAGES = {"read": "Reading", "keep": "Keeping", "match": "Matching", "store": "Remembering", "write": "Writing"}


_INTERRUPTED = 130
"""What typer makes of Ctrl-C."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn every failure into a message and an exit code; REENCUENTRO_DEBUG=1 lets the traceback through."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # what can't be printed shall fail here, and not when nobody explains it any more
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            _leave_quietly()
        if leaving.code != _INTERRUPTED:
            raise
        _fail(_INTERRUPTION)
    except BrokenPipeError:
        _leave_quietly()
    except (KeyboardInterrupt, Exception) as error:
        told = _in_words(error)
        if told is None and os.environ.get("REENCUENTRO_DEBUG"):
            raise
        _fail(told or _unforeseen(error))


def _leave_quietly() -> NoReturn:
    """The reader (a pager, head) has left; what it wanted it has."""
    _print_to_nobody()
    sys.exit(Exit.DONE)


def _print_to_nobody() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_words(error: BaseException) -> ReencuentroError | None:
    """What a user can understand and mend; None for a fault of ours."""
    if isinstance(error, ReencuentroError):
        return error
    if isinstance(error, OSError):
        # The path stays: the user named it. What the system says holds no one's name.
        where = error.filename or "the output, or a temporary file"
        told = f"{where}: {error.strerror or type(error).__name__}"
        return ReencuentroError(told, remedy="Check the path, the permissions and the free space, then run it again.")
    return next((told for kind, told in _FORESEEN.items() if isinstance(error, kind)), None)


def _unforeseen(error: BaseException) -> ReencuentroError:
    # The message of an unforeseen error may quote a cell, so only its kind is shown.
    remedy = "This is a fault of the program. Run it again with REENCUENTRO_DEBUG=1 and report what it prints."
    return ReencuentroError(f"unforeseen trouble of kind {type(error).__name__}", remedy=remedy)


def _fail(error: ReencuentroError) -> NoReturn:
    explain(error)
    try:
        if "--json" in sys.argv:  # asked for JSON, a program gets it whatever happens
            print_json({"error": error_as_plain(error)})
        sys.stdout.flush()
    except OSError:
        _print_to_nobody()
    sys.exit(Exit.FAILED)


_INTERRUPTION = ReencuentroError(
    "interrupted; the registry is as before the run or as after it, never between", remedy="Run it again."
)
_NO_TEXT = ReencuentroError(
    "an argument, or a variable of the environment, holds bytes that are no text",
    remedy="Write it anew, in UTF-8; a passphrase of such bytes can't be used.",
)
_NO_MEMORY = ReencuentroError(
    "this machine has too little free memory for it", remedy="Close other programs, or use a larger machine."
)
_FORESEEN: Mapping[type[BaseException], ReencuentroError] = {
    KeyboardInterrupt: _INTERRUPTION,
    MemoryError: _NO_MEMORY,
    UnicodeEncodeError: _NO_TEXT,
}


def write_private(file: Path, content: bytes) -> None:
    """For its owner's eyes only, from its first byte; whole or not at all."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with naming(file), os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
    except BaseException:
        file.unlink(missing_ok=True)
        raise

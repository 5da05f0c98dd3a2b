"""Works off what waits: people written down, lists, what was said of them, rows put right; and tells how far it is.

That is told in a file, since nobody sees into a transaction before it ends. The file lies in a folder of the user's
own, and holds a stage and a number.
"""

import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone

from reencuentro.actions.comparing import compare_registered
from reencuentro.actions.desk import pass_on_messages
from reencuentro.actions.dropping import work_off
from reencuentro.actions.extents import settle_extents, unmatched
from reencuentro.actions.mending import take_mended_rows
from reencuentro.actions.reconciling import Terms, rematch
from reencuentro.actions.silence import keep_silence
from reencuentro.records.drops import RosterDrop
from reencuentro.records.rosters import ExtentSaid

STAGES = ("compare", "read", "keep", "match", "store")


def work_off_all(by: str) -> int:
    """Deals with the lists, rows and people that wait, and matches the registry; how many those were.

    Call it as the sole worker. Raises RegistryError where the registry is busy: what waits then still does.
    """
    people = compare_registered(by, timezone.now) + pass_on_messages(by=by, at=timezone.now())
    keep_silence(by=by, at=timezone.now())
    lists = settle_extents(timezone.now)
    match_by_extents(by)
    for drop in work_off(telling):
        forget(drop)
        lists += 1
    rows = take_mended_rows(by=by, at=timezone.now())
    if rows:
        rematch(Terms(by=by, at=timezone.now()))
    return people + lists + rows


def match_by_extents(by: str) -> None:
    """Matches the registry where something was said of a list since it was matched last."""
    if said := list(unmatched().values_list("pk", flat=True)):
        rematch(Terms(by=by, at=timezone.now()))
        ExtentSaid.objects.filter(pk__in=said).update(matched_at=timezone.now())


def worker_folder() -> Path | None:
    """Where workers tell; None where a folder of that name is somebody else's, or others could look into it."""
    folder = Path(tempfile.gettempdir()) / f"reencuentro-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077
    return folder if private else None


@contextmanager
def sole_worker(registry: str) -> Iterator[bool]:
    """Whether this is the only worker on that registry, on this machine, for as long as the block lasts."""
    folder = worker_folder()
    if folder is None:
        yield True
        return
    with (folder / f"worker-{_named(registry)}").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def is_worked_on(registry: str) -> bool:
    """Whether a worker is there now."""
    with sole_worker(registry) as alone:
        return not alone


def telling(drop: RosterDrop) -> Callable[[str, int], None]:
    """Tells how far that one is; what can't be told is left out."""
    folder = worker_folder()

    def tell(stage: str, rows: int) -> None:
        if folder is not None and stage.partition(" ")[0] in STAGES:
            path = folder / drop.token
            draft = path.with_suffix(".draft")
            draft.write_text(f"{stage.partition(' ')[0]} {rows}")
            draft.replace(path)

    return tell


def told_of(drop: RosterDrop) -> tuple[str, int] | None:
    """The stage and how many rows, as the worker told last; None where nothing is told."""
    folder = worker_folder()
    try:
        stage, rows = (folder / drop.token).read_text().split(" ") if folder else ("", "")
    except (OSError, ValueError):
        return None
    return (stage, int(rows)) if stage in STAGES and rows.isdigit() else None


def forget(drop: RosterDrop) -> None:
    """Nothing is told of it any more."""
    if (folder := worker_folder()) is not None:
        (folder / drop.token).unlink(missing_ok=True)


def _named(registry: str) -> str:
    """Its address may hold a password; a folder may be named in many ways."""
    where = registry if "://" in registry else str(Path(registry).resolve())
    return hashlib.sha256(where.encode()).hexdigest()[:16]

"""A registry's file: made sealed, opened, and sealed anew under another key.

Its first sixteen bytes are the salt, in the clear, by which its key is found; all that follows is sealed, page by page,
and each page is checked when it is read. What replaces a file is made beside it and takes its place in one step.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # ships no hints

from reencuentro.errors import RegistryError
from reencuentro.records.sealing.passphrases import SALT_BYTES, Secret, derived, root_of, sync_folder

PLAIN = b"SQLite format 3\0"
"""How a file begins that isn't sealed."""
PAGE = 4096  # bytes
_NEW, _OLD = "-new", "-old"
_BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class FileKey:
    """The key of one file, with its salt, as the library takes it; secret: what it was made of."""

    salt: bytes
    secret: Secret
    literal: str = field(repr=False)

    @classmethod
    def of(cls, secret: Secret, salt: bytes) -> "FileKey":
        """The key that the secret makes with that salt."""
        return cls(salt, secret, f"x'{derived(root_of(secret, salt), 'file').hex()}{salt.hex()}'")


def new_salt() -> bytes:
    """The salt of a new file."""
    return secrets.token_bytes(SALT_BYTES)


def salt_of(path: Path) -> bytes | None:
    """The salt of a sealed file; None for a plain one or one that is empty still. Raises RegistryError if damaged."""
    beginning = _beginning(path)
    if beginning in (PLAIN, b""):
        return None
    if path.stat().st_size % PAGE:
        raise RegistryError(_DAMAGED[0], remedy=_DAMAGED[1])
    return beginning


def is_plain(path: Path) -> bool:
    """Whether the file is a database that anybody can read."""
    return _beginning(path) == PLAIN


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


_DAMAGED: tuple[str, str] = (
    "the registry's file is damaged, or isn't a registry",
    "Put back a copy made earlier; keep the damaged file, something may be saved from it.",
)


def connect(path: Path, key: FileKey | None, **options: Any) -> Any:
    """A connection to the file, sealed or (key None) plain, proved to be readable.

    Raises RegistryError for a wrong key, and the library's own errors for all else.
    """
    with _folder_lock(path.parent, fcntl.LOCK_SH):
        if key is not None and not (path.exists() and path.stat().st_size):
            raise RegistryError("the registry was removed at this moment by the run that made it", remedy="Try again.")
        connection = dbapi2.connect(str(path), **options)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            if key is not None:
                connection.execute(f'PRAGMA key = "{key.literal}"')
            connection.execute("PRAGMA foreign_keys = ON")
            # From this first read on the connection holds the file: nobody puts another in its place meanwhile.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except dbapi2.DatabaseError as error:
            connection.close()
            if key is None or error.sqlite_errorcode != dbapi2.SQLITE_NOTADB or key.secret.kept:
                raise
            raise RegistryError(
                "the passphrase is not the one of this registry",
                remedy="Give the right one, or, where its key is kept, none: unset REENCUENTRO_PASSPHRASE and …_FILE. "
                "If it is right, the file's beginning is damaged: put back a copy made earlier.",
            ) from error
        except BaseException:
            connection.close()
            raise
    return connection


def make_if_empty(path: Path, key_for: Callable[[bytes], FileKey]) -> None:
    """Make a sealed database of an empty file; key_for: gives the key for a new salt. Whoever comes second finds it."""
    with _folder_lock(path.parent, fcntl.LOCK_EX):
        _remove_leftovers(path)
        if path.stat().st_size:
            return
        key, fresh = key_for(new_salt()), _beside(path, _NEW)
        _touch_private(fresh)
        with closing(dbapi2.connect(str(fresh), isolation_level=None)) as connection:
            connection.execute(f'PRAGMA key = "{key.literal}"')
            connection.execute("PRAGMA user_version = 1")
        _take_place(path, fresh)


def reseal(
    path: Path, old: FileKey | None, key_for: Callable[[bytes], FileKey], within: Callable[[Any, FileKey], None]
) -> None:
    """Put a copy under another key in the place of the file, which is plain where old is None.

    within: told the connection, in which the copy is called `fresh`, and the copy's key; may change it further.
    Killed at any moment, the file is the old one or the new one, whole. Raises RegistryError where another has it open.
    """
    with _folder_lock(path.parent, fcntl.LOCK_EX):
        _remove_leftovers(path)
        if old is None and not is_plain(path):
            return  # another run was quicker
        fresh = _beside(path, _NEW)
        with closing(_alone(path, old)) as connection:
            key = key_for(new_salt())
            _touch_private(fresh)
            connection.execute(f'ATTACH DATABASE ? AS fresh KEY "{key.literal}"', [str(fresh)])
            connection.execute("PRAGMA fresh.journal_mode = OFF")  # what is cut short is thrown away
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("SELECT sqlcipher_export('fresh')")
            within(connection, key)
            connection.execute("COMMIT")
            connection.execute("DETACH DATABASE fresh")
            # Still held: the other one can't change any more once its copy takes its place.
            _take_place(path, fresh)


def discard(path: Path, key: FileKey, may_go: Callable[[Any], bool]) -> bool:
    """Remove the file, if nobody else has it open and what it holds may go; whether it is gone."""
    with _folder_lock(path.parent, fcntl.LOCK_EX), closing(_alone(path, key)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        if not may_go(connection):
            return False
        for name in ("", *_BESIDE):
            _beside(path, name).unlink(missing_ok=True)
    return True


def _alone(path: Path, key: FileKey | None) -> Any:
    """A connection that nobody else has beside it, the write-ahead log written back."""
    connection = dbapi2.connect(str(path), isolation_level=None, timeout=1.0)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.literal}"')
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # not before: the journal would stay
    except BaseException:
        connection.close()
        raise
    return connection


def _take_place(path: Path, fresh: Path) -> None:
    """The new file in the place of the old one, whose content is written over before it goes."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    old = _beside(path, _OLD)
    os.link(path, old)
    fresh.replace(path)
    sync_folder(path.parent)
    _wipe(old)


def _remove_leftovers(path: Path) -> None:
    """What a run left that was killed while it put another file in the place of this one."""
    for name in (_NEW, *(_NEW + beside for beside in _BESIDE)):
        _beside(path, name).unlink(missing_ok=True)
    old = _beside(path, _OLD)
    if old.exists() and not old.samefile(path):
        _wipe(old)
    old.unlink(missing_ok=True)


def _wipe(file: Path) -> None:
    """Overwrite and remove: as good as the disk allows, which may keep what was written before."""
    with file.open("r+b") as opened:
        for _ in range(0, file.stat().st_size, _BLOCK):
            opened.write(bytes(_BLOCK))
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()


_BLOCK = 1 << 20


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _touch_private(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


@contextmanager
def _folder_lock(folder: Path, kind: int) -> Iterator[None]:
    """Shared by those who open the file, alone to who puts another in its place."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)

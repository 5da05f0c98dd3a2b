"""What can go wrong with a database, said in words, with the remedy."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import DatabaseError, IntegrityError, InterfaceError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # ships no hints

from reencuentro.errors import RegistryError

Trouble = tuple[str, str]

BUSY: Trouble = (
    "the registry is locked: another run is writing to it",
    "Wait for that run to end, then try again.",
)
_FULL: Trouble = ("no room is left where the registry is kept", "Free some disk space, then run it again.")
_READ_ONLY: Trouble = ("the registry can't be written to", "Make its folder writable, or copy it to one that is.")
_CORRUPT: Trouble = (
    "the registry's file is damaged, or isn't a registry",
    "Put back a copy made earlier; keep the damaged file, something may be saved from it.",
)
_UNREACHABLE: Trouble = ("the database can't be reached", "Check the address, the password and that the server runs.")

_SQLITE: dict[int, Trouble] = {
    dbapi2.SQLITE_BUSY: BUSY,
    dbapi2.SQLITE_LOCKED: BUSY,
    dbapi2.SQLITE_FULL: _FULL,
    dbapi2.SQLITE_READONLY: _READ_ONLY,
    dbapi2.SQLITE_PERM: _READ_ONLY,
    dbapi2.SQLITE_CANTOPEN: _READ_ONLY,
    dbapi2.SQLITE_CORRUPT: _CORRUPT,
    dbapi2.SQLITE_NOTADB: _CORRUPT,
    dbapi2.SQLITE_IOERR: (
        "the disk failed while the registry was read or written, or no room is left on it",
        "Check the disk and its free space, then run it again.",
    ),
}
_POSTGRES: dict[str, Trouble] = {  # by the class of the SQLSTATE, or the whole of it
    "08": _UNREACHABLE,
    "28": ("the database refuses this user", "Check the user and the password in the address."),
    "3D": ("there is no such database on the server", "Create it, or check the name in the address."),
    "53": _FULL,
    "53300": ("the database server has no connection left", "Try again later, or allow it more connections."),
    "55P03": BUSY,
    "42501": ("the database user may not do this", "Grant the user all rights on the registry's own database."),
    "25006": _READ_ONLY,
    "57": ("the database server is stopping or starting", "Try again in a moment."),
    "XX001": _CORRUPT,
}


@contextmanager
def explained() -> Iterator[None]:
    """Raises RegistryError in place of a database error that has nothing to do with what was asked.

    A broken constraint is our own mistake, so it stays as it is.
    """
    try:
        yield
    except IntegrityError:
        raise
    except (DatabaseError, InterfaceError, dbapi2.Error) as error:
        trouble = _trouble(error.__cause__ or error)
        if trouble is None:
            raise
        problem, remedy = trouble
        raise RegistryError(problem, remedy=remedy) from error


def _trouble(cause: BaseException) -> Trouble | None:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)  # the low byte is the kind, the rest says where
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    # psycopg gives no code where it never got as far as the server. A value that it can't send is a mistake of ours.
    return _UNREACHABLE if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) else None

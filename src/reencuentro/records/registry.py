"""Opens a registry: a folder of its own with one SQLite file, or a PostgreSQL database by its address."""

import fcntl
import os
import pkgutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # ships no hints

from reencuentro.errors import RegistryError
from reencuentro.records import migrations
from reencuentro.records.making import migrate
from reencuentro.records.sealing.engine.files import FileKey, connect, discard, is_plain, make_if_empty, reseal, salt_of
from reencuentro.records.sealing.passphrases import PASSPHRASE, Secret, forget, keep, random_secret, secret_for, undo
from reencuentro.records.sealing.ring import Ring, master_key, rewrapped_root, ring, tree_file, using
from reencuentro.records.second_wall.acting import stand_behind_the_wall
from reencuentro.records.troubles import explained

FILE = "registry.sqlite3"
PATIENCE = 10.0  # seconds to wait for another run that is writing

Configuration = dict[str, Any]


@contextmanager
def open_registry(where: str | Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Makes the registry at `where` the one that everything reads and writes, brought to the newest schema.

    where: a folder, created if need be, readable by its owner only; or postgresql://user:password@host:port/name.
    patience: seconds to wait for another run that is writing.
    The folder's file is sealed; `records.sealing.passphrases` says where the secret that opens it comes from.
    Raises RegistryError where it can't be used: files of others in the folder, a schema newer than this program, no
    permission, locked, full, damaged, no or a wrong secret. Database troubles within the block become RegistryErrors.
    """
    if connections.settings[DEFAULT_DB_ALIAS]["ENGINE"] != _NO_ENGINE:
        raise RegistryError("a registry is open already", remedy="Close it first: there is one at a time.")
    address = str(where)
    with explained():
        settings = _postgres(address, patience) if _is_address(address) else _sqlite(Path(where), patience)
    _point_to(settings)
    key: FileKey | None = settings["OPTIONS"].get("key")
    try:
        with explained(), using(Ring((key.secret, key.salt) if key else None)):
            _bring_up_to_date()
            stand_behind_the_wall()
            yield
    finally:
        _point_to({})


@contextmanager
def open_existing(where: str | Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """As open_registry, but a folder without a registry is an error instead of a new registry."""
    if not _is_address(str(where)) and not (Path(where) / FILE).is_file():
        raise RegistryError(
            f"there is no registry in {where}", remedy="Name it with --registry, or make it: reencuentro reconcile …"
        )
    with open_registry(where, patience=patience):
        yield


@contextmanager
def open_or_undo(where: str | Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """As open_registry, but a folder's registry that wasn't there doesn't stay where the block fails and kept nothing.

    What another run has open, or has kept anything in meanwhile, stays.
    """
    folder = Path(where)
    if _is_address(str(where)) or folder.exists():
        with open_registry(where, patience=patience):
            yield
        return
    made = [folder, *(parent for parent in folder.parents if not parent.exists())]
    try:
        with open_registry(where, patience=patience):
            yield
    except BaseException:
        with suppress(OSError, RegistryError, dbapi2.Error):
            _undo(folder / FILE)
            for one in made:
                one.rmdir()
        raise


def _undo(file: Path) -> None:
    if not file.stat().st_size:  # its key couldn't be kept
        file.unlink()
        return
    key = _key_of(file)
    trees: list[str] = []

    def may_go(connection: Any) -> bool:
        trees.extend(name for (name,) in connection.execute("SELECT name FROM records_sealingroot"))
        return not any(connection.execute(kept).fetchone() for kept in _ANYTHING_KEPT)

    if discard(file, key, may_go):
        for name in trees:
            tree_file(name).unlink(missing_ok=True)
        if key.secret.kept:
            undo(key.salt)


_ANYTHING_KEPT = (
    "SELECT 1 FROM records_roster LIMIT 1",
    "SELECT 1 FROM records_agency LIMIT 1",
    "SELECT 1 FROM records_officer LIMIT 1",
)
"""Where the first of what anybody gives a registry is kept."""


def change_passphrase(where: str | Path, new: Secret | None, *, patience: float = PATIENCE) -> None:
    """Seal the registry under another passphrase or master key; None: under a random one, kept in the key folder.

    Killed at any moment, the old one opens it or the new one does. Copies made earlier stay under the old one; where
    that was kept in the key folder, it is removed there, and nobody opens those copies any more.
    Raises RegistryError as open_registry does, and where another run has the registry open.
    """
    with open_existing(where, patience=patience):
        if connection.vendor == "postgresql":
            with transaction.atomic():
                ring().change_master(new)
            return
    file = Path(where) / FILE
    with explained():
        old = _key_of(file)
        reseal(file, old, lambda salt: _changed(new, salt), partial(_rewrap, old))
    if old.secret.kept:
        forget(old.salt)


def _changed(new: Secret | None, salt: bytes) -> FileKey:
    return FileKey.of(new or keep(random_secret(), salt, PASSPHRASE), salt)


def _rewrap(old: FileKey, copy: Any, new: FileKey) -> None:
    """In the copy, what the old secret wraps is wrapped by the new one."""
    proof, tree = copy.execute("SELECT proof, tree FROM fresh.records_sealingroot").fetchone()
    keys = copy.execute("SELECT id, agency_id, version, wrapped FROM fresh.records_agencykey").fetchall()
    masters = (master_key(key.secret, key.salt) for key in (old, new))
    root, moved = rewrapped_root({"proof": proof, "tree": tree}, keys, *masters)
    copy.executemany("UPDATE fresh.records_agencykey SET wrapped = ? WHERE id = ?", moved)
    copy.execute("UPDATE fresh.records_sealingroot SET proof = ?, tree = ?", (root["proof"], root["tree"]))


_NO_ENGINE = "django.db.backends.dummy"


def _is_address(where: str) -> bool:
    return where.startswith(("postgresql://", "postgres://"))


def _point_to(settings: Configuration) -> None:
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    # Django reads its databases once; this is where it keeps what it read.
    connections.settings = connections.configure_settings({DEFAULT_DB_ALIAS: settings} if settings else {})


def _sqlite(folder: Path, patience: float) -> Configuration:
    file = _prepare(folder)
    return {
        "ENGINE": "reencuentro.records.sealing.engine",
        "NAME": str(file),
        "OPTIONS": {
            "key": _key_of(file),
            "timeout": patience,
            "transaction_mode": "IMMEDIATE",  # a writer that only finds out at its first write would have to give up
            # FULL: what is committed is on the disk, even when the power fails. 64 MiB of pages are remembered, since
            # each that is read again must be opened again.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
            ),
        },
    }


def _prepare(folder: Path) -> Path:
    """The registry's file, empty if new."""
    file = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _refuse_others_files(folder)
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        writable = os.access(file, os.R_OK | os.W_OK) and os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        raise RegistryError(
            f"the folder {folder} can't be used: {error.strerror}", remedy="Choose a folder that you may write to."
        ) from error
    if not (writable and file.is_file()):
        raise RegistryError(f"{file} can't be written to", remedy="Choose a folder that you may write to.")
    return file


def _key_of(file: Path) -> FileKey:
    """The key of a registry's file, which is made if it is empty, and sealed if it is plain still."""
    make_if_empty(file, _new_key)
    if is_plain(file):
        with closing(connect(file, None)) as plain:
            tables = [name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if "django_migrations" not in tables:
            _refuse_others_tables(tables)
        reseal(file, None, _new_key, lambda _connection, _key: None)
    salt = salt_of(file) or b""
    return FileKey.of(secret_for(salt, PASSPHRASE, new=False), salt)


def _new_key(salt: bytes) -> FileKey:
    return FileKey.of(secret_for(salt, PASSPHRASE, new=True), salt)


def _refuse_others_files(folder: Path) -> None:
    # Another run may be making the registry at this moment.
    if any(not path.name.startswith(FILE) for path in folder.iterdir()):
        raise RegistryError(
            f"the folder {folder} holds other files and no registry",
            remedy="Name an empty folder, or one that isn't there yet.",
        )


def _postgres(address: str, patience: float) -> Configuration:
    try:
        parts = urlsplit(address)
        query = _query(parts.query)
        port = parts.port or ""
    except ValueError as error:
        raise RegistryError("the database's address can't be read", remedy=_ADDRESS) from error
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise RegistryError("the address names no database", remedy=_ADDRESS)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or port,
        "OPTIONS": {
            # What is asked again and again is planned once for each connection: the second wall's conditions take
            # longer to plan than to answer.
            "server_side_binding": True,
            "prepare_threshold": 3,
            **query,
            "options": f"-c lock_timeout={max(1, round(patience * 1000))}",
        },
    }


_ADDRESS = "Write postgresql://user:password@host:port/name."


def _query(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return {unquote(name): unquote(value) for name, _, value in pairs}


def _bring_up_to_date() -> None:
    """Migrates if need be; the usual case, nothing to do, costs one query."""
    ours, applied = _our_migrations(), _applied_migrations()
    if applied - ours:
        raise RegistryError(
            "the registry was made by a newer version of this program", remedy="Install that version or a later one."
        )
    if ours - applied:
        with _one_at_a_time():
            executor = MigrationExecutor(connection)
            migrate(executor, executor.loader.graph.leaf_nodes("records"))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two runs may find the same registry new: the second waits, and then has nothing left to do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # the end of the connection frees it at the latest
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    descriptor = os.open(Path(connection.settings_dict["NAME"]).parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems lock no folders
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


_LOCK = 0x5EE4C0E48  # any number, as long as nothing else in the database locks it


def _our_migrations() -> frozenset[str]:
    return frozenset(module.name for module in pkgutil.iter_modules(migrations.__path__))


def _applied_migrations() -> frozenset[str]:
    tables = connection.introspection.table_names()
    if "django_migrations" not in tables:
        _refuse_others_tables(tables)
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'records'")
        return frozenset(row[0] for row in cursor.fetchall())


def _refuse_others_tables(tables: list[str]) -> None:
    if tables:
        raise RegistryError(
            "the database holds other tables and no registry", remedy="Name an empty database for the registry."
        )

"""Whether an installation is sound: each check with what it looked at, how it found it, and what to do."""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reencuentro.errors import ReencuentroError
from reencuentro.records.audit import AuditEntry
from reencuentro.records.sealing.keys import SealingRoot
from reencuentro.records.sealing.passphrases import key_folder
from reencuentro.records.second_wall.soundness import login_troubles, wall_troubles
from reencuentro.web.environment import read_environment


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. told: what was found; remedy: "" where it is in order; only_advised: it may stay as it is."""

    what: str
    told: str
    remedy: str = ""
    only_advised: bool = False

    @property
    def sound(self) -> bool:
        """Whether there is nothing that must be done."""
        return self.only_advised or not self.remedy


Check = Callable[[], Finding]


def soundness(place: str, given: Mapping[str, str], *, pages: bool) -> Iterator[Finding]:
    """Every check of an open registry, in a fixed order; pages: those of an installation that serves others too."""
    yield Finding("registry", "reachable, and its keys open it")
    yield from (check() for check in (_schema, _clock))
    if connection.vendor == "postgresql":
        yield from (_role(pages=pages), *_wall(), _server_clock())
    else:
        yield _private("registry's folder", Path(place))
    yield _private("key folder", key_folder())
    yield _apart()
    if pages:
        yield from (_environment(given), _encrypted(given), _silent(given), _backups(given))


def _schema() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes("records"))
    if missing:
        return Finding("schema", f"{len(missing)} steps behind", "Open it once as its owner: reencuentro check")
    return Finding("schema", "the newest")


_SKEW = timedelta(minutes=1)


def _clock() -> Finding:
    newest = AuditEntry.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > datetime.now(UTC) + _SKEW:
        return Finding("clock", "behind what the audit has noted", "Set the clock: chronyc makestep, or timedatectl")
    return Finding("clock", "not behind the audit")


def _server_clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - time.time())
    if apart > _SKEW.total_seconds():
        return Finding("database's clock", f"{apart:.0f} s from ours", "Set both by the same time server.")
    return Finding("database's clock", "agrees with ours")


def _role(*, pages: bool) -> Finding:
    if troubles := login_troubles(pages=pages):
        return Finding("database's user", "; ".join(one.told for one in troubles), troubles[0].remedy)
    return Finding("database's user", "neither superuser nor owner" + (", nor the command line's" if pages else ""))


def _wall() -> Iterator[Finding]:
    troubles = wall_troubles()
    yield from (Finding("second wall", one.told, one.remedy) for one in troubles)
    if not troubles:
        yield Finding("second wall", "stands around every table")


def _private(what: str, folder: Path) -> Finding:
    if not folder.exists():
        return Finding(what, "not there, and not needed")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        return Finding(what, f"others may enter it (mode {mode:o})", f"chmod 700 {folder}")
    return Finding(what, "yours alone")


def _apart() -> Finding:
    """Whether what is deleted can't be read in older copies either: docs/encryption.md."""
    if SealingRoot.objects.exclude(tree="").exists():
        told = "in the registry: older copies of it still open what was deleted since"
        remedy = "Move them to the key folder, and copy that folder: reencuentro keys apart"
        return Finding("records' secrets", told, remedy, only_advised=True)
    return Finding("records' secrets", "kept apart from the registry")


def _environment(given: Mapping[str, str]) -> Finding:
    try:
        read_environment(given)
    except ReencuentroError as error:
        return Finding("settings", str(error), error.remedy)
    return Finding("settings", "complete")


def _encrypted(given: Mapping[str, str]) -> Finding:
    if given.get("REENCUENTRO_LOCAL") == "1":
        return Finding("connection", "plain http, for this machine alone", "Unset REENCUENTRO_LOCAL to serve others.")
    return Finding("connection", "https alone")


def _silent(given: Mapping[str, str]) -> Finding:
    if given.get("REENCUENTRO_DEBUG"):
        return Finding("debugging", "on: errors show what they are about", "Unset REENCUENTRO_DEBUG.")
    return Finding("debugging", "off")


_OLDEST_COPY = timedelta(hours=36)


def _backups(given: Mapping[str, str]) -> Finding:
    folder = given.get("REENCUENTRO_BACKUPS", "")
    if not folder:
        return Finding("copies", "nobody says where they are kept", "Name their folder in REENCUENTRO_BACKUPS.")
    newest = max(_changed(Path(folder).glob("*")), default=0.0)
    if time.time() - newest > _OLDEST_COPY.total_seconds():
        return Finding("copies", "none of the last 36 hours", "Find out why the backup no longer runs.")
    return Finding("copies", "one of the last 36 hours")


def _changed(files: Iterable[Path]) -> Iterator[float]:
    return (os.stat(file).st_mtime for file in files)

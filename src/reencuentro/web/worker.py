"""Sends a worker after what waits: a process of its own, so that no page waits for it and no closed tab stops it."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from reencuentro.actions.working import is_worked_on
from reencuentro.web.settings import ENVIRONMENT

_COMMAND = ("-c", "from reencuentro.cli import main; main()", "rosters", "work")
_OURS = ("DJANGO_SETTINGS_MODULE", "REENCUENTRO_LOCAL", "REENCUENTRO_SECRET_KEY")


_PAUSE = 20.0  # seconds until another is sent after one that left something behind


@dataclass(slots=True)
class _Sent:
    """The last worker that this process sent, and when; it takes a while until it is at work."""

    process: subprocess.Popen[bytes] | None = None
    at: float = -_PAUSE
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_fresh(self) -> bool:
        """Whether it is still there, or was sent just now."""
        alive = self.process is not None and self.process.poll() is None
        return alive or time.monotonic() - self.at < _PAUSE


_SENT = _Sent()


def start_worker(*, at_once: bool = False) -> None:
    """Sends one unless one is there. at_once: something new waits, so that another may follow one that has just ended.

    Where the pages may not write lists themselves, a timer does it.
    """
    place = _place()
    if place is None or not getattr(settings, "SENDS_WORKERS", True):
        return
    with _SENT.lock:
        gone = _SENT.process is None or _SENT.process.poll() is not None
        if (_SENT.is_fresh() and not (at_once and gone)) or is_worked_on(place):
            return
        _SENT.process, _SENT.at = _send(place), time.monotonic()


def _send(place: str) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *_COMMAND],
        env={**environment, "REENCUENTRO_REGISTRY": place},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # what goes wrong is told where the server tells
        start_new_session=True,
    )


def is_at_work() -> bool:
    """Whether a worker is there, as far as this machine knows."""
    place = _place()
    return place is not None and is_worked_on(place)


def _place() -> str | None:
    """The open registry, as the command takes it; None where the pages' own login may not run it."""
    if connection.vendor == "sqlite":
        return str(Path(connection.settings_dict["NAME"]).parent)
    return ENVIRONMENT.registry if _owns_tables() else None


def _owns_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_OWNS)
        return bool(cursor.fetchone()[0])


_OWNS = """
    SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'public.records_roster'::regclass
"""

"""Sends a worker after what waits: a process of its own, so that no page waits for it and no closed tab stops it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from django.conf import settings
from django.db import connection

from reencuentro.actions.working import is_worked_on
from reencuentro.web.settings import ENVIRONMENT

_COMMAND = ("-c", "from reencuentro.cli import main; main()", "rosters", "work")
_OURS = ("DJANGO_SETTINGS_MODULE", "REENCUENTRO_LOCAL", "REENCUENTRO_SECRET_KEY")


def start_worker() -> None:
    """Sends one unless one is there. Where the pages may not write lists themselves, a timer does it."""
    place = _place()
    if place is None or not getattr(settings, "SENDS_WORKERS", True) or is_worked_on(place):
        return
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    worker = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *_COMMAND],
        env={**environment, "REENCUENTRO_REGISTRY": place},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=worker.wait, daemon=True).start()  # or it would stay in the system's table when it is done


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

"""Deeds that are done at the same time, each by a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from reencuentro.errors import ReencuentroError


def at_once(deeds: Sequence[Callable[[], object]]) -> list[str]:
    """What became of each: "done", or the name of the error by which it was refused; in order of these words."""

    def done(deed: Callable[[], object]) -> str:
        try:
            deed()
        except ReencuentroError as refused:
            return type(refused).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(done, deeds))

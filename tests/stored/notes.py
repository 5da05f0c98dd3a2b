"""Runs of their own process that write into the audit: many at once, or until no room is left."""

import os
import resource
import sys
from pathlib import Path

from reencuentro.actions.perform import performing
from reencuentro.errors import RegistryError
from reencuentro.records.reading import reading
from reencuentro.records.registry import open_registry

PATIENT = 120.0


def write_many(place: str, writers: int, entries: int) -> int:
    """So many processes at once, each with so many entries: deeds and looks in turn. Returns how many failed."""
    children = [_forked(place, number, entries) for number in range(writers)]
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def _forked(place: str, number: int, entries: int) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with open_registry(place, patience=PATIENT):
            for entry in range(entries):
                door = reading if entry % 2 else performing
                with door("try", by=f"writer {number}", about=[f"{number}:{entry}"]):
                    pass
        status = 0
    finally:
        os._exit(status)


def look_until_full(place: str, room: int) -> None:
    """Looks until no file may grow beyond `room` bytes more; says each time that it showed something."""
    with open_registry(place):
        largest = max(path.stat().st_size for path in Path(place).iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, largest + room))
        try:
            for number in range(100_000):
                with reading("look", by="tests", about=[f"ORR:{number}"] * 20):
                    pass
                print("shown", flush=True)
        except RegistryError:
            print("refused", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "many":
        sys.exit(write_many(sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    look_until_full(sys.argv[2], int(sys.argv[3]))

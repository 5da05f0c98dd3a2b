"""Who is who in what `reencuentro link` read: matched anew, or joined to people who are known already."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from reencuentro.interchange.people import People, person_ids
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import Engine
from reencuentro.linkage.lookup.keeping import KnownPeople, keep
from reencuentro.linkage.plain import link_people
from reencuentro.linkage.rows import Ints


@dataclass(frozen=True, slots=True)
class Linked:
    """The public id of each record's person, in the order of the input, and how many persons there are.

    persons: by the places of the records in the columns. known: how many records are of people known before; united:
    how many of these turned out to be one with another.
    """

    ids: pa.Array
    count: int
    persons: Ints
    known: int = 0
    united: int = 0


def linked(people: People, columns: Columns, engine: Engine) -> Linked:
    """Matched with each other; columns: in the order of `people.order`."""
    persons = link_people(columns, engine)
    ids, count = person_ids(people, _as_read(people, persons))
    return Linked(ids, count, persons)


def joined(people: People, columns: Columns, known: KnownPeople) -> Linked:
    """Matched with each other and with those known, who keep their ids."""
    found = known.joined(columns)
    _, first, which = np.unique(found.persons, return_index=True, return_inverse=True)
    persons = first[which].astype(np.int32)
    ids, count = person_ids(people, _as_read(people, persons))
    order = people.order
    told = np.array(ids.to_pylist(), object)
    told[order[found.known]] = found.known_ids
    return Linked(pa.array(told, pa.string()), count, persons, int(found.known.sum()), found.united)


def keep_linked(path: Path, people: People, columns: Columns, found: Linked) -> None:
    """Keep who they are, for lists to come. Raises OSError."""
    ids = found.ids.take(pa.array(people.order)).to_pylist()
    keep(path, KnownPeople.of(columns, found.persons, ids))


def _as_read(people: People, persons: Ints) -> Ints:
    """The same in the order of the input."""
    order = people.order
    found = np.empty(len(people), np.int32)
    found[order] = order[persons]
    return found

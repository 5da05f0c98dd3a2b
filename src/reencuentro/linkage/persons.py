"""Which records make one person: groups that hold together as a whole, not chains of pairs."""

from base64 import b32encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from hashlib import sha256
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reencuentro.linkage.columns import Ints
from reencuentro.linkage.mentions import RecordKey

Floats = NDArray[np.float64]
Pair = tuple[int, int]

CONNECTED = 0.05
"""Probability from which a pair holds records in one group, inside which it is then decided who is whom."""
LARGEST_GROUP = 400
"""Records of a group up to which all its pairs are compared; beyond it, the unseen ones count as strangers."""
_SIDE_BY_SIDE = -6.0  # bits: four in five kin share several lists, one in a hundred of those entered twice
_STRANGER = -4.0  # bits of a pair never compared
_MOST_AGAINST, _MOST_FOR = -15.0, 12.0  # one pair's bits are bounded, so that no single error joins or splits alone


_NO_LISTS: Mapping[int, int] = MappingProxyType({})


def groups(count: int, left: Ints, right: Ints, probabilities: Floats) -> list[Ints]:
    """Records connected by pairs that may be one person; only groups of two or more."""
    kept = probabilities >= CONNECTED
    graph = coo_matrix((np.ones(int(kept.sum()), np.int8), (left[kept], right[kept])), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [group.astype(np.int32) for group in np.split(order, cuts) if len(group) > 1]


def unseen_pairs(found: Iterable[Ints], left: Ints, right: Ints, count: int) -> tuple[Ints, Ints]:
    """Pairs inside a group that no key brought together."""
    seen = set((left.astype(np.int64) * count + right).tolist())
    pairs = [
        (int(a), int(b))
        for group in found
        if 2 < len(group) <= LARGEST_GROUP
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if int(a) * count + int(b) not in seen
    ]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def assemble(
    group: Ints, bits: Mapping[Pair, float], together: Set[Pair], apart: Set[Pair], lists: Mapping[int, int] = _NO_LISTS
) -> list[list[int]]:
    """Split a group into persons: the strongest pairs join first, and two sides join only if all their pairs, taken
    together, speak for it. So a chain breaks at its weakest evidence, and a conflict keeps two people apart.

    bits: log2 odds of each compared pair. together, apart: pairs that officers confirmed or rejected.
    lists: whose list each record is on: two who stand side by side on several lists are hardly one.
    """
    persons = {int(record): [int(record)] for record in group}
    home = {int(record): int(record) for record in group}

    def weight(a: int, b: int) -> float:
        pair = (min(a, b), max(a, b))
        return float(np.clip(bits.get(pair, _STRANGER), _MOST_AGAINST, _MOST_FOR))

    def forbidden(one: Sequence[int], other: Sequence[int]) -> bool:
        return any((min(a, b), max(a, b)) in apart for a in one for b in other)

    def side_by_side(one: Sequence[int], other: Sequence[int]) -> float:
        shared = {lists[record] for record in one if lists} & {lists[record] for record in other if lists}
        return _SIDE_BY_SIDE if len(shared) > 1 else 0.0

    def join(a: int, b: int) -> None:
        kept, gone = sorted((home[a], home[b]))
        for record in persons.pop(gone):
            persons[kept].append(record)
            home[record] = kept

    inside = {int(record) for record in group}
    for a, b in sorted(pair for pair in together if pair[0] in inside and pair[1] in inside):
        if home[a] != home[b] and not forbidden(persons[home[a]], persons[home[b]]):
            join(a, b)
    # Those whom officers joined, and whoever joins them, speak with one voice: what the evidence had against the
    # officers' decision no longer counts.
    voice = {record: records[0] for records in persons.values() for record in records}
    decided = {records[0] for records in persons.values() if len(records) > 1}
    strongest = sorted((-value, pair) for pair, value in bits.items() if value > 0)
    for _, (a, b) in strongest:
        one, other = persons[home[a]], persons[home[b]]
        if home[a] == home[b] or forbidden(one, other):
            continue
        if _together(one, other, voice, weight) + side_by_side(one, other) > 0:
            join(a, b)
            heard = decided.intersection(voice[record] for record in persons[home[a]])
            if heard:
                voice.update(dict.fromkeys(persons[home[a]], min(heard)))
    return [sorted(records) for records in persons.values()]


def _together(
    one: Sequence[int], other: Sequence[int], voice: Mapping[int, int], weight: Callable[[int, int], float]
) -> float:
    """What all pairs of two sides say, in bits; of the pairs between the same two voices the best."""
    best: dict[Pair, float] = {}
    for x in one:
        for y in other:
            pair = voice[x], voice[y]
            best[pair] = max(best.get(pair, float("-inf")), weight(x, y))
    return sum(best.values())


def bits_by_group(found: Sequence[Ints], left: Ints, right: Ints, bits: Floats, count: int) -> list[dict[Pair, float]]:
    """The compared pairs of each group with their log2 odds."""
    home = np.full(count, -1, np.int64)
    for number, group in enumerate(found):
        home[group] = number
    inside = (home[left] >= 0) & (home[left] == home[right])
    by_group: dict[int, dict[Pair, float]] = defaultdict(dict)
    for a, b, value in zip(left[inside].tolist(), right[inside].tolist(), bits[inside].tolist(), strict=True):
        by_group[int(home[a])][a, b] = value
    return [by_group[number] for number in range(len(found))]


def person_id(records: Sequence[RecordKey]) -> str:
    """The person's public name: it depends on the first of the records alone, and tells nothing about the person."""
    agency, record = min(records)
    digest = sha256(f"{len(agency)}:{agency}:{record}".encode()).digest()
    return "P" + b32encode(digest).decode()[:12]

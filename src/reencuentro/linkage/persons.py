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

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.rows import Ints

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
    split = _Split(group, bits, apart, lists)
    inside = set(split.home)
    for a, b in sorted(pair for pair in together if pair[0] in inside and pair[1] in inside):
        if not split.forbidden(a, b):
            split.join(a, b)
    split.hear_officers()
    for _, (a, b) in sorted((-value, pair) for pair, value in bits.items() if value > 0):
        if not split.forbidden(a, b) and split.speaks_for(a, b) > 0:
            split.join(a, b)
    return [sorted(records) for records in split.persons.values()]


class _Split:
    """A group on its way from single records to persons."""

    def __init__(self, group: Ints, bits: Mapping[Pair, float], apart: Set[Pair], lists: Mapping[int, int]) -> None:
        self._bits, self._apart, self._lists = bits, apart, lists
        self.persons = {int(record): [int(record)] for record in group}
        self.home = {int(record): int(record) for record in group}
        # Those whom officers joined, and whoever joins them, speak with one voice: what the evidence had against the
        # officers' decision no longer counts.
        self._voice = dict(self.home)
        self._decided: set[int] = set()

    def hear_officers(self) -> None:
        """From here on those joined so far count as joined by officers."""
        self._voice = {record: records[0] for records in self.persons.values() for record in records}
        self._decided = {records[0] for records in self.persons.values() if len(records) > 1}

    def forbidden(self, a: int, b: int) -> bool:
        """Whether the persons of two records are one already, or were rejected by officers."""
        one, other = self.persons[self.home[a]], self.persons[self.home[b]]
        return one is other or any((min(x, y), max(x, y)) in self._apart for x in one for y in other)

    def join(self, a: int, b: int) -> None:
        """Make the persons of two records one."""
        kept, gone = sorted((self.home[a], self.home[b]))
        for record in self.persons.pop(gone):
            self.persons[kept].append(record)
            self.home[record] = kept
        heard = self._decided.intersection(self._voice[record] for record in self.persons[kept])
        if heard:
            self._voice.update(dict.fromkeys(self.persons[kept], min(heard)))

    def speaks_for(self, a: int, b: int) -> float:
        """What all pairs between the persons of two records say together, and their lists, in bits."""
        one, other = self.persons[self.home[a]], self.persons[self.home[b]]
        shared = {self._lists.get(x) for x in one} & {self._lists.get(x) for x in other}
        beside = _SIDE_BY_SIDE if len(shared) > 1 else 0.0
        said = _together(one, other, self._voice, self._weight)
        # Pairs of the same two persons repeat each other: together they speak for it no more than the best of them.
        best = max(self._weight(x, y) for x in one for y in other)
        return min(said, max(best, 0.0)) + beside

    def _weight(self, a: int, b: int) -> float:
        return float(np.clip(self._bits.get((min(a, b), max(a, b)), _STRANGER), _MOST_AGAINST, _MOST_FOR))


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


NUMBER = r"P[A-Z2-7]{12}"
"""What such a name looks like."""

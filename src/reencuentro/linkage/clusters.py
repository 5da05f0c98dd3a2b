"""Which records make one person, for records by the million: the strongest pairs join first, all groups at once.

Two sides join only if all their pairs, taken together, speak for it. So a chain breaks at its weakest evidence, and a
conflict keeps two people apart. In each round every two clusters that are each other's best choice join. Where evidence
conflicts all around that is not quite what joining one pair after the other, the strongest first, comes to; almost
everywhere it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.words import Hashes, distinct, pack

Floats = NDArray[np.float64]

STRANGER = -4.0
"""Bits of a pair that was never compared."""
MOST_AGAINST, MOST_FOR = -15.0, 12.0
"""One pair's bits are bounded, so that no single error joins or splits alone."""
LARGEST_GROUP = 60
"""Records of a group up to which all its pairs are compared; beyond it, the unseen ones count as strangers."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """What all pairs between two clusters say: each pair of clusters once, low < high.

    total: each pair's bits bounded. strongest: as they are, so that equals, which the order of records tells apart, are
    rare.
    """

    low: Places
    high: Places
    total: Floats
    strongest: Floats
    seen: Places

    def between(self, label: Places) -> "_Edges":
        """The same between clusters that have been joined since; what is inside one cluster is dropped."""
        low, high = label[self.low], label[self.high]
        apart = np.flatnonzero(low != high)
        pair = np.minimum(low, high)[apart] << 32 | np.maximum(low, high)[apart]
        order = np.argsort(pair, kind="stable")
        pair, apart = pair[order], apart[order]
        start = np.flatnonzero(np.concatenate([[True], pair[1:] != pair[:-1]])) if len(pair) else pair
        if not len(pair):
            return _Edges(pair, pair, np.empty(0), np.empty(0), pair)
        return _Edges(
            pair[start] >> 32,
            pair[start] & 0xFFFFFFFF,
            np.add.reduceat(self.total[apart], start),
            np.maximum.reduceat(self.strongest[apart], start),
            np.add.reduceat(self.seen[apart], start),
        )

    def some(self, which: Places | NDArray[np.bool_]) -> "_Edges":
        return _Edges(self.low[which], self.high[which], self.total[which], self.strongest[which], self.seen[which])


def clusters_of(count: int, left: Ints, right: Ints, bits: Floats) -> Ints:
    """The cluster of each of `count` records, by the number of its first record.

    left, right, bits: every compared pair once, with its log2 odds of being one person.
    """
    bounded = np.clip(bits, MOST_AGAINST, MOST_FOR)
    seen = np.ones(len(left), np.int64)
    edges = _Edges(left.astype(np.int64), right.astype(np.int64), bounded, bits, seen)
    label, size = np.arange(count), np.ones(count, np.int64)
    everyone = np.arange(count)
    edges = edges.between(everyone)
    while len(edges.low):
        joined = _mutual_choices(edges, size)
        if not len(joined):
            break
        onto = everyone.copy()
        onto[edges.high[joined]] = edges.low[joined]
        size[edges.low[joined]] += size[edges.high[joined]]
        label = onto[label]
        edges = edges.between(onto)
    return label.astype(np.int32)


def _mutual_choices(edges: _Edges, size: Places) -> Places:
    """The edges that both their clusters prefer to every other, of those that speak for joining."""
    unseen = size[edges.low] * size[edges.high] - edges.seen
    willing = np.flatnonzero((edges.total + STRANGER * unseen > 0) & (edges.strongest > 0))
    best = np.full(len(size), -1)
    order = willing[np.lexsort((-edges.high[willing], -edges.low[willing], edges.strongest[willing]))]
    rank = np.empty(len(edges.low), np.int64)
    rank[order] = np.arange(len(order))
    np.maximum.at(best, edges.low[order], rank[order])
    np.maximum.at(best, edges.high[order], rank[order])
    mutual = (best[edges.low[order]] == rank[order]) & (best[edges.high[order]] == rank[order])
    return np.asarray(order[mutual], np.int64)


def unseen_pairs(count: int, left: Ints, right: Ints, connected: NDArray[np.bool_]) -> Hashes:
    """Pairs of records that hang together through connected pairs, but were never compared; packed, sorted."""
    graph = coo_matrix((np.ones(int(connected.sum()), np.int8), (left[connected], right[connected])), (count, count))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    ordered = label[order]
    sizes = np.bincount(label)[ordered]
    asked = np.flatnonzero((sizes > 2) & (sizes <= LARGEST_GROUP))
    record, ordered = order[asked].astype(np.int32), ordered[asked]
    found = [np.empty(0, np.uint64)]
    for step in range(1, LARGEST_GROUP):
        together = np.flatnonzero(ordered[step:] == ordered[:-step]) if step < len(ordered) else np.empty(0, np.int64)
        if not len(together):
            break
        found.append(pack(record[together], record[together + step]))
    pairs = distinct(np.concatenate(found))
    compared = pack(left, right)  # sorted, as candidates are
    place = np.minimum(np.searchsorted(compared, pairs), max(0, len(compared) - 1))
    return pairs[compared[place] != pairs] if len(compared) else pairs

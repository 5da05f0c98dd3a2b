"""A new list beside the records of an index: who of it is who, at the cost of the new list, not of all records."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reencuentro.linkage.clusters import MOST_FOR, clusters_of
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import weigh
from reencuentro.linkage.lookup.beside import Known
from reencuentro.linkage.lookup.filing import keys_filed
from reencuentro.linkage.lookup.overlay import GrownWords
from reencuentro.linkage.lookup.postings import Postings
from reencuentro.linkage.lookup.spellings import Spellings
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.weighed import Weighed
from reencuentro.linkage.words import Hashes, Words, distinct

MOST_FILED = 120
"""Records, counted once a key, that each new one is compared with: those under its rarest keys."""
LARGEST = 40
"""New records under one key up to which all are compared with all."""
CONNECTED = -4.25
"""log2 odds of a record from which the new one is compared with all records of that person."""


@dataclass(frozen=True)
class Joining:
    """New records, and the index to which they are to be joined.

    persons: the person behind each record of the index, by the number of the person's first record.
    counts: how often each known word is borne.
    """

    known: Known
    spellings: Spellings
    postings: Postings
    counts: Places
    new: Columns
    persons: Ints

    def joined(self, weights: Weights) -> Ints:
        """The person behind each record, those of the index first and then the new ones.

        Only the persons that a new record may belong to are looked at anew.
        """
        before = len(self.known.columns)
        found = self._weighed(self._candidates(), weights)
        members = self._members(found.right[(found.odds >= CONNECTED) & (found.right < before)])
        found = found + self._weighed(self._unseen(found, members), weights)
        return self._clustered(found, members)

    def _candidates(self) -> Hashes:
        """Pairs of a new record, by its number behind the known ones, and one under the same key; packed, sorted."""
        count = len(self.known.columns)
        filed = [one for columns in (self.new, self._as_meant) for one in keys_filed(columns)]
        keys = np.concatenate([np.empty(0, np.uint64), *(key for key, _ in filed)])
        records = np.concatenate([np.empty(0, np.int32), *(record for _, record in filed)])
        old = _sharing(self.postings, keys, records, MOST_FILED)
        among = Postings.of(filed, len(self.new))
        new = _sharing(among, keys, records, LARGEST)
        left = np.concatenate([old[0], new[0]]) + count
        right = np.concatenate([old[1], new[1] + count])
        apart = right < left
        return distinct(left[apart].astype(np.uint64) << np.uint64(32) | right[apart].astype(np.uint64))

    @cached_property
    def _words(self) -> GrownWords:
        texts, known = self.new.words.texts, self.spellings.words.number
        return GrownWords(self.spellings, [text for text in texts if text not in known])

    @cached_property
    def _as_meant(self) -> Columns:
        """The new records with each word that nobody knows put as what it was probably meant to be."""
        words, size = self._words, len(self.spellings.words)
        meant = words.meant(self.counts).tolist()
        numbers = [words.of(text) for text in self.new.words.texts]
        texts = [words.every[meant[one - size] if one >= size else one] for one in numbers]
        return replace(self.new, words=Words(texts))  # only how they sound counts where records are filed

    def _weighed(self, pairs: Hashes, weights: Weights) -> Weighed:
        """The odds of these pairs: the new records and the known ones among them as columns of their own."""
        left, right = (pairs >> np.uint64(32)).astype(np.int32), pairs.astype(np.uint32).astype(np.int32)
        count = len(self.known.columns)
        rows = np.unique(right[right < count]).astype(np.int64)
        columns = self.known.followed(rows, self.new, self._words)
        new, old = np.int32(len(rows) - count), np.searchsorted(rows, right).astype(np.int32)
        odds = weigh(columns, left + new, np.where(right < count, old, right + new), weights)
        return Weighed(left, right, odds)

    def _members(self, near: Ints) -> Places:
        """All known records of the persons of these, in rising order."""
        reached = np.zeros(len(self.persons), np.bool_)
        reached[self.persons[near]] = True
        return np.flatnonzero(reached[self.persons])

    def _unseen(self, found: Weighed, members: Places) -> Hashes:
        """Pairs of a new record and the other records of somebody near it, as far as they weren't compared."""
        near = (found.odds >= CONNECTED) & (found.right < len(self.persons))
        asked = np.unique(found.left[near].astype(np.int64) << 32 | self.persons[found.right[near]])
        order = members[np.argsort(self.persons[members], kind="stable")]
        start, end = (np.searchsorted(self.persons[order], asked & _LOW, side=side) for side in ("left", "right"))
        within = np.arange(int((end - start).sum())) - np.repeat(np.cumsum(end - start) - (end - start), end - start)
        others = order[np.repeat(start, end - start) + within]
        pairs = (np.repeat(asked >> 32, end - start) << 32 | others).astype(np.uint64)
        seen = found.left.astype(np.uint64) << np.uint64(32) | found.right.astype(np.uint64)
        return distinct(pairs[~np.isin(pairs, seen)])

    def _clustered(self, found: Weighed, members: Places) -> Ints:
        """What was believed of the members holds as if it were certain; everything else is as in a matching."""
        before, count = len(self.persons), len(members)
        nodes = np.concatenate([members, np.arange(before, before + len(self.new))])
        place = np.full(before + len(self.new), -1, np.int64)
        place[nodes] = np.arange(len(nodes))
        kept = place[found.right] >= 0
        one, other = _together(self.persons[members])
        label = clusters_of(
            len(nodes),
            np.concatenate([place[found.left[kept]], one]).astype(np.int32),
            np.concatenate([place[found.right[kept]], other]).astype(np.int32),
            np.concatenate([found.odds[kept], np.full(len(one), MOST_FOR)]),
        )
        first = np.concatenate([self.persons[members], nodes[count:]])
        persons = np.concatenate([self.persons, nodes[count:]]).astype(np.int32)
        persons[nodes] = first[label]
        return persons


_LOW = 0xFFFFFFFF


def _sharing(postings: Postings, keys: Hashes, records: Ints, most: int) -> tuple[Ints, Ints]:
    """Each record with those who are filed under its rarest keys, `most` at most; some pairs more than once."""
    which, start, counts = postings.each(keys)
    order = np.lexsort((counts, records[which]))
    owner, counts, start = records[which[order]], counts[order], start[order]
    total = np.cumsum(counts)
    first = np.searchsorted(owner, owner)  # where the record's own keys begin
    within = total - (total - counts)[first]
    few = within <= most
    return np.repeat(owner[few], counts[few]), postings.gathered(start[few], counts[few])


def _together(persons: Ints) -> tuple[Places, Places]:
    """All pairs of places that hold the same person."""
    order = np.argsort(persons, kind="stable")
    ordered, found = persons[order], [(order[:0], order[:0])]
    step = 1
    while len(same := np.flatnonzero(ordered[step:] == ordered[:-step])):
        found.append((order[same], order[same + step]))
        step += 1
    left, right = zip(*found, strict=True)
    return np.concatenate(left), np.concatenate(right)

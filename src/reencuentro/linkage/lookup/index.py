"""An index of records: whoever is asked for is found among a million of them in a few thousandths of a second.

The records are filed under the keys by which candidates for matching are found. A mention that is looked up is filed
likewise, under the keys of every known word that its own may stand for; who shares the rarest of them is compared with
it by the kernel that compares all records.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import EMBEDDED
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.lookup.asking import Asked, keys_of_person
from reencuentro.linkage.lookup.beside import Known
from reencuentro.linkage.lookup.candidates import Candidate, likeliest
from reencuentro.linkage.lookup.filing import keys_filed
from reencuentro.linkage.lookup.hearing import Usage
from reencuentro.linkage.lookup.overlay import AskedWords
from reencuentro.linkage.lookup.postings import Postings
from reencuentro.linkage.lookup.spellings import Spellings
from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.plain import weights_of
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.training import starting_weights
from reencuentro.linkage.words import Hashes

MOST_FILED = 12_000
"""Records, counted once a key, that are gathered from under the rarest keys; the commoner keys tell too little."""
MOST_COMPARED = 500
"""Candidates that are compared fact by fact: those who share the most and rarest keys."""


_EXPECTED_ALONE = (0.1, 0.1)  # shares of matches and of kin where a single record tells nothing of them


@dataclass(frozen=True)
class Index:
    """Records to look among, and what each level of each fact is worth among them."""

    columns: Columns
    weights: Weights

    @classmethod
    def of(cls, columns: Columns, weights: Weights | None = None) -> "Index":
        """weights: as a matching of these records learned them; where None, they are learned now."""
        index = cls(columns, weights or _learned(columns))
        index._prepared()
        return index

    def find(self, query: Mention, most: int = 10) -> list[Candidate]:
        """The records that are likeliest of the person described, likeliest first, `most` at most."""
        asked, words = self.asked(query)
        records = self.candidates(keys_of_person(asked, self._usage.hearing(words)))
        if not len(records):
            return []
        columns = self._known.beside(records.astype(np.int64), asked, words)
        everyone = np.arange(len(records), dtype=np.int32)
        compared = compare_records(columns, np.full(len(records), len(records), np.int32), everyone)
        return likeliest(FACTS, compared, self.weights, records, most)

    def asked(self, query: Mention) -> tuple[Asked, AskedWords]:
        """The query taken apart as the records were, and its words."""
        asked = Asked.of(query, self._usage.lexicon)
        return asked, AskedWords(self._spellings, asked.names)

    def candidates(self, keys: Hashes) -> Ints:
        """Who shares a key with it: of many the MOST_COMPARED who share the most telling ones."""
        start, counts = self._postings.found(keys)
        rarest = np.argsort(counts, kind="stable")
        rarest = rarest[: max(1, int(np.searchsorted(np.cumsum(counts[rarest]), MOST_FILED)))]
        start, counts = start[rarest], counts[rarest]
        records = self._postings.gathered(start, counts)
        telling = np.log2(len(self.columns) / counts) if len(counts) else np.empty(0)
        return _most_telling(records, np.repeat(telling, counts))

    def _prepared(self) -> None:
        """Work out now what the first query would wait for."""
        if len(self.columns):
            self.find(Mention(agency="", record_id="", full_name=" ".join(self.columns.words.texts[:3])))

    @cached_property
    def _postings(self) -> Postings:
        return Postings.of(keys_filed(self.columns), len(self.columns))

    @cached_property
    def _usage(self) -> Usage:
        return Usage(self.columns)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self.columns.words).ready()

    @cached_property
    def _known(self) -> Known:
        return Known(self.columns)


def _learned(columns: Columns) -> Weights:
    if len(columns) < 2:
        return starting_weights(FACTS, np.zeros((len(FACTS), 0), np.int8), _EXPECTED_ALONE)
    with EMBEDDED.pairs(columns) as pairs:
        return weights_of(columns, pairs)


def _most_telling(records: Ints, telling: NDArray[np.float64]) -> Ints:
    """Each record once, the MOST_COMPARED whose keys tell most together, in rising order."""
    if not len(records):
        return records
    packed = np.sort(records.astype(np.int64) << 16 | (telling * 256).astype(np.int64))
    record, bits = (packed >> 16).astype(np.int32), packed & 0xFFFF
    begins = np.flatnonzero(np.concatenate([[True], record[1:] != record[:-1]]))
    total = np.add.reduceat(bits, begins)
    if len(begins) > MOST_COMPARED:
        begins = np.sort(begins[np.argpartition(-total, MOST_COMPARED)[:MOST_COMPARED]])
    return record[begins]

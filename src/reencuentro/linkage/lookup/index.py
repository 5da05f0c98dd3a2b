"""An index of records: whoever is asked for is found among a million of them in a few thousandths of a second.

The records are filed under the keys by which candidates for matching are found. A mention that is looked up is filed
likewise, under the keys of every known word that its own may stand for; who shares the rarest of them is compared with
it by the kernel that compares all records.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import EMBEDDED
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.lookup.asking import Asked, Wanted, keys_of_person, keys_of_relative
from reencuentro.linkage.lookup.beside import Known
from reencuentro.linkage.lookup.candidates import Candidate, likeliest
from reencuentro.linkage.lookup.filing import keys_filed
from reencuentro.linkage.lookup.hearing import Usage
from reencuentro.linkage.lookup.joining import Joining
from reencuentro.linkage.lookup.kin import Kin, believed_kin, chances_of_kin, fitting
from reencuentro.linkage.lookup.overlay import AskedWords
from reencuentro.linkage.lookup.postings import Postings
from reencuentro.linkage.lookup.recalling import Recalled
from reencuentro.linkage.lookup.spellings import Spellings
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.plain import expected_shares, weights_of
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.training import starting_weights

MOST_FILED = 12_000
"""Records, counted once a key, that are gathered from under the rarest keys; the commoner keys tell too little."""
MOST_COMPARED = 500
"""Candidates that are compared fact by fact: those who share the most and rarest keys."""


MOST_RELATIVES = 400
"""The same of relatives, who are compared one by one."""
MEANT, MEANT_OF_RELATIVES = 6, 40
"""Known words that each written one is taken to stand for: of a relative there may be nothing but the name to go by."""
BEYOND_DOUBT = 0.95
"""Probability from which another record is believed to be of the person asked for."""
SAMPLE = 400
"""Records among which it is counted how often strangers agree as relatives do."""
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
        records = self.candidates(asked, words)
        if not len(records):
            return []
        columns = self._known.beside(records.astype(np.int64), asked, words)
        everyone = np.arange(len(records), dtype=np.int32)
        compared = compare_records(columns, np.full(len(records), len(records), np.int32), everyone)
        return likeliest(FACTS, compared, self.weights, records, most)

    def relatives(self, query: Mention, relation: Relation, most: int = 10) -> list[Candidate]:
        """The records that are likeliest of the mother, father, child or sibling of the person described.

        Other records of that person that are found beyond doubt speak for it, too.
        """
        same = [self._recalled.mention(one.record) for one in self.find(query) if one.probability >= BEYOND_DOUBT]
        mentions = [query, *same]
        records, told = self._filed_under(Wanted.together(self._keys(one, relation) for one in mentions))
        fit = fitting(self.columns, records, query, relation)
        records = _most_telling(records[fit], told[fit], MOST_RELATIVES)
        others = [self._recalled.mention(record) for record in records.tolist()]
        found = self._kin.among(mentions, others, relation, most)
        return [replace(one, record=int(records[one.record])) for one in found]

    def joined(self, new: Columns, persons: Ints) -> Ints:
        """The person behind each record of the index and, after those, behind each new one.

        persons: of the index alone, by the number of the person's first record, as a matching found them; so is what
        comes back. Costs what the new list holds: only persons whom it may belong to are looked at anew.
        """
        if not len(new):
            return persons
        # A known list in which nobody stands twice has taught that matches are rare; whoever joins a list expects some.
        expected = expected_shares(len(new), len(new) * len(self.columns) + len(new) * (len(new) - 1) // 2)
        match, kin = map(max, self.weights.shares, expected)
        return Joining(self._known, self._spellings, self._postings, self._usage.counts, new, persons).joined(
            replace(self.weights, shares=(match, kin))
        )

    def plain(self) -> "Index":
        """The same with all that a new list waits for worked out, and no more: as it can be kept in a file."""
        index = Index(self.columns, self.weights)
        usage = Usage(self.columns)
        _ = usage.counts, usage.lexicon
        vars(index).update(
            _postings=self._postings, _usage=usage, _spellings=self._spellings.ready(), _known=self._known.ready()
        )
        return index

    def _prepared(self) -> None:
        """Work out now what the first query would wait for."""
        if len(self.columns):
            self.find(Mention(agency="", record_id="", full_name=" ".join(self.columns.words.texts[:3])))

    def _keys(self, mention: Mention, relation: Relation) -> Wanted:
        asked, words = self.asked(mention)
        return keys_of_relative(asked, relation, self._usage.hearing(words, MEANT_OF_RELATIVES))

    def asked(self, query: Mention) -> tuple[Asked, AskedWords]:
        """The query taken apart as the records were, and its words."""
        asked = Asked.of(query, self._usage.lexicon)
        return asked, AskedWords(self._spellings, asked.names)

    def candidates(self, asked: Asked, words: AskedWords) -> Ints:
        """Who shares a key with it: of many those who share the most telling ones; in rising order."""
        return _most_telling(
            *self._filed_under(keys_of_person(asked, self._usage.hearing(words, MEANT))), MOST_COMPARED
        )

    def _filed_under(self, wanted: Wanted) -> tuple[Ints, Places]:
        """Who is filed under these keys, in rising order, and how much the keys of each tell together."""
        which, start, counts = self._postings.found(wanted.keys)
        told = Wanted(wanted.keys[which], wanted.question[which]).telling(counts, len(self.columns))
        rarest = np.argsort(counts, kind="stable")
        rarest = rarest[: max(1, int(np.searchsorted(np.cumsum(counts[rarest]), MOST_FILED)))]
        records = self._postings.gathered(start[rarest], counts[rarest])
        telling = np.repeat(told[rarest], counts[rarest])
        packed = np.sort(records.astype(np.int64) << _TELLING_BITS | telling)
        record = (packed >> _TELLING_BITS).astype(np.int32)
        begins = np.flatnonzero(np.concatenate([[True], record[1:] != record[:-1]])) if len(record) else counts
        if not len(record):
            return record, counts
        return record[begins], np.add.reduceat(packed & ((1 << _TELLING_BITS) - 1), begins)

    @cached_property
    def _postings(self) -> Postings:
        return Postings.of(keys_filed(self.columns), len(self.columns))

    @cached_property
    def _usage(self) -> Usage:
        return Usage(self.columns)

    @cached_property
    def _recalled(self) -> Recalled:
        return Recalled(self.columns)

    @cached_property
    def _kin(self) -> Kin:
        comparer, lexicon = self._usage.comparer, self._usage.lexicon
        step = max(1, len(self.columns) // SAMPLE)
        sample = [self._recalled.mention(record) for record in range(0, len(self.columns), step)]
        return Kin(comparer, lexicon, believed_kin(chances_of_kin(sample, comparer, lexicon), len(self.columns)))

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


_TELLING_BITS = 16


def _most_telling(records: Ints, told: Places, most: int) -> Ints:
    """Of these the ones whose keys tell most together, in the order of their numbers."""
    if len(records) <= most:
        return records
    return records[np.sort(np.argpartition(-told, most)[:most])]

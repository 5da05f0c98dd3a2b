"""Looks somebody up among the records that are listed now: candidates by key, then compared as all records are."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import connection
from rapidfuzz.distance import OSA

from reencuentro.linkage.evidence import telling, would_decide
from reencuentro.linkage.identity import FACTS
from reencuentro.linkage.lookup import Candidate
from reencuentro.linkage.lookup.asking import Asked, Hearing, Wanted, keys_of_person, keys_of_relative
from reencuentro.linkage.lookup.few import Bearers, Uses, believed, compared_with, namesakes_among
from reencuentro.linkage.lookup.kin import KINSHIPS, Kin, believed_kin
from reencuentro.linkage.lookup.spellings import marks_heard, marks_meant
from reencuentro.linkage.mentions import Mention, RecordKey, Relation
from reencuentro.linkage.names import Lexicon
from reencuentro.linkage.results import Evidence
from reencuentro.linkage.spelling import heard_names, sound
from reencuentro.records.agencies import Agency
from reencuentro.records.facts import Facts, mention_from
from reencuentro.records.many import among
from reencuentro.records.rosters import Role
from reencuentro.records.search import SearchRecord, SearchTotals, SearchWord

MOST_FILED = 3_000
"""Records, counted once a key, that are fetched from under the rarest keys."""
COMMONEST = 1_000
"""Records under a key beyond which they aren't counted: it tells too little."""
MOST_COMPARED = 80
"""Candidates that are compared fact by fact: those who share the most and rarest keys."""
MOST_RELATIVES = 150
"""The same of relatives, who are compared one by one."""
MOST_MEANT, MEANT_OF_RELATIVES = 8, 30
"""Sounds a slip away from a word that are looked under, too: of a relative there may be nothing but the name."""
BEYOND_DOUBT = 0.95
"""Probability from which another record is believed to be of the person asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A listed record that may be of the person asked for.

    bits: log2 odds that it is; probability: the same, in [0, 1]. evidence: what each fact says, in bits.
    would_decide: the one silent fact that would tell most; "" where nothing is silent.
    """

    mention: Mention
    bits: float
    probability: float
    evidence: tuple[Evidence, ...]
    would_decide: str = ""

    @property
    def key(self) -> RecordKey:
        """The record's agency and id."""
        return self.mention.key


def find(query: Mention, most: int = 10, *, agencies: Collection[str] | None = None) -> list[Found]:
    """The listed records that are likeliest of the person described, likeliest first, `most` at most.

    agencies: only records of these; None: of all. Nothing is found before an index is kept; actions.searching keeps it.
    """
    totals = SearchTotals.objects.first()
    if totals is None:
        return []
    asked = Asked.of(query, LEXICON)
    wanted = keys_of_person(asked, _hearing(asked, MOST_MEANT))
    told = _told(_sharing(wanted, totals.records, MOST_COMPARED, agencies))
    if not told:
        return []
    # Nobody's relatives need be understood where none are asked for.
    others = [mention_from(facts if query.relatives else facts | {"relatives": ()}, key) for key, facts in told]
    weights = believed(totals.chances["person"], totals.records)
    found = compared_with(query, others, Bearers(uses, totals.records), weights, most)
    expected = telling(FACTS, weights)
    return [_found(*told[one.record], one, expected) for one in found]


def listed(agency: str, record_id: str) -> Mention | None:
    """What a record says that is listed now; None where there is none of that id."""
    rows = SearchRecord.objects.filter(agency__code=agency, record_id=record_id)
    told = _told(list(rows.values_list("pk", flat=True)))
    return mention_from(told[0][1], told[0][0]) if told else None


def find_relatives(
    query: Mention, relation: Relation, most: int = 10, *, same: Sequence[Found] | None = None
) -> list[Found]:
    """The listed records that are likeliest of the mother, father, child or sibling of the person described.

    same: who may be that person, as `find` found them; None: it is asked. Those beyond doubt speak for it, too.
    """
    totals = SearchTotals.objects.first()
    if totals is None:
        return []
    known = find(query) if same is None else same
    mentions = [query, *(one.mention for one in known if one.probability >= BEYOND_DOUBT and one.key != query.key)]
    asked = [Asked.of(mention, LEXICON) for mention in mentions]
    wanted = Wanted.together(keys_of_relative(one, relation, _hearing(one, MEANT_OF_RELATIVES)) for one in asked)
    themselves = {mention.key for mention in mentions}
    told = [
        (key, facts) for key, facts in _told(_sharing(wanted, totals.records, MOST_RELATIVES)) if key not in themselves
    ]
    others = [mention_from(facts, key) for key, facts in told]
    comparer = namesakes_among([*mentions, *others], Bearers(uses, totals.records))
    kin = Kin(comparer, Lexicon.of(others), believed_kin(totals.chances["kin"], totals.records))
    expected = telling(KINSHIPS[relation].every, kin.weights[relation])
    return [_found(*told[one.record], one, expected) for one in kin.among(mentions, others, relation, most)]


def _found(key: RecordKey, facts: Facts, candidate: Candidate, expected: dict[str, float]) -> Found:
    decides = would_decide(candidate.evidence, expected)
    return Found(mention_from(facts, key), candidate.bits, candidate.probability, candidate.evidence, decides)


LEXICON = Lexicon()
"""Keys don't depend on where given names end."""


def _hearing(asked: Asked, most: int) -> Hearing:
    """How each word may have been meant to sound, by the sounds of all words that are kept."""
    words = {word for name in asked.names for word in (*name.given[:2], *name.surnames[:2])}
    slips = {word: marks_heard(word) for word in words}
    meanings = {word: marks_meant(word) for word in words}
    sounds = _sounds({mark for marks in (*slips.values(), *meanings.values()) for mark in marks})
    return {word: tuple(dict.fromkeys(_heard(word, slips[word], meanings[word], sounds)))[: 1 + most] for word in words}


def _heard(
    word: str, slips: Collection[int], meanings: Collection[int], sounds: Mapping[int, list[str]]
) -> Iterable[str]:
    written = sound(word)
    yield written
    yield from sorted(heard_names(word, written))
    yield from sorted({other for mark in meanings for other in sounds.get(mark, ())})
    near = {other for mark in slips for other in sounds.get(mark, ())}
    yield from sorted(other for other in near if OSA.distance(written, other, score_cutoff=1) == 1)


def _sounds(marks: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for mark, heard in _rows(_SOUNDS[connection.vendor], sorted(marks)):
        found.setdefault(mark, []).append(heard)
    return found


def _sharing(wanted: Wanted, records: int, most: int, agencies: Collection[str] | None = None) -> list[int]:
    """The numbers of the records, of these agencies if any are named, that share the most and rarest keys."""
    keys = wanted.keys.view(np.int64).tolist()
    held = dict(_rows(_COUNTED[connection.vendor], COMMONEST + 1, sorted(set(keys))))
    counts = np.array([held[key] for key in keys], np.int64)
    told = dict(zip(keys, wanted.telling(counts, records).tolist(), strict=True))
    rarest = sorted((count, key) for key, count in held.items() if count)
    within = np.cumsum([count for count, _ in rarest]) <= MOST_FILED
    few = [key for (count, key), room in zip(rarest, within, strict=True) if room and count <= COMMONEST]
    telling: Counter[int] = Counter()
    for key, record in _filed(few or [key for _, key in rarest[:1]], agencies):
        telling[record] += told[key]
    return sorted(sorted(telling, key=lambda record: (-telling[record], record))[:most])


def _filed(keys: Sequence[int], agencies: Collection[str] | None) -> list[tuple[Any, ...]]:
    """The records of these agencies, None: of all, that are filed under these keys, each with its key."""
    if agencies is None:
        return _rows(_FILED[connection.vendor], keys, None, MOST_FILED)
    theirs = list(Agency.objects.filter(among("code", agencies)).values_list("pk", flat=True))
    return _rows(_FILED[connection.vendor], keys, theirs, MOST_FILED)


# Behind PostgreSQL's second wall keys are seen by these functions alone; which record may be opened, its own row says.
_SOUNDS = {
    "sqlite": "SELECT kept.mark, kept.sound FROM json_each(%s) each"
    " JOIN records_searchsound kept ON kept.mark = each.value",
    "postgresql": "SELECT kept.mark, kept.sound FROM unnest(%s::bigint[]) each (value)"
    " JOIN records_searchsound kept ON kept.mark = each.value",
}
_FILED = {
    "sqlite": "SELECT kept.key, kept.record FROM json_each(%s) each"
    " JOIN records_searchkey kept ON kept.key = each.value"
    " CROSS JOIN (SELECT %s AS named) asked WHERE named IS NULL OR (SELECT agency_id FROM records_searchrecord"
    " WHERE id = kept.record) IN (SELECT value FROM json_each(named)) LIMIT %s",
    "postgresql": "SELECT * FROM second_wall.filed(%s::bigint[], %s::bigint[], %s)",
}
_COUNTED = {
    "sqlite": "SELECT each.value, (SELECT count(*) FROM (SELECT 1 FROM records_searchkey kept"
    " WHERE kept.key = each.value LIMIT %s)) FROM json_each(%s) each",
    "postgresql": "SELECT * FROM second_wall.counted(%s, %s::bigint[])",
}


def _rows(query: str, *asked: Sequence[int] | int | None) -> list[tuple[Any, ...]]:
    """What a query answers; lists of numbers are handed over as each database takes them."""
    is_lite = connection.vendor == "sqlite"
    handed: list[Any] = [json.dumps(list(one)) if is_lite and isinstance(one, Sequence) else one for one in asked]
    with connection.cursor() as cursor:
        cursor.execute(query, handed)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _told(numbers: Sequence[int]) -> list[tuple[RecordKey, Facts]]:
    """What these records say, in the order of their keys."""
    rows = SearchRecord.objects.filter(pk__in=numbers, row__mentions__role=Role.SUBJECT)
    told = rows.values_list("agency__code", "record_id", "row__mentions__facts")
    return sorted((((agency, record), facts) for agency, record, facts in told), key=itemgetter(0))


def uses(words: Sequence[str]) -> dict[str, Uses]:
    """How many listed records bear each of these words; those that nobody bears are left out."""
    places = ("first_given", "second_given", "first_surname", "second_surname")
    return {word: counts for word, *counts in SearchWord.objects.filter(word__in=words).values_list("word", *places)}

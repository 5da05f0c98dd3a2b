"""Laws of matching: sides and order don't matter, silence adds no certainty, nothing breaks it."""

from collections.abc import Callable
from datetime import date
from itertools import chain, combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reencuentro.linkage import Birth, Identifier, Judged, Mention, Relation, Relative, Sex, Verdict, in_words, link
from reencuentro.linkage.blocking import candidate_pairs
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.comparers import (
    compare_full_names,
    compare_number,
)
from reencuentro.linkage.identities import identity_weights
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.names import Lexicon, Name, compare_given, compare_surnames, split_name, words
from reencuentro.linkage.persons import assemble, person_id
from reencuentro.linkage.scoring import Comparison, likelihoods
from reencuentro.linkage.spelling import Likeness, fold, likeness, sound
from reencuentro.linkage.training import learn, starting_weights
from tests.unit.linkage.cast import Family, records_of, town

WORDS = "ana anna juan juana j paco francisco mario maria lopez lopes xol shol choc hernandez de la san o".split()
DAYS = [date(2008, 3, 5), date(2008, 5, 3), date(2008, 1, 1), date(2009, 1, 1), date(2000, 2, 29), date(1985, 12, 25)]

word = st.sampled_from(WORDS) | st.text(max_size=6)
folded = word.map(fold).filter(bool).map(lambda text: text.split()[0])
part = st.lists(folded, max_size=3).map(tuple)
names = st.builds(Name, part, part)
written = st.lists(word, max_size=4).map(" ".join)
whole = st.sampled_from(DAYS).map(lambda day: Birth(year=day.year, month=day.month, day=day.day))
swappable = st.just(Birth(year=2008, month=3, day=5, ambiguous=True))
parts_only = st.sampled_from([Birth(year=2008), Birth(year=2008, month=5), Birth(year=1985)])
births = st.none() | whole | swappable | parts_only
number = st.text("0123456789", min_size=4, max_size=10)
identifiers = st.lists(st.builds(Identifier, st.sampled_from(("a_number", "curp", "other")), number), max_size=2)
relatives = st.lists(
    st.builds(
        Relative,
        relation=st.sampled_from(Relation),
        name=written,
        age=st.none() | st.floats(0, 90),
        sex=st.none() | st.sampled_from(Sex),
    ),
    max_size=2,
)
said_of_somebody: dict[str, st.SearchStrategy[Any]] = {
    "full_name": written,
    "given_names": written,
    "surnames": written,
    "sex": st.none() | st.sampled_from(Sex),
    "birth": births,
    "age": st.none() | st.floats(0, 90),
    "stated_on": st.none() | st.just(date(2018, 6, 19)),
    "nationality": st.sampled_from(("", "GT", "HN", "BR")),
    "municipality": st.sampled_from(("", "Nebaj", "NEBAJ", "Yoro")),
    "identifiers": identifiers.map(tuple),
    "family_unit": st.sampled_from(("", "1", "2")),
    "phones": st.lists(st.sampled_from(("+1", "+2")), max_size=2).map(tuple),
    "apprehended_on": st.none() | st.sampled_from((date(2018, 5, 5), date(2018, 5, 8), date(2018, 6, 1))),
    "status": st.sampled_from(("", "UAC - ORR", "ERO")),
    "relatives": relatives.map(tuple),
}
facts: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}, optional=said_of_somebody)
keys = st.tuples(st.sampled_from(("cbp", "orr", "ice")), st.text("0123456789", min_size=1, max_size=6))


@st.composite
def lists_of_mentions(draw: st.DrawFn, *, least: int = 0) -> list[Mention]:
    """A few records that may well speak of the same people."""
    chosen = draw(st.lists(keys, min_size=least, max_size=8, unique=True))
    return [Mention(agency=agency, record_id=record, **draw(facts)) for agency, record in chosen]


# Sides don't matter.


@settings(deadline=None)
@given(folded, folded)
def test_likeness_ignores_which_word_came_first(left: str, right: str) -> None:
    assert likeness(left, right) is likeness(right, left)
    assert likeness(left, left) is Likeness.EQUAL


@settings(deadline=None)
@given(part, part)
def test_name_parts_compare_alike_from_either_side(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    assert compare_given(left, right) == compare_given(right, left)
    assert compare_surnames(left, right) == compare_surnames(right, left)


@settings(deadline=None)
@given(names, names)
def test_full_names_compare_alike_from_either_side(left: Name, right: Name) -> None:
    assert compare_full_names(left, right) is compare_full_names(right, left)


@settings(deadline=None)
@given(number, number)
def test_numbers_compare_alike_from_either_side(left: str, right: str) -> None:
    assert compare_number(left, right) is compare_number(right, left)


@settings(deadline=None)
@given(lists_of_mentions(least=2))
def test_records_compare_alike_from_either_side(mentions: list[Mention]) -> None:
    columns, (left, right) = all_pairs(mentions)
    forth, back = compare_records(columns, left, right), compare_records(columns, right, left)

    assert forth.levels.tolist() == back.levels.tolist()
    for fact, chance in forth.chance.items():
        assert np.array_equal(chance, back.chance[fact], equal_nan=True)


def all_pairs(mentions: list[Mention]) -> tuple[Columns, tuple[Any, Any]]:
    left, right = np.triu_indices(len(mentions), 1)
    return columns_of(mentions), (left.astype(np.int32), right.astype(np.int32))


# Order doesn't matter, and nothing is lost.


@settings(deadline=None, max_examples=40)
@given(lists_of_mentions(), st.randoms(use_true_random=False), st.data())
def test_no_order_changes_the_answer(mentions: list[Mention], random: Random, data: st.DataObject) -> None:
    judged = data.draw(judgements([mention.key for mention in mentions]))
    found = link(mentions, judged=judged)
    random.shuffle(mentions)
    random.shuffle(judged)
    again = link(mentions, judged=judged)

    assert again == found
    assert repr((again.persons, again.identities, again.ties)) == repr((found.persons, found.identities, found.ties))


def judgements(known: list[RecordKey]) -> st.SearchStrategy[list[Judged]]:
    """Decisions that don't contradict each other: one a pair of records."""
    pairs = list(combinations(sorted(known), 2))
    if not pairs:
        return st.just([])
    decided = st.tuples(st.sampled_from(pairs), st.sampled_from(Verdict), st.sampled_from(("", "mother")))
    return st.lists(decided, max_size=2, unique_by=lambda one: one[0]).map(
        lambda chosen: [Judged(left=a, right=b, verdict=verdict, relation=kind) for (a, b), verdict, kind in chosen]
    )


@settings(deadline=None, max_examples=40)
@given(lists_of_mentions())
def test_every_record_is_of_one_person_and_every_answer_is_fit_to_show(mentions: list[Mention]) -> None:
    found = link(mentions)
    records = [key for person in found.persons for key in person.records]
    ids = {person.person_id for person in found.persons}

    assert sorted(records) == sorted(mention.key for mention in mentions)
    assert len(ids) == len(found.persons)
    assert found.children <= ids
    for tie in found.ties:
        assert {tie.child, tie.relative} <= ids
        assert tie.child != tie.relative
        assert 0 <= tie.probability <= 1
        assert in_words(tie.evidence, "en").count("|") <= 2
    for identity in found.identities:
        assert identity.left < identity.right
        assert 0 <= identity.probability <= 1
        assert in_words(identity.evidence, "es").count("|") <= 2


@settings(deadline=None, max_examples=30)
@given(lists_of_mentions())
def test_the_ids_of_persons_depend_on_nothing_but_their_records(mentions: list[Mention]) -> None:
    for person in link(mentions).persons:
        assert person.person_id == person_id(person.records)


@settings(deadline=None)
@given(lists_of_mentions(least=1), st.data())
def test_a_roster_given_twice_under_the_same_keys_is_refused(mentions: list[Mention], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(mentions))

    with pytest.raises(ValueError, match="unique"):
        link([*mentions, again])


@settings(deadline=None)
@given(st.lists(keys, min_size=1), st.randoms(use_true_random=False))
def test_a_persons_id_ignores_the_order_of_the_records(records: list[RecordKey], random: Random) -> None:
    shuffled = random.sample(records, len(records))

    assert person_id(shuffled) == person_id(records)


small_pairs = st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] < pair[1])


@settings(deadline=None)
@given(st.dictionaries(small_pairs, st.floats(-20, 20)), st.frozensets(small_pairs), st.frozensets(small_pairs))
def test_persons_share_out_all_records_and_nobody_rejected_lives_together(
    bits: dict[tuple[int, int], float], joined: frozenset[tuple[int, int]], apart: frozenset[tuple[int, int]]
) -> None:
    persons = assemble(np.arange(6, dtype=np.int32), bits, joined, apart)
    home = {record: number for number, records in enumerate(persons) for record in records}

    assert sorted(chain.from_iterable(persons)) == list(range(6))
    assert all(home[a] != home[b] for a, b in apart)
    if not apart:
        assert all(home[a] == home[b] for a, b in joined)


# Silence adds no certainty.

TOWN: list[Family] = town(16)
BLANKS: dict[str, dict[str, Any]] = {
    "given_names": {"given_names": ""},
    "surnames": {"surnames": ""},
    "birth": {"birth": None},
    "sex": {"sex": None},
    "nationality": {"nationality": ""},
    "origin": {"municipality": ""},
    "a_number": {"identifiers": ()},
    "apprehension": {"apprehended_on": None},
}


@pytest.fixture(scope="module")
def odds_of_the_same_person() -> Callable[[Mention], tuple[float, dict[str, float]]]:
    """log2 odds that the border's record of a mother and another one are of one person, with what each fact says."""
    met = TOWN[0].met_mother
    mentions = [met, *(mention for mention in records_of(TOWN) if mention != met)]
    columns = columns_of(mentions)
    weights = identity_weights(columns, compare_records(columns, *candidate_pairs(columns)))
    place = {fact.name: i for i, fact in enumerate(FACTS)}

    def odds(other: Mention) -> tuple[float, dict[str, float]]:
        with_other = columns_of([met, other, *mentions[1:]])
        compared = compare_records(with_other, np.array([0], np.int32), np.array([1], np.int32))
        found = likelihoods(FACTS, compared, weights)
        bits = found.bits(weights.shares)
        return float(found.log_odds(weights.shares)[0]), {name: float(bits[i, 0]) for name, i in place.items()}

    return odds


@settings(deadline=None, max_examples=50)
@given(st.sets(st.sampled_from(sorted(BLANKS))), st.sampled_from(sorted(BLANKS)))
def test_more_silence_never_adds_certainty(
    odds_of_the_same_person: Callable[[Mention], tuple[float, dict[str, float]]], silent: set[str], blanked: str
) -> None:
    assume(blanked not in silent)
    twin = Mention(agency="ice", record_id="again", **without(silent))
    quieter = Mention(agency="ice", record_id="again", **without({*silent, blanked}))
    before, bits = odds_of_the_same_person(twin)
    after, _ = odds_of_the_same_person(quieter)

    assert bits[blanked] >= -_A_LITTLE
    assert after <= before + _A_LITTLE


_A_LITTLE = 0.1  # bits: in a town where all are of one country, that two are says nothing, or a trifle less


def without(silent: set[str]) -> dict[str, Any]:
    """What the border says of a mother, without these facts."""
    met = TOWN[0].met_mother
    told = "given_names surnames birth sex nationality municipality identifiers apprehended_on apprehended_at".split()
    blanks = {field: blank for fact in silent for field, blank in BLANKS[fact].items()}
    return {field: getattr(met, field) for field in told} | blanks


# Nothing breaks it.


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_name_or_none(text: str) -> None:
    kept = words(text)

    assert fold(fold(text)) == fold(text)
    assert all(kept)
    assert bool(kept) == bool(fold(text))
    assert sorted((*split_name(text, Lexicon()).given, *split_name(text, Lexicon()).surnames)) or not kept
    assert all(isinstance(sound(one), str) for one in kept)


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 2**32 - 1), st.floats(0.001, 0.4), st.floats(0.001, 0.4))
def test_whatever_is_learned_is_a_share_and_leaves_chances(pairs: int, seed: int, matches: float, kin: float) -> None:
    random = np.random.default_rng(seed)
    levels = np.vstack([random.integers(0, len(fact.levels), pairs) for fact in FACTS]).astype(np.int8)
    start = starting_weights(FACTS, levels, (matches, kin))
    compared = Comparison(levels, {})
    learned = learn(FACTS, compared, start, max(1, pairs))
    kinds = likelihoods(FACTS, compared, learned).probabilities(learned.shares)

    assert all(0 < share <= 0.4 for share in learned.shares)
    assert np.isfinite(kinds).all()
    assert kinds.sum(axis=0).tolist() == pytest.approx([1.0] * pairs)

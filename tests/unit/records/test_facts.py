"""Mentions become JSON and mentions again."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relation, Relative, Sex
from reencuentro.records.exact import as_json
from reencuentro.records.facts import facts_of, mention_from

texts = st.text(max_size=8)
ages = st.none() | st.floats(0, 120)
days = st.none() | st.dates()
numbers = st.lists(st.builds(Identifier, texts, texts), max_size=2).map(tuple)
births = st.builds(
    Birth,
    year=st.integers(1900, 2018),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    ambiguous=st.booleans(),
)
relatives = st.builds(
    Relative,
    relation=st.sampled_from(Relation),
    name=texts,
    age=ages,
    sex=st.none() | st.sampled_from(Sex),
    identifiers=numbers,
)
mentions = st.builds(
    Mention,
    agency=texts,
    record_id=texts,
    full_name=texts,
    sex=st.none() | st.sampled_from(Sex),
    birth=st.none() | births,
    age=ages,
    age_estimated=st.booleans(),
    stated_on=days,
    identifiers=numbers,
    phones=st.lists(texts, max_size=2).map(tuple),
    apprehended_on=days,
    admitted_on=days,
    discharged_on=days,
    removed_on=days,
    called_on=days,
    separated=st.none() | st.booleans(),
    relatives=st.lists(relatives, max_size=2).map(tuple),
    notes=texts,
)


@given(mentions)
def test_every_mention_comes_back_as_it_was(mention: Mention) -> None:
    kept = as_json(facts_of(mention))
    assert mention_from(json.loads(kept), mention.key) == mention


def test_silence_is_not_kept_but_a_no_is() -> None:
    silent = Mention(agency="ORR", record_id="1")
    denied = Mention(agency="ORR", record_id="1", separated=False, called_on=date(2018, 6, 18))
    assert facts_of(silent) == {}
    assert facts_of(denied) == {"separated": False, "called_on": "2018-06-18"}

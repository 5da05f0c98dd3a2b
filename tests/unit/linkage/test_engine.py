"""The whole matching: mentions in, persons and families out."""

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from reencuentro.linkage import (
    Judged,
    Linkage,
    Mention,
    Outcome,
    Relation,
    Relative,
    Sex,
    Status,
    Verdict,
    in_words,
    link,
)
from tests.unit.linkage.cast import (
    AS_OF,
    born,
    child,
    mother,
    numbered,
    person_of,
    records_of,
    said,
    tie_between,
    together,
    town,
)

TOWN = town()
MENTIONS = records_of(TOWN)


@pytest.fixture(scope="module")
def found() -> Linkage:
    """The town, found."""
    return link(MENTIONS)


def beside(*mentions: Mention, judged: tuple[Judged, ...] = (), others: Sequence[Mention] = MENTIONS) -> Linkage:
    """These records among those of the town."""
    return link([*others, *mentions], judged=judged)


CITY = records_of(town(100))  # enough to learn what siblings share


def test_nobody_is_nobody() -> None:
    assert link([]) == Linkage(persons=(), identities=(), ties=(), children=frozenset())


@pytest.mark.parametrize("count", range(1, 9))
def test_a_few_records_are_enough(count: int) -> None:
    assert sum(len(person.records) for person in link(MENTIONS[:count]).persons) == count


def test_everybody_is_found_across_lists(found: Linkage) -> None:
    for first, second in zip(MENTIONS[::2], MENTIONS[1::2], strict=True):
        assert together(found, first, second)
    assert len(found.persons) == len(MENTIONS) / 2


def test_siblings_are_found(found: Linkage) -> None:
    pairs = [[in_care for _, in_care in family.children] for family in TOWN if len(family.children) == 2]
    ties = [tie_between(found, one, other) for one, other in pairs]

    assert len(ties) == len(TOWN) // 3
    assert all(tie and tie.relation == "sibling" for tie in ties)


def test_every_child_is_found_its_mother(found: Linkage) -> None:
    ties = [tie_between(found, in_care, family.detained) for family in TOWN for _, in_care in family.children]

    assert all(tie and tie.relation == "mother" and tie.probability > 0.9 for tie in ties)
    assert all(tie and tie.status is Status.PROPOSED for tie in ties)


def test_children_are_told_from_adults(found: Linkage) -> None:
    assert found.children == {person_of(found, in_care) for family in TOWN for _, in_care in family.children}


def test_ties_are_between_persons_and_evidence_adds_up_to_them(found: Linkage) -> None:
    persons = {person.person_id for person in found.persons}

    for tie in found.ties:
        assert {tie.child, tie.relative} <= persons
        assert tie.child != tie.relative
        assert 0 < tie.probability < 1
        assert all(one.bits == 0 for one in tie.evidence if one.outcome is Outcome.UNKNOWN)
        if tie.probability > 0.9:
            assert sum(one.bits for one in tie.evidence) > 0


def test_evidence_holds_no_names(found: Linkage) -> None:
    names = {word for family in TOWN for word in f"{family.mother_given} {family.mother_surnames}".split()}

    for evidence in (*(tie.evidence for tie in found.ties), *(one.evidence for one in found.identities)):
        assert not names & set(in_words(evidence).split())


def test_the_same_record_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="agency and record_id must be unique"):
        link([*MENTIONS, replace(MENTIONS[0], facility="elsewhere")])


def test_the_refusal_tells_no_name() -> None:
    with pytest.raises(ValueError, match="unique") as refused:
        link([said(full_name="Ana Tzunún")] * 2)

    assert "Ana" not in str(refused.value)


def test_the_order_of_the_records_does_not_matter(found: Linkage) -> None:
    assert link(MENTIONS[::-1]) == found
    assert link(sorted(MENTIONS, key=lambda one: one.record_id)) == found


def test_no_hash_seed_changes_the_answer() -> None:
    answers = {
        run(
            [sys.executable, "-c", _ANSWER],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert all(answers)


ROOT = Path(__file__).parents[3]
_ANSWER = """
from reencuentro.linkage import link
from tests.unit.linkage.cast import records_of, town
found = link(records_of(town(9)))
print(found.persons, found.identities, found.ties, sorted(found.children))
"""


def test_the_order_of_the_judgements_does_not_matter() -> None:
    decided = (
        Judged(left=TOWN[0].met_child.key, right=TOWN[1].met_child.key, verdict=Verdict.CONFIRMED),
        Judged(left=TOWN[1].in_care.key, right=TOWN[1].met_child.key, verdict=Verdict.REJECTED),
        Judged(left=TOWN[2].in_care.key, right=TOWN[3].detained.key, verdict=Verdict.CONFIRMED, relation="mother"),
    )

    assert len({repr(link(MENTIONS, judged=order)) for order in permutations(decided)}) == 1


def test_a_record_added_elsewhere_changes_nobodys_id(found: Linkage) -> None:
    grown = beside(said("zz", "1", given_names="Ixbalanqué", surnames="Tun Pech", birth=born(1950, 5, 5)))

    assert {person.person_id for person in found.persons} < {person.person_id for person in grown.persons}


ANA: dict[str, Any] = {
    "given_names": "Ana Lucía",
    "surnames": "Tzunún Pop",
    "sex": Sex.FEMALE,
    "birth": born(2008, 5, 3),
    "nationality": "GT",
    "stated_on": AS_OF,
}


@pytest.mark.parametrize(
    "changed",
    [
        {"given_names": "Ana"},
        {"given_names": "Anita"},
        {"surnames": "Tzunún"},
        {"surnames": "Pop Tzunún"},
        {"surnames": "Sunun Pop"},
        {"surnames": "TzununPop"},
        {"given_names": "", "surnames": "", "full_name": "TZUNUN POP, ANA L."},
        {"birth": born(2008, 3, 5)},
        {"birth": born(2008, 1, 1)},
        {"birth": None, "age": 10.0},
        {"sex": None, "nationality": ""},
    ],
)
def test_one_person_is_found_despite_an_error(changed: dict[str, Any]) -> None:
    left, right = said("cbp", "ana", **ANA), said("orr", "ana", **{**ANA, **changed})

    assert together(beside(left, right), left, right)


def test_second_surname_missing_and_a_nickname_still_make_one_person() -> None:
    left = said("cbp", "f", **{**ANA, "given_names": "Francisco", "sex": Sex.MALE})
    right = said("orr", "f", **{**ANA, "given_names": "Paco", "sex": Sex.MALE, "surnames": "Tzunún"})

    assert together(beside(left, right), left, right)


def test_an_identifier_with_one_digit_wrong_still_makes_one_person() -> None:
    left = said("cbp", "ana", given_names="Ana", surnames="Tzunún", identifiers=numbered("200123456"))
    right = said("orr", "ana", given_names="Ana", surnames="Tzunún", identifiers=numbered("200123457"))

    assert together(beside(left, right), left, right)


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two people are kept apart who are both on two lists."""
    lists = [said(agency, name, **facts) for name, facts in (("one", one), ("two", other)) for agency in ("cbp", "orr")]
    found = beside(*lists, others=CITY)
    return together(found, *lists[:2]) and together(found, *lists[2:]) and not together(found, *lists)


def test_mario_and_maria_are_two_people() -> None:
    mario = {**ANA, "sex": None, "given_names": "Mario"}
    maria = {**ANA, "sex": None, "given_names": "María", "birth": born(2009, 11, 23)}

    assert apart(mario, maria)


FAMILY: dict[str, Any] = {
    "municipality": "Nebaj",
    "apprehended_on": date(2018, 5, 20),
    "apprehended_at": "RGV",
    "family_unit": "F 77",
    "relatives": (mother("Rosa Elvira Pop Choc"),),
}
SIBLINGS: dict[str, dict[str, Any]] = {
    "sister": {"given_names": "Eva Luz", "birth": born(2010, 8, 9)},
    "twin brother": {"given_names": "Juan José", "sex": Sex.MALE},
    "sister of nearly the name": {"given_names": "Ana Luz", "birth": born(2011, 8, 9)},
}


@pytest.mark.parametrize("sibling", SIBLINGS.values(), ids=SIBLINGS)
def test_siblings_are_not_taken_for_one_person(sibling: dict[str, Any]) -> None:
    assert apart({**ANA, **FAMILY}, {**ANA, **FAMILY, **sibling})


@pytest.mark.parametrize("sibling", [SIBLINGS["sister"], SIBLINGS["twin brother"]])
def test_siblings_each_on_one_list_are_not_taken_for_one_person(sibling: dict[str, Any]) -> None:
    one, other = said("cbp", "1", **ANA, **FAMILY), said("orr", "2", **{**ANA, **FAMILY, **sibling})

    assert not together(beside(one, other, others=CITY), one, other)


def test_twin_sisters_are_not_taken_for_one_person() -> None:
    assert apart({**ANA, **FAMILY}, {**ANA, **FAMILY, "given_names": "Eva Luz"})


def test_a_mother_and_a_daughter_of_one_name_are_two_people() -> None:
    young = said("cbp", "young", **ANA)
    old = said("ice", "old", **{**ANA, "birth": born(1980, 9, 21), "relatives": (child("Ana Lucía Tzunún Pop"),)})

    assert not together(beside(young, old, others=CITY), young, old)


def test_a_rejected_identity_stays_apart_in_every_run() -> None:
    family = TOWN[0]
    rejected = Judged(left=family.met_child.key, right=family.in_care.key, verdict=Verdict.REJECTED)
    again = replace(family.in_care, agency="consulate")  # a third record that agrees with both

    assert not together(link(MENTIONS, judged=[rejected]), family.met_child, family.in_care)
    assert not together(beside(again, judged=(rejected,)), family.met_child, family.in_care)


def test_a_confirmed_identity_is_one_person_in_every_run() -> None:
    left, right = said("cbp", "ana", **ANA), said("orr", "eva", given_names="Eva", surnames="Choc", sex=Sex.MALE)
    confirmed = Judged(left=right.key, right=left.key, verdict=Verdict.CONFIRMED)

    assert not together(beside(left, right), left, right)
    assert together(beside(left, right, judged=(confirmed,)), left, right)


def test_a_confirmed_tie_has_probability_one_and_takes_its_role() -> None:
    one, other = TOWN[0], TOWN[1]
    confirmed = Judged(left=one.met_child.key, right=other.detained.key, verdict=Verdict.CONFIRMED, relation="mother")
    found = link(MENTIONS, judged=[confirmed])
    tie = tie_between(found, one.in_care, other.met_mother)
    before = tie_between(found, one.in_care, one.detained)

    assert tie
    assert (tie.relation, tie.probability, tie.status) == ("mother", 1.0, Status.CONFIRMED)
    assert tie.child == person_of(found, one.in_care)
    assert before is None or before.probability < 0.01


def test_a_rejected_tie_is_gone_in_every_run() -> None:
    family = TOWN[0]
    rejected = Judged(left=family.in_care.key, right=family.met_mother.key, verdict=Verdict.REJECTED, relation="mother")

    assert tie_between(link(MENTIONS, judged=[rejected]), family.in_care, family.detained) is None


def test_judgements_of_records_that_are_gone_are_kept_and_harm_nothing(found: Linkage) -> None:
    gone = [
        Judged(left=("gone", "1"), right=TOWN[0].in_care.key, verdict=Verdict.CONFIRMED),
        Judged(left=TOWN[0].in_care.key, right=("gone", "1"), verdict=Verdict.REJECTED, relation="mother"),
    ]

    assert link(MENTIONS, judged=gone) == found


def test_one_mother_at_most_per_child(found: Linkage) -> None:
    likely = [tie.child for tie in found.ties if tie.relation == "mother" and tie.probability >= 0.5]

    assert len(likely) == len(set(likely)) == len(found.children)


def test_her_own_mother_is_no_tie() -> None:
    herself = said("cbp", "ana", **ANA, relatives=(mother("Ana Lucía Tzunún Pop"), child("Ana Lucía Tzunún Pop")))

    assert all(tie.child != tie.relative for tie in beside(herself).ties)


def test_a_child_older_than_the_mother_is_told_against() -> None:
    young = said("ice", "m", full_name="Pop Choc, Rosa", sex=Sex.FEMALE, birth=born(2014, 3, 3), stated_on=AS_OF)
    old = said("orr", "c", **ANA, relatives=(mother("Rosa Pop Choc"),))

    assert tie_between(beside(young, old), young, old) is None


ODD_NAMES = (
    "",
    "x",
    "Null",
    "🙂",
    "مريم محمد",
    "\u202eMaría\u202c López",
    "'; DROP TABLE",
    "=HYPERLINK(1)",
    "\0",
    "de la",
    "San",
    ",",
    "López,",
    "한국 사람",
    "x" * 10_000,
    "ab " * 3_333,
    "á" * 10_000,
)


@pytest.mark.parametrize("text", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_no_name_breaks_the_matching(text: str) -> None:
    relatives = (mother(text), child(text), Relative(relation=Relation.OTHER, name=text))
    odd = [
        said("a", "odd", full_name=text, relatives=relatives),
        said("b", "odd", full_name=text, birth=born(2008, 2, 3)),
        said("c", "odd", given_names=text, surnames=text),
        said("d", "odd", first_surname=text, second_surname=text, municipality=text, language=text, phones=(text,)),
        said("e", "odd", given_names=f"Ana {text}", surnames=f"López {text}"),
        said("f", "odd", given_names=f"{text} Ana", surnames=f"{text} López"),
    ]
    found = link([*MENTIONS[:12], *odd])

    assert sum(len(person.records) for person in found.persons) == 12 + len(odd)


def test_records_that_say_nothing_are_nobody_in_particular() -> None:
    silent = [said("a", "1"), said("b", "1"), said("c", "1")]

    assert not any(len(person.records) > 1 and person.records[0][0] in "abc" for person in beside(*silent).persons)


def test_a_tie_confirmed_between_two_of_whom_nothing_is_known_is_kept() -> None:
    left, right = said("a"), said("b")
    confirmed = Judged(left=left.key, right=right.key, verdict=Verdict.CONFIRMED, relation="mother")
    (tie,) = link([left, right], judged=[confirmed]).ties

    assert tie.status is Status.CONFIRMED


def test_a_child_born_in_2011_is_a_child_though_no_list_has_a_date() -> None:
    alone = said("orr", "1", given_names="Ana", birth=born(2011, 3, 3), relatives=(mother("Rosa"),), status="UAC")

    assert link([alone]).children

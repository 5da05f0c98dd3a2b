"""Ties between children and theirs, decided together over whole groups."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from reencuentro.linkage import Mention, Outcome, Relation, Relative, Sex
from reencuentro.linkage.families import REPORTED, Found, Rulings, find_ties
from tests.unit.linkage.cast import AS_OF, born, child, comparer_of, father, folk, mother, records_of, said, town

NOTHING_DECIDED = Rulings({}, frozenset())
TOWN = records_of(town())
PLACE: dict[str, Any] = {"nationality": "GT", "municipality": "Nebaj", "stated_on": AS_OF}
PLACE |= {"apprehended_on": date(2018, 5, 31), "apprehended_at": "RGV"}
ROSA = said(
    "ice",
    "rosa",
    full_name="López Choc, Rosa Elvira",
    sex=Sex.FEMALE,
    birth=born(1985, 3, 3),
    relatives=(child("José Xol López", age=7, sex=Sex.MALE), child("Ana Xol López", age=10, sex=Sex.FEMALE)),
    **PLACE,
)
JOSE = said(
    "orr",
    "jose",
    full_name="Xol López, José",
    sex=Sex.MALE,
    birth=born(2011, 3, 3),
    relatives=(mother("Rosa Elvira López"),),
    **PLACE,
)
ANA = said(
    "orr",
    "ana",
    full_name="Xol López, Ana",
    sex=Sex.FEMALE,
    birth=born(2008, 3, 3),
    relatives=(mother("Rosa Elvira López"),),
    **PLACE,
)


def ties_of(*people: Mention, rulings: Rulings = NOTHING_DECIDED, beside: Sequence[Mention] = TOWN) -> list[Found]:
    """The ties of these, numbered in this order, in a town of others, each record a person of its own."""
    everybody = [*people, *beside]
    individuals = folk(*([mention] for mention in everybody))
    return [
        tie
        for tie in find_ties(individuals, comparer_of(everybody), rulings)
        if min(tie.child, tie.relative) < len(people)
    ]


def told(ties: Sequence[Found]) -> dict[tuple[int, int], str]:
    return {(tie.child, tie.relative): tie.relation for tie in ties if tie.probability >= 0.5}


def test_nobody_has_no_ties() -> None:
    assert ties_of(beside=[]) == []


def test_a_mother_and_her_two_children_are_found_and_the_children_are_siblings() -> None:
    ties = ties_of(JOSE, ANA, ROSA)

    assert told(ties) == {(0, 2): "mother", (1, 2): "mother", (0, 1): "sibling"}
    assert all(tie.probability > 0.95 for tie in ties if tie.relation == "mother")


def test_ties_are_found_in_a_family_alone_in_the_world() -> None:
    assert told(ties_of(JOSE, ANA, ROSA, beside=[])).items() >= {(0, 2): "mother", (1, 2): "mother"}.items()


def test_the_childs_word_alone_is_enough_for_a_name_that_is_rare() -> None:
    silent = said("ice", "rosa", full_name="López Choc, Rosa Elvira", sex=Sex.FEMALE, birth=born(1985, 3, 3), **PLACE)

    assert told(ties_of(JOSE, silent)) == {(0, 1): "mother"}


def test_a_father_is_a_father_and_nobody_knows_whom_a_parent_of_unknown_sex() -> None:
    pedro: dict[str, Any] = {"full_name": "Xol Pop, Ixbalanqué", "birth": born(1984, 3, 3), **PLACE}
    jose = said("orr", "j", full_name="Xol López, José", birth=born(2011, 3, 3), relatives=PEDROS, **PLACE)

    assert told(ties_of(jose, said("ice", "p", **pedro, sex=Sex.MALE))) == {(0, 1): "father"}
    assert told(ties_of(jose, said("ice", "p", **pedro))) == {(0, 1): "parent"}


PEDROS = (father("Ixbalanqué Xol Pop"),)


def test_a_mother_and_a_father_are_no_rivals() -> None:
    jose = said("orr", "j", full_name="Xol López, José", birth=born(2011, 3, 3), relatives=BOTH, **PLACE)
    pedro = said("ice", "p", full_name="Xol Pop, Ixbalanqué", sex=Sex.MALE, birth=born(1984, 3, 3), **PLACE)

    assert told(ties_of(jose, ROSA, pedro)) == {(0, 1): "mother", (0, 2): "father"}


BOTH = (mother("Rosa Elvira López"), *PEDROS)


def test_one_mother_at_most_per_child() -> None:
    rosas = [
        said("ice", str(year), full_name="López Choc, Rosa Elvira", sex=Sex.FEMALE, birth=born(year, 3, 3), **PLACE)
        for year in (1985, 1986)
    ]
    chances = [tie.probability for tie in ties_of(JOSE, *rosas) if tie.relation == "mother"]

    assert chances == [0.5, 0.5]


def test_in_a_town_no_child_has_two_mothers_or_fathers() -> None:
    shares: dict[tuple[int, str], float] = defaultdict(float)
    for tie in ties_of(*TOWN, beside=[]):
        shares[tie.child, tie.relation] += tie.probability

    assert len(shares) > 20
    assert all(share <= 1.001 for (_, relation), share in shares.items() if relation in ("mother", "father"))


def test_two_children_can_not_share_one_claim() -> None:
    one_claim = said(
        "ice",
        "rosa",
        full_name="López Choc, Rosa Elvira",
        sex=Sex.FEMALE,
        relatives=(child("José Xol López"),),
        **PLACE,
    )
    joses = [
        said("orr", str(i), full_name="Xol López, José", sex=Sex.MALE, birth=born(2011 - i, 3, 3), **PLACE)
        for i in range(2)
    ]
    chances = [tie.probability for tie in ties_of(*joses, one_claim) if tie.relation == "mother"]

    assert sum(chances) <= 1.001
    assert sum(chance >= 0.5 for chance in chances) <= 1


def test_who_does_not_say_its_mothers_name_is_found_by_the_claim_that_fits_its_age() -> None:
    joses = [
        said("orr", str(i), full_name="Xol López, José", sex=Sex.MALE, birth=born(year, 3, 3), **PLACE)
        for i, year in enumerate((2011, 2003))
    ]

    assert [pair for pair, relation in told(ties_of(*joses, ROSA)).items() if relation == "mother"] == [(0, 2)]


def test_what_is_found_for_a_sister_supports_her_brother() -> None:
    silent = said("orr", "jose", full_name="Xol López, José", sex=Sex.MALE, birth=born(2011, 3, 3), **PLACE)
    names_ana = (Relative(relation=Relation.SIBLING, name="Ana Xol López"),)
    brother = said(
        "orr", "jose", full_name="Xol López, José", sex=Sex.MALE, birth=born(2011, 3, 3), relatives=names_ana, **PLACE
    )
    alone = next(tie for tie in ties_of(silent, ANA, ROSA) if (tie.child, tie.relative) == (0, 2))
    supported = next(tie for tie in ties_of(brother, ANA, ROSA) if (tie.child, tie.relative) == (0, 2))
    siblings = {one.fact: one.level for one in supported.evidence}["siblings"]

    assert siblings == "support"
    assert supported.probability >= alone.probability


def test_an_impossible_age_speaks_against_a_mother() -> None:
    girl = said("ice", "rosa", full_name="López Choc, Rosa Elvira", sex=Sex.FEMALE, birth=born(2002, 3, 3), **PLACE)
    (tie,) = ties_of(JOSE, girl)
    generation = next(one for one in tie.evidence if one.fact == "generation")

    assert (generation.level, generation.outcome) == ("impossible", Outcome.DIFFERS)
    assert generation.bits < -3


@pytest.mark.parametrize(
    ("of_child", "of_relative", "sex", "relation"),
    [
        (Relation.AUNT_UNCLE, Relation.NIECE_NEPHEW, Sex.FEMALE, "aunt"),
        (Relation.AUNT_UNCLE, Relation.NIECE_NEPHEW, Sex.MALE, "uncle"),
        (Relation.GRANDPARENT, Relation.GRANDCHILD, Sex.FEMALE, "grandmother"),
        (Relation.GRANDPARENT, Relation.GRANDCHILD, Sex.MALE, "grandfather"),
        (Relation.GRANDPARENT, Relation.GRANDCHILD, None, "grandparent"),
        (Relation.COUSIN, Relation.COUSIN, Sex.MALE, "cousin"),
    ],
)
def test_other_relatives_are_found_and_called_what_they_are(
    of_child: Relation, of_relative: Relation, sex: Sex | None, relation: str
) -> None:
    name = "Ixbalanqué Tzunún Choc"
    jose = said(
        "orr",
        "jose",
        full_name="Xol López, José Hunahpú",
        birth=born(2011, 3, 3),
        relatives=(Relative(relation=of_child, name=name),),
        **PLACE,
    )
    other = said(
        "ice",
        "other",
        given_names="Ixbalanqué",
        surnames="Tzunún Choc",
        sex=sex,
        birth=born(1960, 3, 3),
        relatives=(Relative(relation=of_relative, name="José Hunahpú Xol López", age=7),),
        **PLACE,
    )

    assert told(ties_of(jose, other)) == {(0, 1): relation}


def test_a_confirmed_tie_has_probability_one_and_takes_its_role() -> None:
    stranger = said("ice", "eva", full_name="Tun Pech, Eva", sex=Sex.FEMALE, birth=born(1985, 3, 3), **PLACE)
    ties = ties_of(JOSE, ROSA, stranger, rulings=Rulings({(0, 2): "mother"}, frozenset()))
    decided = next(tie for tie in ties if tie.relative == 2)

    assert (decided.relation, decided.probability) == ("mother", 1.0)
    assert (0, 1) not in told(ties)


def test_a_rejected_tie_does_not_come_back_in_another_guise() -> None:
    ties = ties_of(JOSE, ANA, ROSA, rulings=Rulings({}, frozenset({(0, 2), (2, 0)})))

    assert told(ties) == {(1, 2): "mother", (0, 1): "sibling"}
    assert all((tie.child, tie.relative) not in {(0, 2), (2, 0)} for tie in ties)


def test_a_confirmed_aunt_leaves_the_mother_where_she_is_and_is_her_sister() -> None:
    aunt = said("ice", "eva", full_name="López Choc, Eva", sex=Sex.FEMALE, birth=born(1988, 3, 3), **PLACE)

    assert told(ties_of(JOSE, ROSA, aunt, rulings=Rulings({(0, 2): "aunt"}, frozenset()))) == {
        (0, 1): "mother",
        (0, 2): "aunt",
        (1, 2): "sibling",
    }


def test_a_confirmed_sister_leaves_the_mother_where_she_is() -> None:
    ties = ties_of(JOSE, ANA, ROSA, rulings=Rulings({(0, 1): "sibling"}, frozenset()))

    assert told(ties) == {(0, 1): "sibling", (0, 2): "mother", (1, 2): "mother"}


def test_no_list_of_names_is_sure() -> None:
    assert max(tie.probability for tie in ties_of(*TOWN, beside=[])) < 1


def test_what_is_reported_is_worth_it_and_each_pair_is_told_once() -> None:
    ties = ties_of(*TOWN, beside=[])
    pairs = [(tie.child, tie.relative) for tie in ties]

    assert all(tie.probability >= REPORTED for tie in ties)
    assert pairs == sorted(set(pairs))


def test_each_tie_says_what_would_decide() -> None:
    (tie,) = [tie for tie in ties_of(JOSE, ROSA) if tie.relation == "mother"]
    silent = {one.fact for one in tie.evidence if one.outcome == "unknown"}

    assert tie.would_decide in silent


def test_whichever_of_two_sisters_is_the_mother_both_are_kin() -> None:
    sisters = [
        said("ice", name, full_name=f"Quetzal Ixbalam, {name}", sex=Sex.FEMALE, birth=born(year, 3, 3), **PLACE)
        for name, year in (("Rosa", 1985), ("Ana", 1988))
    ]
    jose = said("orr", "1", full_name="Xol Quetzal, José", sex=Sex.MALE, birth=born(2011, 3, 3), **PLACE)
    found = {tie.relation: tie.probability for tie in ties_of(jose, *sisters)}

    assert "mother" not in found
    assert found["relative"] > 0.6
    assert found["sibling"] > 0.5

"""A proposal taken apart: bits that add up, rivals and why they lost, and the chain that joins two records."""

from math import isclose

import pytest

from reencuentro.linkage import Evidence, Identity, Outcome, Status, Tie, link
from reencuentro.linkage.explanations import (
    MOST,
    SUREST_TIE,
    Explanation,
    alternative,
    bits_of,
    chain,
    explain_identity,
    explain_tie,
    log_odds,
    undecided,
)
from reencuentro.linkage.results import Alternative
from tests.unit.linkage.cast import records_of, town

RARE = 0.001
NAME = Evidence("child_says", Outcome.AGREES, "same", 8.0)
OTHER_NAME = Evidence("child_says", Outcome.DIFFERS, "different", -5.0)
AGES = Evidence("generation", Outcome.AGREES, "plausible", 1.0)
NO_AGES = Evidence("generation", Outcome.DIFFERS, "impossible", -7.0)
PHONE_SILENT = Evidence("phone", Outcome.UNKNOWN, "unknown", 0.0)
SIBLINGS_SILENT = Evidence("siblings", Outcome.UNKNOWN, "unknown", 0.0)


def tie(
    relative: str = "P2",
    probability: float = 0.5,
    *evidence: Evidence,
    child: str = "P1",
    relation: str = "mother",
    status: Status = Status.PROPOSED,
) -> Tie:
    return Tie(
        child=child, relative=relative, relation=relation, probability=probability, status=status,
        evidence=evidence, would_decide="phone",
    )  # fmt: skip


def same(left: str, right: str, probability: float = 0.9, *evidence: Evidence) -> Identity:
    return Identity(left=("a", left), right=("b", right), probability=probability, evidence=evidence, would_decide="")


def adds_up(one: Explanation) -> bool:
    return isclose(one.start + bits_of(one.facts) + one.rest, one.end, abs_tol=1e-9)


def test_it_starts_as_rare_as_such_pairs_are_and_ends_at_the_probability() -> None:
    facts = (Evidence("child_says", Outcome.AGREES, "same", 12.0), AGES)
    probability = 1 / (1 + 2 ** -(log_odds(RARE) + 13.0))
    found = explain_tie(tie("P2", probability, *facts), rarity=RARE)

    assert found.start == pytest.approx(log_odds(RARE))
    assert (found.among_kin, found.rest) == (False, 0.0)
    assert found.end == pytest.approx(log_odds(probability))
    assert adds_up(found)


def test_where_the_facts_would_not_do_it_was_weighed_against_likelier_rivals() -> None:
    found = explain_tie(tie("P2", 0.9, AGES), rarity=RARE)

    assert found.among_kin
    assert found.start == pytest.approx(log_odds(0.9) - 1.0)
    assert found.rest == 0.0
    assert adds_up(found)


def test_what_rivals_take_is_told_apart_from_the_facts() -> None:
    strong = Evidence("child_says", Outcome.AGREES, "same", 15.0)
    found = explain_tie(tie("P2", 0.5, strong), rarity=RARE)

    assert found.start == pytest.approx(log_odds(RARE))
    assert found.rest == pytest.approx(-log_odds(RARE) - 15.0)
    assert adds_up(found)


def test_the_limit_of_lists_cuts_what_the_facts_say() -> None:
    found = explain_tie(tie("P2", SUREST_TIE, *[NAME] * 4), rarity=RARE)

    assert found.at_limit
    assert found.rest < -10
    assert adds_up(found)


def test_no_tie_of_the_engine_is_surer_than_the_limit() -> None:
    ties = link(records_of(town(12))).ties

    assert max(tie.probability for tie in ties) == SUREST_TIE


def test_a_probability_that_reads_one_is_as_high_as_its_facts_make_it() -> None:
    strong = Evidence("a_number", Outcome.AGREES, "same", 30.0)
    found = explain_identity(same("1", "1", 1.0, strong), rarity=RARE)

    assert found.start == pytest.approx(log_odds(RARE))
    assert found.rest == 0.0
    assert found.end == pytest.approx(log_odds(RARE) + 30.0)
    assert explain_identity(same("1", "1", 1.0, AGES), rarity=RARE).end == pytest.approx(log_odds(MOST))
    assert explain_identity(same("1", "1", 0.0, NO_AGES), rarity=RARE).end <= log_odds(RARE) - 7.0


def test_what_people_decided_is_no_fact_of_the_lists() -> None:
    confirmed = explain_tie(tie("P2", 1.0, OTHER_NAME, status=Status.CONFIRMED), rarity=RARE)

    assert confirmed.decided
    assert not confirmed.among_kin
    assert confirmed.start == pytest.approx(log_odds(RARE))
    assert confirmed.rest > 20
    assert adds_up(confirmed)
    assert explain_identity(same("1", "1", 1.0, AGES), rarity=RARE, decided=True).decided


def test_without_what_people_decided_only_the_facts_are_left() -> None:
    confirmed = explain_tie(tie("P2", 1.0, OTHER_NAME, status=Status.CONFIRMED), rarity=RARE, others=[tie("P3", 0.0)])
    alone = undecided(confirmed)

    assert (alone.decided, alone.rest, alone.alternatives) == (False, 0.0, ())
    assert alone.end == pytest.approx(alone.start + bits_of(alone.facts))
    assert alone.about.probability < 0.01
    assert undecided(explain_tie(tie("P2", 1.0, *[NAME] * 9, status=Status.CONFIRMED), rarity=0.4)).at_limit


def test_facts_come_strongest_first_and_silence_is_named_but_counts_nothing() -> None:
    found = explain_tie(tie("P2", 0.5, AGES, PHONE_SILENT, SIBLINGS_SILENT, NAME), rarity=RARE)

    assert found.facts == (NAME, AGES)
    assert found.silent == ("phone",)
    assert found == explain_tie(tie("P2", 0.5, AGES, PHONE_SILENT, SIBLINGS_SILENT, NAME), rarity=RARE)


def test_another_mother_lost_by_the_facts_in_which_she_was_weaker() -> None:
    one, other = tie("P2", 0.8, NAME, AGES), tie("P3", 0.2, OTHER_NAME, NO_AGES)
    (rival,) = explain_tie(one, rarity=RARE, others=[one, other]).alternatives

    assert (rival.candidate, rival.probability, rival.bits) == ("P3", 0.2, -12.0)
    assert [(each.here, each.there) for each in rival.why] == [(NAME, OTHER_NAME), (AGES, NO_AGES)]


def test_of_a_candidate_who_lost_it_is_told_what_the_winner_had() -> None:
    winner = tie("P2", 0.8, NAME, NO_AGES)
    (rival,) = explain_tie(tie("P3", 0.2, OTHER_NAME, AGES), rarity=RARE, others=[winner]).alternatives

    assert rival.candidate == "P2"
    assert [(each.here, each.there) for each in rival.why] == [(OTHER_NAME, NAME)]


def test_what_one_of_them_leaves_unsaid_may_be_what_told_them_apart() -> None:
    silent = Evidence("child_says", Outcome.UNKNOWN, "unknown", 0.0)

    (why,) = alternative(tie("P2", 0.8, NAME), tie("P3", 0.2, silent), "P3").why
    assert (why.here, why.there) == (NAME, silent)


def test_a_difference_of_less_than_a_bit_is_no_reason() -> None:
    slightly = Evidence("child_says", Outcome.AGREES, "same", 7.5)

    assert alternative(tie("P2", 0.8, NAME), tie("P3", 0.2, slightly), "P3").why == ()


@pytest.mark.parametrize(
    "other",
    [
        tie("P3", 0.2, relation="father"),  # another place
        tie("P3", 0.9),  # both may be true: together they exceed one
        tie("P3", 0.2, child="P4"),  # neither end in common
        tie("P2", 0.2, relation="parent"),  # the same two
    ],
    ids=lambda other: f"{other.relative}-{other.relation}",
)
def test_who_does_not_compete_is_no_alternative(other: Tie) -> None:
    assert explain_tie(tie("P2", 0.8), rarity=RARE, others=[other]).alternatives == ()


def test_siblings_do_not_compete_with_each_other() -> None:
    brothers = [tie("P2", 0.5, relation="sibling"), tie("P3", 0.5, relation="sibling")]

    assert explain_tie(brothers[0], rarity=RARE, others=brothers).alternatives == ()


def test_two_children_compete_for_one_claim_of_a_mother() -> None:
    (rival,) = explain_tie(tie("P2", 0.6), rarity=RARE, others=[tie("P2", 0.3, child="P9")]).alternatives

    assert rival.candidate == "P9"


def test_a_parent_of_unknown_sex_competes_with_the_mother() -> None:
    (rival,) = explain_tie(tie("P2", 0.6), rarity=RARE, others=[tie("P3", 0.3, relation="parent")]).alternatives

    assert rival.candidate == "P3"


def test_alternatives_kept_with_the_proposal_are_told_and_none_twice() -> None:
    kept = Alternative(candidate="P3", probability=0.1, bits=-3.0, why=())
    weak = Alternative(candidate="P8", probability=0.01, bits=-9.0, why=())
    about = Tie(
        child="P1", relative="P2", relation="mother", probability=0.8, status=Status.PROPOSED, evidence=(NAME,),
        would_decide="", alternatives=(kept, weak),
    )  # fmt: skip
    found = explain_tie(about, rarity=RARE, others=[tie("P3", 0.15)]).alternatives

    assert [(one.candidate, one.probability) for one in found] == [("P3", 0.15), ("P8", 0.01)]


def test_another_record_that_one_of_the_two_may_belong_to_is_an_alternative() -> None:
    about, other, elsewhere = same("1", "1"), same("1", "2", 0.1), same("7", "7", 0.1)
    (rival,) = explain_identity(about, rarity=RARE, others=[about, other, elsewhere]).alternatives

    assert rival.candidate == "b:2"


def test_two_records_of_one_person_are_joined_link_by_link() -> None:
    first, second, aside = same("1", "1"), same("2", "1"), same("1", "5")

    assert chain([aside, second, first], ("a", "1"), ("a", "2")) == (first, second)
    assert chain([aside, second, first], ("a", "2"), ("a", "1")) == (second, first)
    assert chain([aside], ("a", "1"), ("a", "2")) == ()
    assert chain([aside], ("a", "1"), ("a", "1")) == ()

"""An explanation as sentences: whole in both languages, and with nothing that is anybody's name."""

from dataclasses import replace

import pytest

from reencuentro.linkage.explanations import (
    LEAST,
    Explanation,
    explain_identity,
    explain_tie,
    log_odds,
    taken_by_rivals,
)
from reencuentro.linkage.results import Alternative, Evidence, Identity, Outcome, Status, Tie, Verdict
from reencuentro.records.judgements import WITHDRAWN
from reencuentro.reports.explanation_words import (
    alternative_words,
    bits_text,
    deciding_words,
    end_words,
    probability_text,
    silence_words,
    standing,
    start_words,
    statement,
    steps,
)
from reencuentro.reports.words import LANGUAGES, Language, explanation_text, fine_share_text
from tests.unit.reports.proposals import AGES, NAME, PHONE_SILENT, SEX, tie

RELATIONS = (
    "mother", "father", "parent", "sibling", "grandmother", "grandfather", "grandparent", "aunt", "uncle", "cousin",
    "relative",
)  # fmt: skip


def identity(probability: float, *, decided: bool = False) -> Explanation:
    about = Identity(
        left=("border", "7"), right=("shelters", "U-7"), probability=probability, evidence=(SEX,), would_decide=""
    )
    return explain_identity(about, rarity=0.001, decided=decided)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_is_a_sentence_with_both_persons(relation: str, language: Language) -> None:
    said = statement(explain_tie(tie(relation=relation), rarity=0.001), language)

    assert "PMOTHER" in said
    assert "PCHILD" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*Status, *Verdict, WITHDRAWN])
def test_every_status_and_verdict_has_a_word(code: str, language: Language) -> None:
    assert explanation_text(code, language)


def test_an_identity_names_its_two_records() -> None:
    assert statement(identity(0.9), "en") == "border:7 and shelters:U-7 are the same person"
    assert statement(identity(0.9), "es") == "border:7 y shelters:U-7 son la misma persona"


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "over 99.99%, near certain; proposed"),
        (0.998, "99.8%, near certain; proposed"),
        (0.95, "95%, very likely; proposed"),
        (0.5, "50%, more likely than not; proposed"),
        (0.351, "35%, less likely than not; proposed"),
        (0.03, "3%, unlikely; proposed"),
        (0.0, "under 0.01%, unlikely; proposed"),
    ],
)
def test_a_probability_is_told_in_figures_and_words(probability: float, words: str) -> None:
    assert standing(identity(probability), "en") == words


def test_only_what_people_decided_is_wholly_certain() -> None:
    assert probability_text(identity(1.0, decided=True), "es") == "100 %"
    assert standing(identity(1.0, decided=True), "es") == "100 %, casi cierto; confirmado"


def test_it_is_told_how_rare_such_pairs_are_or_whom_it_was_weighed_against() -> None:
    strong = Evidence("child_says", Outcome.AGREES, "same", log_odds(0.9) - log_odds(0.001))

    assert start_words(explain_tie(tie(0.9, strong), rarity=0.001), "en") == "Before any fact: 1 in 1,000 pairs"
    assert "come close: 82%" in start_words(explain_tie(tie(0.9, AGES), rarity=0.001), "en")
    assert "come close: 0.2%" in start_words(replace(explain_tie(tie(0.9, AGES), rarity=0.001), start=-8.8), "en")
    assert "99.6 % al menos" in start_words(explain_tie(tie(0.998, AGES), rarity=0.001), "es")


def test_the_steps_add_up_to_the_end() -> None:
    one = explain_tie(tie(0.7, NAME, AGES, SEX), rarity=0.001)

    assert sum(step.bits for step in steps(one, "en")) == pytest.approx(one.end)


@pytest.mark.parametrize(
    ("probability", "status", "rest"),
    [
        (0.5, Status.PROPOSED, "Rivals for the same place, and rounding"),
        (0.998, Status.PROPOSED, "The limit of what lists alone can say"),
        (1.0, Status.CONFIRMED, "Decided by people"),
    ],
)
def test_what_no_fact_explains_is_called_what_it_is(probability: float, status: Status, rest: str) -> None:
    many = [Evidence("child_says", Outcome.AGREES, "same", 25.0)] if status is Status.PROPOSED else []
    *_, last = steps(explain_tie(tie(probability, *many, status=status), rarity=0.001), "en")

    assert last.words == rest


def test_bits_have_a_sign_that_is_no_hyphen_and_nothing_has_none() -> None:
    assert [bits_text(bits) for bits in (8.24, -3.06, 0.04, -0.04, 0.0)] == ["+8.2", "−3.1", "0.0", "0.0", "0.0"]


def test_silence_is_told_in_one_line() -> None:
    assert silence_words(explain_tie(tie(0.9, PHONE_SILENT), rarity=0.001), "en").endswith("nothing: phone")
    assert "No fact is missing" in silence_words(explain_tie(tie(0.9, SEX), rarity=0.001), "en")


def test_an_alternative_is_told_with_what_it_lost_by() -> None:
    other = Evidence("child_says", Outcome.DIFFERS, "different", -5.0)
    rivals = [Tie(
        child="PCHILD", relative="PAUNT", relation="mother", probability=0.1, status=Status.PROPOSED,
        evidence=(other,), would_decide="",
    )]  # fmt: skip
    about = explain_tie(tie(0.8, NAME), rarity=0.001, others=rivals)
    (alternative,) = about.alternatives

    assert list(alternative_words(about, alternative, "en")) == [
        "PAUNT: 10% (−5.0 bits)",
        "the name the child gives: here the same (+8.0), there different (−5.0)",
    ]


def test_what_rivals_take_of_an_alternative_is_told_beside_its_bits() -> None:
    about = explain_tie(tie(0.8, NAME), rarity=0.001)
    near = Alternative(candidate="PAUNT", probability=0.0, bits=7.9, why=())

    _, taken, _ = alternative_words(about, near, "en")
    assert about.start + near.bits - taken_by_rivals(about, near) == pytest.approx(log_odds(LEAST))
    assert taken.startswith("its facts alone would say more: −")


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.9977, "99.8%"), (0.998, "99.8%"), (0.935, "94%"), (0.9999, "99.99%"), (0.0312, "3%"), (0.0043, "0.4%")],
)
def test_a_probability_is_told_in_one_way(probability: float, told: str) -> None:
    assert fine_share_text(probability, "en") == told


def test_an_alternative_that_reads_nought_is_not_called_impossible() -> None:
    kept = Alternative(candidate="PAUNT", probability=0.0, bits=-30.0, why=())

    assert list(alternative_words(explain_tie(tie(0.8, NAME), rarity=0.001), kept, "en")) == [
        "PAUNT: under 0.01% (−30.0 bits)",
        "no fact sets them apart by more than a bit",
    ]


def test_the_fact_that_would_decide_is_named_where_one_is_silent() -> None:
    assert deciding_words(explain_tie(tie(), rarity=0.001), "es") == "Lo que decidiría: teléfono"
    assert deciding_words(identity(0.5), "es") == ""


def test_the_end_is_the_probability() -> None:
    assert end_words(identity(0.35), "en") == "Together: 35%"

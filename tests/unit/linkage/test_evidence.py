"""Evidence in words and bits, and the silent fact that would decide."""

import numpy as np

from reencuentro.linkage import Evidence, Outcome
from reencuentro.linkage.comparers import Agreement, Number
from reencuentro.linkage.evidence import (
    evidence_of,
    in_words,
    silent_facts,
    strongest_first,
    telling,
    would_decide,
)
from reencuentro.linkage.scoring import Fact, Facts, Weights, logs

SEX, NUMBER = (
    Fact("sex", Agreement, (0.99, 0.01), (0.5, 0.5)),
    Fact("a_number", Number, (0.9, 0.06, 0.04), (0.1, 0.1, 0.8)),
)
FACTS: Facts = (SEX, NUMBER)

NUMBER_SLIPS = Evidence("a_number", Outcome.AGREES, "slip", 9.25)
SEX_DIFFERS = Evidence("sex", Outcome.DIFFERS, "different", -5.6)
BIRTH_SILENT = Evidence("birth", Outcome.UNKNOWN, "unknown", 0.0)
MOTHER_SILENT = Evidence("mother", Outcome.UNKNOWN, "unknown", 0.0)
AGENCY_SILENT = Evidence("agency", Outcome.UNKNOWN, "unknown", 0.0)


def test_each_fact_is_told_silent_ones_included() -> None:
    found = evidence_of(FACTS, np.array([2, 0], np.int8), np.array([-5.6499, 0.0]))

    assert found == (SEX_DIFFERS, Evidence("a_number", Outcome.UNKNOWN, "unknown", 0.0))


def test_no_bits_are_never_minus_nothing() -> None:
    (found, _) = evidence_of(FACTS, np.array([1, 0], np.int8), np.array([-0.01, 0.0]))

    assert str(found.bits) == "0.0"


def test_a_slip_agrees_and_a_different_number_differs() -> None:
    outcomes = [evidence_of((NUMBER,), np.array([level]), np.array([1.0]))[0].outcome for level in range(4)]

    assert outcomes == [Outcome.UNKNOWN, Outcome.AGREES, Outcome.AGREES, Outcome.DIFFERS]


def test_words_say_what_speaks_for_and_against_and_what_is_unknown() -> None:
    told = in_words((BIRTH_SILENT, SEX_DIFFERS, NUMBER_SLIPS))

    assert told == (
        "for: A-number the same but for a slip (+9.2) | against: sex different (-5.6) | unknown: date of birth or age"
    )


def test_words_are_spanish_where_asked() -> None:
    assert in_words((SEX_DIFFERS,), "es") == "en contra: sexo no coincide (-5.6)"


def test_the_strongest_comes_first() -> None:
    weak, strong = Evidence("sex", Outcome.AGREES, "same", 1.0), Evidence("a_number", Outcome.AGREES, "same", 14.0)

    assert in_words((weak, strong)).startswith("for: A-number")
    assert in_words((weak, strong)) == in_words((strong, weak))


def test_what_tells_next_to_nothing_is_not_told() -> None:
    assert in_words((Evidence("sex", Outcome.AGREES, "same", 0.05),)) == ""


def test_what_nobody_can_ask_is_not_called_unknown() -> None:
    assert in_words((AGENCY_SILENT,)) == ""
    assert would_decide((AGENCY_SILENT,), {"agency": 9.0}) == ""


def test_facts_that_somebody_could_state_are_silent_and_the_rest_is_not() -> None:
    assert silent_facts((AGENCY_SILENT, MOTHER_SILENT, SEX_DIFFERS, BIRTH_SILENT)) == ("mother", "birth")


def test_what_speaks_loudest_for_or_against_comes_first_and_silence_not_at_all() -> None:
    weak = Evidence("birth", Outcome.AGREES, "age", 0.5)

    assert strongest_first((BIRTH_SILENT, weak, SEX_DIFFERS, NUMBER_SLIPS)) == (NUMBER_SLIPS, SEX_DIFFERS, weak)


def test_the_silent_fact_that_tells_most_would_decide() -> None:
    expected = {"birth": 6.0, "mother": 3.0, "sex": 9.0}

    assert would_decide((MOTHER_SILENT, BIRTH_SILENT, SEX_DIFFERS), expected) == "birth"
    assert would_decide((MOTHER_SILENT, SEX_DIFFERS), expected) == "mother"


def test_nothing_would_decide_where_nothing_is_silent() -> None:
    assert would_decide((SEX_DIFFERS, NUMBER_SLIPS), {"sex": 1.0, "a_number": 9.0}) == ""
    assert would_decide((), {}) == ""


def test_a_number_tells_more_than_a_sex() -> None:
    weights = Weights(
        matches=tuple(logs(np.array(fact.matches)) for fact in FACTS),
        kin=tuple(logs(np.array(fact.kin)) for fact in FACTS),
        strangers=(logs(np.array((0.5, 0.5))), logs(np.array((0.001, 0.001, 0.998)))),
        shares=(0.1, 0.1),
    )
    expected = telling(FACTS, weights)

    assert expected["a_number"] > expected["sex"] > 0

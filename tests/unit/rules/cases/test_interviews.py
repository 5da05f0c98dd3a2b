"""Child and adult, each heard alone: agreements, conflicts and silences."""

import pytest

from reencuentro.rules.cases.forms.proving import Interview
from reencuentro.rules.cases.interviews import FACTS, STORIES, Found, compared, conflicts, heard_apart


def said(**facts: str) -> Interview:
    return Interview.model_validate({"interviewer": "one", "language": "spa", **facts})


def found(question: str, child: str, adult: str) -> Found:
    told = compared(said(**{question: child}), said(**{question: adult}))
    return next(one.found for one in told if one.question == question)


@pytest.mark.parametrize(
    ("child", "adult"),
    [
        ("Juana", "Juana Tzoc Us"),
        ("juana tzóc", "Juana Tzoc"),
        ("Jauna Tsoc", "Juana Tzoc"),
        ("Ana, Pedro", "Pedro y Ana"),
        ("Lupe", "Guadalupe Pérez"),
    ],
)
def test_less_otherwise_and_misspelt_is_still_the_same(child: str, adult: str) -> None:
    assert found("mother_name", child, adult) is Found.AGREES
    assert found("mother_name", adult, child) is Found.AGREES


def test_another_name_conflicts_and_silence_never_does() -> None:
    assert found("mother_name", "Rosa Pop", "Juana Tzoc") is Found.CONFLICTS
    assert found("mother_name", "", "Juana Tzoc") is Found.SILENT
    assert found("mother_name", "Rosa", " … ") is Found.SILENT


@pytest.mark.parametrize("question", STORIES)
def test_stories_are_for_people_to_read(question: str) -> None:
    assert found(question, "a bridge at night", "by day, in an office") is Found.TO_READ


def test_every_question_is_compared_once_in_the_order_of_the_form() -> None:
    told = [one.question for one in compared(said(), said())]
    assert told == [*FACTS, *STORIES]
    assert set(told) <= set(Interview.model_fields)
    assert conflicts(said(home="Nebaj", mother_name="Rosa"), said(home="Cotzal", mother_name="Eva")) == (
        "mother_name",
        "home",
    )


def test_an_interview_counts_as_separate_only_where_both_were_alone() -> None:
    assert heard_apart(said(alone="yes"), said(alone="yes"))
    assert not heard_apart(said(alone="yes"), said())

"""Who is looked at first, and who stands in whose way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reencuentro.linkage.results import Status, Verdict
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.queueing import (
    LEAST,
    ONE_PLACE,
    RIVAL,
    SECOND,
    SURE,
    Doubt,
    Proposal,
    band_at,
    place_of,
    place_of_doubt,
    rivals_of,
    younger,
)

EVA = Proposal(child="eva", relative="ana", relation="mother", probability=0.95, status=Status.PROPOSED)
OTHER = replace(EVA, relative="rosa", probability=0.4)

proposals = st.builds(
    Proposal,
    child=st.sampled_from(["eva", "leo"]),
    relative=st.sampled_from(["ana", "rosa", "luz", "leo"]),
    relation=st.sampled_from(["mother", "father", "parent", "sibling"]),
    probability=st.floats(0, 1),
    status=st.sampled_from(Status),
    verified=st.booleans(),
)


def test_two_who_are_taken_for_the_mother_are_rivals() -> None:
    assert rivals_of(EVA, [EVA, OTHER]) == ("rosa",)


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, status=Status.REJECTED),
        replace(OTHER, probability=RIVAL / 2),
        replace(OTHER, relation="father"),
        replace(OTHER, child="leo"),
        replace(OTHER, relative="ana"),
    ],
    ids=["rejected", "hardly likely", "something else to the child", "of another child", "the same person"],
)
def test_who_does_not_claim_the_same_is_no_rival(other: Proposal) -> None:
    assert rivals_of(EVA, [EVA, other]) == ()


def test_whoever_was_confirmed_is_a_rival_however_unlikely() -> None:
    sure = replace(OTHER, probability=0.01, status=Status.CONFIRMED)
    assert rivals_of(EVA, [EVA, sure]) == ("rosa",)


def test_aunts_are_no_rivals() -> None:
    aunts = [replace(one, relation="aunt") for one in (EVA, OTHER)]
    assert rivals_of(aunts[0], aunts) == ()


def test_three_parents_of_whom_one_is_not_said_which_are_rivals_but_two_are_not() -> None:
    father, parent = replace(EVA, relative="leo", relation="father"), replace(EVA, relative="luz", relation="parent")
    assert rivals_of(parent, [EVA, parent]) == rivals_of(EVA, [EVA, parent]) == ()
    assert rivals_of(parent, [EVA, father, parent]) == ("ana", "leo")
    assert rivals_of(EVA, [EVA, father, parent]) == ("leo", "luz")
    assert rivals_of(EVA, [EVA, father]) == ()


@given(st.lists(proposals, max_size=8))
def test_rivals_are_rivals_of_each_other(around: list[Proposal]) -> None:
    for one in around:
        for rival in rivals_of(one, around):
            back = [rivals_of(other, around) for other in around if other.relative == rival and other.counts]
            assert any(one.relative in found for found in back)


def test_rivals_come_first_then_small_children_then_what_is_likely() -> None:
    ordered = [
        place_of(OTHER, AgeBand.TEEN, rivalled=True),
        place_of(EVA, AgeBand.TENDER, rivalled=False),
        place_of(OTHER, AgeBand.TENDER, rivalled=False),
        place_of(EVA, AgeBand.MIDDLE, rivalled=False),
        place_of(EVA, AgeBand.TEEN, rivalled=False),
        place_of(EVA, AgeBand.UNKNOWN, rivalled=False),
    ]
    assert ordered == sorted(ordered, key=lambda place: -1 if place is None else place)
    assert None not in ordered


@pytest.mark.parametrize(
    "settled", [replace(EVA, status=Status.REJECTED), replace(EVA, status=Status.CONFIRMED, verified=True)]
)
def test_nobody_needs_to_look_at_what_is_settled(settled: Proposal) -> None:
    assert place_of(settled, AgeBand.TENDER, rivalled=False) is None


def test_what_one_officer_confirmed_waits_for_the_second() -> None:
    assert place_of(replace(EVA, status=Status.CONFIRMED), AgeBand.TENDER, rivalled=False) is not None


@given(proposals, st.sampled_from(AgeBand), st.booleans())
def test_a_place_tells_how_old_the_child_is(one: Proposal, band: AgeBand, rivalled: bool) -> None:
    place = place_of(one, band, rivalled=rivalled)
    assert place is None or band_at(place) is band


def test_only_parents_have_one_place() -> None:
    assert {"mother", "father"} == ONE_PLACE


APART = Doubt(probability=0.6, joined=False)
JOINED = Doubt(probability=0.9, joined=True)

doubts = st.builds(
    Doubt,
    probability=st.floats(0, 1),
    joined=st.booleans(),
    answer=st.none() | st.sampled_from(Verdict),
    verified=st.booleans(),
)


def test_doubts_about_small_children_come_first_and_of_equals_those_who_are_joined() -> None:
    ordered = [
        place_of_doubt(JOINED, AgeBand.TENDER),
        place_of_doubt(APART, AgeBand.TENDER),
        place_of_doubt(replace(APART, probability=LEAST), AgeBand.TENDER),
        place_of_doubt(JOINED, AgeBand.TEEN),
        place_of_doubt(JOINED, AgeBand.ADULT),
    ]
    assert ordered == sorted(ordered, key=lambda place: -1 if place is None else place)
    assert None not in ordered


@pytest.mark.parametrize(
    "plain",
    [
        replace(JOINED, probability=SURE),
        replace(APART, probability=LEAST / 2),
        replace(APART, answer=Verdict.REJECTED),
        replace(JOINED, answer=Verdict.CONFIRMED, verified=True),
    ],
    ids=["surely one", "hardly one", "rejected", "said by two"],
)
def test_nobody_is_asked_who_is_one_where_there_is_no_doubt(plain: Doubt) -> None:
    assert place_of_doubt(plain, AgeBand.TENDER) is None


def test_those_who_are_likely_one_but_kept_apart_are_asked_about() -> None:
    assert place_of_doubt(replace(APART, probability=0.99), AgeBand.TENDER) is not None


@given(doubts, st.sampled_from(AgeBand))
def test_a_doubt_waits_for_the_second_officer_only_after_the_first_confirmed(one: Doubt, band: AgeBand) -> None:
    place = place_of_doubt(one, band)
    if place is not None:
        assert (place >= SECOND) == (one.answer is Verdict.CONFIRMED)
        assert band_at(place) is band


def test_the_younger_one_decides_how_urgent_a_doubt_is() -> None:
    assert younger(AgeBand.ADULT, AgeBand.TEEN) is AgeBand.TEEN
    assert younger(AgeBand.UNKNOWN, AgeBand.ADULT) is AgeBand.UNKNOWN

"""Who is looked at first, and who stands in whose way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reencuentro.linkage.results import Status
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.queueing import ONE_PLACE, RIVAL, Proposal, band_at, place_of, rivals_of

EVA = Proposal(child="eva", relative="ana", relation="mother", probability=0.95, status=Status.PROPOSED)
OTHER = replace(EVA, relative="rosa", probability=0.4)

proposals = st.builds(
    Proposal,
    child=st.sampled_from(["eva", "leo"]),
    relative=st.sampled_from(["ana", "rosa", "luz"]),
    relation=st.sampled_from(["mother", "father", "sibling"]),
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

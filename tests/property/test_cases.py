"""Laws of a case, for any way through the machine, any forms and any approvals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reencuentro.rules.cases.evidence import Dossier, Kept, shown
from reencuentro.rules.cases.forms import SHAPES, FormKind
from reencuentro.rules.cases.going import Standing, blocks, follows, interrupted, needs_second, settling_blocks
from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import Block, Evidence, State
from reencuentro.rules.disclosure.releases import Approval, may_release
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from tests.unit.rules.cases.filled import FILLED

ALL = frozenset(Evidence)
ROLES = frozenset(Role)
NOW = datetime(2018, 6, 19, tzinfo=UTC)

Place = tuple[State, State]
"""Where a case is, and where it would go on."""


def place(walk: tuple[State, ...]) -> Place:
    return walk[-1], next(state for state in reversed(walk) if not TABLE[state].resumes)


def onward(here: Place) -> Iterator[Place]:
    walk = (here[1], here[0]) if here[0] is not here[1] else (here[0],)
    for to in follows(Standing(walk=walk)):
        yield place((*walk, to))


def reached(start: Place, without: State | None = None) -> set[Place]:
    """Every place to which any way leads."""
    found, left = {start}, [start]
    while left:
        for one in onward(left.pop()):
            if one not in found and one[0] is not without:
                found.add(one)
                left.append(one)
    return found


BEGIN = (State.REGISTERED, State.REGISTERED)


def test_every_state_can_be_reached_and_from_each_the_case_can_be_closed() -> None:
    everywhere = reached(BEGIN)
    assert {state for state, _ in everywhere} == set(State)
    for start in everywhere:
        assert State.CLOSED in {state for state, _ in reached(start)}, start


@pytest.mark.parametrize("left_out", [State.LOCATED, State.VERIFIED, State.BEST_INTERESTS, State.DECISION])
def test_nothing_skips_what_must_be_proved_and_decided(left_out: State) -> None:
    states = {state for state, _ in reached(BEGIN, without=left_out)}
    assert not states & {State.PREPARED, State.HANDED_OVER, State.FOLLOW_UP}


@pytest.mark.parametrize("anew", [State.CLAIM_DISPUTED, State.REOPENED])
def test_after_a_dispute_or_a_reopening_everything_is_verified_anew(anew: State) -> None:
    states = {state for state, _ in reached((anew, anew), without=State.VERIFIED)}
    assert not states & {State.PREPARED, State.HANDED_OVER, State.FOLLOW_UP}


@st.composite
def walks(draw: st.DrawFn) -> tuple[State, ...]:
    walk: tuple[State, ...] = (State.REGISTERED,)
    for _ in range(draw(st.integers(0, 25))):
        walk = (*walk, draw(st.sampled_from(follows(Standing(walk=walk)))))
    return walk


@given(walks())
def test_a_case_is_never_stuck_and_a_starred_step_is_never_taken_alone(walk: tuple[State, ...]) -> None:
    standing = Standing(walk=walk, shown=ALL)
    assert follows(standing)
    for to in follows(standing):
        assert needs_second(standing, to) == (TABLE[to].second and to is not interrupted(walk))
        pending = Standing(walk=walk, shown=ALL, pending=to, proposed_by="ana")
        if TABLE[to].second:
            assert Block.SAME_PERSON in settling_blocks(pending, "ana", ROLES)
            assert not settling_blocks(pending, "berta", ROLES)


@given(walks())
def test_who_went_home_went_by_every_starred_step_since_the_last_new_beginning(walk: tuple[State, ...]) -> None:
    if State.HANDED_OVER not in walk:
        return
    before = walk[: walk.index(State.HANDED_OVER)]
    anew = max((n for n, state in enumerate(before) if state in (State.CLAIM_DISPUTED, State.REOPENED)), default=0)
    assert {State.VERIFIED, State.BEST_INTERESTS, State.DECISION, State.PREPARED} <= set(before[anew:])


@given(walks(), st.frozensets(st.sampled_from(Evidence)), st.frozensets(st.sampled_from(Role)))
def test_to_show_more_never_blocks_more(walk: tuple[State, ...], some: frozenset[Evidence], roles: set[Role]) -> None:
    for to in State:
        less = blocks(Standing(walk=walk, shown=some), to, roles)
        more = blocks(Standing(walk=walk, shown=ALL), to, roles)
        assert set(more) <= set(less)


approvals = st.builds(
    Approval,
    officer=st.sampled_from(["ana", "luz", "eva"]),
    agency=st.sampled_from(["ORR", "DIF"]),
    agency_kind=st.just(AgencyKind.CARE),
    role=st.just(Role.SUPERVISOR),
    child=st.just("c"),
    adult=st.sampled_from(["m", "f"]),
    at=st.just(NOW),
    stepped_up=st.booleans(),
    stands=st.booleans(),
)


@given(st.lists(approvals, max_size=5), st.sampled_from(["ana", "luz", "eva"]))
def test_no_child_goes_on_the_word_of_one_person_or_one_agency(given: list[Approval], settler: str) -> None:
    approved = may_release(given, child="c", adult="m", at=NOW)
    held = (ALL - {Evidence.APPROVED_BY_TWO}) | ({Evidence.APPROVED_BY_TWO} if approved else frozenset())
    walk = (State.PREPARED,)
    standing = Standing(walk=walk, shown=held, pending=State.HANDED_OVER, proposed_by="ana")
    if settling_blocks(standing, settler, ROLES):
        return
    counted = [one for one in given if one.stepped_up and one.stands and one.adult == "m"]
    assert settler != "ana"
    assert len({one.officer for one in counted}) > 1
    assert len({one.agency for one in counted}) > 1


kept = st.lists(
    st.tuples(st.sampled_from(FormKind), st.integers(1, 3), st.integers(0, 5)).flatmap(
        lambda made: st.sampled_from(FILLED[made[0]]).map(lambda one: (*made, one))
    ),
    max_size=15,
    unique_by=lambda one: (one[0], one[1] if SHAPES[one[0]].many else 1, one[2]),
)


@given(kept.flatmap(lambda forms: st.tuples(st.just(forms), st.permutations(forms))))
def test_the_order_in_which_evidence_came_does_not_matter(both: tuple[list[tuple], list[tuple]]) -> None:  # type: ignore[type-arg]  # made above
    one, other = (
        shown(
            Dossier.of(
                Kept(
                    kind=kind,
                    number=number if SHAPES[kind].many else 1,
                    version=version,
                    at=NOW + timedelta(hours=version),
                    filled=filled,
                )
                for kind, number, version, filled in forms
            )
        )
        for forms in both
    )
    assert one == other

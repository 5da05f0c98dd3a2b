"""Where a case may go, and what stands in its way."""

from itertools import pairwise

import pytest

from reencuentro.rules.cases.going import Standing, blocks, choices, follows, interrupted, missing, settling_blocks
from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import WAY, Block, Evidence, State
from reencuentro.rules.disclosure.vocabulary import Role

S, E = State, Evidence
ALL = frozenset(Evidence)
WORKER = frozenset({Role.CASE_WORKER})


def at(*walk: State, **facts: object) -> Standing:
    return Standing(walk=walk, **facts)  # type: ignore[arg-type]  # the facts of a standing


def test_the_table_has_a_row_for_every_state_and_the_way_is_a_way() -> None:
    assert set(TABLE) == set(State)
    assert all(before in TABLE[after].follows for before, after in pairwise(WAY))
    assert {state for state in State if TABLE[state].second} == {
        *(S.VERIFIED, S.BEST_INTERESTS, S.DECISION, S.HANDED_OVER, S.CLOSED, S.PARENT_WAIVED, S.NOT_SEPARATED)
    }
    assert all(bool(step.settles) == step.second for step in TABLE.values())


@pytest.mark.parametrize("state", State)
def test_nothing_blocks_a_step_but_what_it_says(state: State) -> None:
    for before in TABLE[state].follows:
        assert not blocks(at(before, shown=ALL), state, set(Role), reason="because")
        assert set(missing(at(before), state)) == TABLE[state].needs | TABLE[state].needs_from.get(before, frozenset())


def test_each_rule_blocks() -> None:
    assert blocks(at(S.REGISTERED), S.VERIFIED, WORKER) == (Block.NOT_NEXT,)
    assert Block.PENDING in blocks(at(S.LOCATED, shown=ALL, pending=S.VERIFIED), S.TRACING, WORKER)
    assert blocks(at(S.LOCATED, shown=ALL), S.VERIFIED, {Role.AUDITOR}) == (Block.WRONG_ROLE,)
    assert blocks(at(S.LOCATED, shown=ALL, rivals=True), S.VERIFIED, WORKER) == (Block.RIVAL_CLAIM,)
    assert blocks(at(S.LOCATED), S.PARENT_REMOVED, WORKER, reason=" ") == (Block.NEEDS_REASON,)
    assert not blocks(at(S.LOCATED), S.PARENT_REMOVED, WORKER, reason="told by the consulate")


def test_an_interruption_ends_where_it_began() -> None:
    walk = (S.REGISTERED, S.DOCUMENTED, S.TRACING, S.LOCATED, S.PARENT_REMOVED, S.UNACCOUNTED)
    assert interrupted(walk) is S.LOCATED
    assert {S.LOCATED, S.TRACING} <= set(follows(at(*walk)))
    assert S.VERIFIED not in follows(at(*walk))
    assert interrupted((S.LOCATED, S.CLAIM_DISPUTED)) is None


def test_the_second_person_is_another_in_a_role_that_may_and_looks_anew() -> None:
    waiting = at(S.LOCATED, shown=ALL, pending=S.VERIFIED, proposed_by="ana")
    assert settling_blocks(waiting, "ana", {Role.VERIFIER}) == (Block.SAME_PERSON,)
    assert settling_blocks(waiting, "eva", WORKER) == (Block.WRONG_ROLE,)
    assert not settling_blocks(waiting, "eva", {Role.VERIFIER})
    lost = at(S.LOCATED, shown=ALL - {E.TWO_SOURCES}, pending=S.VERIFIED, proposed_by="ana")
    assert settling_blocks(lost, "eva", {Role.VERIFIER}) == (E.TWO_SOURCES,)
    assert settling_blocks(at(S.LOCATED), "eva", {Role.VERIFIER}) == (Block.NOT_NEXT,)


def test_a_hand_over_is_proposed_before_and_settled_after_two_agencies_approved() -> None:
    ready = ALL - {E.APPROVED_BY_TWO}
    assert not blocks(at(S.PREPARED, shown=ready), S.HANDED_OVER, WORKER)
    waiting = at(S.PREPARED, shown=ready, pending=S.HANDED_OVER, proposed_by="ana")
    assert settling_blocks(waiting, "luz", {Role.SUPERVISOR}) == (E.APPROVED_BY_TWO,)


def test_choices_tell_what_each_step_waits_for() -> None:
    told = {one.to: one for one in choices(at(S.REGISTERED), WORKER)}
    assert told[S.DOCUMENTED].blocks == (E.REGISTRATION,)
    assert not told[S.DUPLICATE].blocks
    assert S.VERIFIED not in told

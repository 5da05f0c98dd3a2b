"""Laws of the decision on access: tried over all combinations of its words, and against a decision written apart."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.rules.disclosure.agreements import Agreement, Trouble, troubles_of
from reencuentro.rules.disclosure.asking import Asking, Withholding
from reencuentro.rules.disclosure.deciding import Decision, decide
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import POLICY, Reach, Row, indexed
from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EVERYTHING,
    HEALTH,
    LOCATION,
    NOTHING,
    PROTECTED,
    Action,
    AgencyKind,
    Compartments,
    Gate,
    Level,
    Purpose,
    Role,
    Topic,
)
from tests.property.access_askings import agreements_for, askings
from tests.property.access_oracle import shown
from tests.unit.rules.disclosure.askings import (
    HOUR,
    MINE,
    NOW,
    THEIRS,
    agreement,
    approval,
    asking,
    consent,
    glass,
    home_of,
    officer,
    subject,
)

Combination = tuple[Role, Action, Purpose]
COMBINATIONS: tuple[Combination, ...] = tuple(product(Role, Action, Purpose))
LISTS = (frozenset({MINE}), frozenset({THEIRS}), frozenset({MINE, THEIRS}))
DATA_ABOUT_ACTIONS = tuple(action for action, declared in DECLARATIONS.items() if declared.about)


def agreed(role: Role, purpose: Purpose, state: str) -> tuple[Agreement, ...]:
    """An agreement in one of its states; what it gives is as much as can soundly be given."""
    rows = [row for held in POLICY.values() for row in held if row.role is role and row.reach is Reach.AGREED]
    gives = NOTHING.union(*(row.shows for row in rows if purpose in row.purposes)) & KINDS[home_of(role)].takes
    sound = agreement(
        role,
        purpose,
        levels=frozenset(one.level for one in gives),
        topics=frozenset(one.topic for one in gives if one.topic),
    )
    states = {
        "none": (),
        "in force": (sound,),
        "expired": (replace(sound, valid_until=NOW),),
        "unsigned": (replace(sound, signed_by=frozenset({THEIRS})),),
    }
    return states[state]


def question(
    combination: Combination,
    lists: frozenset[str],
    assigned: str,
    state: str,
    gate: Gate,
    broken: str,
) -> Asking:
    """One cell of the matrix; the parity of the rest decides what is no dimension of its own."""
    role, action, purpose = combination
    about = subject(
        listed_by=lists,
        assigned=assigned == "officer",
        assigned_agency=assigned == "agency",
        protection_gate=gate,
        is_child=gate is not Gate.CLOSED,
        consents=(consent(purpose),),
    )
    glasses = {"whole": None, "open": glass(), "past": glass(opened_at=NOW - 3 * HOUR, until=NOW)}
    return asking(
        officer(role),
        action,
        purpose,
        about if DECLARATIONS[action].about else None,
        agreements=agreed(role, purpose, state),
        break_glass=glasses[broken],
        others=(approval("o-2", THEIRS), approval("o-3", "THIRD")),
        releasing_to="p-2",
    )


STATES = tuple(
    product(
        LISTS,
        ("officer", "agency", "nobody"),
        ("none", "in force", "expired", "unsigned"),
        Gate,
        ("whole", "open", "past"),
    )
)
"""Agency, assignment, agreement, gate and age, emergency: 324 states."""


def all_shown(decision: Decision) -> Compartments:
    return NOTHING.union(*decision.shown.values())


def others_shown(decision: Decision) -> Compartments:
    return decision.shown.get(THEIRS, NOTHING)


def has_row(role: Role, action: Action, purpose: Purpose) -> bool:
    """Whether the policy says anything on this, or on an emergency of this role."""
    rows = POLICY.get((role, action), ()) + POLICY.get((role, Action.BREAK_GLASS), ())
    return any(purpose in row.purposes for row in rows)


def broken_laws(cell: Asking, decision: Decision) -> list[str]:
    """The laws that an answer breaks, by name; empty where all hold."""
    role = next(iter(cell.officer.roles))
    seen, kind, about = all_shown(decision), cell.officer.agency.kind, cell.subject
    opened = about is not None and cell.break_glass == glass()
    laws = {
        "no permission without a row": not decision.allowed or has_row(role, cell.action, cell.purpose),
        "nothing beyond the action": seen <= DECLARATIONS[cell.action].shows,
        "reasons iff allowed": bool(decision.reasons) == decision.allowed and bool(decision.shown) == decision.allowed,
        "refusals say why": decision.allowed or bool(decision.denied),
        "suppliers read nothing": role is not Role.ROSTER_SUPPLIER
        or (not seen and DECLARATIONS[cell.action].changes)
        or not decision.allowed,
        "some see nobody": role not in (Role.ADMINISTRATOR, Role.CLAIMANT)
        or not (seen or (decision.allowed and DECLARATIONS[cell.action].about)),
        "others' records by agreement": role is Role.OPERATOR
        or opened
        or not others_shown(decision)
        or cell.agreements == agreed(role, cell.purpose, "in force"),
        "custody and courts": kind not in (AgencyKind.CUSTODY, AgencyKind.COURT)
        or others_shown(decision).isdisjoint(PROTECTED | {CONTACT}),
        "hotline": role is not Role.HOTLINE_AGENT
        or (seen.isdisjoint(PROTECTED) and not (about and about.is_child and decision.allowed)),
        "consulates": kind is not AgencyKind.CONSULATE
        or not (about and decision.allowed and about.protection_gate is not Gate.OPEN),
        "location": LOCATION not in seen
        or cell.action in (Action.RECONCILE, Action.SUBJECT_ACCESS)
        or bool(about and (about.assigned or opened)),
        "health": HEALTH not in seen
        or role is Role.HEALTH_STAFF
        or cell.action in (Action.RECONCILE, Action.SUBJECT_ACCESS),
    }
    return [law for law, holds in laws.items() if not holds]


def cells(step: int) -> Iterator[Asking]:
    """Every combination of words, in every `step`-th state, another one each time; step 1: all there are.

    Where an action is about nobody, the states of a person make no difference, and one stands for all.
    """
    for index, combination in enumerate(COMBINATIONS):
        states = STATES[index % step :: step] if DECLARATIONS[combination[1]].about else STATES[:1]
        for state in states:
            yield question(combination, *state)


def check(step: int) -> int:
    """Tries the cells, each against the laws and the decision written apart; tells how many there were."""
    count = 0
    for cell in cells(step):
        decision = decide(cell)
        assert broken_laws(cell, decision) == [], cell
        assert as_words(decision) == shown(cell), cell
        count += 1
    return count


def as_words(decision: Decision) -> dict[str, set[str]] | None:
    """A decision as the oracle says it."""
    if not decision.allowed:
        return None
    return {agency: set(map(str, seen)) for agency, seen in decision.shown.items()}


def test_the_matrix_keeps_every_law_and_agrees_with_the_page() -> None:
    assert check(step=108) > 20_000


@pytest.mark.torture
def test_the_whole_matrix_keeps_every_law_and_agrees_with_the_page() -> None:
    assert check(step=8) > 200_000


@settings(max_examples=400, deadline=None)
@given(askings())
def test_the_decision_agrees_with_the_one_written_apart(cell: Asking) -> None:
    assert as_words(decide(cell)) == shown(cell)


@pytest.mark.torture
@settings(max_examples=20_000, deadline=None)
@given(askings())
def test_the_decision_agrees_with_the_one_written_apart_at_length(cell: Asking) -> None:
    assert as_words(decide(cell)) == shown(cell)


Restriction = Callable[[Asking], Asking]


def of_subject(**facts: object) -> Restriction:
    """The same question about somebody who is better protected."""
    return lambda cell: replace(cell, subject=replace(cell.subject, **facts)) if cell.subject else cell  # type: ignore[arg-type] # facts of any subject


def of_officer(**facts: object) -> Restriction:
    """The same question by an officer who may less."""
    return lambda cell: replace(cell, officer=replace(cell.officer, **facts))  # type: ignore[arg-type] # facts of any officer


def consents_changed(**facts: object) -> Restriction:
    """The same question after all consents were changed so."""

    def changed(cell: Asking) -> Asking:
        if cell.subject is None:
            return cell
        consents = tuple(replace(one, **facts) for one in cell.subject.consents)  # type: ignore[arg-type] # see above
        return replace(cell, subject=replace(cell.subject, consents=consents))

    return changed


def agreements_changed(**facts: object) -> Restriction:
    """The same question after all agreements were changed so."""
    return lambda cell: replace(cell, agreements=tuple(replace(one, **facts) for one in cell.agreements))  # type: ignore[arg-type] # see above


KEPT_BY_ADMINISTRATORS = {action for role, action in POLICY if role is Role.ADMINISTRATOR}


def administering(cell: Asking) -> Asking:
    """The same question by an officer who keeps accounts as well."""
    return replace(cell, officer=replace(cell.officer, roles=cell.officer.roles | {Role.ADMINISTRATOR}))


RESTRICTIONS: dict[str, Restriction] = {
    "the officer is suspended": of_officer(suspended=True),
    "a review is overdue": of_officer(review_overdue=True),
    "no fresh sign-in": of_officer(stepped_up=False),
    "the agency is suspended": lambda cell: of_officer(agency=replace(cell.officer.agency, suspended=True))(cell),
    "an administrator, too": lambda cell: cell if cell.action in KEPT_BY_ADMINISTRATORS else administering(cell),
    "unassigned": of_subject(assigned=False, assigned_agency=False),
    "no longer assigned to the officer": of_subject(assigned=False),
    "restricted": of_subject(restricted=True),
    "expired": lambda cell: cell if cell.action is Action.EXPIRE else of_subject(expired=True)(cell),
    "withheld": of_subject(withheld_from=(Withholding(agency=MINE),)),
    "withheld by a court": of_subject(withheld_from=(Withholding(officer="o-1", by_court=True),)),
    "the gate is closed": of_subject(protection_gate=Gate.CLOSED),
    "nothing is known at the gate": of_subject(protection_gate=Gate.UNKNOWN),
    "consents withdrawn": consents_changed(withdrawn_at=NOW),
    "consents expired": consents_changed(valid_until=NOW),
    "consents narrowed": consents_changed(levels=frozenset({Level.EXISTENCE})),
    "agreements ended": agreements_changed(ended_at=NOW),
    "agreements gone": lambda cell: replace(cell, agreements=()),
    "agreements unsigned": agreements_changed(signed_by=frozenset({THEIRS})),
    "the glass is whole": lambda cell: replace(cell, break_glass=None),
    "approvals withdrawn": lambda cell: replace(cell, others=()),
}


def shows_no_more(after: Decision, before: Decision) -> bool:
    return all(teller in before.shown and seen <= before.shown[teller] for teller, seen in after.shown.items())


@pytest.mark.parametrize("restriction", RESTRICTIONS)
@settings(max_examples=60, deadline=None)
@given(cell=askings())
def test_more_restriction_never_shows_more(restriction: str, cell: Asking) -> None:
    if restriction.startswith("withheld") and cell.subject:
        cell = replace(cell, subject=replace(cell.subject, withheld_from=()))
    assert shows_no_more(decide(RESTRICTIONS[restriction](cell)), decide(cell))


@settings(max_examples=200, deadline=None)
@given(askings(), st.data())
def test_an_agreement_more_takes_nothing_from_ones_own_records(cell: Asking, data: st.DataObject) -> None:
    another = data.draw(agreements_for(cell.officer.agency.kind, cell.purpose))
    more = decide(replace(cell, agreements=(*cell.agreements, another)))
    assert more.shown.get(MINE) == decide(cell).shown.get(MINE)


@settings(max_examples=200, deadline=None)
@given(askings())
def test_the_order_in_which_facts_are_handed_in_changes_nothing(cell: Asking) -> None:
    turned = replace(cell, agreements=cell.agreements[::-1], others=cell.others[::-1])
    assert decide(turned) == decide(cell)


# No policy that can be written permits enforcement. What is shown only grows with rows, so one policy that permits
# every role everything stands for all of them.

BOUNDLESS = indexed(
    Row(f"{role}", role, frozenset(Action), frozenset(Purpose), EVERYTHING, reach) for role in Role for reach in Reach
)


@settings(max_examples=200, deadline=None)
@given(askings())
def test_what_is_shown_only_grows_with_the_policy(cell: Asking) -> None:
    assert shows_no_more(decide(cell), decide(cell, BOUNDLESS))


Word = TypeVar("Word", Level, Topic)
HOLDERS = (AgencyKind.CUSTODY, AgencyKind.COURT)


@pytest.mark.parametrize("kind", HOLDERS)
def test_no_policy_shows_others_contact_or_location_to_those_who_hold_people(kind: AgencyKind) -> None:
    for role, action, purpose, broken in product(Role, DATA_ABOUT_ACTIONS, Purpose, (None, glass())):
        everything = agreement(role, purpose, kind=kind, levels=frozenset(Level), topics=frozenset(Topic))
        about = subject(consents=(consent(purpose),), is_child=False)
        cell = asking(
            officer(role, kind=kind), action, purpose, about, agreements=(everything,), break_glass=broken, others=()
        )
        assert others_shown(decide(cell, BOUNDLESS)).isdisjoint(PROTECTED | {CONTACT})


def subsets(words: Iterable[Word]) -> list[frozenset[Word]]:
    held = tuple(words)
    return [frozenset(some) for size in range(len(held) + 1) for some in combinations(held, size)]


@pytest.mark.parametrize("kind", HOLDERS)
def test_no_agreement_that_can_be_made_gives_contact_or_more_to_those_who_hold_people(kind: AgencyKind) -> None:
    tried = 0
    for purpose, held, about in product(Purpose, subsets(Level), subsets(Topic)):
        made = agreement(Role.VERIFIER, purpose, kind=kind, levels=held, topics=about)
        if not made.opens.isdisjoint(PROTECTED | {CONTACT}):
            tried += 1
            assert Trouble.MORE_THAN_TAKER_MAY_SEE in troubles_of(made)
    assert tried > 10_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(HOLDERS), st.data())
def test_no_agreement_for_several_purposes_does_so_either(kind: AgencyKind, data: st.DataObject) -> None:
    made = data.draw(agreements_for(kind, data.draw(st.sampled_from(list(Purpose)))))
    assert troubles_of(made) or made.opens.isdisjoint(PROTECTED | {CONTACT})


@pytest.mark.parametrize("word", ["enforcement", "detention", "removal", "tracing"])
def test_a_purpose_that_is_only_a_text_is_refused_under_any_policy(word: str) -> None:
    """Even one that reads like a purpose: it hasn't been through the closed list."""
    for role in Role:
        cell = asking(officer(role), Action.SEE_PERSON, word, subject())  # type: ignore[arg-type] # the very point
        assert not decide(cell, BOUNDLESS).allowed

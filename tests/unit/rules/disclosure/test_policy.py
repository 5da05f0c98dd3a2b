import pytest

from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import POLICY, ROWS, Condition, Reach, Row
from reencuentro.rules.disclosure.vocabulary import (
    HEALTH,
    RECORD,
    Action,
    AgencyKind,
    Purpose,
    Role,
    Topic,
)
from tests.property.access_oracle import listed, table


def test_every_row_has_a_code_of_its_own() -> None:
    codes = [row.code for row in ROWS]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_permits_something(row: Row) -> None:
    assert row.actions
    assert row.purposes
    assert any(row.role in kind.roles for kind in KINDS.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_shows_no_more_than_its_actions_can(row: Row) -> None:
    if Action.BREAK_GLASS not in row.actions:
        can = frozenset().union(*(DECLARATIONS[action].shows for action in row.actions))
        assert row.shows <= can or row.role is Role.OPERATOR


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_no_action_of_a_row_is_in_vain(row: Row) -> None:
    vain = [one for one in row.actions if DECLARATIONS[one].shows and not DECLARATIONS[one].shows & row.shows]

    assert vain == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_conditions_are_about_somebody(row: Row) -> None:
    assert not row.conditions or all(DECLARATIONS[action].about for action in row.actions)


def test_every_role_and_every_action_has_a_row() -> None:
    assert {role for role, _ in POLICY} == set(Role)
    assert {action for _, action in POLICY} == set(Action)


def test_only_the_operator_reaches_the_whole_registry_without_an_emergency() -> None:
    whole = {row.role for row in ROWS if row.reach is Reach.WHOLE and Action.BREAK_GLASS not in row.actions}

    assert whole == {Role.OPERATOR}


def test_the_protection_gate_stands_before_consular_officers_alone() -> None:
    assert {row.role for row in ROWS if Condition.GATE_OPEN in row.conditions} == {Role.CONSULAR_OFFICER}


def test_whole_records_are_agreed_to_nobody() -> None:
    assert [row.code for row in ROWS if row.reach is Reach.AGREED and RECORD in row.shows] == []
    assert [kind for kind, may in KINDS.items() if RECORD in may.takes] == [AgencyKind.REGISTRY]


def test_health_is_shown_to_health_staff_and_to_the_person() -> None:
    roles = {row.role for row in ROWS if HEALTH in row.shows}

    assert roles == {Role.HEALTH_STAFF, Role.DATA_PROTECTION_OFFICER, Role.OPERATOR}


def test_every_kind_of_agency_is_in_the_table() -> None:
    assert set(KINDS) == set(AgencyKind)


def test_who_holds_people_keeps_nobody_who_searches() -> None:
    searching = {Role.TRACING_OFFICER, Role.NGO_SEARCHER, Role.VERIFIER, Role.ADVOCATE, Role.CONSULAR_OFFICER}

    assert KINDS[AgencyKind.CUSTODY].roles.isdisjoint(searching)


# The page that people review says what the program does.


def named(shows: object) -> set[str]:
    assert isinstance(shows, frozenset)
    return set(map(str, shows))


def test_the_page_has_the_policy_as_it_is() -> None:
    page = [
        (
            *(row[column] for column in ("row", "role", "whose records")),
            *(listed(row[column]) for column in ("may", "for", "sees at most", "if")),
        )
        for row in table("The policy")
    ]

    assert page == [
        (row.code, row.role, row.reach, *map(named, (row.actions, row.purposes, row.shows, row.conditions)))
        for row in ROWS
    ]


def test_the_page_has_the_actions_as_they_are_declared() -> None:
    columns = ("changes", "about a person", "fresh sign-in", "second person", "second agency")
    page = {
        row["action"]: ([row[column] == "yes" for column in columns], listed(row["shows at most"]))
        for row in table("The actions")
    }

    assert page == {
        action: (
            [one.changes, one.about, one.needs_step_up, one.two_persons, one.two_agencies],
            named(one.shows),
        )
        for action, one in DECLARATIONS.items()
    }


def test_the_page_has_the_kinds_of_agencies_as_they_are() -> None:
    page = {
        row["kind"]: (
            listed(row["roles that count there"]),
            listed(row["may use others' records for"]),
            listed(row["sees of them at most"]),
        )
        for row in table("What an agency may be")
    }

    assert page == {kind: (named(may.roles), named(may.purposes), named(may.takes)) for kind, may in KINDS.items()}


def test_the_page_has_every_compartment() -> None:
    page = [row["compartment"] for row in table("What is decided")]

    assert page[-len(Topic) :] == list(Topic)
    assert len(page) == 4 + len(Topic)
    assert len(Purpose) == 13  # the page says thirteen

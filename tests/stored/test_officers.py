"""Accounts: made by others, entered once by a code, closed at once, and never changed by their own officer."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from reencuentro.actions.agencies import (
    AgencyStated,
    add_agency,
    agency_of,
    change_agency,
    readmit_agency,
    suspend_agency,
)
from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import (
    ENROL_WITHIN,
    OfficerStated,
    add_officer,
    change_password,
    enrol,
    give_role,
    invite_again,
    move_officer,
    officer_of,
    readmit_officer,
    suspend_officer,
    take_role,
)
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditEntry
from reencuentro.records.officers import Enrolment, Officer, RoleHeld
from reencuentro.records.sessions import Session
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from tests.stored.cast import LATER, NOW, PASSWORD, agencies, invited, officer, person

pytestmark = pytest.mark.usefixtures("registry")


STATED = AgencyStated(name="Another", kind=AgencyKind.HEALTH)


@pytest.fixture(autouse=True)
def _agencies(registry: str) -> None:
    agencies()


def sign_in(who: Officer) -> None:
    Session.objects.create(key_hash="0" * 64, officer=who, data="", made_at=NOW, until=LATER)


def test_officer_comes_in_by_the_code_and_then_by_the_password() -> None:
    _, code = invited("Ana@Example.org", "ORR", Role.CASE_WORKER)
    who = enrol(code, PASSWORD, at=LATER)
    assert who.check_password(PASSWORD)
    assert officer_of("ANA@example.ORG").roles(LATER) == {Role.CASE_WORKER}


def test_code_is_kept_as_a_hash_alone() -> None:
    _, code = invited("ana", "ORR")
    assert not Enrolment.objects.filter(code_hash__contains=code).exists()
    assert code not in str(list(AuditEntry.objects.values()))


def test_code_works_once() -> None:
    _, code = invited("ana", "ORR")
    enrol(code, PASSWORD, at=NOW)
    with pytest.raises(AccountError, match="unknown, used or too old"):
        enrol(code, "another long password", at=NOW)
    assert officer_of("ana").check_password(PASSWORD)


def test_code_of_the_day_before_yesterday_is_too_old() -> None:
    _, code = invited("ana", "ORR")
    with pytest.raises(AccountError, match="too old"):
        enrol(code, PASSWORD, at=NOW + ENROL_WITHIN)
    assert not officer_of("ana").has_usable_password()


def test_weak_password_is_refused_and_leaves_the_code_usable() -> None:
    _, code = invited("ana", "ORR")
    with pytest.raises(AccountError, match="too weak"):
        enrol(code, "12345", at=NOW)
    enrol(code, PASSWORD, at=NOW)


def test_second_code_puts_an_end_to_the_first_and_to_the_password() -> None:
    who, first = invited("ana", "ORR")
    enrol(first, PASSWORD, at=NOW)
    second = invite_again(officer_of("ana"), by="tests", at=NOW)
    third = invite_again(officer_of("ana"), by="tests", at=NOW)
    assert not officer_of("ana").has_usable_password()
    with pytest.raises(AccountError):
        enrol(second, PASSWORD, at=NOW)
    assert enrol(third, PASSWORD, at=NOW) == who


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ({"agency": "nobody"}, "no agency"),
        ({"agency": "bare"}, "what agency bare is"),
        ({"login": " "}, "login and a full name"),
        ({"login": "TAKEN"}, "taken"),
        ({"language": "fr"}, "no language"),
        ({"roles": frozenset({Role.OPERATOR})}, "operator"),
        ({"roles": frozenset({Role.ADMINISTRATOR, Role.CASE_WORKER})}, "no other role"),
    ],
)
def test_account_that_makes_no_sense_is_refused_with_a_remedy(stated: dict[str, object], problem: str) -> None:
    Agency.objects.create(code="bare")
    invited("taken", "ORR")
    facts = {"login": "ana", "full_name": "Ana", "agency": "ORR"} | stated
    with pytest.raises(AccountError, match=problem) as refusal:
        add_officer(OfficerStated(**facts), by="tests", at=NOW)  # type: ignore[arg-type]  # one wrong fact
    assert refusal.value.remedy
    assert Officer.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda who: give_role(who, Role.VERIFIER, by="tests", at=NOW),
        lambda who: take_role(who, Role.CASE_WORKER, by="tests", at=NOW),
        lambda who: move_officer(who, who.version, "DIF", by="tests", at=NOW),
        lambda who: suspend_officer(who, by="tests", at=NOW),
        lambda who: change_password(who, "another long password", at=NOW),
        lambda who: invite_again(who, by="tests", at=NOW),
        lambda who: suspend_agency(who.agency, "breach", by="tests", at=NOW),
        lambda who: change_agency(who.agency, who.agency.version, STATED, by="tests", at=NOW),
    ],
    ids="give take move suspend password invite agency-out agency-else".split(),
)
def test_whatever_changes_their_rights_ends_their_sessions(change: Callable[[Officer], None]) -> None:
    who, other = officer("ana", "ORR", Role.CASE_WORKER), officer("eva", "DIF", Role.CASE_WORKER)
    sign_in(who)
    Session.objects.create(key_hash="1" * 64, officer=other, data="", made_at=NOW, until=LATER)
    change(who)
    assert [session.officer for session in Session.objects.all()] == [other]


def test_nobody_changes_their_own_rights() -> None:
    boss = officer("boss", "REG", Role.ADMINISTRATOR)
    me = f"officer:{boss.public_id}"
    for attempt in (
        lambda: give_role(boss, Role.AUDITOR, by=me, at=NOW),
        lambda: move_officer(boss, boss.version, "ORR", by=me, at=NOW),
        lambda: readmit_officer(boss, by=me, at=NOW),
        lambda: invite_again(boss, by=me, at=NOW),
    ):
        with pytest.raises(AccountError, match="own rights"):
            attempt()


def test_role_ends_by_itself_and_is_not_revived_by_taking_the_clock_back() -> None:
    who = officer("ana", "ORR")
    give_role(who, Role.VERIFIER, by="tests", at=NOW, until=LATER)
    assert who.roles(NOW) == {Role.VERIFIER}
    assert who.roles(LATER) == frozenset()
    take_role(who, Role.VERIFIER, by="tests", at=LATER)
    assert who.roles(NOW) == frozenset()


def test_database_holds_a_role_once() -> None:
    who = officer("ana", "ORR", Role.VERIFIER)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.create(officer=who, role="verifier", begins_at=NOW, given_by="tests")


def test_moving_takes_roles_and_assignments_along_nowhere() -> None:
    who = officer("ana", "ORR", Role.CASE_WORKER)
    assign(who, person("p-1", "ORR"), by="tests", at=NOW)
    move_officer(who, who.version, "DIF", by="tests", at=LATER)
    assert (who.agency.code, who.roles(LATER)) == ("DIF", frozenset())
    assert not Assignment.objects.in_force(LATER).exists()


def test_suspended_agency_lets_nobody_in_and_readmitted_it_does() -> None:
    who = officer("ana", "ORR")
    orr = agency_of("ORR")
    suspend_agency(orr, "breach of the agreement", by="tests", at=NOW)
    assert not officer_of("ana").may_enter
    with pytest.raises(AccountError, match="suspended"):
        invited("eva", "ORR")
    readmit_agency(orr, by="tests", at=LATER)
    assert officer_of("ana").may_enter
    assert who.is_active


def test_two_who_move_one_officer_at_once_are_told_of_each_other() -> None:
    who = officer("ana", "ORR")
    seen = who.version
    move_officer(who, seen, "DIF", by="officer:of-1", at=NOW)
    with pytest.raises(ConflictError, match=r"by officer:of-1 at 2026-06-19 12:00 UTC") as conflict:
        move_officer(officer_of("ana"), seen, "SRE", by="tests", at=LATER)
    assert (conflict.value.seen, conflict.value.now) == (seen, seen + 1)
    assert officer_of("ana").agency.code == "DIF"


def test_agency_known_from_a_roster_is_described_later_and_only_once() -> None:
    Agency.objects.create(code="ICE")
    stated = AgencyStated(name="Detention", kind=AgencyKind.CUSTODY, country="US")
    add_agency("ICE", stated, by="tests", at=NOW)
    with pytest.raises(AccountError, match="described already"):
        add_agency("ICE", stated, by="tests", at=NOW)


def test_refusal_is_noted_without_a_name() -> None:
    invited("ana@example.org", "ORR")
    with pytest.raises(AccountError):
        invited("ana@example.org", "ORR")
    note = AuditEntry.objects.get(outcome="refused")
    assert (note.action, note.why) == ("add_officer", "AccountError")
    assert "ana" not in str(note.about)

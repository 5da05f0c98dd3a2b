"""Releases: two officers of two agencies, one child once, whoever comes at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from reencuentro.actions.releases import approve_release, end_release, release_child, withdraw_approval
from reencuentro.errors import AccountError, ReencuentroError
from reencuentro.records.audit import AuditEntry
from reencuentro.records.matches import Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.releases import Approval, Release, approvals_of
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import LATER, NOW, agencies, officer, person

CHILD, MOTHER, RIVAL = "p-child", "p-mother", "p-rival"


@pytest.fixture
def ana(registry: str) -> Officer:
    """A supervisor of ORR, in a registry with a child and two adults."""
    agencies("ORR", "DIF", "SRE")
    for one in (CHILD, MOTHER, RIVAL):
        person(one, "ORR", "DIF")
    return officer("ana", "ORR", Role.SUPERVISOR)


@pytest.fixture
def luz(ana: Officer) -> Officer:
    """A protection officer of DIF."""
    return officer("luz", "DIF", Role.PROTECTION_OFFICER)


def test_two_officers_of_two_agencies_release_a_child(ana: Officer, luz: Officer) -> None:
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)

    released = release_child(CHILD, MOTHER, luz, at=LATER)

    assert (released.first_officer, released.second_officer) == (ana, luz)
    assert AuditEntry.objects.filter(action="release_child", outcome="done").count() == 1


def test_one_officer_is_not_enough_however_often(ana: Officer) -> None:
    for _ in range(3):
        approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)

    with pytest.raises(AccountError, match="release_needs_two_persons, release_needs_two_agencies"):
        release_child(CHILD, MOTHER, ana, at=LATER)


def test_nobody_is_released_to_themselves(ana: Officer) -> None:
    with pytest.raises(AccountError, match="to themselves"):
        approve_release(CHILD, CHILD, ana, Role.SUPERVISOR, at=NOW)


def test_two_officers_of_one_agency_are_not_enough(ana: Officer) -> None:
    other = officer("eva", "ORR", Role.BEST_INTERESTS)
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, other, Role.BEST_INTERESTS, at=NOW)

    with pytest.raises(AccountError, match="release_needs_two_agencies"):
        release_child(CHILD, MOTHER, ana, at=LATER)


def test_rival_claims_freeze_both_until_one_is_withdrawn(ana: Officer, luz: Officer) -> None:
    for one, role in ((ana, Role.SUPERVISOR), (luz, Role.PROTECTION_OFFICER)):
        approve_release(CHILD, MOTHER, one, role, at=NOW)
    rival = approve_release(CHILD, RIVAL, luz, Role.PROTECTION_OFFICER, at=NOW)
    with pytest.raises(AccountError, match="release_needs_one_claim"):
        release_child(CHILD, MOTHER, ana, at=LATER)

    withdraw_approval(rival, luz, at=LATER)

    assert release_child(CHILD, MOTHER, ana, at=LATER).adult.public_id == MOTHER


def test_the_yes_of_a_suspended_officer_is_none(ana: Officer, luz: Officer) -> None:
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)
    Officer.objects.filter(pk=luz.pk).update(is_active=False)

    with pytest.raises(AccountError, match="release_needs_two_persons"):
        release_child(CHILD, MOTHER, ana, at=LATER)


def test_an_old_yes_and_one_for_the_claimant_do_not_count(ana: Officer, luz: Officer) -> None:
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW, for_claimant=True)
    with pytest.raises(AccountError, match="release_needs_two_persons"):
        release_child(CHILD, MOTHER, ana, at=LATER)

    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)
    with pytest.raises(AccountError, match="release_needs_two_persons"):
        release_child(CHILD, MOTHER, ana, at=NOW + timedelta(days=30))


@pytest.mark.parametrize(("agency", "role"), [("SRE", Role.CONSULAR_OFFICER), ("ORR", Role.CASE_WORKER)])
def test_others_approve_nothing(ana: Officer, agency: str, role: Role) -> None:
    other = officer("other", agency, role)

    with pytest.raises(AccountError, match="can't approve"):
        approve_release(CHILD, MOTHER, other, role, at=NOW)
    with pytest.raises(AccountError, match="can't approve"):
        approve_release(CHILD, MOTHER, other, Role.SUPERVISOR, at=NOW)


def test_a_released_child_is_not_approved_or_released_again_before_it_is_back(ana: Officer, luz: Officer) -> None:
    released = _released(ana, luz)
    with pytest.raises(AccountError, match="released already"):
        release_child(CHILD, MOTHER, ana, at=LATER)
    with pytest.raises(AccountError, match="released already"):
        approve_release(CHILD, RIVAL, ana, Role.SUPERVISOR, at=LATER)

    end_release(released, "the adult brought the child back", by="tests", at=LATER)

    assert approvals_of(CHILD) == ()
    with pytest.raises(AccountError, match="release_needs_two_persons"):
        release_child(CHILD, MOTHER, ana, at=LATER)
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=LATER)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=LATER)
    assert release_child(CHILD, MOTHER, ana, at=LATER).pk != released.pk


def _released(ana: Officer, luz: Officer) -> Release:
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)
    return release_child(CHILD, MOTHER, ana, at=LATER)


# What the database refuses by itself, whatever the program would write.


def _row(first: Approval, second: Approval, **otherwise: object) -> Release:
    facts = {
        "child_id": first.child_id,
        "adult_id": first.adult_id,
        "first": first,
        "second": second,
        "first_officer_id": first.officer_id,
        "second_officer_id": second.officer_id,
        "first_agency_id": first.agency_id,
        "second_agency_id": second.agency_id,
        "officer_id": first.officer_id,
        "at": LATER,
    }
    return Release(**(facts | otherwise))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda ana, luz: _row(ana, ana),
        lambda ana, luz: _row(ana, luz, second_officer_id=ana.officer_id),
        lambda ana, luz: _row(ana, luz, second_agency_id=ana.agency_id),
        lambda ana, luz: _row(ana, luz, adult_id=ana.child_id),
        lambda ana, luz: _row(ana, luz, adult_id=Approval.objects.get(adult__public_id=RIVAL).adult_id),
        lambda ana, luz: _row(ana, luz),  # another adult is approved, too
        lambda ana, luz: _row(ana, Approval.objects.get(adult__public_id=RIVAL)),
    ],
)
def test_the_database_takes_no_release_without_its_approvals(
    ana: Officer, luz: Officer, wrong: Callable[[Approval, Approval], Release]
) -> None:
    first = approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    second = approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)
    approve_release(CHILD, RIVAL, luz, Role.PROTECTION_OFFICER, at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        wrong(first, second).save(force_insert=True)

    assert not Release.objects.exists()


def test_the_database_keeps_a_release_as_it_was(ana: Officer, luz: Officer) -> None:
    released = _released(ana, luz)

    for change in ({"adult_id": released.child_id}, {"at": NOW}, {"first_officer_id": released.second_officer_id}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Release.objects.filter(pk=released.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_release")
    assert Release.objects.get().adult.public_id == MOTHER


# Many at once.


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.torture)])
def test_rival_adults_never_both_get_the_child(ana: Officer, luz: Officer, times: int) -> None:
    officers = [(ana, Role.SUPERVISOR), (luz, Role.PROTECTION_OFFICER)]

    told = _at_once(times, lambda number: _approve_and_release(number, officers))

    assert told.count("released") <= 1
    assert Release.objects.count() == told.count("released")
    assert not [one for one in told if one not in EXPECTED]


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.torture)])
def test_a_child_goes_once_however_many_release_it(ana: Officer, luz: Officer, times: int) -> None:
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)

    told = _at_once(times, lambda number: _released_by((ana, luz)[number % 2], MOTHER))

    assert told.count("released") == 1
    assert Release.objects.count() == 1


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.torture)])
def test_the_database_lets_one_of_many_raw_releases_pass(ana: Officer, luz: Officer, times: int) -> None:
    rows = [
        _row(
            approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW),
            approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW),
        )
        for _ in range(times)
    ]

    def insert(number: int) -> str:
        try:
            with transaction.atomic():
                rows[number].save(force_insert=True)
        except DatabaseError:
            return "refused"
        return "released"

    assert _at_once(times, insert).count("released") == 1


EXPECTED = {
    "released",
    "the child is released already",
    "the child can't be released yet: release_needs_two_persons, release_needs_two_agencies",
    "the child can't be released yet: release_needs_one_claim",
    "the child can't be released yet: release_needs_two_persons, release_needs_two_agencies, release_needs_one_claim",
}


def _at_once(times: int, doing: Callable[[int], str]) -> list[str]:
    def one(number: int) -> str:
        try:
            return doing(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=min(times, 25)) as threads:
        return list(threads.map(one, range(times)))


def _approve_and_release(number: int, officers: list[tuple[Officer, Role]]) -> str:
    """Everybody approves one of two adults and tries to release the child to them."""
    one, role = officers[number % 2]
    adult = (MOTHER, RIVAL)[number // 2 % 2]
    try:
        approve_release(CHILD, adult, one, role, at=NOW)
    except ReencuentroError as refused:
        return refused.problem
    return _released_by(one, adult)


def _released_by(one: Officer, adult: str) -> str:
    try:
        release_child(CHILD, adult, one, at=LATER)
    except ReencuentroError as refused:
        return refused.problem
    return "released"


def _taken_for_mother(who: str, probability: float) -> Tie:
    ends = (Person.objects.get_or_create(public_id=one)[0] for one in (CHILD, who))
    facts = dict(zip(("child", "relative"), ends, strict=True))
    told = {"relation": "mother", "probability": probability, "status": "proposed", "evidence": [], "known_from": NOW}
    return Tie.objects.create(**facts, **told)


def test_nobody_approves_or_releases_while_two_are_taken_for_the_mother(ana: Officer, luz: Officer) -> None:
    _taken_for_mother(MOTHER, 0.9)
    approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)
    approve_release(CHILD, MOTHER, luz, Role.PROTECTION_OFFICER, at=NOW)
    rival = _taken_for_mother(RIVAL, 0.3)
    with pytest.raises(AccountError, match="more than one person is taken for the child's mother"):
        release_child(CHILD, MOTHER, ana, at=LATER)
    with pytest.raises(AccountError, match="more than one person"):
        approve_release(CHILD, RIVAL, ana, Role.SUPERVISOR, at=LATER)
    Tie.objects.filter(pk=rival.pk).update(status="rejected")
    assert release_child(CHILD, MOTHER, ana, at=LATER).adult.public_id == MOTHER


def test_somebody_hardly_likely_holds_up_no_release(ana: Officer, luz: Officer) -> None:
    _taken_for_mother(MOTHER, 0.9)
    _taken_for_mother(RIVAL, 0.1)
    assert approve_release(CHILD, MOTHER, ana, Role.SUPERVISOR, at=NOW)

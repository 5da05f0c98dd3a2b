"""Agreements, consents, assignments and emergencies: kept whole, ended once, never edited."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reencuentro.actions.agreements import draft_agreement, sign_agreement, withdraw_agreement
from reencuentro.actions.assignments import assign, unassign
from reencuentro.actions.consents import ConsentStated, lift_withholding, record_consent, withdraw_consent, withhold
from reencuentro.actions.emergencies import Emergency, break_glass, review_emergency
from reencuentro.actions.officers import move_officer
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementVersion, agreements_in_force
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditEntry
from reencuentro.records.consents import Basis, Consent, withheld_from
from reencuentro.records.emergencies import BreakGlass, Finding, emergencies_of
from reencuentro.records.officers import Officer
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.stored.cast import LATER, NOW, agencies, invited, person

pytestmark = pytest.mark.usefixtures("registry")

DAYS = timedelta(days=30)


@pytest.fixture(autouse=True)
def _agencies(registry: str) -> None:
    agencies()


def of(agency: str, login: str = "") -> Officer:
    """An officer of that agency."""
    return invited(login or agency, agency)[0]


def terms(**other: object) -> Agreement:
    facts = {
        "id": "care-consulate",
        "version": 0,
        "giver": "ORR",
        "taker": "SRE",
        "taker_kind": AgencyKind.CONSULATE,
        "purposes": frozenset({Purpose.CONSULAR_PROTECTION}),
        "roles": frozenset({Role.CONSULAR_OFFICER}),
        "levels": frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY}),
        "valid_from": NOW,
        "valid_until": NOW + DAYS,
    }
    return Agreement(**(facts | other))  # type: ignore[arg-type]  # facts by name


def signed(**other: object) -> AgreementVersion:
    version = draft_agreement(terms(**other), by="tests", at=NOW)
    for agency in ("ORR", "SRE"):
        officer = Officer.objects.filter(agency__code=agency).first() or of(agency)
        sign_agreement(version, officer, at=NOW)
    return version


def test_agreement_holds_once_both_have_signed() -> None:
    version = draft_agreement(terms(), by="tests", at=NOW)
    sign_agreement(version, of("ORR"), at=NOW)
    assert agreements_in_force(NOW) == ()
    sign_agreement(version, of("SRE"), at=NOW)
    (held,) = agreements_in_force(NOW)
    assert (held.giver, held.taker, held.signed_by, held.levels) == (
        "ORR",
        "SRE",
        frozenset({"ORR", "SRE"}),
        terms().levels,
    )


def test_agreement_is_told_to_whoever_takes_and_to_no_other_agency() -> None:
    signed()
    assert [one.taker for one in agreements_in_force(NOW, taker="SRE")] == ["SRE"]
    assert agreements_in_force(NOW, taker="ORR") == agreements_in_force(NOW, taker="") == ()


def test_agreement_is_over_at_its_end() -> None:
    signed()
    assert agreements_in_force(NOW + DAYS) == ()


def test_newer_version_replaces_the_older_for_good() -> None:
    signed()
    second = signed(levels=frozenset({Level.EXISTENCE}))
    assert [(one.version, one.levels) for one in agreements_in_force(NOW)] == [(2, frozenset({Level.EXISTENCE}))]
    withdraw_agreement(second, "no longer needed", by="tests", at=LATER)
    assert agreements_in_force(LATER) == ()


def test_older_version_is_signed_no_more_once_a_newer_is() -> None:
    first = draft_agreement(terms(), by="tests", at=NOW)
    signed()
    with pytest.raises(AccountError, match="newer version"):
        sign_agreement(first, Officer.objects.get(agency__code="ORR"), at=NOW)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"taker": "ORR"}, "with_itself"),
        ({"giver": "nobody"}, "no agency"),
        ({"valid_until": NOW}, "ends_before_it_begins"),
        ({"valid_until": NOW + timedelta(days=1000)}, "too_long"),
        ({"levels": frozenset({Level.CONTACT}), "taker_kind": AgencyKind.CUSTODY}, "can't be made"),
    ],
)
def test_agreement_that_policy_forbids_is_refused(other: dict[str, object], problem: str) -> None:
    with pytest.raises(AccountError, match=problem) as refusal:
        draft_agreement(terms(**other), by="tests", at=NOW)
    assert refusal.value.remedy
    assert not AgreementVersion.objects.exists()


def test_nobody_signs_for_one_side_and_having_moved_for_the_other() -> None:
    version = draft_agreement(terms(), by="tests", at=NOW)
    signer = of("ORR")
    sign_agreement(version, signer, at=NOW)
    move_officer(signer, signer.version, "SRE", by="tests", at=NOW)
    signer.refresh_from_db()

    with pytest.raises(AccountError, match="other side"):
        sign_agreement(version, signer, at=NOW)
    assert agreements_in_force(NOW) == ()


def test_only_the_two_sides_sign_and_each_once() -> None:
    version = draft_agreement(terms(), by="tests", at=NOW)
    with pytest.raises(AccountError, match="only the two"):
        sign_agreement(version, of("DIF"), at=NOW)
    sign_agreement(version, of("ORR"), at=NOW)
    with pytest.raises(AccountError, match="signed already"):
        sign_agreement(version, of("ORR", "another"), at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_agreementversion SET until = '2099-01-01'",
        "DELETE FROM records_agreementsignature",
        "UPDATE records_breakglass SET minutes = 240",
        "DELETE FROM records_breakglass",
        "DELETE FROM records_consent",
        "DELETE FROM records_roleheld",
    ],
)
def test_database_refuses_to_edit_what_was_agreed(statement: str) -> None:
    signed()
    who = invited("ana", "DIF", Role.CASE_WORKER)[0]
    broken(who)
    record_consent(consent(), by="tests", at=NOW)
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def consent(**other: object) -> ConsentStated:
    facts = {
        "person": person(f"p-{AuditEntry.objects.count()}"),
        "purpose": Purpose.CONSULAR_PROTECTION,
        "recipient": Agency.objects.get(code="SRE"),
        "levels": frozenset({Level.IDENTITY}),
        "basis": Basis.PERSON,
        "language": "mam",
    }
    return ConsentStated(**(facts | other))  # type: ignore[arg-type]  # facts by name


def test_consent_is_withdrawn_for_good() -> None:
    kept = record_consent(consent(), by="tests", at=NOW)
    withdraw_consent(kept, by="tests", at=LATER)
    assert Consent.objects.get(person=kept.person).as_rule().withdrawn_at == LATER
    with pytest.raises(AccountError, match="withdrawn before"):
        withdraw_consent(kept, by="tests", at=LATER)


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"person": "nobody"}, "no such person"),
        ({"levels": frozenset()}, "to nothing"),
        ({"language": " "}, "language"),
        ({"until": NOW}, "before it begins"),
    ],
)
def test_consent_that_means_nothing_is_refused(other: dict[str, object], problem: str) -> None:
    with pytest.raises(AccountError, match=problem):
        record_consent(consent(**other), by="tests", at=NOW)


def test_second_consent_for_the_same_is_refused() -> None:
    first = consent()
    record_consent(first, by="tests", at=NOW)
    with pytest.raises(AccountError, match="already"):
        record_consent(first, by="tests", at=LATER)


def test_person_is_withheld_from_an_agency_until_it_is_lifted() -> None:
    sre, who = Agency.objects.get(code="SRE"), person()
    kept = withhold(who, sre, by="tests", at=NOW, by_court=True)
    (rule,) = withheld_from(who, NOW)
    assert (rule.agency, rule.by_court) == ("SRE", True)
    with pytest.raises(AccountError, match="already"):
        withhold(who, sre, by="tests", at=NOW)
    lift_withholding(kept, by="tests", at=LATER)
    assert withheld_from(who, LATER) == ()


def test_officer_is_assigned_once_until_it_is_ended() -> None:
    who = of("ORR")
    kept = assign(who, person(), by="tests", at=NOW)
    with pytest.raises(AccountError, match="already"):
        assign(who, "p-1", by="tests", at=NOW)
    unassign(kept, by="tests", at=LATER)
    assert not Assignment.objects.in_force(LATER).exists()
    assign(who, "p-1", by="tests", at=LATER)


def broken(who: Officer, **other: object) -> BreakGlass:
    facts = {
        "person": "p-glass",
        "levels": frozenset({Level.PROTECTED}),
        "topics": frozenset({Topic.HEALTH}),
        "reason": "the child fainted and the clinic asks for allergies",
        "minutes": 60,
    }
    if not BreakGlass.objects.exists():
        person("p-glass", "ORR", "SRE")
    return break_glass(who, Emergency(**(facts | other)), at=NOW)  # type: ignore[arg-type]  # facts by name


def test_emergency_ends_by_itself_and_tells_at_once_whose_records_are_seen() -> None:
    who = of("DIF")
    glass = broken(who)
    assert sorted(glass.notices.values_list("agency__code", flat=True)) == ["ORR", "SRE"]
    (rule,) = emergencies_of(who, "p-glass", NOW + timedelta(minutes=59))
    assert (rule.agency, rule.topics) == ("DIF", frozenset({Topic.HEALTH}))
    assert emergencies_of(who, "p-glass", NOW + timedelta(minutes=60)) == ()
    assert emergencies_of(who, "p-glass", NOW - timedelta(minutes=1)) == ()


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"reason": "urgent"}, "reason"),
        ({"minutes": 241}, "four hours"),
        ({"minutes": 0}, "four hours"),
        ({"levels": frozenset()}, "shows nothing"),
        ({"person": "nobody"}, "no such person"),
    ],
)
def test_emergency_that_is_none_is_refused(other: dict[str, object], problem: str) -> None:
    with pytest.raises(AccountError, match=problem):
        broken(of("DIF"), **other)
    assert AuditEntry.objects.filter(action="break_glass", outcome="refused").count() == 1


def test_database_itself_refuses_an_emergency_of_more_than_four_hours() -> None:
    glass = broken(of("DIF"))
    glass.pk, glass.minutes = None, 241
    with pytest.raises(IntegrityError), transaction.atomic():
        glass.save(force_insert=True)


def test_another_agency_reviews_and_only_once_even_if_the_officer_moved() -> None:
    who = of("DIF")
    glass = broken(who)
    move_officer(who, who.version, "SRE", by="tests", at=LATER)
    with pytest.raises(AccountError, match="another agency"):
        review_emergency(glass, of("DIF", "colleague"), Finding.JUSTIFIED, at=LATER)
    review_emergency(glass, of("ORR"), Finding.JUSTIFIED, at=LATER)
    with pytest.raises(AccountError, match="reviewed before"):
        review_emergency(glass, of("SRE", "third"), Finding.JUSTIFIED, at=LATER)


def test_officer_whose_emergency_nobody_reviewed_breaks_no_other_glass() -> None:
    who = of("DIF")
    broken(who)
    asked = Emergency(person="p-glass", levels=frozenset({Level.CONTACT}), reason="x" * 30, minutes=5)
    break_glass(who, asked, at=NOW + timedelta(hours=71))
    with pytest.raises(AccountError, match="not reviewed in time"):
        break_glass(who, asked, at=NOW + timedelta(hours=72))

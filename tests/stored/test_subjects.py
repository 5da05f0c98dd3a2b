"""What people may ask for who are in the registry: to be told, to be left alone, not to be matched with some."""

from datetime import timedelta

import pytest

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.consents import ConsentStated, lift_withholding, record_consent, withdraw_consent, withhold
from reencuentro.actions.restrictions import lift_restriction
from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.subject_access import subject_access
from reencuentro.actions.tombstones import tombstones_for
from reencuentro.errors import AccountError, ConflictError, ReencuentroError
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.consents import Basis
from reencuentro.records.people import Membership
from reencuentro.records.restrictions import Ground
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, operator_viewing
from reencuentro.reports.subject import subject_text
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Purpose, Role
from tests.stored.cast import officer
from tests.stored.readings import TUESDAY, reading, row
from tests.stored.subjects import NOW, SAME, expire_all, fill, fix, freeze, matched, of, operator, together, whose

pytestmark = pytest.mark.usefixtures("unblocked")


@pytest.fixture
def filled(registry: str) -> str:
    """The women of tests.stored.subjects."""
    fill()
    return registry


# Restriction


def test_who_is_restricted_is_left_out_of_matching_and_stays_as_they_stand(filled: str) -> None:
    before = set(Membership.objects.standing().values_list("person__public_id", "agency", "record_id"))
    assert ("ORR", "A-1") in matched().mentions
    freeze(whose())
    found = matched()

    assert {("ORR", "A-1"), ("SRE", "S-1")}.isdisjoint(found.mentions)
    assert whose() not in {person.person_id for person in found.people}
    assert set(Membership.objects.standing().values_list("person__public_id", "agency", "record_id")) == before


def test_a_record_that_comes_later_is_not_matched_with_who_is_restricted(filled: str) -> None:
    freeze(whose())
    admit_roster(reading("DIF", row(2, "D-1", agency="DIF", **SAME)), by="tests", received_at=TUESDAY)
    matched()

    assert whose("D-1", "DIF") != whose()
    lift_restriction(whose(), operator())
    matched()
    assert whose("D-1", "DIF") == whose()


def test_who_is_restricted_is_shown_to_nobody(filled: str) -> None:
    person = whose()
    look = visible_to(operator_viewing("tests", Purpose.OPERATION, NOW), Action.SEE_PERSON)
    assert look.get(person).records
    freeze(person)

    with pytest.raises(NotAllowedError):
        look.get(person)


def test_a_person_is_restricted_once_at_a_time(filled: str) -> None:
    freeze(whose())
    with pytest.raises(ConflictError):
        freeze(whose())
    assert lift_restriction(whose(), operator()) == 1
    with pytest.raises(AccountError):
        lift_restriction(whose(), operator())


def test_a_restriction_holds_however_the_clock_jumps(filled: str) -> None:
    person = whose()
    freeze(person, until=NOW + timedelta(days=10))
    for at in (NOW - timedelta(days=3650), NOW, NOW + timedelta(days=3650)):
        assert ("ORR", "A-1") not in matched(at).mentions


def test_who_was_restricted_for_a_time_is_shown_once_it_is_over_unless_the_clock_has_jumped(filled: str) -> None:
    person = whose()
    freeze(person, until=NOW + timedelta(days=10))

    for days, is_shown in ((0, False), (9, False), (10, True), (30, True), (3650, False)):
        viewer = operator_viewing("tests", Purpose.OPERATION, NOW + timedelta(days=days))
        assert bool(subjects_of([person], viewer)[person].facts.restricted) is not is_shown, days


def test_who_needs_the_record_for_a_claim_keeps_it_past_its_time(filled: str) -> None:
    person = whose()
    freeze(person, Ground.CLAIM)
    destroyed = {one.key for one in expire_all()}

    assert destroyed == {("ORR", "A-2"), ("SRE", "S-2")}


@pytest.mark.parametrize("person", ["PNOBODY", ""])
def test_nobody_is_restricted_who_is_not_there(filled: str, person: str) -> None:
    with pytest.raises(NotAllowedError):
        freeze(person)


# Withholding


def test_who_is_withheld_from_an_agency_is_not_matched_with_its_records(filled: str) -> None:
    assert together()
    withholding = withhold(whose(), Agency.objects.get(code="SRE"), by="tests", at=NOW)
    found = matched()
    assert not together()
    assert not [one for one in found.linkage.identities if {one.left[0], one.right[0]} == {"ORR", "SRE"}]

    lift_withholding(withholding, by="tests", at=NOW)
    matched()
    assert together()


def test_who_is_withheld_stays_so_under_whatever_name_they_go(filled: str) -> None:
    withhold(whose(), Agency.objects.get(code="SRE"), by="tests", at=NOW)
    admit_roster(reading("DIF", row(2, "D-1", agency="DIF", **SAME)), by="tests", received_at=TUESDAY)
    for _ in range(2):
        matched()

    assert whose("D-1", "DIF") == whose()
    assert not together()


def test_who_is_withheld_stays_so_when_the_clock_is_set_back(filled: str) -> None:
    withhold(whose(), Agency.objects.get(code="SRE"), by="tests", at=NOW)
    admit_roster(reading("DIF", row(2, "D-1", agency="DIF", **SAME)), by="tests", received_at=TUESDAY)
    for at in (TUESDAY, TUESDAY, NOW):
        matched(at)
        assert not together()


def test_a_consent_to_tracing_that_was_taken_back_keeps_records_apart(filled: str) -> None:
    stated = ConsentStated(
        person=whose(),
        purpose=Purpose.TRACING,
        recipient=Agency.objects.get(code="SRE"),
        levels=frozenset({Level.EXISTENCE}),
        basis=Basis.PERSON,
        language="quc",
    )
    consent = record_consent(stated, by="tests", at=NOW)
    matched()
    assert together()
    withdraw_consent(consent, by="tests", at=NOW)
    matched()

    assert not together()


# Access


def test_a_person_is_told_all_that_is_held_on_them_and_who_saw_it(filled: str) -> None:
    person = whose()
    visible_to(operator_viewing("tests", Purpose.OPERATION, NOW), Action.SEE_PERSON).get(person)
    fix("surnames", "Tzul Coc")
    held = subject_access(person, operator())
    text = subject_text(held, "es")

    assert {(one.agency, one.record_id, one.line) for one in held.rows} == {("ORR", "A-1", 2), ("SRE", "S-1", 2)}
    assert [one.action for one in held.looks] == ["see_person", "subject_access"]
    for told in ("Xochitl", "+5025550001", "Tzul Coc", "birth certificate 7", "roster.csv", "nacimiento: 1990-01-01"):
        assert told in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_others_is_left_out(filled: str, language: str) -> None:
    assert any("5550002" in text for text in SourceRecord.objects.get(record_id="A-1").cells.values())
    held = subject_access(whose(), operator())
    text = subject_text(held, "es" if language == "es" else "en")

    for others in ("Madrecanary", "99canary99", "5550002", "Ana Choc", "Eva"):
        assert others not in text
    assert {"notes", "relatives"} <= set(held.rows[0].left_out)
    assert "5550002" in subject_text(subject_access(whose(), operator(), with_notes=True), "en")


def test_an_officer_tells_only_what_their_own_agency_holds(filled: str) -> None:
    held = subject_access(whose(), of("ORR"))

    assert {one.agency for one in held.rows} == {"ORR"}
    entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.action, entry.purpose, entry.agency) == ("subject_access", "data_protection", "ORR")


def test_a_foreign_person_and_one_who_is_not_there_are_refused_alike(filled: str) -> None:
    viewer = of("DIF")
    refusals = []
    for person in (whose(), "PNOBODY"):
        with pytest.raises(NotAllowedError) as refused:
            subject_access(person, viewer)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


def test_a_person_is_told_by_which_agreement_others_may_see_them(filled: str) -> None:
    terms = Agreement(
        id="care-dif",
        version=0,
        giver="ORR",
        taker="DIF",
        taker_kind=AgencyKind.CHILD_PROTECTION,
        purposes=frozenset({Purpose.TRACING}),
        roles=frozenset({Role.TRACING_OFFICER}),
        levels=frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY}),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=30),
    )
    version = draft_agreement(terms, by="tests", at=NOW)
    for agency in ("ORR", "DIF"):
        sign_agreement(version, officer(f"signs-{agency}", agency), at=NOW)
    held = subject_access(whose(), operator())

    assert [(one.taker, one.agreement, one.looked) for one in held.given] == [("DIF", "care-dif", 0)]
    assert "care-dif" in subject_text(held, "en")


# Tombstones


def test_an_agency_is_sent_the_tombstones_of_what_it_may_hold(filled: str) -> None:
    expire_all()

    told = {code: {one.record_id for one in tombstones_for(code, None, by="tests", at=NOW)} for code in ("ORR", "DIF")}
    assert told == {"ORR": {"A-1", "A-2"}, "DIF": set()}
    with pytest.raises(ReencuentroError):
        tombstones_for("NOBODY", None, by="tests", at=NOW)

"""What people may ask for who are in the registry: to be told, to be put right, to be left alone."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.consents import ConsentStated, lift_withholding, record_consent, withdraw_consent, withhold
from reencuentro.actions.corrections import CorrectionStated, correct
from reencuentro.actions.reconciling import Reconciliation, Terms, reconciling
from reencuentro.actions.restrictions import RestrictionStated, lift_restriction, restrict
from reencuentro.actions.retention import adopt_rules, expire, vouch_for_clock
from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.subject_access import subject_access
from reencuentro.actions.tombstones import tombstones_for
from reencuentro.errors import AccountError, ConflictError, ReencuentroError
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative, Sex
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.consents import Basis
from reencuentro.records.corrections import Correction, corrections_of_rows
from reencuentro.records.expirable import Expirable
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.people import Membership
from reencuentro.records.provenance import person_of
from reencuentro.records.restrictions import Ground, Restriction
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing, operator_viewing
from reencuentro.reports.subject import subject_text
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Purpose, Role
from reencuentro.rules.retention import CountedFrom, RecordKind, Rule
from tests.stored.cast import LATER, agencies, officer
from tests.stored.readings import MONDAY, TUESDAY, reading, row

pytestmark = pytest.mark.usefixtures("unblocked")

NOW = datetime(2018, 6, 21, 12, tzinfo=UTC)
CURP = (Identifier("curp", "TUPX900101MDFXXX01"),)
MOTHER = Relative(relation=Relation.MOTHER, name="Lucia Madrecanary", identifiers=(Identifier("dpi", "99canary99"),))
SAME: dict[str, Any] = {
    "given_names": "Xochitl",
    "surnames": "Tzul Pop",
    "sex": Sex.FEMALE,
    "birth": Birth(year=1990, month=1, day=1),
    "identifiers": CURP,
}


@pytest.fixture
def filled(registry: str) -> str:
    """One woman whom two agencies list, and somebody else."""
    agencies()
    told = {**SAME, "relatives": (MOTHER,), "phones": ("+5025550001",), "notes": "her neighbour's phone: 5550002"}
    for agency, rows in {
        "ORR": (row(2, "A-1", **told), row(3, "A-2", full_name="Ana Choc", age=40.0)),
        "SRE": (row(2, "S-1", agency="SRE", **SAME), row(3, "S-2", agency="SRE", full_name="Eva Coc", age=50.0)),
    }.items():
        admit_roster(reading(agency, *rows, as_of=date(2018, 6, 18)), by="tests", received_at=MONDAY)
    matched()
    return registry


def matched(at: datetime = NOW) -> Reconciliation:
    with reconciling([], Terms(by="tests", at=at)) as found:
        return found


def whose(record: str = "A-1", agency: str = "ORR") -> str:
    person = person_of((agency, record))
    assert person is not None
    return person.public_id


def operator(at: datetime = NOW) -> Viewer:
    return operator_viewing("tests", Purpose.DATA_PROTECTION, at)


def of(agency: str, role: Role = Role.DATA_PROTECTION_OFFICER) -> Viewer:
    return officer_viewing(officer(f"dpo-{agency}", agency, role), Purpose.DATA_PROTECTION, LATER, stepped_up=True)


def fix(field: str, text: str | None, expected: int | None = None, viewer: Viewer | None = None) -> Correction:
    stated = CorrectionStated(
        record=("ORR", "A-1"), field=field, text=text, evidence="birth certificate 7", expected=expected
    )
    return correct(stated, viewer or operator())


def said(field: str) -> object:
    return next(getattr(one, field) for one in mentions_for_matching().mentions if one.key == ("ORR", "A-1"))


def freeze(person: str, ground: Ground = Ground.ACCURACY, **other: object) -> Restriction:
    stated = RestrictionStated(person=person, ground=ground, why="contested", **other)  # type: ignore[arg-type]
    return restrict(stated, operator())


def together() -> bool:
    return whose() == whose("S-1", "SRE")


# Correction


def test_a_correction_counts_and_the_row_stays_as_it_came(filled: str) -> None:
    before = SourceRecord.objects.get(record_id="A-1").cells
    fix("birth", "1991-02-03")

    assert said("birth") == Birth(year=1991, month=2, day=3)
    assert SourceRecord.objects.get(record_id="A-1").cells == before


def test_a_correction_is_what_the_matching_goes_by(filled: str) -> None:
    assert together()
    matched_as = {one.key: one for one in matched().mentions.values()}
    fix("given_names", "Marta")

    assert matched_as["ORR", "A-1"].given_names == "Xochitl"
    assert matched().mentions["ORR", "A-1"].given_names == "Marta"


def test_a_later_correction_takes_the_place_of_an_earlier_one(filled: str) -> None:
    first = fix("surnames", "Pop")
    second = fix("surnames", "", expected=first.pk)
    assert said("surnames") == ""
    fix("surnames", None, expected=second.pk)

    assert said("surnames") == "Tzul Pop"
    assert Correction.objects.count() == 3


def test_nobody_corrects_over_a_colleague_unknowingly(filled: str) -> None:
    first = fix("surnames", "Pop")
    with pytest.raises(ConflictError):
        fix("surnames", "Coc")
    fix("surnames", "Coc", expected=first.pk)
    with pytest.raises(ConflictError):
        fix("surnames", "Caal", expected=first.pk)

    assert said("surnames") == "Coc"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth", "soon"),
        ("birth", "1990-13-01"),
        ("sex", "x"),
        ("nationality", "Guatemala"),
        ("age", "-1"),
        ("admitted_on", "yesterday"),
        ("separated", "perhaps"),
        ("record_id", "B-1"),
        ("relatives", "x"),
    ],
)
def test_what_cannot_be_understood_is_refused_without_repeating_it(filled: str, field: str, text: str) -> None:
    with pytest.raises(AccountError) as refused:
        fix(field, text)

    assert text not in str(refused.value) or len(text) < 3
    assert not Correction.objects.exists()


def test_a_correction_needs_its_evidence(filled: str) -> None:
    stated = CorrectionStated(record=("ORR", "A-1"), field="sex", text="F", evidence=" ")
    with pytest.raises(AccountError, match="evidence"):
        correct(stated, operator())


def test_a_foreign_record_and_one_that_is_not_there_are_refused_alike(filled: str) -> None:
    viewer = of("DIF")
    refusals = []
    for record in (("ORR", "A-1"), ("ORR", "A-999")):
        with pytest.raises(NotAllowedError) as refused:
            correct(CorrectionStated(record=record, field="sex", text="F", evidence="x"), viewer)
        refusals.append(str(refused.value))

    assert refusals[0] == refusals[1]


def test_an_agency_corrects_what_it_lists(filled: str) -> None:
    fix("sex", "F", viewer=of("ORR"))

    assert said("sex") is Sex.FEMALE


def test_a_correction_goes_with_its_record(filled: str) -> None:
    fix("surnames", "Correctedcanary")
    expire_all()

    kept = Correction.objects.get()
    assert (kept.value, kept.evidence) == ("", "")


def test_the_database_keeps_corrections_as_they_are(filled: str) -> None:
    fix("surnames", "Pop")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_correction SET field = 'given_names'")


def test_a_correction_is_given_to_whoever_shows_a_row(filled: str) -> None:
    fixed = fix("surnames", "Pop")
    row_id, other = fixed.row_id, SourceRecord.objects.get(record_id="A-2").pk

    assert corrections_of_rows([row_id, other]) == {row_id: {"surnames": "Pop"}}
    assert corrections_of_rows([row_id], on=NOW - timedelta(days=1)) == {}
    assert corrections_of_rows([]) == {}


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


def expire_all() -> tuple[Expirable, ...]:
    """Whatever isn't held is destroyed, years later."""
    later = NOW + timedelta(days=4000)
    rules = tuple(
        Rule(kind=kind, counted_from=frozenset({CountedFrom.LAST_LISTED}), days=1, source="a test")
        for kind in (RecordKind.ADULT, RecordKind.CHILD)
    )
    vouch_for_clock(by="tests", now=later)
    adopt_rules(rules, by="tests", at=later)
    return expire(by="tests", now=later).records

"""What was stated of a person goes on for their records when these join with others', or part."""

from datetime import datetime, timedelta

import pytest

from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent, withdraw_consent, withhold
from reencuentro.actions.gates import set_gate
from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.linkage.results import Verdict
from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis
from reencuentro.records.judgements import Judgement
from reencuentro.records.officers import Officer
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.vocabulary import Action, Gate, Level, Purpose, Role
from tests.stored.cast import LATER as NOW
from tests.stored.cast import officer
from tests.stored.subjects import fill, matched, whose

HOUR = timedelta(hours=1)
ANA, EVA = ("ORR", "A-2"), ("SRE", "S-2")


@pytest.fixture
def filled(registry: str) -> str:
    fill()
    return registry


def decide(verdict: Verdict, at: datetime) -> None:
    """Somebody judges Ana and Eva to be one person, or two; what follows from it is found."""
    judge_identity(ANA, EVA, verdict, Deciding(by="tests", reason="both were seen", at=at))
    matched(at)


def join() -> str:
    """Eva's record joins with Ana's; the id by which Eva went means nobody any more."""
    before = eva()
    decide(Verdict.CONFIRMED, NOW + HOUR)
    assert ana() == eva() != before
    return ana()


def part() -> None:
    """They are two after all."""
    judged = Judgement.objects.standing().get()
    deciding = Deciding(by="tests", reason="seen again", at=NOW + 3 * HOUR, expected=judged.pk)
    judge_identity(ANA, EVA, Verdict.REJECTED, deciding)
    matched(NOW + 3 * HOUR)
    assert ana() != eva()


def ana() -> str:
    return whose("A-2")


def eva() -> str:
    return whose("S-2", "SRE")


def viewing(one: Officer, purpose: Purpose = Purpose.TRACING) -> Viewer:
    return officer_viewing(one, purpose, NOW + 5 * HOUR)


def about(person: str, one: Officer) -> SubjectFacts:
    return subjects_of([person], viewing(one))[person].facts


def test_who_is_withheld_is_not_shown_when_their_records_have_joined_with_others(filled: str) -> None:
    worker = officer("worker", "ORR", Role.CASE_WORKER)
    look = visible_to(viewing(worker), Action.SEE_PERSON)
    assert look.get(ana()).records
    withhold(eva(), worker, by="tests", at=NOW)

    joined = join()

    with pytest.raises(NotAllowedError):
        look.get(joined)


def test_who_is_withheld_from_an_agency_stays_so_when_their_records_have_joined_with_others(filled: str) -> None:
    abroad = officer("abroad", "DIF", Role.CASE_WORKER)
    withhold(eva(), Agency.objects.get(code="DIF"), by="tests", at=NOW)

    assert [one.agency for one in about(join(), abroad).withheld_from] == ["DIF"]


def test_who_is_withheld_is_not_shown_when_their_records_have_parted(filled: str) -> None:
    worker = officer("worker", "ORR", Role.CASE_WORKER)
    joined = join()
    withhold(joined, Agency.objects.get(code="ORR"), by="tests", at=NOW + 2 * HOUR)

    part()

    assert about(ana(), worker).withheld_from
    assert about(eva(), worker).withheld_from


def test_a_consent_that_was_taken_back_stays_taken_back(filled: str) -> None:
    abroad = officer("abroad", "DIF", Role.CASE_WORKER)
    stated = ConsentStated(
        person=eva(),
        purpose=Purpose.TRACING,
        recipient=Agency.objects.get(code="DIF"),
        levels=frozenset({Level.EXISTENCE, Level.IDENTITY}),
        basis=Basis.PERSON,
        language="es",
    )
    withdraw_consent(record_consent(stated, by="tests", at=NOW), by="tests", at=NOW + HOUR / 2)
    joined = join()

    assert [one.withdrawn_at for one in about(joined, abroad).consents] == [NOW + HOUR / 2]


def test_a_closed_gate_stays_closed_whatever_is_known_of_whom_they_join(filled: str) -> None:
    consul = officer("consul", "SRE", Role.CONSULAR_OFFICER)
    set_gate(eva(), Gate.CLOSED, "she fears them", by="tests", at=NOW)
    set_gate(ana(), Gate.OPEN, "asked", by="tests", at=NOW + HOUR / 2)
    joined = join()
    assert about(joined, consul).protection_gate is Gate.CLOSED

    set_gate(joined, Gate.OPEN, "asked again, with both her records", by="tests", at=NOW + 2 * HOUR)
    assert about(joined, consul).protection_gate is Gate.OPEN


def test_an_assignment_follows_whom_it_was_for_and_nobody_else(filled: str) -> None:
    worker = officer("worker", "ORR", Role.CASE_WORKER)
    assign(worker, eva(), by="tests", at=NOW)
    assert about(join(), worker).assigned

    part()

    assert about(eva(), worker).assigned
    assert not about(ana(), worker).assigned


def test_what_is_stated_of_somebody_is_not_about_a_record_that_left_them_before(filled: str) -> None:
    worker = officer("worker", "ORR", Role.CASE_WORKER)
    join()
    part()
    withhold(ana(), Agency.objects.get(code="ORR"), by="tests", at=NOW + 4 * HOUR)
    matched(NOW + 5 * HOUR)

    assert about(ana(), worker).withheld_from
    assert not about(eva(), worker).withheld_from

"""A canary in every field of every model, and the search for it in every output there is."""

import itertools
import logging
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from reencuentro.actions.agencies import suspend_agency
from reencuentro.actions.agreements import version_of, withdraw_agreement
from reencuentro.actions.auditing import export_log
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.actions.emergencies import Emergency, break_glass, review_emergency
from reencuentro.actions.gates import set_gate
from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.actions.rosters import admit_roster
from reencuentro.linkage.results import Verdict
from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.consents import Basis
from reencuentro.records.emergencies import Finding
from reencuentro.records.matches import IdentityProposal, Separation, Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.photos import Photo
from reencuentro.rules.disclosure.vocabulary import Action, Gate, Level, Purpose, Role
from reencuentro.web.declared import Door, declaration_of
from tests.property import access_oracle
from tests.stored.readings import TUESDAY, broken_row, reading, row
from tests.web.addresses import Cell
from tests.web.cells import Trier, routes
from tests.web.entered import account, browser_of, undone
from tests.web.expecting import ROWS
from tests.web.planting import leave_behind, write_on_the_pages
from tests.web.reading import text_of
from tests.web.world import CANARY, FIRST, NEVER, World

SWEPT, SELDOM = 700, 12
MARK = "Qz99999"
"""What begins the canaries of this page; those of mentions begin otherwise, and the matrix tries them."""

KEYS = """
AgencyKey.wrapped AgreementVersion.agreement AgreementVersion.purposes AgreementVersion.roles AgreementVersion.levels
AgreementVersion.topics AgreementVersion.only_nationals_of Agency.code Agency.kind Agency.country Assignment.person
AuditCheckpoint.note AuditEntry.officer AuditEntry.agency AuditEntry.action AuditEntry.purpose AuditEntry.levels
AuditEntry.about AuditEntry.terms AuditEntry.why AuditEntry.leaf_hash AuditHead.origin AuditHead.edge
AuditSecret.purpose AuditSecret.secret Approval.role BreakGlass.person BreakGlass.levels BreakGlass.topics
Certified.grade CertifiedEntry.records CertifiedEntry.change CertifiedEntry.before CertifiedEntry.after Claim.relation
Consent.person Consent.purpose Consent.levels Consent.topics Correction.agency Correction.thread Correction.field
Enrolment.code_hash ExtentSaid.refused Identifier.kind IdentityProposal.left_agency IdentityProposal.left_record_id
IdentityProposal.right_agency IdentityProposal.right_record_id Judgement.left_agency Judgement.left_thread
Judgement.right_agency Judgement.right_thread Judgement.relation Membership.agency Membership.record_id
Officer.password Officer.public_id Officer.language Person.names
Person.public_id ProtectionGate.person Rarity.of RecordKey.wrapped Roster.changes
Restriction.person RetentionRule.agency RetentionRule.counted_from RetentionRule.zone RoleHeld.role Roster.content_hash
SealingRoot.name SealingRoot.salt SealingRoot.proof SealingRoot.tree SearchRecord.thread SearchRecord.record_id
SearchSound.sound SearchTotals.chances Separation.agency Session.key_hash Session.data SourceRecord.record_id
SourceRecord.row_hash SourceRecord.likeness Tie.relation Tombstone.record_id Tombstone.likeness_mark Tries.key
Withholding.person Alarm.about Alarm.found_by Alarm.kind Alarm.person Alarm.reason Alarm.state Alarm.urgencies
AlarmStep.step Case.jurisdiction Case.opened_by Case.person Case.public_id Case.state CaseForm.kind
CaseSettlement.verdict CaseStep.before CaseStep.shown CaseStep.to ColumnMeant.field Photo.agency Photo.record_id
Duty.jurisdiction Duty.kind Duty.person Duty.public_id Duty.state DutyStep.before DutyStep.step DutyStep.to
RosterDrop.content_hash RosterDrop.state RosterDrop.token Registration.token ShownBySearch.person
CallAttempt.barrier CallAttempt.channel CallAttempt.free CallAttempt.interpreter CallAttempt.outcome
CallAttempt.relative CallPlace.code CallPlace.hours CallPlace.zone CallPlan.relative CallPlan.standard CallPlan.zone
Cover.languages Cover.shifts Cover.state GroupMember.may_share WorkingGroup.public_id
""".split()
"""Keys, hashes, sealed texts and words of closed lists: nobody can write a sentence there."""

BY = "by given_by ended_by changed_by added_by made_by drafted_by suspended_by noted_by adopted_by".split()
"""Who did it, as the log names them; not told on any page but the log's own."""

LATER = {
    "Correction.value": "stored/test_corrections",
    "Correction.evidence": "stored/test_corrections",
    "Restriction.why": "stored/test_restrictions",
    "Release.ended_why": "stored/test_releases",
    "RetentionRule.source": "a law's name",
    "Tombstone.rule": "a law's name",
    "SearchWord.word": "the words of the names in Mention.facts",
    "Mention.facts": "the matrix",
    "SourceRecord.cells": "the matrix",
    "Identifier.value": "the matrix",
    "Photo.image": "the matrix",
    "WorkingGroup.name": "web/test_groups",
    "CallPlace.name": "a building's name",
    "WorkingGroup.aim": "web/test_groups",
    "DropPart.content": "the file whose rows are in RosterDrop.shown",
}
"""Fields whose canary is planted and swept elsewhere, or that hold nothing about anybody."""


def canary(field: str) -> str:
    """The field's own."""
    return f"{MARK}x{field.replace('.', '_').lower()}y"


def plant(world: World) -> None:
    """Fills what people write in words."""
    now = timezone.now()
    first = Officer.objects.get(login="g-first")
    names = [one.name for one in world.people if one.relation == "never" and not one.deep][2:4]
    Agency.objects.filter(code=FIRST).update(name=canary("Agency.name"), state=canary("Agency.state"))
    Officer.objects.filter(pk=first.pk).update(full_name=canary("Officer.full_name"), login=canary("Officer.login"))
    agreement = version_of("LAPSED-case_worker", 1)
    withdraw_agreement(agreement, canary("AgreementWithdrawal.why"), by="tests", at=now)
    Assignment.objects.create(
        officer=first, person=names[0], case=canary("Assignment.case"), begins_at=now, given_by="tests"
    )
    consent = ConsentStated(
        person=names[0],
        purpose=Purpose.CARE,
        recipient=Agency.objects.get(code=FIRST),
        levels=frozenset(Level),
        basis=Basis.PARENT,
        language=canary("Consent.language")[:20],
    )
    record_consent(consent, by="tests", at=now)
    asked = Emergency(
        person=names[0], levels=frozenset({Level.IDENTITY}), reason=canary("BreakGlass.reason"), minutes=9
    )
    glass = break_glass(first, asked, at=now)
    other = world.officers[Role.SUPERVISOR]
    review_emergency(glass, other, Finding.JUSTIFIED, at=now, note=canary("EmergencyReview.note"))
    set_gate(names[0], Gate.OPEN, canary("ProtectionGate.reason"), by="tests", at=now)
    deciding = Deciding(by="tests", reason=canary("Judgement.reason"), at=now)
    _believe(names)
    judge_identity((NEVER, names[0]), (NEVER, names[1]), Verdict.REJECTED, deciding)
    told = reading(
        FIRST,
        row(2, "x-1", FIRST, full_name="Nobody"),
        broken_row(3, "x-2", canary("Quarantined.value")),
        file_name=canary("Roster.file_name"),
    )
    admit_roster(told, by="tests", received_at=TUESDAY)
    write_on_the_pages(first, canary)
    leave_behind(first, Officer.objects.get(login="g-never"), canary)
    suspend_agency(Agency.objects.get(code="LAPSED"), canary("Agency.suspended_why"), by="tests", at=now)


def _believe(names: list[str]) -> None:
    child, relative = (Person.objects.get(public_id=name) for name in names)
    known = {"known_from": timezone.now() - timedelta(days=1)}
    evidence = [[canary("Tie.evidence"), "agrees", "exact", 1.0]]
    pair = {"left_agency": NEVER, "left_record_id": names[0], "right_agency": NEVER, "right_record_id": names[1]}
    said = [[canary("IdentityProposal.evidence"), "agrees", "exact", 1.0]]
    IdentityProposal.objects.create(
        **pair, probability=0.5, evidence=said, would_decide=canary("IdentityProposal.would_decide"), **known
    )
    Tie.objects.create(
        child=child,
        relative=relative,
        relation="mother",
        probability=0.5,
        status="proposed",
        evidence=evidence,
        would_decide=canary("Tie.would_decide"),
        alternatives=[[canary("Tie.alternatives"), 0.1, 1.0, []]],
        **known,
    )
    words = {"place": canary("Separation.place"), "reason": canary("Separation.reason")}
    Separation.objects.create(child=child, relative=relative, agency=NEVER, **words, **known)
    Certified.objects.create(person=child, grade="certain", reasons=[canary("Certified.reasons")], **known)
    CertifiedEntry.objects.create(
        person=child,
        records=[],
        change="added",
        before="",
        after="certain",
        reasons=[canary("CertifiedEntry.reasons")],
        on=date(2026, 6, 1),
        at=timezone.now(),
    )


def texts() -> Iterator[str]:
    """Every field of every model of ours that can hold words."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    for model in apps.get_app_config("records").get_models():
        for one in model._meta.concrete_fields:
            if isinstance(one, kinds) and not one.choices:
                yield f"{model.__name__}.{one.name}"


def kept(model: str, field: str) -> list[tuple[object, ...]]:
    """All that is kept in that field."""
    return list(apps.get_model("records", model).objects.values_list(field))


def is_marked(text: str) -> bool:
    """Whether a canary stands in it, of this page or of the matrix; one may have been cut short."""
    return MARK in text or bool(CANARY.search(text))


def planted() -> Mapping[str, bool]:
    """For each field that needs one, whether a canary, of this page or of the matrix, is really kept in it."""
    return {
        name: is_marked(str(kept(*name.split("."))))
        for name in texts()
        if name not in KEYS and name not in LATER and name.split(".")[1] not in BY
    }


ELSEWHERE = {
    "Duty.gist",
    "Roster.columns",
    "Mend.column",
    "Quarantined.file_name",
    "Quarantined.column",
    "Quarantined.problem",
    "Judgement.seen",
}
"""Filled with what stands in the other fields."""


@pytest.fixture
def world(made: World) -> World:
    """The world of the matrix, with canaries in everything else."""
    world = made
    plant(world)
    return world


def test_every_field_holds_a_canary_and_no_photo_nor_the_exported_log_does(world: World, tmp_path: Path) -> None:
    lacking = sorted(name for name, kept in planted().items() if not kept and name not in ELSEWHERE)
    assert not lacking
    assert set(KEYS) | set(LATER) <= set(texts())
    assert not [one for one in Photo.objects.all() if MARK.encode() in one.jpeg]
    export_log(tmp_path / "log.txt")
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "drop_roster" in log or "supply_roster" in log
    assert not CANARY.search(log)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Every line that any logger writes meanwhile."""
    lines: list[str] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    hearing, root = Hearing(level=logging.DEBUG), logging.getLogger()
    before = root.level
    root.addHandler(hearing)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(before)
    root.removeHandler(hearing)


MAY_BE_SHOWN = {canary(name) for name in ("Officer.full_name", "Officer.login", "Agency.name")}
"""On the officer's own pages."""


def asked(world: World) -> Iterator[Cell]:
    """Each address by each method and role, about people of whom canaries were planted; mostly where it may answer."""
    deep = [one for one in world.people if one.relation in ("never", "gives") and one.assigned and one.deep]
    flat = [one for one in world.people if one.relation == "never" and not one.deep][2:3]
    for turn, (route, role) in enumerate(itertools.product(routes(), Role)):
        row = ROWS[route.name]
        fitting = sorted(route.declared.purposes & purposes(role, route.action))
        if not fitting and turn % SELDOM:
            continue
        purpose = fitting[turn % len(fitting)] if fitting else Purpose.CARE
        people = [*flat, deep[turn % len(deep)]] if row.about == "person" else [None]
        for method, thing, one in itertools.product(row.methods, row.things, people):
            yield Cell(route, method, role, purpose, one, thing)


def purposes(role: Role, action: Action) -> frozenset[Purpose]:
    """For what the page of the policy lets that role do that."""
    rows = access_oracle.rows(action.value)
    return frozenset(Purpose(one) for row in rows if row["role"] == role for one in row["for"])


def doors() -> list[str]:
    """The addresses that are about nobody, and name nothing."""
    found = ((str(one.pattern), declaration_of(one.callback)) for one in get_resolver().url_patterns if one.callback)
    return [address for address, told in found if told and isinstance(told.action, Door) and "<" not in address]


def test_no_page_form_or_refusal_shows_a_canary_and_no_log_holds_one(
    world: World, heard: list[str], every: int
) -> None:
    trier = Trier(world)
    everything = list(asked(world))
    assert len(everything) >= SWEPT
    shown: set[str] = set()
    for cell in everything[:: every * max(1, len(everything) // SWEPT)]:
        shown |= {one for one in trier.answer(cell).canaries if one.startswith(MARK)}
    for role in (Role.CASE_WORKER, Role.SUPERVISOR, Role.AUDITOR, Role.ROSTER_SUPPLIER):
        browser = browser_of(world.officers[role], stepped_up=True)
        for address in doors():
            with undone():
                shown |= set(CANARY.findall(text_of(browser.get(f"/{address}"))))
            browser = browser_of(world.officers[role], stepped_up=True)
    pictured = {one for one in shown if any(told.startswith(one) for told in MAY_BE_SHOWN)}  # long names are cut there
    assert not shown - MAY_BE_SHOWN - pictured
    assert not [line for line in heard if CANARY.search(line)]


def test_an_error_page_and_its_log_hold_nothing_of_what_was_typed_or_kept(made: World, heard: list[str]) -> None:
    browser = browser_of(made.officers[Role.CASE_WORKER], stepped_up=True)
    one = next(one for one in made.people if one.relation == "own" and one.kind and one.assigned and one.consented)
    typed = {
        name: canary("typed.text") for name in ("for", "levels", "topics", "basis", "minutes", "verdict", "record")
    }
    for side in (
        "consent/",
        "withhold/",
        "judge/",
        "verify/",
        "emergency/",
        "assign/",
        "gate/",
        "approve/",
        "release/",
    ):
        answer = browser.post(f"/people/{one.name}/{side}", {**typed, "purpose": "care"})
        assert answer.status_code in (302, 400, 403, 409)
        assert MARK not in text_of(answer).replace(canary("Agency.name"), "an agency to choose")
    assert not [line for line in heard if MARK in line]


def test_a_name_typed_into_an_address_stands_in_no_log(pages: None, heard: list[str]) -> None:
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    stranger = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    typed = canary("typed.address")
    for address in (f"/{typed}", f"/people/{typed}/", f"/people/{typed}/nowhere/", f"/?{typed}"):
        for one in (browser, stranger):
            one.get(address)
            one.post(address)
    assert any("404 at no route" in line for line in heard)
    assert not [line for line in heard if typed in line]

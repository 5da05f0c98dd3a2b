"""Lists the models for Django; each is described in its own room."""

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementSignature, AgreementVersion, AgreementWithdrawal
from reencuentro.records.alarms import Alarm, AlarmStep
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditCheckpoint, AuditEntry, AuditHead, AuditSecret
from reencuentro.records.calls import CallAttempt, CallPlace, CallPlan, DeskLook
from reencuentro.records.cases import Case, CaseForm, CaseSettlement, CaseStep, CaseTask, CaseTurn
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.corrections import Correction
from reencuentro.records.drops import ColumnMeant, DropPart, Mend, RosterDrop
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice, EmergencyReview
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.groups import GroupItem, GroupMember, WorkingGroup
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal, Rarity, Separation, Tie
from reencuentro.records.officers import Enrolment, Officer, RoleHeld
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.photos import Photo
from reencuentro.records.registrations import Registration
from reencuentro.records.releases import Approval, ApprovalWithdrawal, Release
from reencuentro.records.restrictions import Restriction
from reencuentro.records.retention import RetentionRule
from reencuentro.records.rosters import Claim, ExtentSaid, Identifier, Mention, Quarantined, Roster, SourceRecord
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord
from reencuentro.records.sessions import Session
from reencuentro.records.shown import ShownBySearch
from reencuentro.records.stays import Stay, StayWithdrawal
from reencuentro.records.team import Cover, Leave
from reencuentro.records.tombstones import ExpiredRow, PendingShred, Tombstone
from reencuentro.records.tries import Tries

__all__ = [
    "Agency",
    "AgreementSignature",
    "AgreementVersion",
    "AgreementWithdrawal",
    "Alarm",
    "AlarmStep",
    "Approval",
    "ApprovalWithdrawal",
    "Assignment",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "AuditSecret",
    "BreakGlass",
    "CallAttempt",
    "CallPlace",
    "CallPlan",
    "Case",
    "CaseForm",
    "CaseSettlement",
    "CaseStep",
    "CaseTask",
    "CaseTurn",
    "Certified",
    "CertifiedEntry",
    "Claim",
    "ColumnMeant",
    "Consent",
    "Correction",
    "Cover",
    "DeskLook",
    "DropPart",
    "Duty",
    "DutyStep",
    "EmergencyNotice",
    "EmergencyReview",
    "Enrolment",
    "ExpiredRow",
    "ExtentSaid",
    "GroupItem",
    "GroupMember",
    "Identifier",
    "IdentityProposal",
    "Judgement",
    "Leave",
    "Membership",
    "Mend",
    "Mention",
    "Minor",
    "Officer",
    "PendingShred",
    "Person",
    "Photo",
    "ProtectionGate",
    "Quarantined",
    "Rarity",
    "Registration",
    "Release",
    "Restriction",
    "RetentionRule",
    "RoleHeld",
    "Roster",
    "RosterDrop",
    "SearchKey",
    "SearchRecord",
    "SearchSound",
    "SearchTotals",
    "SearchWord",
    "Separation",
    "Session",
    "ShownBySearch",
    "SourceRecord",
    "Stay",
    "StayWithdrawal",
    "Tie",
    "Tombstone",
    "Tries",
    "Withholding",
    "WorkingGroup",
]

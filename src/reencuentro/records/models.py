"""Lists the models for Django; each is described in its own room."""

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementSignature, AgreementVersion, AgreementWithdrawal
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditCheckpoint, AuditEntry, AuditHead, AuditSecret
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.corrections import Correction
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice, EmergencyReview
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal, Separation, Tie
from reencuentro.records.officers import Enrolment, Officer, RoleHeld
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.releases import Approval, ApprovalWithdrawal, Release
from reencuentro.records.restrictions import Restriction
from reencuentro.records.retention import RetentionRule
from reencuentro.records.rosters import Claim, Identifier, Mention, Quarantined, Roster, SourceRecord
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord
from reencuentro.records.sessions import Session
from reencuentro.records.stays import Stay
from reencuentro.records.tombstones import ExpiredRow, PendingShred, Tombstone
from reencuentro.records.tries import Tries

__all__ = [
    "Agency",
    "AgreementSignature",
    "AgreementVersion",
    "AgreementWithdrawal",
    "Approval",
    "ApprovalWithdrawal",
    "Assignment",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "AuditSecret",
    "BreakGlass",
    "Certified",
    "CertifiedEntry",
    "Claim",
    "Consent",
    "Correction",
    "EmergencyNotice",
    "EmergencyReview",
    "Enrolment",
    "ExpiredRow",
    "Identifier",
    "IdentityProposal",
    "Judgement",
    "Membership",
    "Mention",
    "Minor",
    "Officer",
    "PendingShred",
    "Person",
    "ProtectionGate",
    "Quarantined",
    "Release",
    "Restriction",
    "RetentionRule",
    "RoleHeld",
    "Roster",
    "SearchKey",
    "SearchRecord",
    "SearchSound",
    "SearchTotals",
    "SearchWord",
    "Separation",
    "Session",
    "SourceRecord",
    "Stay",
    "Tie",
    "Tombstone",
    "Tries",
    "Withholding",
]

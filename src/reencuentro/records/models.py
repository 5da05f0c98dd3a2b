"""Lists the models for Django; each is described in its own room."""

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementSignature, AgreementVersion, AgreementWithdrawal
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditCheckpoint, AuditEntry, AuditHead, AuditSecret
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice, EmergencyReview
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal, Separation, Tie
from reencuentro.records.officers import Enrolment, Officer, RoleHeld
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.rosters import Claim, Identifier, Mention, Quarantined, Roster, SourceRecord
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord
from reencuentro.records.sessions import Session
from reencuentro.records.tries import Tries

__all__ = [
    "Agency",
    "AgreementSignature",
    "AgreementVersion",
    "AgreementWithdrawal",
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
    "EmergencyNotice",
    "EmergencyReview",
    "Enrolment",
    "Identifier",
    "IdentityProposal",
    "Judgement",
    "Membership",
    "Mention",
    "Minor",
    "Officer",
    "Person",
    "Quarantined",
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
    "Tie",
    "Tries",
    "Withholding",
]

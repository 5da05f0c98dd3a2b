"""Lists the models for Django; each is described in its own room."""

from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.certified import Certified, CertifiedEntry
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal, Separation, Tie
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.rosters import Claim, Identifier, Mention, Quarantined, Roster, SourceRecord
from reencuentro.records.search import SearchKey, SearchRecord, SearchSound, SearchTotals, SearchWord

__all__ = [
    "Agency",
    "AuditEntry",
    "Certified",
    "CertifiedEntry",
    "Claim",
    "Identifier",
    "IdentityProposal",
    "Judgement",
    "Membership",
    "Mention",
    "Minor",
    "Person",
    "Quarantined",
    "Roster",
    "SearchKey",
    "SearchRecord",
    "SearchSound",
    "SearchTotals",
    "SearchWord",
    "Separation",
    "SourceRecord",
    "Tie",
]

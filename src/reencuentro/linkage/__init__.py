"""COMPARES: who is the same person and who belongs to whom, from plain values; no database, no clock."""

from reencuentro.linkage.engine import link
from reencuentro.linkage.evidence import in_words
from reencuentro.linkage.mentions import Birth, Identifier, Mention, RecordKey, Relation, Relative, Sex
from reencuentro.linkage.results import (
    Evidence,
    Identity,
    Judged,
    Linkage,
    Outcome,
    PersonFound,
    Status,
    Tie,
    Verdict,
)

__all__ = [
    "Birth",
    "Evidence",
    "Identifier",
    "Identity",
    "Judged",
    "Linkage",
    "Mention",
    "Outcome",
    "PersonFound",
    "RecordKey",
    "Relation",
    "Relative",
    "Sex",
    "Status",
    "Tie",
    "Verdict",
    "in_words",
    "link",
]

"""Proposals to explain: a child, whoever may be the mother, and what speaks for it. Nobody here exists."""

from reencuentro.linkage.results import Evidence, Outcome, Status, Tie

NAME = Evidence("child_says", Outcome.AGREES, "same", 8.0)
AGES = Evidence("generation", Outcome.AGREES, "plausible", 1.0)
SEX = Evidence("sex", Outcome.DIFFERS, "different", -5.6)
PHONE_SILENT = Evidence("phone", Outcome.UNKNOWN, "unknown", 0.0)


def tie(
    probability: float = 0.9, *evidence: Evidence, relation: str = "mother", status: Status = Status.PROPOSED
) -> Tie:
    """A tie between PCHILD and PMOTHER that a phone would decide."""
    return Tie(
        child="PCHILD",
        relative="PMOTHER",
        relation=relation,
        probability=probability,
        status=status,
        evidence=evidence,
        would_decide="phone",
    )

"""What the matching answers: persons, identities and ties, each with its evidence."""

from dataclasses import dataclass
from enum import StrEnum

from reencuentro.linkage.mentions import RecordKey


class Outcome(StrEnum):
    """What two sources say of one fact."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # at least one source is silent


class Verdict(StrEnum):
    """What an officer decided of a proposed identity or tie."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Status(StrEnum):
    """Where a tie stands: the registry only proposes, people confirm and reject."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one fact says for (bits > 0) or against (bits < 0) an identity or a tie.

    fact: which fact was compared, e.g. "mother_name"; level: how well it agreed, e.g. "exact", "nickname".
    bits: log2 of the likelihood ratio; 0 where the outcome is UNKNOWN.
    """

    fact: str
    outcome: Outcome
    level: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement already made, which every later matching respects.

    relation is "" for an identity (left and right are the same person or not); for a tie left is the child's
    record, right the relative's, relation e.g. "mother".
    """

    left: RecordKey
    right: RecordKey
    verdict: Verdict
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One fact in which two candidates for one place differ: what it says of the one explained, and of the other."""

    here: Evidence
    there: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another candidate for the same place, and what told the two apart.

    candidate: a person_id for a tie, AGENCY:RECORD for an identity. bits: what its facts say together.
    why: the facts in which the less probable of the two was weaker, the largest difference first.
    """

    candidate: str
    probability: float
    bits: float
    why: tuple[Contrast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Two records that may be one person; probability is calibrated, in [0, 1]."""

    left: RecordKey
    right: RecordKey
    probability: float
    evidence: tuple[Evidence, ...]
    would_decide: str  # the one silent fact that would tell most; "" where nothing is silent
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound:
    """The records believed to be one person, sorted; person_id depends on nothing but them."""

    person_id: str
    records: tuple[RecordKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A family link between two persons, by person_id; relation is what the relative is to the child.

    relation: mother, father, parent, sibling, grandmother, grandfather, grandparent, aunt, uncle, cousin, relative.
    probability is calibrated, in [0, 1].
    """

    child: str
    relative: str
    relation: str
    probability: float
    status: Status
    evidence: tuple[Evidence, ...]
    would_decide: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """The whole answer, sorted, so that equal input gives equal output."""

    persons: tuple[PersonFound, ...]
    identities: tuple[Identity, ...]
    ties: tuple[Tie, ...]
    children: frozenset[str]  # person_ids believed to be under 18

    def doubles(self) -> dict[str, list[str]]:
        """For each person_id, others who may well be the same person, which nobody has decided yet.

        Two persons on one agency's lists are two persons until shown otherwise, so they are not counted here.
        """
        person = {record: found.person_id for found in self.persons for record in found.records}
        agencies = {found.person_id: {agency for agency, _ in found.records} for found in self.persons}
        doubles: dict[str, list[str]] = {}
        for one in self.identities:
            left, right = person[one.left], person[one.right]
            if left != right and not agencies[left] & agencies[right]:
                doubles.setdefault(left, []).append(right)
                doubles.setdefault(right, []).append(left)
        return doubles

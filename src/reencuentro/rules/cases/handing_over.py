"""What a hand-over waits for: identity, relationship, checks, wishes and authority, each settled or not yet.

Source: inspectors found files in which safety checks had no outcome and identity papers couldn't be read.
"""

from collections.abc import Mapping
from enum import StrEnum

from reencuentro.rules.cases.states import Evidence


class Condition(StrEnum):
    """One of the five."""

    IDENTITY = "identity"
    RELATIONSHIP = "relationship"
    CHECKS = "checks"
    WISHES = "wishes"
    AUTHORITY = "authority"


SETTLED_BY: Mapping[Condition, frozenset[Evidence]] = {
    Condition.IDENTITY: frozenset({Evidence.IDENTITY_SEEN}),
    Condition.RELATIONSHIP: frozenset({Evidence.VERIFIED_ADULT, Evidence.NOT_INELIGIBLE}),
    Condition.CHECKS: frozenset({Evidence.CHECKS_DONE}),
    Condition.WISHES: frozenset({Evidence.WISHES_MET}),
    Condition.AUTHORITY: frozenset({Evidence.AUTHORITY_SHOWN, Evidence.DECIDED_TO_HAND_OVER}),
}


def settled(shown: frozenset[Evidence]) -> dict[Condition, bool]:
    """For each of the five, in their order, whether it is settled."""
    return {condition: needed <= shown for condition, needed in SETTLED_BY.items()}

"""When a child may be released to somebody: two persons of two agencies have said so, and neither belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reencuentro.rules.disclosure.instants import within
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role

APPROVING_ROLES = frozenset({Role.SUPERVISOR, Role.BEST_INTERESTS, Role.PROTECTION_OFFICER})
APPROVING_KINDS = frozenset({AgencyKind.CARE, AgencyKind.CHILD_PROTECTION, AgencyKind.MINISTRY})
APPROVAL_LASTS = timedelta(days=30)
"""Our own choice: what was checked grows old, and a release that waited longer is approved anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One officer's yes. child, adult: person ids. stepped_up: given after a fresh sign-in. at: with its time zone.

    for_claimant: the officer is the claimant, their relative, lawyer or employer, or filed their claim.
    stands: not withdrawn, and neither the officer nor their agency has been suspended since.
    """

    officer: str
    agency: str
    agency_kind: AgencyKind
    role: Role
    child: str
    adult: str
    at: datetime
    stepped_up: bool = False
    for_claimant: bool = False
    stands: bool = True


class ReleaseNeed(StrEnum):
    """What a release still lacks."""

    TWO_PERSONS = "release_needs_two_persons"
    TWO_AGENCIES = "release_needs_two_agencies"
    ONE_CLAIM = "release_needs_one_claim"  # approvals for two adults freeze both


def may_release(approvals: Iterable[Approval], *, child: str, adult: str, at: datetime) -> bool:
    """Whether the child may be released to the adult at that instant."""
    return not missing_for_release(approvals, child=child, adult=adult, at=at)


def missing_for_release(
    approvals: Iterable[Approval], *, child: str, adult: str, at: datetime
) -> tuple[ReleaseNeed, ...]:
    """What is lacking; empty where the release may go ahead.

    Two officers and two agencies among those who approve are always some two officers of two different agencies.
    """
    valid = [one for one in approvals if one.child == child and _counts(one, at)]
    yes = [one for one in valid if one.adult == adult]
    needs = (
        (ReleaseNeed.TWO_PERSONS, len({one.officer for one in yes}) < 2),
        (ReleaseNeed.TWO_AGENCIES, len({one.agency for one in yes}) < 2),
        (ReleaseNeed.ONE_CLAIM, len(yes) < len(valid)),
    )
    return tuple(need for need, lacks in needs if lacks)


def _counts(approval: Approval, at: datetime) -> bool:
    return (
        approval.stands
        and approval.stepped_up
        and not approval.for_claimant
        and approval.officer != approval.adult
        and approval.child != approval.adult
        and approval.role in APPROVING_ROLES
        and approval.agency_kind in APPROVING_KINDS
        and within(at, approval.at, approval.at + APPROVAL_LASTS)
    )

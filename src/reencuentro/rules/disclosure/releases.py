"""When a child may be released to somebody: two persons of two agencies have said so, and neither belongs to them."""

from dataclasses import dataclass
from datetime import datetime

from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One officer's yes. child, adult: person ids. stepped_up: given after a fresh sign-in. at: with its time zone.

    for_claimant: the officer is the claimant, their relative, lawyer or employer, or filed their claim.
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
    withdrawn: bool = False

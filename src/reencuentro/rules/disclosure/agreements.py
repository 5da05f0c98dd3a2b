"""What one agency lets another see of its records: for which purposes, for whom, and until when."""

from dataclasses import dataclass
from datetime import datetime

from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One version of an agreement: `giver` shows, `taker` sees.

    only_nationals_of: ISO 3166-1 alpha-2; empty: of whatever nationality. It holds from `valid_from` up to but not
    including `valid_until`, both with their time zone. signed_by: codes of the agencies that have signed.
    supersedes: the version before this one, 0 for the first. ended_at: when one side ended it early.
    """

    id: str
    version: int
    giver: str
    taker: str
    taker_kind: AgencyKind
    purposes: frozenset[Purpose]
    roles: frozenset[Role]
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    only_nationals_of: frozenset[str] = frozenset()
    valid_from: datetime
    valid_until: datetime
    signed_by: frozenset[str] = frozenset()
    supersedes: int = 0
    ended_at: datetime | None = None

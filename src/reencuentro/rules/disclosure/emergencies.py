"""Breaking the glass: seeing more of one person for a few hours, for a reason that is written down and reviewed."""

from dataclasses import dataclass
from datetime import datetime

from reencuentro.rules.disclosure.vocabulary import Level, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlass:
    """One officer opens levels and topics of one person, from `opened_at` up to but not including `until`.

    reason: typed by the officer, never a ready-made one. reviewed_by: the agency whose officer has reviewed it,
    "" while nobody has. Times carry their time zone.
    """

    officer: str
    agency: str
    person_id: str
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    reason: str
    opened_at: datetime
    until: datetime
    reviewed_by: str = ""
    reviewed_at: datetime | None = None

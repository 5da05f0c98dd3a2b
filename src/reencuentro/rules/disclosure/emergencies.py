"""Breaking the glass: seeing more of one person for a few hours, for a reason that is written down and reviewed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reencuentro.rules.disclosure.instants import is_zoned, within
from reencuentro.rules.disclosure.vocabulary import Compartments, Level, Topic, compartments

LONGEST = timedelta(hours=4)
REVIEWED_WITHIN = timedelta(hours=72)
"""From the opening. Past it the officer is blocked until somebody of another agency has reviewed."""
SHORTEST_REASON = 20
"""Letters and digits, so that a dot or a dash is no reason."""


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

    @property
    def opens(self) -> Compartments:
        """What it opens, as far as the officer's role may open anything."""
        return compartments(self.levels, self.topics)


class GlassTrouble(StrEnum):
    """Why a glass can't be broken so; one that has any opens nothing."""

    NAMES_NOBODY = "glass_names_nobody"
    OPENS_NOTHING = "glass_opens_nothing"
    OPENS_WHOLE_RECORDS = "glass_opens_whole_records"
    NO_REASON = "glass_without_reason"
    NO_TIME_ZONE = "glass_without_time_zone"
    TOO_LONG = "glass_too_long"


def troubles_of(glass: BreakGlass) -> tuple[GlassTrouble, ...]:
    """Why the glass can't be broken so, all of it; empty where it can."""
    return tuple(trouble for trouble, holds in _TROUBLES if holds(glass))


def is_open(glass: BreakGlass, *, officer: str, agency: str, person_id: str, at: datetime) -> bool:
    """Whether it is open at that instant, for this officer of this agency, on this person."""
    return (
        (glass.officer, glass.agency, glass.person_id) == (officer, agency, person_id)
        and within(at, glass.opened_at, glass.until)
        and not troubles_of(glass)
    )


def review_deadline(glass: BreakGlass) -> datetime:
    """By when another agency must have reviewed it."""
    return glass.opened_at + REVIEWED_WITHIN


def may_review(glass: BreakGlass, *, officer: str, agency: str) -> bool:
    """Whether this officer may review it: somebody else, of another agency."""
    return bool(officer and agency) and officer != glass.officer and agency != glass.agency


def is_reviewed(glass: BreakGlass, at: datetime) -> bool:
    """Whether another agency has reviewed it by that instant; the officer's own agency doesn't count."""
    return (
        glass.reviewed_by not in ("", glass.agency) and glass.reviewed_at is not None and within(at, glass.reviewed_at)
    )


def review_due(glass: BreakGlass, at: datetime) -> bool:
    """Whether the review is overdue at that instant, so that the officer is blocked.

    Raises ValueError for an instant without its time zone: nobody may be let in because a clock is vague.
    """
    if not is_zoned(at, glass.opened_at):
        raise ValueError("an instant without its time zone decides nothing")
    return not is_reviewed(glass, at) and at >= review_deadline(glass)


def _is_too_long(glass: BreakGlass) -> bool:
    times = glass.opened_at, glass.until
    return is_zoned(*times) and not timedelta(0) < times[1] - times[0] <= LONGEST


_TROUBLES: tuple[tuple[GlassTrouble, Callable[[BreakGlass], bool]], ...] = (
    (GlassTrouble.NAMES_NOBODY, lambda glass: not all((glass.officer, glass.agency, glass.person_id))),
    (GlassTrouble.OPENS_NOTHING, lambda glass: not glass.opens),
    (GlassTrouble.OPENS_WHOLE_RECORDS, lambda glass: Topic.RECORD in glass.topics),
    (GlassTrouble.NO_REASON, lambda glass: sum(map(str.isalnum, glass.reason)) < SHORTEST_REASON),
    (GlassTrouble.NO_TIME_ZONE, lambda glass: not is_zoned(glass.opened_at, glass.until)),
    (GlassTrouble.TOO_LONG, _is_too_long),
)

"""What runs on a case: the deadlines of the law, and the days that people set themselves in its forms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer
from reencuentro.rules.cases.evidence import Dossier, Kept
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.forms.hindrances import Event, Ineligibility
from reencuentro.rules.cases.forms.homeward import FollowUp
from reencuentro.rules.cases.states import State
from reencuentro.rules.timers.clocks import Child, Clock, Happened, appointment, clocks, urgency
from reencuentro.rules.timers.policies import Law, Trigger


@dataclass(frozen=True, slots=True)
class Arrival:
    """The case came to a state."""

    state: State
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All of a case that a deadline may hang on. jurisdiction: ISO 3166-1."""

    jurisdiction: str
    child: Child
    arrivals: tuple[Arrival, ...]
    dossier: Dossier


_ARRIVED: Mapping[State, Trigger] = {State.HANDED_OVER: Trigger.HANDED_OVER}
_OVER = frozenset({State.CLOSED, State.NOT_SEPARATED, State.DUPLICATE, State.AGED_OUT, State.TRANSFERRED})


def running(course: Course, law: Law, *, at: datetime) -> tuple[Clock, ...]:
    """Every deadline of the case, what is due first in front; of a case that is over only what was met is told."""
    zone = law.zone(course.jurisdiction)
    told = [*_arrivals(course.arrivals), *_told(course.dossier.forms, zone)]
    by_law = clocks(law, course.jurisdiction, course.child, told, at=at)
    found = [*by_law, *_appointments(course.dossier, zone, at)]
    if course.arrivals and course.arrivals[-1].state in _OVER | {State.DECEASED}:
        found = [one for one in found if not one.is_open]
    return tuple(sorted(found, key=urgency))


def next_due(found: Iterable[Clock]) -> datetime | None:
    """When something of the case is late next, or has been since; None where nothing runs."""
    return min((one.due for one in found if one.is_open), default=None)


def _arrivals(arrivals: Iterable[Arrival]) -> Iterator[Happened]:
    for one in arrivals:
        if one.state in _ARRIVED:
            yield Happened(_ARRIVED[one.state], one.at)


def _told(forms: Iterable[Kept], zone: ZoneInfo) -> Iterator[Happened]:
    """Where only the day is known, its first instant counts: no deadline ends later for want of an hour."""
    for form in forms:
        said = form.filled
        if isinstance(said, Event) and said.on:
            yield Happened(Trigger(said.what.value), _instant(said.on, said.at, zone))
        if isinstance(said, FollowUp) and said.on and said.safe is not Answer.UNKNOWN:
            called = Trigger.CALLED if said.by_call is Answer.YES else Trigger.VISITED
            yield Happened(called, _instant(said.on, "", zone))


def _instant(day: date, hour: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour) if hour else time.min, zone)


def _appointments(dossier: Dossier, zone: ZoneInfo, at: datetime) -> Iterator[Clock]:
    """Only the newest form of a kind still says when to look again."""
    stated = [one for one in dossier.forms if isinstance(one.filled, Ineligibility)]
    for one in stated:
        said = one.filled
        if isinstance(said, Ineligibility) and said.review_on and said.still_holds is not Answer.NO:
            yield appointment("ineligibility_review", one.at, said.review_on, zone, at=at)
    for kind, box in _SETTING.items():
        newest = max((one for one in dossier.forms if one.kind is kind), key=lambda one: one.at, default=None)
        day = getattr(newest.filled, box) if newest else None
        if newest and day:
            yield appointment(f"{kind.value}_next", newest.at, day, zone, at=at)


_SETTING: Mapping[FormKind, str] = {
    FormKind.DECISION: "review_on",
    FormKind.FOLLOW_UP: "next_visit",
    FormKind.PARENT_SEARCH: "next_try",
}

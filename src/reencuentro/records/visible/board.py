"""The board of children unaccounted for, and of relatives who leave, as somebody may see it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from reencuentro.records.agreements import agreements_in_force
from reencuentro.records.alarms import ALIVE, Alarm, AlarmQuerySet, AlarmStep
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.records.reading import reading
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.custody import Alarm as Urgency
from reencuentro.rules.disclosure.vocabulary import IDENTITY, LOCATION, NOTES, PROTECTION, Action, Level

PAGE = 50
"""Alarms on one page."""
MOST_TRIED = 500
"""Alarms of which it is asked, for one page, whether they may be shown."""
_WHO = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the board the next page goes on."""

    weight: int
    opened_at: datetime
    pk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """What was done with an alarm. who: an officer of the viewer's own agency by name, any other by their agency;
    "" for the registry itself. to: to whom it was handed over. note: "" where it may not be shown.
    """

    step: str
    at: datetime
    who: str
    to: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSeen:
    """An alarm about a child whom the viewer may see; place: "" where they may not see that, or nobody knows.

    urgencies: those that may be told: that somebody was separated isn't told by who they are.
    adult: of a departure, who leaves, where that person may be known of; "" else.
    """

    alarm: Alarm
    child: PersonSeen
    place: str
    urgencies: tuple[str, ...]
    adult: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Some of the alarms. after: where the next page goes on; None where there is none."""

    alarms: tuple[AlarmSeen, ...]
    after: Place | None


def board_for(viewer: Viewer, after: Place | None = None, *, states: Collection[str] = ALIVE) -> Board:
    """The alarms about children whom the viewer may see, what matters most first."""
    found: list[AlarmSeen] = []
    tried, last = 0, after
    while tried < MOST_TRIED:
        batch = _batch(viewer, last, states)
        tried += len(batch)
        seen = _seen(batch, viewer)
        found += seen[: PAGE - len(found)]
        last = _place(batch[-1]) if batch else None
        if len(found) == PAGE:
            return Board(tuple(found), _place(found[-1].alarm))
        if len(batch) < PAGE:
            return Board(tuple(found), None)
    return Board(tuple(found), last)


def alarm_seen(viewer: Viewer, number: int) -> tuple[AlarmSeen, list[StepSeen]]:
    """One alarm with what was done. Raises NotAllowedError, noted, alike for one that isn't there."""
    with reading("see_alarm", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        alarm = _alarms().filter(pk=number).first()
        if alarm is None:
            raise NotAllowedError
    seen = _seen([alarm], viewer, Action.SEE_NOTES)
    if not seen:
        raise NotAllowedError
    with reading("see_alarm", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        return seen[0], list(_steps(seen[0], viewer))


def _steps(seen: AlarmSeen, viewer: Viewer) -> Iterator[StepSeen]:
    told = list(AlarmStep.objects.filter(alarm=seen.alarm).select_related("officer", "agency").order_by("pk"))
    ids = {one.by.removeprefix("officer:") for one in told}
    officers = {one.public_id: one for one in Officer.objects.filter(public_id__in=ids).select_related("agency")}
    may_read = NOTES in seen.child.shown.get(seen.alarm.agency.code, frozenset())
    for one in told:
        yield StepSeen(
            step=one.step,
            at=one.at,
            who=_called(officers.get(one.by.removeprefix("officer:")), viewer),
            to=_called(one.officer, viewer) or (one.agency.name if one.agency else ""),
            note=one.note if may_read or one.by == viewer.by else "",
        )


def _called(officer: Officer | None, viewer: Viewer) -> str:
    if officer is None:
        return ""
    return officer.full_name if officer.agency.code == viewer.facts.agency.code else officer.agency.name


def alarm_numbered(number: int) -> Alarm | None:
    """The alarm, for whoever has yet to be decided on; None where there is none, or the wall shows none."""
    return _alarms().filter(pk=number).first()


def waiting_for(viewer: Viewer) -> int:
    """How many alarms wait for the officer, or for anybody of their agency."""
    mine = Q(owner=viewer.pk) | Q(owner=None, owner_agency__code=viewer.facts.agency.code)
    with reading("count_alarms", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        return Alarm.objects.alive().filter(mine).count()


def _alarms() -> AlarmQuerySet:
    return Alarm.objects.select_related("agency", "owner__agency", "owner_agency")


def _batch(viewer: Viewer, after: Place | None, states: Collection[str]) -> list[Alarm]:
    with reading("see_board", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        alarms = _alarms().filter(state__in=sorted(states), person__in=_within_reach(viewer)).in_order()
        if after is not None:
            later = Q(opened_at__gt=after.opened_at) | Q(opened_at=after.opened_at, pk__gt=after.pk)
            alarms = alarms.filter(Q(weight__lt=after.weight) | Q(weight=after.weight) & later)
        return list(alarms[:PAGE])


def _within_reach(viewer: Viewer) -> QuerySet[Membership, str]:
    """People of whom anything might be shown; the decision still has its say on each of them."""
    mine = viewer.facts.agency.code
    agencies = {mine, *(one.giver for one in agreements_in_force(viewer.at, taker=mine))}
    members = Membership.objects.standing().filter(agency__in=sorted(agencies))
    return members.values_list("person__public_id", flat=True)


def _place(alarm: Alarm) -> Place:
    return Place(alarm.weight, alarm.opened_at, alarm.pk)


def _seen(alarms: Sequence[Alarm], viewer: Viewer, *beside: Action) -> list[AlarmSeen]:
    """Those whose child may be shown. The place is its teller's: shown where that agency lets its places be seen."""
    actions = (Action.SEE_PERSON, Action.SEE_LOCATION, Action.SEE_PROTECTION, *beside)
    look = visible_to(viewer, *actions, levels=_WHO)
    people = sorted({one.person for one in alarms} | {one.about for one in alarms if one.about})
    known = {one.person_id: one for one in look.among(people)} if people else {}
    return list(_shown(alarms, known))


def _shown(alarms: Sequence[Alarm], known: dict[str, PersonSeen]) -> Iterator[AlarmSeen]:
    for one in alarms:
        child = known.get(one.person)
        if child is None or not any(IDENTITY in shown for shown in child.shown.values()):
            continue
        may_see = LOCATION in child.shown.get(one.agency.code, frozenset())
        adult = one.about if one.about in known else ""
        protected = all(PROTECTION in shown for shown in child.shown.values())
        urgencies = tuple(why for why in one.urgencies if protected or why not in _PROTECTED)
        place = one.place if may_see else ""
        yield AlarmSeen(alarm=one, child=child, place=place, urgencies=urgencies, adult=adult)


_PROTECTED = frozenset({Urgency.SEPARATED.value})

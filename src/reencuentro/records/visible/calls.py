"""Calls as somebody may see them: those of today, the pairs to whom contact is overdue, and one plan with its calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from reencuentro.records.assignments import Assignment
from reencuentro.records.calls import ARRANGED, CallAttempt, CallPlan
from reencuentro.records.duties import Duty, DutyQuerySet
from reencuentro.records.visible.duties import PAGE, DutyLine, DutySeen, Place, VisibleDuties
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.questions import MOST_COUNTED
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import CONTACT, NOTES, WHO, Action
from reencuentro.rules.duties.calls import AGREED, PAUSED, PLAN
from reencuentro.rules.duties.catalogue import of_area
from reencuentro.rules.duties.desk import MESSAGE

AREA = "calls"
MINE, OURS = "mine", "ours"
_NEAR = timedelta(hours=36)
"""Around now: within it lies today, wherever a child is."""
_KINDS = of_area(AREA)
_NEWEST = 50
"""Calls of a plan on its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list. arranged: the call of today that it is about, None in a list of plans."""

    line: DutyLine
    plan: CallPlan
    arranged: CallAttempt | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Where the child is."""
        return ZoneInfo(self.plan.zone)


@dataclass(frozen=True, slots=True)
class LatePage:
    """Some of the plans that are late. last: after which the next page goes on; None where there is none."""

    lines: tuple[PlanLine, ...]
    last: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSeen:
    """A plan and its newest calls. other: who the child speaks with, None where that person may not be shown.

    readable: the calls, by their key, whose notes may be read.
    """

    seen: DutySeen
    plan: CallPlan
    other: PersonSeen | None
    calls: Sequence[CallAttempt]
    readable: frozenset[int]


class VisibleCalls(VisibleDuties):
    """Reads about calls for one viewer."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer, Action.SEE_CALLS)

    def today(self, whose: str) -> list[PlanLine]:
        """The calls arranged for today, and before that nobody has written down yet; the earliest first."""
        at = self._viewer.at
        with self._noted() as noted:
            waiting = CallAttempt.objects.filter(outcome=ARRANGED, answered=None, begins_at__lt=at + _NEAR)
            waiting = waiting.filter(duty__in=self._plans(whose).filter(state=AGREED).values("pk"))
            found = list(waiting.order_by("begins_at", "pk")[:PAGE])
            lines = self._with_plans([one.duty_id for one in found])
            noted.concerns(*(f"duty:{one.line.duty.public_id}" for one in lines.values()))
        shown = [
            PlanLine(line=lines[one.duty_id].line, plan=lines[one.duty_id].plan, arranged=one)
            for one in found
            if one.duty_id in lines
        ]
        return [one for one in shown if one.arranged and one.arranged.day <= at.astimezone(one.zone).date()]

    def overdue(self, whose: str, after: Place | None = None, size: int = PAGE) -> LatePage:
        """The pairs who have had less than they are owed, and plans whose pause is over; the longest late first."""
        late = self._plans(whose).filter(over_at=None, due_at__lte=self._viewer.at).order_by("due_at", "pk")
        if after:
            due, key = after
            late = late.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=key))
        with self._noted() as noted:
            rows = list(late[: size + 1])
            lines = self._with_plans([one.pk for one in rows[:size]])
            noted.concerns(*(f"duty:{one.line.duty.public_id}" for one in lines.values()))
        last = rows[size - 1] if len(rows) > size else None
        place = (last.due_at, last.pk) if last and last.due_at else None
        return LatePage(tuple(lines[one.pk] for one in rows[:size] if one.pk in lines), place)

    def messages(self, whose: str, size: int = PAGE) -> list[DutyLine]:
        """What families left for children in their charge, whichever agency's desk took it; what is due first in front.

        Whoever took the message knows of no child: it is in no list of their agency that would lead to one.
        """
        found = Duty.objects.select_related("agency", "counterpart", "owner__agency")
        found = found.filter(kind=MESSAGE, over_at=None, person__in=self._assigned(whose).values("person"))
        with self._noted() as noted:
            lines = self._lines(list(found.order_by("due_at", "pk")[:size]), _KINDS)
            noted.concerns(*(f"duty:{one.duty.public_id}" for one in lines))
        return lines

    def plan(self, public_id: str) -> PlanSeen:
        """That plan. Raises NotAllowedError, noted, alike for one that isn't there and one that may not be shown."""
        seen = self.get(public_id, AREA)
        if seen.duty.kind != PLAN or seen.child is None:
            raise NotAllowedError
        with self._noted():
            plan = CallPlan.objects.select_related("place", "their_place").filter(duty=seen.duty).first()
            if plan is None:
                raise NotAllowedError
            found = CallAttempt.objects.filter(duty=seen.duty).select_related("agency", "officer__agency")
            calls = list(found.order_by("-begins_at", "-pk")[:_NEWEST])
            child = seen.child
            readable = frozenset(one.pk for one in calls if self._opens(seen.file, child, one.agency.code, NOTES))
        reached = WHO | {CONTACT.level}  # whoever brings the two together must know whom to dial
        look = visible_to(self._viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=reached)
        other = next(iter(look.among([plan.relative])), None)
        return PlanSeen(seen=seen, plan=plan, other=other, calls=calls, readable=readable)

    def _plans(self, whose: str) -> DutyQuerySet:
        """mine: those that the viewer sees to, or whose child is assigned to them."""
        plans = self._ours(AREA).filter(kind=PLAN, state__in=(AGREED, PAUSED))
        if whose == OURS:
            return plans
        return plans.filter(Q(owner=self._viewer.pk) | Q(person__in=self._assigned(MINE).values("person")))

    def _assigned(self, whose: str) -> models.QuerySet[Assignment]:
        """Who works for whom: the viewer alone, or everybody of their agency."""
        in_force = Assignment.objects.in_force(self._viewer.at)
        if whose == OURS:
            return in_force.filter(officer__agency__code=self._viewer.facts.agency.code)
        return in_force.filter(officer=self._viewer.pk)

    def _with_plans(self, duties: Sequence[int]) -> Mapping[int, PlanLine]:
        """Those of these plans that may be shown, by the duty's key."""
        rows = self._ours(AREA).filter(pk__in=set(duties))
        plans = {one.duty_id: one for one in CallPlan.objects.filter(duty__in=set(duties))}
        lines = self._lines(list(rows), _KINDS)
        return {one.duty.pk: PlanLine(line=one, plan=plans[one.duty.pk]) for one in lines if one.duty.pk in plans}


def contact_waiting(viewer: Viewer) -> int:
    """To how many of the viewer's own pairs contact is overdue, and messages for their children; as `late_pairs`."""
    return late_pairs(viewer) + len(VisibleCalls(viewer).messages(MINE, MOST_COUNTED + 1))


def late_pairs(viewer: Viewer) -> int:
    """To how many of the viewer's own pairs contact is overdue, up to one more than are counted."""
    return len(VisibleCalls(viewer).overdue(MINE, size=MOST_COUNTED + 1).lines)


def callers_waiting(viewer: Viewer) -> int:
    """How many callers of the own agency's desk should have been called back by now, up to one more than counted."""
    return len(VisibleDuties(viewer, Action.SEE_DESK).late("desk", MOST_COUNTED + 1).lines)

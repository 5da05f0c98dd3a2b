"""Lets officers of a demo act on days that are past, so that what they did has come to something by now.

Only for a registry whose people are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, StepStated, begin_duty, take_step
from reencuentro.actions.staffing import WORKED_FOR
from reencuentro.records.duties import Duty
from reencuentro.records.officers import Officer

TEXAS = ZoneInfo("America/Chicago")
"""Where the children of the demo are."""


@dataclass(frozen=True, slots=True)
class Days:
    """Who does what on which day, counted back from now."""

    staff: Mapping[str, Officer]
    now: datetime

    @property
    def since(self) -> datetime:
        """When all of it began."""
        return self.now - WORKED_FOR

    def ago(self, days: float) -> datetime:
        """That long ago; in the future where it is negative."""
        return self.now - timedelta(days=days)

    def day(self, days: int) -> date:
        """The day that long ago, where the children are."""
        return (self.now.astimezone(TEXAS) - timedelta(days=days)).date()

    def doer(self, login: str, days: float = 0) -> Doer:
        """Somebody, then, in the roles that they have now."""
        officer = self.staff[login]
        return Doer(officer=officer, roles=officer.as_rule(self.now, stepped_up=False).roles, at=self.ago(days))

    def begin(self, who: str, days: float, what: str, child: str = "", **boxes: object) -> Duty:
        """Somebody begins a duty. what: its kind, and the step. The other agency of it is the box `asked`."""
        kind, step = what.split(".")
        other = agency_of(str(boxes.pop("asked"))) if "asked" in boxes else None
        beginning = Beginning(person=child, kind=kind, step=step, boxes=boxes, counterpart=other)
        return begin_duty(beginning, self.doer(who, days))

    def go_on(self, who: str, days: float, duty: Duty, step: str, **boxes: object) -> None:
        """Somebody takes the next step of it."""
        duty.refresh_from_db()
        take_step(duty, StepStated(step=step, boxes=boxes, seen=duty.steps_taken), self.doer(who, days))

"""Raises an alarm where a child and a relative who may speak haven't for long; whoever speaks again settles it."""

from datetime import datetime

from reencuentro.actions.alarms import AlarmsKept, Raised, keep_alarms
from reencuentro.records.alarms import Alarm
from reencuentro.records.calls import CallPlan
from reencuentro.records.case_files import persons_of
from reencuentro.rules.alarms import Kind, Silence, State

_WEIGHT = 2
"""Like three days in which nobody told where a child is."""


def keep_silence(*, by: str, at: datetime) -> AlarmsKept:
    """Makes the alarms about silence say what holds now; where nothing has changed nothing is noted."""
    told = _told(at)
    lacking = Alarm.objects.filter(kind=Kind.SILENCE.value, lacking=True).exclude(state=State.JOINED.value)
    stands = set(lacking.values_list("person", "about"))
    now = {(one.person, one.about) for one in told}
    if now == stands:
        return AlarmsKept()
    judged = {person for person, _ in now | stands}
    return keep_alarms(told, judged, by=by, at=at, kinds=(Kind.SILENCE,))


def _told(at: datetime) -> list[Raised]:
    silent = CallPlan.objects.filter(silent_at__lte=at, duty__over_at=None).select_related("duty__agency")
    plans = list(silent.order_by("silent_at", "pk"))
    today = persons_of([one.duty for one in plans])
    found = {
        (today[one.duty_id], one.relative): Raised(
            person=today[one.duty_id],
            kind=Kind.SILENCE,
            about=one.relative,
            reason=(Silence.SINCE if one.spoke_at else Silence.NEVER).value,
            weight=_WEIGHT,
            agency=one.duty.agency.code,
            on=one.spoke_at.date() if one.spoke_at else one.begun_on,
        )
        for one in plans
    }
    return list(found.values())

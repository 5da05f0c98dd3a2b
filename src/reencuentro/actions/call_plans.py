"""Keeps what lists need of plans of calls: with whom, by which regime, when they spoke, when their silence alarms."""

from collections.abc import Sequence
from datetime import datetime

from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.records.duty_files import DutyFile
from reencuentro.records.visible.cases import child_of
from reencuentro.rules.contact.minutes import Talk, silent_from
from reencuentro.rules.contact.regimes import regimes
from reencuentro.rules.duties.calls import planned


def keep_calls(file: DutyFile) -> datetime | None:
    """Brings a plan's columns up to its steps and calls; when it is late next, None where nothing is owed."""
    plan = planned(file.history)
    if plan is None:  # what was agreed can't be opened any more
        CallPlan.objects.filter(duty=file.duty).update(silent_at=None)
        return None
    child, talks = child_of(file.person), talks_of(file)
    spoke = CallAttempt.objects.filter(duty=file.duty, minutes__gt=0).order_by("begins_at").last()
    CallPlan.objects.update_or_create(
        duty=file.duty,
        defaults={
            "relative": plan.agreed.call_relative,
            "standard": plan.agreed.call_standard.value,
            "zone": plan.zone.key,
            "begun_on": plan.begun.astimezone(plan.zone).date(),
            "spoke_at": spoke.begins_at if spoke else None,
            "silent_at": silent_from(plan.terms(child), talks, regimes()) if plan.runs else None,
        },
    )
    return plan.due(child, talks)


def talks_of(file: DutyFile) -> Sequence[Talk]:
    """When they spoke, and for how long."""
    spoken = CallAttempt.objects.filter(duty=file.duty, minutes__gt=0).values_list("day", "minutes")
    return [Talk(day, minutes) for day, minutes in spoken.order_by("begins_at", "pk")]

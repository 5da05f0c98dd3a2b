"""Calls as pages have them: when, in the time of either side, how they went, and what is still owed this week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from reencuentro.records.calls import ARRANGED, CallAttempt
from reencuentro.records.visible.calls import PlanLine, PlanSeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.contact.hours import Hours, first_fit
from reencuentro.rules.contact.minutes import Owed, Talk, windows
from reencuentro.rules.contact.regimes import Window, regimes
from reencuentro.rules.duties.calls import Planned, planned
from reencuentro.rules.timers.clocks import Child
from reencuentro.web.case_showing import agency_name, who
from reencuentro.web.dates import day
from reencuentro.web.duty_showing import WORDS, line_shown
from reencuentro.web.said import in_words
from reencuentro.web.showing import name_of
from reencuentro.web.words import is_said, say, say_count

_AHEAD = timedelta(days=7)
_USUAL = 10
"""Minutes for which a time is looked for."""


def line_of(one: PlanLine, viewer: Viewer) -> dict[str, Any]:
    """A plan in a list, with the call that it stands there for."""
    shown = line_shown(one.line, viewer)
    told: dict[str, Any] = {
        "duty": shown,
        "spoke": one.plan.spoke_at,
        "silent": _is_past(one.plan.silent_at, viewer.at),
    }
    if one.arranged:
        told["number"] = one.arranged.pk
        told["channel"] = f"{WORDS}_call_channel_{one.arranged.channel}"
        told["when"] = _when(one.arranged, one.zone)
        told["unnoted"] = one.arranged.begins_at <= viewer.at
    return told


def _is_past(instant: datetime | None, at: datetime) -> bool:
    return instant is not None and instant <= at


def plan_shown(one: PlanSeen, viewer: Viewer) -> dict[str, Any]:
    """A plan: with whom, what is owed this week, the next time at which both places are open, and its calls."""
    plan = planned(one.seen.file.history)
    facts: dict[str, Any] = {
        "spoke": _spoke(one.plan.spoke_at, ZoneInfo(one.plan.zone)),
        "silent": _is_past(one.plan.silent_at, viewer.at),
        "other": (name_of(one.other) if one.other else "") or one.plan.relative,
        "other_known": one.other is not None,
        "relative": one.plan.relative,
        "phones": [in_words("phones", said) for said in one.other.values("phones")] if one.other else [],
        "calls": [_call(call, one, plan, viewer) for call in one.calls],
        "runs": bool(plan and plan.runs),
    }
    if plan and plan.runs:
        facts["owed"] = list(_week(plan, one, viewer.at))
        fit = _fit(one, plan, viewer.at)
        facts["fit"] = (
            f"{day(fit.astimezone(plan.zone).date())}, {_clock(fit, plan.zone)}{_there(fit, plan)}" if fit else ""
        )
    return facts


def _call(call: CallAttempt, one: PlanSeen, plan: Planned | None, viewer: Viewer) -> dict[str, Any]:
    zone = ZoneInfo(one.plan.zone)
    waits = call.outcome == ARRANGED and not any(other.answers_id == call.pk for other in one.calls)
    outcome = f"{WORDS}_call_outcome_{call.outcome}"
    return {
        "number": call.pk,
        "when": _when(call, zone) + (_there(call.begins_at, plan) if plan else ""),
        "outcome": outcome if is_said(outcome) else f"calls_outcome_{call.outcome}",
        "spoke": call.minutes > 0,
        "waits": waits,
        "channel": f"{WORDS}_call_channel_{call.channel}",
        "minutes": say_count("calls_minutes", call.minutes) if call.minutes else "",
        "barrier": f"{WORDS}_call_barrier_{call.barrier}" if call.barrier not in ("", "none") else "",
        "who": who(call.officer, call.agency, viewer),
        "note": call.told.get("note", "") if call.pk in one.readable else "",
        "language": call.told.get("language", "") if call.pk in one.readable else "",
    }


def _spoke(instant: datetime | None, zone: ZoneInfo) -> str:
    return f"{day(instant.astimezone(zone).date())}, {_clock(instant, zone)}" if instant else ""


def _when(call: CallAttempt, zone: ZoneInfo) -> str:
    ends = f"–{_clock(call.ends_at, zone)}" if call.ends_at else ""
    return f"{day(call.day)}, {_clock(call.begins_at, zone)}{ends}"


def _there(instant: datetime, plan: Planned) -> str:
    other = plan.agreed.call_their_zone.zone
    if instant.astimezone(other).utcoffset() == instant.astimezone(plan.zone).utcoffset():
        return ""
    return f" ({say('calls_at_theirs')} {_clock(instant, other)})"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%H:%M}"


def _week(plan: Planned, one: PlanSeen, at: datetime) -> Sequence[dict[str, Any]]:
    """What of this week is owed, and which of it is met. A birthday isn't told by what is owed on it."""
    today = at.astimezone(plan.zone).date()
    talks = [Talk(call.day, call.minutes) for call in one.calls if call.minutes]
    found = windows(plan.terms(Child()), regimes(), first=today, before=today + timedelta(days=1))
    # Days alike in a row are one line: seven of "a call each day" would say no more.
    alike = groupby(found, key=lambda one: (one.window is not Window.DAY and one.days, one.met_by(talks)))
    return [_line(list(run), met) for (_, met), run in alike]


def _line(run: Sequence[Owed], met: bool) -> dict[str, Any]:
    first, last = run[0].days[0], run[-1].days[-1]
    return {"days": day(first) if first == last else f"{day(first)} – {day(last)}", "owed": _amount(run[0]), "met": met}


def _amount(owed: Owed) -> str:
    """As people say it: who is owed a call of any length each day isn't told of a minute."""
    if owed.window is Window.DAY:
        return str(say_count("calls_owed_daily", owed.calls))
    if not owed.calls:
        return str(say("calls_owed_total", total=owed.total))
    told = say_count("calls_owed_calls", owed.calls, minutes=owed.minutes)
    return f"{told} {say('calls_owed_or', total=owed.total)}" if owed.total else str(told)


def _fit(one: PlanSeen, plan: Planned, at: datetime) -> datetime | None:
    """Only where the hours of a place bind: a telephone that can always be reached needs no looking."""
    places = one.plan.place, one.plan.their_place
    if not any(places):
        return None
    zones = plan.zone, plan.agreed.call_their_zone.zone
    mine, theirs = (place.open if place else Hours(zone) for place, zone in zip(places, zones, strict=True))
    return first_fit(mine, theirs, at, at + _AHEAD, _USUAL)


def place_named(place: Any) -> str:
    """A place in a list to choose from."""
    return f"{place.name} ({agency_name(place.agency)})"

"""Arranges calls and writes down how they went; names the places from which people speak, and when those are open."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.call_plans import keep_calls
from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import known_of
from reencuentro.actions.perform import alone_with, performing
from reencuentro.errors import AccountError
from reencuentro.records.calls import ARRANGED, CallAttempt, CallPlace, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.records.duty_files import DutyFile, duty_files
from reencuentro.records.following import persons_meant
from reencuentro.records.many import among
from reencuentro.records.names import names_of
from reencuentro.rules.contact.hours import Spell, read_hours
from reencuentro.rules.duties.call_log import (
    SPEAKING,
    CallArranged,
    CallLogged,
    Held,
    broken_by_call,
    instant,
    minutes_of,
)
from reencuentro.rules.duties.calls import PLAN, Planned, planned
from reencuentro.rules.duties.going import DutyError


@dataclass(frozen=True, slots=True)
class _Plan:
    file: DutyFile
    plan: Planned
    row: CallPlan


def log_call(duty: Duty, form: CallLogged, doer: Doer, *, answers: int = 0) -> CallAttempt:
    """Writes down how a call went; the same one sent twice is written down once. answers: the arranged call it was.

    Raises DutyError for what can't have been, with each rule that stands against it.
    """
    with _working("log_call", duty, doer) as one:
        if same := _sent_before(form, one, form.call_outcome.value, answers):
            return same
        arranged = _waiting(duty, answers) if answers else None
        _require(form, one, doer)
        return _kept(form, one, doer, arranged)


def arrange_call(duty: Duty, form: CallArranged, doer: Doer) -> CallAttempt:
    """Arranges a call; the same one sent twice is arranged once.

    Raises DutyError where it can't be held then, with each rule that stands against it.
    """
    with _working("arrange_call", duty, doer) as one:
        if same := _sent_before(form, one, ARRANGED, 0):
            return same
        _require(form, one, doer)
        return _kept(form, one, doer, None)


@contextmanager
def _working(action: str, duty: Duty, doer: Doer) -> Iterator[_Plan]:
    """The plan, which nobody else changes until this is done; when it is late next is put right."""
    with performing(action, by=doer.by, about=[f"duty:{duty.public_id}"], at=doer.at) as noted:
        locked = Duty.objects.select_for_update(of=("self",)).select_related("agency", "counterpart", "owner__agency")
        (file,) = duty_files([locked.get(pk=duty.pk, kind=PLAN)])
        noted.concerns(f"person:{file.person}")
        plan = planned(file.history)
        if plan is None:
            raise DutyError("what was agreed can't be opened any more", remedy="Agree on calls anew.")
        alone_with(f"person:{file.person}", f"person:{plan.agreed.call_relative}")
        row = CallPlan.objects.select_related("place", "their_place").get(duty=duty)
        yield _Plan(file, plan, row)
        due = keep_calls(file)
        Duty.objects.filter(pk=duty.pk).update(due_at=due)
        duty.due_at = due


def _span(form: CallLogged | CallArranged, one: _Plan) -> tuple[datetime | None, datetime | None]:
    return (
        instant(form.call_on, form.call_began, one.plan.zone),
        instant(form.call_on, form.call_ended, one.plan.zone),
    )


def _sent_before(form: CallLogged | CallArranged, one: _Plan, outcome: str, answers: int) -> CallAttempt | None:
    begins, ends = _span(form, one)
    if begins is None:
        return None
    same = CallAttempt.objects.filter(duty=one.file.duty, begins_at=begins, ends_at=ends, outcome=outcome)
    return same.filter(answers=answers or None, answered=None, channel=form.call_channel.value).first()


def _waiting(duty: Duty, number: int) -> CallAttempt:
    found = CallAttempt.objects.filter(pk=number, duty=duty, outcome=ARRANGED, answered=None).first()
    if found is None:
        raise DutyError("that call doesn't wait any more", remedy="Look at the calls of the plan.")
    return found


def _require(form: CallLogged | CallArranged, one: _Plan, doer: Doer) -> None:
    """Raises DutyError where a rule stands against it."""
    places = [place for place in (one.row.place, one.row.their_place) if place]
    held = Held(
        at=doer.at,
        zone=one.plan.zone,
        running=one.plan.runs,
        barred=not _today(one.plan).isdisjoint(known_of(one.file, doer).barred),
        busy=_busy(form, one),
        hours=tuple(place.open for place in places),
    )
    if broken := broken_by_call(form, held):
        raise DutyError("the call can't be kept so", remedy="Put right what is marked.", broken=broken)


def _today(plan: Planned) -> frozenset[str]:
    """Who the child speaks with, by the ids of today: records may have been joined or parted since it was agreed."""
    who = plan.agreed.call_relative
    return frozenset({who, *persons_meant(who, since=plan.begun)})


def _busy(form: CallLogged | CallArranged, one: _Plan) -> Sequence[Spell]:
    """When the child, or who they speak with, is in another call: held ones, and where it is arranged arranged ones."""
    begins, _ = _span(form, one)
    if begins is None:
        return []
    near = Q(begins_at__gt=begins - timedelta(days=1), begins_at__lt=begins + timedelta(days=1), ends_at__isnull=False)
    child = among("duty__person", [one.file.person, *names_of([one.file.person])])
    pair = child | Q(relative=one.plan.agreed.call_relative)
    held = Q(minutes__gt=0)
    counts = held | Q(outcome=ARRANGED, answered=None) if isinstance(form, CallArranged) else held
    found = CallAttempt.objects.filter(near, pair, counts, channel__in=sorted(SPEAKING))
    return [(begin, end) for begin, end in found.values_list("begins_at", "ends_at") if end]


def _kept(form: CallLogged | CallArranged, one: _Plan, doer: Doer, answers: CallAttempt | None) -> CallAttempt:
    begins, ends = _span(form, one)
    if begins is None:  # the rules refuse a call without its beginning
        raise DutyError("it isn't said when the call began", remedy="Give its hour.")
    language = one.plan.agreed.call_language
    told: dict[str, Any] = {"outcome": ARRANGED, "minutes": 0, "told": {"language": language, "note": ""}}
    if isinstance(form, CallLogged):
        told = {
            "outcome": form.call_outcome.value,
            "minutes": minutes_of(begins, ends) if form.counts else 0,
            "interpreter": form.call_interpreter.value,
            "free": form.call_free.value,
            "barrier": form.call_barrier.value,
            "told": {"language": form.call_language or language, "note": form.call_note},
        }
    return CallAttempt.objects.create(
        duty=one.file.duty,
        relative=one.plan.agreed.call_relative,
        answers=answers,
        begins_at=begins,
        ends_at=ends,
        day=form.call_on,
        channel=form.call_channel.value,
        **told,
        **doer.stated,
    )


def place_calls(duty: Duty, doer: Doer, *, place: str | None = None, their_place: str | None = None) -> None:
    """From which places, by code, the two speak; "" for a telephone that can always be reached, None for no change.

    Raises AccountError for a place that isn't known.
    """
    told = {"place": place, "their_place": their_place}
    with _working("place_calls", duty, doer):
        changed = {side: _place(code) for side, code in told.items() if code is not None}
        if changed:
            CallPlan.objects.filter(duty=duty).update(**changed)


def _place(code: str) -> CallPlace | None:
    found = CallPlace.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise AccountError("there is no such place", remedy="Take its code from `reencuentro calls places`.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStated:
    """A place from which people speak. agency: by code, whose it is. hours: by weekday, none for always."""

    code: str
    name: str
    agency: str
    zone: str
    hours: Mapping[str, Sequence[str]]


_CODE = re.compile(r"[\w.-]{1,40}")
_LONGEST = 200


def keep_place(stated: PlaceStated, doer_by: str) -> CallPlace:
    """Keeps the place, or what is new of it. Raises AccountError for a code, a name, hours or a zone that can't be."""
    with performing("keep_call_place", by=doer_by, about=[f"agency:{stated.agency}"]):
        if not _CODE.fullmatch(stated.code):
            raise AccountError(
                "a place can't have that code", remedy="Use letters, digits, '-', '_' and '.', up to 40."
            )
        if not 0 < len(stated.name.strip()) <= _LONGEST or not stated.name.isprintable():
            raise AccountError("a place can't have that name", remedy=f"Use up to {_LONGEST} letters, on one line.")
        try:
            read_hours(stated.zone, stated.hours)
        except ValueError as wrong:
            raise AccountError(str(wrong), remedy="Write America/Chicago, and mon 08:00-17:30.") from wrong
        told = {
            "name": stated.name,
            "zone": stated.zone,
            "hours": {day: list(one) for day, one in stated.hours.items()},
        }
        kept, made = CallPlace.objects.get_or_create(
            code=stated.code, defaults={"agency": agency_of(stated.agency), **told}
        )
        if not made:
            if kept.agency.code != stated.agency:
                raise AccountError("that code is another agency's place", remedy="Choose another code.")
            CallPlace.objects.filter(pk=kept.pk).update(**told)
            kept.refresh_from_db()
        return kept

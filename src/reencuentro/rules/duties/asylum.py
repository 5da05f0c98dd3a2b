"""A claim to asylum as a duty: asked for, lodged, heard, decided, appealed. While it is open nobody is returned.

All of it lies with legal matters. What somebody fears stands in no box here: it stays with their lawyer.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Line, Text
from reencuentro.rules.disclosure.vocabulary import LEGAL, Action
from reencuentro.rules.duties.checks import by_step, ends, newest, not_to_come, of
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.legal.deadlines import LegalDeadline, times
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

CLAIM = "asylum_claim"
CLAIM_ENDED = "asylum_ended"
"""Where a claim doesn't stand against a return any more. One that was granted always does."""
_UNDERSTOOD = "UNHCR, Guidelines on International Protection No. 8 (2009): child asylum claims"


class LegalCountry(StrEnum):
    """Whose law holds, ISO 3166-1; OTHER for one that isn't named here."""

    US = "US"
    MX = "MX"
    GT = "GT"
    HN = "HN"
    SV = "SV"
    OTHER = "other"


class AsylumAsked(Filled):
    """That somebody wants to ask for protection. unaccompanied: when the claim is lodged."""

    country: LegalCountry
    on: date
    arrived_on: Day = None
    unaccompanied: Answer = Answer.UNKNOWN
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    asked_before: Line = Field(min_length=1)


class AsylumLodged(Filled):
    """That the claim was handed in. late_why: why after the time of the law, where it was."""

    on: date
    dealing_office: Line = Field(min_length=1)
    file_number: Line = ""
    late_why: Text = ""


class AsylumHeard(Filled):
    """That the child was heard on the claim."""

    on: date
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    counsel_present: Answer = Answer.UNKNOWN
    suited_to_age: Answer = Answer.UNKNOWN


class AsylumGranted(Filled):
    """Which protection was granted."""

    on: date
    dealing_office: Line = Field(min_length=1)
    protection_granted: Line = Field(min_length=1)


class AsylumRefused(Filled):
    """That the claim was refused. refusal_told_on: from that day the time for an appeal runs."""

    refusal_told_on: date
    dealing_office: Line = Field(min_length=1)
    explained_in: Line = Field(min_length=1)
    file_number: Line = ""


class AsylumAppealed(Filled):
    """That an appeal was handed in. late_why: why after the time of the law, where it was."""

    on: date
    dealing_office: Line = Field(min_length=1)
    file_number: Line = ""
    late_why: Text = ""


class AsylumEnd(Filled):
    """That nothing of the claim is open: refused for good, or withdrawn by somebody who knew what they did."""

    on: date
    claim_withdrawn: Answer = Answer.UNKNOWN
    counsel_present: Answer = Answer.UNKNOWN
    understood: Answer = Answer.UNKNOWN
    reasons: Text = Field(min_length=1)


_APPLICATION = {LegalCountry.US: LegalDeadline.ASYLUM_APPLICATION, LegalCountry.MX: LegalDeadline.REFUGE_APPLICATION}
_APPEAL = {LegalCountry.US: LegalDeadline.BOARD_APPEAL, LegalCountry.MX: LegalDeadline.REFUGE_REVIEW}


def last_day(code: LegalDeadline | None, country: LegalCountry, start: date | None) -> date | None:
    """The last day of a time of law there; None where the law has none that we know, or its start isn't known."""
    found = times().find(code, country.value, start) if code and start else None
    return times().last_day(found, start) if found and start else None


def source_of(code: LegalDeadline | None, country: LegalCountry, start: date) -> str:
    """The law of that time; "" where we know none."""
    found = times().find(code, country.value, start) if code else None
    return found.source if found else ""


def lodged_by(asked: AsylumAsked) -> date | None:
    """The last day to lodge the claim; None where there is none, as for an unaccompanied child in the United States.

    Where it isn't known whether the child is alone, the time counts: that status has been lost before a claim was
    lodged.
    """
    code = _APPLICATION.get(asked.country)
    found = times().find(code, asked.country.value, asked.arrived_on) if code and asked.arrived_on else None
    if found is None or ("alone" in found.exempt and asked.unaccompanied is Answer.YES):
        return None
    return last_day(code, asked.country, asked.arrived_on)


def _asked(form: AsylumAsked, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "asylum_not_yet", "on")
    if form.arrived_on and form.arrived_on > form.on:
        yield Broken(rule="asylum_before_arrival", box="arrived_on")


def _lodged(form: AsylumLodged, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "asylum_not_yet", "on")
    asked = newest(known.history, AsylumAsked)
    last = lodged_by(asked) if asked else None
    if asked and asked.arrived_on and last and form.on > last and not form.late_why:
        source = source_of(_APPLICATION.get(asked.country), asked.country, asked.arrived_on)
        yield Broken(rule="asylum_late", source=source, box="late_why")


def _heard(form: AsylumHeard, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "asylum_not_yet", "on")
    if form.suited_to_age is Answer.NO:
        yield Broken(rule="asylum_not_suited", source=_UNDERSTOOD, box="suited_to_age")


def _appealed(form: AsylumAppealed, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "asylum_not_yet", "on")
    last, source = _appeal_ends(known.history)
    if last and form.on > last and not form.late_why:
        yield Broken(rule="asylum_appeal_late", source=source, box="late_why")


def _appeal_ends(history: Sequence[Taken]) -> tuple[date | None, str]:
    asked, refused = newest(history, AsylumAsked), newest(history, AsylumRefused)
    if asked is None or refused is None:
        return None, ""
    code = _APPEAL.get(asked.country)
    return last_day(code, asked.country, refused.refusal_told_on), source_of(
        code, asked.country, refused.refusal_told_on
    )


def _ended(form: AsylumEnd, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "asylum_not_yet", "on")
    if form.claim_withdrawn is Answer.YES:
        if {form.counsel_present, form.understood} != {Answer.YES}:
            yield Broken(rule="asylum_withdrawn_alone", source=_UNDERSTOOD, box="counsel_present")
        return
    last, source = _appeal_ends(known.history)
    if newest(known.history, AsylumRefused) is None:
        yield Broken(rule="asylum_undecided", source=_UNDERSTOOD, box="claim_withdrawn")
    elif newest(known.history, AsylumAppealed) is None and last and _today(known) <= last:
        yield Broken(rule="asylum_appeal_open", source=source)


def _today(known: Known) -> date:
    return known.at.astimezone(ZoneInfo(known.zone)).date()


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    """The end of the last day to lodge the claim, to decide it where the law says so, or to appeal."""
    asked, last = newest(history, AsylumAsked), history[-1].form if history else None
    if asked is None:
        return None
    lodged = newest(history, AsylumLodged)
    day = None
    if isinstance(last, AsylumAsked):
        day = lodged_by(asked)
    elif isinstance(last, AsylumLodged | AsylumHeard) and lodged and asked.country is LegalCountry.MX:
        day = last_day(LegalDeadline.REFUGE_DECISION, asked.country, lodged.on)
    elif isinstance(last, AsylumRefused):
        day = _appeal_ends(history)[0]
    return ends(day, law().zone(asked.country.value)) if day else None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.WORK_LEGAL, place=LEGAL, before=frozenset(before))


_OPEN = ("asylum_asked", "asylum_lodged", "asylum_refused", "asylum_appealed")

ASYLUM_CLAIM = Definition(
    code=CLAIM,
    area="legal",
    sees=Action.SEE_LEGAL,
    place=LEGAL,
    steps=(
        _step("asylum_asked", "asylum_asked", AsylumAsked),
        _step("asylum_lodged", "asylum_lodged", AsylumLodged, "asylum_asked"),
        _step("asylum_heard", "asylum_lodged", AsylumHeard, "asylum_lodged"),
        _step("asylum_granted", "asylum_granted", AsylumGranted, "asylum_lodged", "asylum_appealed"),
        _step("asylum_refused", "asylum_refused", AsylumRefused, "asylum_lodged"),
        _step("asylum_appealed", "asylum_appealed", AsylumAppealed, "asylum_refused"),
        _step("asylum_ended", CLAIM_ENDED, AsylumEnd, *_OPEN),
    ),
    over=frozenset({"asylum_granted", CLAIM_ENDED}),
    due=_due,
    check=by_step(
        {
            "asylum_asked": of(AsylumAsked, _asked),
            "asylum_lodged": of(AsylumLodged, _lodged),
            "asylum_heard": of(AsylumHeard, _heard),
            "asylum_appealed": of(AsylumAppealed, _appealed),
            "asylum_ended": of(AsylumEnd, _ended),
        }
    ),
    gist=("country",),
)
"""From the wish to ask for protection until it is granted or nothing is open."""

"""Legal matters as duties: hearings, who represents the child, the last days of the law. Claims: duties/asylum."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, Text
from reencuentro.rules.disclosure.vocabulary import LEGAL, Action
from reencuentro.rules.duties.asylum import ASYLUM_CLAIM, LegalCountry, last_day, source_of
from reencuentro.rules.duties.checks import by_step, ends, newest, not_to_come, of
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.legal.deadlines import LegalDeadline
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

AREA = "legal"
"""The page on which these kinds stand."""
_ACCREDITED = "8 CFR 1292.1; Ley General de los Derechos de Niñas, Niños y Adolescentes, artículo 83"
_HEARD = "Convention on the Rights of the Child, article 12"


class LegalMatter(StrEnum):
    """What a hearing or a representation is about."""

    REMOVAL = "removal"
    ASYLUM = "asylum"
    CUSTODY = "custody"  # whether somebody is held
    FAMILY = "family"  # guardianship, parental rights
    AMPARO = "amparo"
    OTHER = "other"


class HearingSet(Filled):
    """When and where a hearing is. at: by the court's clock."""

    legal_matter: LegalMatter
    country: LegalCountry
    on: date
    at: Hour = ""
    court: Line = Field(min_length=1)
    language: Line = Field(min_length=1)
    interpreter_ordered: Answer = Answer.UNKNOWN
    file_number: Line = ""


class HearingMoved(Filled):
    """To which day a hearing was moved, and why."""

    on: date
    at: Hour = ""
    reasons: Text = Field(min_length=1)


class HearingHeld(Filled):
    """How a hearing went."""

    on: date
    child_present: Answer = Answer.UNKNOWN
    counsel_present: Answer = Answer.UNKNOWN
    interpreter_present: Answer = Answer.UNKNOWN
    outcome: Text = Field(min_length=1)


class HearingMissed(Filled):
    """That nobody came, and what was ordered in their absence."""

    on: date
    missed_why: Text = Field(min_length=1)
    ordered_in_absence: Answer = Answer.UNKNOWN


class HearingMended(Filled):
    """What was done about a hearing that was missed: a motion, a new day."""

    on: date
    mended_how: Text = Field(min_length=1)
    late_why: Text = ""


class CounselSought(Filled):
    """That somebody is sought to represent the child. next_try: when to ask again."""

    legal_matter: LegalMatter
    country: LegalCountry
    on: date
    language: Line = Field(min_length=1)
    asked_of: Line = Field(min_length=1)
    next_try: date


class CounselFound(Filled):
    """Who represents the child, and that the child wants it."""

    on: date
    counsel: Line = Field(min_length=1)
    dealing_office: Line = ""
    accredited: Answer = Answer.UNKNOWN
    child_agrees: Answer = Answer.UNKNOWN
    counsel_free: Answer = Answer.UNKNOWN


class CounselEnded(Filled):
    """Why a representation ended."""

    on: date
    reasons: Text = Field(min_length=1)


class DeadlineSet(Filled):
    """A time that runs. time_starts_on: the day that isn't counted. lasts_until: the last day, if one was set."""

    which_deadline: LegalDeadline
    country: LegalCountry
    time_starts_on: date
    lasts_until: Day = None
    file_number: Line = ""


class DeadlineMoved(Filled):
    """That a court or an office gave more time."""

    lasts_until: date
    granted_by: Line = Field(min_length=1)
    file_number: Line = ""


class DeadlineMet(Filled):
    """That it was handed in. late_why: why after the last day, where it was."""

    on: date
    met_how: Line = Field(min_length=1)
    file_number: Line = ""
    late_why: Text = ""


class DeadlineMissed(Filled):
    """Why it was missed, and what is done about it."""

    on: date
    missed_why: Text = Field(min_length=1)
    missed_remedy: Text = Field(min_length=1)


def _today(known: Known) -> date:
    return known.at.astimezone(ZoneInfo(known.zone)).date()


def _hearing_set(form: HearingSet | HearingMoved, known: Known) -> Iterator[Broken]:
    if form.on < _today(known):
        yield Broken(rule="hearing_past", box="on")


def _hearing_held(form: HearingHeld, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "legal_not_yet", "on")
    if form.interpreter_present is Answer.NO and form.child_present is Answer.YES:
        yield Broken(rule="hearing_not_understood", source=_HEARD, box="interpreter_present")


def _hearing_missed(form: HearingMissed, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "legal_not_yet", "on")


def _hearing_mended(form: HearingMended, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "legal_not_yet", "on")
    day, source = _reopened_by(known.history)
    if day and form.on > day and not form.late_why:
        yield Broken(rule="deadline_late", source=source, box="late_why")


def _reopened_by(history: Sequence[Taken]) -> tuple[date | None, str]:
    """The last day to have an order reopened that was made in absence."""
    hearing, missed = newest(history, HearingSet), newest(history, HearingMissed)
    if hearing is None or missed is None or missed.ordered_in_absence is Answer.NO:
        return None, ""
    code = LegalDeadline.ORDER_IN_ABSENCE
    return last_day(code, hearing.country, missed.on), source_of(code, hearing.country, missed.on)


def _hearing_due(history: Sequence[Taken], child: Child) -> datetime | None:
    """The end of the day of the hearing: by then it is noted how it went. Of a missed one the time to reopen it."""
    hearing, last = newest(history, HearingSet), history[-1].form if history else None
    if hearing is None:
        return None
    day = last.on if isinstance(last, HearingSet | HearingMoved) else _reopened_by(history)[0]
    return ends(day, law().zone(hearing.country.value)) if day else None


def _counsel_found(form: CounselFound, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "legal_not_yet", "on")
    if form.accredited is not Answer.YES:
        yield Broken(rule="counsel_not_accredited", source=_ACCREDITED, box="accredited")
    if form.child_agrees is not Answer.YES:
        yield Broken(rule="counsel_not_wanted", source=_HEARD, box="child_agrees")


def _counsel_due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1].form if history else None
    return ends(last.next_try, law().zone(last.country.value)) if isinstance(last, CounselSought) else None


def by_law(form: DeadlineSet) -> date | None:
    """The last day by the law; None where it is set by somebody else, or the law of that country has no such time."""
    return last_day(form.which_deadline, form.country, form.time_starts_on)


def _deadline_set(form: DeadlineSet, known: Known) -> Iterator[Broken]:
    lawful = by_law(form)
    if form.which_deadline is LegalDeadline.OTHER and form.lasts_until is None:
        yield Broken(rule="deadline_no_day", box="lasts_until")
    if form.which_deadline is not LegalDeadline.OTHER and lawful is None:
        yield Broken(rule="deadline_no_law", box="which_deadline")
    if lawful and form.lasts_until and form.lasts_until > lawful:
        source = source_of(form.which_deadline, form.country, form.time_starts_on)
        yield Broken(rule="deadline_after_law", source=source, box="lasts_until")
    if form.lasts_until and form.lasts_until < form.time_starts_on:
        yield Broken(rule="deadline_before_start", box="lasts_until")


def runs_until(history: Sequence[Taken]) -> date | None:
    """The last day: as it was moved, else the earlier one of the law's and the one that was set."""
    moved, begun = newest(history, DeadlineMoved), newest(history, DeadlineSet)
    if moved:
        return moved.lasts_until
    if begun is None:
        return None
    return min((day for day in (begun.lasts_until, by_law(begun)) if day), default=None)


def _deadline_moved(form: DeadlineMoved, known: Known) -> Iterator[Broken]:
    before = runs_until(known.history)
    if before and form.lasts_until <= before:
        yield Broken(rule="deadline_not_longer", box="lasts_until")


def _deadline_met(form: DeadlineMet, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "legal_not_yet", "on")
    last, begun = runs_until(known.history), newest(known.history, DeadlineSet)
    if last and begun and form.on > last and not form.late_why:
        source = source_of(begun.which_deadline, begun.country, begun.time_starts_on)
        yield Broken(rule="deadline_late", source=source, box="late_why")


def _deadline_missed(form: DeadlineMissed, known: Known) -> Iterator[Broken]:
    last = runs_until(known.history)
    if last and _today(known) <= last:
        yield Broken(rule="deadline_still_runs", box="on")


def _deadline_due(history: Sequence[Taken], child: Child) -> datetime | None:
    last, begun = runs_until(history), newest(history, DeadlineSet)
    return ends(last, law().zone(begun.country.value)) if last and begun else None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.WORK_LEGAL, place=LEGAL, before=frozenset(before))


HEARING = Definition(
    code="hearing",
    area=AREA,
    sees=Action.SEE_LEGAL,
    place=LEGAL,
    steps=(
        _step("hearing_set", "hearing_set", HearingSet),
        _step("hearing_moved", "hearing_set", HearingMoved, "hearing_set"),
        _step("hearing_held", "hearing_held", HearingHeld, "hearing_set"),
        _step("hearing_missed", "hearing_missed", HearingMissed, "hearing_set"),
        _step("hearing_mended", "hearing_mended", HearingMended, "hearing_missed"),
    ),
    over=frozenset({"hearing_held", "hearing_mended"}),
    due=_hearing_due,
    check=by_step(
        {
            "hearing_set": of(HearingSet, _hearing_set),
            "hearing_moved": of(HearingMoved, _hearing_set),
            "hearing_held": of(HearingHeld, _hearing_held),
            "hearing_missed": of(HearingMissed, _hearing_missed),
            "hearing_mended": of(HearingMended, _hearing_mended),
        }
    ),
    gist=("legal_matter",),
)

REPRESENTATION = Definition(
    code="representation",
    area=AREA,
    sees=Action.SEE_LEGAL,
    place=LEGAL,
    steps=(
        _step("counsel_sought", "counsel_sought", CounselSought),
        _step("counsel_sought_again", "counsel_sought", CounselSought, "counsel_sought", "counsel_found"),
        _step("counsel_found", "counsel_found", CounselFound, "counsel_sought"),
        _step("counsel_ended", "counsel_ended", CounselEnded, "counsel_sought", "counsel_found"),
    ),
    over=frozenset({"counsel_ended"}),
    due=_counsel_due,
    check=by_step({"counsel_found": of(CounselFound, _counsel_found)}),
    gist=("legal_matter",),
)

LEGAL_DEADLINE = Definition(
    code="legal_deadline",
    area=AREA,
    sees=Action.SEE_LEGAL,
    place=LEGAL,
    steps=(
        _step("deadline_set", "deadline_runs", DeadlineSet),
        _step("deadline_moved", "deadline_runs", DeadlineMoved, "deadline_runs"),
        _step("deadline_met", "deadline_met", DeadlineMet, "deadline_runs"),
        _step("deadline_missed", "deadline_missed", DeadlineMissed, "deadline_runs"),
    ),
    over=frozenset({"deadline_met", "deadline_missed"}),
    due=_deadline_due,
    check=by_step(
        {
            "deadline_set": of(DeadlineSet, _deadline_set),
            "deadline_moved": of(DeadlineMoved, _deadline_moved),
            "deadline_met": of(DeadlineMet, _deadline_met),
            "deadline_missed": of(DeadlineMissed, _deadline_missed),
        }
    ),
    gist=("which_deadline",),
)

TABLE: tuple[Definition, ...] = (ASYLUM_CLAIM, HEARING, REPRESENTATION, LEGAL_DEADLINE)
"""The kinds of duties of the area."""

"""Human rights: violations recorded with their evidence and consent, and brought before bodies as case or pattern."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer, Filled
from reencuentro.rules.disclosure.small_cells import SMALL
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.rules.duties.checks import by_step, ends, newest, not_to_come, of
from reencuentro.rules.duties.rights_forms import (
    Acknowledged,
    ConsentGiven,
    ConsentWithdrawn,
    Ended,
    EvidenceAdded,
    Followed,
    PatternPrepared,
    ReferralPrepared,
    RightsSource,
    RightsStatus,
    Submitted,
    ViolationRecorded,
    WhyEnded,
)
from reencuentro.rules.duties.steps import Broken, Definition, Known, Past, Step, Taken
from reencuentro.rules.retention import later
from reencuentro.rules.rights.bodies import ConsentRule, RightsBody, Terms, bodies
from reencuentro.rules.timers.clocks import Child

AREA, PATTERNS = "rights", "patterns"
VIOLATION, REFERRAL, PATTERN = "violation", "rights_referral", "rights_pattern"

CONSENT = "Manual on Human Rights Monitoring (OHCHR, 2011), chapter 14"
CELLS = "CMS cell suppression policy: no count of 1 to 10"
_HASH = re.compile(r"[0-9a-f]{64}")
_ZONE = ZoneInfo("UTC")


def _happened(form: ViolationRecorded, known: Known) -> Iterable[Broken]:
    if not form.rights_on:
        yield Broken(rule="rights_no_day", box="rights_on")
    elif first_day(form.rights_on) > _today(known):
        yield Broken(rule="rights_to_come", box="rights_on")
    elif form.rights_until and form.rights_until < form.rights_on[: len(form.rights_until)]:
        yield Broken(rule="rights_over_first", box="rights_until")
    for box in ("rights_place", "rights_authority", "rights_facts"):
        if not getattr(form, box):
            yield Broken(rule="rights_unsaid", box=box)


def first_day(partial: str) -> date:
    """The first day that a day known in part may be."""
    year, month, day = (int(one) for one in [*partial.split("-"), "1", "1"][:3])
    return date(year, month, day)


def _today(known: Known) -> date:
    return known.at.astimezone(ZoneInfo(known.zone)).date()


def _hashed(form: EvidenceAdded | Submitted, known: Known) -> Iterable[Broken]:
    if form.rights_hash and not _HASH.fullmatch(form.rights_hash.lower()):
        yield Broken(rule="rights_no_hash", box="rights_hash")


def _past(box: str) -> Callable[[Any, Known], Iterable[Broken]]:
    """That the day in that box has come."""

    def tested(form: Any, known: Known) -> Iterable[Broken]:
        return not_to_come(getattr(form, box), known, "rights_to_come", box)

    return tested


def _asked_in(form: ConsentGiven, known: Known) -> Iterable[Broken]:
    if not form.rights_language:
        yield Broken(rule="rights_no_language", source=CONSENT, box="rights_language")
    if not any(_allows(form, one) for one in RightsBody):
        yield Broken(rule="rights_no_body", source=CONSENT, box="rights_to_cndh")


def _allows(form: ConsentGiven, body: RightsBody) -> bool:
    return getattr(form, f"rights_to_{body.value}") is Answer.YES


_VIOLATION_CHECK = by_step(
    {
        "violation_record": of(ViolationRecorded, _happened),
        "violation_evidence": of(EvidenceAdded, _hashed, _past("rights_obtained_on")),
        "violation_consent": of(ConsentGiven, _asked_in, _past("rights_consent_on")),
        "violation_unconsent": of(ConsentWithdrawn, _past("rights_withdrawn_on")),
    }
)


def recorded(others: Sequence[Past]) -> list[Past]:
    """The violations of the child that stand, the oldest first."""
    return [one for one in others if one.kind == VIOLATION and one.state == "violation_recorded"]


def last_said(history: Sequence[Taken]) -> ConsentGiven | None:
    """The consent, if that was said last; where that can't be read any more, no older word counts instead."""
    last = next((one.form for one in reversed(history) if one.step in _OF_CONSENT), None)
    return last if isinstance(last, ConsentGiven) else None


_OF_CONSENT = frozenset({"violation_consent", "violation_unconsent"})


def consented(one: Past, body: RightsBody) -> bool:
    """Whether whoever it is about allows that body to be told of that violation: what was said last counts."""
    said = last_said(one.history)
    return said is not None and _allows(said, body)


def _brought(form: ReferralPrepared, known: Known) -> Iterable[Broken]:
    terms, found = bodies()[form.rights_body], recorded(known.others)
    if not found:
        yield Broken(rule="rights_nothing_recorded")
    for box in ("rights_summary", "rights_requested", *terms.grounds):
        if not getattr(form, box):
            yield Broken(rule="rights_unsaid", source=terms.source, box=box)
    yield from chain(_allowed(form, terms, found), _in_time(form, terms, found, known), _rests(terms, found))


def _allowed(form: ReferralPrepared, terms: Terms, found: Sequence[Past]) -> Iterator[Broken]:
    if not found or any(consented(one, terms.code) for one in found):
        return
    if terms.consent is ConsentRule.NEEDED:
        yield Broken(rule="rights_no_consent", source=CONSENT, box="rights_body")
    elif not form.rights_no_consent_why:
        yield Broken(rule="rights_no_consent_why", source=terms.source, box="rights_no_consent_why")


def _in_time(form: ReferralPrepared, terms: Terms, found: Sequence[Past], known: Known) -> Iterator[Broken]:
    if not terms.within_months or not found or (terms.late_with_reason and form.rights_late_reason):
        return
    last = max(_day_of(one) for one in found)
    if later(last, months=terms.within_months) < _today(known):
        yield Broken(rule="rights_too_late", source=terms.source, box="rights_late_reason")


def _day_of(one: Past) -> date:
    form = newest(one.history, ViolationRecorded)
    return first_day(form.rights_until or form.rights_on) if form else date.max


def _rests(terms: Terms, found: Sequence[Past]) -> Iterator[Broken]:
    told = [form.rights_source for one in found for form in _sourced(one)]
    if terms.beyond_media and told and set(told) == {RightsSource.MEDIA}:
        yield Broken(rule="rights_media_alone", source=terms.source, box="rights_body")


def _sourced(one: Past) -> Iterator[ViolationRecorded | EvidenceAdded]:
    return (each.form for each in one.history if isinstance(each.form, ViolationRecorded | EvidenceAdded))


def _still_allowed(form: Submitted, known: Known) -> Iterable[Broken]:
    """A consent that was withdrawn meanwhile stops a submission that was prepared."""
    prepared = newest(known.history, ReferralPrepared)
    if prepared is not None:
        yield from _allowed(prepared, bodies()[prepared.rights_body], recorded(known.others))


def _counted(form: PatternPrepared, known: Known) -> Iterable[Broken]:
    if Role.RIGHTS_OFFICER not in known.doer.roles:
        yield Broken(rule="rights_officers_only")
    if not (form.rights_people.isascii() and form.rights_people.isdigit()) or len(form.rights_people) > 7:
        yield Broken(rule="rights_no_number", box="rights_people")
    elif int(form.rights_people) in SMALL:
        yield Broken(rule="rights_few", source=CELLS, box="rights_people")
    if form.rights_to < form.rights_from:
        yield Broken(rule="rights_over_first", box="rights_to")
    for box in ("rights_summary", "rights_requested"):
        if not getattr(form, box):
            yield Broken(rule="rights_unsaid", source=bodies()[form.rights_body].source, box=box)


_GOING_ON = {
    "rights_acknowledge": of(Acknowledged, _past("rights_acknowledged_on")),
    "rights_follow": of(Followed, _past("rights_status_on")),
}
_SENT = _past("rights_sent_on")
_REFERRAL_CHECK = by_step(
    {
        "rights_prepare": of(ReferralPrepared, _brought),
        "rights_submit": of(Submitted, _hashed, _still_allowed, _SENT),
        **_GOING_ON,
    }
)
_PATTERN_CHECK = by_step(
    {
        "pattern_prepare": of(PatternPrepared, _counted, _past("rights_to")),
        "rights_submit": of(Submitted, _hashed, _SENT),
        **_GOING_ON,
    }
)

PREPARED_WITHIN = timedelta(days=14)
"""How long a submission may lie prepared before somebody asks why it wasn't handed in. It is ours."""


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1]
    if isinstance(last.form, ReferralPrepared | PatternPrepared):
        return last.at + PREPARED_WITHIN
    if isinstance(last.form, Followed) and last.form.rights_answer_by:
        return ends(last.form.rights_answer_by, _ZONE)
    if isinstance(last.form, Followed) and last.form.rights_status is RightsStatus.INADMISSIBLE:
        return last.at + PREPARED_WITHIN
    begun = newest(history, ReferralPrepared) or newest(history, PatternPrepared)
    return last.at + timedelta(days=bodies()[begun.rights_body].answer_days) if begun else None


_OPEN = frozenset({"violation_recorded"})
_STANDING = frozenset({"rights_submitted", "rights_acknowledged", "rights_followed"})


def _violation(name: str, shape: type[Filled], to: str = "violation_recorded", *, begins: bool = False) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.REFER_RIGHTS, before=frozenset() if begins else _OPEN)


def _submission(first: str, shape: type[Filled], action: Action) -> tuple[Step, ...]:
    """The steps of a submission, which begins with that form."""
    rows: tuple[tuple[str, type[Filled], str, frozenset[str]], ...] = (
        (first, shape, "rights_prepared", frozenset()),
        ("rights_submit", Submitted, "rights_submitted", frozenset({"rights_prepared"})),
        ("rights_acknowledge", Acknowledged, "rights_acknowledged", frozenset({"rights_submitted"})),
        ("rights_follow", Followed, "rights_followed", _STANDING),
        ("rights_end", Ended, "rights_ended", _STANDING),
        ("rights_drop", WhyEnded, "rights_dropped", frozenset({"rights_prepared"})),
    )
    return tuple(Step(name=name, to=to, shape=form, action=action, before=before) for name, form, to, before in rows)


TABLE = (
    Definition(
        code=VIOLATION,
        area=AREA,
        sees=Action.SEE_VIOLATIONS,
        steps=(
            _violation("violation_record", ViolationRecorded, begins=True),
            _violation("violation_evidence", EvidenceAdded),
            _violation("violation_consent", ConsentGiven),
            _violation("violation_unconsent", ConsentWithdrawn),
            _violation("violation_withdraw", WhyEnded, "violation_withdrawn"),
        ),
        over=frozenset({"violation_withdrawn"}),
        check=_VIOLATION_CHECK,
        gist=("rights_type", "rights_on"),
    ),
    Definition(
        code=REFERRAL,
        area=AREA,
        sees=Action.SEE_VIOLATIONS,
        steps=_submission("rights_prepare", ReferralPrepared, Action.REFER_RIGHTS),
        over=frozenset({"rights_ended", "rights_dropped"}),
        due=_due,
        check=_REFERRAL_CHECK,
        gist=("rights_body",),
    ),
    Definition(
        code=PATTERN,
        area=PATTERNS,
        sees=Action.SEE_GROUPS,
        steps=_submission("pattern_prepare", PatternPrepared, Action.COORDINATE),
        over=frozenset({"rights_ended", "rights_dropped"}),
        due=_due,
        check=_PATTERN_CHECK,
        gist=("rights_body", "rights_type"),
        about_child=False,
    ),
)
"""What is recorded as a violation, and brought before a body: of one child, or of many in figures."""

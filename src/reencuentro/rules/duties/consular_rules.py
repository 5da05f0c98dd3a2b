"""When a consulate must have been told, and must have answered or helped; and what is refused, by which rule.

The gate stands first: nobody is told of before they were asked about asylum, trafficking and fear, alone and in their
language, and before whoever protects them has opened the gate. Then: its own nationals only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer, Filled
from reencuentro.rules.consulates.delays import Awaited, delay_of
from reencuentro.rules.consulates.posts import directory
from reencuentro.rules.disclosure.vocabulary import Action, Gate
from reencuentro.rules.duties import consular_forms as forms
from reencuentro.rules.duties.consular_forms import ConsularNeed, HeldIn, NoticeGround
from reencuentro.rules.duties.steps import Broken, Known, Step, Taken
from reencuentro.rules.retention import LAST_TO_END, later, latest_birthday
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

ADULT_SOURCE = "Vienna Convention on Consular Relations, art. 36(1)(b): if the person so requests"
MINOR_SOURCE = "Vienna Convention on Consular Relations, art. 37(b): the consulate is told of every minor"
NATIONALS_SOURCE = "Vienna Convention on Consular Relations, art. 36 and 37: nationals of the sending State"
GATE_SOURCE = "8 CFR 208.6 and 236.1(e); Reglamento de la Ley sobre Refugiados y Protección Complementaria, art. 22"
LONGEST_REVIEW = timedelta(days=90)
"""How far away the day may lie on which a withheld notice is looked at again: the registry's own policy."""
VERY_YOUNG = 5
"""Years under which somebody is attended first, as the court did in Ms. L. v. ICE (18cv428, 26 June 2018)."""
MAJORITY = 18

_Form = TypeVar("_Form", bound=Filled)
_YES, _NO = Answer.YES, Answer.NO


def is_urgent(need: ConsularNeed, child: Child, on: date) -> bool:
    """Whether they are attended first: for a need that somebody noted, or because they are very young."""
    return need is not ConsularNeed.NONE or _is_under(VERY_YOUNG, child, on)


def _is_under(years: int, child: Child, on: date) -> bool:
    """Whether they are surely younger than that; nobody is whose birth isn't known."""
    return child.born is not None and later(latest_birthday(child.born), years=years) > on


def _last(history: Sequence[Taken], shape: type[_Form]) -> _Form | None:
    """The newest form of that shape, None where there is none that can be opened."""
    return next((one.form for one in reversed(history) if isinstance(one.form, shape)), None)


def _instant(day: date, hour: str, zone: ZoneInfo) -> datetime:
    """That hour of that day; where the hour isn't known, the first instant of the day."""
    clock = time.fromisoformat(hour) if hour else time.min
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _day_over(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


# --- the notice


def _zone_of(owed: forms.NoticeOwed | None) -> ZoneInfo:
    return law().zone(owed.held_in.value) if owed else ZoneInfo("UTC")


def notice_due(history: Sequence[Taken], child: Child) -> datetime | None:
    """Until when the consulate must be told; once it is, until when it must have answered; withheld, until the review.

    What was withheld is owed anew from the screening that came after it.
    """
    owed = _last(history, forms.NoticeOwed)
    if owed is None:
        return None
    match history[-1].form:
        case forms.NoticeWithheld() as withheld:
            return _day_over(withheld.review_on, _zone_of(owed))
        case forms.NoticeMade() as made:
            return _after(Awaited.ACKNOWLEDGEMENT, owed, child, _instant(made.on, made.at, _zone_of(owed)))
        case forms.NoticeOwed() | forms.NoticeScreening():
            return _after(Awaited.NOTICE, owed, child, _owed_from(history, owed))
    return None


def _owed_from(history: Sequence[Taken], owed: forms.NoticeOwed) -> datetime:
    since = _instant(owed.held_since, owed.held_since_hour, _zone_of(owed))
    withheld = [number for number, one in enumerate(history) if isinstance(one.form, forms.NoticeWithheld)]
    return history[withheld[-1] + 1].at if withheld and withheld[-1] + 1 < len(history) else since


def _after(what: Awaited, owed: forms.NoticeOwed, child: Child, start: datetime) -> datetime | None:
    on = start.astimezone(_zone_of(owed)).date()
    found = delay_of(what, owed.held_in.value, on)
    return start + found.lasts(urgent=is_urgent(owed.consular_need, child, on)) if found else None


def notice_broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    """What a step of a notice would break."""
    owed = form if isinstance(form, forms.NoticeOwed) else _last(known.history, forms.NoticeOwed)
    zone = _zone_of(owed)
    yield from _in_future(form, known, zone)
    match form:
        case forms.NoticeOwed():
            yield from _wrong_ground(form, known)
        case forms.NoticeWithheld():
            yield from _wrong_review(form, known, zone)
        case forms.NoticeMade() if owed is None:
            yield Broken(rule="notice_lost")  # what can't be read settles nothing
        case forms.NoticeMade() if owed is not None:
            yield from _not_to_be_told(owed, known)
            yield from _wrong_post(form, owed, known)
            if _instant(form.on, form.at or "23:59", zone) < _instant(owed.held_since, owed.held_since_hour, zone):
                yield Broken(rule="notice_before_owed", box="on")
        case forms.NoticeDeclined() if owed is not None and owed.notice_ground is not NoticeGround.ADULT_HELD:
            yield Broken(rule="notice_only_adults_decline", source=MINOR_SOURCE)
        case forms.NoticeDeclined() if form.understood is not _YES:
            yield Broken(rule="notice_not_understood", source=ADULT_SOURCE, box="understood")


_DAYS = {"on": "at", "held_since": "held_since_hour"}
"""The boxes with the day on which something happened, each with the box of its hour."""


def _in_future(form: Filled, known: Known, zone: ZoneInfo) -> Iterator[Broken]:
    if isinstance(form, forms.VisitPlanned):
        return
    for box, hour in _DAYS.items():
        day = getattr(form, box, None)
        if day is not None and _instant(day, getattr(form, hour, ""), zone) > known.at:
            yield Broken(rule="consular_in_future", box=box)


def _wrong_ground(form: forms.NoticeOwed, known: Known) -> Iterator[Broken]:
    """A minor is told of whether they ask or not; what isn't known of somebody's age decides nothing."""
    born = known.child.born
    if form.notice_ground is NoticeGround.ADULT_HELD and _is_under(MAJORITY, known.child, form.held_since):
        yield Broken(rule="notice_is_of_a_minor", source=MINOR_SOURCE, box="notice_ground")
    if form.notice_ground is NoticeGround.MINOR and born and not _is_under(MAJORITY, known.child, form.held_since):
        yield Broken(rule="notice_is_of_an_adult", source=ADULT_SOURCE, box="notice_ground")


def _wrong_review(form: forms.NoticeWithheld, known: Known, zone: ZoneInfo) -> Iterator[Broken]:
    today = known.at.astimezone(zone).date()
    if form.review_on <= today:
        yield Broken(rule="notice_review_past", box="review_on")
    if form.review_on > today + LONGEST_REVIEW:
        yield Broken(rule="notice_review_far", box="review_on")


def _not_to_be_told(owed: forms.NoticeOwed, known: Known) -> Iterator[Broken]:
    """The gate first: asked, answered, and open by the word of whoever protects the child."""
    newest = next((one.form for one in reversed(known.history) if one.step == "notice_screen"), None)
    asked = newest if isinstance(newest, forms.NoticeScreening) else None  # of one that is lost no older one is asked
    answers = (asked.gate_asylum, asked.gate_trafficking, asked.gate_fear) if asked else ()
    if _YES in answers:
        yield Broken(rule="notice_must_be_withheld", source=GATE_SOURCE)
    elif not answers or any(answer is not _NO for answer in answers):
        yield Broken(rule="notice_gate_not_asked", source=GATE_SOURCE)
    if known.gate is not Gate.OPEN:
        yield Broken(rule="notice_gate_not_open", source=GATE_SOURCE)
    if owed.notice_ground is NoticeGround.ADULT_HELD and (asked is None or asked.wants_notice is not _YES):
        yield Broken(rule="notice_not_asked_for", source=ADULT_SOURCE)


def _wrong_post(form: forms.NoticeMade, owed: forms.NoticeOwed, known: Known) -> Iterator[Broken]:
    nations = known.child.nationalities
    found = directory().named(form.consular_post, nations) if owed.held_in is HeldIn.US else ()
    countries = {one.country for one in found} or _country_written(form.consular_post, owed)
    if not nations:
        yield Broken(rule="notice_nationality_unknown", source=NATIONALS_SOURCE)
    elif not countries:
        yield Broken(rule="notice_no_such_post", box="consular_post")
    elif countries - nations:
        yield Broken(rule="notice_other_nation", source=NATIONALS_SOURCE, box="consular_post")
    elif len(found) > 1:
        yield Broken(rule="notice_several_posts", box="consular_post")
    elif found and found[0].opened > form.on:
        yield Broken(rule="notice_post_not_open_yet", source=found[0].source.says, box="consular_post")


def _country_written(post: str, owed: forms.NoticeOwed) -> set[str]:
    """The country in front of a post outside the United States, of which there is no directory; else of none."""
    written = re.fullmatch(r"([A-Z]{2}) \S.*", post)
    return {written[1]} if written and owed.held_in is not HeldIn.US else set()


# --- what a consulate is asked to do, and does


def _needs(history: Sequence[Taken]) -> ConsularNeed:
    """The newest need that somebody noted; what was noted once isn't forgotten because a later form is silent."""
    noted = (getattr(one.form, "consular_need", ConsularNeed.NONE) for one in reversed(history))
    return next((one for one in noted if one is not ConsularNeed.NONE), ConsularNeed.NONE)


_AWAITED = {
    "case_told": Awaited.ACKNOWLEDGEMENT,
    "case_accept": Awaited.ASSISTANCE,
    "assistance_ask": Awaited.ASSISTANCE,
    "paper_ask": Awaited.ASSISTANCE,
}
"""What is waited for after a step."""


def assistance_due(history: Sequence[Taken], child: Child) -> datetime | None:
    """Until when the consulate must have answered, or helped: sooner for who has special needs."""
    last = history[-1]
    if isinstance(last.form, forms.VisitPlanned):
        return _day_over(last.form.on, ZoneInfo(LAST_TO_END))
    on = last.at.date()
    found = delay_of(_AWAITED[last.step], "", on) if last.step in _AWAITED else None
    return last.at + found.lasts(urgent=is_urgent(_needs(history), child, on)) if found else None


def assistance_broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    """What a step of what a consulate is asked, or does, would break."""
    yield from _in_future(form, known, ZoneInfo(known.zone))
    if isinstance(form, forms.VisitPlanned) and _day_over(form.on, ZoneInfo(LAST_TO_END)) <= known.at:
        yield Broken(rule="visit_in_past", box="on")
    if step.action is Action.ASSIST_NATIONAL:
        yield from _other_nation(known.doer.agency.country, known)
    if isinstance(form, forms.CaseTold):
        yield from _other_nation(known.country, known)
        if known.gate is not Gate.OPEN:
            yield Broken(rule="notice_gate_not_open", source=GATE_SOURCE)


def _other_nation(country: str, known: Known) -> Iterator[Broken]:
    if not known.child.nationalities:
        yield Broken(rule="notice_nationality_unknown", source=NATIONALS_SOURCE)
    elif country not in known.child.nationalities:
        yield Broken(rule="notice_other_nation", source=NATIONALS_SOURCE)

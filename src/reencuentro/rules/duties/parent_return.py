"""A parent who is returned while the child remains: not before the two were in contact, or as they chose knowingly.

Sources: Ms. L. v. ICE, 18cv428 (S.D. Cal.), order of 26 June 2018: no removal without the child unless the parent
waives it knowingly; inspectors found waivers signed by people who couldn't read them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, PersonKey, Text
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.checks import by_step, ends, newest, not_to_come, of
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.returns.forms import ReturnCountry
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

_ORDER = "Ms. L. v. ICE, 18cv428 (S.D. Cal.), order of 26 June 2018"
_TRACED = "Inter-agency Guiding Principles on unaccompanied and separated children (2004): verification before contact"


class ParentLeaving(Filled):
    """That a parent is to be returned. leaves_on: None where nobody says when."""

    adult: PersonKey = Field(min_length=1)
    sends: ReturnCountry
    takes: ReturnCountry
    leaves_on: Day = None
    ordered_by: Line = Field(min_length=1)
    known_from: Line = Field(min_length=1)


class ContactVerified(Filled):
    """That the two spoke, and that each knows how to reach the other afterwards.

    contact_tested: the number or address abroad was tried and answered.
    """

    on: date
    at: Hour = ""
    language: Line = Field(min_length=1)
    interpreter: Line = ""
    both_spoke: Answer = Answer.UNKNOWN
    contact_tested: Answer = Answer.UNKNOWN
    child_knows: Answer = Answer.UNKNOWN
    heard_by: Line = Field(min_length=1)


class ParentWish(StrEnum):
    """What a parent wants for the child who remains."""

    COMES_ALONG = "comes_along"
    COMES_LATER = "comes_later"
    STAYS = "stays"


class LeavingWithout(Filled):
    """What the parent chose, and that they knew what they chose."""

    on: date
    language: Line = Field(min_length=1)
    speaks_it: Answer = Answer.UNKNOWN
    interpreter: Line = ""
    witness: Line = ""
    counsel_offered: Answer = Answer.UNKNOWN
    counsel: Line = ""
    understood: Answer = Answer.UNKNOWN
    parent_wish: ParentWish
    own_words: Text = ""


class ParentLeft(Filled):
    """That the parent left. call_by: the day by which they are to be spoken to there."""

    on: date
    takes: ReturnCountry
    place: Line = ""
    call_by: date


class ParentLeftUnasked(Filled):
    """That the parent was returned before anybody made sure of the contact. It happened, so it is written down."""

    on: date
    takes: ReturnCountry
    returned_by: Line = Field(min_length=1)
    known_from: Line = Field(min_length=1)


class ParentReached(Filled):
    """That the parent was reached where they are now, and the child knows."""

    on: date
    reached_how: Line = Field(min_length=1)
    both_spoke: Answer = Answer.UNKNOWN
    remarks: Text = ""


class ParentStays(Filled):
    """Why the parent isn't returned after all, or the child goes along."""

    on: date
    reasons: Text = Field(min_length=1)


def _leaving(form: ParentLeaving, known: Known) -> Iterator[Broken]:
    if form.adult in known.barred:
        yield Broken(rule="parent_barred", source=_TRACED, box="adult")


def _in_contact(form: ContactVerified, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "parent_not_yet", "on")
    leaving = newest(known.history, ParentLeaving)
    if leaving and leaving.adult not in known.verified:
        yield Broken(rule="parent_unverified", source=_TRACED)
    for box, rule in _CONTACT.items():
        if getattr(form, box) is not Answer.YES:
            yield Broken(rule=rule, source=_ORDER, box=box)


_CONTACT: Mapping[str, str] = {
    "both_spoke": "parent_not_spoken",
    "contact_tested": "parent_untested",
    "child_knows": "parent_untold",
}
"""What must have been answered with yes, and the rule that it would break."""


def _without(form: LeavingWithout, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "parent_not_yet", "on")
    if form.speaks_it is not Answer.YES and not form.interpreter:
        yield Broken(rule="parent_no_interpreter", source=_ORDER, box="interpreter")
    if not form.witness:
        yield Broken(rule="parent_no_witness", source=_ORDER, box="witness")
    if form.counsel_offered is not Answer.YES:
        yield Broken(rule="parent_no_counsel", source=_ORDER, box="counsel_offered")
    if form.understood is not Answer.YES:
        yield Broken(rule="parent_not_understood", source=_ORDER, box="understood")
    if form.parent_wish is ParentWish.COMES_ALONG:
        # Then the two aren't to be parted, and there is nothing to waive.
        yield Broken(rule="parent_wants_child", source=_ORDER, box="parent_wish")


def _left(form: ParentLeft, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "parent_not_yet", "on")
    if form.call_by < form.on:
        yield Broken(rule="parent_call_before", box="call_by")


def _reached(form: ParentReached, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "parent_not_yet", "on")
    if form.both_spoke is not Answer.YES:
        yield Broken(rule="parent_not_spoken", source=_ORDER, box="both_spoke")


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    """Before the parent leaves, the first moment of that day; after it, the day of the first call."""
    leaving, last = newest(history, ParentLeaving), history[-1] if history else None
    if leaving is None or last is None:
        return None
    if isinstance(last.form, ParentLeft):
        return ends(last.form.call_by, law().zone(last.form.takes.value))
    if isinstance(last.form, ContactVerified | LeavingWithout):
        return ends(leaving.leaves_on, law().zone(leaving.sends.value)) if leaving.leaves_on else None
    if isinstance(last.form, ParentLeaving) and leaving.leaves_on:
        return datetime.combine(leaving.leaves_on, time.min, law().zone(leaving.sends.value))
    return last.at


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.WORK_RETURN, before=frozenset(before))


_BEFORE = ("parent_leaving", "parent_in_contact", "parent_goes_without")

PARENT_RETURN = Definition(
    code="parent_return",
    area="return",
    sees=Action.SEE_RETURN,
    steps=(
        _step("parent_leaving", "parent_leaving", ParentLeaving),
        _step("parent_in_contact", "parent_in_contact", ContactVerified, *_BEFORE),
        Step(
            name="parent_goes_without",
            to="parent_goes_without",
            shape=LeavingWithout,
            action=Action.SETTLE_STEP,
            before=frozenset({"parent_leaving"}),
            second=True,
        ),
        _step("parent_left", "parent_left", ParentLeft, "parent_in_contact", "parent_goes_without"),
        _step("parent_left_unasked", "parent_lost", ParentLeftUnasked, "parent_leaving"),
        _step("parent_reached", "parent_reached", ParentReached, "parent_left", "parent_lost"),
        _step("parent_stays", "parent_stays", ParentStays, *_BEFORE),
    ),
    over=frozenset({"parent_reached", "parent_stays"}),
    due=_due,
    check=by_step(
        {
            "parent_leaving": of(ParentLeaving, _leaving),
            "parent_in_contact": of(ContactVerified, _in_contact),
            "parent_goes_without": of(LeavingWithout, _without),
            "parent_left": of(ParentLeft, _left),
            "parent_reached": of(ParentReached, _reached),
        }
    ),
)
"""From the news that a parent is to be returned until they are reached where they went."""

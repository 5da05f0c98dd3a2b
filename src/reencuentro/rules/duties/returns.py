"""A child's return as a duty: the gate, the decision, the crossing, the hand-over, the arrival, the visits after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.vocabulary import IDENTITY, LOCATION, PROTECTION, Action, Compartment
from reencuentro.rules.duties.checks import ends, moment, newest
from reencuentro.rules.duties.parent_return import PARENT_RETURN
from reencuentro.rules.duties.restitution import RESTITUTION_DUTY
from reencuentro.rules.duties.return_rules import CHECK, crosses
from reencuentro.rules.duties.steps import Definition, Step, Taken
from reencuentro.rules.retention import later
from reencuentro.rules.returns.forms import (
    Arrival,
    Crossing,
    MadeWithout,
    NotArrived,
    Onward,
    ReturnCountry,
    ReturnDecision,
    ReturnEnd,
    ReturnHandOver,
    ReturnPreparation,
    ReturnStop,
    ReturnVisit,
    Screening,
)
from reencuentro.rules.returns.gate import WITHIN
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

AREA = "return"
"""The page on which these kinds stand."""


def _decided_by(history: Sequence[Taken]) -> datetime | None:
    """48 hours from apprehension, from the screening where that isn't known; the law of one country has such a time."""
    screening = newest(history, Screening)
    if screening is None or screening.sends is not ReturnCountry.US:
        return None
    begun, zone = screening.apprehended_on, law().zone(screening.sends.value)
    start = moment(begun, screening.apprehended_at, zone) if begun else history[-1].at
    return start.astimezone(UTC) + WITHIN


def _crossed_by(history: Sequence[Taken]) -> datetime | None:
    crossing = newest(history, Crossing)
    return crosses(crossing) if crossing else None


def _arrived_by(history: Sequence[Taken]) -> datetime | None:
    """The day named at the last hand-over, in the country that took the child over."""
    last, screening = history[-1].form, newest(history, Screening)
    if isinstance(last, Onward):
        return ends(last.arrival_expected, law().zone(last.takes.value))
    if isinstance(last, ReturnHandOver):
        return ends(last.arrival_expected, law().zone(screening.takes.value if screening else ""))
    return None


def _visited_by(history: Sequence[Taken]) -> datetime | None:
    """The day named at the arrival or at the last visit; where none was, a month after it."""
    arrival, last = newest(history, Arrival), history[-1].form
    zone = law().zone(arrival.country.value if arrival else "")
    if isinstance(last, Arrival):
        return ends(last.next_visit, zone)
    if isinstance(last, ReturnVisit):
        return ends(last.next_visit or later(last.on, months=1), zone)
    return None


def _at_once(history: Sequence[Taken]) -> datetime | None:
    return history[-1].at


_DUE: Mapping[str, Callable[[Sequence[Taken]], datetime | None]] = {
    "return_screened": _decided_by,
    "return_screened_again": _decided_by,
    "return_planned": _crossed_by,
    "return_prepared": _crossed_by,
    "return_handed_over": _arrived_by,
    "return_sent_onward": _arrived_by,
    "return_found_made": _at_once,
    "return_made_without": _at_once,
    "return_not_arrived": _at_once,
    "return_arrived": _visited_by,
    "return_visited": _visited_by,
}


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    find = _DUE.get(history[-1].step) if history else None
    return find(history) if find else None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.WORK_RETURN, place=_place(shape), before=frozenset(before))


def _settled(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    """A step that nobody takes who took the one before it."""
    return replace(_step(name, to, shape, *before), action=Action.SETTLE_STEP, second=True)


def _place(shape: type[Filled]) -> Compartment:
    """What tells where the child is, or will be, lies with places; what was asked at the gate with protection."""
    return LOCATION if shape in _TELLS_WHERE else PROTECTION


_TELLS_WHERE = frozenset({Crossing, ReturnHandOver, Onward, NotArrived, Arrival})


_HERE = ("return_screened", "return_decided", "return_planned", "return_prepared")
_ACROSS = ("return_handed_over", "return_onward", "return_missing", "return_unasked")

RETURN = Definition(
    code="return",
    area=AREA,
    sees=Action.SEE_RETURN,
    # That a child returns, and how far that is, the consulate of their country may know behind an open gate.
    place=IDENTITY,
    steps=(
        _step("return_screened", "return_screened", Screening),
        _step("return_found_made", "return_unasked", MadeWithout),
        # What is learned later sends the return back to the gate.
        _step("return_screened_again", "return_screened", Screening, *_HERE),
        _settled("return_decided", "return_decided", ReturnDecision, "return_screened"),
        _step("return_planned", "return_planned", Crossing, "return_decided", "return_planned", "return_prepared"),
        _step("return_prepared", "return_prepared", ReturnPreparation, "return_planned"),
        _settled("return_handed_over", "return_handed_over", ReturnHandOver, "return_prepared"),
        _step("return_sent_onward", "return_onward", Onward, *_ACROSS),
        _step("return_not_arrived", "return_missing", NotArrived, *_ACROSS),
        _step("return_arrived", "return_arrived", Arrival, *_ACROSS),
        _step("return_visited", "return_visited", ReturnVisit, "return_arrived", "return_visited"),
        _settled("return_closed", "return_closed", ReturnEnd, "return_visited"),
        _step("return_made_without", "return_unasked", MadeWithout, *_HERE),
        _step("return_stopped", "return_stopped", ReturnStop, *_HERE),
    ),
    over=frozenset({"return_closed", "return_stopped"}),
    due=_due,
    check=CHECK,
    gist=("takes",),
)

TABLE: tuple[Definition, ...] = (RETURN, RESTITUTION_DUTY, PARENT_RETURN)
"""The kinds of duties of the area."""

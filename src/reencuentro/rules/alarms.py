"""What becomes of an alarm: which steps there are from which state, who may take them, and what matters most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reencuentro.rules.custody import Alarm as Urgency


class Kind(StrEnum):
    """What the alarm is about."""

    UNACCOUNTED = "unaccounted"  # no list places the child
    DEPARTURE = "departure"  # a relative is removed, or about to be, while the child remains
    SILENCE = "silence"  # the child and a relative, who may speak, haven't for long


OF_LISTS = frozenset({Kind.UNACCOUNTED, Kind.DEPARTURE})
"""The alarms of which lists tell, and which lists settle."""


class Silence(StrEnum):
    """Why a pair's silence is an alarm."""

    NEVER = "never"  # they haven't spoken since it was agreed that they may
    SINCE = "since"


class State(StrEnum):
    """How far an alarm is."""

    OPEN = "open"
    LOOKING = "looking"  # somebody is looking into it
    FOUND = "found"  # with evidence; a second person must look
    CLOSED = "closed"
    JOINED = "joined"  # another alarm is about the same child


class Step(StrEnum):
    """What is done with an alarm."""

    RAISED = "raised"  # by the registry
    TAKEN = "taken"
    HANDED_OVER = "handed_over"  # to another officer or agency
    NOTED = "noted"  # something was learned, and the state is as it was
    FOUND = "found"
    PLACED = "placed"  # by the registry: a list has the child again, or nobody leaves any more
    CLOSED = "closed"
    DOUBTED = "doubted"  # the second look doesn't believe it
    REOPENED = "reopened"  # by the registry: the child dropped out again
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From which states a step leads where. to: None where the state stays. needs_words: what it rests on must be said.

    second: by somebody else than who found the child.
    """

    begins: frozenset[State]
    to: State | None
    needs_words: bool = False
    second: bool = False


_UNSOLVED = frozenset({State.OPEN, State.LOOKING})
_SOLVED = frozenset({State.FOUND, State.CLOSED})

TURNS: Mapping[Step, Turn] = {
    Step.TAKEN: Turn(begins=_UNSOLVED, to=State.LOOKING),
    Step.HANDED_OVER: Turn(begins=_UNSOLVED, to=State.OPEN),
    Step.NOTED: Turn(begins=_UNSOLVED | {State.FOUND}, to=None, needs_words=True),
    Step.FOUND: Turn(begins=_UNSOLVED, to=State.FOUND, needs_words=True),
    Step.PLACED: Turn(begins=_UNSOLVED, to=State.FOUND),
    Step.CLOSED: Turn(begins=frozenset({State.FOUND}), to=State.CLOSED, second=True),
    Step.DOUBTED: Turn(begins=frozenset({State.FOUND}), to=State.OPEN, needs_words=True),
    Step.REOPENED: Turn(begins=_SOLVED, to=State.OPEN),
    Step.JOINED: Turn(begins=_UNSOLVED | _SOLVED, to=State.JOINED),
}

BY_OFFICERS = (Step.TAKEN, Step.HANDED_OVER, Step.NOTED, Step.FOUND, Step.CLOSED, Step.DOUBTED)
"""The steps that are people's; the others are the registry's."""


class Wrong(StrEnum):
    """Why a step can't be taken."""

    NOT_NOW = "not_now"  # the alarm is in another state
    NO_WORDS = "no_words"
    SAME_PERSON = "same_person"


def turn(state: State, step: Step, *, by: str, found_by: str = "", words: str = "") -> State | Wrong:
    """The state after the step, or why it can't be taken. by, found_by: who takes it, and who found the child."""
    rule = TURNS.get(step)
    if rule is None or state not in rule.begins:
        return Wrong.NOT_NOW
    if rule.needs_words and not words.strip():
        return Wrong.NO_WORDS
    if rule.second and by == found_by:
        return Wrong.SAME_PERSON
    return rule.to or state


def possible(state: State, *, by: str, found_by: str = "") -> tuple[Step, ...]:
    """The steps that this officer could take now."""
    return tuple(
        step for step in BY_OFFICERS if isinstance(turn(state, step, by=by, found_by=found_by, words="said"), State)
    )


_WEIGHTS: Mapping[Urgency, int] = {
    Urgency.TENDER_AGE: 8,
    Urgency.SEPARATED: 4,
    Urgency.PAST_72_HOURS: 2,
    Urgency.NOBODY_NAMED: 1,
}
_AHEAD = 16


def weight(urgencies: Iterable[Urgency], *, is_ahead: bool = False) -> int:
    """What comes first on the board; is_ahead: something can still be kept from happening, which outweighs all else."""
    return sum(_WEIGHTS[one] for one in frozenset(urgencies)) + (_AHEAD if is_ahead else 0)

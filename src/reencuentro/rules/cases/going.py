"""Where a case may go from where it stands, and what still stands in the way: plain values in, codes out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reencuentro.rules.cases.machine import TABLE, Step
from reencuentro.rules.cases.states import Block, Evidence, State
from reencuentro.rules.disclosure.vocabulary import Role

Obstacle = Evidence | Block
"""What stands in the way: something that isn't shown yet, or a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case as it stands. walk: every state that it has been in, the last is where it is.

    shown: what its forms show. pending: the step that waits for the second person, proposed by that officer (by id).
    rivals: two adults claim the child.
    """

    walk: tuple[State, ...]
    shown: frozenset[Evidence] = frozenset()
    pending: State | None = None
    proposed_by: str = ""
    rivals: bool = False

    @property
    def state(self) -> State:
        """Where it is now."""
        return self.walk[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A step that may be next. blocks: what stands in its way, empty where it can be taken at once."""

    to: State
    step: Step
    resumes: bool
    blocks: tuple[Obstacle, ...]


def interrupted(walk: Sequence[State]) -> State | None:
    """Where the case goes on once what interrupted it is over; None where nothing has."""
    if not TABLE[walk[-1]].resumes:
        return None
    return next((state for state in reversed(walk) if not TABLE[state].resumes), None)


def follows(standing: Standing) -> tuple[State, ...]:
    """The states that may come next, in their own order."""
    here = standing.state
    back = interrupted(standing.walk)
    return tuple(state for state in State if here in TABLE[state].follows or state is back)


def is_resumed(standing: Standing, to: State) -> bool:
    """Whether the step only goes on where the case was interrupted: that was settled once already."""
    return to is interrupted(standing.walk)


def needs_second(standing: Standing, to: State) -> bool:
    """Whether somebody else must settle the step."""
    return TABLE[to].second and not is_resumed(standing, to)


def choices(standing: Standing, roles: Collection[Role]) -> tuple[Choice, ...]:
    """Every step that may be next, each with what stands in its way for somebody in these roles."""
    return tuple(
        Choice(to=to, step=TABLE[to], resumes=is_resumed(standing, to), blocks=blocks(standing, to, roles))
        for to in follows(standing)
    )


def blocks(
    standing: Standing, to: State, roles: Collection[Role], *, reason: str | None = None
) -> tuple[Obstacle, ...]:
    """What stands in the way of proposing that step; empty where nothing does.

    reason: what was given; None where nobody has been asked yet.
    """
    if to not in follows(standing):
        return (Block.NOT_NEXT,)
    step = TABLE[to]
    rules = (
        (Block.PENDING, standing.pending is not None),
        (Block.WRONG_ROLE, step.proposes.isdisjoint(roles)),
        (Block.RIVAL_CLAIM, step.undisputed and standing.rivals),
        (Block.NEEDS_REASON, step.reasoned and reason is not None and not reason.strip()),
    )
    return (*(rule for rule, holds in rules if holds), *missing(standing, to))


def missing(standing: Standing, to: State) -> tuple[Evidence, ...]:
    """What isn't shown yet, in a fixed order."""
    if is_resumed(standing, to):
        return ()
    step = TABLE[to]
    lacking = (step.needs | step.needs_from.get(standing.state, frozenset())) - standing.shown
    return tuple(one for one in Evidence if one in lacking)


def settling_blocks(standing: Standing, officer: str, roles: Collection[Role]) -> tuple[Obstacle, ...]:
    """What stands in the way of this officer, the second person, who would settle the step that waits.

    All is looked at anew: what was shown when the step was proposed may be shown no longer.
    """
    to = standing.pending
    if to is None:
        return (Block.NOT_NEXT,)
    step = TABLE[to]
    rules = (
        (Block.SAME_PERSON, officer == standing.proposed_by),
        (Block.WRONG_ROLE, step.settles.isdisjoint(roles)),
        (Block.RIVAL_CLAIM, step.undisputed and standing.rivals),
    )
    lacking = tuple(one for one in Evidence if one in step.needs_settled - standing.shown)
    return (*(rule for rule, holds in rules if holds), *missing(standing, to), *lacking)

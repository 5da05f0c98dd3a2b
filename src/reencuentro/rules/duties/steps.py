"""What a duty is made of: its steps, who may take each, what its form holds, when it is late, and what is refused.

Every kind of duty is a value of `Definition`, written down in a table; nothing else knows the kinds apart. A duty
begins with a step that has no state before it, goes on from state to state, and is over where nothing is owed any more.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.asking import OfficerFacts
from reencuentro.rules.disclosure.vocabulary import PROTECTION, Action, AgencyKind, Compartment, Gate
from reencuentro.rules.timers.clocks import Child


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a kind of duty.

    shape: the form that is handed in with it. place: the compartment in which that form lies. action: what whoever
    takes it must be permitted to do about the child. before: the states from which it leads, empty for the step with
    which the duty begins. to: the state that it leads to. second: nobody takes it who took the step before it.
    shared: the other agency of the duty reads its form, too, though it may not know the child: nothing in it may tell
    who the child is.
    """

    name: str
    to: str
    shape: type[Filled]
    action: Action
    place: Compartment = PROTECTION
    before: frozenset[str] = frozenset()
    second: bool = False
    shared: bool = False

    @property
    def begins(self) -> bool:
        """Whether the duty begins with it."""
        return not self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken. form: what was handed in, None where it can't be opened any more. at: when it was noted.

    officer: by public id; agency: by code.
    """

    step: str
    form: Filled | None
    at: datetime
    officer: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Another duty of the same child: its kind, where it stands, and how it came there."""

    public_id: str
    kind: str
    state: str
    agency: str
    counterpart: str
    history: tuple[Taken, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the rules may know when a step is to be taken, beside its form.

    doer: who takes it. counterpart: the code of the other agency that it is with, "" for none; counterpart_kind and
    country: what that is, and where. history: the steps of this duty so far. others: the other duties of the child.
    verified: those whom two officers have confirmed as relatives of the child, by public id. barred: those whose claim
    to be a relative was rejected. shares: what the doer's agency may tell the working group whose
    duty it is. zone: the time zone of the law that holds here, as the tz database names it.
    """

    at: datetime
    doer: OfficerFacts
    child: Child
    gate: Gate = Gate.UNKNOWN
    counterpart: str = ""
    country: str = ""
    counterpart_kind: str = ""
    history: tuple[Taken, ...] = ()
    others: tuple[Past, ...] = ()
    verified: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a step would break. rule: pages say it and what would make it right under `duty_broken_{rule}`.

    source: the law, treaty or standard, as it is cited; "" where it is a matter of sense, as that a call ends after it
    began. box: of the form, beside which it is said; "" above the form.
    """

    rule: str
    source: str = ""
    box: str = ""


Check = Callable[[Step, Filled, Known], Iterable[Broken]]
"""What would be broken by that step with that form; nothing where all is well."""
Due = Callable[[Sequence[Taken], Child], datetime | None]
"""From its history when the duty is late next; None where nothing waits. It takes no clock."""


def _never(history: Sequence[Taken], child: Child) -> datetime | None:
    return None


def _nothing(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One kind of duty. code: at most 20 letters. area: the page on which it stands. sees: what whoever reads of it
    must be permitted to do about the child. place: the compartment in which it lies that there is such a duty, its
    state and its days; also: those by which that may be known, too, though not what its first form says.

    with_agency: it is with another agency, which is named when it begins. over: the states in which nothing is owed.
    with_kinds: of which kinds that agency may be, empty for any.
    asked: what whoever reads it there must be permitted to do, of what is shared with that agency; None: nothing is.
    gist: the boxes of the form with which it begins that lists show beside its state.
    about_child: it is about one child; else about nobody known, and of the agency that began it.
    in_group: it is of a working group, on whose page it begins, and of the agencies that belong to that now.
    """

    code: str
    area: str
    sees: Action
    steps: tuple[Step, ...]
    over: frozenset[str]
    place: Compartment = PROTECTION
    also: frozenset[Compartment] = frozenset()
    due: Due = field(default=_never)
    check: Check = field(default=_nothing)
    gist: tuple[str, ...] = ()
    with_agency: bool = False
    with_kinds: frozenset[AgencyKind] = frozenset()
    asked: Action | None = None
    about_child: bool = True
    in_group: bool = False

    def step(self, name: str) -> Step | None:
        """The step of that name."""
        return next((one for one in self.steps if one.name == name), None)

    def following(self, state: str) -> tuple[Step, ...]:
        """The steps that lead on from a state; from "" those with which it begins."""
        return tuple(one for one in self.steps if (state in one.before if state else one.begins))

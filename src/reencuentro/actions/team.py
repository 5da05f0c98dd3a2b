"""Says what officers cover and when they are on leave, and gives them children by what the rules propose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from reencuentro.actions.assignments import assign, unassign
from reencuentro.actions.perform import alone_with, performing
from reencuentro.errors import AccountError
from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer
from reencuentro.records.team import Cover, Leave
from reencuentro.rules.shifts import Shift, kept, overlap
from reencuentro.rules.states import STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverStated:
    """What an officer shall cover from now on. state: ISO 3166-2; languages: ISO 639-3."""

    state: str
    languages: frozenset[str]
    shifts: Sequence[Shift]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """A child who goes to an officer, and who had them until now, None for nobody."""

    person: str
    officer: Officer
    before: Officer | None = None


def set_cover(officer: Officer, stated: CoverStated, *, by: str, at: datetime) -> Cover:
    """What the officer covers, instead of what they covered before. Raises AccountError for an unknown state, for
    shifts at one time, and for none.
    """
    with performing("set_cover", by=by, about=[f"officer:{officer.public_id}"], at=at):
        if stated.state not in STATES:
            raise AccountError("there is no such state", remedy="Choose one of the 32 states.")
        if not stated.shifts:
            raise AccountError("an officer without a shift can't be given anybody", remedy="State one shift at least.")
        if overlap(stated.shifts):
            raise AccountError("two shifts are at the same time", remedy="Let one end before the next begins.")
        alone_with(f"officer:{officer.public_id}")
        for before in Cover.objects.open().filter(officer=officer):
            before.end(by=by, at=at)
        return Cover.objects.create(
            officer=officer,
            state=stated.state,
            languages=" ".join(sorted(stated.languages)),
            shifts=kept(stated.shifts),
            minutes=sum(one.minutes for one in stated.shifts),
            begins_at=at,
            given_by=by,
        )


def begin_leave(officer: Officer, until: datetime, *, by: str, at: datetime) -> Leave:
    """The officer is on leave from now until then. Raises AccountError for a leave that is over before it begins."""
    with performing("begin_leave", by=by, about=[f"officer:{officer.public_id}"], at=at):
        if until <= at:
            raise AccountError("the leave would be over before it begins", remedy="Choose a later end.")
        alone_with(f"officer:{officer.public_id}")
        _end_leaves(officer, by, at)
        return Leave.objects.create(officer=officer, begins_at=at, until=until, given_by=by)


def end_leave(officer: Officer, *, by: str, at: datetime) -> None:
    """The officer is back. Raises AccountError where they weren't on leave."""
    with performing("end_leave", by=by, about=[f"officer:{officer.public_id}"], at=at):
        if not _end_leaves(officer, by, at):
            raise AccountError("the officer isn't on leave", remedy="There is nothing left to do.")


def hand_out(handings: Collection[Handing], *, by: str, at: datetime) -> int:
    """Every child goes to their officer, in one transaction; how many those are.

    Raises AccountError, with nothing done, where an officer is on leave by now, or has the child already.
    """
    with performing("hand_out", by=by, about=[f"person:{one.person}" for one in handings], at=at):
        for one in handings:
            if one.before:
                held = Assignment.objects.in_force(at).filter(officer=one.before, person=one.person, case="")
                for before in held.select_related("officer"):
                    unassign(before, by=by, at=at)
            assign(one.officer, one.person, by=by, at=at)
    return len(handings)


def _end_leaves(officer: Officer, by: str, at: datetime) -> int:
    return sum(one.end(by=by, at=at) for one in Leave.objects.in_force(at).filter(officer=officer))

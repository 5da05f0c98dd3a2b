"""The one decision on who may see and do what: from plain values, with no database and no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reencuentro.rules.disclosure.agreements import Agreement, standing
from reencuentro.rules.disclosure.asking import Asking
from reencuentro.rules.disclosure.conditions import CONDITIONS, left_by_consent
from reencuentro.rules.disclosure.declarations import DECLARATIONS, Declaration
from reencuentro.rules.disclosure.fields import place_of
from reencuentro.rules.disclosure.forbids import FORBIDS, Forbid, has_open_glass
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import POLICY, Policy, Reach, Row
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.vocabulary import (
    EVERYTHING,
    EXISTENCE,
    MATCH_SUMMARY,
    NOTHING,
    Action,
    Compartments,
    Level,
    Role,
    Topic,
)

OWN_FINDINGS: Compartments = frozenset({EXISTENCE, MATCH_SUMMARY})
"""What the registry itself has found of a person; all else is some agency's to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is permitted, or what stands against it.

    code: `explaining` says it in words. row: of the policy's table, else "". agency: whose records; "" for all.
    """

    code: Why
    row: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one asking.

    shown: by agency, what may be shown of what it tells; under "" for an asking that is about nobody. An agency whose
    records the act may not touch isn't in it. closed: those, of the agencies that list the person.
    reasons: the rows that permit it, empty unless allowed. denied: what stands against it, or is missing.
    """

    allowed: bool
    shown: Mapping[str, Compartments] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    reasons: tuple[Reason, ...] = ()
    denied: tuple[Reason, ...] = ()

    def sees(self, field: str, *, told_by: str | None = None) -> bool:
        """Whether a fact, named as in `fields`, may be shown as the agency `told_by` tells it.

        told_by None: it isn't known who told it. What the registry found itself may be shown where any agency's
        records may be so far; anything else only where every agency's may that lists the person.
        """
        place = place_of(field)
        if place is None or not self.allowed:
            return False
        if told_by is not None:
            return place in self.shown.get(told_by, NOTHING)
        found = [place in seen for seen in self.shown.values()]
        return any(found) if place in OWN_FINDINGS else all(found) and not self.closed

    @property
    def levels(self) -> frozenset[Level]:
        """The levels of which anything may be shown, of any agency's records."""
        return frozenset(one.level for seen in self.shown.values() for one in seen)

    @property
    def topics(self) -> frozenset[Topic]:
        """The topics of which anything may be shown, of any agency's records."""
        return frozenset(one.topic for seen in self.shown.values() for one in seen if one.topic)


def decide(asking: Asking, policy: Policy = POLICY) -> Decision:
    """Whether the act may be done, and what may be shown of the person, agency by agency.

    Nothing is permitted but by a row of the policy, and what `forbids` closes stays closed whatever the row.
    """
    declared = DECLARATIONS.get(asking.action)
    if declared is None:
        return _refused(Why.NO_SUCH_ACTION)
    if not declared.about:
        return _joined({"": _answer(_Question(asking, declared, policy, (), ""))})
    if asking.subject is None:
        return _refused(Why.NOBODY_NAMED)
    if not asking.subject.listed_by:
        return _refused(Why.NO_RECORDS)
    agreements = standing(asking.agreements, asking.at)
    tellers = sorted(asking.subject.listed_by)
    return _joined({one: _answer(_Question(asking, declared, policy, agreements, one)) for one in tellers})


class _Question(NamedTuple):
    """One asking, as far as it is about what one agency tells; teller "" where it is about nobody.

    agreements: those that stand.
    """

    asking: Asking
    declared: Declaration
    policy: Policy
    agreements: tuple[Agreement, ...]
    teller: str


class _Grant(NamedTuple):
    """What one row opens. lacks: why it permits nothing after all, empty where it permits."""

    row: Row
    why: Why
    opened: Compartments
    lacks: tuple[Why, ...] = ()


class _Answer(NamedTuple):
    grants: tuple[_Grant, ...]
    denied: tuple[Why, ...]


def _refused(why: Why) -> Decision:
    return Decision(allowed=False, denied=(Reason(code=why),))


def _joined(answers: Mapping[str, _Answer]) -> Decision:
    granted = [(teller, grant) for teller, answer in answers.items() for grant in answer.grants]
    denied = [(teller, why) for teller, answer in answers.items() for why in answer.denied]
    return Decision(
        allowed=bool(granted),
        shown={teller: _opened(answer.grants) for teller, answer in answers.items() if answer.grants},
        closed=frozenset(teller for teller, answer in answers.items() if not answer.grants),
        reasons=tuple(Reason(code=grant.why, row=grant.row.code, agency=teller) for teller, grant in granted),
        denied=tuple(Reason(code=why, agency=teller) for teller, why in denied),
    )


def _answer(question: _Question) -> _Answer:
    asking, declared, teller = question.asking, question.declared, question.teller
    closing = tuple((forbid, closed) for forbid in FORBIDS if (closed := forbid.closes(asking, teller)))
    firm = _closed((forbid, closed) for forbid, closed in closing if not forbid.break_glass_lifts)
    # What a broken glass will lift doesn't stand in the way of breaking it.
    closed = firm if asking.action is Action.BREAK_GLASS else _closed(closing)
    tried = (*_ordinary(question, closed), *_urgent(question, firm))
    grants = tuple(grant for grant in tried if not grant.lacks)
    hidden = declared.shows - _opened(grants)
    forbidden = [forbid.why for forbid, shut in closing if shut & hidden or (not grants and shut == EVERYTHING)]
    return _Answer(grants, tuple(forbidden) or (() if grants else _missing(tried)))


def _missing(tried: Sequence[_Grant]) -> tuple[Why, ...]:
    """What the row lacks that came nearest to permitting it."""
    nearest = min(tried, key=lambda grant: (Why.OTHERS_RECORDS in grant.lacks, len(grant.lacks)), default=None)
    return (Why.NO_ROW,) if nearest is None else nearest.lacks


def _closed(closing: Iterable[tuple[Forbid, Compartments]]) -> Compartments:
    return NOTHING.union(*(closed for _, closed in closing))


def _opened(grants: Iterable[_Grant]) -> Compartments:
    return NOTHING.union(*(grant.opened for grant in grants))


def _ordinary(question: _Question, closed: Compartments) -> Iterator[_Grant]:
    """What the policy's rows open for the roles that count in the officer's agency."""
    asking = question.asking
    for role in _roles(asking):
        for row in question.policy.get((role, asking.action), ()):
            yield _tried(question, row, closed)


def _urgent(question: _Question, closed: Compartments) -> Iterator[_Grant]:
    """What the officer's broken glass opens beside that: no more than their role may open so."""
    asking, declared = question.asking, question.declared
    glass = asking.break_glass
    if glass is None or not declared.yields_to_glass or not has_open_glass(asking):
        return
    for role in _roles(asking):
        for row in question.policy.get((role, Action.BREAK_GLASS), ()):
            opened = (row.shows & glass.opens & declared.shows) - closed
            if opened and not _unmet(row, asking):
                yield _Grant(row, Why.GLASS_BROKEN, opened)


def _roles(asking: Asking) -> list[Role]:
    return sorted(asking.officer.roles & KINDS[asking.officer.agency.kind].roles)


def _tried(question: _Question, row: Row, closed: Compartments) -> _Grant:
    asking, declared = question.asking, question.declared
    wanted = row.shows & declared.shows
    why, reached = _reach(question, row)
    opened = (wanted & reached & _willing(asking, declared)) - closed
    lacks = _unmet(row, asking) + (() if reached else (why,))
    return _Grant(row, why, opened, lacks or (() if _suffices(declared, wanted, opened, closed) else _TOO_LITTLE))


_TOO_LITTLE = (Why.NOT_ENOUGH_SHOWN,)


def _suffices(declared: Declaration, wanted: Compartments, opened: Compartments, closed: Compartments) -> bool:
    """Whoever changes something must see all that they need for it; whoever reads sees what there is."""
    if not declared.shows:
        return closed != EVERYTHING
    return bool(opened) and (declared.reads or opened == wanted)


def _unmet(row: Row, asking: Asking) -> tuple[Why, ...]:
    other = () if asking.purpose in row.purposes else (Why.OTHER_PURPOSE,)
    subject = asking.subject
    tests = (CONDITIONS[condition] for condition in sorted(row.conditions))
    return other + tuple(why for why, holds in tests if subject is None or not holds(subject, asking))


def _willing(asking: Asking, declared: Declaration) -> Compartments:
    """What the person's consent leaves; it isn't asked where the act protects their data."""
    if asking.subject is None or declared.data_protection:
        return EVERYTHING
    return left_by_consent(asking.subject, asking)


def _reach(question: _Question, row: Row) -> tuple[Why, Compartments]:
    """How far the row goes into the teller's records, and by what right, or what is missing where it doesn't."""
    if not question.teller:
        return Why.PERMITTED, EVERYTHING
    if question.teller == question.asking.officer.agency.code:
        return Why.OWN_RECORDS, EVERYTHING
    if row.reach is Reach.WHOLE:
        return Why.WHOLE_REGISTRY, EVERYTHING
    if row.reach is Reach.OWN:
        return Why.OTHERS_RECORDS, NOTHING
    given = _given(question, row)
    return (Why.AGREED if given else Why.NO_AGREEMENT), given


def _given(question: _Question, row: Row) -> Compartments:
    """What the agreements that stand give the officer, in this role, of the teller's records."""
    covering = (one for one in question.agreements if one.giver == question.teller)
    return NOTHING.union(*(one.opens for one in covering if _covers(one, row, question.asking)))


def _covers(agreement: Agreement, row: Row, asking: Asking) -> bool:
    agency, subject = asking.officer.agency, asking.subject
    nationals = agreement.only_nationals_of
    return (
        agreement.taker == agency.code
        and agreement.taker_kind is agency.kind
        and row.role in agreement.roles
        and asking.purpose in agreement.purposes
        and (not nationals or (subject is not None and not nationals.isdisjoint(subject.nationalities)))
    )

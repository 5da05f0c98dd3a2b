"""Who looks, for what and when: an officer acting for one agency, or whoever holds the machine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from reencuentro.errors import AccountError
from reencuentro.records.emergencies import overdue_reviews
from reencuentro.records.noting import Capacity
from reencuentro.records.officers import Officer
from reencuentro.records.second_wall.acting import acting_as
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.policy import POLICY, Policy, Reach
from reencuentro.rules.disclosure.vocabulary import MATCH_SUMMARY, Action, AgencyKind, Level, Purpose, Role


class NotAllowedError(AccountError):
    """Not allowed, or not there: whoever asks can't tell which."""

    def __init__(self) -> None:
        super().__init__(
            "that isn't there, or isn't for you",
            remedy="Look at the identifier, and at what your role may see: docs/access.md.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """One who asks. pk: of the officer's account, None for the operator. by: as the log names them.

    in_the_past: rights are asked for as they were at `at`, not as a clock set back would have them.
    """

    facts: OfficerFacts
    purpose: Purpose
    at: datetime
    by: str
    pk: int | None = None
    in_the_past: bool = False

    def capacity(self, levels: Iterable[Level] = ()) -> Capacity:
        """In what capacity they ask, for the log; levels: of what they are shown."""
        officer = "" if self.pk is None else self.facts.id
        agency = "" if self.pk is None else self.facts.agency.code
        return Capacity(
            officer=officer,
            agency=agency,
            purpose=self.purpose.value,
            levels=tuple(sorted(int(level) for level in levels)),
        )


def officer_viewing(
    officer: Officer, purpose: Purpose, at: datetime, *, stepped_up: bool = False, in_the_past: bool = False
) -> Viewer:
    """The officer as they are at that instant. Reads roles, agency and unreviewed emergencies."""
    overdue = bool(overdue_reviews(officer.pk, at))
    facts = officer.as_rule(at, stepped_up=stepped_up, review_overdue=overdue) if officer.agency.kind else None
    if facts is None:
        raise NotAllowedError
    if in_the_past:
        facts = replace(facts, roles=_roles_at(officer, at))
    return Viewer(
        facts=facts, purpose=purpose, at=at, by=f"officer:{officer.public_id}", pk=officer.pk, in_the_past=in_the_past
    )


def _roles_at(officer: Officer, at: datetime) -> frozenset[Role]:
    """The roles held then, those too that have ended since."""
    held = officer.roles_held.filter(begins_at__lte=at)
    return frozenset(
        Role(one.role)
        for one in held
        if (one.until is None or at < one.until) and (one.ended_at is None or at < one.ended_at)
    )


_REGISTRY = AgencyFacts(code="(operator)", kind=AgencyKind.REGISTRY)
"""No agency has this code, so nothing was ever given to it, or withheld from it."""


def operator_viewing(by: str, purpose: Purpose, at: datetime) -> Viewer:
    """Whoever runs the program on the machine that holds the registry and has what opens it."""
    facts = OfficerFacts(id=by, roles=frozenset({Role.OPERATOR}), agency=_REGISTRY, stepped_up=True)
    return Viewer(facts=facts, purpose=purpose, at=at, by=by)


@contextmanager
def behind_the_wall(viewer: Viewer) -> Iterator[None]:
    """Within, PostgreSQL shows no rows but those within the officer's reach; the operator's role has its own rows.

    Call it in a transaction.
    """
    if viewer.pk is None:
        yield
        return
    with acting_as(viewer.facts.id):
        yield


def purposes_of(actions: Iterable[Action], roles: Iterable[Role], policy: Policy = POLICY) -> tuple[Purpose, ...]:
    """The purposes for which the policy lets any of these roles do any of these, in the order of the vocabulary.

    With a broken glass, too, where that may show more.
    """
    held, asked = tuple(roles), set(actions)
    if any(DECLARATIONS[action].yields_to_glass for action in asked):
        asked.add(Action.BREAK_GLASS)
    found = {
        purpose
        for action in asked
        for role in held
        for row in policy.get((role, action), ())
        for purpose in row.purposes
    }
    return tuple(purpose for purpose in Purpose if purpose in found)


def whose_relatives(viewer: Viewer) -> str:
    """Of whom they see that somebody is family: "all"; "agreed", whom agreements open; "assigned", of these those alone
    to whom their agency is assigned.

    By their roles and purpose alone: so whoever is told that there may be more learns nothing of anybody.
    """
    asked = ((role, action) for role in viewer.facts.roles for action in (Action.SEE_PERSON, Action.SEE_MATCH))
    rows = [row for key in asked for row in POLICY.get(key, ()) if viewer.purpose in row.purposes]
    told = [row for row in rows if MATCH_SUMMARY in row.shows]
    if any(row.reach is Reach.WHOLE and not row.conditions for row in told):
        return "all"
    return "agreed" if any(row.reach is Reach.AGREED and not row.conditions for row in told) else "assigned"

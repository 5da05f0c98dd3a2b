"""An agreement tried before it is signed: what its taker would be shown of one person, with it and without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import AgencyFacts, Asking, Consent, OfficerFacts, SubjectFacts
from reencuentro.rules.disclosure.conditions import is_live
from reencuentro.rules.disclosure.deciding import decide
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.policy import POLICY
from reencuentro.rules.disclosure.vocabulary import NOTHING, Action, Compartments, Purpose, Role


class Standpoint(NamedTuple):
    """From where somebody looks. assigned: to the person. with_it: whether the tried agreement stands."""

    role: Role
    assigned: bool
    with_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An agreement as if both had signed it. beside: what stands between the two anyway. at: an instant at which it
    would hold. taker: the agency that would see.
    """

    agreement: Agreement
    beside: tuple[Agreement, ...]
    taker: AgencyFacts
    at: datetime

    @property
    def standpoints(self) -> Iterator[Standpoint]:
        """Each role of the agreement, with and without an assignment, with the agreement and without it."""
        for role in sorted(self.agreement.roles):
            for assigned in (False, True):
                yield from (Standpoint(role, assigned, with_it) for with_it in (False, True))

    def standing(self, *, with_it: bool) -> tuple[Agreement, ...]:
        """The agreements on which a decision rests; `decide` itself drops those that have ended or were replaced."""
        both = frozenset({self.agreement.giver, self.agreement.taker})
        tried = replace(self.agreement, signed_by=both, ended_at=None)
        others = tuple(one for one in self.beside if one != self.agreement)
        return (*others, tried) if with_it else others


def opened(trial: Trial, person: SubjectFacts) -> Mapping[Standpoint, Compartments]:
    """What of the giver's records of a person is shown from each standpoint, for any purpose of the agreement."""
    return {one: _seen(trial, one, person) for one in trial.standpoints}


def alike(person: SubjectFacts, giver: str, at: datetime) -> SubjectFacts:
    """The same for all of whom the giver's records open alike: who they are decides nothing, nor since when."""
    consents = tuple(sorted({_settled(one, at) for one in person.consents}, key=repr))
    return replace(person, person_id="", listed_by=frozenset({giver}), consents=consents)


_EVER = datetime.min.replace(tzinfo=UTC)


def _settled(consent: Consent, at: datetime) -> Consent:
    until = None if is_live(consent, at) else _EVER
    return replace(consent, valid_from=_EVER, valid_until=until, withdrawn_at=None)


def _seen(trial: Trial, where: Standpoint, person: SubjectFacts) -> Compartments:
    giver, standing = trial.agreement.giver, trial.standing(with_it=where.with_it)
    officer = OfficerFacts(id="(anybody)", roles=frozenset({where.role}), agency=trial.taker)
    subject = replace(person, assigned=where.assigned, assigned_agency=where.assigned)
    shown = (
        decide(
            Asking(officer=officer, action=action, purpose=purpose, at=trial.at, subject=subject, agreements=standing)
        ).shown
        for action, purpose in _looks(where.role, trial.agreement.purposes)
    )
    return NOTHING.union(*(one.get(giver, NOTHING) for one in shown))


def _looks(role: Role, purposes: frozenset[Purpose]) -> Iterator[tuple[Action, Purpose]]:
    """The ways to look at somebody that the policy has for the role, and what for."""
    for action, declared in DECLARATIONS.items():
        if declared.reads and declared.about and not declared.needs_step_up:
            rows = POLICY.get((role, action), ())
            named = frozenset[Purpose]().union(*(row.purposes for row in rows))
            yield from ((action, purpose) for purpose in sorted(purposes & named))

"""A child's case to work on: who works on it, and what takes it from one state to the next."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reencuentro.actions.case_steps import propose_step, settle_step
from reencuentro.actions.cases import Doer, FormStated, Opening, add_form, open_case
from reencuentro.actions.releases import approve_release
from reencuentro.records.cases import Case
from reencuentro.records.officers import Officer
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import WAY, State, Verdict
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW, agencies, officer, person
from tests.unit.rules.cases.filled import CHILD, GOOD, MOTHER

K = FormKind
NEEDED: dict[State, tuple[FormKind, ...]] = {
    State.DOCUMENTED: (K.REGISTRATION,),
    State.TRACING: (K.TRACING_REQUEST,),
    State.LOCATED: (K.TRACING_ACTION,),
    State.VERIFIED: (K.INTERVIEW_CHILD, K.INTERVIEW_ADULT, K.DOCUMENT, K.VERIFICATION),
    State.BEST_INTERESTS: (K.WISHES_CHILD, K.WISHES_ADULT, K.BEST_INTERESTS),
    State.DECISION: (K.DECISION,),
    State.PREPARED: (K.PREPARATION,),
    State.HANDED_OVER: (K.HAND_OVER,),
    State.CLOSED: (K.FOLLOW_UP,),
}
"""The forms that must be there before each step."""


@dataclass(frozen=True)
class Team:
    """ana works on the case for ORR, eva is her chief, luz of DIF is the second agency's."""

    ana: Officer
    eva: Officer
    luz: Officer

    def doing(self, who: Officer, at: datetime = NOW) -> Doer:
        """Somebody of the team at work."""
        return Doer(officer=who, roles=frozenset(map(Role, who.roles(at))), at=at)


def team() -> Team:
    """The team, in a registry with a child and her mother whom both agencies list."""
    agencies("ORR", "DIF", "SRE")
    for one in (CHILD, MOTHER, "p-other"):
        person(one, "ORR", "DIF")
    return Team(
        ana=officer("ana", "ORR", Role.CASE_WORKER),
        eva=officer("eva", "ORR", Role.SUPERVISOR, Role.BEST_INTERESTS),
        luz=officer("luz", "DIF", Role.PROTECTION_OFFICER),
    )


def opened(team: Team, at: datetime = NOW) -> Case:
    """A case that ana has just opened."""
    opening = Opening(person=CHILD, jurisdiction="US", escalates_to=team.eva, why="her mother asks for her")
    return open_case(opening, team.doing(team.ana, at))


def form(case: Case, kind: FormKind, doer: Doer, seen: int = 0, **boxes: object) -> None:
    """A form well filled in."""
    add_form(case, FormStated(kind=kind, boxes={**GOOD[kind], **boxes}, number=int(bool(seen)), seen=seen), doer)


def proposed(case: Case, to: State, doer: Doer) -> int:
    """A step with all that it needs; its number."""
    return propose_step(case, to, "because it is so", doer, seen=case.version).number


def bring_to(case: Case, goal: State, team: Team, *, at: datetime = NOW) -> datetime:
    """Takes the case along the way, an hour a step, by the proper officers; when it arrived."""
    for state in WAY[WAY.index(State(case.state)) + 1 : WAY.index(goal) + 1]:
        at += timedelta(hours=1)
        worker, chief = (replace(team.doing(who), at=at) for who in (team.ana, team.eva))
        for kind in NEEDED.get(state, ()):
            form(case, kind, worker)
        number = proposed(case, state, worker)
        if state is State.HANDED_OVER:
            approve(team, at)
        if TABLE[state].second:
            settle_step(case, Verdict.SETTLED, "", chief, step=number)
    return at


def approve(team: Team, at: datetime) -> None:
    """Two officers of two agencies approve that the child goes to her mother."""
    approve_release(CHILD, MOTHER, team.eva, Role.SUPERVISOR, at=at)
    approve_release(CHILD, MOTHER, team.luz, Role.PROTECTION_OFFICER, at=at)

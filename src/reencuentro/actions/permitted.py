"""Does something about people if it is permitted: the decision, the deed and the note are one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction

from reencuentro.actions.emergencies import as_if_broken
from reencuentro.actions.perform import performing
from reencuentro.records.judgements import Judgement
from reencuentro.records.noting import Noted
from reencuentro.records.officers import Officer
from reencuentro.records.visible.deciding import Answer, Judge, Question, decide_alone
from reencuentro.records.visible.subjects import stand_in, subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.asking import AgencyFacts
from reencuentro.rules.disclosure.emergencies import BreakGlass, troubles_of
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What it is about. others: who acted on it before. glass: the emergency that is asked for. releasing_to: whom."""

    people: tuple[str, ...] = ()
    others: tuple[Approval, ...] = ()
    releasing_to: str = ""
    glass: BreakGlass | None = None


@contextmanager
def permitted(viewer: Viewer, action: Action, asked: Matter | Callable[[], Matter]) -> Iterator[Noted]:
    """Goes on where the decision permits the action about each of these people, or about nobody.

    asked: the matter, or what finds it; who acted before stands in rows that only the officer reaches, so that they
    are read behind the second wall.
    Raises NotAllowedError, noted, alike for people who aren't there and those about whom it isn't permitted.
    """
    noted_as = {"by": viewer.by, "at": viewer.at, "capacity": viewer.capacity()}
    # The types of what is handed over by name can't be told apart here.
    with performing(action.value, **noted_as) as noted, behind_the_wall(viewer):  # type: ignore[arg-type]
        matter = asked if isinstance(asked, Matter) else asked()
        if matter.people:
            _require_about(viewer, action, matter, noted)
        elif not decide_alone(viewer, action, matter.others).allowed:
            raise NotAllowedError
        yield noted


def permissible(viewer: Viewer, actions: Iterable[Action], matter: Matter) -> frozenset[Action]:
    """Those of these actions with which `permitted` would go on about that one person: what a page may offer.

    Nothing is done and nothing handed out, so nothing is noted.
    """
    (person,) = matter.people
    with transaction.atomic(), behind_the_wall(viewer):
        subjects = subjects_of(matter.people, viewer)
        asked = {person: subjects.get(person) or stand_in(person)}
        judge = Judge.of(viewer)
        # One by one: what is sealed is opened where one answer hangs on it, which those to others might hide.
        questions = {action: Question((action,), matter.others, matter.releasing_to) for action in actions}
        answers = {action: judge.answers(asked, question)[person] for action, question in questions.items()}
    return frozenset(action for action, one in answers.items() if person in subjects and one.allowed)


def _require_about(viewer: Viewer, action: Action, matter: Matter, noted: Noted) -> None:
    with _seen_under(matter.glass):
        subjects = subjects_of(matter.people, viewer)
        asked = {name: subjects.get(name) or stand_in(name) for name in matter.people}
        if matter.glass:
            asked = {name: replace(one, glass=matter.glass) for name, one in asked.items()}
        answers = Judge.of(viewer).answers(asked, Question((action,), matter.others, matter.releasing_to))
    noted.concerns(*(f"person:{name}" for name in matter.people if name in subjects))
    if not all(name in subjects and answers[name].allowed for name in matter.people):
        raise NotAllowedError
    noted.capacity = viewer.capacity(_levels(list(answers.values())))


def _seen_under(glass: BreakGlass | None) -> AbstractContextManager[None]:
    """Under a glass that is asked for and opens anything, whom it opens can be read."""
    return nullcontext() if glass is None or troubles_of(glass) else as_if_broken(glass)


def _levels(answers: Sequence[Answer]) -> set[Level]:
    return {place.level for one in answers for seen in one.shown.values() for place in seen}


def judged_by(number: int) -> str:
    """Who made that judgement, as the log names them; "" where there is none."""
    return Judgement.objects.filter(pk=number).values_list("by", flat=True).first() or ""


def acted_before(by: str) -> tuple[Approval, ...]:
    """Who acted on a matter before, as the decision takes it; by: as the log names them.

    Nobody is taken for a second person beside somebody who isn't an officer: that was the operator, or an older run.
    """
    public_id = by.removeprefix("officer:")
    officer = Officer.objects.select_related("agency").filter(public_id=public_id).first() if public_id != by else None
    agency = AgencyFacts(code=officer.agency.code, kind=AgencyKind(officer.agency.kind)) if officer else None
    if officer is None or agency is None:
        return ()
    return (_approval(officer.public_id, agency),)


_NEVER = datetime.min.replace(tzinfo=UTC)
"""An approval of then counts for no release."""


def _approval(officer: str, agency: AgencyFacts) -> Approval:
    """Only who they are counts where nothing is released."""
    return Approval(
        officer=officer,
        agency=agency.code,
        agency_kind=agency.kind,
        role=Role.VERIFIER,
        child="",
        adult="",
        at=_NEVER,
    )

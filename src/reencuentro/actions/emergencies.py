"""Breaks the glass, tells at once whose records are seen, and has somebody of another agency review it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, ProgrammingError, transaction

from reencuentro.actions.assignments import require_person
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.emergencies import (
    BreakGlass,
    EmergencyNotice,
    EmergencyReview,
    Finding,
    overdue_reviews,
)
from reencuentro.records.officers import Officer
from reencuentro.records.second_wall.tellers import listing_agencies
from reencuentro.records.visible.viewers import NotAllowedError
from reencuentro.rules.disclosure import emergencies as rules
from reencuentro.rules.disclosure.emergencies import LONGEST
from reencuentro.rules.disclosure.vocabulary import Level, Topic

_SHORTEST_REASON = 20  # characters; "urgent" says nothing to who must review it


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What is asked for: of whom, how much, for how many minutes, and why in the officer's own words."""

    person: str
    levels: frozenset[Level]
    topics: frozenset[Topic] = frozenset()
    reason: str
    minutes: int


def break_glass(officer: Officer, asked: Emergency, *, at: datetime) -> BreakGlass:
    """Lets the officer see more of one person for a while; every agency that lists the person is told with it.

    Raises AccountError without a reason in words, for more than four hours, for an officer who can't come in or of
    whom an emergency went unreviewed too long; and for a person who isn't there or, alike, whom nothing may open.
    """
    about = [f"person:{asked.person}"]
    with performing("break_glass", by=f"officer:{officer.public_id}", about=about, at=at):
        _check(officer, asked, at)
        broken = _break(officer, asked, at)
        # Only the broken glass lets a stranger through the second wall: until then, nobody can tell whom there is.
        require_person(asked.person)
        told = Agency.objects.filter(code__in=listing_agencies(asked.person)).order_by("code")
        EmergencyNotice.objects.bulk_create(EmergencyNotice(emergency=broken, agency=one, at=at) for one in told)
        return broken


@contextmanager
def as_if_broken(glass: rules.BreakGlass) -> Iterator[None]:
    """Within, the second wall lets the officer through as far as this glass would; afterwards nothing is left of it.

    So that breaking it can be decided on for a stranger, whom nothing but the broken glass shows. Call it in a
    transaction. Raises NotAllowedError where the database refuses it: of this officer, or of anybody with such an id.
    """
    officer = Officer.objects.select_related("agency").get(public_id=glass.officer)
    minutes = (glass.until - glass.opened_at) // timedelta(minutes=1)
    asked = Emergency(
        person=glass.person_id, levels=glass.levels, topics=glass.topics, reason=glass.reason, minutes=minutes
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                _break(officer, asked, glass.opened_at)
        except (DataError, IntegrityError, ProgrammingError) as refused:
            raise NotAllowedError from refused
        yield
        transaction.set_rollback(True)


def _break(officer: Officer, asked: Emergency, at: datetime) -> BreakGlass:
    return BreakGlass.objects.create(
        officer=officer,
        agency=officer.agency,
        person=asked.person,
        levels=sorted(asked.levels),
        topics=sorted(asked.topics),
        reason=asked.reason.strip(),
        begins_at=at,
        minutes=asked.minutes,
    )


def _check(officer: Officer, asked: Emergency, at: datetime) -> None:
    longest = LONGEST // timedelta(minutes=1)
    if len(asked.reason.strip()) < _SHORTEST_REASON:
        raise AccountError("an emergency needs a reason", remedy="Write in your own words what can't wait, and why.")
    if not 1 <= asked.minutes <= longest:
        raise AccountError("an emergency lasts four hours at most", remedy=f"Ask for 1 to {longest} minutes.")
    if not asked.levels:
        raise AccountError("an emergency that shows nothing", remedy="Say which levels you must see.")
    if not officer.may_enter:
        raise AccountError("the officer or their agency is suspended", remedy="Ask an officer who may come in.")
    if overdue_reviews(officer.pk, at):
        raise AccountError(
            "an earlier emergency of yours was not reviewed in time", remedy="Ask another agency to review it first."
        )


def review_emergency(
    emergency: BreakGlass, officer: Officer, finding: Finding, *, at: datetime, note: str = ""
) -> EmergencyReview:
    """Says whether it was justified. Raises AccountError for an officer of the same agency, or a second review."""
    about = [f"person:{emergency.person}", f"emergency:{emergency.pk}"]
    with performing("review_break_glass", by=f"officer:{officer.public_id}", about=about, at=at):
        if officer.agency_id == emergency.agency_id:
            raise AccountError(
                "an emergency is reviewed by another agency",
                remedy="Ask an officer of an agency that wasn't part of it.",
            )
        if finding is Finding.UNJUSTIFIED and not note.strip():
            raise AccountError("that finding needs a note", remedy="Say in words what was wrong.")
        try:
            with transaction.atomic():
                return EmergencyReview.objects.create(
                    emergency=emergency,
                    officer=officer,
                    agency=officer.agency,
                    finding=finding.value,
                    note=note.strip(),
                    at=at,
                )
        except IntegrityError as twice:
            raise AccountError("the emergency was reviewed before", remedy="Read what was found.") from twice

"""Breaks the glass, tells at once whose records are seen, and has somebody of another agency review it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

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
        broken = BreakGlass.objects.create(
            officer=officer,
            agency=officer.agency,
            person=asked.person,
            levels=sorted(asked.levels),
            topics=sorted(asked.topics),
            reason=asked.reason.strip(),
            begins_at=at,
            minutes=asked.minutes,
        )
        # Only the broken glass lets a stranger through the second wall: until then, nobody can tell whom there is.
        require_person(asked.person)
        told = Agency.objects.filter(code__in=listing_agencies(asked.person)).order_by("code")
        EmergencyNotice.objects.bulk_create(EmergencyNotice(emergency=broken, agency=one, at=at) for one in told)
        return broken


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

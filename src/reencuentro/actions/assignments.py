"""Gives an officer the care of one person, and takes it back."""

from datetime import datetime

from django.db import IntegrityError, transaction

from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.team import Leave


def assign(
    officer: Officer, person: str, *, by: str, at: datetime, case: str = "", until: datetime | None = None
) -> Assignment:
    """The officer works for the person from now on. Raises AccountError for an unknown person, an officer who can't
    come in or is on leave, or an assignment that stands already.
    """
    with performing("assign", by=by, about=[f"officer:{officer.public_id}", f"person:{person}"], at=at):
        require_person(person)
        if not officer.may_enter:
            raise AccountError("the officer or their agency is suspended", remedy="Assign somebody else.")
        require_there(officer, at)
        if until is not None and until <= at:
            raise AccountError("the assignment would be over before it begins", remedy="Choose a later end.")
        try:
            with transaction.atomic():
                return Assignment.objects.create(
                    officer=officer, person=person, case=case, begins_at=at, until=until, given_by=by
                )
        except IntegrityError as twice:
            raise AccountError("the officer is assigned already", remedy="There is nothing left to do.") from twice


def unassign(assignment: Assignment, *, by: str, at: datetime) -> None:
    """The officer no longer works for the person. Raises AccountError where that was so already."""
    about = [f"officer:{assignment.officer.public_id}", f"person:{assignment.person}"]
    with performing("unassign", by=by, about=about, at=at):
        if not assignment.end(by=by, at=at):
            raise AccountError("the assignment was ended before", remedy="There is nothing left to do.")


def require_there(officer: Officer, at: datetime) -> None:
    """Raises AccountError where the officer is on leave: a child would have somebody who isn't there."""
    if Leave.objects.in_force(at).filter(officer=officer).exists():
        raise AccountError("the officer is on leave", remedy="Assign somebody else, or wait until they are back.")


def require_person(person: str) -> None:
    """Raises AccountError where the registry knows no such person."""
    if not Person.objects.filter(public_id=person).exists():
        raise AccountError("the registry knows no such person", remedy="Take person_id from people.csv.")

"""Assigns to a child the officer who accepts a referral: from then on they see what the agreements allow."""

from datetime import datetime

from reencuentro.actions.assignments import require_there
from reencuentro.actions.perform import performing
from reencuentro.records.assignments import Assignment
from reencuentro.records.duty_files import DutyFile
from reencuentro.rules.duties.referrals import ACCEPT
from reencuentro.rules.timers.clocks import Child


def assign_taker(file: DutyFile) -> datetime | None:
    """Where the last step accepts the referral, its officer works for the child; when it is late next, either way.

    The child goes by the number of the day on which they were referred: whoever accepts may know no other, nor whether
    that one still holds. Raises AccountError where the officer is on leave.
    """
    last = file.steps[-1]
    if last.step == ACCEPT:
        _assign(file, by=f"officer:{last.officer.public_id}", at=last.at)
    return file.definition.due(file.history, Child())


def _assign(file: DutyFile, by: str, at: datetime) -> None:
    officer, person = file.steps[-1].officer, file.duty.person
    about = [f"officer:{officer.public_id}", f"person:{person}"]
    with performing("assign", by=by, about=about, at=at):
        require_there(officer, at)
        if not Assignment.objects.in_force(at).filter(officer=officer, person=person, case="").exists():
            Assignment.objects.create(officer=officer, person=person, begins_at=at, given_by=by)

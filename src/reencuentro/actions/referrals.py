"""Keeps referrals: what is asked names no child, and whoever accepts one is assigned to the child from then on."""

from datetime import datetime

from reencuentro.actions.assignments import require_there
from reencuentro.actions.perform import performing
from reencuentro.linkage.mentions import Mention
from reencuentro.records.assignments import Assignment
from reencuentro.records.duty_files import DutyFile
from reencuentro.records.facts import mention_from
from reencuentro.records.people import Membership
from reencuentro.records.visible.tellings import facts_of, newest_rows
from reencuentro.rules.duties.going import DutyError
from reencuentro.rules.duties.referrals import ACCEPT, named_in
from reencuentro.rules.timers.clocks import Child


def keep_referral(file: DutyFile) -> datetime | None:
    """Brings the rights of whoever accepts up to the last step; when the referral is late next.

    The child goes by the number of the day on which they were referred: whoever accepts may know no other, nor whether
    that one still holds. Raises DutyError where the step names the child, and AccountError where its officer is on
    leave.
    """
    last = file.steps[-1]
    _refuse_names(file)
    if last.step == ACCEPT:
        _assign(file, by=f"officer:{last.officer.public_id}", at=last.at)
    return file.definition.due(file.history, Child())


def _refuse_names(file: DutyFile) -> None:
    last = file.steps[-1]
    if last.agency_id != file.duty.agency_id:
        return  # who is asked would learn of each name that they guess whether it is the child's
    form = file.form(last)
    broken = tuple(named_in(form, _names_of(file.person))) if form and file.person else ()
    if broken:
        raise DutyError("a referral names the child", remedy="Say what is needed without the name.", broken=broken)


def _names_of(person: str) -> list[str]:
    """Every name by which anybody has the child, as far as whoever writes may know it."""
    held = Membership.objects.standing().filter(person__public_id=person).order_by("agency", "record_id")
    rows = newest_rows(list(held.values_list("agency", "record_id")))
    facts = facts_of(rows)
    said = [mention_from(facts[row.pk], row.record) for row in rows if row.pk in facts]
    return [name for one in said for name in _called(one)]


def _called(one: Mention) -> tuple[str, ...]:
    return one.full_name, one.given_names, one.surnames, one.first_surname, one.second_surname


def _assign(file: DutyFile, by: str, at: datetime) -> None:
    officer, person = file.steps[-1].officer, file.duty.person
    about = [f"officer:{officer.public_id}", f"person:{person}"]
    with performing("assign", by=by, about=about, at=at):
        require_there(officer, at)
        if not Assignment.objects.in_force(at).filter(officer=officer, person=person, case="").exists():
            Assignment.objects.create(officer=officer, person=person, begins_at=at, given_by=by)

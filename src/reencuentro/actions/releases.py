"""Approves the release of a child, releases it, and notes that it is back; two officers of two agencies, or nobody."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from django.db import IntegrityError, transaction

from reencuentro.actions.perform import performing
from reencuentro.actions.queueing import refuse_release_of_rivals
from reencuentro.errors import AccountError
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.releases import Approval, ApprovalWithdrawal, Release, open_approvals
from reencuentro.rules.disclosure.releases import (
    APPROVING_KINDS,
    APPROVING_ROLES,
    ReleaseNeed,
    may_release,
    missing_for_release,
)
from reencuentro.rules.disclosure.vocabulary import Role


def approve_release(
    child: str, adult: str, officer: Officer, role: Role, *, at: datetime, for_claimant: bool = False
) -> Approval:
    """The officer, just signed in afresh, says yes to this adult.

    role: in which they say so. for_claimant: they belong to the claimant or filed their claim; it won't count then.
    Raises AccountError for an officer or role that can't approve, unknown persons or one named twice, and a child that
    is released or for whose mother or father more than one person is taken.
    """
    who = f"officer:{officer.public_id}"
    with performing("approve_release", by=who, about=_about(child, adult), at=at):
        _require_approver(officer, role, at)
        if adult == child:
            raise AccountError("nobody is released to themselves", remedy="Name the adult.")
        persons = _locked(child), _person(adult)
        _refuse_released(child)
        refuse_release_of_rivals(persons[0])
        return Approval.objects.create(
            child=persons[0],
            adult=persons[1],
            officer=officer,
            agency=officer.agency,
            role=role.value,
            stepped_up=True,
            for_claimant=for_claimant,
            at=at,
        )


def withdraw_approval(approval: Approval, officer: Officer, *, at: datetime) -> ApprovalWithdrawal:
    """The officer takes their yes back. Raises AccountError for another's, a second time, or after the release."""
    who = f"officer:{officer.public_id}"
    about = [*_about(approval.child.public_id, approval.adult.public_id), f"approval:{approval.pk}"]
    with performing("withdraw_approval", by=who, about=about, at=at):
        if approval.officer_id != officer.pk:
            raise AccountError("an approval is withdrawn by who gave it", remedy="Ask that officer.")
        _locked(approval.child.public_id)
        _refuse_released(approval.child.public_id)
        try:
            with transaction.atomic():
                return ApprovalWithdrawal.objects.create(approval=approval, by=who, at=at)
        except IntegrityError as twice:
            raise AccountError("that approval was withdrawn before", remedy="There is nothing left to do.") from twice


def release_child(child: str, adult: str, officer: Officer, *, at: datetime) -> Release:
    """The child goes to the adult. Whoever carries it out may be one of those who approved it.

    Raises AccountError, with what is lacking, unless two officers of two agencies approve it and nobody approves
    another adult; and where the child is released already, or rivals are taken for the same parent.
    """
    who = f"officer:{officer.public_id}"
    with performing("release_child", by=who, about=_about(child, adult), at=at):
        if not officer.may_enter:
            raise AccountError("the officer or their agency is suspended", remedy="Ask an officer who may come in.")
        locked = _locked(child)
        _refuse_released(child)
        refuse_release_of_rivals(locked)
        first, second = _two(open_approvals(child), child, adult, at)
        try:
            with transaction.atomic():
                return Release.objects.create(
                    child_id=first.child_id,
                    adult_id=first.adult_id,
                    first=first,
                    second=second,
                    first_officer=first.officer,
                    second_officer=second.officer,
                    first_agency=first.agency,
                    second_agency=second.agency,
                    officer=officer,
                    at=at,
                )
        except IntegrityError as refused:
            raise AccountError(
                "the child was released meanwhile, or is claimed by somebody else too",
                remedy="Look at the child's approvals as they stand now.",
            ) from refused


def end_release(release: Release, why: str, *, by: str, at: datetime) -> None:
    """The child is back, so that they may be released anew, on new approvals.

    Raises AccountError without a reason, or a second time.
    """
    with performing("end_release", by=by, about=_about(release.child.public_id, release.adult.public_id), at=at):
        if not why.strip():
            raise AccountError("the end of a release needs a reason", remedy="Say in words what happened.")
        _locked(release.child.public_id)
        standing = Release.objects.filter(pk=release.pk, ended_at=None)
        if not standing.update(ended_at=at, ended_by=by, ended_why=why.strip()):
            raise AccountError("that release was ended before", remedy="There is nothing left to do.")


def _two(given: Sequence[Approval], child: str, adult: str, at: datetime) -> tuple[Approval, Approval]:
    """Two of the approvals, of two officers of two agencies, where the rule lets the child go."""
    told = {one: one.as_rule() for one in given}
    if lacking := missing_for_release(told.values(), child=child, adult=adult, at=at):
        raise AccountError(
            f"the child can't be released yet: {', '.join(lacking)}", remedy=" ".join(_REMEDIES[one] for one in lacking)
        )
    pairs = combinations(given, 2)
    return next(pair for pair in pairs if may_release([told[one] for one in pair], child=child, adult=adult, at=at))


_REMEDIES = {
    ReleaseNeed.TWO_PERSONS: "Have another officer who may approve releases approve it.",
    ReleaseNeed.TWO_AGENCIES: "Have an officer of another agency approve it.",
    ReleaseNeed.ONE_CLAIM: "Have the approvals for all but one adult withdrawn.",
}


def _about(child: str, adult: str) -> list[str]:
    return [f"person:{child}", f"person:{adult}"]


def _require_approver(officer: Officer, role: Role, at: datetime) -> None:
    if not officer.may_enter:
        raise AccountError("the officer or their agency is suspended", remedy="Ask an officer who may come in.")
    if role not in APPROVING_ROLES or role not in officer.roles(at) or officer.agency.kind not in APPROVING_KINDS:
        raise AccountError(
            "that officer can't approve a release",
            remedy="Ask a supervisor, member of a best-interests panel or protection officer of a care, child "
            "protection or ministry agency.",
        )


def _person(public_id: str) -> Person:
    found = Person.objects.filter(public_id=public_id).first()
    if found is None:
        raise AccountError("the registry knows no such person", remedy="Take person_id from people.csv.")
    return found


def _locked(child: str) -> Person:
    """The child, whose approvals and releases nobody else changes until this transaction ends."""
    found = Person.objects.select_for_update().filter(public_id=child).first()
    return found or _person(child)


def _refuse_released(child: str) -> None:
    if Release.objects.filter(child__public_id=child, ended_at=None).exists():
        raise AccountError("the child is released already", remedy="Note first that the child is back, if that is so.")

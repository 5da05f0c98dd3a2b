"""Founds working groups, brings agencies in, and gives them meetings and joint actions."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, begin_duty
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty
from reencuentro.records.groups import GroupItem, GroupMember, WorkingGroup
from reencuentro.records.officers import Officer
from reencuentro.rules.duties.groups import JOINT, MEETING
from reencuentro.rules.groups import GroupShare, tells_who


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """A group that is to be founded. chair: of the founder's agency; to whom what is late comes."""

    name: str
    aim: str
    chair: Officer


def found_group(founding: Founding, doer: Doer) -> WorkingGroup:
    """The group, with the founder's agency in it.

    Raises AccountError for a chair of another agency, and for words that name somebody.
    """
    with performing("found_group", by=doer.by, at=doer.at) as noted:
        if founding.chair.agency_id != doer.officer.agency_id or not founding.chair.may_enter:
            raise AccountError("the chair isn't of your agency", remedy="Name a colleague who may come in.")
        if tells_who(founding.name) or tells_who(founding.aim):
            raise AccountError("a group's words name nobody", remedy="Leave out numbers, telephones and addresses.")
        group = WorkingGroup.objects.create(
            public_id=f"g-{secrets.token_hex(6)}",
            name=founding.name.strip(),
            aim=founding.aim.strip(),
            agency=doer.officer.agency,
            chair=founding.chair,
            founded_by=doer.officer,
            founded_at=doer.at,
        )
        noted.concerns(f"group:{group.public_id}")
        _add(group, doer.officer.agency, doer)
        return group


def add_member(group: WorkingGroup, agency: Agency, doer: Doer) -> GroupMember:
    """The agency belongs to the group from now on; what it may tell there it says itself.

    Raises AccountError where another agency than the founder's invites, or where it belongs already.
    """
    about = [f"group:{group.public_id}", f"agency:{agency.code}"]
    with performing("add_group_member", by=doer.by, about=about, at=doer.at):
        if group.agency_id != doer.officer.agency_id:
            raise AccountError("only the agency that founded a group invites", remedy="Ask its chair.")
        return _add(group, agency, doer)


def _add(group: WorkingGroup, agency: Agency, doer: Doer) -> GroupMember:
    try:
        with transaction.atomic():
            return GroupMember.objects.create(
                group=group, agency=agency, may_share=[], joined_at=doer.at, added_by=doer.officer
            )
    except IntegrityError as twice:
        raise AccountError("that agency belongs to the group already", remedy="There is nothing left to do.") from twice


def say_sharing(group: WorkingGroup, shares: frozenset[GroupShare], doer: Doer) -> None:
    """From now on the doer's agency may tell the group this, and nothing else."""
    with performing("say_sharing", by=doer.by, about=[f"group:{group.public_id}"], at=doer.at):
        _standing(group, doer).update(may_share=sorted(one.value for one in shares))


def leave_group(group: WorkingGroup, doer: Doer) -> None:
    """The doer's agency belongs to the group no more, and reads nothing of it.

    Raises AccountError for the founder's.
    """
    with performing("leave_group", by=doer.by, about=[f"group:{group.public_id}"], at=doer.at):
        if group.agency_id == doer.officer.agency_id:
            raise AccountError("the agency that founded a group stays in it", remedy="Drop what is open, and say so.")
        _standing(group, doer).update(left_at=doer.at)


def _standing(group: WorkingGroup, doer: Doer) -> QuerySet[GroupMember]:
    found = GroupMember.objects.filter(group=group, agency=doer.officer.agency, left_at=None)
    if not found.exists():
        raise AccountError("your agency doesn't belong to the group", remedy="Ask its chair to invite you.")
    return found


def call_meeting(group: WorkingGroup, boxes: Mapping[str, object], doer: Doer) -> Duty:
    """A meeting of the group. Raises what `begin_duty` raises, and AccountError for an agency that isn't in it."""
    _standing(group, doer)
    with performing("call_meeting", by=doer.by, about=[f"group:{group.public_id}"], at=doer.at):
        duty = begin_duty(Beginning(kind=MEETING, step="meeting_call", boxes=boxes), doer)
        GroupItem.objects.create(group=group, duty=duty)
        return duty


def give_action(group: WorkingGroup, agency: Agency, boxes: Mapping[str, object], doer: Doer) -> Duty:
    """Something that the agency, of the group, does for it. Raises as `call_meeting` does."""
    _standing(group, doer)
    about = [f"group:{group.public_id}", f"agency:{agency.code}"]
    with performing("give_joint_action", by=doer.by, about=about, at=doer.at):
        if not GroupMember.objects.filter(group=group, agency=agency, left_at=None).exists():
            raise AccountError("that agency doesn't belong to the group", remedy="Choose one that does.")
        other = None if agency.pk == doer.officer.agency_id else agency
        duty = begin_duty(Beginning(kind=JOINT, step="joint_give", boxes=boxes, counterpart=other), doer)
        GroupItem.objects.create(group=group, duty=duty)
        return duty


def name_owner(duty: Duty, owner: Officer, doer: Doer) -> None:
    """Who sees to a joint action, by name. Raises AccountError for anybody but an officer of the agency that does it,
    named by a colleague.
    """
    about = [f"duty:{duty.public_id}", f"officer:{owner.public_id}"]
    with performing("name_action_owner", by=doer.by, about=about, at=doer.at):
        does = duty.counterpart_id or duty.agency_id
        if doer.officer.agency_id != does or owner.agency_id != does or not owner.may_enter:
            raise AccountError("the agency that does it names who does", remedy="Name an officer of that agency.")
        Duty.objects.filter(pk=duty.pk).update(owner=owner)

"""A working group of each agency that somebody acts for, which does the joint action that the agency owes."""

from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty
from reencuentro.records.groups import GroupItem, GroupMember, WorkingGroup
from reencuentro.records.officers import Officer
from reencuentro.rules.duties.groups import JOINT
from tests.web.depth import Staff
from tests.web.depth_duties import number_of


def group_of(agency: str) -> str:
    """By which id the group of an agency goes."""
    return f"g-{agency}"[:20]


def gather(staff: Staff) -> None:
    """Each agency alone: nobody is invited."""
    for code, chief in {staff.stranger.agency.code: staff.stranger, **staff.chiefs}.items():
        _found(Agency.objects.get(code=code), chief, staff)


def _found(agency: Agency, chief: Officer, staff: Staff) -> None:
    group = WorkingGroup.objects.create(
        public_id=group_of(agency.code),
        name=f"The group of {agency.code}",
        aim="To meet.",
        agency=agency,
        chair=chief,
        founded_by=chief,
        founded_at=staff.at,
    )
    GroupMember.objects.create(group=group, agency=agency, may_share=[], joined_at=staff.at, added_by=chief)
    GroupItem.objects.create(group=group, duty=Duty.objects.get(public_id=number_of(JOINT, agency.code)))

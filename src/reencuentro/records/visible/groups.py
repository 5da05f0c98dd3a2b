"""Working groups as an agency in them sees them: members, meetings, joint actions, and what is late or escalated."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reencuentro.records.duties import Duty
from reencuentro.records.groups import GroupMember, WorkingGroup
from reencuentro.records.noting import Noted
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.duties import DutyLine
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.catalogue import DEFINITIONS
from reencuentro.rules.duties.groups import JOINT, MEETING

MOST = 200
"""Meetings and actions shown of one group, and actions that wait: the newest, or what is due first."""


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group. members: agencies in it now. own: the viewer's agency among them."""

    group: WorkingGroup
    members: tuple[GroupMember, ...]
    own: GroupMember
    meetings: tuple[DutyLine, ...]
    actions: tuple[DutyLine, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An action that waits. to_you: it is late or escalated, and the viewer chairs the group."""

    group: WorkingGroup
    line: DutyLine
    to_you: bool


class VisibleGroups:
    """Reads about groups for one viewer; every look is in the log before anything is handed out."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer, self._mine = viewer, viewer.facts.agency.code

    def all(self) -> list[WorkingGroup]:
        """The groups to which the viewer's agency belongs, by name."""
        with self._noted():
            return list(self._groups().order_by("name", "pk"))

    def get(self, public_id: str) -> GroupSeen:
        """That group. Raises NotAllowedError alike for one that isn't there and one of others."""
        with self._noted() as noted:
            group = self._groups().filter(public_id=public_id).first()
            if group is None:
                raise NotAllowedError
            noted.concerns(f"group:{group.public_id}")
            members = group.members.filter(left_at=None).select_related("agency").order_by("agency__name", "pk")
            standing = tuple(members)
            own = next(one for one in standing if one.agency.code == self._mine)
            rows = list(_duties().filter(group_item__group=group).order_by("-pk")[:MOST])
            lines = [self._line(one) for one in rows]
        return GroupSeen(group, standing, own, _of(lines, MEETING), tuple(sorted(_of(lines, JOINT), key=_by_need)))

    def waiting(self) -> list[Waiting]:
        """The open actions of the agency's groups that it does itself, and those that come to the viewer as the chair;
        what is due first in front.
        """
        with self._noted():
            mine = Q(counterpart=None, agency__code=self._mine) | Q(counterpart__code=self._mine)
            late = Q(due_at__lte=self._viewer.at) | Q(state="joint_escalated")
            chaired = Q(group_item__group__chair=self._viewer.pk) & late
            rows = _duties().filter(kind=JOINT, over_at=None, group_item__group__in=self._groups())
            found = rows.filter(mine | chaired).select_related("group_item__group").order_by("due_at", "pk")[:MOST]
            return [self._waiting(one) for one in found]

    def _waiting(self, duty: Duty) -> Waiting:
        group, line = duty.group_item.group, self._line(duty)
        escalated = line.is_late or duty.state == "joint_escalated"
        return Waiting(group, line, escalated and group.chair_id == self._viewer.pk)

    def _groups(self) -> QuerySet[WorkingGroup]:
        return WorkingGroup.objects.of_agency(self._mine).select_related("agency", "chair__agency")

    def _line(self, duty: Duty) -> DutyLine:
        late = duty.due_at is not None and duty.over_at is None and duty.due_at <= self._viewer.at
        return DutyLine(duty=duty, definition=DEFINITIONS[duty.kind], child=None, is_late=late)

    @contextmanager
    def _noted(self) -> Iterator[Noted]:
        viewer = self._viewer
        noting = reading(Action.SEE_GROUPS.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at)
        with noting as noted, behind_the_wall(viewer):
            if not decide_alone(viewer, Action.SEE_GROUPS).allowed:
                raise NotAllowedError
            yield noted


def _duties() -> QuerySet[Duty]:
    return Duty.objects.select_related("agency", "counterpart", "owner__agency")


def _of(lines: list[DutyLine], kind: str) -> tuple[DutyLine, ...]:
    return tuple(one for one in lines if one.duty.kind == kind)


def _by_need(line: DutyLine) -> tuple[bool, bool, str]:
    """What is open and late first, then what is open by its day, then what is over."""
    due = line.duty.due_at
    return line.duty.over_at is not None, not line.is_late, due.isoformat() if due else ""


def actions_waiting(viewer: Viewer) -> int:
    """How many joint actions wait for the viewer's agency, or for the viewer as the chair."""
    return len(VisibleGroups(viewer).waiting())

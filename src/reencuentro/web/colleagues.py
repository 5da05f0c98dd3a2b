"""Officers of the own agency by name: whom a form offers, and whom to ask for what one may not do."""

from collections.abc import Collection, Iterable

from django.utils.safestring import SafeString

from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.records.visible.viewers import Viewer, purposes_of
from reencuentro.rules.disclosure.policy import POLICY, Condition
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web.words import say

_NAMED = 5
"""Colleagues named where one of them is to be asked: more names help nobody."""


def colleagues(viewer: Viewer, *actions: Action) -> list[Officer]:
    """Who of the viewer's agency may come in and holds a role that can do any of these, by name; the viewer, too."""
    roles = sorted({role for role, action in POLICY if action in actions})
    held = RoleHeld.objects.in_force(viewer.at).filter(role__in=roles)
    mine = Officer.objects.filter(agency__code=viewer.facts.agency.code, is_active=True, pk__in=held.values("officer"))
    return list(mine.order_by("full_name", "login"))


def on_case(viewer: Viewer, action: Action, person: str) -> list[Officer]:
    """Who of the viewer's agency could do that in a case of this child: who needs to be assigned is, or the role sees
    whatever the agency works on. Named by mistake, somebody else would never learn that something is late.
    """
    assigned = frozenset(Assignment.objects.in_force(viewer.at).filter(person=person).values_list("officer", flat=True))
    held = RoleHeld.objects.in_force(viewer.at).filter(role__in=sorted(_free(action)))
    free = frozenset(held.values_list("officer", flat=True))
    return [one for one in colleagues(viewer, action) if one.pk in assigned | free]


def _free(action: Action) -> frozenset[Role]:
    """The roles that may do that about whomever anybody of their agency is assigned to."""
    rows = (row for (_, asked), held in POLICY.items() if asked is action for row in held)
    return frozenset(row.role for row in rows if Condition.ASSIGNED not in row.conditions)


def to_choose(officers: Iterable[Officer]) -> list[tuple[str, str]]:
    """Officers as a box offers them, nobody chosen beforehand."""
    return [("", "–"), *((one.login, one.full_name) for one in officers)]


def unassigned(viewer: Viewer, action: Action, able: Collection[Action], tellers: Collection[str]) -> SafeString | str:
    """What somebody must do before they may do that about a child, in words; "" where they may.

    able: what they may do about the child. tellers: the agencies of which they are shown anything of the child.
    """
    if action in able:
        return ""
    if Action.ASSIGN in able:
        return say("assignment_give")
    if viewer.facts.agency.code not in tellers:
        return say("assignment_elsewhere")
    key = "assignment_ask" if viewer.purpose in purposes_of((action,), viewer.facts.roles) else "assignment_role"
    whom = [one.full_name for one in colleagues(viewer, Action.ASSIGN) if one.pk != viewer.pk][:_NAMED]
    return say(key, whom=", ".join(whom) or say("assignment_nobody"))

"""Officers of the viewer's own agency, by what they can do: whom a form offers, and who is asked."""

from django.db import transaction

from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.disclosure.policy import POLICY, Condition
from reencuentro.rules.disclosure.vocabulary import Action, Role


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
    with transaction.atomic(), behind_the_wall(viewer):
        given = Assignment.objects.in_force(viewer.at).filter(person=person)
        assigned = frozenset(given.values_list("officer", flat=True))
    held = RoleHeld.objects.in_force(viewer.at).filter(role__in=sorted(_free(action)))
    free = frozenset(held.values_list("officer", flat=True))
    return [one for one in colleagues(viewer, action) if one.pk in assigned | free]


def _free(action: Action) -> frozenset[Role]:
    """The roles that may do that about whomever anybody of their agency is assigned to."""
    rows = (row for (_, asked), held in POLICY.items() if asked is action for row in held)
    return frozenset(row.role for row in rows if Condition.ASSIGNED not in row.conditions)

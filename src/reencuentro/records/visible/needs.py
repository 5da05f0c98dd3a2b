"""In how many children's needs nobody has answered yet, of the viewer's agency: a place or a doctor must know."""

from django.db import transaction

from reencuentro.records.duties import Duty
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.duties.needs import OPEN, TABLE


def needs_waiting(viewer: Viewer) -> int:
    """Needs that call somebody, and that nobody has met; which they are isn't told."""
    with transaction.atomic(), behind_the_wall(viewer):
        ours = Duty.objects.of_agency(viewer.facts.agency.code).filter(kind__in=[one.code for one in TABLE])
        return ours.filter(state=OPEN).exclude(due_at=None).count()

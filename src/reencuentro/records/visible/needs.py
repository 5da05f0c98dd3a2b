"""How much care waits: needs that nobody has answered yet, as a place or a doctor must know; and what is late."""

from django.db import transaction

from reencuentro.records.duties import Duty
from reencuentro.records.visible.duties import late_count
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.care import AREA
from reencuentro.rules.duties.needs import OPEN, TABLE


def needs_waiting(viewer: Viewer) -> int:
    """Needs that call somebody, and that nobody has met; which they are isn't told."""
    with transaction.atomic(), behind_the_wall(viewer):
        ours = Duty.objects.of_agency(viewer.facts.agency.code).filter(kind__in=[one.code for one in TABLE])
        return ours.filter(state=OPEN).exclude(due_at=None).count()


def late_care(viewer: Viewer) -> int:
    """Of how many services, needs and rounds the time is over, up to one more than are counted."""
    return late_count(viewer, Action.SEE_CARE, AREA)

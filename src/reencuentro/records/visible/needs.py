"""How much care waits: needs that nobody has answered yet, as a place or a doctor must know; and what is late."""

from reencuentro.records.visible.duties import VisibleDuties, late_count
from reencuentro.records.visible.questions import MOST_COUNTED
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.care import AREA
from reencuentro.rules.duties.needs import OPEN


def needs_waiting(viewer: Viewer) -> int:
    """Needs that call somebody, and that nobody has met, up to one more than are counted; which they are isn't told."""
    return len(VisibleDuties(viewer, Action.SEE_CARE).alerting(AREA, OPEN, MOST_COUNTED + 1).lines)


def late_care(viewer: Viewer) -> int:
    """Of how many services, needs and rounds the time is over, up to one more than are counted."""
    return late_count(viewer, Action.SEE_CARE, AREA)

"""How many referrals wait for an answer of the viewer's agency."""

from django.db import transaction

from reencuentro.records.duties import Duty
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.duties.referrals import REFERRAL, SENT


def referrals_waiting(viewer: Viewer) -> int:
    """What other agencies have sent, and nobody has answered yet."""
    with transaction.atomic(), behind_the_wall(viewer):
        asked = Duty.objects.filter(kind=REFERRAL.code, counterpart__code=viewer.facts.agency.code)
        return asked.filter(state=SENT).count()

"""What a small cohort lacks: a rival to the mother of the first child who waits with one, or two who may be one child.

Place.run starts it with the registry, what is wanted, and the agency that lists them; of a rival it prints the child.
"""

import sys
from datetime import datetime

from django.utils import timezone

from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.queueing import queue_ties
from reencuentro.linkage.results import Status
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.people import Membership
from reencuentro.rules.queueing import ALONE
from reencuentro.web.opening import open_for_pages


def rival(agency: str, now: datetime) -> str:
    """Somebody of the same lists is taken for the mother, too; the child's public id."""
    listed = Membership.objects.standing().filter(agency=agency).values("person")
    mothers = Tie.objects.standing().filter(relation="mother")
    alone = mothers.filter(status=Status.PROPOSED, place__gte=ALONE, probability__gt=0.9, child__in=listed)
    tie = alone.order_by("pk")[0]
    taken = mothers.filter(child=tie.child).values("relative")
    other = mothers.exclude(child=tie.child).exclude(relative__in=taken).order_by("pk")[0].relative
    told = {"probability": 0.5, "status": Status.PROPOSED, "evidence": tie.evidence, "known_from": now}
    Tie.objects.create(child=tie.child, relative=other, relation="mother", **told)
    queue_ties({}, [tie.child.public_id])
    return tie.child.public_id


def doubt(agency: str, now: datetime) -> str:
    """The first two records that aren't weighed against each other yet may be one child."""
    weighed = IdentityProposal.objects.standing().filter(left_agency=agency, right_agency=agency)
    done = {end for pair in weighed.values_list("left_record_id", "right_record_id") for end in pair}
    listed = Membership.objects.standing().filter(agency=agency).order_by("record_id")
    left, right = [one for one in listed.values_list("record_id", flat=True) if one not in done][:2]
    facts = {"left_agency": agency, "left_record_id": left, "right_agency": agency, "right_record_id": right}
    evidence = [["surnames", "agrees", "same", 6.0], ["sex", "differs", "different", -2.0], ["phone", "unknown", "", 0]]
    IdentityProposal.objects.create(**facts, probability=0.6, evidence=evidence, known_from=now)
    queue_doubts({})
    return ""


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        wanted = {"doubt": doubt, "rival": rival}[sys.argv[2]]
        sys.stdout.write(wanted(sys.argv[3], timezone.now()))

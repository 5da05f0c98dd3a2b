"""Whose records must not be matched with those of which agencies, because the person said so."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.following import records_of
from reencuentro.rules.disclosure.vocabulary import Purpose


def withheld_records(at: datetime) -> dict[RecordKey, frozenset[str]]:
    """For each record of somebody withheld at that instant, the agencies from which it is kept.

    What an agency lists counts as told by right unless somebody has said otherwise: by a withholding, or by taking
    back the consent to be traced with that agency. A consent that was taken back doesn't come back with the clock.
    """
    found: defaultdict[RecordKey, set[str]] = defaultdict(set)
    for person, agency, since in (*_withheld(at), *_taken_back(at)):
        for key in records_of(person, since=since):
            found[key].add(agency)
    return {key: frozenset(agencies) for key, agencies in found.items()}


def _withheld(at: datetime) -> list[tuple[str, str, datetime]]:
    # It begins when it is stated, wherever the clock stands by now.
    standing = Withholding.objects.open().filter(Q(until=None) | Q(until__gt=at)).exclude(agency=None)
    return list(standing.order_by("pk").values_list("person", "agency__code", "begins_at"))


def _taken_back(at: datetime) -> list[tuple[str, str, datetime]]:
    """Consents to tracing that were withdrawn, or whose time is over, and after which none was given."""
    tracing = Consent.objects.filter(purpose=Purpose.TRACING.value)
    over = tracing.filter(~Q(ended_at=None) | Q(until__lte=at)).order_by("pk")
    standing = set(tracing.in_force(at).values_list("person", "recipient__code"))
    told = over.values_list("person", "recipient__code", "begins_at")
    return [(person, agency, since) for person, agency, since in told if (person, agency) not in standing]

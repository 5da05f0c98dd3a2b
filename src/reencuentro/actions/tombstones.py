"""Tells those who may hold copies which records were destroyed."""

from datetime import datetime

from reencuentro.actions.agencies import agency_of
from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.reading import reading
from reencuentro.records.tombstones import Tombstone, tombstones_since


def tombstones_for(agency: str, since: datetime | None, *, by: str, at: datetime) -> list[Tombstone]:
    """The tombstones of which that agency ("": any) may hold copies, from that instant on (None: all).

    Those are of its own records, and of those that any agreement, in force or over, ever let it see.
    Raises AccountError for an agency that isn't known.
    """
    with reading("see_tombstones", by=by, about=[f"agency:{agency}"] if agency else [], at=at) as noted:
        if not agency:
            found = tombstones_since(since, None)
        else:
            taken = AgreementVersion.objects.signed().filter(taker=agency_of(agency))
            found = tombstones_since(since, frozenset({agency, *taken.values_list("giver__code", flat=True)}))
        noted.concerns(*(f"{one.agency.code}:{one.record_id}" for one in found))
    return found

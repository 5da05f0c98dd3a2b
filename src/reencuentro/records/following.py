"""Follows a person through what was matched since: who is restricted or withheld stays so when records join or part."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.listings import Thread, listed_records
from reencuentro.records.people import Membership
from reencuentro.records.rosters import Roster


def persons_meant(person: str, *, since: datetime) -> frozenset[str]:
    """The public ids under which the records now go that have been this person's at any time since then."""
    keys = records_of(person, since=since)
    standing = Membership.objects.standing().filter(_any_of(keys)) if keys else Membership.objects.none()
    return frozenset({person, *standing.values_list("person__public_id", flat=True)})


def records_of(person: str, *, since: datetime) -> frozenset[RecordKey]:
    """The records, under their keys of today, that have been this person's at any time since then."""
    ever = _memberships(person, since)
    unnumbered = frozenset(Roster.objects.filter(has_record_ids=False).values_list("agency__code", flat=True))
    lasting = {(one.agency, one.record_id) for one in ever if one.agency not in unnumbered}
    moving = [one for one in ever if one.agency in unnumbered]
    return frozenset(lasting | (_today(moving) if moving else set()))


def _memberships(person: str, since: datetime) -> list[Membership]:
    """Where a clock was set back, nothing may be left of that time: then all that were ever this person's count."""
    ever = Membership.objects.filter(person__public_id=person).order_by("pk")
    return list(ever.filter(Q(known_until=None) | Q(known_until__gte=since))) or list(ever)


def _today(memberships: list[Membership]) -> set[RecordKey]:
    """Where rosters give no record ids, a record goes by another key from one day to the next."""
    threads: set[Thread] = set()
    for one in memberships:
        then = listed_records([one.agency], on=one.known_from)
        threads |= {listed.thread for listed in then if listed.key == (one.agency, one.record_id)}
    agencies = sorted({agency for agency, _ in threads})
    return {listed.key for listed in listed_records(agencies) if listed.thread in threads}


def _any_of(keys: frozenset[RecordKey]) -> Q:
    return reduce(or_, (Q(agency=agency, record_id=record) for agency, record in sorted(keys)))

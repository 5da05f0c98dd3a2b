"""Follows a person through what was matched since: who is restricted or withheld stays so when records join or part."""

from collections.abc import Iterator, Sequence
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
    return frozenset(key for key, _ in today_of(_memberships(person, since)))


def today_of(memberships: Sequence[Membership]) -> Iterator[tuple[RecordKey, Membership]]:
    """The keys of today of the records of these memberships, each with its own.

    Where rosters give no record ids, a record goes by another key from one day to the next.
    """
    unnumbered = frozenset(Roster.objects.filter(has_record_ids=False).values_list("agency__code", flat=True))
    moving = [one for one in memberships if one.agency in unnumbered]
    yield from (((one.agency, one.record_id), one) for one in memberships if one.agency not in unnumbered)
    then = {moment: _threads(*moment) for moment in {(one.agency, one.known_from) for one in moving}}
    now = {agency: _threads(agency, None) for agency in {one.agency for one in moving}}
    for one in moving:
        thread = then[one.agency, one.known_from].get((one.agency, one.record_id))
        yield from ((key, one) for key, lasting in now[one.agency].items() if lasting == thread)


def _threads(agency: str, on: datetime | None) -> dict[RecordKey, Thread]:
    return {listed.key: listed.thread for listed in listed_records([agency], on=on)}


def _memberships(person: str, since: datetime) -> list[Membership]:
    """Where a clock was set back, nothing may be left of that time: then all that were ever this person's count."""
    ever = Membership.objects.filter(person__public_id=person).order_by("pk")
    return list(ever.filter(Q(known_until=None) | Q(known_until__gte=since))) or list(ever)


def _any_of(keys: frozenset[RecordKey]) -> Q:
    return reduce(or_, (Q(agency=agency, record_id=record) for agency, record in sorted(keys)))

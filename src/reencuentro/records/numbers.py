"""Where a person's number leads: numbers change when records join or part, and bookmarks and letters keep old ones."""

from datetime import datetime

from django.db import connection
from django.db.models import Q

from reencuentro.records.doubts import owners_of
from reencuentro.records.many import among
from reencuentro.records.people import Membership, Person
from reencuentro.records.queue import within_reach_alone


def numbers_today(number: str) -> list[str]:
    """Who holds today the records that went by this number last, by the numbers of today, sorted.

    Empty for a number that stands still, and for one that nobody ever had. Where a list gives no record ids, so that
    its records can't be told from one day to the next, those under whom what was stated under the number goes on.
    """
    held = _held_beyond_the_wall(number) if within_reach_alone() else _held(number)
    # The wall shows of them only those whom the officer reaches.
    return sorted(Person.objects.filter(held).values_list("public_id", flat=True))


def numbers_before(number: str) -> dict[str, datetime]:
    """The other numbers by which the records of this person went, and until when."""
    if within_reach_alone():
        with connection.cursor() as cursor:
            cursor.execute("SELECT former, until FROM second_wall.numbered_before(%s)", [number])
            return dict(cursor.fetchall())
    held = set(Membership.objects.standing().filter(person__public_id=number).values_list("agency", "record_id"))
    records = among("agency", (agency for agency, _ in held)), among("record_id", (record for _, record in held))
    gone = Membership.objects.filter(*records, known_until__isnull=False).exclude(person__public_id=number)
    told = gone.order_by("known_until").values_list("agency", "record_id", "person__public_id", "known_until")
    return {person: until for agency, record, person, until in told if (agency, record) in held and until}


def _held_beyond_the_wall(number: str) -> Q:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM second_wall.numbered_today(%s)", [number])
        return Q(pk__in=[pk for (pk,) in cursor])


def _held(number: str) -> Q:
    ever = Membership.objects.filter(person__public_id=number)
    rows = list(ever.values_list("agency", "record_id", "known_until"))
    last = max((until for *_, until in rows if until), default=None)
    stands = any(until is None for *_, until in rows)
    gone = {(agency, record) for agency, record, until in rows if until == last and not stands}
    owners = set(owners_of(gone).values())
    # Asked whether it counts or not: else the time would tell a number that stands from one that nobody has.
    kept = set(Person.objects.filter(names__isnull=False, names__has_key=number).values_list("public_id", flat=True))
    return Q(public_id__in=sorted(owners or (set() if stands else kept)))

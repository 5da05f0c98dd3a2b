"""Which agencies list a person of whom the officer reaches anything: those too whose records they don't reach."""

from django.db import connection

from reencuentro.records.people import Membership
from reencuentro.records.second_wall.acting import acting


def listing_agencies(person: str) -> list[str]:
    """The codes of all agencies that list a person, by public id."""
    if connection.vendor != "postgresql" or not acting():
        return list(Membership.objects.standing().filter(person__public_id=person).values_list("agency", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_TELLERS, [person])
        return [agency for (agency,) in cursor.fetchall()]


_TELLERS = "SELECT agency FROM second_wall.tellers(ARRAY(SELECT id FROM records_person WHERE public_id = %s))"

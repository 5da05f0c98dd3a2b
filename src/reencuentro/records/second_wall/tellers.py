"""Which agencies list a person of whom the officer reaches anything: those too whose records they don't reach."""

from collections.abc import Collection

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


def hides_listers(person: str, reached: Collection[str]) -> bool:
    """Whether the wall hides an agency that lists the person beside those that are reached.

    Behind it an officer doesn't even see that such an agency lists them, so that nothing seems to be closed.
    """
    if connection.vendor != "postgresql" or not acting():
        return False
    return not set(reached).issuperset(listing_agencies(person))


_TELLERS = "SELECT agency FROM second_wall.tellers(ARRAY(SELECT id FROM records_person WHERE public_id = %s))"

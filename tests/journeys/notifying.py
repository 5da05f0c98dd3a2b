"""Gives two officers the care of a Guatemalan child; Place.run starts it with which of them, the agency and the logins.

Printed: the child.
"""

import sys

from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.records.people import Membership, Minor
from reencuentro.records.visible.cases import child_of
from reencuentro.web.opening import open_for_pages


def assigned(place: int, agency: str, *logins: str) -> str:
    """That child of the agency's, by their number among those who are known to be of Guatemala alone."""
    listed = Membership.objects.standing().filter(agency=agency).values("person")
    minors = Minor.objects.filter(person__in=listed).order_by("person__public_id")
    names = dict.fromkeys(minors.values_list("person__public_id", flat=True))
    child = [one for one in names if child_of(one).nationalities == {"GT"}][place]
    for login in logins:
        assign(officer_of(login), child, by="tests", at=timezone.now())
    return child


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        print(assigned(int(sys.argv[2]), *sys.argv[3:]))

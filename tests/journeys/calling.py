"""Gives an officer the care of a child who has family; Place.run starts it with which, the agency and the login.

Printed as JSON: the child, a relative of theirs, and by which names somebody who calls would ask for the child.
"""

import json
import sys

from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.records.facts import mention_from
from reencuentro.records.matches import Tie
from reencuentro.records.people import Membership
from reencuentro.records.visible.tellings import facts_of, newest_rows
from reencuentro.web.opening import open_for_pages


def prepared(place: int, agency: str, login: str) -> dict[str, str]:
    """That child of the agency's, by their number among those who have family."""
    listed = Membership.objects.standing().filter(agency=agency)
    ties = Tie.objects.standing().filter(child__in=listed.values("person")).exclude(status="rejected")
    family: dict[str, str] = dict(
        ties.order_by("-child__public_id", "probability").values_list("child__public_id", "relative__public_id")
    )
    child, relative = list(family.items())[place]
    assign(officer_of(login), child, by="tests", at=timezone.now())
    (row,) = newest_rows(list(listed.filter(person__public_id=child).values_list("agency", "record_id")))[:1]
    told = mention_from(facts_of([row])[row.pk], row.record)
    surnames = told.surnames or f"{told.first_surname} {told.second_surname}".strip()
    given, names = (told.given_names, surnames) if told.given_names else (told.full_name, "")
    return {"child": child, "relative": relative, "given": given, "surnames": names}


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        print(json.dumps(prepared(int(sys.argv[2]), *sys.argv[3:])))

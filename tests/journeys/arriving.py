"""A team for the protection of children, and children who arrive; Place.run starts it, with the language of the team.

begin      an agency, its supervisor, who is signed in, and three officers; printed: the session, and their ids
FROM TO    those of twelve children whom the agency lists arrive; printed: how many
"""

import json
import sys
from datetime import date

from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.rosters import admit_roster
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.web.opening import open_for_pages
from tests.stored.readings import MONDAY, reading, row
from tests.web.entered import account, browser_of

CHILDREN = 12
LANGUAGES = ("spa", "mam", "quc")


def agency_of(language: str) -> str:
    """The agency of the team that reads this language."""
    return f"opi_{language}"


def begin(language: str) -> str:
    """The team, of which nobody has said yet who works where."""
    agency = agency_of(language)
    stated = AgencyStated(name="Protección de la infancia", kind=AgencyKind.CHILD_PROTECTION, country="MX")
    add_agency(agency, stated, by="tests", at=timezone.now())
    rows = [
        row(line, f"{agency}-{line:02}", agency, full_name=f"Niña Ficticia {line}", language=LANGUAGES[line % 3])
        for line in range(2, CHILDREN + 2)
    ]
    admit_roster(reading(agency, *rows, as_of=date(2026, 6, 1)), by="tests", received_at=MONDAY)
    officers = [account(f"{language}.opi{number}", agency, Role.PROTECTION_OFFICER) for number in range(3)]
    chief = account(f"{language}.opi.chief", agency, Role.SUPERVISOR)
    Officer.objects.filter(pk=chief.pk).update(language=language)
    chief.refresh_from_db()
    session = browser_of(chief, stepped_up=True).cookies["session"].value
    return json.dumps({"session": session, "officers": [one.public_id for one in officers]})


def arrive(language: str, first: int, last: int) -> str:
    """Those children are known from now on."""
    agency, now = agency_of(language), timezone.now()
    for number in range(first, last):
        name = f"{agency}-{number + 2:02}"
        person = Person.objects.create(public_id=name)
        Membership.objects.create(person=person, agency=agency, record_id=name, known_from=now)
        Minor.objects.create(person=person, known_from=now)
    return str(last - first)


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        asked, *rest = sys.argv[3:]
        print(begin(sys.argv[2]) if asked == "begin" else arrive(sys.argv[2], int(asked), int(rest[0])))
